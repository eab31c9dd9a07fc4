//! The record: everything that is derived from settled bets.
//!
//! A [`Tally`] holds counts and sums, which do not depend on order; its [`Run`] holds what does (drawdown, streaks).
//! Both merge, so a month is its days put together, and a leaderboard reads one row per capper instead of bets.
//!
//! ```
//! use dbsbm_core::record::{Entry, Tally};
//! use dbsbm_core::settle::Outcome;
//! let entry = |outcome, returned: &str, level_e8| Entry {
//!     outcome,
//!     staked: "1".parse().unwrap(),
//!     returned: returned.parse().unwrap(),
//!     odds_e8: 190_909_091,
//!     level_e8,
//!     verified: false,
//! };
//! let mut tally = Tally::default();
//! tally.add(&entry(Outcome::Lost, "0", -100_000_000)).unwrap();
//! tally.add(&entry(Outcome::Won, "1.9091", 90_909_091)).unwrap();
//! assert_eq!(tally.net().to_string(), "-0.0909");
//! assert_eq!(tally.run.drawdown().to_string(), "1.0000");
//! assert_eq!(tally.win_rate(), Some(0.5));
//! ```

mod board;
mod curve;
mod figures;
mod milestone;
mod odds;
mod report;
mod run;
mod season;
mod slip;
mod split;
mod tally;
mod window;

pub use board::{BoardRow, Metric, on_trial, rank};
pub use curve::{Course, CurvePoint};
pub use figures::Figures;
pub use milestone::{Milestone, milestones};
pub use odds::{level_e8, possible_odds_e8};
pub use report::{DueReport, Month, MonthError, Report, ReportBet, ReportPeriod, Reported, due_reports};
pub use run::Run;
pub use season::{Season, SeasonError, SeasonPick, Stakes, Standing, TieBreak, standings};
pub use slip::{BasisCount, SlipRecord};
pub use split::{MIXED, Split, odds_band, stake_band};
pub use tally::{Entry, Grain, MAX_LEVEL, RecordError, Tally};
pub use window::{SettlementDay, Window};
