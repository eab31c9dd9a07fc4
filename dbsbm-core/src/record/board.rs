//! The leaderboard: one row per capper, ranked by a metric among those with enough decided bets.

use super::Figures;
use crate::{id::UserId, market::codes};
use serde::{Serialize, Serializer};

codes! {
    /// What a leaderboard is ordered by.
    Metric, "metric", {
        /// Net units.
        Net = "net",
        /// Net per unit risked.
        Roi = "roi",
        /// Level-stakes ROI, shrunk towards the guild's mean.
        ShrunkRoi = "shrunk_roi",
        /// Mean closing line value.
        Clv = "clv",
        /// Share of decided bets won.
        WinRate = "win_rate",
    }
}

/// One capper's row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BoardRow {
    /// Place, from 1; null below the minimum of decided bets. Cappers on trial have places of their own.
    pub rank: Option<u32>,
    /// Whether the capper is on trial and ranked apart.
    pub trial: bool,
    /// The capper's Discord id.
    #[serde(serialize_with = "as_text")]
    pub capper: UserId,
    /// The capper's name.
    pub name: String,
    /// The record.
    #[serde(flatten)]
    pub figures: Figures,
}

fn as_text<S: Serializer>(id: &UserId, s: S) -> Result<S::Ok, S::Error> {
    s.collect_str(id)
}

impl BoardRow {
    /// The row of a record, unranked.
    pub const fn new(capper: UserId, name: String, figures: Figures) -> Self {
        Self {
            rank: None,
            trial: false,
            capper,
            name,
            figures,
        }
    }

    /// The same row, of a capper who is on trial or not.
    pub const fn with_trial(mut self, trial: bool) -> Self {
        self.trial = trial;
        self
    }
}

/// Whether a capper with so many verified bets is on trial where so many are asked for.
pub fn on_trial(verified: i64, needed: Option<u32>) -> bool {
    needed.is_some_and(|needed| verified < i64::from(needed))
}

/// Orders rows by a metric and numbers those that qualify: at least `min` decided bets, and a value to compare. Ties go
/// to the longer record, then to the lower id. Cappers on trial follow, numbered among themselves, then the unqualified
/// without a rank.
pub fn rank(rows: &mut [BoardRow], metric: Metric, min: i64) {
    let qualifies = |row: &BoardRow| row.figures.decided >= min && row.figures.value(metric).is_some();
    rows.sort_by(|a, b| {
        let value = |row: &BoardRow| row.figures.value(metric).unwrap_or(f64::NEG_INFINITY);
        (qualifies(b).cmp(&qualifies(a)))
            .then(a.trial.cmp(&b.trial))
            .then(value(b).total_cmp(&value(a)))
            .then(b.figures.decided.cmp(&a.figures.decided))
            .then(a.capper.cmp(&b.capper))
    });
    let (mut ranked, mut tried) = (1.., 1..);
    for row in rows.iter_mut() {
        let places = if row.trial { &mut tried } else { &mut ranked };
        row.rank = if qualifies(row) { places.next() } else { None };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Entry, Tally};

    #[test]
    fn cappers_on_trial_are_numbered_among_themselves() {
        let row = |capper: i64, returned: &str, trial: bool| {
            let entry = Entry {
                outcome: crate::settle::Outcome::Won,
                staked: "1".parse().unwrap(),
                returned: returned.parse().unwrap(),
                odds_e8: 200_000_000,
                level_e8: 100_000_000,
                verified: true,
            };
            let figures = Figures::new(0, &Tally::of(&entry).unwrap());
            BoardRow::new(UserId::new(capper).unwrap(), String::new(), figures).with_trial(trial)
        };
        let mut rows = [
            row(1, "2", false),
            row(2, "9", true),
            row(3, "3", false),
            row(4, "4", true),
        ];
        rank(&mut rows, Metric::Net, 1);
        let places: Vec<_> = rows.iter().map(|r| (r.capper.get(), r.rank, r.trial)).collect();
        let expect = [
            (3, Some(1), false),
            (1, Some(2), false),
            (2, Some(1), true),
            (4, Some(2), true),
        ];
        assert_eq!(places, expect);
        rank(&mut rows, Metric::Net, 2);
        assert!(rows.iter().all(|row| row.rank.is_none()));
        assert!(on_trial(9, Some(10)) && !on_trial(10, Some(10)) && !on_trial(0, None));
    }
}
