//! Quotes: a price for a selection at one moment, from one source. The snapshot of a game is a set of them.

use super::{Selection, codes};
use crate::{id::GameId, odds::Odds};
use chrono::{DateTime, Utc};

codes! {
    /// What is known of when a quote stood.
    QuoteMoment, "quote moment", {
        /// The first price of the market.
        Open = "open",
        /// Some time between.
        Seen = "seen",
        /// The last price before the start.
        Close = "close",
    }
}

/// One price for one selection of one game.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The game.
    pub game: GameId,
    /// The selection.
    pub selection: Selection,
    /// The price.
    pub price: Odds,
    /// The bookmaker, or the kind of average (`average`).
    pub book: String,
    /// Where the price was read (a feed, a file).
    pub source: String,
    /// When it stood.
    pub as_of: DateTime<Utc>,
    /// Whether that is the opening, the close, or a time between.
    pub moment: QuoteMoment,
}
