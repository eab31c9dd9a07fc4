//! `/mytails`: a member's own copies.

use super::{Kind, Needs, Spec};
use crate::{app::App, fault::Fault, flows::mytails, reply::Answer, request::Request};

pub(super) fn spec() -> Spec {
    Spec {
        name: "mytails",
        about: "Your tails and fades: open ones, settled ones, and what they came to",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    Ok(mytails::page(app, request, true, None).await?.into())
}
