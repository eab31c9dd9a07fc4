//! Seasons: a stretch of time in which the picks of those who entered are compared, and standings in general.
//!
//! A pick counts when it was placed within the window and after its capper entered, so that entering late brings no
//! past wins along. There are no prizes.
//!
//! ```
//! use dbsbm_core::record::{Season, Stakes, TieBreak};
//! let (opens, closes) = ("2024-09-01T00:00:00Z".parse().unwrap(), "2025-01-01T00:00:00Z".parse().unwrap());
//! let season = Season::new(opens, closes, Stakes::Level, 20, TieBreak::Picks).unwrap();
//! assert!(season.counts("2024-09-08T17:00:00Z".parse().unwrap()));
//! assert!(Season::new(closes, opens, Stakes::Level, 20, TieBreak::Picks).is_err());
//! ```

use super::{Entry, RecordError, Tally};
use crate::{id::UserId, market::codes, money::Units};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Serialize, Serializer};
use std::{cmp::Ordering, collections::BTreeMap};

codes! {
    /// What a pick counts in a season.
    Stakes, "stakes", {
        /// One unit, whatever was staked.
        Level = "level",
        /// What was staked.
        Free = "free",
    }
}

codes! {
    /// Who stands higher at the same net.
    TieBreak, "tie-break", {
        /// Who has more decided picks.
        Picks = "picks",
        /// Who won the larger share of them.
        WinRate = "win_rate",
        /// Who entered first.
        Entered = "entered",
    }
}

/// The rules of a season.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Season {
    /// Picks placed from here on count.
    pub opens: DateTime<Utc>,
    /// Picks placed from here on do not.
    pub closes: DateTime<Utc>,
    /// What a pick counts.
    pub stakes: Stakes,
    /// Decided picks below which a capper is unranked.
    pub min_picks: u32,
    /// Who stands higher at the same net.
    pub tie_break: TieBreak,
}

/// Rules that make no season, or a season that does not allow it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SeasonError {
    /// It ends before it begins.
    #[error("the season would end ({closes}) before it begins ({opens}): give a later end")]
    Backwards {
        /// Its beginning.
        opens: DateTime<Utc>,
        /// Its end.
        closes: DateTime<Utc>,
    },
    /// It is longer than a season can be.
    #[error("the season would last {days} days, at most {MAX_DAYS} are allowed: give an earlier end")]
    TooLong {
        /// How long it would last.
        days: i64,
    },
    /// Too many picks are asked for.
    #[error("{given} picks are asked for, from 1 to {MAX_PICKS} can be")]
    MinPicks {
        /// How many.
        given: u32,
    },
    /// Nobody can enter any more.
    #[error("the season took picks until {closes}: nobody can enter any more")]
    Over {
        /// Its end.
        closes: DateTime<Utc>,
    },
    /// It still takes picks.
    #[error("the season takes picks until {closes}: it can be closed after that")]
    Running {
        /// Its end.
        closes: DateTime<Utc>,
    },
    /// Picks of it are not settled yet.
    #[error("the season can be closed when all its picks are settled; still open: {open}")]
    PicksOpen {
        /// How many.
        open: i64,
    },
}

impl SeasonError {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Backwards { .. } | Self::TooLong { .. } | Self::MinPicks { .. } => "bad_season",
            Self::Over { .. } => "season_over",
            Self::Running { .. } => "season_running",
            Self::PicksOpen { .. } => "season_picks_open",
        }
    }
}

/// The longest season.
const MAX_DAYS: i64 = 400;
/// The most picks that can be asked for.
const MAX_PICKS: u32 = 1_000;

impl Season {
    /// Checks the rules against each other.
    ///
    /// # Errors
    /// [`SeasonError`] says what does not fit, and what would.
    pub fn new(
        opens: DateTime<Utc>,
        closes: DateTime<Utc>,
        stakes: Stakes,
        min_picks: u32,
        tie_break: TieBreak,
    ) -> Result<Self, SeasonError> {
        if closes <= opens {
            return Err(SeasonError::Backwards { opens, closes });
        }
        if closes - opens > TimeDelta::days(MAX_DAYS) {
            let days = (closes - opens).num_days();
            return Err(SeasonError::TooLong { days });
        }
        if !(1..=MAX_PICKS).contains(&min_picks) {
            return Err(SeasonError::MinPicks { given: min_picks });
        }
        Ok(Self {
            opens,
            closes,
            stakes,
            min_picks,
            tie_break,
        })
    }

    /// Whether a pick placed at that moment counts.
    pub fn counts(&self, placed_at: DateTime<Utc>) -> bool {
        self.opens <= placed_at && placed_at < self.closes
    }

