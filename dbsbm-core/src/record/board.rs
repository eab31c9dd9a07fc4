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
    /// Place, from 1; null below the minimum of decided bets.
    pub rank: Option<u32>,
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
            capper,
            name,
            figures,
        }
    }
}

/// Orders rows by a metric and numbers those that qualify: at least `min` decided bets, and a value to compare. Ties go
/// to the longer record, then to the lower id. The unqualified follow, without a rank.
pub fn rank(rows: &mut [BoardRow], metric: Metric, min: i64) {
    let qualifies = |row: &BoardRow| row.figures.decided >= min && row.figures.value(metric).is_some();
    rows.sort_by(|a, b| {
        let value = |row: &BoardRow| row.figures.value(metric).unwrap_or(f64::NEG_INFINITY);
        (qualifies(b).cmp(&qualifies(a)))
            .then(value(b).total_cmp(&value(a)))
            .then(b.figures.decided.cmp(&a.figures.decided))
            .then(a.capper.cmp(&b.capper))
    });
    for (place, row) in (1..).zip(rows.iter_mut()) {
        row.rank = qualifies(row).then_some(place);
    }
}
