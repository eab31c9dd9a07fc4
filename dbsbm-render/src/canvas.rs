//! Writes SVG: shapes and fitted text, one element a line, the same bytes for the same input.

use std::fmt::Write as _;

use crate::{
    fonts::{FAMILIES, Fonts, Run, Weight},
    portrait::Portrait,
    text::{Line, escape},
    theme::{Palette, contrast},
    view::{Badge, Rgb},
};

/// Where a text stands: its baseline at `y`, and `x` at its start, middle or end.
#[derive(Debug, Clone, Copy)]
pub(crate) struct At {
    x: f32,
    y: f32,
    anchor: Anchor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Anchor {
    Start,
    Middle,
    End,
}

impl At {
    pub(crate) fn left(x: f32, y: f32) -> Self {
        Self {
            x,
            y,
            anchor: Anchor::Start,
        }
    }

    pub(crate) fn middle(x: f32, y: f32) -> Self {
        Self {
            x,
            y,
            anchor: Anchor::Middle,
        }
    }

    pub(crate) fn right(x: f32, y: f32) -> Self {
        Self {
            x,
            y,
            anchor: Anchor::End,
        }
    }
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ink {
    colour: Rgb,
    weight: Weight,
    size: f32,
}

/// A picture in the making.
pub(crate) struct Canvas<'f> {
    pub(crate) fonts: &'f Fonts,
    pub(crate) palette: &'f Palette,
    body: String,
}

/// Names the font of a run that the main one does not draw.
fn family(run: &Run<'_>) -> String {
    run.family
        .map(|name| format!(" font-family=\"'{name}', {FAMILIES}\""))
        .unwrap_or_default()
}

/// A coordinate with at most two decimals.
pub(crate) fn num(v: f32) -> String {
    let text = format!("{v:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

impl<'f> Canvas<'f> {
    pub(crate) fn new(fonts: &'f Fonts, palette: &'f Palette) -> Self {
        Self {
            fonts,
            palette,
            body: String::with_capacity(8 * 1024),
        }
    }

    /// The finished document.
    pub(crate) fn finish(self, width: f32, height: f32, lip: Rgb, title: &str) -> String {
        let (w, h, b, title) = (num(width), num(height), num(height - 24.0), escape(title));
        let card = self.palette.card;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
             font-family=\"{FAMILIES}\" role=\"img\">\n<title>{title}</title>\n\
             <rect width=\"{w}\" height=\"{h}\" rx=\"24\" fill=\"{lip}\"/>\n\
             <path d=\"M0 32A24 24 0 0 1 24 8H576A24 24 0 0 1 600 32V{b}A24 24 0 0 1 576 {h}H24A24 24 0 0 1 0 {b}Z\" \
             fill=\"{card}\"/>\n{}</svg>\n",
            self.body
        )
    }

    /// Lays everything of another picture on top.
    pub(crate) fn lay(&mut self, other: Canvas<'_>) {
        self.body.push_str(&other.body);
    }

    /// Adds one element, already written.
    pub(crate) fn raw(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    /// Adds a path that is not filled, by its attributes. It stands in a group, for a group has a box even where the
    /// path is a level line, which has none.
    pub(crate) fn stroke(&mut self, path: &str) {
        self.raw(&format!("<g><path fill=\"none\" {path}/></g>"));
    }

    pub(crate) fn rect(&mut self, x: f32, y: f32, w: f32, h: f32, radius: f32, fill: Rgb) {
        let (x, y, w, h, r) = (num(x), num(y), num(w.max(0.0)), num(h.max(0.0)), num(radius));
        self.raw(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{r}\" fill=\"{fill}\"/>"
        ));
    }

    pub(crate) fn rule(&mut self, x1: f32, x2: f32, y: f32) {
        self.rect(x1, y - 0.75, x2 - x1, 1.5, 0.0, self.palette.line);
    }

    /// A look in any colour.
    pub(crate) fn ink(&self, colour: Rgb, weight: Weight, size: f32) -> Ink {
        Ink { colour, weight, size }
    }

    /// The look of captions.
    pub(crate) fn soft(&self, size: f32) -> Ink {
        self.ink(self.palette.soft, Weight::Medium, size)
    }

    /// The look of names, titles and prices.
    pub(crate) fn strong(&self, size: f32) -> Ink {
        self.ink(self.palette.text, Weight::SemiBold, size)
    }

    /// Writes a text so that it takes no more than `room`; gives the line back for what stands beside it.
    pub(crate) fn put(&mut self, at: At, ink: Ink, text: &str, room: f32) -> Line {
        let line = self.fonts.fit(text, ink.weight, ink.size, ink.size * 0.85, room);
        self.text(at, ink.colour, &line);
        line
    }

    /// Like [`Canvas::put`], for figures: they become as small as they must and are not cut, since a number without
    /// its end is another number.
    pub(crate) fn figure(&mut self, at: At, ink: Ink, text: &str, room: f32) -> Line {
        let line = self.fonts.fit(text, ink.weight, ink.size, ink.size * 0.3, room);
        self.text(at, ink.colour, &line);
        line
    }

    /// Writes a line that was fitted before.
    pub(crate) fn text(&mut self, at: At, fill: Rgb, line: &Line) {
        if line.text.is_empty() {
            return;
        }
        let (y, size, weight) = (num(at.y), num(line.size), line.weight.css());
        let mut out =
            format!("<text y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{fill}\"");
        let runs = self.fonts.runs(&line.text, line.weight);
        if let [run] = runs.as_slice() {
            // one run leaves the alignment to the reader, whatever font it has
            let anchor = match at.anchor {
                Anchor::Start => "",
                Anchor::Middle => " text-anchor=\"middle\"",
                Anchor::End => " text-anchor=\"end\"",
            };
            let (x, family, text) = (num(at.x), family(run), escape(run.text));
            let _ = write!(out, " x=\"{x}\"{anchor}{family}>{text}</text>");
        } else {
            out.push('>');
            let mut x = match at.anchor {
                Anchor::Start => at.x,
                Anchor::Middle => at.x - line.width / 2.0,
                Anchor::End => at.x - line.width,
            };
            for run in &runs {
                // readers drop the space at the start of a span: step over it
                let shown = run.text.trim_start();
                let space = run.text.strip_suffix(shown).unwrap_or_default();
                let gap = self.fonts.em_width(space, line.weight) * line.size;
                let (start, family, text) = (num(x + gap), family(run), escape(shown.trim_end()));
                let _ = write!(out, "<tspan x=\"{start}\"{family}>{text}</tspan>");
                x += run.em * line.size;
            }
            out.push_str("</text>");
        }
        self.raw(&out);
    }

    /// A round badge with its centre at (cx, cy).
    pub(crate) fn badge(&mut self, cx: f32, cy: f32, radius: f32, badge: &Badge) {
        let (fill, ring) = badge.colours.unwrap_or((self.palette.raised, self.palette.line));
        let ink = match badge.colours {
            None => self.palette.text,
            Some((main, second)) if contrast(main, second) >= 4.5 => second,
            Some((main, _)) if contrast(main, Rgb(255, 255, 255)) >= 3.0 => Rgb(255, 255, 255),
            Some(_) => Rgb(0x10, 0x14, 0x1E),
        };
        let fill = badge.portrait.as_ref().and_then(Portrait::ground).unwrap_or(fill);
        let width = radius * 0.11;
        let (x, y, r, w) = (num(cx), num(cy), num(radius - width / 2.0), num(width));
        self.raw(&format!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{fill}\" stroke=\"{ring}\" stroke-width=\"{w}\"/>"
        ));
        if let Some(portrait) = &badge.portrait {
            return self.portrait(cx, cy, radius - width, portrait);
        }
        let size = radius * 0.74;
        let line = self
            .fonts
            .fit(&badge.initials, Weight::ExtraBold, size, size * 0.5, radius * 1.5);
        self.text(At::middle(cx, cy + line.size * 0.365), ink, &line);
    }

    /// A pill with a word in it, its left edge at `x`, its middle at `cy`; returns its width.
    pub(crate) fn pill(&mut self, x: f32, cy: f32, word: &str, colour: Rgb) -> f32 {
        let line = self.fonts.fit(word, Weight::SemiBold, 17.0, 17.0, 300.0);
        let width = line.width + 22.0;
        let ground = self.palette.tinted(colour);
        self.rect(x, cy - 14.0, width, 28.0, 14.0, ground);
        self.text(At::left(x + 11.0, cy + 6.1), colour, &line);
        width
    }
}
