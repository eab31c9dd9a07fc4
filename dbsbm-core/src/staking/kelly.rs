//! Kelly's stake for one bet.

use super::StakingError;
use super::value::{check_fraction, check_price, check_probability};

/// What Kelly's criterion says about one bet.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Kelly {
    /// The share of the bankroll to stake, from 0 (no bet) to 1.
    pub stake: f64,
    /// Average win per unit staked, `p d - 1`.
    pub expected_value: f64,
    /// Average growth of the logarithm of the bankroll, per bet, with this stake. 0 without a bet.
    pub log_growth: f64,
}

/// The share of the bankroll that grows it fastest, `(p d - 1) / (d - 1)` and nothing where that is negative, times
/// `fraction` (1 is full Kelly, 0.5 half).
///
/// J. L. Kelly, *A new interpretation of information rate*, Bell System Technical Journal 35 (1956).
///
/// ```
/// use dbsbm_core::staking::kelly;
///
/// assert!((kelly(0.3, 3.5, 1.0)?.stake - 0.02).abs() < 1e-12);
/// assert!((kelly(0.3, 3.5, 0.5)?.stake - 0.01).abs() < 1e-12);
/// assert_eq!(kelly(0.4, 1.8, 1.0)?.stake, 0.0);
/// # Ok::<(), dbsbm_core::staking::StakingError>(())
/// ```
///
/// # Errors
///
/// A probability outside 0 to 1, a price that is not above 1, or a fraction that is not above 0 and up to 1.
pub fn kelly(probability: f64, price: f64, fraction: f64) -> Result<Kelly, StakingError> {
    let (p, d) = (
        check_probability("probability", probability)?,
        check_price("price", price)?,
    );
    let fraction = check_fraction(fraction)?;
    Ok(at(fraction * ((p * d - 1.0) / (d - 1.0)).clamp(0.0, 1.0), p, d))
}

fn at(stake: f64, p: f64, d: f64) -> Kelly {
    Kelly {
        stake,
        expected_value: p * d - 1.0,
        log_growth: growth(p, stake * (d - 1.0)) + growth(1.0 - p, -stake),
    }
}

/// `p ln(1 + gain)`, where an impossible event counts nothing even if it would be ruin.
pub(super) fn growth(p: f64, gain: f64) -> f64 {
    if p > 0.0 { p * gain.ln_1p() } else { 0.0 }
}
