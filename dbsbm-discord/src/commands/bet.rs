//! `/bet`: a pick in one line, or step by step.

use super::{Kind, Needs, Opt, OptKind, Spec, given};
use crate::{
    app::App,
    fault::Fault,
    flows::{draft, guide},
    reply::Answer,
    request::Request,
};

pub(super) fn spec() -> Spec {
    Spec {
        name: "bet",
        about: "Post a pick: in one line, or step by step when you leave the text out",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            Opt::new(
                "text",
                "Such as: Packers -4.5 -110 2u, or over 47.5 -105 to win 1; several legs with +",
                OptKind::Text(1_000),
            ),
            Opt::new(
                "game",
                "The game: type a team. With a text it decides where several games fit",
                OptKind::Text(100),
            )
            .typing(),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let game = match options.text("game") {
        Some(typed) => Some(given::game(app, request, typed).await?),
        None => None,
    };
    match options.text("text") {
        Some(typed) => {
            let game = game.map(|game| game.id);
            Ok(draft::start(app, request, typed, game).await?.into())
        }
        None => Ok(guide::start(app, request, game.as_ref()).await?.into()),
    }
}
