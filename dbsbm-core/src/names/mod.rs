//! Names of teams: one franchise under the many names that text, files and providers give it.
//!
//! The tables are dated, because names move: `LA` was nobody in the NFL of 2014, the Rams in 2016, and has to be asked
//! about since 2017. What stays ambiguous is an error with the candidates, never a guess.
//!
//! ```
//! use chrono::NaiveDate;
//! use dbsbm_core::{market::League, names::{self, NameError}};
//! let nfl: League = "NFL".parse().unwrap();
//! let day = |y| NaiveDate::from_ymd_opt(y, 10, 1).unwrap();
//! assert_eq!(names::team(nfl, "SanDiego", day(2012)), Ok("Chargers"));
//! assert_eq!(names::team(nfl, "LA Chargers", day(2019)), Ok("Chargers"));
//! assert_eq!(names::team(nfl, "LA", day(2016)), Ok("Rams"));
//! assert!(matches!(names::team(nfl, "LA", day(2019)), Err(NameError::Ambiguous { .. })));
//! assert!(matches!(names::team(nfl, "LA", day(2014)), Err(NameError::Unknown { .. })));
//! let giants: Vec<_> = names::teams_called("Giants", day(2019)).map(|(league, _)| league.code()).collect();
//! assert_eq!(giants, ["NFL", "MLB"]);
//! ```

mod everywhere;
mod fold;
mod index;
mod players;
mod tables;

pub use everywhere::{all_teams, home_league, nearest_anywhere, teams_anywhere};
pub use fold::fold;
pub use players::{Meant, NamedPlayer, Plays, Rosters, meant_player, teams_of_player};

use crate::market::{League, Sport};
use chrono::NaiveDate;
use std::borrow::Cow;
use tables::{Table, Team};

/// The longest text that can be a team's name.
const MAX_LENGTH: usize = 100;

/// A name that does not lead to one team.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameError {
    /// Nobody in the league is called so, or was on that day.
    #[error("no team `{given}` in the {league}{}", hint(nearest))]
    Unknown {
        /// What was given.
        given: String,
        /// The league that was searched.
        league: League,
        /// Canonical names that look most alike, best first.
        nearest: Vec<String>,
    },
    /// More than one team of the league is called so.
    #[error("`{given}` can be {} in the {league}: say which", candidates.join(" or "))]
    Ambiguous {
        /// What was given.
        given: String,
        /// The league that was searched.
        league: League,
        /// Canonical names of all it can mean.
        candidates: Vec<&'static str>,
    },
    /// Empty, too long, or with control characters.
    #[error("`{given}` is no team name: 1 to 100 characters on one line are expected")]
    NotAName {
        /// What was given, shortened.
        given: String,
    },
}

fn hint(nearest: &[String]) -> String {
    if nearest.is_empty() {
        String::new()
    } else {
        format!("; nearest: {}", nearest.join(", "))
    }
}

/// The canonical name of the team that a league calls so on a day.
///
/// # Errors
/// [`NameError::Unknown`] with the nearest names, or [`NameError::Ambiguous`] with the candidates.
pub fn team(league: League, text: &str, on: NaiveDate) -> Result<&'static str, NameError> {
    let text = plausible(text)?;
    let mut meanings = meanings(league, text, on);
    match (meanings.pop(), meanings.is_empty()) {
        (Some(only), true) => Ok(only),
        (Some(last), false) => {
            meanings.push(last);
            Err(NameError::Ambiguous {
                given: text.into(),
                league,
                candidates: meanings,
            })
        }
        (None, _) => Err(NameError::Unknown {
            given: text.into(),
            league,
            nearest: nearest_teams(league, text),
        }),
    }
}

/// All teams that a league calls so on a day; none for what is no name. Where nobody is asked to say which, it is much
/// cheaper than [`team`], which looks for the nearest names.
pub fn teams(league: League, text: &str, on: NaiveDate) -> Vec<&'static str> {
    plausible(text).map_or_else(|_| Vec::new(), |text| meanings(league, text, on))
}

/// Like [`team`], but in a league whose members are not all known a new name is a new team, called as it was typed.
///
/// # Errors
/// As [`team`]; [`NameError::Unknown`] only in closed leagues.
pub fn team_or_new(league: League, text: &str, on: NaiveDate) -> Result<Cow<'static, str>, NameError> {
    let text = plausible(text)?;
    match meanings(league, text, on).as_slice() {
        [] if !league.is_closed() => Ok(Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" "))),
        [only] => Ok(Cow::Borrowed(*only)),
        _ => team(league, text, on).map(Cow::Borrowed),
    }
}

