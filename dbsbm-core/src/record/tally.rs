//! Counts and sums over settled bets.

use super::Run;
use crate::{market::codes, money::Units, settle::Outcome};

codes! {
    /// How much time a tally covers.
    Grain, "grain", {
        /// One settlement day in the guild's time zone.
        Day = "day",
        /// A calendar month.
        Month = "month",
        /// A calendar year.
        Year = "year",
        /// Everything.
        Life = "life",
    }
}

/// The most units that one bet counts in level-stakes figures and in the mean of odds, so that a single absurd price
/// cannot carry a record.
pub const MAX_LEVEL: i64 = 1_000_000;

/// One settled bet, as the record sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// How it ended.
    pub outcome: Outcome,
    /// What was risked.
    pub staked: Units,
    /// What came back.
    pub returned: Units,
    /// Decimal odds of the whole bet as posted, times 10^8.
    pub odds_e8: i64,
    /// What it won or lost for each unit staked, times 10^8: see [`level_e8`](super::level_e8).
    pub level_e8: i64,
    /// Whether it belongs to the verified record.
    pub verified: bool,
}

impl Entry {
    /// Net of the bet.
    pub fn net(&self) -> Result<Units, RecordError> {
        self.returned
            .checked_sub(self.staked)
            .ok_or(RecordError::OutOfRange)
    }
}

/// Division rounded half-even; `d` is positive.
pub(super) fn div_half_even(n: i128, d: i128) -> i128 {
    let (q, r) = (n.div_euclid(d), n.rem_euclid(d));
    if 2 * r > d || (2 * r == d && q % 2 != 0) {
        q + 1
    } else {
        q
    }
}

/// A figure that does not fit the books.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// A sum beyond what the books hold.
    #[error("a sum of units is more than the books can hold")]
    OutOfRange,
}

/// Counts and sums over a stretch of settled bets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Bets won.
    pub won: i64,
    /// Straight bets half won.
    pub half_won: i64,
    /// Bets lost.
    pub lost: i64,
    /// Straight bets half lost.
    pub half_lost: i64,
    /// Pushes.
    pub push: i64,
    /// Voids.
    pub void: i64,
    /// Risked on decided bets, in ten-thousandths.
    pub risked: i64,
    /// Returned on decided bets, in ten-thousandths.
    pub returned: i64,
    /// Sum of decimal odds of decided bets, times 10^8.
    pub odds_e8: i64,
    /// Net at one unit a bet over decided bets, times 10^8.
    pub level_e8: i64,
    /// Verified bets among all settled ones.
    pub verified: i64,
    /// Risked on verified decided bets, in ten-thousandths.
    pub verified_risked: i64,
    /// Net of verified bets, in ten-thousandths.
    pub verified_net: i64,
    /// What depends on order.
    pub run: Run,
}

impl Tally {
    /// Adds one bet, later than all before.
    ///
    /// # Errors
    /// [`RecordError::OutOfRange`]; the tally is unchanged then.
    pub fn add(&mut self, entry: &Entry) -> Result<(), RecordError> {
        *self = self.then(&Self::of(entry)?)?;
        Ok(())
    }

    /// The tally of a single bet.
    ///
    /// # Errors
    /// [`RecordError::OutOfRange`].
    pub fn of(entry: &Entry) -> Result<Self, RecordError> {
        let net = entry.net()?;
        let mut tally = Self {
            run: Run::one(net),
            verified: i64::from(entry.verified),
            ..Self::default()
        };
        let (count, decided) = match entry.outcome {
            Outcome::Won => (&mut tally.won, true),
            Outcome::HalfWon => (&mut tally.half_won, true),
            Outcome::Lost => (&mut tally.lost, true),
            Outcome::HalfLost => (&mut tally.half_lost, true),
            Outcome::Push => (&mut tally.push, false),
            _ => (&mut tally.void, false),
        };
        *count = 1;
        if decided {
            tally.risked = entry.staked.ten_thousandths();
            tally.returned = entry.returned.ten_thousandths();
            tally.odds_e8 = entry.odds_e8.min(MAX_LEVEL * 100_000_000);
            tally.level_e8 = entry.level_e8;
        }
        if entry.verified {
            tally.verified_risked = tally.risked;
            tally.verified_net = net.ten_thousandths();
        }
        Ok(tally)
    }

    /// This stretch followed by a later one.
    ///
    /// # Errors
    /// [`RecordError::OutOfRange`].
    pub fn then(&self, later: &Self) -> Result<Self, RecordError> {
        let sum = |a: i64, b: i64| a.checked_add(b).ok_or(RecordError::OutOfRange);
        Ok(Self {
            won: sum(self.won, later.won)?,
            half_won: sum(self.half_won, later.half_won)?,
            lost: sum(self.lost, later.lost)?,
            half_lost: sum(self.half_lost, later.half_lost)?,
            push: sum(self.push, later.push)?,
            void: sum(self.void, later.void)?,
            risked: sum(self.risked, later.risked)?,
            returned: sum(self.returned, later.returned)?,
            odds_e8: sum(self.odds_e8, later.odds_e8)?,
            level_e8: sum(self.level_e8, later.level_e8)?,
            verified: sum(self.verified, later.verified)?,
            verified_risked: sum(self.verified_risked, later.verified_risked)?,
            verified_net: sum(self.verified_net, later.verified_net)?,
            run: self.run.then(later.run).ok_or(RecordError::OutOfRange)?,
        })
    }

    /// Bets that were won, lost, half won or half lost.
    pub const fn decided(&self) -> i64 {
        self.won + self.half_won + self.lost + self.half_lost
    }

    /// All settled bets.
    pub const fn settled(&self) -> i64 {
        self.decided() + self.push + self.void
    }

    /// Net over all settled bets.
    pub fn net(&self) -> Units {
        units(self.run.net)
    }

    /// Risked on decided bets.
    pub fn risked(&self) -> Units {
        units(self.risked)
    }

    /// Returned on decided bets.
    pub fn returned(&self) -> Units {
        units(self.returned)
    }

    /// Net at one unit a bet, rounded half-even to four decimals.
    pub fn level_net(&self) -> Units {
        units(i64::try_from(div_half_even(i128::from(self.level_e8), 10_000)).unwrap_or(0))
    }

    /// Net of decided bets per unit risked; `None` while nothing was risked.
    pub fn roi(&self) -> Option<f64> {
        quotient(self.returned.checked_sub(self.risked)?, self.risked)
    }

    /// Level-stakes net per decided bet.
    pub fn level_roi(&self) -> Option<f64> {
        quotient(self.level_e8, self.decided()).map(|r| r / 1e8)
    }

    /// W / (W + L), a half win counting one half in W and a half loss one half in L.
    pub fn win_rate(&self) -> Option<f64> {
        let wins = 2 * self.won + self.half_won;
        quotient(wins, wins + 2 * self.lost + self.half_lost)
    }

    /// Mean decimal odds of decided bets.
    pub fn average_odds(&self) -> Option<f64> {
        quotient(self.odds_e8, self.decided()).map(|o| o / 1e8)
    }
}

fn units(ten_thousandths: i64) -> Units {
    Units::from_ten_thousandths(ten_thousandths).unwrap_or(if ten_thousandths < 0 {
        -Units::MAX
    } else {
        Units::MAX
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "rates are statistics: floats belong to them"
)]
fn quotient(n: i64, d: i64) -> Option<f64> {
    (d > 0).then(|| n as f64 / d as f64)
}
