//! The slip: stake, legs and kind as a capper posts them, checked for what can be checked without the books.
//!
//! ```
//! use dbsbm_core::bet::{Kind, Leg, Slip, Stake, StakeIs, Terms};
//! use dbsbm_core::id::GameId;
//! use dbsbm_core::market::{Market, Period, Selection, Side};
//!
//! let leg = Leg {
//!     game: GameId::new(7).unwrap(),
//!     selection: Selection::new(Market::Moneyline, Period::Full, Side::Home, None).unwrap(),
//!     prop: None,
//!     price: "-110".parse().unwrap(),
//!     book: None,
//! };
//! let stake = Stake { amount: "2".parse().unwrap(), is: StakeIs::Risk };
//! let slip = Slip::new(Kind::Straight, stake, vec![leg.clone()], Terms::default()).unwrap();
//! assert_eq!(slip.legs().len(), 1);
//! let written = serde_json::to_string(&slip).unwrap();
//! assert_eq!(serde_json::from_str::<Slip>(&written).unwrap(), slip);
//! assert!(Slip::new(Kind::Straight, stake, vec![leg.clone(), leg], Terms::default()).is_err());
//! ```

use super::{Kind, Stake, StakeIs};
use crate::{
    id::GameId,
    market::{Game, Selection},
    odds::Odds,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The most legs that a slip may have.
pub const MAX_LEGS: usize = 25;

/// One selection at one price on one market of one game, optionally at a named bookmaker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// The game.
    pub game: GameId,
    /// What is backed.
    pub selection: Selection,
    /// Whose figure, for a player prop.
    pub prop: Option<Prop>,
    /// The price taken.
    pub price: Odds,
    /// The bookmaker.
    pub book: Option<String>,
}

impl Leg {
    /// The leg in words, without its price: `Packers -4.5`.
    pub fn describe(&self, game: &Game) -> String {
        match &self.prop {
            Some(prop) => prop.describe(&self.selection),
            None => self.selection.describe(&game.home, &game.away),
        }
    }

    /// The same, with the game where the words name no side and no player: `over 47.5 (Saints at Packers)`.
    pub fn pick(&self, game: &Game) -> String {
        let player = self.prop.as_ref().map(|prop| prop.player.as_str());
        with_game(&self.describe(game), [&game.away, &game.home], player).into_owned()
    }
}

/// What is backed, with the game where the words name no side and no player.
pub(super) fn with_game<'a>(words: &'a str, [away, home]: [&str; 2], player: Option<&str>) -> Cow<'a, str> {
    let mut named = [away, home].into_iter().chain(player);
    if named.any(|name| words.contains(name)) {
        Cow::Borrowed(words)
    } else {
        Cow::Owned(format!("{words} ({away} at {home})"))
    }
}

/// A player and the figure that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Prop {
    /// The player.
    pub player: String,
    /// The figure: `points`, `rebounds`, `passing_yards`, ...
    pub stat: String,
}

impl Prop {
    /// The prop in words: `LeBron James over 25.5 points`.
    pub fn describe(&self, selection: &Selection) -> String {
        let line = selection.line.map(|line| format!(" {line}")).unwrap_or_default();
        let stat = self.stat.replace('_', " ");
        format!("{} {}{line} {stat}", self.player, selection.side)
    }
}

/// What a slip says beyond stake, legs and kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Terms {
    /// A stake on the win and an equal one on the place.
    pub each_way: bool,
    /// The stake is not returned.
    pub free_bet: bool,
    /// Posted while the game was on: its own record.
    pub live: bool,
    /// For the guild's members alone until it starts.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub members_only: bool,
    /// The worst price at which the capper still calls it a pick; of a straight bet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub playable_to: Option<Odds>,
}

impl Terms {
    /// True when nothing is said.
    pub fn is_plain(&self) -> bool {
        *self == Self::default()
    }
}

/// A slip that cannot be a bet, whatever the books say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SlipError {
    /// No leg at all.
    #[error("a slip needs at least one leg")]
    NoLegs,
    /// The wrong number of legs for the kind.
    #[error("a {kind} takes {takes} legs, not {given}")]
    LegCount {
        /// The kind.
        kind: &'static str,
        /// What it takes, in words.
        takes: String,
        /// How many were given.
        given: usize,
    },
    /// Two legs of one game in one line.
    #[error(
        "legs {first} and {second} are of the same game; a parlay takes different games, a same-game parlay has one price"
    )]
    SameGame {
        /// Number of the earlier leg, from 1.
        first: usize,
        /// Number of the later leg, from 1.
        second: usize,
    },
    /// Legs of different games on a same-game parlay.
    #[error("a same-game parlay has legs of one game only")]
    DifferentGames,
    /// A stake of nothing, or less.
    #[error("a stake of {0} units is none: stakes are above zero")]
    NoStake(crate::money::Units),
    /// A to-win stake where no single price says what is risked.
    #[error("a stake `to win` names straight bets and parlays only; give the amount risked per line")]
    ToWinNeedsOnePrice,
    /// A player, a figure or a bookmaker with a name of nothing.
    #[error("leg {0} has an empty name for its player, its figure or its bookmaker")]
    NoName(usize),
    /// A limit to the price where there is not one price, or one that is better than the price taken.
    #[error(
        "`to {worst}` says the worst price at which a straight bet is still a pick: it cannot be better than {price}"
    )]
    PlayableTo {
        /// The limit.
        worst: Odds,
        /// The price taken; of the first leg.
        price: Odds,
    },
    /// Combination sizes that cannot be made of the legs.
    #[error("combinations of {size} cannot be made of {legs} legs")]
    CombinationSize {
        /// The size asked for.
        size: u8,
        /// How many legs there are.
        legs: usize,
    },
}