/// Every team of every league that is called so on a day, for text that does not name its league. Divisions of one
/// country share their clubs, and the European cups have all of them, so a club comes up once for each.
pub fn teams_called(text: &str, on: NaiveDate) -> impl Iterator<Item = (League, &'static str)> {
    let text = plausible(text).unwrap_or_default();
    League::all().flat_map(move |league| {
        meanings(league, text, on)
            .into_iter()
            .map(move |team| (league, team))
    })
}

/// The short form that slips show: from the table, else made of the name's initials or first letters.
pub fn abbreviation(league: League, team: &str) -> String {
    if let Some(row) = row(league, team) {
        return row.codes.split('|').next().unwrap_or_default().to_string();
    }
    let words: Vec<&str> = team
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let letters: String = match words.as_slice() {
        [one] => one.chars().take(3).collect(),
        many => many.iter().filter_map(|w| w.chars().next()).take(4).collect(),
    };
    letters.to_uppercase()
}

/// A team's two colours, as red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours {
    /// The colour of the shirt.
    pub primary: [u8; 3],
    /// The one beside it.
    pub secondary: [u8; 3],
}

/// The colours of a team by its canonical name, where the table knows it.
pub fn colours(league: League, team: &str) -> Option<Colours> {
    let rgb = |hex: u32| {
        let [_, r, g, b] = hex.to_be_bytes();
        [r, g, b]
    };
    row(league, team).map(|t| Colours {
        primary: rgb(t.colours.0),
        secondary: rgb(t.colours.1),
    })
}

/// The names that look most alike, best first, for the hint of an error.
pub fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<String> {
    let text = text.trim().to_lowercase();
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .map(|n| (likeness(&text, &n.to_lowercase()), n))
        .collect();
    best(&mut scored, most)
}

/// How much two names look alike, from 0 to 1. Jaro's measure sees no swapped letters in words of three, such as `NLF`:
/// there the share of letters that stay is the better one.
fn likeness(a: &str, b: &str) -> f64 {
    let short = a.len().min(b.len()) <= 3;
    let swapped = if short {
        strsim::normalized_damerau_levenshtein(a, b)
    } else {
        0.0
    };
    strsim::jaro_winkler(a, b).max(swapped)
}

fn best(scored: &mut [(f64, &str)], most: usize) -> Vec<String> {
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored.iter().take(most).map(|(_, n)| (*n).to_string()).collect()
}

/// Canonical names of a league's teams that have any name like the text.
fn nearest_teams(league: League, text: &str) -> Vec<String> {
    let tables = Table::of(league.code());
    let alike = most_alike(text, |t| tables.contains(&t));
    alike.into_iter().map(|(_, team)| team.to_string()).collect()
}

/// The three teams of the tables asked for that have a name most like the text, best first.
fn most_alike(text: &str, wanted: impl Fn(Table) -> bool) -> Vec<(Table, &'static str)> {
    let key = fold(text);
    let mut scored: Vec<(f64, Table, &str)> = index::names(wanted)
        .map(|(name, meant)| (strsim::jaro_winkler(&key, name), meant.table, meant.team.name))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(b.2)));
    let mut best = Vec::new();
    for (_, table, team) in scored {
        if best.len() < 3 && !best.contains(&(table, team)) {
            best.push((table, team));
        }
    }
    best
}

/// What a name means in a league: as it stands, without an article, or without the letters that clubs carry.
fn meanings(league: League, text: &str, on: NaiveDate) -> Vec<&'static str> {
    let tables = Table::of(league.code());
    if tables.is_empty() {
        return Vec::new();
    }
    let key = fold(text);
    let known = |key: &str| {
        let found = index::meanings(key, on, |t| tables.contains(&t));
        found.into_iter().map(|e| e.team.name).collect::<Vec<_>>()
    };
    let affixes: &[&str] = if league.sport() == Sport::Soccer {
        &["the", "afc", "fc", "cf", "sc"]
    } else {
        &["the"]
    };
    let bare = affixes
        .iter()
        .flat_map(|affix| [key.strip_prefix(affix), key.strip_suffix(affix)]);
    std::iter::once(Some(key.as_str()))
        .chain(bare)
        .flatten()
        .map(known)
        .find(|found| !found.is_empty())
        .unwrap_or_default()
}

/// The row of a canonical name.
fn row(league: League, name: &str) -> Option<&'static Team> {
    Table::of(league.code())
        .iter()
        .flat_map(|t| t.teams())
        .find(|t| t.name == name)
}

/// Refuses what cannot be a name before any work is done on it.
fn plausible(text: &str) -> Result<&str, NameError> {
    let text = text.trim();
    let too_long = text.chars().nth(MAX_LENGTH).is_some();
    if text.is_empty() || too_long || text.chars().any(char::is_control) {
        return Err(NameError::NotAName {
            given: text.chars().filter(|c| !c.is_control()).take(40).collect(),
        });
    }
    Ok(text)
}

#[cfg(test)]
mod tests;