    /// Whether it can be entered.
    ///
    /// # Errors
    /// [`SeasonError::Over`].
    pub fn may_enter(&self, now: DateTime<Utc>) -> Result<(), SeasonError> {
        if now < self.closes {
            Ok(())
        } else {
            Err(SeasonError::Over { closes: self.closes })
        }
    }

    /// Whether its standings can be frozen, with so many of its picks open.
    ///
    /// # Errors
    /// [`SeasonError::Running`] or [`SeasonError::PicksOpen`].
    pub fn may_close(&self, now: DateTime<Utc>, open: i64) -> Result<(), SeasonError> {
        match () {
            () if now < self.closes => Err(SeasonError::Running { closes: self.closes }),
            () if open > 0 => Err(SeasonError::PicksOpen { open }),
            () => Ok(()),
        }
    }

    /// The standings: everybody who entered, with what their picks came to. Picks outside the window, or placed before
    /// their capper entered, are passed over.
    ///
    /// # Errors
    /// [`RecordError::OutOfRange`].
    pub fn standings(
        &self,
        entered: &BTreeMap<UserId, DateTime<Utc>>,
        picks: &[SeasonPick],
    ) -> Result<Vec<Standing>, RecordError> {
        let mut tallies: BTreeMap<UserId, Tally> = entered.keys().map(|c| (*c, Tally::default())).collect();
        for pick in picks {
            let since = entered.get(&pick.capper);
            if self.counts(pick.placed_at) && since.is_some_and(|since| *since <= pick.placed_at) {
                tallies.entry(pick.capper).or_default().add(&pick.entry)?;
            }
        }
        let mut rows: Vec<Standing> = tallies
            .iter()
            .map(|(c, tally)| Standing::new(*c, tally))
            .collect();
        standings(&mut rows, self.stakes, self.min_picks, |a, b| {
            match self.tie_break {
                TieBreak::Picks => b.decided.cmp(&a.decided),
                TieBreak::WinRate => b.compare_win_rate(a),
                TieBreak::Entered => entered.get(&a.capper).cmp(&entered.get(&b.capper)),
            }
        });
        Ok(rows)
    }
}

/// A settled pick of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeasonPick {
    /// Whose.
    pub capper: UserId,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// How it ended.
    pub entry: Entry,
}

/// A line of standings: whole numbers and amounts only, so that it can be kept for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// Place, from 1; null below the minimum of decided picks.
    pub rank: Option<u32>,
    /// The capper's Discord id.
    #[serde(serialize_with = "as_text")]
    pub capper: UserId,
    /// Won, lost, half won or half lost.
    pub decided: i64,
    /// Won.
    pub won: i64,
    /// Half won.
    pub half_won: i64,
    /// Lost.
    pub lost: i64,
    /// Half lost.
    pub half_lost: i64,
    /// Pushes.
    pub push: i64,
    /// Voids.
    pub void: i64,
    /// Risked on decided picks.
    pub risked: Units,
    /// Net.
    pub net: Units,
    /// Net at one unit a pick, times 10^8.
    pub level_e8: i64,
}

fn as_text<S: Serializer>(id: &UserId, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(id)
}

impl Standing {
    /// The line of a record, unranked.
    pub fn new(capper: UserId, tally: &Tally) -> Self {
        Self {
            rank: None,
            capper,
            decided: tally.decided(),
            won: tally.won,
            half_won: tally.half_won,
            lost: tally.lost,
            half_lost: tally.half_lost,
            push: tally.push,
            void: tally.void,
            risked: tally.risked(),
            net: tally.net(),
            level_e8: tally.level_e8,
        }
    }

    /// Net at one unit a pick.
    pub fn level_net(&self) -> Units {
        let tally = Tally {
            level_e8: self.level_e8,
            ..Tally::default()
        };
        tally.level_net()
    }

    /// Compares shares of picks won, exactly; nothing decided is the least.
    fn compare_win_rate(&self, other: &Self) -> Ordering {
        let share = |s: &Self| {
            let (wins, losses) = (2 * s.won + s.half_won, 2 * s.lost + s.half_lost);
            (i128::from(wins), i128::from(wins + losses).max(1))
        };
        let ((a, n), (b, m)) = (share(self), share(other));
        (a * m).cmp(&(b * n))
    }
}

