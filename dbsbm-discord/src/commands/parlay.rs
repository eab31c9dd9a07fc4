//! `/parlay`: a ticket of several legs, put together leg by leg.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{app::App, fault::Fault, flows::parlay, reply::Answer, request::Request};

pub(super) fn spec() -> Spec {
    Spec {
        name: "parlay",
        about: "Put a parlay, teaser or round robin together, leg by leg",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![Opt::new(
            "text",
            "The first legs with their prices, such as: Packers -4.5 -110 + Lions ML +120",
            OptKind::Text(2_000),
        )],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let typed = request.options().text("text").map(ToString::to_string);
    Ok(parlay::start(app, request, typed.as_deref()).await?.into())
}
