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
    /// Drafts are named by letters and digits.
    #[error("`{given}` names no draft: up to 13 letters a-z and digits are expected")]
    NotADraft {
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
    /// A Discord message.
    MessageId, "message id";
    /// A Discord webhook.
    WebhookId, "webhook id";
    /// A game in the shared reference data.
    GameId, "game id";
    /// A bet's number in its guild (`#1042`).
    BetNo, "bet number";
    /// A question's number in its guild.
    QuestionNo, "question number";
    /// The position of an event in its guild's chain, from 1.
    EventSeq, "event number";
}

/// What a person has begun and not posted yet. Random, so that nobody guesses another's; its text is short, for the ids of
/// buttons.
///
/// ```
/// use dbsbm_core::id::DraftId;
/// let draft = DraftId::from_bits(1_000_000_007);
/// assert_eq!(draft.to_string(), "gjdgxz");
/// assert_eq!("gjdgxz".parse(), Ok(draft));
/// assert!("GJDGXZ".parse::<DraftId>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DraftId(u64);

/// Digits of a draft's text.
const DRAFT_DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

impl DraftId {
    /// From random bits.
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits.
    pub const fn bits(self) -> u64 {
        self.0
    }
}

impl std::fmt::Display for DraftId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = [0; 13];
        let (mut rest, mut from) = (self.0, text.len());
        for (place, slot) in text.iter_mut().enumerate().rev() {
            *slot = DRAFT_DIGITS[(rest % 36) as usize];
            (rest, from) = (rest / 36, place);
            if rest == 0 {
                break;
            }
        }
        text[from..]
            .iter()
            .try_for_each(|digit| write!(f, "{}", char::from(*digit)))
    }
}

impl std::str::FromStr for DraftId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        // One spelling a draft: no capitals, no sign, no leading zeros.
        match u64::from_str_radix(text, 36).map(Self) {
            Ok(id) if id.to_string() == text => Ok(id),
            _ => Err(IdError::NotADraft {
                given: text.chars().take(40).collect(),
            }),
        }
    }
}

impl TryFrom<String> for DraftId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<DraftId> for String {
    fn from(id: DraftId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_has_one_text() {
        for bits in [0, 1, 35, 36, 1_295, u64::MAX - 1, u64::MAX] {
            let id = DraftId::from_bits(bits);
            let text = id.to_string();
            assert!(text.len() <= 13, "{text}");
            assert_eq!(text.parse(), Ok(id));
        }
        for wrong in [
            "",
            "-1",
            "+1",
            "01",
            "A",
            "a b",
            "3w5e11264sgsg",
            "zzzzzzzzzzzzzz",
        ] {
            assert!(wrong.parse::<DraftId>().is_err(), "{wrong}");
        }
    }
}
