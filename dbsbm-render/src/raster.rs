//! From SVG to PNG, a band of rows at a time: memory does not grow with the height of a picture.

use std::io::Write as _;

use resvg::{
    tiny_skia::{IntSize, Pixmap, Transform},
    usvg,
};

use crate::RenderError;

/// Rows of a band: half a megabyte at double scale, which the processor's own cache holds.
const BAND: u32 = 128;
/// How far ink may reach over its outline, in units: a smoothed edge.
const EDGE: f32 = 1.0;
/// The most bytes of one piece of the file.
const CHUNK: usize = 32 * 1024;

/// How many pixels of the PNG stand for one unit of the SVG; every picture is 600 units wide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scale {
    /// 600 pixels wide.
    Single,
    /// 1200 pixels wide: sharp on a phone's display.
    Double,
}

impl Scale {
    /// Pixels to a unit.
    pub const fn factor(self) -> u8 {
        match self {
            Scale::Single => 1,
            Scale::Double => 2,
        }
    }
}

pub(crate) fn read(options: &usvg::Options<'_>, svg: &str) -> Result<usvg::Tree, RenderError> {
    usvg::Tree::from_str(svg, options).map_err(|e| RenderError::Svg {
        reason: e.to_string(),
    })
}

/// Flat areas and sharp letters: the lowest level without a filter takes a millisecond and makes files half as large
/// as the encoder's own fast method does.
pub(crate) fn png(options: &usvg::Options<'_>, svg: &str, scale: Scale) -> Result<Vec<u8>, RenderError> {
    let tree = read(options, svg)?;
    let size = tree.size().to_int_size();
    let factor = u32::from(scale.factor());
    let (width, height) = (size.width() * factor, size.height() * factor);
    let mut out = Vec::with_capacity(2 * CHUNK);
    let mut encoder = png::Encoder::new(&mut out, width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_deflate_compression(png::DeflateCompression::Level(1));
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header()?;
    let mut rows = writer.stream_writer_with_size(CHUNK)?;
    let mut pixels = Vec::new();
    for top in (0..height).step_by(BAND as usize) {
        let size = IntSize::from_wh(width, BAND.min(height - top));
        let size = size.ok_or(RenderError::Size { width, height })?;
        pixels.clear();
        pixels.resize(size.width() as usize * size.height() as usize * 4, 0);
        let band = Pixmap::from_vec(pixels, size).ok_or(RenderError::Size { width, height })?;
        pixels = draw(&tree, scale, top, band).take_demultiplied();
        rows.write_all(&pixels).map_err(png::EncodingError::from)?;
    }
    rows.finish()?;
    writer.finish()?;
    Ok(out)
}

/// Draws what of the picture falls on the rows from `top` on. What lies beside them is passed over, so that a portrait is
/// decoded for its own bands alone.
fn draw(tree: &usvg::Tree, scale: Scale, top: u32, mut band: Pixmap) -> Pixmap {
    let by = f32::from(scale.factor());
    let (first, end) = (top as f32 / by, (top + band.height()) as f32 / by);
    let whole = Transform::from_row(by, 0.0, 0.0, by, 0.0, -(top as f32));
    for node in tree.root().children() {
        let ink = node.abs_stroke_bounding_box();
        if ink.top() > end + EDGE || ink.bottom() < first - EDGE {
            continue;
        }
        // A node is drawn with its corner at the origin, so it is moved back. A level line has no corner, which is why
        // the canvas puts lines into groups.
        if let Some(corner) = node.abs_layer_bounding_box() {
            let placed = whole.pre_translate(corner.x(), corner.y());
            resvg::render_node(node, placed, &mut band.as_mut());
        }
    }
    band
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fonts::Fonts;

    /// The pixels of the file, and of the picture drawn in one piece.
    fn both(options: &usvg::Options<'_>, svg: &str) -> (Vec<u8>, Vec<u8>) {
        let file = png(options, svg, Scale::Double).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
        let mut in_bands = vec![0; reader.output_buffer_size().unwrap()];
        let size = reader.next_frame(&mut in_bands).unwrap();
        let mut whole = Pixmap::new(size.width, size.height).unwrap();
        let tree = read(options, svg).unwrap();
        resvg::render(&tree, Transform::from_scale(2.0, 2.0), &mut whole.as_mut());
        (in_bands, whole.take_demultiplied())
    }

    #[test]
    fn bands_make_the_picture_that_one_piece_would_be() {
        let fonts = Fonts::new().unwrap();
        let options = fonts.options();
        let golden = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden");
        for entry in std::fs::read_dir(golden).unwrap() {
            let path = entry.unwrap().path();
            let svg = std::fs::read_to_string(&path).unwrap();
            let (in_bands, whole) = both(&options, &svg);
            assert_eq!(in_bands.len(), whole.len());
            // A node that is moved to its place is rounded once more: an edge may fall on the next quarter of a pixel.
            let differ = in_bands.iter().zip(&whole).filter(|(a, b)| a.abs_diff(**b) > 2);
            let differ = differ.count();
            assert!(
                differ * 2_000 < whole.len(),
                "{}: {differ} values",
                path.display()
            );
        }
    }
}
