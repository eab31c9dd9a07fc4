//! What a member wants to hear, one list a question. Each choice is kept at once.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    limits,
    reply::{Answer, Choice, Component, Reply, Select, SelectOf},
    request::{Request, What},
    text,
};
use dbsbm_core::{
    community::{Digest, MAX_DIRECT, Prefs, Wish},
    id::UserId,
    market::League,
};
use std::collections::BTreeSet;

/// The name of the flow.
pub(crate) const NAME: &str = "notify";
/// What clears a list.
const NONE: &str = "none";
/// Direct messages a day that can be chosen.
const CAPS: [u8; 6] = [0, 1, 3, 5, 10, MAX_DIRECT];
/// Quiet hours that can be chosen.
const QUIET: [&str; 4] = ["22:00-08:00", "23:00-07:00", "00:00-09:00", "09:00-17:00"];

/// What can be chosen from in this guild.
struct Offer {
    leagues: Vec<League>,
    cappers: Vec<(UserId, String)>,
}

/// Answers a choice.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let unknown = || Fault::refused("This list is from an older version of me. `/notify` shows a new one.");
    let What::Click { values, .. } = &request.what else {
        return Err(unknown());
    };
    let step = request.to().ok_or_else(unknown)?.step.clone();
    let mut prefs = app.book.notify_prefs(request.guild, request.person.id).await?;
    change(&mut prefs, &step, values).ok_or_else(unknown)?;
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    app.book.set_notify_prefs(&actor, &prefs).await?;
    Ok(Answer::Replace(page(app, request).await?))
}

/// The preferences as they are.
pub(crate) async fn page(app: &App, request: &Request) -> Result<Reply, Fault> {
    let settings = app.settings(request.guild).await?;
    let prefs = app.book.notify_prefs(request.guild, request.person.id).await?;
    let games = app.book.open_games().await?;
    let mut leagues: BTreeSet<League> = prefs.leagues.keys().copied().collect();
    leagues.extend(games.iter().map(|game| game.league));
    let cappers = app.book.cappers(request.guild).await?;
    let offer = Offer {
        leagues: leagues.into_iter().collect(),
        cappers: cappers
            .into_iter()
            .filter_map(|capper| Some((capper.capper.parse().ok()?, capper.name)))
            .collect(),
    };
    let zone = prefs.zone_in(settings.timezone).name();
    Ok(shown(&prefs, &offer, zone))
}

/// Changes one answer; none where the list asks nothing that this version knows.
fn change(prefs: &mut Prefs, step: &str, values: &[String]) -> Option<()> {
    let first = values.first()?.as_str();
    let chosen = values.iter().filter(|value| *value != NONE);
    match step {
        "direct" => prefs.direct = first.parse().ok()?,
        "digest" => prefs.digest = first.parse().ok()?,
        "quiet" if first == NONE => prefs.quiet = None,
        "quiet" => prefs.quiet = Some(first.parse().ok()?),
        "leagues" => {
            prefs.leagues = chosen
                .map(|l| Some((l.parse().ok()?, Wish::Ping)))
                .collect::<Option<_>>()?;
        }
        "cappers" => {
            prefs.cappers = chosen
                .map(|c| Some((c.parse().ok()?, Wish::Ping)))
                .collect::<Option<_>>()?;
        }
        _ => return None,
    }
    Some(())
}

