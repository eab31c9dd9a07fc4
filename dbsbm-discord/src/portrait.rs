//! Pictures of people and teams: whatever was attached is decoded within bounds and drawn anew, small, as PNG.
//!
//! Nothing of the file survives but its pixels: no comment, no place, no second meaning.

use crate::fault::Fault;
use image::{ImageFormat, ImageReader, Limits};
use std::io::Cursor;

/// The most pixels of a side that are decoded.
const MAX_SIDE: u32 = 4_096;
/// The most memory that decoding may take.
const MAX_MEMORY: u64 = 96 * 1024 * 1024;
/// The most pixels of a side that are kept.
const KEPT: u32 = 256;

/// The picture as it is kept.
///
/// # Errors
/// A refusal in words for what is no picture, or too large a one.
pub(crate) async fn redraw(bytes: Vec<u8>) -> Result<Vec<u8>, Fault> {
    tokio::task::spawn_blocking(move || drawn(&bytes))
        .await
        .map_err(|e| Fault::Internal(e.to_string()))?
}

fn drawn(bytes: &[u8]) -> Result<Vec<u8>, Fault> {
    let no_picture =
        || Fault::refused("The file is no picture that I can read: attach a PNG, JPEG or WebP file.");
    let reader = || {
        let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
        let mut limits = Limits::default();
        limits.max_alloc = Some(MAX_MEMORY);
        reader.limits(limits);
        let known = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP];
        reader
            .format()
            .is_some_and(|format| known.contains(&format))
            .then_some(reader)
    };
    let (width, height) = reader()
        .and_then(|reader| reader.into_dimensions().ok())
        .ok_or_else(no_picture)?;
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(Fault::refused(format!(
            "The picture is {width} by {height} pixels, at most {MAX_SIDE} a side are taken: make it smaller."
        )));
    }
    let picture = reader()
        .and_then(|reader| reader.decode().ok())
        .ok_or_else(no_picture)?;
    let small = if width > KEPT || height > KEPT {
        picture.thumbnail(KEPT, KEPT)
    } else {
        picture
    };
    let mut out = Cursor::new(Vec::new());
    small
        .into_rgba8()
        .write_to(&mut out, ImageFormat::Png)
        .map_err(|e| Fault::Internal(e.to_string()))?;
    Ok(out.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
        let mut out = Cursor::new(Vec::new());
        RgbImage::new(width, height).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    fn refusal(bytes: &[u8]) -> String {
        match drawn(bytes) {
            Err(Fault::Refused(why)) => why,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn pictures_are_drawn_anew_and_small() {
        for (width, height, format, expect) in [
            (1_000, 500, ImageFormat::Png, (256, 128)),
            (64, 64, ImageFormat::Jpeg, (64, 64)),
            (300, 600, ImageFormat::WebP, (128, 256)),
        ] {
            let png = drawn(&file(width, height, format)).unwrap();
            assert_eq!(dbsbm_core::guild::check_png(&png), Ok(expect), "{format:?}");
        }
    }

    #[test]
    fn what_is_no_picture_or_too_large_is_refused() {
        assert!(refusal(b"#!/bin/sh").contains("no picture"));
        assert!(refusal(b"<svg xmlns='http://www.w3.org/2000/svg'/>").contains("no picture"));
        assert!(refusal(b"").contains("no picture"));
        let cut = file(64, 64, ImageFormat::Png);
        assert!(refusal(&cut[..cut.len() / 2]).contains("no picture"));
        assert!(refusal(&file(4_097, 1, ImageFormat::Png)).contains("4097 by 1"));
        // A head that promises more pixels than there are: nothing of that size is set aside.
        let mut bomb = file(64, 64, ImageFormat::Png);
        bomb[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
        let why = refusal(&bomb);
        assert!(
            why.contains("65536 by 65536") || why.contains("no picture"),
            "{why}"
        );
    }
}
