//! Picks as people type them: one line for a command, or a paragraph written for social media.
//!
//! Reading says what a text says and no more: a bare `2u` is neither risk nor to-win, `Packers -4.5` is neither home
//! nor away, and a part that was not understood is handed back instead of guessed. [`crate::bet::resolve`] meets the
//! result with games.
//!
//! ```
//! use dbsbm_core::bet::text::{read, read_one};
//! let pick = read_one("Packers -4.5 -110 2u").unwrap();
//! assert_eq!(pick.legs[0].name.as_deref(), Some("Packers"));
//! assert_eq!(pick.stake.unwrap().short(), "2");
//!
//! let card = read("🏈 NFL\nPackers -4.5 (-110) 2u\nOver 47.5 -105 to win 1\nBOL!", None).unwrap();
//! assert_eq!((card.picks.len(), card.unread.len()), (2, 0));
//! ```
//!
//! A text passes these steps, one file each: `clean` (one spelling), `token`, `atom` (meanings, from the tables in
//! `vocabulary` and `stat`), `settle` (which number is what: `amounts`, `lines`), `leg` with its `parts` and `names`, `ticket`
//! (one line, without its `comment`), `paragraph`.

mod amounts;
mod atom;
mod clean;
mod comment;
mod leg;
mod lines;
mod names;
mod paragraph;
mod parts;
mod said;
mod settle;
mod sight;
mod stat;
#[cfg(test)]
mod tests;
mod ticket;
mod token;
mod vocabulary;

pub use leg::Doubt;
pub use said::{Pick, PickKind, PickLeg, PickMarket, Reading, TypedPrice};

/// Every code of a player's figure that text can lead to.
#[cfg(test)]
pub(crate) fn stat_codes() -> impl Iterator<Item = &'static str> {
    stat::all().map(|(_, code, _)| code)
}

use crate::market::Sport;

/// The longest text that is read, in characters.
pub const MAX_CHARS: usize = 4_000;

/// Why a text is no pick.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// More text than is read.
    #[error("{given} characters; at most {MAX_CHARS} are read at once")]
    TooLong {
        /// How many were given.
        given: usize,
    },
    /// Nothing that looks like a pick.
    #[error(
        "no pick found: write it as `Packers -4.5 -110 2u`, `over 47.5 -105 to win 1` or `Arsenal ML 2.10 1.5u`"
    )]
    Nothing,
    /// A part that was not understood.
    #[error("`{part}` was not understood: {why}")]
    NotUnderstood {
        /// The part, shortened.
        part: String,
        /// What stood in the way.
        why: Doubt,
    },
    /// Several picks where one was expected.
    #[error("{0} picks in one line; post them one by one, or all at once with /picks")]
    Several(usize),
    /// No price.
    #[error("the price of `{0}` is missing: add it as -110, 1.91 or 10/11")]
    NoPrice(String),
    /// No stake.
    #[error("the stake is missing: add it as 2u, risk 2 or to win 1")]
    NoStake,
}

/// Reads a paragraph of picks. `sport` says how words that several sports share are meant.
///
/// # Errors
/// [`TextError::TooLong`] beyond [`MAX_CHARS`]; everything else is part of the reading.
pub fn read(text: &str, sport: Option<Sport>) -> Result<Reading, TextError> {
    reading(text, sport).map(|(reading, _)| reading)
}

fn reading(text: &str, sport: Option<Sport>) -> Result<(Reading, Option<Doubt>), TextError> {
    if text.chars().nth(MAX_CHARS).is_some() {
        return Err(TextError::TooLong {
            given: text.chars().count(),
        });
    }
    Ok(paragraph::Reader::new(sport).read(&clean::clean(text)))
}

/// Reads exactly one complete pick: with a stake, and with a price for each leg or for the ticket.
///
/// # Errors
/// [`TextError`] says what is missing or was not understood.
pub fn read_one(text: &str) -> Result<Pick, TextError> {
    let (mut reading, doubt) = reading(text, None)?;
    if let Some(part) = reading.unread.first() {
        let part = part.chars().take(80).collect();
        return Err(TextError::NotUnderstood {
            part,
            why: doubt.unwrap_or(Doubt::LooseWords),
        });
    }
    let pick = match reading.picks.len() {
        0 => return Err(TextError::Nothing),
        1 => reading.picks.pop().ok_or(TextError::Nothing)?,
        several => return Err(TextError::Several(several)),
    };
    let unpriced = pick.legs.iter().find(|l| l.price.is_none());
    if let Some(leg) = unpriced.filter(|_| pick.price.is_none()) {
        return Err(TextError::NoPrice(
            leg.name.clone().unwrap_or(leg.market.to_string()),
        ));
    }
    if pick.stake.is_none() {
        return Err(TextError::NoStake);
    }
    Ok(pick)
}
