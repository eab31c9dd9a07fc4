//! How much to stake: value, Kelly, hedges, middles, arbitrage, and a parlay against its singles.
//!
//! Two kinds of number meet here. Chances and shares of a bankroll are estimates and are floating point numbers; amounts
//! that somebody pays are [`Units`](crate::money::Units) and stay exact, as the prices ([`Odds`](crate::odds::Odds)) do.
//!
//! | question | answer |
//! | --- | --- |
//! | is this price worth taking? | [`expected_value`], [`break_even`] |
//! | how much on one bet? | [`kelly`] |
//! | how much on several outcomes of one event? | [`kelly_exclusive`] |
//! | how much on several bets that run at the same time? | [`kelly_simultaneous`] |
//! | how do I close a position? | [`lay_off`], [`back_off`], [`middle`] |
//! | how do I spread one amount over outcomes? | [`dutch`], [`arbitrage`] |
//! | one parlay or its legs as singles? | [`parlay_or_singles`] |
//!
//! ```
//! use dbsbm_core::staking::{kelly, expected_value};
//!
//! // A 30% chance at 3.50: five percent expected, two percent of the bankroll.
//! assert!((expected_value(0.3, 3.5)? - 0.05).abs() < 1e-12);
//! assert!((kelly(0.3, 3.5, 1.0)?.stake - 0.02).abs() < 1e-12);
//! # Ok::<(), dbsbm_core::staking::StakingError>(())
//! ```
//!
//! A recommended stake is only as good as the probability it was given. Full Kelly assumes that one is right about it;
//! a half or a quarter costs little growth and forgives a lot of error.

mod cover;
mod error;
mod exact;
mod exclusive;
mod hedge;
mod kelly;
mod parlay;
mod simultaneous;
mod value;

#[cfg(test)]
mod tests;

pub use cover::{Cover, arbitrage, dutch};
pub use error::StakingError;
pub use exclusive::{Exclusive, kelly_exclusive};
pub use hedge::{Commission, Hedge, Middle, back_off, lay_off, middle};
pub use kelly::{Kelly, kelly};
pub use parlay::{Comparison, Prospect, parlay_or_singles};
pub use simultaneous::{MAX_SIMULTANEOUS, Simultaneous, kelly_simultaneous};
pub use value::{break_even, expected_value};
