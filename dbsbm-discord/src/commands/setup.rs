//! `/setup`: the checklist of a server's settings.

use super::{Kind, Needs, Spec};
use crate::{app::App, fault::Fault, flows::setup, reply::Answer, request::Request};

pub(super) fn spec() -> Spec {
    Spec {
        name: "setup",
        about: "Set this server up, step by step; run it again to change something",
        kind: Kind::Slash,
        needs: Needs::Admin,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    Ok(setup::checklist(app, request).await?.into())
}
