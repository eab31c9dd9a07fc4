//! Writes every kind of picture, in both themes, to a folder: `cargo run --example gallery -- out`.

#[path = "../tests/samples/mod.rs"]
#[expect(clippy::unwrap_used, reason = "fixed values, right by inspection")]
mod samples;

use std::{error::Error, path::PathBuf};

use dbsbm_core::bet::Status;
use dbsbm_render::{Renderer, Scale, Theme};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or_else(|| "gallery".to_owned()));
    std::fs::create_dir_all(&folder)?;
    let renderer = Renderer::new()?;
    for (theme, suffix) in [(Theme::Light, "light"), (Theme::Dark, "dark")] {
        let mut pictures = vec![
            (
                "parlay-open".to_owned(),
                renderer.slip(&samples::parlay(Status::Open), theme),
            ),
            (
                "parlay-won".to_owned(),
                renderer.slip(&samples::parlay(Status::Won), theme),
            ),
            (
                "parlay-lost".to_owned(),
                renderer.slip(&samples::parlay(Status::Lost), theme),
            ),
            (
                "many-legs".to_owned(),
                renderer.slip(&samples::many_legs(), theme),
            ),
            ("awkward".to_owned(), renderer.slip(&samples::awkward(), theme)),
            (
                "message".to_owned(),
                renderer.message(&samples::message("Marcus Kane"), theme),
            ),
            ("curve".to_owned(), renderer.curve(&samples::curve(212), theme)),
            (
                "curve-empty".to_owned(),
                renderer.curve(&samples::curve(0), theme),
            ),
        ];
        for status in [Status::Open, Status::Won] {
            let name = format!("portraits-{}", status.code());
            pictures.push((name, renderer.slip(&samples::with_portraits(status), theme)));
        }
        for status in samples::STATUSES {
            let name = format!("straight-{}", status.code().replace('_', "-"));
            pictures.push((name, renderer.slip(&samples::straight(status), theme)));
        }
        for (name, picture) in pictures {
            std::fs::write(folder.join(format!("{name}-{suffix}.svg")), &picture.svg)?;
            std::fs::write(
                folder.join(format!("{name}-{suffix}.png")),
                renderer.png(&picture, Scale::Single)?,
            )?;
            std::fs::write(folder.join(format!("{name}-{suffix}.txt")), &picture.alt)?;
        }
    }
    Ok(())
}
