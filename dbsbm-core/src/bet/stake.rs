//! Stakes: the amount a capper names, and which of the two it is.

use crate::{
    market::codes,
    money::{MoneyError, Units},
};
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

impl Stake {
    /// Reads `2`, `2u`, `risk 2` or `to win 1`; `bare` is what an amount means that says neither.
    ///
    /// ```
    /// use dbsbm_core::bet::{Stake, StakeIs};
    /// let stake = Stake::read("to win 1,5u", StakeIs::Risk).unwrap();
    /// assert_eq!(stake.to_string(), "to win 1.5u");
    /// assert_eq!(Stake::read("2 units", StakeIs::Risk).unwrap().to_string(), "2u");
    /// assert!(Stake::read("plenty", StakeIs::Risk).is_err());
    /// ```
    ///
    /// # Errors
    /// [`MoneyError`] for an amount that is none.
    pub fn read(text: &str, bare: StakeIs) -> Result<Self, MoneyError> {
        let text = text.trim().to_lowercase().replace(',', ".");
        let (is, rest) = match (text.strip_prefix("to win"), text.strip_prefix("risk")) {
            (Some(rest), _) => (StakeIs::ToWin, rest),
            (None, Some(rest)) => (StakeIs::Risk, rest),
            (None, None) => (bare, text.as_str()),
        };
        let rest = rest.trim();
        let number = ["units", "unit", "u"]
            .iter()
            .find_map(|word| rest.strip_suffix(word))
            .unwrap_or(rest);
        let amount = number.trim().parse()?;
        Ok(Self { amount, is })
    }
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
