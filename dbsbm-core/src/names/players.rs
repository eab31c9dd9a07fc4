//! Which player a typed name means: parts of the name, last name first, with typing errors.
//!
//! A name as it is known, or a part of it that only one player can be, is that player. What only looks like a name, or
//! can be several, is for the person to say; a name that nobody is like is a new one.
//!
//! ```
//! use dbsbm_core::names::{Meant, NamedPlayer, Plays, meant_player};
//! let known = [
//!     NamedPlayer { name: "LeBron James".into(), plays: Plays::For("Lakers".into()) },
//!     NamedPlayer { name: "James Harden".into(), plays: Plays::For("Clippers".into()) },
//!     NamedPlayer { name: "Nikola Jokić".into(), plays: Plays::learnt([["Suns", "Nuggets"]]).unwrap() },
//! ];
//! let game = ["Lakers", "Nuggets"];
//! assert_eq!(meant_player("jokic", &known, game), Meant::One(2));
//! assert_eq!(meant_player("james", &known, game), Meant::One(0));
//! assert_eq!(meant_player("Lebrno Jmaes", &known, game), Meant::Alike(vec![0]));
//! assert_eq!(meant_player("Wembanyama", &known, game), Meant::Nobody);
//! ```

use super::fold;
use crate::market::League;
use std::collections::{BTreeMap, HashSet};

/// Likeness below which a name is not meant.
const ENOUGH: f64 = 0.86;
/// The most characters of what is looked for.
const MAX_TEXT: usize = 60;
/// Letters of a beginning that say more than an initial does.
const TELLING: usize = 3;

/// A player whose name is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPlayer {
    /// The name.
    pub name: String,
    /// The team, as far as it is known.
    pub plays: Plays,
}

/// Whom a player plays for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plays {
    /// This team.
    For(String),
    /// One of these two: only their game is known.
    ForOneOf([String; 2]),
}

impl Plays {
    /// What the games say in which a name was used, the latest first: the team that the latest one shares with the one
    /// before it, as long as that is one. Who has changed the team shares none with the games before that. None without
    /// a game.
    pub fn learnt<'a>(games: impl IntoIterator<Item = [&'a str; 2]>) -> Option<Self> {
        let mut games = games.into_iter();
        let latest = games.next()?;
        let shared = games.find_map(|game| {
            let mut both = latest.into_iter().filter(|team| game.contains(team));
            match (both.next(), both.next()) {
                // The same two once more tell nothing.
                (Some(_), Some(_)) => None,
                (shared, _) => Some(shared),
            }
        });
        Some(shared.flatten().map_or_else(
            || Self::ForOneOf(latest.map(Into::into)),
            |team| Self::For(team.into()),
        ))
    }

    /// The team, or the two of which it is one.
    pub const fn teams(&self) -> &[String] {
        match self {
            Self::For(team) => std::slice::from_ref(team),
            Self::ForOneOf(teams) => teams,
        }
    }
}

/// The players who are known, by league.
pub type Rosters = BTreeMap<League, Vec<NamedPlayer>>;

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
    /// Plays for one of the two teams, or may do so by all that is known.
    of_game: bool,
    /// The text is the whole name.
    same: bool,
    /// The text is a part of the name, without a typing error.
    said: bool,
}

/// Whom the text means among the players of a league, in a game of these teams.
pub fn meant_player(text: &str, known: &[NamedPlayer], teams: [&str; 2]) -> Meant {
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
        (Some(only), None) if only.of_game => return Meant::One(only.place),
        (Some(first), Some(second)) if first.of_game && !second.of_game => return Meant::One(first.place),
        _ => {}
    }
    if found.is_empty() {
        Meant::Nobody
    } else {
        Meant::Alike(found.into_iter().map(|player| player.place).collect())
    }
}

/// The teams that the players are or can be of whom the text means, wherever they play: those who are called so, and where
/// nobody is, those who have it as a part of their names.
pub fn teams_of_player<'a>(
    text: &str,
    known: impl IntoIterator<Item = (League, &'a [NamedPlayer])>,
) -> Vec<(League, &'a str)> {
    let wanted = typed_words(text);
    let (mut whole, mut part) = (Vec::new(), Vec::new());
    for (league, player) in known
        .into_iter()
        .flat_map(|(league, players)| players.iter().map(move |player| (league, player)))
    {
        let name = words(&player.name);
        let teams = player.plays.teams().iter().map(|team| (league, team.as_str()));
        if is_whole(&wanted, &name) {
            whole.extend(teams);
        } else if is_part(&wanted, &name) {
            part.extend(teams);
        }
    }
    if whole.is_empty() { part } else { whole }
}

