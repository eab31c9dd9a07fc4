//! A game, its status, and its score by period.

use super::{League, Sport, codes};
use crate::id::GameId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

codes! {
    /// Where a game stands.
    GameStatus, "game status", {
        /// Not started.
        Scheduled = "scheduled",
        /// Under way.
        Live = "live",
        /// Over, with an official score.
        Final = "final",
        /// Moved to an unknown time.
        Postponed = "postponed",
        /// Will not be played.
        Cancelled = "cancelled",
        /// Stopped before the end.
        Abandoned = "abandoned",
    }
}

/// A game of the shared reference data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Game {
    /// Its id in the books.
    pub id: GameId,
    /// Its league.
    pub league: League,
    /// The home side, by its canonical name.
    pub home: String,
    /// The away side, by its canonical name.
    pub away: String,
    /// The scheduled start: bets lock on it.
    pub start: DateTime<Utc>,
    /// Where it stands.
    pub status: GameStatus,
    /// The score, once there is one.
    pub score: Option<Score>,
}

/// A score that contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ScoreError {
    /// Home and away have different numbers of periods.
    #[error("the home side has {home} periods and the away side {away}")]
    UnequalPeriods {
        /// Periods of the home side.
        home: usize,
        /// Periods of the away side.
        away: usize,
    },
    /// The periods add up to more than the final score.
    #[error("the periods add up to {periods}, the final score says {total}")]
    PeriodsExceedFinal {
        /// Sum of the periods, home-away.
        periods: String,
        /// The final score, home-away.
        total: String,
    },
    /// More periods than any sport has.
    #[error("{0} periods; no sport has more than 30")]
    TooManyPeriods(usize),
}

/// Points of both sides: regulation periods in order, and the final with overtime. Shootouts never count, except that
/// an NHL shootout is one goal in the final.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "RawScore", into = "RawScore")]
pub struct Score {
    home: Vec<u16>,
    away: Vec<u16>,
    total: (u16, u16),
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawScore {
    #[serde(default)]
    home: Vec<u16>,
    #[serde(default)]
    away: Vec<u16>,
    #[serde(rename = "final")]
    total: (u16, u16),
}

impl TryFrom<RawScore> for Score {
    type Error = ScoreError;
    fn try_from(raw: RawScore) -> Result<Self, ScoreError> {
        Self::new(raw.home, raw.away, raw.total)
    }
}

impl From<Score> for RawScore {
    fn from(score: Score) -> Self {
        Self {
            home: score.home,
            away: score.away,
            total: score.total,
        }
    }
}

impl Score {
    /// From regulation periods (may be empty) and the final.
    ///
    /// # Errors
    /// [`ScoreError`] when the parts contradict each other.
    pub fn new(home: Vec<u16>, away: Vec<u16>, total: (u16, u16)) -> Result<Self, ScoreError> {
        if home.len() != away.len() {
            return Err(ScoreError::UnequalPeriods {
                home: home.len(),
                away: away.len(),
            });
        }
        if home.len() > 30 {
            return Err(ScoreError::TooManyPeriods(home.len()));
        }
        let sum = |points: &[u16]| points.iter().map(|p| u32::from(*p)).sum::<u32>();
        let periods = (sum(&home), sum(&away));
        if periods.0 > u32::from(total.0) || periods.1 > u32::from(total.1) {
            return Err(ScoreError::PeriodsExceedFinal {
                periods: format!("{}-{}", periods.0, periods.1),
                total: format!("{}-{}", total.0, total.1),
            });
        }
        Ok(Self { home, away, total })
    }

    /// The final score, overtime included: home, away.
    pub const fn total(&self) -> (u16, u16) {
        self.total
    }

    /// Regulation periods of both sides, in order.
    pub fn periods(&self) -> (&[u16], &[u16]) {
        (&self.home, &self.away)
    }

    /// True when every part of the sport's regulation is known.
    pub fn covers_regulation(&self, sport: Sport) -> bool {
        sport
            .regulation_parts()
            .is_some_and(|parts| self.home.len() == parts)
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.total.0, self.total.1)
    }
}