fn shown(prefs: &Prefs, offer: &Offer, zone: &str) -> Reply {
    let direct = match prefs.direct {
        0 => "off".to_string(),
        n => format!("at most {n} a day"),
    };
    let digest = match prefs.digest {
        Digest::Daily => "once a day, in the morning",
        _ => "off",
    };
    let quiet = prefs
        .quiet
        .map_or_else(|| "none".into(), |quiet| format!("{quiet} ({zone})"));
    let content = format!(
        "**What you hear of new picks**\nDirect messages: {direct}\nDigest: {digest}\nQuiet hours: {quiet}\n\
         -# You hear of cappers that you follow, and of leagues and cappers chosen here. Nothing is sent while both \
         are off; what may not come at once waits for the digest."
    );
    let to = |step: &str| CustomId::new(NAME, "-", step);
    let list = |hint: &str, step: &str, choices: Vec<Choice>| {
        vec![Select::one(hint, to(step), SelectOf::Choices(choices))]
    };
    let caps = CAPS.map(|n| {
        let label = if n == 0 {
            "Direct messages: off".into()
        } else {
            format!("Direct messages: at most {n} a day")
        };
        Choice::new(label, n).chosen_if(prefs.direct == n)
    });
    let digests = [("off", "Digest: off"), ("daily", "Digest: once a day")]
        .map(|(code, label)| Choice::new(label, code).chosen_if(prefs.digest.code() == code));
    let now = prefs.quiet.map(|quiet| quiet.to_string());
    let mut quiets = vec![Choice::new("Quiet hours: none", NONE).chosen_if(now.is_none())];
    quiets.extend(
        QUIET.map(|q| Choice::new(format!("Quiet hours: {q}"), q).chosen_if(now.as_deref() == Some(q))),
    );
    let leagues = offer
        .leagues
        .iter()
        .map(|l| Choice::new(l.title(), l.code()).chosen_if(prefs.leagues.contains_key(l)));
    let cappers = offer
        .cappers
        .iter()
        .map(|(id, name)| Choice::new(text::label(name), id).chosen_if(prefs.cappers.contains_key(id)));
    Reply::private(content)
        .row(list("Direct messages", "direct", caps.into()))
        .row(list("Digest", "digest", digests.into()))
        .row(list("Quiet hours", "quiet", quiets))
        .row(many("Leagues to hear of", to("leagues"), leagues.collect()))
        .row(many("Cappers to hear of", to("cappers"), cappers.collect()))
}

/// A list of which several can be chosen, or none; left out where there is nothing to choose.
fn many(hint: &str, to: CustomId, mut choices: Vec<Choice>) -> Vec<Component> {
    if choices.is_empty() {
        return Vec::new();
    }
    choices.truncate(limits::MANY - 1);
    choices.insert(0, Choice::new("None", NONE));
    vec![Component::Select(Select {
        to,
        hint: hint.into(),
        most: 25,
        emptied: crate::reply::Emptied::Never,
        of: SelectOf::Choices(choices),
    })]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};

    #[test]
    fn choices_change_one_answer_each() {
        let mut prefs = Prefs::default();
        let mut choose = |step: &str, values: &[&str]| {
            let values: Vec<String> = values.iter().map(ToString::to_string).collect();
            change(&mut prefs, step, &values).map(|()| prefs.clone())
        };
        assert_eq!(choose("direct", &["5"]).unwrap().direct, 5);
        assert_eq!(choose("digest", &["daily"]).unwrap().digest, Digest::Daily);
        assert_eq!(
            choose("quiet", &["23:00-07:00"])
                .unwrap()
                .quiet
                .unwrap()
                .to_string(),
            "23:00-07:00"
        );
        assert_eq!(choose("leagues", &["NFL", "NBA"]).unwrap().leagues.len(), 2);
        assert_eq!(choose("leagues", &["none"]).unwrap().leagues.len(), 0);
        assert!(choose("quiet", &["none"]).unwrap().quiet.is_none());
        assert!(choose("colour", &["red"]).is_none() && choose("leagues", &["XYZ"]).is_none());
    }

    #[test]
    fn everything_is_off_at_first_and_fits() {
        let offer = Offer {
            leagues: League::all().collect(),
            cappers: (1..60)
                .map(|n| (UserId::new(n).unwrap(), sample::NASTY.to_string()))
                .collect(),
        };
        let reply = shown(&Prefs::default(), &offer, "UTC");
        assert!(reply.content.contains("Direct messages: off") && reply.content.contains("Digest: off"));
        golden::fits(&reply);
        assert_eq!(reply.rows.len(), 5);
        let mut prefs = Prefs::default();
        for (step, value) in [("direct", "5"), ("leagues", "NFL"), ("cappers", "7")] {
            change(&mut prefs, step, &[value.to_string()]).unwrap();
        }
        let small = Offer {
            leagues: ["NFL", "NBA"].map(|code| code.parse().unwrap()).to_vec(),
            cappers: vec![(UserId::new(7).unwrap(), "Ann".into())],
        };
        golden::shows("notify", &shown(&prefs, &small, "Europe/London"));
        let nobody = Offer {
            leagues: Vec::new(),
            cappers: Vec::new(),
        };
        assert_eq!(shown(&Prefs::default(), &nobody, "UTC").rows.len(), 3);
    }
}
