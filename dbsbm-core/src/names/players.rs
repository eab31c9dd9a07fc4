//! Which player a typed name means: parts of the name, last name first, with typing errors.
//!
//! A name as it is known, or a part of it that only one player can be, is that player. What only looks like a name, or
//! can be several, is for the person to say; a name that nobody is like is a new one.
//!
//! ```
//! use dbsbm_core::names::{Meant, NamedPlayer, meant_player};
//! let known = [
//!     NamedPlayer { name: "LeBron James", team: Some("Lakers") },
//!     NamedPlayer { name: "James Harden", team: Some("Clippers") },
//!     NamedPlayer { name: "Nikola Jokić", team: None },
//! ];
//! let game = ["Lakers", "Nuggets"];
//! assert_eq!(meant_player("jokic", &known, game), Meant::One(2));
//! assert_eq!(meant_player("james", &known, game), Meant::One(0));
//! assert_eq!(meant_player("Lebrno Jmaes", &known, game), Meant::Alike(vec![0]));
//! assert_eq!(meant_player("Wembanyama", &known, game), Meant::Nobody);
//! ```

use super::fold;
use std::collections::HashSet;

/// Likeness below which a name is not meant.
const ENOUGH: f64 = 0.86;
/// The most characters of what is looked for.
const MAX_TEXT: usize = 60;
/// Letters of a beginning that say more than an initial does.
const TELLING: usize = 3;

/// A player whose name is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedPlayer<'a> {
    /// The name.
    pub name: &'a str,
    /// The team, where it is known.
    pub team: Option<&'a str>,
}

/// Whom a typed name means, by the places of the players.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meant {
    /// This player.
    One(usize),
    /// One of these perhaps, those of the game first, then the best first.
    Alike(Vec<usize>),
    /// Nobody who is known.
    Nobody,
}

/// A player that the text can mean.
struct Found {
    place: usize,
    likeness: f64,
    /// Plays for one of the two teams.
    of_game: bool,
    /// Plays for another team, as far as is known.
    elsewhere: bool,
    /// The text is the whole name.
    same: bool,
    /// The text is a part of the name, without a typing error.
    said: bool,
}

/// Whom the text means among the players of a league, in a game of these teams.
pub fn meant_player(text: &str, known: &[NamedPlayer<'_>], teams: [&str; 2]) -> Meant {
    let mut found = found(text, known, teams);
    found.sort_by(|a, b| {
        let by_game = b.of_game.cmp(&a.of_game);
        by_game
            .then(b.likeness.total_cmp(&a.likeness))
            .then(a.place.cmp(&b.place))
    });
    if let Some(same) = found.iter().find(|player| player.same) {
        return Meant::One(same.place);
    }
    let mut said = found.iter().filter(|player| player.said);
    match (said.next(), said.next()) {
        // A part of a name is no proof against the team: the namesake who plays may be the one who is not known.
        (Some(only), None) if !only.elsewhere => return Meant::One(only.place),
        (Some(first), Some(second)) if first.of_game && !second.of_game => return Meant::One(first.place),
        _ => {}
    }
    if found.is_empty() {
        Meant::Nobody
    } else {
        Meant::Alike(found.into_iter().map(|player| player.place).collect())
    }
}

/// Everybody whom the text can mean, each name once: that of the game before that of another team.
fn found(text: &str, known: &[NamedPlayer<'_>], teams: [&str; 2]) -> Vec<Found> {
    let wanted = words(&text.chars().take(MAX_TEXT).collect::<String>());
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Found> = known
        .iter()
        .enumerate()
        .filter_map(|(place, player)| {
            let name = words(player.name);
            let likeness = likeness(&wanted, &name);
            let same = name.concat() == wanted.concat();
            (same || likeness >= ENOUGH).then(|| Found {
                place,
                likeness,
                of_game: player.team.is_some_and(|team| teams.contains(&team)),
                elsewhere: player.team.is_some_and(|team| !teams.contains(&team)),
                same,
                said: is_part(&wanted, &name),
            })
        })
        .collect();
    found.sort_by_key(|player| !player.of_game);
    let mut seen = HashSet::new();
    found.retain(|player| {
        known
            .get(player.place)
            .is_some_and(|known| seen.insert(fold(known.name)))
    });
    found
}

/// Whether each word that was typed begins a word of the name; initials alone say too little.
fn is_part(wanted: &[String], name: &[String]) -> bool {
    let begins = |typed: &String| name.iter().any(|word| word.starts_with(typed.as_str()));
    let tells = |typed: &String| typed.chars().nth(TELLING - 1).is_some() || name.contains(typed);
    wanted.iter().all(begins) && wanted.iter().any(tells)
}

fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| c.is_whitespace() || c == '-');
    parts.map(fold).filter(|word| !word.is_empty()).collect()
}

