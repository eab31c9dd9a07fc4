//! The course of a record, bet by bet.

use crate::money::Units;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// The running net after one bet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct CurvePoint {
    /// When it counts.
    pub at: DateTime<Utc>,
    /// The bet.
    pub bet: i64,
    /// The running net after it.
    pub net: Units,
}
