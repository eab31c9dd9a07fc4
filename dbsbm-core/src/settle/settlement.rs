//! The settlement: what a ticket came to.

use super::{Outcome, RuleName};
use crate::money::Units;
use serde::Serialize;

/// What a ticket came to under one rule set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Settlement {
    /// The outcome.
    pub outcome: Outcome,
    /// How many lines were staked.
    pub lines: u32,
    /// What was staked; nothing on a free bet.
    pub staked: Units,
    /// What came back; of an open ticket, what is banked already.
    pub returned: Units,
    /// The difference, once decided.
    pub net: Option<Units>,
    /// Of an open ticket, what it returns if every open leg wins.
    pub max_returned: Option<Units>,
    /// The rule set used.
    pub rules: RuleName,
}

/// A ticket that arithmetic cannot settle. Legs are numbered from 0, as in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettleError {
    /// A same-game parlay lost a leg to a push or void: its price no longer holds, and cannot be computed.
    #[error(
        "leg {leg} of a same-game parlay had no decision; its price cannot be recomputed, so a person decides"
    )]
    NeedsReview {
        /// The leg.
        leg: usize,
    },
    /// The printed table ends above the number of legs that are left.
    #[error("the table has no price for {legs} legs")]
    NoTableRow {
        /// How many legs are left.
        legs: usize,
    },
    /// More than the books can hold.
    #[error("the return is more than the books can hold")]
    TooLarge,
}
