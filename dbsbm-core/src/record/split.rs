//! Splits: the record by one property of the bets.

use crate::{market::codes, money::Units};

codes! {
    /// What a record is split by.
    Split, "split", {
        /// The sport of all legs.
        Sport = "sport",
        /// The league of all legs.
        League = "league",
        /// The market of all legs.
        Market = "market",
        /// The part of the game of all legs.
        Period = "period",
        /// The decimal odds of the whole bet.
        Odds = "odds",
        /// The amount risked.
        Stake = "stake",
        /// The weekday of the settlement day.
        Weekday = "weekday",
        /// The month of the settlement day.
        Month = "month",
    }
}

/// The key of a bet whose legs differ in the property.
pub const MIXED: &str = "mixed";

/// The band of decimal odds times 10^8.
pub const fn odds_band(odds_e8: i64) -> &'static str {
    match odds_e8 / 1_000_000 {
        ..150 => "below 1.50",
        150..180 => "1.50 to 1.79",
        180..200 => "1.80 to 1.99",
        200..250 => "2.00 to 2.49",
        250..400 => "2.50 to 3.99",
        _ => "4.00 and above",
    }
}

/// The band of an amount risked.
pub const fn stake_band(staked: Units) -> &'static str {
    match staked.ten_thousandths() {
        ..10_000 => "below 1u",
        10_000..20_000 => "1u to 1.99u",
        20_000..30_000 => "2u to 2.99u",
        30_000..50_000 => "3u to 4.99u",
        _ => "5u and above",
    }
}
