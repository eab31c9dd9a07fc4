#!/usr/bin/env python3
"""Cut the fonts in this folder from their published releases.

    pip install fonttools brotli
    python3 subset.py INTER_DIR NOTO_EMOJI_DIR DEJAVU_BOLD_TTF OUT_DIR

INTER_DIR is the unpacked npm package inter-ui 4.1.1, NOTO_EMOJI_DIR is @fontsource/noto-emoji 5.3.2,
DEJAVU_BOLD_TTF is DejaVuSans-Bold.ttf 2.37. Every file is renamed, as the licences ask of changed fonts.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

LATIN_GREEK_CYRILLIC = [
    (0x20, 0x24F), (0x250, 0x2FF), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x1E00, 0x1EFF),
    (0x2000, 0x206F), (0x2070, 0x20CF), (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF),
    (0x25A0, 0x25FF), (0x2700, 0x27BF), (0xFFFD, 0xFFFD),
]
OTHER_SCRIPTS_AND_SYMBOLS = [
    (0x20, 0x20), (0x530, 0x6FF), (0x750, 0x77F), (0x10A0, 0x10FF), (0x2000, 0x206F), (0x2100, 0x23FF),
    (0x2460, 0x26FF), (0x2700, 0x27FF), (0x2900, 0x29FF), (0x2B00, 0x2BFF), (0xFB00, 0xFDFF),
    (0xFE70, 0xFEFE), (0x1D400, 0x1D7FF),
]
LATIN_FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl"]
SCRIPT_FEATURES = ["ccmp", "init", "medi", "fina", "rlig", "liga", "mark", "mkmk", "kern"]


def make_digits_tabular(font):
    """Point 0-9 at the figures of equal width: a renderer without `font-feature-settings` gets them too."""
    table = font["GSUB"].table
    swap = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for sub in table.LookupList.Lookup[index].SubTable:
                    swap.update(getattr(getattr(sub, "ExtSubTable", sub), "mapping", {}))
    for cmap in font["cmap"].tables:
        if cmap.isUnicode():
            for char in map(ord, "0123456789"):
                cmap.cmap[char] = swap.get(cmap.cmap[char], cmap.cmap[char])


def plain_box(font):
    """Draw an unknown character as an empty box instead of the typeface's own, which has words in it."""
    em = font["head"].unitsPerEm
    width, top, stroke = round(em * 0.62), round(em * 0.72), round(em * 0.06)
    left, right = round(em * 0.07), round(em * 0.55)
    pen = TTGlyphPen(None)
    for points in (
        [(left, 0), (left, top), (right, top), (right, 0)],
        [(left + stroke, stroke), (right - stroke, stroke), (right - stroke, top - stroke), (left + stroke, top - stroke)],
    ):
        pen.moveTo(points[0])
        for point in points[1:]:
            pen.lineTo(point)
        pen.closePath()
    font["glyf"][".notdef"] = pen.glyph()
    font["hmtx"][".notdef"] = (width, left)


def cut(source, out, ranges, features, family, style, weight, tabular=False):
    font = TTFont(source, recalcTimestamp=False)
    if tabular:
        make_digits_tabular(font)
        plain_box(font)
    options = subset.Options()
    options.hinting = False
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 13, 14]
    options.notdef_outline = True
    options.glyph_names = False
    have = set(font.getBestCmap())
    want = have if ranges is None else have & {c for a, b in ranges for c in range(a, b + 1)}
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=want)
    cutter.subset(font)
    names = font["name"]
    for record in list(names.names):
        if record.nameID in (1, 2, 3, 4, 6):
            names.removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
    for name_id, value in (
        (1, family), (2, "Regular"), (3, f"{family} {style} subset"), (4, f"{family} {style}"),
        (6, f"{family}-{style}".replace(" ", "")),
    ):
        names.setName(value, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    font.flavor = None
    font.save(out)
    print(out, Path(out).stat().st_size, "bytes", len(font.getBestCmap()), "characters")


def main():
    inter, emoji, dejavu, out = sys.argv[1:]
    latin = (LATIN_GREEK_CYRILLIC, LATIN_FEATURES, "DBSBM Sans")
    cut(f"{inter}/web/Inter-Medium.woff2", f"{out}/DbsbmSans-Medium.ttf", *latin, "Medium", 500, True)
    cut(f"{inter}/web/Inter-SemiBold.woff2", f"{out}/DbsbmSans-SemiBold.ttf", *latin, "SemiBold", 600, True)
    cut(f"{inter}/display/InterDisplay-ExtraBold.woff2", f"{out}/DbsbmSans-ExtraBold.ttf", *latin, "ExtraBold", 800, True)
    cut(dejavu, f"{out}/DbsbmFallback.ttf", OTHER_SCRIPTS_AND_SYMBOLS, SCRIPT_FEATURES, "DBSBM Fallback", "Bold", 600)
    cut(f"{emoji}/files/noto-emoji-emoji-700-normal.woff2", f"{out}/DbsbmEmoji.ttf", None, ["ccmp"], "DBSBM Emoji", "Bold", 600)


if __name__ == "__main__":
    main()