/// What a capper posts. Invariant: the kind fits the legs, and the stake is above zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawSlip")]
pub struct Slip {
    kind: Kind,
    stake: Stake,
    legs: Vec<Leg>,
    terms: Terms,
}

/// A slip as it was written down, before the check.
#[derive(Deserialize)]
struct RawSlip {
    kind: Kind,
    stake: Stake,
    legs: Vec<Leg>,
    terms: Terms,
}

impl TryFrom<RawSlip> for Slip {
    type Error = SlipError;
    fn try_from(raw: RawSlip) -> Result<Self, SlipError> {
        Self::new(raw.kind, raw.stake, raw.legs, raw.terms)
    }
}

impl Slip {
    /// Checks kind, legs and stake against each other.
    ///
    /// # Errors
    /// [`SlipError`] names the leg or number that does not fit.
    pub fn new(kind: Kind, stake: Stake, legs: Vec<Leg>, terms: Terms) -> Result<Self, SlipError> {
        if !stake.amount.is_positive() {
            return Err(SlipError::NoStake(stake.amount));
        }
        if stake.is == StakeIs::ToWin
            && !matches!(kind, Kind::Straight | Kind::Parlay | Kind::SameGame { .. })
        {
            return Err(SlipError::ToWinNeedsOnePrice);
        }
        kind.check_leg_count(legs.len())?;
        if let (Some(worst), Some(leg)) = (terms.playable_to, legs.first())
            && (kind != Kind::Straight || worst > leg.price)
        {
            return Err(SlipError::PlayableTo {
                worst,
                price: leg.price,
            });
        }
        let named = |leg: &Leg| {
            let prop = leg.prop.iter().flat_map(|prop| [&prop.player, &prop.stat]);
            prop.chain(&leg.book).all(|name| !name.trim().is_empty())
        };
        if let Some(unnamed) = legs.iter().position(|leg| !named(leg)) {
            return Err(SlipError::NoName(unnamed + 1));
        }
        let repeated = |i: usize| {
            legs.iter()
                .take(i)
                .position(|earlier| Some(earlier.game) == legs.get(i).map(|l| l.game))
        };
        match kind {
            Kind::SameGame { .. } if (1..legs.len()).any(|i| repeated(i) != Some(0)) => {
                return Err(SlipError::DifferentGames);
            }
            Kind::SameGame { .. } => {}
            _ => {
                if let Some((first, second)) = (1..legs.len()).find_map(|i| Some((repeated(i)? + 1, i + 1))) {
                    return Err(SlipError::SameGame { first, second });
                }
            }
        }
        Ok(Self {
            kind,
            stake,
            legs,
            terms,
        })
    }

    /// How the legs combine.
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The stake, per line for systems.
    pub const fn stake(&self) -> Stake {
        self.stake
    }

    /// The legs, in the order they were named.
    pub fn legs(&self) -> &[Leg] {
        &self.legs
    }

    /// The same slip for everybody, or for members alone.
    #[must_use]
    pub const fn for_members_only(mut self, members_only: bool) -> Self {
        self.terms.members_only = members_only;
        self
    }

    /// Everything else it says.
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }
}

impl Kind {
    /// Checks that this many legs can make the kind.
    ///
    /// # Errors
    /// [`SlipError::NoLegs`], [`SlipError::LegCount`] or [`SlipError::CombinationSize`].
    pub fn check_leg_count(&self, given: usize) -> Result<(), SlipError> {
        if given == 0 {
            return Err(SlipError::NoLegs);
        }
        let (least, most) = match self {
            Self::Straight => (1, 1),
            Self::System { system } => (system.legs(), system.legs()),
            Self::UpAndDown { .. } => (2, 2),
            Self::RoundRobin { by, .. } | Self::Permutation { by } => {
                if let Some(size) = by.iter().find(|size| **size == 0 || usize::from(**size) > given) {
                    return Err(SlipError::CombinationSize {
                        size: *size,
                        legs: given,
                    });
                }
                (2, MAX_LEGS)
            }
            _ => (2, MAX_LEGS),
        };
        if (least..=most).contains(&given) {
            return Ok(());
        }
        let takes = if least == most {
            least.to_string()
        } else {
            format!("{least} to {most}")
        };
        Err(SlipError::LegCount {
            kind: self.code(),
            takes,
            given,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::with_game;

    #[test]
    fn words_that_name_nobody_get_their_game() {
        let sides = ["Saints", "Packers"];
        for (words, player, expect) in [
            ("Packers -4.5", None, "Packers -4.5"),
            ("Saints over 20.5", None, "Saints over 20.5"),
            (
                "over 47.5, first half",
                None,
                "over 47.5, first half (Saints at Packers)",
            ),
            (
                "Aaron Jones over 60.5 rushing yards",
                Some("Aaron Jones"),
                "Aaron Jones over 60.5 rushing yards",
            ),
        ] {
            assert_eq!(with_game(words, sides, player), expect);
        }
    }
}
