//! `/queue`: what waits for a grader.

use super::{Kind, Needs, Spec};
use crate::{app::App, fault::Fault, flows::queue, reply::Answer, request::Request};

pub(super) fn spec() -> Spec {
    Spec {
        name: "queue",
        about: "What waits for a grader: bets that need a look, and members' questions",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    Ok(queue::shown(app, request).await?.into())
}