/// Orders lines by net (or net at one unit a pick), those with enough picks first and numbered. Equals go by the
/// tie-break, then by id.
pub fn standings(
    rows: &mut [Standing],
    stakes: Stakes,
    min_picks: u32,
    tie_break: impl Fn(&Standing, &Standing) -> Ordering,
) {
    let qualifies = |row: &Standing| row.decided >= i64::from(min_picks);
    let value = |row: &Standing| match stakes {
        Stakes::Level => row.level_e8,
        Stakes::Free => row.net.ten_thousandths(),
    };
    rows.sort_by(|a, b| {
        (qualifies(b).cmp(&qualifies(a)))
            .then(value(b).cmp(&value(a)))
            .then_with(|| tie_break(a, b))
            .then(a.capper.cmp(&b.capper))
    });
    for (place, row) in (1..).zip(rows.iter_mut()) {
        row.rank = qualifies(row).then_some(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settle::Outcome;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn season(stakes: Stakes, min_picks: u32, tie_break: TieBreak) -> Season {
        let (opens, closes) = (at("2024-09-01T00:00:00Z"), at("2024-10-01T00:00:00Z"));
        Season::new(opens, closes, stakes, min_picks, tie_break).unwrap()
    }

    fn pick(capper: i64, day: &str, staked: &str, won: bool) -> SeasonPick {
        let staked: Units = staked.parse().unwrap();
        let returned = if won {
            staked.checked_add(staked).unwrap()
        } else {
            Units::ZERO
        };
        SeasonPick {
            capper: UserId::new(capper).unwrap(),
            placed_at: at(&format!("{day}T12:00:00Z")),
            entry: Entry {
                outcome: if won { Outcome::Won } else { Outcome::Lost },
                staked,
                returned,
                odds_e8: 200_000_000,
                level_e8: if won { 100_000_000 } else { -100_000_000 },
                verified: true,
            },
        }
    }

    fn check(season: &Season, picks: &[SeasonPick], expect: &[(i64, Option<u32>, i64)]) {
        let day = |d| at(&format!("2024-09-0{d}T00:00:00Z"));
        let entered = [(7, day(1)), (8, day(2)), (9, day(5))];
        let entered = entered.map(|(c, at)| (UserId::new(c).unwrap(), at)).into();
        let rows = season.standings(&entered, picks).unwrap();
        let shown: Vec<_> = rows.iter().map(|r| (r.capper.get(), r.rank, r.decided)).collect();
        assert_eq!(shown, expect);
    }

    #[test]
    fn only_picks_in_the_window_after_entering_count() {
        let picks = [
            pick(7, "2024-08-31", "1", true),
            pick(7, "2024-09-03", "1", false),
            pick(8, "2024-10-01", "1", true),
            pick(8, "2024-09-30", "1", true),
            pick(9, "2024-09-04", "5", true),
            pick(5, "2024-09-10", "5", true),
        ];
        let season = season(Stakes::Free, 1, TieBreak::Picks);
        check(&season, &picks, &[(8, Some(1), 1), (7, Some(2), 1), (9, None, 0)]);
    }

    #[test]
    fn level_stakes_see_no_inflated_ones() {
        let picks = [
            pick(7, "2024-09-10", "10", true),
            pick(8, "2024-09-10", "1", true),
            pick(8, "2024-09-11", "1", true),
        ];
        let (free, level) = (Stakes::Free, Stakes::Level);
        check(
            &season(free, 1, TieBreak::Picks),
            &picks,
            &[(7, Some(1), 1), (8, Some(2), 2), (9, None, 0)],
        );
        check(
            &season(level, 1, TieBreak::Picks),
            &picks,
            &[(8, Some(1), 2), (7, Some(2), 1), (9, None, 0)],
        );
    }

    #[test]
    fn ties_are_broken_as_said() {
        let picks = [
            pick(7, "2024-09-10", "1", true),
            pick(8, "2024-09-10", "1", true),
            pick(8, "2024-09-11", "1", true),
            pick(8, "2024-09-12", "1", false),
        ];
        let of = |tie| season(Stakes::Free, 1, tie);
        check(
            &of(TieBreak::Picks),
            &picks,
            &[(8, Some(1), 3), (7, Some(2), 1), (9, None, 0)],
        );
        check(
            &of(TieBreak::WinRate),
            &picks,
            &[(7, Some(1), 1), (8, Some(2), 3), (9, None, 0)],
        );
        check(
            &of(TieBreak::Entered),
            &picks,
            &[(7, Some(1), 1), (8, Some(2), 3), (9, None, 0)],
        );
    }

    #[test]
    fn a_season_ends_before_it_is_closed() {
        let season = season(Stakes::Free, 1, TieBreak::Picks);
        let (during, after) = (at("2024-09-30T23:59:59Z"), at("2024-10-01T00:00:00Z"));
        assert!(season.may_enter(during).is_ok());
        assert_eq!(season.may_enter(after).unwrap_err().code(), "season_over");
        assert_eq!(season.may_close(during, 0).unwrap_err().code(), "season_running");
        assert_eq!(
            season.may_close(after, 2).unwrap_err().code(),
            "season_picks_open"
        );
        assert!(season.may_close(after, 0).is_ok());
        let long = at("2026-01-01T00:00:00Z");
        assert!(Season::new(during, long, Stakes::Free, 1, TieBreak::Picks).is_err());
        assert!(Season::new(during, after, Stakes::Free, 0, TieBreak::Picks).is_err());
    }
}
