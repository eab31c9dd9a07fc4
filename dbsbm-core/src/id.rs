//! Typed identifiers. One macro makes them all; none converts into another, so a capper's id cannot be passed where a
//! guild's is meant.
//!
//! ```
//! use dbsbm_core::id::{BetNo, GuildId};
//! let guild = GuildId::new(1).unwrap();
//! let bet: BetNo = "17".parse().unwrap();
//! assert_eq!((guild.get(), bet.to_string()), (1, "17".to_string()));
//! assert!("0".parse::<GuildId>().is_err());
//! ```

use serde::{Deserialize, Serialize};

/// Text or number that is no identifier.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// Identifiers are whole numbers from 1 to 2^63 - 1.
    #[error("`{given}` is no {what}: a whole number from 1 to 9223372036854775807 is expected")]
    NotAnId {
        /// Which identifier was expected.
        what: &'static str,
        /// What was given, shortened.
        given: String,
    },
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident, $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(i64);

        impl $name {
            /// From a number; refused unless positive.
            pub fn new(id: i64) -> Result<Self, IdError> {
                if id > 0 { Ok(Self(id)) } else { Err(IdError::NotAnId { what: $what, given: id.to_string() }) }
            }

            /// The number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl TryFrom<i64> for $name {
            type Error = IdError;
            fn try_from(id: i64) -> Result<Self, IdError> {
                Self::new(id)
            }
        }

        impl From<$name> for i64 {
            fn from(id: $name) -> i64 {
                id.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
                match text.parse::<i64>() {
                    Ok(id) if digits && id > 0 => Ok(Self(id)),
                    _ => Err(IdError::NotAnId { what: $what, given: text.chars().take(40).collect() }),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

ids! {
    /// A Discord server. Every row of the books belongs to exactly one.
    GuildId, "guild id";
    /// A Discord account: a capper, a member, a grader.
    UserId, "user id";
    /// A Discord channel.
    ChannelId, "channel id";
    /// A Discord role.
    RoleId, "role id";
    /// A game in the shared reference data.
    GameId, "game id";
    /// A bet's number in its guild (`#1042`).
    BetNo, "bet number";
    /// The position of an event in its guild's chain, from 1.
    EventSeq, "event number";
}
