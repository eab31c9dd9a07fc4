//! Wishes about leagues and cappers: each at once, in the digest, or never. A choice changes the wishes about what was
//! chosen, and no others: also not those about what stands on another page.

use super::NAME;
use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    limits,
    reply::{Button, Choice, Component, Emptied, Reply, Select, SelectOf, Style},
    text,
};
use dbsbm_core::{
    community::{Prefs, PrefsChange, Wish},
    id::{GuildId, UserId},
    market::League,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    str::FromStr,
};

/// The step that takes wishes back.
const NO_WISH: &str = "none";
/// Characters for the names of one wish.
const NAMES: usize = 350;

/// What wishes are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Leagues,
    Cappers,
}

impl FromStr for About {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "leagues" => Ok(Self::Leagues),
            "cappers" => Ok(Self::Cappers),
            _ => Err(()),
        }
    }
}

impl About {
    /// The address of a step, on a page.
    pub(super) fn to(self, step: &str, page: usize) -> CustomId {
        let subject = match self {
            Self::Leagues => "leagues",
            Self::Cappers => "cappers",
        };
        CustomId::new(NAME, subject, &format!("{step}:{page}"))
    }

    /// How many there are.
    pub(super) fn wishes(self, prefs: &Prefs) -> usize {
        match self {
            Self::Leagues => prefs.leagues.len(),
            Self::Cappers => prefs.cappers.len(),
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Leagues => "Wishes about leagues",
            Self::Cappers => "Wishes about cappers",
        }
    }
}

/// A league or a capper, and the wish about it.
pub(super) struct Item {
    value: String,
    name: String,
    wish: Option<Wish>,
}

/// All that can be wished for: leagues with open games, cappers who post, and whatever there is a wish about.
pub(super) async fn items(
    app: &App,
    guild: GuildId,
    about: About,
    prefs: &Prefs,
) -> Result<Vec<Item>, Fault> {
    Ok(match about {
        About::Leagues => {
            let games = app.book.open_games().await?;
            leagues(prefs, games.iter().map(|game| game.league))
        }
        About::Cappers => {
            let known = app.book.cappers(guild).await?.into_iter().filter_map(|capper| {
                let id: UserId = capper.capper.parse().ok()?;
                (!capper.removed || prefs.cappers.contains_key(&id)).then_some((id, capper.name))
            });
            cappers(prefs, known)
        }
    })
}

fn leagues(prefs: &Prefs, open: impl Iterator<Item = League>) -> Vec<Item> {
    let all: BTreeSet<League> = prefs.leagues.keys().copied().chain(open).collect();
    let item = |league: League| Item {
        value: league.code().into(),
        name: league.title().into(),
        wish: prefs.leagues.get(&league).copied(),
    };
    all.into_iter().map(item).collect()
}

/// The cappers in the order given, then those whom the books know no more.
fn cappers(prefs: &Prefs, known: impl Iterator<Item = (UserId, String)>) -> Vec<Item> {
    let mut wishes: BTreeMap<UserId, Wish> = prefs.cappers.clone();
    let mut all: Vec<Item> = known
        .map(|(id, name)| Item {
            value: id.to_string(),
            name,
            wish: wishes.remove(&id),
        })
        .collect();
    all.extend(wishes.into_iter().map(|(id, wish)| Item {
        value: id.to_string(),
        name: id.to_string(),
        wish: Some(wish),
    }));
    all
}

/// The wish about what was chosen; none where this version does not know the step or a value: half of an answer is none.
pub(super) fn chosen(about: About, step: &str, values: &[String]) -> Option<PrefsChange> {
    let wish: Option<Wish> = match step {
        NO_WISH => None,
        code => Some(code.parse().ok()?),
    };
    Some(match about {
        About::Leagues => PrefsChange::Leagues(all(values)?, wish),
        About::Cappers => PrefsChange::Cappers(all(values)?, wish),
    })
}

fn all<K: FromStr>(values: &[String]) -> Option<Vec<K>> {
    values.iter().map(|value| value.parse().ok()).collect()
}

const fn words(wish: Wish) -> &'static str {
    match wish {
        Wish::Ping => "at once",
        Wish::Digest => "in the digest",
        _ => "never",
    }
}

/// A page of them.
pub(super) fn shown(about: About, items: &[Item], page: usize) -> Reply {
    let pages = items.len().div_ceil(limits::MANY).max(1);
    let page = page.min(pages - 1);
    let here: Vec<&Item> = items
        .iter()
        .skip(page * limits::MANY)
        .take(limits::MANY)
        .collect();
    let mut reply = Reply::private(content(about, items));
    for (hint, step) in [
        ("Tell me at once of…", Wish::Ping.code()),
        ("Only in the digest…", Wish::Digest.code()),
        ("Never tell me of…", Wish::Never.code()),
        ("No wish any more about…", NO_WISH),
    ] {
        let to_choose = here.iter().filter(|item| step != NO_WISH || item.wish.is_some());
        reply = reply.row(many(
            hint,
            about.to(step, page),
            to_choose.map(|item| choice(item)).collect(),
        ));
    }
    let mut buttons = vec![Button::of("Back", Style::Plain, CustomId::new(NAME, "-", "page"))];
    if pages > 1 {
        let next = (page + 1) % pages;
        buttons.push(Button::of(
            format!("Page {} of {pages}: show page {}", page + 1, next + 1),
            Style::Plain,
            about.to("show", next),
        ));
    }
    reply.row(buttons)
}

