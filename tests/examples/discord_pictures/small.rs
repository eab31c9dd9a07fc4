//! Pictures for documents: 256 colours, and the time that a file takes which is made once and loaded often.

use std::collections::{HashMap, HashSet};

type Colour = [u8; 4];

const COLOURS: usize = 256;

/// The same picture, about half as large.
pub(crate) fn smaller(file: &[u8]) -> Vec<u8> {
    let mut reader = png::Decoder::new(std::io::Cursor::new(file)).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    let pixels: Vec<Colour> = bytes.chunks_exact(4).map(|c| c.try_into().unwrap()).collect();
    let palette = palette(&pixels);
    let mut places = HashMap::new();
    let place = |pixel: &Colour| *places.entry(*pixel).or_insert_with(|| nearest(&palette, *pixel));
    let indices: Vec<u8> = pixels.iter().map(place).collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, info.width, info.height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(
        palette
            .iter()
            .flat_map(|c| [c[0], c[1], c[2]])
            .collect::<Vec<u8>>(),
    );
    encoder.set_trns(palette.iter().map(|c| c[3]).collect::<Vec<u8>>());
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&indices).unwrap();
    writer.finish().unwrap();
    out
}

/// The colours that are met most, no two of them much alike.
fn palette(pixels: &[Colour]) -> Vec<Colour> {
    let mut met: HashMap<Colour, usize> = HashMap::new();
    for pixel in pixels {
        *met.entry(*pixel).or_default() += 1;
    }
    let mut met: Vec<(Colour, usize)> = met.into_iter().collect();
    met.sort_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let mut shades = HashSet::new();
    met.into_iter()
        .map(|(colour, _)| colour)
        .filter(|colour| shades.insert(colour.map(|part| part >> 3)))
        .take(COLOURS)
        .collect()
}

fn nearest(palette: &[Colour], pixel: Colour) -> u8 {
    let apart = |colour: &Colour| -> u32 {
        let parts = colour.iter().zip(pixel);
        parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let best = (0..palette.len()).min_by_key(|i| apart(&palette[*i]));
    u8::try_from(best.unwrap_or_default()).unwrap()
}
