//! Pictures, made beside the threads that answer.
//!
//! One thread draws them all: the memory that a picture needs while it is drawn stays with the thread, and several threads
//! that draw in turn would each keep as much.

use crate::fault::Fault;
use dbsbm_render::{CurveView, Picture, RenderError, Renderer, Scale, SlipView, Theme};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::{Sender, channel},
    thread,
};
use tokio::sync::oneshot;

/// A picture with what it shows in words.
#[derive(Debug, Clone)]
pub(crate) struct Png {
    /// The picture.
    pub bytes: Vec<u8>,
    /// What it shows.
    pub alt: String,
}

/// Work for the thread that draws.
type Job = Box<dyn FnOnce(&Renderer) + Send>;

/// Makes pictures.
#[derive(Debug, Clone)]
pub(crate) struct Studio {
    jobs: Sender<Job>,
}

impl Studio {
    /// Reads the fonts.
    pub(crate) fn new() -> Result<Self, RenderError> {
        let renderer = Renderer::new()?;
        let (jobs, waiting) = channel::<Job>();
        thread::spawn(move || {
            for job in waiting {
                // A picture that cannot be drawn is told to who waits for it; the next one is drawn all the same.
                _ = catch_unwind(AssertUnwindSafe(|| job(&renderer)));
            }
        });
        Ok(Self { jobs })
    }

    /// A slip.
    pub(crate) async fn slip(&self, view: SlipView) -> Result<Png, Fault> {
        self.draw(move |r| r.slip(&view, Theme::Dark)).await
    }

    /// A curve.
    pub(crate) async fn curve(&self, view: CurveView) -> Result<Png, Fault> {
        self.draw(move |r| r.curve(&view, Theme::Dark)).await
    }

    async fn draw(&self, draw: impl FnOnce(&Renderer) -> Picture + Send + 'static) -> Result<Png, Fault> {
        let gone = || Fault::Internal("the picture could not be drawn".into());
        let (told, drawn) = oneshot::channel();
        let job: Job = Box::new(move |renderer| {
            let picture = draw(renderer);
            let png = renderer.png(&picture, Scale::Double).map(|bytes| Png {
                bytes,
                alt: picture.alt,
            });
            // Who asked may have gone.
            _ = told.send(png);
        });
        self.jobs.send(job).map_err(|_| gone())?;
        drawn.await.map_err(|_| gone())?.map_err(Fault::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_picture_that_fails_takes_no_other_with_it() {
        let studio = Studio::new().unwrap();
        let broken = studio.draw(|_| panic!("a picture that breaks")).await;
        assert!(matches!(broken, Err(Fault::Internal(_))));
        let drawn = studio
            .draw(|_| Picture {
                svg: "<svg xmlns='http://www.w3.org/2000/svg' width='2' height='2'/>".into(),
                alt: "nothing".into(),
                width: 2,
                height: 2,
            })
            .await;
        assert_eq!(drawn.unwrap().alt, "nothing");
    }
}
