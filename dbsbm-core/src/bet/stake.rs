//! Stakes: the amount a capper names, and which of the two it is.

use crate::{market::codes, money::Units};
use serde::{Deserialize, Serialize};

codes! {
    /// What the named amount means.
    StakeIs, "kind of stake", {
        /// The amount that is lost if the bet loses.
        Risk = "risk",
        /// The amount that is won if the bet wins; the risk is the exact fraction w/b.
        ToWin = "to_win",
    }
}

/// The amount a capper named, per line for systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stake {
    /// The amount named.
    pub amount: Units,
    /// Whether it is risked or to be won.
    pub is: StakeIs,
}

impl std::fmt::Display for Stake {
    /// `2u`, or `to win 2u`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.is {
            StakeIs::Risk => write!(f, "{}u", self.amount.short()),
            StakeIs::ToWin => write!(f, "to win {}u", self.amount.short()),
        }
    }
}
