//! Postings: one immutable line each.

use crate::{market::codes, money::Units};

codes! {
    /// Why a posting was made.
    PostingKind, "posting kind", {
        /// A bet was settled.
        Settlement = "settlement",
        /// An earlier settlement was taken back.
        Reversal = "reversal",
    }
}

/// One line of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posting {
    /// Why it was made.
    pub kind: PostingKind,
    /// Risked; below zero in a reversal.
    pub staked: Units,
    /// Returned; below zero in a reversal.
    pub returned: Units,
}

impl Posting {
    /// The posting of a settlement.
    pub const fn settlement(staked: Units, returned: Units) -> Self {
        Self {
            kind: PostingKind::Settlement,
            staked,
            returned,
        }
    }

    /// The posting that takes this one back.
    pub fn reversed(self) -> Self {
        Self {
            kind: PostingKind::Reversal,
            staked: -self.staked,
            returned: -self.returned,
        }
    }

    /// What it adds to the balance.
    pub fn net(self) -> Units {
        self.returned.checked_sub(self.staked).unwrap_or(Units::ZERO)
    }
}