/// How well each word that was typed meets a word of the name, on average; last names count a little more than first
/// ones, and words that nobody typed cost a little.
fn likeness(wanted: &[String], name: &[String]) -> f64 {
    if wanted.is_empty() {
        return 1.0;
    }
    let (mut sum, mut count) = (0.0, 0.0);
    for typed in wanted {
        let best = name.iter().rev().enumerate().map(|(from_end, word)| {
            let nearer = if from_end == 0 { 0.005 } else { 0.0 };
            one(typed, word) + nearer
        });
        sum += best.fold(0.0, f64::max);
        count += 1.0;
    }
    let untyped = name.len().saturating_sub(wanted.len());
    sum / count - if untyped > 1 { 0.001 } else { 0.0 }
}

/// A beginning is as good as the word while it is being typed; else the number of letters that differ decides.
fn one(typed: &str, word: &str) -> f64 {
    match () {
        () if typed == word => 1.0,
        () if word.starts_with(typed) => 0.97,
        () if typed.len() < 3 => 0.0,
        () => {
            let same = strsim::normalized_damerau_levenshtein(typed, word);
            // A letter swapped or missing in a short word is a large share of it.
            let close = strsim::damerau_levenshtein(typed, word) == 1;
            if close && typed.len() >= 4 {
                same.max(0.9)
            } else {
                same
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [(&str, Option<&str>); 9] = [
        ("Patrick Mahomes", Some("Chiefs")),
        ("Josh Allen", Some("Bills")),
        ("Keenan Allen", Some("Bears")),
        ("Amon-Ra St. Brown", Some("Lions")),
        ("A.J. Brown", Some("Eagles")),
        ("Luka Dončić", None),
        ("D'Angelo Russell", None),
        ("Josh Allen", Some("Jaguars")),
        ("Jordan Love", Some("Packers")),
    ];

    fn meant(text: &str, teams: [&str; 2]) -> Meant {
        let known = NAMES.map(|(name, team)| NamedPlayer { name, team });
        meant_player(text, &known, teams)
    }

    #[test]
    fn a_name_or_a_part_that_one_player_has_is_that_player() {
        for (text, teams, expect) in [
            ("Patrick Mahomes", ["Chiefs", "Bills"], 0),
            ("mahomes", ["Chiefs", "Bills"], 0),
            ("P. Mahomes", ["Chiefs", "Bills"], 0),
            ("pat mah", ["Chiefs", "Bills"], 0),
            // of two with the name, the one who plays
            ("allen", ["Bills", "Chiefs"], 1),
            ("allen", ["Bears", "Packers"], 2),
            ("Josh Allen", ["Jaguars", "Colts"], 7),
            ("st brown", ["Lions", "Bears"], 3),
            ("aj brown", ["Eagles", "Bears"], 4),
            ("AmonRa St.Brown", ["Lions", "Bears"], 3),
            ("doncic", ["Lakers", "Suns"], 5),
            ("DONCIC LUKA", ["Lakers", "Suns"], 5),
            ("dangelo", ["Lakers", "Suns"], 6),
            // the whole name needs no team: players change theirs
            ("jordan love", ["Lions", "Bears"], 8),
        ] {
            assert_eq!(meant(text, teams), Meant::One(expect), "{text} {teams:?}");
        }
    }

    #[test]
    fn what_is_only_like_a_name_is_asked() {
        for (text, teams, expect) in [
            ("Mahoems", ["Chiefs", "Bills"], &[0][..]),
            ("josh alen", ["Bills", "Chiefs"], &[1]),
            ("Jordon Love", ["Packers", "Bears"], &[8]),
            ("allen", ["Bills", "Bears"], &[1, 2]),
            ("allen", ["Lions", "Colts"], &[1, 2]),
            // a part of the name, of somebody who plays for neither
            ("love", ["Lions", "Bears"], &[8]),
            ("j", ["Packers", "Bears"], &[8, 1]),
        ] {
            assert_eq!(
                meant(text, teams),
                Meant::Alike(expect.to_vec()),
                "{text} {teams:?}"
            );
        }
    }

    #[test]
    fn a_name_like_no_other_is_nobody() {
        let long = "x".repeat(10_000);
        for text in ["zz", "Zorro Delavega", "Marcus Love", "", "!?", &long] {
            assert_eq!(meant(text, ["Packers", "Bears"]), Meant::Nobody, "{text}");
        }
        assert_eq!(meant_player("Mahomes", &[], ["Chiefs", "Bills"]), Meant::Nobody);
    }
}
