//! `/capper`: who may post picks.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::{Request, What},
    rest::RestError,
    text,
};
use dbsbm_core::{
    guild::{ImageKey, Settings},
    id::UserId,
};
use dbsbm_store::CapperView;

pub(super) fn spec() -> Spec {
    Spec {
        name: "capper",
        about: "Who may post picks here",
        kind: Kind::Slash,
        needs: Needs::Admin,
        options: vec![
            Opt::new(
                "add",
                "Let a member post picks, or give a capper another name",
                OptKind::Sub(vec![
                    Opt::needed("member", "Who", OptKind::Person),
                    Opt::new(
                        "name",
                        "The name on slips and boards; the member's own if left out",
                        OptKind::Text(100),
                    ),
                ]),
            ),
            Opt::new(
                "remove",
                "Take no new picks of a capper; the record stays",
                OptKind::Sub(vec![Opt::needed("member", "Who", OptKind::Person)]),
            ),
            Opt::new(
                "clear_picture",
                "Take a capper's picture away; slips show initials again",
                OptKind::Sub(vec![Opt::needed("member", "Who", OptKind::Person)]),
            ),
            Opt::new("list", "The cappers with their bets", OptKind::Sub(Vec::new())),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Command { name, options } = &request.what else {
        return Err(Fault::refused("This command is typed."));
    };
    let (settings, actor) = app.acting(request).await?;
    if name == "capper list" {
        return Ok(Reply::private(list(&app.book.cappers(request.guild).await?)).into());
    }
    let (member, shown) = options
        .person("member")
        .ok_or_else(|| Fault::refused("Choose the member."))?;
    if name == "capper clear_picture" {
        let key = ImageKey::Capper(member);
        let words = match app.book.remove_image(&actor, &key).await? {
            true => format!("The picture of <@{member}> is gone: slips show initials from now on."),
            false => format!("<@{member}> has no picture."),
        };
        return Ok(Reply::private(words).into());
    }
    if name == "capper remove" {
        let gone = app.book.remove_capper(&actor, member).await?;
        let role = dress(app, request, &settings, member, false).await?;
        let words = format!(
            "{} posts no new picks here. The record stays, and open bets are settled as they would be.{role}",
            text::plain(&gone.name)
        );
        return Ok(Reply::private(words).into());
    }
    let capper = app
        .book
        .add_capper(&actor, member, options.text("name").unwrap_or(shown))
        .await?;
    let role = dress(app, request, &settings, member, true).await?;
    let words = format!(
        "<@{member}> can post picks here as **{}**: `/bet`.{role}",
        text::plain(&capper.name)
    );
    Ok(Reply::private(words).into())
}

/// Gives or takes the role that cappers wear; says so where Discord does not let the bot.
async fn dress(
    app: &App,
    request: &Request,
    settings: &Settings,
    member: UserId,
    wears: bool,
) -> Result<String, Fault> {
    let Some(role) = settings.role_capper else {
        return Ok(String::new());
    };
    match app.rest.set_role(request.guild, member, role, wears).await {
        Ok(()) => Ok(String::new()),
        Err(RestError::Refused { status: 403, .. }) => Ok(format!(
            " I may not change who wears <@&{role}>: give me Manage Roles, and place my role above it in the server's list of roles."
        )),
        Err(RestError::Refused { status: 404, .. }) => {
            Ok(" The role of cappers or the member is not on this server any more; `/setup` chooses another role.".into())
        }
        Err(other) => Err(other.into()),
    }
}

fn list(cappers: &[CapperView]) -> String {
    if cappers.is_empty() {
        return "Nobody posts picks here yet. `/capper add` makes somebody a capper.".into();
    }
    let line = |capper: &CapperView| {
        let trial = if capper.trial { " · on trial" } else { "" };
        let removed = if capper.removed {
            " · takes no new picks"
        } else {
            ""
        };
        format!(
            "- {} · {} open · {} settled{trial}{removed}",
            text::plain(&capper.name),
            capper.open,
            capper.settled
        )
    };
    let lines: Vec<String> = cappers.iter().map(line).collect();
    text::listed(&format!("**Cappers: {}**", cappers.len()), &lines, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};

    #[test]
    fn a_list_says_who_takes_no_new_picks() {
        let capper = |name: &str, removed: bool| CapperView {
            capper: "42".into(),
            name: name.into(),
            open: 1,
            settled: 20,
            verified: 3,
            trial: !removed,
            removed,
        };
        let shown = list(&[capper("Ann", false), capper("@everyone", true)]);
        assert!(
            shown.contains("- Ann · 1 open · 20 settled · on trial"),
            "{shown}"
        );
        assert!(
            shown.contains("takes no new picks") && !shown.contains("@everyone"),
            "{shown}"
        );
        assert!(list(&[]).contains("/capper add"));
        let usual = list(&[capper("Ann", false), capper("Big Ben", true)]);
        golden::shows("capper-list", &Reply::private(usual));
        let many = list(&vec![capper(sample::NASTY, true); 60]);
        golden::fits(&Reply::private(&many));
        assert!(many.ends_with(" more"), "{many}");
    }
}
