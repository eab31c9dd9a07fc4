//! What a slip says of its capper's record: counts and sums, and how the prices stood against the market.

use super::Tally;
use crate::bet::PriceBasis;

/// Bets of a record by price basis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BasisCount {
    /// At a price that could be had.
    pub available: u64,
    /// At a price that could not.
    pub beyond_market: u64,
    /// With nothing to compare.
    pub no_market: u64,
}

impl BasisCount {
    /// Counts bets of one basis.
    pub const fn add(&mut self, basis: PriceBasis, bets: u64) {
        match basis {
            PriceBasis::Available => self.available += bets,
            PriceBasis::BeyondMarket => self.beyond_market += bets,
            _ => self.no_market += bets,
        }
    }
}

/// The record that a slip carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SlipRecord {
    /// Counts and sums of the settled bets.
    pub tally: Tally,
    /// The same bets by price basis.
    pub basis: BasisCount,
}
