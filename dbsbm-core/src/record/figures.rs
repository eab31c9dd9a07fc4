//! The figures of a record, as people and programs read them.

use super::{Metric, Tally};
use crate::money::Units;
use serde::Serialize;

/// The record over a stretch of bets. Figures that the books cannot give yet are null, never zero.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// All bets but withdrawn ones.
    pub bets: i64,
    /// Won, lost, half won or half lost.
    pub decided: i64,
    /// Bets won.
    pub won: i64,
    /// Bets half won.
    pub half_won: i64,
    /// Bets lost.
    pub lost: i64,
    /// Bets half lost.
    pub half_lost: i64,
    /// Pushes.
    pub push: i64,
    /// Voids.
    pub void: i64,
    /// Bets not settled yet.
    pub open: i64,
    /// Risked on decided bets.
    pub risked: Units,
    /// Returned on decided bets.
    pub returned: Units,
    /// Net.
    pub net: Units,
    /// Net per unit risked.
    pub roi: Option<f64>,
    /// Share of decided bets won.
    pub win_rate: Option<f64>,
    /// Mean decimal odds.
    pub average_odds: Option<f64>,
    /// Largest fall from a peak.
    pub max_drawdown: Units,
    /// Longest winning streak.
    pub longest_win_streak: i64,
    /// Longest losing streak.
    pub longest_losing_streak: i64,
    /// The streak at the end, losses below zero.
    pub current_streak: i64,
    /// Net at one unit a bet.
    pub level_net: Units,
    /// Net per bet at one unit a bet.
    pub level_roi: Option<f64>,
    /// Bets of the verified record.
    pub verified: i64,
    /// Net of the verified record.
    pub verified_net: Units,
    /// Bets with a closing price.
    pub clv_n: Option<i64>,
    /// Mean price CLV.
    pub clv_mean: Option<f64>,
    /// Share that beat the close.
    pub beat_close: Option<f64>,
    /// Mean CLV against the close without its margin.
    pub fair_clv_mean: Option<f64>,
    /// Skill as a z-score.
    pub skill_z: Option<f64>,
    /// Its one-sided p-value.
    pub skill_p: Option<f64>,
    /// ROI shrunk towards the guild's mean.
    pub shrunk_roi: Option<f64>,
    /// Lower end of its 90% interval.
    pub shrunk_roi_low: Option<f64>,
    /// Upper end of its 90% interval.
    pub shrunk_roi_high: Option<f64>,
    /// Bets whose line moved and could be valued.
    pub line_clv_n: Option<i64>,
    /// Mean line-adjusted CLV.
    pub line_clv_mean: Option<f64>,
}

impl Figures {
    /// The figures of a tally, with so many bets open beside it.
    pub fn new(open: i64, tally: &Tally) -> Self {
        let run = tally.run;
        Self {
            bets: tally.settled() + open,
            decided: tally.decided(),
            won: tally.won,
            half_won: tally.half_won,
            lost: tally.lost,
            half_lost: tally.half_lost,
            push: tally.push,
            void: tally.void,
            open,
            risked: tally.risked(),
            returned: tally.returned(),
            net: tally.net(),
            roi: tally.roi(),
            win_rate: tally.win_rate(),
            average_odds: tally.average_odds(),
            max_drawdown: run.drawdown(),
            longest_win_streak: run.best_win,
            longest_losing_streak: run.best_loss,
            current_streak: run.tail,
            level_net: tally.level_net(),
            level_roi: tally.level_roi(),
            verified: tally.verified,
            verified_net: Units::from_ten_thousandths(tally.verified_net).unwrap_or(Units::ZERO),
            clv_n: None,
            clv_mean: None,
            beat_close: None,
            fair_clv_mean: None,
            skill_z: None,
            skill_p: None,
            shrunk_roi: None,
            shrunk_roi_low: None,
            shrunk_roi_high: None,
            line_clv_n: None,
            line_clv_mean: None,
        }
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "only orders rows; the amount itself is shown exactly"
    )]
    pub(super) fn value(&self, metric: Metric) -> Option<f64> {
        match metric {
            Metric::Net => Some(self.net.ten_thousandths() as f64),
            Metric::Roi => self.roi,
            Metric::ShrunkRoi => self.shrunk_roi,
            Metric::Clv => self.clv_mean,
            Metric::WinRate => self.win_rate,
        }
    }
}
