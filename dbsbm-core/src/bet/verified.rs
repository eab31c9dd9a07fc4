//! What makes a bet verified, and what keeps it out.
//!
//! ```
//! use dbsbm_core::bet::{GradedBy, PriceBasis, Provenance, Unverified};
//! let mut bet = Provenance {
//!     imported: false,
//!     late: false,
//!     live: false,
//!     edited: false,
//!     basis: PriceBasis::Available,
//!     graded_by: Some(GradedBy::Source),
//! };
//! assert!(bet.is_verified());
//! bet.basis = PriceBasis::BeyondMarket;
//! assert_eq!(bet.missing(), vec![Unverified::BeyondMarket]);
//! ```

use super::PriceBasis;
use crate::market::codes;

codes! {
    /// Who said how a bet ended; of several legs, the last in this list.
    GradedBy, "grader", {
        /// A source of results.
        Source = "source",
        /// A grader or admin.
        Grader = "grader",
        /// The capper, where the guild allows it.
        Capper = "capper",
    }
}

codes! {
    /// What keeps a bet out of the verified record.
    Unverified, "reason", {
        /// It is history from a file.
        Imported = "imported",
        /// It was posted after the start.
        Late = "late",
        /// It is a live pick, which has its own record.
        Live = "live",
        /// It was changed after it was posted.
        Edited = "edited",
        /// Its price was better than the market's.
        BeyondMarket = "beyond_market",
        /// Its price could not be compared.
        NoMarket = "no_market",
        /// It has no outcome yet.
        NotSettled = "not_settled",
        /// A person graded it.
        GradedByHand = "graded_by_hand",
        /// Its capper graded it.
        SelfGraded = "self_graded",
    }
}

/// Where a bet and its outcome come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Provenance {
    /// From a file of history.
    pub imported: bool,
    /// Posted after the start, and marked so.
    pub late: bool,
    /// A live pick.
    pub live: bool,
    /// Changed after the Post.
    pub edited: bool,
    /// What the market says about its price.
    pub basis: PriceBasis,
    /// Who said how it ended; none while it is open.
    pub graded_by: Option<GradedBy>,
}

impl Provenance {
    /// Whether the bet belongs to the verified record.
    pub fn is_verified(&self) -> bool {
        self.missing().is_empty()
    }

    /// Everything that keeps it out.
    pub fn missing(&self) -> Vec<Unverified> {
        let basis = match self.basis {
            PriceBasis::Available => None,
            PriceBasis::NoMarket => Some(Unverified::NoMarket),
            PriceBasis::BeyondMarket => Some(Unverified::BeyondMarket),
        };
        let grading = match self.graded_by {
            Some(GradedBy::Source) => None,
            Some(GradedBy::Grader) => Some(Unverified::GradedByHand),
            Some(GradedBy::Capper) => Some(Unverified::SelfGraded),
            None => Some(Unverified::NotSettled),
        };
        [
            self.imported.then_some(Unverified::Imported),
            self.late.then_some(Unverified::Late),
            self.live.then_some(Unverified::Live),
            self.edited.then_some(Unverified::Edited),
            basis,
            grading,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_condition_alone_keeps_a_bet_out() {
        let good = Provenance {
            imported: false,
            late: false,
            live: false,
            edited: false,
            basis: PriceBasis::Available,
            graded_by: Some(GradedBy::Source),
        };
        let with = |change: fn(&mut Provenance)| {
            let mut bet = good;
            change(&mut bet);
            bet
        };
        assert!(good.is_verified());
        let table = [
            (with(|b| b.imported = true), Unverified::Imported),
            (with(|b| b.late = true), Unverified::Late),
            (with(|b| b.live = true), Unverified::Live),
            (with(|b| b.edited = true), Unverified::Edited),
            (
                with(|b| b.basis = PriceBasis::BeyondMarket),
                Unverified::BeyondMarket,
            ),
            (with(|b| b.basis = PriceBasis::NoMarket), Unverified::NoMarket),
            (with(|b| b.graded_by = None), Unverified::NotSettled),
            (
                with(|b| b.graded_by = Some(GradedBy::Grader)),
                Unverified::GradedByHand,
            ),
            (
                with(|b| b.graded_by = Some(GradedBy::Capper)),
                Unverified::SelfGraded,
            ),
        ];
        assert!(table.iter().map(|(_, why)| why).eq(Unverified::ALL));
        for (bet, why) in table {
            assert_eq!((bet.missing(), bet.is_verified()), (vec![why], false));
        }
    }
}
