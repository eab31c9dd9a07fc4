//! `/break`: a member steps away.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{app::App, fault::Fault, flows::pause, reply::Answer, request::Request};
use dbsbm_core::community::BreakLength;

pub(super) fn spec() -> Spec {
    let lengths = vec![("1d", "A day"), ("1w", "A week"), ("1m", "A month")];
    Spec {
        name: "break",
        about: "Take a break: nothing is sent to you, and nothing can be tailed or followed until it ends",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![Opt::needed(
            "length",
            "How long; it cannot be ended early",
            OptKind::OneOf(lengths),
        )],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let length: Option<BreakLength> = options.text("length").and_then(|code| code.parse().ok());
    let length = length.ok_or_else(|| Fault::refused("Choose `1d`, `1w` or `1m`."))?;
    Ok(pause::ask(app, request, length).await?.into())
}
