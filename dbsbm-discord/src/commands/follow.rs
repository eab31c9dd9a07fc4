//! `/follow`: hearing of a capper's picks, by the preferences of `/notify`.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    flows::age,
    reply::{Answer, Reply},
    request::Request,
    text,
};
use dbsbm_core::community::{Digest, Prefs};

pub(super) fn spec() -> Spec {
    Spec {
        name: "follow",
        about: "Follow a capper, or stop; without a capper, whom you follow",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            Opt::new("capper", "The capper", OptKind::Person),
            Opt::new("stop", "Follow no longer", OptKind::Flag),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let settings = app.settings(request.guild).await?;
    let Some((capper, shown)) = options.person("capper") else {
        let all = app.book.following(request.guild, request.person.id).await?;
        let names: Vec<&str> = all.iter().map(|capper| capper.name.as_str()).collect();
        return Ok(list(&names).into());
    };
    let actor = app.actor(request, &settings).await?;
    let on = !options.flag("stop").unwrap_or(false);
    if on && let Some(question) = age::ask(app, request).await? {
        return Ok(question.into());
    }
    let follows = app.book.follow(&actor, capper, on).await?;
    let prefs = app.book.notify_prefs(request.guild, request.person.id).await?;
    app.bell.notify_one();
    Ok(done(shown, follows, settings.follow_roles, &prefs).into())
}

fn list(names: &[&str]) -> Reply {
    if names.is_empty() {
        return Reply::private("You follow nobody here. `/follow` with a capper begins it.");
    }
    let lines: Vec<String> = names
        .iter()
        .map(|name| format!("- {}", text::plain(name)))
        .collect();
    Reply::private(text::listed("You follow:", &lines, None))
}

fn done(name: &str, follows: bool, roles: bool, prefs: &Prefs) -> Reply {
    let name = text::plain(name);
    if !follows {
        return Reply::private(format!("You follow {name} no longer."));
    }
    // Nobody is written to who did not ask for it, and who follows should know.
    let role = if roles {
        " You get the role of those who follow this capper, which is mentioned with each new pick."
    } else {
        ""
    };
    let hears = match (prefs.direct, prefs.digest) {
        (0, Digest::Off) => {
            "No direct messages come until you choose so: `/notify` sets them, or a daily digest.".into()
        }
        (0, _) => "Picks come in your daily digest.".into(),
        (n, _) => format!("Picks come as direct messages, at most {n} a day."),
    };
    Reply::private(format!("You follow {name}.{role} {hears}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};

    #[test]
    fn says_what_will_come() {
        let quiet = done("**Ann** @everyone", true, false, &Prefs::default()).content;
        assert!(
            quiet.contains("`/notify`") && !quiet.contains("@everyone"),
            "{quiet}"
        );
        let direct = Prefs {
            direct: 3,
            ..Prefs::default()
        };
        assert!(
            done("Ann", true, true, &direct)
                .content
                .contains("at most 3 a day")
        );
        assert!(done("Ann", false, true, &direct).content.contains("no longer"));
        assert!(list(&[]).content.contains("nobody"));
        golden::shows("follow", &done("Ann", true, true, &Prefs::default()));
        golden::shows("follow-list", &list(&["Ann", "Big Ben"]));
        golden::fits(&done(sample::NASTY, true, true, &direct));
        golden::fits(&list(&[sample::NASTY; 60]));
    }
}
