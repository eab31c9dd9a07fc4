//! Text meets games: a pick as it was typed, and the games that are open, make a slip - or an error that says what is
//! missing or what can be meant.
//!
//! The game gives what the text left out: home or away, and the period that a market has by default. A winner in
//! soccer is the three-way market on 90 minutes. Nothing else is filled in: no price, no stake, and no game where two
//! fit, except that a team's next game is meant when its following one is on another day. A player whose team is not said
//! plays for the team that is known of him.
//!
//! ```
//! use dbsbm_core::{
//!     bet::{StakeIs, resolve::{Open, resolve}, text::read_one},
//!     id::GameId,
//!     market::{Game, GameStatus, Side},
//! };
//! let game = Game {
//!     id: GameId::new(7).unwrap(),
//!     league: "NFL".parse().unwrap(),
//!     home: "Saints".into(),
//!     away: "Packers".into(),
//!     start: "2018-10-07T17:00:00Z".parse().unwrap(),
//!     status: GameStatus::Scheduled,
//!     score: None,
//! };
//! let games = [game];
//! let open = Open::new(&games);
//! let slip = resolve(&read_one("Packers -4.5 -110 2u").unwrap(), &open, StakeIs::Risk).unwrap();
//! assert_eq!(slip.legs()[0].selection.side, Side::Away);
//! let error = resolve(&read_one("Bears +3 -110 1u").unwrap(), &open, StakeIs::Risk).unwrap_err();
//! assert!(error.to_string().contains("Bears"));
//! ```

mod find;
mod fit;
mod named;
mod player;
#[cfg(test)]
mod player_tests;
#[cfg(test)]
mod tests;

pub use find::Open;
pub use named::{game_named, games_named};

use super::{
    Kind, Leg, Prop, PushRule, Slip, SlipError, Stake, StakeIs, Terms,
    text::{Pick, PickKind, PickLeg, PickMarket},
};
use crate::{
    id::GameId,
    market::{Game, Market, MarketError, Period, Selection, Side, Sport},
    odds::Odds,
};
use find::find;

/// Why a pick is no slip yet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResolveError {
    /// No open game has a team or player of this name.
    #[error("no open game has `{given}`{}", hint(nearest))]
    UnknownName {
        /// The name as typed.
        given: String,
        /// Names of open games that look most alike, best first.
        nearest: Vec<String>,
    },
    /// The two sides that were named do not meet.
    #[error("no open game has `{name}` against `{opponent}`; `{name}` plays: {}", games.join(", "))]
    NotOpponents {
        /// The name as typed.
        name: String,
        /// The other name as typed.
        opponent: String,
        /// The open games of the first one.
        games: Vec<String>,
    },
    /// Several open games fit.
    #[error("{} games have {given}: {}; say which", games.len(), games.join(", "))]
    Ambiguous {
        /// What was typed.
        given: String,
        /// The games that fit, with their start.
        games: Vec<String>,
        /// The same games, to choose from.
        choices: Vec<GameId>,
    },
    /// A total, draw or the like that could be of several games.
    #[error("{what} of which game? Add a team, as in `Packers/Saints over 48`")]
    WhichGame {
        /// What was typed.
        what: String,
        /// The games that it can be of.
        choices: Vec<GameId>,
    },
    /// A player whose game is not said.
    #[error("which game does {player} play in? Choose it, or add the other legs of that game")]
    PlayersGame {
        /// The player as typed.
        player: String,
        /// The games that it can be.
        choices: Vec<GameId>,
    },
    /// The market does not exist in the sport.
    #[error("{sport} has no {market}{hint}")]
    NotInSport {
        /// The sport.
        sport: &'static str,
        /// The market or side.
        market: String,
        /// What would be possible.
        hint: &'static str,
    },
    /// The period does not exist in the sport.
    #[error("{sport} has no {period}")]
    NoSuchPeriod {
        /// The sport.
        sport: &'static str,
        /// The period in words.
        period: String,
    },
    /// Market, side and line do not go together.
    #[error(transparent)]
    Market(#[from] MarketError),
    /// A leg without a price.
    #[error("the price of `{0}` is missing: add it as -110, 1.91 or 10/11")]
    NoPrice(String),
    /// A parlay of several games that names only the price of the whole.
    #[error("a parlay of several games needs the price of each leg: `{0}` has none")]
    NoLegPrice(String),
    /// A ticket that has one price, without it.
    #[error("a {0} needs the price of the whole ticket")]
    NoTicketPrice(PickKind),
    /// A round robin without its sizes.
    #[error("round robin of what? Add `by 2s` or `by 3s`")]
    NoSizes,
    /// No stake.
    #[error("the stake is missing: add it as 2u, risk 2 or to win 1")]
    NoStake,
    /// Legs, kind and stake do not go together.
    #[error(transparent)]
    Slip(#[from] SlipError),
}

impl ResolveError {
    /// A stable name for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownName { .. } => "unknown_name",
            Self::NotOpponents { .. } => "not_opponents",
            Self::Ambiguous { .. } | Self::WhichGame { .. } | Self::PlayersGame { .. } => "ambiguous",
            _ => "bad_slip",
        }
    }

    /// What a choice among games would be about: legs of which the same was said have the same game. Empty where none
    /// would answer it.
    pub fn about(&self) -> &str {
        match self {
            Self::Ambiguous { given: about, .. }
            | Self::WhichGame { what: about, .. }
            | Self::PlayersGame { player: about, .. } => about,
            _ => "",
        }
    }

    /// The games among which a choice would answer it, the next ones first.
    pub fn choices(&self) -> &[GameId] {
        match self {
            Self::Ambiguous { choices, .. }
            | Self::WhichGame { choices, .. }
            | Self::PlayersGame { choices, .. } => choices,
            _ => &[],
        }
    }
}

