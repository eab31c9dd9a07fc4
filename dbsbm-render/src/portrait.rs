//! Pictures within pictures: a capper's face or a team's logo, drawn in the round of a badge.

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use dbsbm_core::guild::check_png;
use resvg::usvg::{ImageHrefResolver, ImageKind};

use crate::{
    canvas::{Canvas, num},
    view::Rgb,
};

/// The side of a square that just fits into a circle, for a radius of one.
const SQUARE_IN_CIRCLE: f32 = std::f32::consts::SQRT_2;

/// A small PNG for a badge. Cheap to copy.
#[derive(Clone, PartialEq, Eq)]
pub struct Portrait {
    png: Arc<[u8]>,
    fit: Fit,
}

/// How a picture comes into a circle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Filling,
    Whole,
}

impl Portrait {
    /// A person's picture: fills the badge, and what is outside the circle is cut off. None for bytes that are no PNG
    /// that the books would keep.
    pub fn filling(png: &[u8]) -> Option<Self> {
        Self::of(png, Fit::Filling)
    }

    /// A logo: nothing of it is cut off. None as with [`Portrait::filling`].
    pub fn whole(png: &[u8]) -> Option<Self> {
        Self::of(png, Fit::Whole)
    }

    fn of(png: &[u8], fit: Fit) -> Option<Self> {
        check_png(png).ok()?;
        Some(Self { png: png.into(), fit })
    }

    /// What lies under the picture where that is not the badge's own colour: logos are made for white, and a team's
    /// colour would swallow its own logo.
    pub(crate) fn ground(&self) -> Option<Rgb> {
        (self.fit == Fit::Whole).then_some(Rgb(255, 255, 255))
    }
}

impl fmt::Debug for Portrait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Portrait({:?}, {} bytes)", self.fit, self.png.len())
    }
}

impl Canvas<'_> {
    /// The picture of a badge with its centre at (cx, cy).
    pub(crate) fn portrait(&mut self, cx: f32, cy: f32, radius: f32, portrait: &Portrait) {
        let (side, fit, clip) = match portrait.fit {
            Fit::Whole => (radius * SQUARE_IN_CIRCLE, "meet", String::new()),
            Fit::Filling => {
                // The place makes the name: no two badges of a picture stand at one.
                let name = format!("round-{}-{}", num(cx), num(cy));
                self.raw(&format!(
                    "<clipPath id=\"{name}\"><circle cx=\"{}\" cy=\"{}\" r=\"{}\"/></clipPath>",
                    num(cx),
                    num(cy),
                    num(radius)
                ));
                (2.0 * radius, "slice", format!(" clip-path=\"url(#{name})\""))
            }
        };
        self.raw(&format!(
            "<image x=\"{}\" y=\"{}\" width=\"{side}\" height=\"{side}\" preserveAspectRatio=\"xMidYMid {fit}\"{clip} \
             href=\"{}\"/>",
            num(cx - side / 2.0),
            num(cy - side / 2.0),
            data_uri(&portrait.png),
            side = num(side),
        ));
    }
}

/// A PNG as part of the document.
pub(crate) fn data_uri(png: &[u8]) -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(png))
}

/// Reads PNG and nothing else: a document never leads to a file, and no other format is decoded.
pub(crate) fn only_png() -> ImageHrefResolver<'static> {
    ImageHrefResolver {
        resolve_data: Box::new(|kind, bytes, _| (kind == "image/png").then_some(ImageKind::PNG(bytes))),
        resolve_string: Box::new(|_, _| None),
    }
}
