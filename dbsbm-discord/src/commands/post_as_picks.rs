//! *Post as picks* in the menu of a message: the capper's own words become slips.

use super::{Kind, Needs, Spec};
use crate::{
    app::App,
    fault::Fault,
    flows::draft,
    reply::Answer,
    request::{Request, What},
};

pub(super) fn spec() -> Spec {
    Spec {
        name: "Post as picks",
        about: "Posts the picks in a message that you wrote",
        kind: Kind::OnMessage,
        needs: Needs::Nothing,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::OnMessage { author, text, .. } = &request.what else {
        return Err(Fault::refused(
            "Use this in the menu of a message: Apps, then Post as picks.",
        ));
    };
    app.require_capper(request).await?;
    if *author != request.person.id {
        return Err(Fault::refused(
            "Only who wrote a message can post its picks. Use it on a message of yours, or paste the text into `/picks`.",
        ));
    }
    if text.trim().is_empty() {
        return Err(Fault::refused(
            "This message has no text to read. Write the picks as text, one a line, or paste them into `/picks`.",
        ));
    }
    Ok(draft::start(app, request, text, None).await?.into())
}