fn content(about: About, items: &[Item]) -> String {
    let mut lines = vec![format!("**{}**", about.title())];
    for wish in Wish::ALL {
        let names: Vec<String> = items
            .iter()
            .filter(|item| item.wish == Some(*wish))
            .map(|item| text::plain(&limits::clip(&item.name, 32)))
            .collect();
        if !names.is_empty() {
            lines.push(format!("{}: {}", words(*wish), listed(&names)));
        }
    }
    if items.is_empty() {
        lines.push("There is nothing to wish for now.".into());
    } else if lines.len() == 1 {
        lines.push("None yet.".into());
    }
    lines.push(
        "-# A wish about a capper counts before one about a league, and both before whom you follow. *At once* needs \
         direct messages to be on; what may not come at once waits for the digest, if that is on."
            .into(),
    );
    lines.join("\n")
}

/// As many names as have a place, and how many there are besides.
fn listed(names: &[String]) -> String {
    let mut out = String::new();
    for (shown, name) in names.iter().enumerate() {
        if limits::length(&out) + limits::length(name) > NAMES {
            return format!("{out} and {} more", names.len() - shown);
        }
        if shown > 0 {
            out.push_str(", ");
        }
        out.push_str(name);
    }
    out
}

fn choice(item: &Item) -> Choice {
    let now = item.wish.map(|wish| format!("now: {}", words(wish)));
    Choice::new(text::label(&item.name), &item.value).about(now.unwrap_or_default())
}

/// A list of which several can be chosen; left out where there is nothing to choose.
fn many(hint: &str, to: CustomId, choices: Vec<Choice>) -> Vec<Component> {
    if choices.is_empty() {
        return Vec::new();
    }
    vec![Component::Select(Select {
        to,
        hint: hint.into(),
        most: u8::MAX,
        emptied: Emptied::Never,
        of: SelectOf::Choices(choices),
    })]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};

    fn wish(about: About, step: &str, values: &[&str]) -> Option<PrefsChange> {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        chosen(about, step, &values)
    }

    /// A member who chose these one after the other.
    fn member(choices: &[(About, &str, &[&str])]) -> Prefs {
        let choices = choices
            .iter()
            .map(|(about, step, values)| wish(*about, step, values).unwrap());
        choices.fold(Prefs::default(), |prefs, change| prefs.with(&change).unwrap())
    }

    fn many_cappers(prefs: &Prefs) -> Vec<Item> {
        let all = (1..60).map(|n| (UserId::new(n).unwrap(), sample::NASTY.to_string()));
        cappers(prefs, all)
    }

    #[test]
    fn a_choice_is_about_what_was_chosen() {
        let nfl = vec!["NFL".parse().unwrap()];
        assert_eq!(
            wish(About::Leagues, "ping", &["NFL"]),
            Some(PrefsChange::Leagues(nfl, Some(Wish::Ping)))
        );
        let cappers = [30, 99].map(|n| UserId::new(n).unwrap()).into();
        assert_eq!(
            wish(About::Cappers, "none", &["30", "99"]),
            Some(PrefsChange::Cappers(cappers, None))
        );
        assert!(
            wish(About::Leagues, "ping", &["EPL", "XYZ"]).is_none(),
            "half of an answer"
        );
        assert!(wish(About::Leagues, "often", &["EPL"]).is_none());
    }

    #[test]
    fn what_wishes_look_like() {
        let prefs = member(&[
            (About::Leagues, "ping", &["NFL"]),
            (About::Leagues, "never", &["EPL"]),
        ]);
        let open = ["NFL", "NBA"].map(|code| code.parse().unwrap());
        let items = leagues(&prefs, open.into_iter());
        golden::shows("notify-leagues", &shown(About::Leagues, &items, 0));
        golden::shows("notify-no-cappers", &shown(About::Cappers, &[], 0));
    }

    #[test]
    fn every_item_is_on_a_page_and_every_page_fits() {
        // Who is in the books no more is listed too, to be taken out.
        let prefs = member(&[(About::Cappers, "ping", &["1", "30", "1000"])]);
        let items = many_cappers(&prefs);
        let pages: Vec<Reply> = (0..3).map(|page| shown(About::Cappers, &items, page)).collect();
        let all: String = pages.iter().map(|page| golden::fits(page).to_string()).collect();
        for id in (1..60).chain([1_000]) {
            assert!(all.contains(&format!("\"value\":\"{id}\"")), "{id}");
        }
        assert_eq!(shown(About::Cappers, &items, 99), pages[2]);
        let everything: Vec<Item> = leagues(&prefs, League::all());
        golden::fits(&shown(About::Leagues, &everything, 0));
        let ids: Vec<String> = (1..60).map(|n| n.to_string()).collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let all = member(&[(About::Cappers, "digest", &ids)]);
        let reply = shown(About::Cappers, &many_cappers(&all), 1);
        golden::fits(&reply);
        assert!(reply.content.contains(" more\n"), "{}", reply.content);
    }
}
