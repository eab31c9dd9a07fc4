//! The course of a record, bet by bet.

use super::{Entry, RecordError, SlipRecord};
use crate::{bet::PriceBasis, money::Units};
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

/// A record as it came about: what a picture of it is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Course {
    /// One point per settled bet, in the order of the record.
    pub points: Vec<CurvePoint>,
    /// The same bets counted, with how their prices stood.
    pub record: SlipRecord,
}

impl Course {
    /// Adds the next bet of the record.
    ///
    /// # Errors
    /// [`RecordError::OutOfRange`]; the course is unchanged then.
    pub fn add(
        &mut self,
        (at, bet): (DateTime<Utc>, i64),
        entry: &Entry,
        basis: PriceBasis,
    ) -> Result<(), RecordError> {
        self.record.tally.add(entry)?;
        self.record.basis.add(basis, 1);
        let net = self.record.tally.net();
        self.points.push(CurvePoint { at, bet, net });
        Ok(())
    }
}
