//! The preferences at a glance, and the way to each of them.

use super::{NAME, NONE, wishes::About};
use crate::{
    custom_id::CustomId,
    reply::{Button, Choice, Component, Reply, Select, SelectOf, Style},
};
use chrono_tz::Tz;
use dbsbm_core::community::{Digest, MAX_DIRECT, Prefs};

/// Direct messages a day that can be chosen.
const CAPS: [u8; 6] = [0, 1, 3, 5, 10, MAX_DIRECT];
/// Quiet hours that can be chosen; others are typed.
const QUIET: [&str; 4] = ["22:00-08:00", "23:00-07:00", "00:00-09:00", "09:00-17:00"];

/// The preferences of a member of a guild in this zone.
pub(super) fn shown(prefs: &Prefs, guild: Tz) -> Reply {
    let direct = match prefs.direct {
        0 => "off".to_string(),
        n => format!("at most {n} a day"),
    };
    let digest = match prefs.digest {
        Digest::Daily => "once a day, in the morning",
        _ => "off",
    };
    let zone = prefs.zone_in(guild).name();
    let quiet = prefs
        .quiet
        .map_or_else(|| "none".into(), |quiet| format!("{quiet} ({zone})"));
    let whose = if prefs.zone.is_some() {
        "yours"
    } else {
        "the server's"
    };
    let wishes = |about: About| match about.wishes(prefs) {
        0 => "no wishes".to_string(),
        1 => "1 wish".to_string(),
        n => format!("{n} wishes"),
    };
    let content = format!(
        "**What you hear of new picks**\nDirect messages: {direct}\nDigest: {digest}\nQuiet hours: {quiet}\n\
         Time zone: {zone} ({whose})\nLeagues: {}\nCappers: {}\n\
         -# You hear of cappers that you follow, and of leagues and cappers that you wish for. Nothing is sent while \
         direct messages and digest are off; what may not come at once waits for the digest.",
        wishes(About::Leagues),
        wishes(About::Cappers),
    );
    Reply::private(content)
        .row(list("Direct messages", "direct", caps(prefs)))
        .row(list("Digest", "digest", digests(prefs)))
        .row(list("Quiet hours", "quiet", quiets(prefs)))
        .row(vec![
            Button::of("Other hours, time zone", Style::Plain, to("hours")),
            Button::of("Leagues", Style::Plain, About::Leagues.to("show", 0)),
            Button::of("Cappers", Style::Plain, About::Cappers.to("show", 0)),
        ])
}

fn to(step: &str) -> CustomId {
    CustomId::new(NAME, "-", step)
}

fn list(hint: &str, step: &str, choices: Vec<Choice>) -> Vec<Component> {
    vec![Select::one(hint, to(step), SelectOf::Choices(choices))]
}

fn caps(prefs: &Prefs) -> Vec<Choice> {
    let label = |n: u8| match n {
        0 => "Direct messages: off".to_string(),
        n => format!("Direct messages: at most {n} a day"),
    };
    CAPS.map(|n| Choice::new(label(n), n).chosen_if(prefs.direct == n))
        .into()
}

fn digests(prefs: &Prefs) -> Vec<Choice> {
    [("off", "Digest: off"), ("daily", "Digest: once a day")]
        .map(|(code, label)| Choice::new(label, code).chosen_if(prefs.digest.code() == code))
        .into()
}

/// None, the usual ones, and those that were typed.
fn quiets(prefs: &Prefs) -> Vec<Choice> {
    let now = prefs.quiet.map(|quiet| quiet.to_string());
    let typed = now.iter().map(String::as_str).filter(|now| !QUIET.contains(now));
    let hours = QUIET.into_iter().chain(typed);
    let none = Choice::new("Quiet hours: none", NONE).chosen_if(now.is_none());
    let choice = |q: &str| Choice::new(format!("Quiet hours: {q}"), q).chosen_if(now.as_deref() == Some(q));
    std::iter::once(none).chain(hours.map(choice)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;
    use dbsbm_core::community::Wish;

    #[test]
    fn everything_is_off_at_first() {
        let reply = shown(&Prefs::default(), Tz::UTC);
        assert!(reply.content.contains("Direct messages: off") && reply.content.contains("Digest: off"));
        assert!(
            reply
                .content
                .contains("Time zone: UTC (the server's)\nLeagues: no wishes")
        );
        golden::fits(&reply);
    }

    #[test]
    fn what_was_chosen_is_shown() {
        let mut prefs = Prefs {
            direct: 5,
            quiet: "21:30-06:15".parse().ok(),
            zone: "Europe/London".parse().ok(),
            ..Prefs::default()
        };
        prefs.leagues.insert("NFL".parse().unwrap(), Wish::Ping);
        golden::shows("notify", &shown(&prefs, Tz::UTC));
    }
}
