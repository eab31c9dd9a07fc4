//! Routes in the setup: by what a slip is, then which, then the channel. Without a channel there is no route.

use super::{NAME, show};
use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    limits,
    reply::{Button, Choice, Component, Field, Modal, Reply, Select, SelectOf, Style},
    request::Request,
    text,
};
use dbsbm_core::{
    guild::{RouteBy, SettingRow, Settings, SetupState, SetupStep},
    id::GuildId,
};

/// What stands for all routes in the table of settings.
const ALL: &str = "route.*";
/// What a choice of a kind of route begins with; others are routes that there are.
const BY: &str = "by:";
/// The longest thing that is typed: the code of a league or a kind of bet.
const LONGEST: u16 = 40;

/// Which screen a choice leads to.
pub(super) enum Next {
    /// A form asks which league or kind.
    Form(Modal),
    /// The channel of a route, or the capper of one, is asked for.
    Screen(Reply),
}

/// All routes, and what can be done about them.
pub(super) fn list(state: &SetupState, notes: &[String]) -> Reply {
    let meaning = state.settings.first().map_or("", |row| row.meaning);
    let routes: Vec<&SettingRow> = state.settings.iter().filter(|row| row.key != ALL).collect();
    let head = format!(
        "✅ **{}**: {}\n-# {meaning}",
        show::title(state.step),
        match routes.len() {
            0 => "none".into(),
            n => n.to_string(),
        }
    );
    let lines = routes
        .iter()
        .map(|row| format!("- `{}`: <#{}>", row.key, row.value));
    let lines: Vec<String> = show::warnings(notes).chain(lines).collect();
    let by = |by: RouteBy, label: &str| Choice::new(label, format!("{BY}{by}"));
    let mut choices = vec![
        by(RouteBy::Capper, "The picks of a capper"),
        by(RouteBy::League, "A league"),
        by(RouteBy::Kind, "A kind of bet"),
    ];
    for (tier, label) in [("members", "Members-only slips"), ("public", "All public slips")] {
        choices.push(Choice::new(label, format!("route.{}.{tier}", RouteBy::Tier)));
    }
    let there = routes.iter().filter(|row| !row.key.starts_with("route.tier."));
    choices.extend(there.map(|row| Choice::new(format!("Change {}", row.key), &row.key)));
    choices.truncate(limits::MANY);
    Reply::private(text::listed(&head, &lines, None))
        .row(vec![Select::one(
            "Which slips go to a channel of their own?",
            to("route"),
            SelectOf::Choices(choices),
        )])
        .row(vec![Button::of("All steps", Style::Plain, to("menu"))])
}

/// After a kind of route, or a route, was chosen in the list.
pub(super) async fn chosen(app: &App, guild: GuildId, value: &str) -> Result<Next, Fault> {
    match value.strip_prefix(BY).map(str::parse::<RouteBy>) {
        Some(Ok(RouteBy::Capper)) => Ok(Next::Screen(which_capper())),
        Some(Ok(by)) => Ok(Next::Form(which(by))),
        _ => Ok(Next::Screen(channel(&app.settings(guild).await?, value)?)),
    }
}

/// After it was said which capper, league or kind: a capper is chosen, the others are typed.
pub(super) async fn named(app: &App, request: &Request, by: &str) -> Result<Reply, Fault> {
    let what = request.field("what").or(request.chosen()).unwrap_or_default();
    let settings = app.settings(request.guild).await?;
    if by == RouteBy::Capper.code() {
        let id = what.parse().map_err(|_| Fault::refused("Choose a capper."))?;
        // Refuses who is none.
        app.book.capper(request.guild, id).await?;
    }
    channel(&settings, &format!("route.{by}.{what}"))
}

fn to(what: &str) -> CustomId {
    CustomId::new(NAME, SetupStep::Routes, what)
}

fn back() -> Vec<Component> {
    vec![Button::of("All routes", Style::Plain, to("more"))]
}

fn which_capper() -> Reply {
    Reply::private("**Whose picks go to a channel of their own?**")
        .row(vec![Select::one("A capper", to("what:capper"), SelectOf::People)])
        .row(back())
}

fn which(by: RouteBy) -> Modal {
    let (label, hint) = match by {
        RouteBy::League => ("The league, by its code", "NFL"),
        _ => ("The kind of bet, by its code", "parlay"),
    };
    Modal {
        to: to(&format!("what:{by}")),
        title: "A channel of their own".into(),
        fields: vec![Field {
            name: "what",
            label: label.into(),
            hint: hint.into(),
            most: LONGEST,
            ..Field::default()
        }],
    }
}

/// The channel of one route. Core says how the route is spelled, or that there is none of this name.
fn channel(settings: &Settings, key: &str) -> Result<Reply, Fault> {
    let known = settings.clone().set(key, "none");
    let key = known.map_err(|error| Fault::refused(error.to_string()))?.key;
    let now = settings.get(&key).and_then(|channel| channel.parse().ok());
    let without = if key == format!("route.{}.members", RouteBy::Tier) {
        "Where none is chosen, no slip can be for members only."
    } else {
        "Where none is chosen, such slips go where others go."
    };
    let head = format!("**`{key}`**\nChoose the channel. {without}");
    let select = Select::one_or_none(
        "The channel",
        to(&format!("set:{key}")),
        SelectOf::TextChannels,
        now,
    );
    Ok(Reply::private(head).row(vec![select]).row(back()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;
    use dbsbm_core::guild::setup_states;

    fn state(settings: &Settings) -> SetupState {
        setup_states(settings, |_| false)
            .into_iter()
            .find(|state| state.step == SetupStep::Routes)
            .unwrap()
    }

    #[test]
    fn what_routes_look_like() {
        golden::shows("setup-no-routes", &list(&state(&Settings::default()), &[]));
        let stored = [
            ("route.league.NFL", "5"),
            ("route.capper.42", "6"),
            ("route.tier.members", "7"),
        ];
        let settings = Settings::from_stored(stored).unwrap();
        let notes = ["<#5>: I lack Manage Webhooks".to_string()];
        golden::shows("setup-routes", &list(&state(&settings), &notes));
        golden::shows("setup-route", &channel(&settings, "route.league.NFL").unwrap());
        let members = channel(&settings, "route.tier.members").unwrap();
        assert!(members.content.contains("no slip can be for members only"));
        golden::fits(&which_capper());
        golden::form_fits(&which(RouteBy::League));
        golden::form_fits(&which(RouteBy::Kind));
    }

    #[test]
    fn as_many_routes_as_there_can_be_fit() {
        let keys: Vec<String> = (1..=200i64)
            .map(|n| format!("route.capper.{}", i64::MAX - n))
            .collect();
        let pairs = keys.iter().map(|key| (key.as_str(), "1234567890123456789"));
        let settings = Settings::from_stored(pairs).unwrap();
        golden::fits(&list(&state(&settings), &[]));
        golden::fits(&channel(&settings, &keys[0]).unwrap());
    }

    #[test]
    fn what_is_no_route_is_refused_with_what_would_be() {
        for (key, says) in [("route.league.NFX", "NFL"), ("route.kind.single", "straight")] {
            let Err(Fault::Refused(why)) = channel(&Settings::default(), key) else {
                panic!("{key}")
            };
            assert!(why.contains(says), "{why}");
        }
    }
}
