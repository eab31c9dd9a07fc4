//! Streaks and milestones: what is worth a word when a bet settles.
//!
//! ```
//! use dbsbm_core::record::{Entry, Milestone, Tally, milestones};
//! let won = Entry {
//!     outcome: dbsbm_core::settle::Outcome::Won,
//!     staked: "1".parse().unwrap(),
//!     returned: "2".parse().unwrap(),
//!     odds_e8: 200_000_000,
//!     level_e8: 100_000_000,
//!     verified: true,
//! };
//! let mut tally = Tally::default();
//! for _ in 0..4 {
//!     assert!(milestones(&tally, &won).is_empty());
//!     tally.add(&won).unwrap();
//! }
//! assert_eq!(milestones(&tally, &won), [Milestone::WinningStreak { wins: 5 }]);
//! ```

use super::{Entry, Tally};
use serde::{Deserialize, Serialize};

/// Something reached with a bet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "milestone", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Milestone {
    /// So many bets won in a row: five, then every further five.
    WinningStreak {
        /// How many.
        wins: i64,
    },
    /// So many decided bets: a hundred, then every further hundred.
    Decided {
        /// How many.
        bets: i64,
    },
    /// The net passed so many units for the first time: fifty, then every further fifty.
    NetHigh {
        /// How many units.
        units: i64,
    },
}

/// Wins that make a streak worth a word.
const STREAK: i64 = 5;
/// Decided bets between two milestones.
const BETS: i64 = 100;
/// Ten-thousandths of a unit between two milestones of the net.
const NET: i64 = 50 * 10_000;

/// What is reached when a bet is added to a record. Losing streaks are nobody's news.
pub fn milestones(before: &Tally, entry: &Entry) -> Vec<Milestone> {
    let Ok(after) = Tally::of(entry).and_then(|one| before.then(&one)) else {
        return Vec::new();
    };
    let mut reached = Vec::new();
    let wins = after.run.tail;
    if wins > before.run.tail && wins % STREAK == 0 {
        reached.push(Milestone::WinningStreak { wins });
    }
    let bets = after.decided();
    if bets > before.decided() && bets % BETS == 0 {
        reached.push(Milestone::Decided { bets });
    }
    let steps = after.run.high / NET;
    if steps > before.run.high / NET {
        let units = steps * NET / 10_000;
        reached.push(Milestone::NetHigh { units });
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{money::Units, settle::Outcome};

    fn entry(net: i64) -> Entry {
        let staked = Units::from_ten_thousandths(10_000_000).unwrap();
        Entry {
            outcome: if net > 0 { Outcome::Won } else { Outcome::Lost },
            staked,
            returned: Units::from_ten_thousandths(10_000_000 + net * 10_000).unwrap(),
            odds_e8: 200_000_000,
            level_e8: 0,
            verified: false,
        }
    }

    #[test]
    fn each_milestone_is_reached_once() {
        let mut tally = Tally::default();
        let mut all = Vec::new();
        for n in 1..=200 {
            // 49 up after the first, 51 after the second, then down and up around it.
            let net = match n {
                1 => 49,
                n if n % 2 == 0 => 2,
                _ => -2,
            };
            let entry = entry(net);
            all.extend(milestones(&tally, &entry));
            tally.add(&entry).unwrap();
        }
        use Milestone::{Decided, NetHigh};
        assert_eq!(
            all,
            [
                NetHigh { units: 50 },
                Decided { bets: 100 },
                Decided { bets: 200 }
            ]
        );
    }

    #[test]
    fn a_push_neither_extends_nor_repeats_a_streak() {
        let mut tally = Tally::default();
        for _ in 0..5 {
            tally.add(&entry(1)).unwrap();
        }
        let push = Entry {
            outcome: Outcome::Push,
            ..entry(0)
        };
        assert!(milestones(&tally, &push).is_empty());
    }
}
