//! What can be bet on: sports, periods, markets, sides and lines, and the [`Selection`] that puts them together.
//!
//! ```
//! use dbsbm_core::market::{Market, Period, Selection, Side};
//! let pick = Selection::new(Market::Spread, Period::Full, Side::Home, Some("-4.5".parse().unwrap())).unwrap();
//! assert_eq!(pick.market.code(), "spread");
//! assert!(Selection::new(Market::Moneyline, Period::Full, Side::Home, Some("-4.5".parse().unwrap())).is_err());
//! ```

mod game;
mod league;
mod line;
mod menu;
mod period;
pub mod props;
mod quote;
mod selection;
mod sport;

pub use game::{Game, GameStatus, Score, ScoreError};
pub use league::{League, LeagueError};
pub use line::{Line, LineError};
pub use menu::{Offer, offers};
pub use period::Period;
pub use quote::{Quote, QuoteMoment};
pub use selection::{Leader, Market, MarketError, Selection, Side};
pub use sport::Sport;

/// Text that names nothing in one of the fixed lists (sport, period, market, side, ...).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no {what}; one of: {known}")]
pub struct UnknownName {
    /// What was expected.
    pub what: &'static str,
    /// What was given, shortened.
    pub given: String,
    /// The names that exist.
    pub known: String,
}

impl UnknownName {
    pub(crate) fn new(what: &'static str, given: &str, known: &[&str]) -> Self {
        Self {
            what,
            given: given.chars().take(40).collect(),
            known: known.join(", "),
        }
    }
}

/// An enum with one fixed code per variant, printed and parsed by it and stored by it.
macro_rules! codes {
    ($(#[$doc:meta])* $name:ident, $what:literal, { $($(#[$vdoc:meta])* $variant:ident = $code:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every value, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name used in files, JSON and the database.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.code())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::market::UnknownName;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($code => Ok(Self::$variant),)+
                    _ => Err($crate::market::UnknownName::new($what, text, &[$($code,)+])),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.code())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'_, str>>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}
pub(crate) use codes;
