//! The game that is named by its teams alone, by the rules by which the teams of a pick are.

use super::{
    Open, PickLeg, PickMarket, ResolveError,
    find::{find, side_of},
};
use crate::market::Game;

/// The most words of which two names are made.
const MOST_WORDS: usize = 8;
/// What stands between two names.
const BETWEEN: [&str; 8] = ["at", "@", "vs", "vs.", "v", "-", "/", "against"];

/// The open game of a team, or of two that meet: `LAC`, `Bears at Packers`, `GB CHI`. Of one team it is the game that a
/// pick would be of.
///
/// # Errors
/// [`ResolveError`], with the games where several fit.
pub fn game_named<'a>(text: &str, open: &Open<'a>) -> Result<&'a Game, ResolveError> {
    let mut refused = match find(&leg(text, None), true, open) {
        Err(unknown @ ResolveError::UnknownName { .. }) => unknown,
        other => return other,
    };
    for (one, other) in pairs(text) {
        match find(&leg(&one, Some(&other)), true, open) {
            Err(ResolveError::UnknownName { .. }) => {}
            // One of the two is known, which says more than that the whole is not.
            Err(error @ ResolveError::NotOpponents { .. }) => refused = error,
            answer => return answer,
        }
    }
    Err(refused)
}

/// All open games of a team, or of two that meet, the next ones first.
pub fn games_named<'a>(text: &str, open: &Open<'a>) -> Vec<&'a Game> {
    let of_one: Vec<&Game> = open.all().filter(|game| side_of(text, game).is_some()).collect();
    let mut games = if of_one.is_empty() {
        let pairs: Vec<(String, String)> = pairs(text).collect();
        let meet = |game: &&Game| {
            pairs.iter().any(|(one, other)| {
                let one = side_of(one, game);
                one.is_some() && side_of(other, game).is_some_and(|side| Some(side) != one)
            })
        };
        open.all().filter(meet).collect()
    } else {
        of_one
    };
    games.sort_by_key(|game| (game.start, game.id));
    games
}

/// A winner: the market that every game has.
fn leg(name: &str, opponent: Option<&str>) -> PickLeg {
    PickLeg {
        name: Some(name.trim().into()),
        opponent: opponent.map(Into::into),
        market: PickMarket::Moneyline,
        side: None,
        line: None,
        period: None,
        price: None,
        stat: None,
    }
}

/// The ways in which the words can be two names.
fn pairs(text: &str) -> impl Iterator<Item = (String, String)> {
    let spaced = text.replace('/', " / ").replace('@', " @ ");
    let words: Vec<String> = spaced
        .split_whitespace()
        .take(MOST_WORDS)
        .map(Into::into)
        .collect();
    let stands_between = |word: &String| BETWEEN.contains(&word.to_lowercase().as_str());
    let between = words.iter().position(stands_between);
    let places = between.map_or_else(|| (1..words.len()).collect(), |place| vec![place]);
    places.into_iter().filter_map(move |place| {
        let (one, other) = words.split_at_checked(place)?;
        let other = other.get(usize::from(between.is_some())..)?;
        (!one.is_empty() && !other.is_empty()).then(|| (one.join(" "), other.join(" ")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bet::resolve::tests::game;

    fn slate() -> Vec<Game> {
        vec![
            game(1, "NFL", "Chargers", "Chiefs", "2018-10-07T17:00:00Z"),
            game(2, "NFL", "Chargers", "Raiders", "2018-10-14T17:00:00Z"),
            game(3, "NFL", "Rams", "Packers", "2018-10-07T20:00:00Z"),
            game(4, "MLB", "Yankees", "Red Sox", "2018-10-07T17:00:00Z"),
            game(5, "MLB", "Yankees", "Red Sox", "2018-10-07T22:00:00Z"),
        ]
    }

    #[test]
    fn teams_are_named_as_in_a_pick() {
        let games = slate();
        let open = Open::new(&games);
        for (text, expect) in [
            // the next game of the team
            ("LAC", &[1, 2][..]),
            ("los angeles chargers", &[1, 2]),
            ("Raiders", &[2]),
            ("LAC @ OAK", &[2]),
            ("lac/kc", &[1]),
            ("Green Bay Rams", &[3]),
            ("packers vs. rams", &[3]),
            // two of that name
            ("Los Angeles", &[1, 3, 2]),
        ] {
            let fitting: Vec<i64> = games_named(text, &open)
                .iter()
                .map(|game| game.id.get())
                .collect();
            assert_eq!(fitting, expect, "{text}");
            if text != "Los Angeles" {
                assert_eq!(
                    game_named(text, &open).map(|game| game.id.get()),
                    Ok(expect[0]),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn what_is_refused_says_the_games_with_their_days() {
        let games = slate();
        let open = Open::new(&games);
        for (text, expect) in [
            (
                "Yankees",
                "2 games have Yankees: NYY at BOS Sun 07 Oct 17:00, NYY at BOS Sun 07 Oct 22:00",
            ),
            ("Los Angeles", "3 games have Los Angeles: LAC at KC"),
            ("Packrs", "nearest: Packers"),
            (
                "Packers Chiefs",
                "no open game has `Packers` against `Chiefs`; `Packers` plays: LAR at GB Sun 07 Oct",
            ),
            ("", "no open game has"),
            ("/", "no open game has"),
        ] {
            let error = game_named(text, &open).unwrap_err().to_string();
            assert!(error.contains(expect), "{text}: {error}");
        }
        let long = "at ".repeat(40);
        assert!(game_named(&long, &open).is_err() && games_named(&long, &open).is_empty());
    }
}
