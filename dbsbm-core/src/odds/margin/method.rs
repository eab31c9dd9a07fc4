//! The names of the methods.

use std::fmt;
use std::str::FromStr;

use super::MarginError;

/// A way to take the margin out of a market. The formulas stand in the [module's documentation](super).
///
/// ```
/// use dbsbm_core::odds::margin::Method;
///
/// assert_eq!("logarithmic".parse::<Method>()?, Method::OddsRatio);
/// assert_eq!(Method::OddsRatio.to_string(), "odds_ratio");
/// # Ok::<(), dbsbm_core::odds::margin::MarginError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Method {
    /// Every outcome carries the margin in proportion to its probability. Always solvable. Alias `basic`.
    Multiplicative,
    /// Every outcome carries the same amount of it, so that the margin per outcome is proportional to the price.
    /// Fails when a long shot would get a negative probability.
    ///
    /// Joseph Buchdahl, *The wisdom of the crowd* (football-data.co.uk), where the same formula is the *margin
    /// proportional to the odds*. Aliases `proportional`, `differential_margin_weighting`, `wpo`.
    Additive,
    /// Every probability raised to one power. Fails when a price of exactly 1 leaves nothing for the rest.
    ///
    /// Clarke, Kovalchik and Ingram, *Adjusting bookmaker's odds to allow for overround*, American Journal of Sports
    /// Science 5 (2017).
    Power,
    /// The bookmaker protects himself against a share `z` of insiders. Always solvable from 100% up.
    ///
    /// Hyun Song Shin, *Prices of state contingent claims with insider traders*, Economic Journal 102 (1992), and
    /// *Measuring the incidence of insider trading*, Economic Journal 103 (1993); solved for `z` as in Jullien and
    /// Salanié, Economic Journal 104 (1994).
    Shin,
    /// The odds `p / (1 - p)` of every outcome shortened by one factor. Fails when a price of exactly 1 leaves nothing
    /// for the rest.
    ///
    /// Keith Cheung, *Fixed-odds betting and traditional odds* (2015). Moving all log odds by one constant is the same
    /// thing: alias `logarithmic`.
    OddsRatio,
    /// Shin's insiders against a bookmaker who balances his book instead of maximising profit; no operating cost.
    /// Fails when a long shot would get a negative probability.
    ///
    /// Fingleton and Waldron, *Optimal determination of bookmakers' betting odds: theory and tests* (1999); the method
    /// `bb` of R's `implied` with gross margin 0. Alias `bb`.
    Balanced,
    /// Every probability lowered by the same number of its standard errors. Fails when a long shot would get a negative
    /// probability.
    ///
    /// Kaito Goto, *goto_conversion* (2023). Alias `goto_conversion`.
    Goto,
}

impl Method {
    /// Every method, in the order in which they are listed for people.
    pub const ALL: [Self; 7] = [
        Self::Multiplicative,
        Self::Additive,
        Self::Power,
        Self::Shin,
        Self::OddsRatio,
        Self::Balanced,
        Self::Goto,
    ];

    /// The name that [`FromStr`] reads and [`fmt::Display`] writes.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Multiplicative => "multiplicative",
            Self::Additive => "additive",
            Self::Power => "power",
            Self::Shin => "shin",
            Self::OddsRatio => "odds_ratio",
            Self::Balanced => "balanced",
            Self::Goto => "goto",
        }
    }

    /// Other names under which the same formula is published.
    #[must_use]
    pub const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Multiplicative => &["basic"],
            Self::Additive => &["proportional", "differential_margin_weighting", "wpo"],
            Self::OddsRatio => &["logarithmic"],
            Self::Balanced => &["bb"],
            Self::Goto => &["goto_conversion"],
            Self::Power | Self::Shin => &[],
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Method {
    type Err = MarginError;

    /// Reads a name or an alias; case and the choice of `-`, `_` or a blank do not matter.
    fn from_str(text: &str) -> Result<Self, MarginError> {
        let name: String = text
            .trim()
            .chars()
            .map(|c| {
                if matches!(c, '-' | ' ') {
                    '_'
                } else {
                    c.to_ascii_lowercase()
                }
            })
            .collect();
        Self::ALL
            .into_iter()
            .find(|method| method.name() == name || method.aliases().contains(&name.as_str()))
            .ok_or_else(|| MarginError::UnknownMethod {
                name: text.chars().take(40).collect(),
            })
    }
}
