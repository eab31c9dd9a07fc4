//! Pictures of the books, drawn and saved.

use crate::failure::Failure;
use dbsbm_render::{CurveView, Picture, RenderError, Renderer, Scale, SlipView, Theme};
use std::path::{Path, PathBuf};

/// Draws and saves pictures.
pub(crate) struct Studio {
    renderer: Renderer,
    dir: PathBuf,
}

impl Studio {
    pub(crate) fn new(dir: &Path) -> Result<Self, Failure> {
        Ok(Self {
            renderer: Renderer::new()?,
            dir: dir.to_path_buf(),
        })
    }

    pub(crate) fn slip(&self, name: &str, view: &SlipView) -> Result<PathBuf, Failure> {
        self.save(name, &self.renderer.slip(view, Theme::Dark))
    }

    pub(crate) fn curve(&self, name: &str, view: &CurveView) -> Result<PathBuf, Failure> {
        self.save(name, &self.renderer.curve(view, Theme::Dark))
    }

    fn save(&self, name: &str, picture: &Picture) -> Result<PathBuf, Failure> {
        let path = self.dir.join(format!("{name}.png"));
        let png = self.renderer.png(picture, Scale::Double)?;
        std::fs::write(&path, png).map_err(|e| Failure::file(&path, &e))?;
        Ok(path)
    }
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        Self::internal("picture", error)
    }
}
