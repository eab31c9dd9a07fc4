//! What a page does to the tallies, kept until the rows it comes from are written.

use dbsbm_core::{id::UserId, record::Entry};
use std::collections::{BTreeMap, BTreeSet};

/// Whose record, and which of the capper's records.
pub(super) type Owner = (UserId, &'static str);

/// A settled bet at its place in the order of the record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Placed {
    pub(super) settled_at: i64,
    pub(super) bet_no: i64,
    pub(super) entry: Entry,
}

/// Changes to the tallies of one guild.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// Bets settled for the first time.
    pub(super) settled: BTreeMap<Owner, Vec<Placed>>,
    /// Moments whose day must be counted anew, because a settlement on it changed.
    pub(super) disturbed: BTreeMap<Owner, BTreeSet<i64>>,
    /// Change in the number of open bets.
    pub(super) open: BTreeMap<Owner, i64>,
}
