//! `/picks`: several picks at once, as they were written for elsewhere.

use super::{Kind, Needs, Spec};
use crate::{app::App, fault::Fault, flows::draft, reply::Answer, request::Request};

pub(super) fn spec() -> Spec {
    Spec {
        name: "picks",
        about: "Post up to ten picks at once: paste them as you wrote them, one a line",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    app.require_capper(request).await?;
    Ok(Answer::Form(draft::empty_form()))
}
