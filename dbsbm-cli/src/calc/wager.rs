//! Reading what several calculators take: a price with a chance (`+150@45%`), chances, amounts.

use super::odds::price;
use crate::failure::Failure;
use dbsbm_core::{money::Units, odds::Odds, staking::StakingError};

/// A price and how likely the user thinks it is to win.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wager {
    pub(super) price: Odds,
    pub(super) chance: f64,
}

impl Wager {
    /// Reads `PRICE@CHANCE`.
    pub(super) fn read(text: &str) -> Result<Self, Failure> {
        let (price_text, chance_text) = text.rsplit_once('@').ok_or_else(|| {
            Failure::refused("wager", format!("`{text}` has no chance of winning"))
                .hint("write the price and the chance you give it, such as +150@45%")
        })?;
        Ok(Self {
            price: price(price_text, None)?,
            chance: chance(chance_text)?,
        })
    }

    pub(super) fn read_all(texts: &[String]) -> Result<Vec<Self>, Failure> {
        texts.iter().map(|t| Self::read(t)).collect()
    }
}

/// The two lists that the library takes.
pub(super) fn lists(wagers: &[Wager]) -> (Vec<f64>, Vec<f64>) {
    wagers.iter().map(|w| (w.chance, w.price.decimal_f64())).unzip()
}

/// A probability: `0.45` or `45%`.
pub(super) fn chance(text: &str) -> Result<f64, Failure> {
    let refused = || {
        Failure::refused("chance", format!("`{text}` is no probability"))
            .hint("write a number from 0 to 1 such as 0.45, or a percentage such as 45%")
    };
    let (number, scale) = match text.trim().strip_suffix('%') {
        Some(percent) => (percent.trim_end(), 100.0),
        None => (text.trim(), 1.0),
    };
    let value: f64 = number.replace(',', ".").parse().map_err(|_| refused())?;
    if (0.0..=scale).contains(&value) {
        Ok(value / scale)
    } else {
        Err(refused())
    }
}

/// An amount of units.
pub(super) fn amount(text: &str) -> Result<Units, Failure> {
    text.parse().map_err(|e| Failure::refused("amount", e))
}

impl From<StakingError> for Failure {
    fn from(error: StakingError) -> Self {
        let code = match error {
            StakingError::NoArbitrage { .. } => "no_arbitrage",
            _ => "staking",
        };
        Self::refused(code, error)
    }
}