fn hint(nearest: &[String]) -> String {
    if nearest.is_empty() {
        String::new()
    } else {
        format!("; nearest: {}", nearest.join(", "))
    }
}

/// Makes a slip of a pick. `bare` is what a stake means that says neither risk nor to-win.
///
/// # Errors
/// [`ResolveError`], in words for the person who typed the pick.
pub fn resolve(pick: &Pick, open: &Open<'_>, bare: StakeIs) -> Result<Slip, ResolveError> {
    let amount = pick.stake.ok_or(ResolveError::NoStake)?;
    let stake = Stake {
        amount,
        is: pick.stake_is.unwrap_or(bare),
    };
    let games = games(pick, open)?;
    let one_game = games.windows(2).all(|w| matches!(w, [a, b] if a.id == b.id));
    let whole = pick.price.as_ref().map(super::text::TypedPrice::odds);
    let kind = kind(pick, one_game && games.len() > 1, whole)?;
    let shared = matches!(kind, Kind::SameGame { .. } | Kind::Teaser { .. });
    let mut legs = Vec::with_capacity(games.len());
    for (said, game) in pick.legs.iter().zip(games) {
        let price = match said.price.as_ref().map(super::text::TypedPrice::odds) {
            Some(price) => price,
            None if shared => whole.ok_or(ResolveError::NoTicketPrice(pick.kind))?,
            None if whole.is_some() => return Err(ResolveError::NoLegPrice(words(said))),
            None => return Err(ResolveError::NoPrice(words(said))),
        };
        legs.push(leg(said, game, price, open)?);
    }
    let terms = Terms {
        playable_to: pick.playable_to.as_ref().map(super::text::TypedPrice::odds),
        ..Terms::default()
    };
    Ok(Slip::new(kind, stake, legs, terms)?)
}

