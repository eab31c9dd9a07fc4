//! Made-up pictures for badges, 256 pixels a side as the bot keeps them.

const SIDE: u32 = 256;

/// A PNG of what is seen at a place, both coordinates from -1 to 1.
fn png(seen: impl Fn(f32, f32) -> [u8; 4]) -> Vec<u8> {
    let at = |i: u32| (i as f32 + 0.5) / (SIDE as f32 / 2.0) - 1.0;
    let pixels: Vec<u8> = (0..SIDE * SIDE)
        .flat_map(|i| seen(at(i % SIDE), at(i / SIDE)))
        .collect();
    let mut out = Vec::new();
    let mut encoder = png::Encoder::new(&mut out, SIDE, SIDE);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    out
}

/// A face before a wall, with the grain of a photograph, so that it is as large as one.
pub(crate) fn face() -> Vec<u8> {
    let inside = |x: f32, y: f32, (cx, cy): (f32, f32), (rx, ry): (f32, f32)| {
        ((x - cx) / rx).powi(2) + ((y - cy) / ry).powi(2) < 1.0
    };
    png(|x, y| {
        let eye = inside(x.abs(), y, (0.19, -0.12), (0.05, 0.06));
        let mouth = inside(x, y, (0.0, 0.24), (0.2, 0.1)) && y > 0.26;
        let hair = inside(x, y, (0.0, -0.2), (0.56, 0.6)) && y < -0.3 + 0.1 * x;
        let [r, g, b] = match () {
            () if eye || mouth => [70.0, 40.0, 40.0],
            () if hair => [62.0, 44.0, 34.0],
            () if inside(x, y, (0.0, 0.0), (0.48, 0.6)) => [226.0, 178.0, 146.0],
            () if inside(x, y, (0.0, 1.1), (0.85, 0.6)) => [52.0, 78.0, 150.0],
            () => [120.0 - 40.0 * y, 150.0, 140.0 + 40.0 * y],
        };
        let place = (x * 51_341.0 + y * 9_973.0).sin() * 43_758.5;
        let grain = 14.0 * (place - place.floor()) - 18.0 * (x * x + y * y);
        [r, g, b, 255.0].map(|c| (c + if c < 255.0 { grain } else { 0.0 }).clamp(0.0, 255.0) as u8)
    })
}

/// A shield on nothing.
pub(crate) fn crest() -> Vec<u8> {
    png(|x, y| {
        let edge = if y < 0.1 {
            0.8
        } else {
            0.8 * (1.0 - ((y - 0.1) / 0.85).powi(2)).max(0.0).sqrt()
        };
        let colour = match () {
            () if y < -0.85 || x.abs() > edge => return [0, 0, 0, 0],
            () if x.abs() > edge - 0.12 || y < -0.73 => [0xFF, 0xB6, 0x12],
            () if (x.abs() - 0.3 * (y + 0.4)).abs() < 0.12 => [0xFF, 0xFF, 0xFF],
            () => [0x20, 0x50, 0x38],
        };
        let [r, g, b] = colour;
        [r, g, b, 255]
    })
}
