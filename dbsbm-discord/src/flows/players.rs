//! Players whose names are not as the books know them: the question who is meant, and the word that somebody is new.

use crate::{
    custom_id::CustomId,
    limits,
    reply::{Choice, Component, Select, SelectOf},
    text,
};
use dbsbm_store::{AlikePlayers, PlayerView};

/// The value that takes the name as it was typed; nobody is called so.
const AS_TYPED: &str = "=";
/// New names that a preview lists.
const LISTED: usize = 5;
/// Characters of a name in a sentence.
const NAME: usize = 60;

/// The question in words.
pub(super) fn why(alike: &AlikePlayers) -> String {
    format!(
        "No player is known as **{}**. Choose who is meant, or take the name as typed.",
        text::plain(&limits::clip(&alike.typed, NAME))
    )
}

/// The players who can be meant, and the name as it was typed.
pub(super) fn choice(hint: impl Into<String>, to: CustomId, alike: &AlikePlayers) -> Component {
    let known = alike.players.iter().take(limits::MANY - 1).map(|player| {
        let team = player.team.as_deref().map(text::label).unwrap_or_default();
        Choice::new(text::label(&player.name), value(player)).about(team)
    });
    let as_typed = Choice::new(format!("As typed: {}", text::label(&alike.typed)), AS_TYPED)
        .about("A player who is not known here yet");
    Select::one(hint, to, SelectOf::Choices(known.chain([as_typed]).collect()))
}

/// The name that was chosen; none for a choice that is not among these.
pub(super) fn chosen(alike: &AlikePlayers, chosen: &str) -> Option<String> {
    if chosen == AS_TYPED {
        return Some(alike.typed.clone());
    }
    let player = alike.players.iter().find(|player| value(player) == chosen);
    player.map(|player| player.name.clone())
}

fn value(player: &PlayerView) -> String {
    limits::clip(&player.name, limits::CHOICE)
}

/// The line of a preview that names who is not known yet, so that a typing error is seen before it is posted.
pub(super) fn new_names(names: &[String]) -> Option<String> {
    let shown: Vec<String> = names
        .iter()
        .take(LISTED)
        .map(|name| format!("**{}**", text::plain(&limits::clip(name, NAME))))
        .collect();
    let more = match names.len().saturating_sub(LISTED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let (word, them) = if names.len() == 1 {
        ("Player", "it is")
    } else {
        ("Players", "they are")
    };
    (!shown.is_empty()).then(|| {
        format!(
            "🆕 {word} not known here yet: {}{more}. Check the spelling: {them} posted as typed.",
            shown.join(", ")
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, reply::Reply, sample};
    use dbsbm_core::id::DraftId;

    fn alike(typed: &str, names: &[(&str, Option<&str>)]) -> AlikePlayers {
        let players = names.iter().map(|(name, team)| PlayerView {
            name: (*name).into(),
            team: team.map(Into::into),
        });
        AlikePlayers {
            typed: typed.into(),
            players: players.collect(),
        }
    }

    #[test]
    fn what_is_chosen_is_the_known_name_or_the_typed_one() {
        let two = alike(
            "Jordon",
            &[("Jordan Love", Some("Packers")), ("Jordan Howard", None)],
        );
        assert_eq!(chosen(&two, "Jordan Howard").as_deref(), Some("Jordan Howard"));
        assert_eq!(chosen(&two, AS_TYPED).as_deref(), Some("Jordon"));
        assert_eq!(chosen(&two, "Josh Jacobs"), None);
    }

    #[test]
    fn questions_and_new_names_fit_whatever_they_are() {
        let to = || CustomId::new("draft", DraftId::from_bits(u64::MAX), "player:10");
        let names: Vec<String> = (0..40).map(|n| format!("{n}{}", sample::NASTY)).collect();
        let many: Vec<_> = names
            .iter()
            .map(|name| (name.as_str(), Some(sample::NASTY)))
            .collect();
        let many = alike(&sample::NASTY.repeat(9), &many);
        let reply = Reply::private(why(&many)).row(vec![choice("Player", to(), &many)]);
        golden::fits(&reply);
        let line = new_names(&names).unwrap();
        assert!(line.contains("and 35 more"), "{line}");
        golden::fits(&Reply::private(line));
        assert_eq!(new_names(&[]), None);
        assert_eq!(
            new_names(&["Zorro Delavega".into()]).unwrap(),
            "🆕 Player not known here yet: **Zorro Delavega**. Check the spelling: it is posted as typed."
        );
    }
}
