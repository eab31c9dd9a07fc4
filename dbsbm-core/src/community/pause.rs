//! Breaks: a member steps away, and nothing of the bot reaches them until the break is over.
//!
//! A break cannot be ended early, since the moment in which one would is the one it was taken for. It can be lengthened.

use super::stamp;
use crate::market::codes;
use chrono::{DateTime, Months, TimeDelta, Utc};

codes! {
    /// How long a break lasts.
    BreakLength, "length of a break", {
        /// A day.
        Day = "1d",
        /// A week.
        Week = "1w",
        /// A calendar month.
        Month = "1m",
    }
}

/// Why a break cannot be taken so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BreakRefusal {
    /// It would end sooner than the one that runs.
    #[error(
        "your break runs until {}; it can be made longer, and neither shortened nor ended early",
        stamp(.until)
    )]
    Shorter {
        /// The end of the break that runs.
        until: DateTime<Utc>,
    },
    /// The member is on a break.
    #[error("you are on a break until {}; nobody new can be followed until then", stamp(.until))]
    OnBreak {
        /// The end of the break.
        until: DateTime<Utc>,
    },
}

impl BreakRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Shorter { .. } => "shorter_break",
            Self::OnBreak { .. } => "on_break",
        }
    }
}

/// The end of a break that is taken now; `until` is the end of the last one, if there was any.
///
/// ```
/// use dbsbm_core::community::{BreakLength, take_break};
/// let now = "2024-01-31T12:00:00Z".parse().unwrap();
/// let week = take_break(now, None, BreakLength::Week).unwrap();
/// assert_eq!(week.to_rfc3339(), "2024-02-07T12:00:00+00:00");
/// assert!(take_break(now, Some(week), BreakLength::Day).is_err());
/// // A month ends on the same day of the next one, or on its last.
/// let month = take_break(now, Some(week), BreakLength::Month).unwrap();
/// assert_eq!(month.to_rfc3339(), "2024-02-29T12:00:00+00:00");
/// ```
///
/// # Errors
/// [`BreakRefusal::Shorter`].
pub fn take_break(
    now: DateTime<Utc>,
    until: Option<DateTime<Utc>>,
    length: BreakLength,
) -> Result<DateTime<Utc>, BreakRefusal> {
    let end = match length {
        BreakLength::Day => now.checked_add_signed(TimeDelta::days(1)),
        BreakLength::Week => now.checked_add_signed(TimeDelta::days(7)),
        BreakLength::Month => now.checked_add_months(Months::new(1)),
    }
    .unwrap_or(DateTime::<Utc>::MAX_UTC);
    match until {
        Some(until) if until > end => Err(BreakRefusal::Shorter { until }),
        _ => Ok(end),
    }
}

/// Refuses while a break runs.
///
/// # Errors
/// [`BreakRefusal::OnBreak`].
pub fn no_break(now: DateTime<Utc>, until: Option<DateTime<Utc>>) -> Result<(), BreakRefusal> {
    match until {
        Some(until) if until > now => Err(BreakRefusal::OnBreak { until }),
        _ => Ok(()),
    }
}
