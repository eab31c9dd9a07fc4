//! In which games a player can play whose team is not said, by the players who are known.

use super::{PickLeg, PickMarket, find::SAME_DAY};
use crate::{
    market::{Game, League, props},
    names::{self, Rosters},
};

/// Whether nothing but the player tells the game of a leg.
pub(super) fn is_alone(leg: &PickLeg) -> bool {
    leg.market == PickMarket::PlayerProp && leg.opponent.is_none()
}

/// The games of the teams of which a player can be, by team, the next ones first. None for a player who is not known, or
/// whose team has no game among the possible ones.
pub(super) fn games<'a>(leg: &PickLeg, possible: &[&'a Game], rosters: &Rosters) -> Vec<Vec<&'a Game>> {
    let Some(player) = leg.name.as_deref().filter(|_| is_alone(leg)) else {
        return Vec::new();
    };
    let figure = leg.stat.as_deref().unwrap_or_default();
    let known = rosters
        .iter()
        .filter(|(league, _)| possible.iter().any(|game| game.league == **league))
        .filter(|(league, _)| props::check(league.sport(), figure, None).is_ok())
        .map(|(league, players)| (*league, players.as_slice()));
    let of_team = |(league, team): (League, &str)| {
        let plays = |game: &&&Game| game.league == league && (game.home == team || game.away == team);
        possible.iter().filter(plays).copied().collect::<Vec<_>>()
    };
    let games = names::teams_of_player(player, known).into_iter().map(of_team);
    games.filter(|games| !games.is_empty()).collect()
}

/// The next game of each team; both where it plays twice on one day.
pub(super) fn next<'a>(games: &[Vec<&'a Game>]) -> Vec<&'a Game> {
    let next = games.iter().flat_map(|games| {
        let day = games.first().map(|first| first.start + SAME_DAY);
        games
            .iter()
            .copied()
            .take_while(move |game| Some(game.start) < day)
    });
    let mut next: Vec<&Game> = next.collect();
    next.sort_by_key(|game| (game.start, game.id));
    next.dedup_by_key(|game| game.id);
    next
}
