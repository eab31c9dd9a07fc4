//! `/notify`: what a member wants to hear.

use super::{Kind, Needs, Spec};
use crate::{
    app::App,
    fault::Fault,
    flows::{age, notify},
    reply::Answer,
    request::Request,
};

pub(super) fn spec() -> Spec {
    Spec {
        name: "notify",
        about: "What you hear of new picks: direct messages, digest, quiet hours, leagues, cappers",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    match age::ask(app, request).await? {
        Some(question) => Ok(question.into()),
        None => Ok(notify::page(app, request).await?.into()),
    }
}
