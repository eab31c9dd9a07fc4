//! `/announce`: a text in the guild's name.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::Request,
};

pub(super) fn spec() -> Spec {
    Spec {
        name: "announce",
        about: "Post a text in the server's name; it calls nobody",
        kind: Kind::Slash,
        needs: Needs::Admin,
        options: vec![
            Opt::needed("text", "What to say", OptKind::Text(2_000)),
            Opt::new("channel", "Where; here if left out", OptKind::Channel),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let channel = options.channel("channel").unwrap_or(request.channel);
    let (_, actor) = app.acting(request).await?;
    let words = options.text("text").unwrap_or_default();
    app.book.announce(&actor, channel, words, &request.key()).await?;
    app.bell.notify_one();
    Ok(Reply::private(format!("Announced in <#{channel}>.")).into())
}
