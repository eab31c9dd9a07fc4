//! `/record`: the whole server's record as a picture for everybody.

use super::{Kind, Needs, Spec};
use crate::{app::App, fault::Fault, flows::stats, reply::Answer, request::Request};
use dbsbm_core::record::Window;

pub(super) fn spec() -> Spec {
    Spec {
        name: "record",
        about: "The record of this server: curve, units, ROI, and how the prices stood",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let asked = stats::Asked {
        capper: None,
        sport: None,
        window: Window::All,
    };
    Ok(stats::whole(app, request, asked).await?.into())
}
