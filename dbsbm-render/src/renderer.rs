//! The front door: views in, pictures out.

use resvg::usvg;

use crate::{
    alt,
    canvas::Canvas,
    curve,
    fonts::Fonts,
    frame::WIDTH,
    message::{self, MessageView},
    raster::{self, Scale},
    slip,
    theme::Theme,
    view::{CurveView, Rgb, SlipView},
};

/// Why there is no picture. None of these depends on what people typed; each is a fault in the crate or a lack of
/// memory.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RenderError {
    /// A font in the crate cannot be read.
    #[error("the font `{name}` in this build cannot be read: build again from a clean checkout")]
    Font {
        /// Its name.
        name: &'static str,
    },
    /// The SVG is not one the rasteriser reads.
    #[error("the picture could not be read back ({reason}): please report it with the text that was shown")]
    Svg {
        /// What the reader said.
        reason: String,
    },
    /// The picture is too large to be held.
    #[error("no memory for a picture of {width} x {height} pixels: try the single scale")]
    Size {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// The PNG could not be written.
    #[error("the PNG could not be written: {0}")]
    Png(#[from] png::EncodingError),
}

/// A finished picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The picture itself, text as text.
    pub svg: String,
    /// What it shows, in words: at most 1,024 characters, with no fact left out that would fit.
    pub alt: String,
    /// Its width in units.
    pub width: u32,
    /// Its height in units.
    pub height: u32,
}

/// Makes pictures. It holds the parsed fonts: make one and share it, it is [`Sync`].
pub struct Renderer {
    fonts: Fonts,
    options: usvg::Options<'static>,
}

impl std::fmt::Debug for Renderer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Renderer { .. }")
    }
}

impl Renderer {
    /// Parses the fonts in the crate.
    pub fn new() -> Result<Self, RenderError> {
        let fonts = Fonts::new()?;
        let options = fonts.options();
        Ok(Self { fonts, options })
    }

    /// A bet slip.
    pub fn slip(&self, view: &SlipView, theme: Theme) -> Picture {
        let mut canvas = Canvas::new(&self.fonts, theme.palette());
        let height = slip::draw(&mut canvas, view);
        finish(
            canvas,
            height,
            theme.palette().of_status(view.status),
            alt::slip(view),
        )
    }

    /// A curve of cumulative units.
    pub fn curve(&self, view: &CurveView, theme: Theme) -> Picture {
        let mut canvas = Canvas::new(&self.fonts, theme.palette());
        let height = curve::draw(&mut canvas, view);
        finish(canvas, height, theme.palette().open, alt::curve(view))
    }

    /// A message as a chat shows it.
    pub fn message(&self, view: &MessageView, theme: Theme) -> Picture {
        let mut canvas = Canvas::new(&self.fonts, theme.palette());
        let height = message::draw(&mut canvas, view);
        finish(
            canvas,
            height,
            theme.palette().chat,
            alt::bounded(message::words(view)),
        )
    }

    /// The picture as PNG.
    pub fn png(&self, picture: &Picture, scale: Scale) -> Result<Vec<u8>, RenderError> {
        raster::png(&self.options, &picture.svg, scale)
    }
}

fn finish(canvas: Canvas<'_>, height: f32, lip: Rgb, alt: String) -> Picture {
    let height = height.ceil();
    let svg = canvas.finish(WIDTH, height, lip, &alt);
    Picture {
        svg,
        alt,
        width: WIDTH as u32,
        height: height as u32,
    }
}
