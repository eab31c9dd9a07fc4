//! Pictures, made beside the threads that answer.

use crate::fault::Fault;
use dbsbm_render::{CurveView, RenderError, Renderer, Scale, SlipView, Theme};
use std::sync::Arc;

/// A picture with what it shows in words.
#[derive(Debug, Clone)]
pub(crate) struct Png {
    /// The picture.
    pub bytes: Vec<u8>,
    /// What it shows.
    pub alt: String,
}

/// Makes pictures.
#[derive(Debug, Clone)]
pub(crate) struct Studio {
    renderer: Arc<Renderer>,
}

impl Studio {
    /// Reads the fonts.
    pub(crate) fn new() -> Result<Self, RenderError> {
        Ok(Self {
            renderer: Arc::new(Renderer::new()?),
        })
    }

    /// A slip.
    pub(crate) async fn slip(&self, view: SlipView) -> Result<Png, Fault> {
        self.draw(move |r| r.slip(&view, Theme::Dark)).await
    }

    /// A curve.
    pub(crate) async fn curve(&self, view: CurveView) -> Result<Png, Fault> {
        self.draw(move |r| r.curve(&view, Theme::Dark)).await
    }

    async fn draw(
        &self,
        draw: impl FnOnce(&Renderer) -> dbsbm_render::Picture + Send + 'static,
    ) -> Result<Png, Fault> {
        let renderer = Arc::clone(&self.renderer);
        let drawn = tokio::task::spawn_blocking(move || {
            let picture = draw(&renderer);
            renderer.png(&picture, Scale::Double).map(|bytes| Png {
                bytes,
                alt: picture.alt,
            })
        });
        drawn
            .await
            .map_err(|e| Fault::Internal(e.to_string()))?
            .map_err(Fault::from)
    }
}