/// The leg in a few words.
fn words(leg: &PickLeg) -> String {
    let name = leg.name.clone().unwrap_or_default();
    let side = leg.side.map(|s| s.to_string()).unwrap_or_default();
    let line = leg.line.map(|l| {
        if leg.market == PickMarket::Spread {
            l.handicap()
        } else {
            l.to_string()
        }
    });
    let market = if side.is_empty() && line.is_none() {
        leg.market.code()
    } else {
        ""
    };
    [name.as_str(), market, &side, &line.unwrap_or_default()]
        .into_iter()
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The game of each leg. In a ticket of one game, or with one price, a leg that leaves its game open is of the game that
/// the others name: of a team, or else of a player. In a ticket of one game alone that decides also against what is known
/// of a player; with one price each leg has its own.
fn games<'g>(pick: &Pick, open: &Open<'g>) -> Result<Vec<&'g Game>, ResolveError> {
    let one_price = pick.price.is_some() && pick.legs.iter().all(|l| l.price.is_none());
    let same_game = pick.kind == PickKind::SameGame;
    let of_one_game = same_game || (pick.kind == PickKind::Parlay && one_price);
    let sole = same_game || pick.legs.len() == 1;
    let mut found: Vec<Result<&'g Game, ResolveError>> =
        pick.legs.iter().map(|leg| find(leg, sole, open)).collect();
    if of_one_game {
        // What is known of a player's team can be old; a team that is named plays.
        let by_team = pick
            .legs
            .iter()
            .zip(&found)
            .filter(|(leg, _)| !player::is_alone(leg));
        if let Some(game) = agreed(by_team.map(|(_, found)| found)).or_else(|| agreed(&found)) {
            for (leg, slot) in pick.legs.iter().zip(&mut found) {
                let open_question = matches!(
                    slot,
                    Err(ResolveError::WhichGame { .. } | ResolveError::PlayersGame { .. })
                );
                if open_question || (same_game && player::is_alone(leg) && open.answer(leg).is_none()) {
                    *slot = Ok(game);
                }
            }
        }
    }
    found.into_iter().collect()
}

/// The one game of all that are found.
fn agreed<'g: 'f, 'f>(
    found: impl IntoIterator<Item = &'f Result<&'g Game, ResolveError>>,
) -> Option<&'g Game> {
    let mut games = found.into_iter().filter_map(|f| f.as_ref().ok().copied());
    games.next().filter(|first| games.all(|game| game.id == first.id))
}

fn kind(pick: &Pick, one_game: bool, whole: Option<Odds>) -> Result<Kind, ResolveError> {
    let legs = u8::try_from(pick.legs.len()).unwrap_or(u8::MAX);
    let price = || whole.ok_or(ResolveError::NoTicketPrice(pick.kind));
    Ok(match pick.kind {
        PickKind::Straight => Kind::Straight,
        PickKind::Parlay => match whole {
            Some(price) if one_game => Kind::SameGame { price },
            _ => Kind::Parlay,
        },
        PickKind::SameGame => Kind::SameGame { price: price()? },
        PickKind::Teaser => Kind::Teaser {
            table: [(legs, price()?)].into(),
            push: PushRule::Reduce,
        },
        PickKind::RoundRobin if pick.by.is_empty() => return Err(ResolveError::NoSizes),
        PickKind::RoundRobin => Kind::RoundRobin {
            by: pick.by.clone(),
            table: None,
        },
    })
}

/// A leg of a known game.
fn leg(said: &PickLeg, game: &Game, price: Odds, open: &Open<'_>) -> Result<Leg, ResolveError> {
    let sport = game.league.sport();
    let backed = said.name.as_deref().and_then(|name| find::side_of(name, game));
    let (market, side) = fit::market_and_side(said, sport, backed)?;
    let period = fit::period(said.period, sport, market, open)?;
    let selection = Selection::new(market, period, side, said.line)?;
    let prop = match (&said.name, &said.stat) {
        (Some(player), Some(stat)) if market == Market::PlayerProp => Some(Prop {
            player: player.clone(),
            stat: stat.clone(),
        }),
        _ => None,
    };
    Ok(Leg {
        game: game.id,
        selection,
        prop,
        price,
        book: None,
    })
}
