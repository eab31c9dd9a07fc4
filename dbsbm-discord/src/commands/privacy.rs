//! `/privacy`: one's own data.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    flows::privacy,
    reply::{Answer, Reply},
    request::{Request, What},
};

pub(super) fn spec() -> Spec {
    let sub = |name, about, options| Opt::new(name, about, OptKind::Sub(options));
    Spec {
        name: "privacy",
        about: "Your own data: take it out, erase it, or stay off the boards",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            sub(
                "export",
                "Everything that is held of you here, as a file",
                Vec::new(),
            ),
            sub(
                "delete",
                "Erase what says who you are; asks once more",
                Vec::new(),
            ),
            sub(
                "hide",
                "Stay off the boards, or come back",
                vec![Opt::needed("hidden", "Whether you are hidden", OptKind::Flag)],
            ),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let which = || Fault::refused("Choose `export`, `delete` or `hide`.");
    let What::Command { name, options } = &request.what else {
        return Err(which());
    };
    match name.split(' ').nth(1) {
        Some("export") => export(app, request).await,
        Some("delete") => Ok(privacy::ask(request.person.id).into()),
        Some("hide") => hide(app, request, options.flag("hidden").unwrap_or(true)).await,
        _ => Err(which()),
    }
}

async fn export(app: &App, request: &Request) -> Result<Answer, Fault> {
    app.settings(request.guild).await?;
    let data = app.book.personal_data(request.guild, request.person.id).await?;
    let bytes = serde_json::to_vec_pretty(&data).map_err(|e| Fault::Internal(e.to_string()))?;
    let reply = Reply::private("Everything that is held of you in this server:");
    Ok(reply.file("my-data.json", bytes).into())
}

async fn hide(app: &App, request: &Request, hidden: bool) -> Result<Answer, Fault> {
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    app.book.hide(&actor, hidden).await?;
    Ok(Reply::private(if hidden {
        "You are off the boards. Your bets still count in the server's record, and in the line that sums up who is hidden."
    } else {
        "You are on the boards again."
    })
    .into())
}