/// Everybody whom the text can mean, each name once: that of the game before that of another team.
fn found(text: &str, known: &[NamedPlayer], teams: [&str; 2]) -> Vec<Found> {
    let wanted = typed_words(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<Found> = known
        .iter()
        .enumerate()
        .filter_map(|(place, player)| {
            let name = words(&player.name);
            let likeness = likeness(&wanted, &name);
            let same = is_whole(&wanted, &name);
            (same || likeness >= ENOUGH).then(|| Found {
                place,
                likeness,
                of_game: player
                    .plays
                    .teams()
                    .iter()
                    .any(|team| teams.contains(&team.as_str())),
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
            .is_some_and(|known| seen.insert(fold(&known.name)))
    });
    found
}

/// Whether the words are all those of the name, in whatever order, or the same letters with other spaces.
fn is_whole(wanted: &[String], name: &[String]) -> bool {
    let same_words = wanted.len() == name.len()
        && wanted.iter().collect::<HashSet<_>>() == name.iter().collect::<HashSet<_>>();
    same_words || wanted.concat() == name.concat()
}

/// Whether each word that was typed begins a word of the name; initials alone say too little.
fn is_part(wanted: &[String], name: &[String]) -> bool {
    let begins = |typed: &String| name.iter().any(|word| word.starts_with(typed.as_str()));
    let tells = |typed: &String| typed.chars().nth(TELLING - 1).is_some() || name.contains(typed);
    wanted.iter().all(begins) && wanted.iter().any(tells)
}

/// The words of what was typed, as far as it can be a name.
fn typed_words(text: &str) -> Vec<String> {
    words(&text.chars().take(MAX_TEXT).collect::<String>())
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

    /// Players by name, with the team or the two of the game in which the name was learnt.
    const NAMES: [(&str, &[&str]); 9] = [
        ("Patrick Mahomes", &["Chiefs"]),
        ("Josh Allen", &["Bills"]),
        ("Keenan Allen", &["Bears"]),
        ("Amon-Ra St. Brown", &["Lions"]),
        ("A.J. Brown", &["Eagles"]),
        ("Luka Dončić", &["Lakers", "Celtics"]),
        ("D'Angelo Russell", &["Nets", "Suns"]),
        ("Josh Allen", &["Jaguars"]),
        ("Jordan Love", &["Packers"]),
    ];

    fn meant(text: &str, teams: [&str; 2]) -> Meant {
        let known = NAMES.map(|(name, plays)| NamedPlayer {
            name: name.into(),
            plays: match plays {
                [one, other] => Plays::learnt([[*one, *other]]).unwrap(),
                one => Plays::For(one.concat()),
            },
        });
        meant_player(text, &known, teams)
    }

    #[test]
    fn games_tell_the_team_that_they_share() {
        let one_of = |one: &str, other: &str| Plays::ForOneOf([one.into(), other.into()]);
        for (games, expect) in [
            (&[["Lakers", "Suns"]][..], one_of("Lakers", "Suns")),
            (
                &[["Lakers", "Suns"], ["Suns", "Lakers"]],
                one_of("Lakers", "Suns"),
            ),
            (
                &[["Lakers", "Suns"], ["Nets", "Lakers"]],
                Plays::For("Lakers".into()),
            ),
            (
                &[["Lakers", "Suns"], ["Suns", "Lakers"], ["Suns", "Nets"]],
                Plays::For("Suns".into()),
            ),
            // another team than before
            (
                &[["Lakers", "Suns"], ["Heat", "Mavericks"]],
                one_of("Lakers", "Suns"),
            ),
        ] {
            assert_eq!(Plays::learnt(games.iter().copied()), Some(expect), "{games:?}");
        }
        assert_eq!(Plays::learnt([]), None);
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
            // learnt in a game of one of the two
            ("doncic", ["Lakers", "Suns"], 5),
            ("DONCIC LUKA", ["Heat", "Suns"], 5),
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
            ("doncic", ["Heat", "Suns"], &[5]),
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
