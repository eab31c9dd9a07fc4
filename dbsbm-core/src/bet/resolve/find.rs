//! Which game a leg is about.

use super::{PickLeg, PickMarket, ResolveError, Side, fit, player, words};
use crate::{
    id::GameId,
    market::{Game, GameStatus, Market, Period, Quote, Sport},
    names::{self, Rosters, fold},
    settle::RuleSet,
};
use chrono::TimeDelta;
use chrono_tz::Tz;
use std::collections::BTreeMap;

/// Two games of one team that start this close are a choice to be made (a doubleheader), no question of days.
pub(super) const SAME_DAY: TimeDelta = TimeDelta::hours(12);
/// The most games that an error lists.
const LISTED: usize = 6;
/// The most games that an error offers as a choice.
const CHOICES: usize = 25;

/// What is open when a pick comes in.
#[derive(Debug, Clone, Copy)]
pub struct Open<'a> {
    games: &'a [Game],
    quotes: &'a [Quote],
    zone: Tz,
    sport: Option<Sport>,
    chosen: &'a [GameId],
    answers: Option<&'a BTreeMap<String, GameId>>,
    players: Option<&'a Rosters>,
    rules: Option<&'a RuleSet>,
}

impl<'a> Open<'a> {
    /// The games that may be bet on; others than scheduled and live ones are passed over.
    pub const fn new(games: &'a [Game]) -> Self {
        Self {
            games,
            quotes: &[],
            zone: Tz::UTC,
            sport: None,
            chosen: &[],
            answers: None,
            players: None,
            rules: None,
        }
    }

    /// The house rules of the guild: some houses settle without overtime what others settle with it.
    #[must_use]
    pub const fn rules(self, rules: &'a RuleSet) -> Self {
        Self {
            rules: Some(rules),
            ..self
        }
    }

    /// What a market means when no period is named.
    pub(super) fn period(&self, sport: Sport, market: Market) -> Period {
        self.rules.map_or_else(
            || Period::default_for(sport, market),
            |rules| rules.period(sport, market),
        )
    }

    /// Current quotes: a bare total is of the one game that has its line.
    #[must_use]
    pub const fn quotes(self, quotes: &'a [Quote]) -> Self {
        Self { quotes, ..self }
    }

    /// The zone in which answers state the start of a game.
    #[must_use]
    pub const fn zone(self, zone: Tz) -> Self {
        Self { zone, ..self }
    }

    /// Only games of one sport.
    #[must_use]
    pub const fn sport(self, sport: Sport) -> Self {
        Self {
            sport: Some(sport),
            ..self
        }
    }

    /// The games that were given beside the text: each decides wherever it fits, but for a player beside other legs whose
    /// own game is known.
    #[must_use]
    pub const fn chosen(self, games: &'a [GameId]) -> Self {
        Self {
            chosen: games,
            ..self
        }
    }

    /// The games that were chosen by hand after ambiguous answers, by what each was [about](ResolveError::about).
    #[must_use]
    pub const fn answers(self, answers: &'a BTreeMap<String, GameId>) -> Self {
        Self {
            answers: Some(answers),
            ..self
        }
    }

    /// The players who are known: where a team is not said, that of the player tells the game.
    #[must_use]
    pub const fn players(self, players: &'a Rosters) -> Self {
        Self {
            players: Some(players),
            ..self
        }
    }

    /// The game that was chosen by hand for a leg.
    pub(super) fn answer(&self, leg: &PickLeg) -> Option<GameId> {
        self.answers?.get(&about(leg)).copied()
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &'a Game> {
        let sport = self.sport;
        self.games.iter().filter(move |g| {
            matches!(g.status, GameStatus::Scheduled | GameStatus::Live)
                && sport.is_none_or(|s| g.league.sport() == s)
        })
    }

    /// `NYG at PHI Sun 18:00`
    fn list(&self, games: &[&Game]) -> Vec<String> {
        let one = |game: &&Game| {
            let short = |team: &str| names::abbreviation(game.league, team);
            let start = game.start.with_timezone(&self.zone);
            format!(
                "{} at {} {}",
                short(&game.away),
                short(&game.home),
                start.format("%a %d %b %H:%M")
            )
        };
        games.iter().take(LISTED).map(one).collect()
    }
}

