//! `/bet`: a pick in one line, or step by step.

use super::{Kind, Needs, Opt, OptKind, Spec};
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
        options: vec![Opt::new(
            "text",
            "Such as: Packers -4.5 -110 2u, or over 47.5 -105 to win 1; several legs with +",
            OptKind::Text(1_000),
        )],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    match request.options().text("text") {
        Some(typed) => Ok(draft::start(app, request, typed).await?.into()),
        None => Ok(guide::start(app, request).await?.into()),
    }
}
