//! `/mybets`: the own bets, open or settled.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{app::App, fault::Fault, flows::mybets, reply::Answer, request::Request};

pub(super) fn spec() -> Spec {
    Spec {
        name: "mybets",
        about: "Your bets with their numbers: the open ones, or those that are settled",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![Opt::new(
            "which",
            "Open bets, unless you choose otherwise",
            OptKind::OneOf(vec![("open", "Open"), ("settled", "Settled")]),
        )],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let settled = request.options().text("which") == Some("settled");
    Ok(mybets::page(app, request, !settled, 0).await?.into())
}