/// The game of a leg; `sole` says that the slip has no game but that of this leg.
pub(super) fn find<'a>(leg: &PickLeg, sole: bool, open: &Open<'a>) -> Result<&'a Game, ResolveError> {
    let mut possible: Vec<&Game> = open.all().collect();
    possible.sort_by_key(|g| (g.start, g.id));
    let is_prop = leg.market == PickMarket::PlayerProp;
    let name = leg.name.as_deref().filter(|_| !is_prop);
    if let Some(name) = name {
        possible.retain(|game| side_of(name, game).is_some());
        if possible.is_empty() {
            return Err(unknown(name, open));
        }
        if let Some(opponent) = &leg.opponent {
            let met = |game: &&Game| side_of(opponent, game).is_some_and(|s| Some(s) != side_of(name, game));
            if !possible.iter().any(met) {
                return Err(not_opponents(name, opponent, &possible, open));
            }
            possible.retain(met);
        }
    }
    let team_of_player = leg.opponent.as_deref().filter(|_| is_prop);
    if let Some(team) = team_of_player {
        possible.retain(|game| side_of(team, game).is_some());
    }
    let own = open
        .players
        .map(|players| player::games(leg, &possible, players))
        .unwrap_or_default();
    // Beside other legs a game is given for what leaves it open: a player whose team plays elsewhere does not.
    let given = possible.iter().find(|g| open.chosen.contains(&g.id));
    if let Some(given) =
        given.filter(|g| sole || own.is_empty() || own.iter().flatten().any(|o| o.id == g.id))
    {
        return Ok(given);
    }
    if !own.is_empty() {
        possible = player::next(&own);
    }
    // where some of the games cannot have the market, the others are meant
    if possible.iter().any(|g| fit::is_possible(leg, g.league.sport())) {
        possible.retain(|g| fit::is_possible(leg, g.league.sport()));
    }
    if let Some(answer) = possible.iter().find(|g| open.answer(leg) == Some(g.id)) {
        return Ok(answer);
    }
    if let Some(next) = name.or(team_of_player).and_then(|team| next(team, &possible)) {
        return Ok(next);
    }
    match (possible.as_slice(), name) {
        ([one], _) => Ok(one),
        (several, Some(_)) => Err(ResolveError::Ambiguous {
            given: about(leg),
            games: open.list(several),
            choices: ids(several),
        }),
        (several, None) if is_prop => Err(ResolveError::PlayersGame {
            player: about(leg),
            choices: ids(several),
        }),
        (several, None) if leg.market == PickMarket::Total => by_line(leg, several, open),
        (several, None) => Err(which(leg, several)),
    }
}

/// What a question about the game of a leg is about: the name, or the words of a leg that has none.
fn about(leg: &PickLeg) -> String {
    leg.name.clone().unwrap_or_else(|| words(leg))
}

/// The next game of the team that is named, if all are of that one team and the following one is on another day.
fn next<'a>(name: &str, games: &[&'a Game]) -> Option<&'a Game> {
    let [first, second, ..] = games else {
        return None;
    };
    let team = match side_of(name, first)? {
        Side::Home => &first.home,
        _ => &first.away,
    };
    let is_its = |g: &&Game| g.league == first.league && (g.home == *team || g.away == *team);
    (second.start - first.start >= SAME_DAY && games.iter().all(is_its)).then_some(first)
}

fn ids(games: &[&Game]) -> Vec<GameId> {
    games.iter().take(CHOICES).map(|game| game.id).collect()
}

fn which(leg: &PickLeg, games: &[&Game]) -> ResolveError {
    ResolveError::WhichGame {
        what: about(leg),
        choices: ids(games),
    }
}

/// A bare total is of the one game that is quoted at its line.
fn by_line<'a>(leg: &PickLeg, games: &[&'a Game], open: &Open<'_>) -> Result<&'a Game, ResolveError> {
    let quoted = |game: &&&'a Game| {
        open.quotes.iter().any(|q| {
            q.game == game.id
                && q.selection.market == Market::Total
                && Some(q.selection.line) == leg.line.map(Some)
        })
    };
    let mut fitting = games.iter().filter(quoted);
    match (fitting.next(), fitting.next()) {
        (Some(game), None) => Ok(game),
        _ => Err(which(leg, games)),
    }
}

/// Which side of the game a name means, if it means exactly one.
pub(super) fn side_of(name: &str, game: &Game) -> Option<Side> {
    let on = game.start.with_timezone(&game.league.zone()).date_naive();
    let is = |team: &str, meant: &str| fold(team) == fold(meant);
    let side = |home: bool, away: bool| match (home, away) {
        (true, false) => Some(Side::Home),
        (false, true) => Some(Side::Away),
        _ => None,
    };
    match names::teams(game.league, name, on).as_slice() {
        [] => side(part_of(name, &game.home), part_of(name, &game.away)),
        called => {
            let one_of = |team: &str| called.iter().any(|c| is(team, c));
            side(one_of(&game.home), one_of(&game.away))
        }
    }
}

/// Whether every word of the name is one of the full name (`Djokovic` of `Novak Djokovic`); an initial stands for its
/// word.
fn part_of(name: &str, full: &str) -> bool {
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphanumeric() && c != '\'')
            .filter(|w| !w.is_empty())
            .map(fold)
            .collect::<Vec<_>>()
    };
    let (name, full) = (words(name), words(full));
    let long = name.iter().any(|w| w.chars().count() > 2);
    let stands = |w: &String| {
        full.iter()
            .any(|f| f == w || (w.chars().count() == 1 && f.starts_with(w.as_str())))
    };
    !name.is_empty() && long && name.iter().all(stands)
}

fn unknown(name: &str, open: &Open<'_>) -> ResolveError {
    let teams: Vec<&str> = open
        .all()
        .flat_map(|g| [g.home.as_str(), g.away.as_str()])
        .collect();
    let mut nearest = names::nearest(name, teams, LISTED);
    nearest.dedup();
    nearest.truncate(3);
    ResolveError::UnknownName {
        given: name.to_string(),
        nearest,
    }
}

fn not_opponents(name: &str, opponent: &str, games: &[&Game], open: &Open<'_>) -> ResolveError {
    ResolveError::NotOpponents {
        name: name.to_string(),
        opponent: opponent.to_string(),
        games: open.list(games),
    }
}
