//! Expected value and break-even.

use super::StakingError;

/// What a unit staked wins on average: `p d - 1`.
///
/// ```
/// use dbsbm_core::staking::expected_value;
/// assert!((expected_value(0.55, 1.9091)? - 0.05).abs() < 1e-5);
/// # Ok::<(), dbsbm_core::staking::StakingError>(())
/// ```
///
/// # Errors
///
/// A probability outside 0 to 1, or a price that is not above 1.
pub fn expected_value(probability: f64, price: f64) -> Result<f64, StakingError> {
    let (p, d) = (
        check_probability("probability", probability)?,
        check_price("price", price)?,
    );
    Ok(p * d - 1.0)
}

/// The chance at which a price neither wins nor loses in the long run: `1 / d`.
///
/// ```
/// use dbsbm_core::staking::break_even;
/// assert!((break_even(1.0 + 10.0 / 11.0)? - 0.523_809_523_8).abs() < 1e-9);
/// # Ok::<(), dbsbm_core::staking::StakingError>(())
/// ```
///
/// # Errors
///
/// A price that is not above 1.
pub fn break_even(price: f64) -> Result<f64, StakingError> {
    check_price("price", price).map(|d| 1.0 / d)
}

pub(super) fn check_probability(field: &str, value: f64) -> Result<f64, StakingError> {
    if (0.0..=1.0).contains(&value) {
        Ok(value)
    } else {
        Err(StakingError::NotAProbability {
            field: field.to_owned(),
            value,
        })
    }
}

pub(super) fn check_price(field: &str, value: f64) -> Result<f64, StakingError> {
    if value.is_finite() && value > 1.0 {
        Ok(value)
    } else {
        Err(StakingError::NotAPrice {
            field: field.to_owned(),
            value,
        })
    }
}

/// Checks two lists that belong together.
pub(super) fn check_bets(probabilities: &[f64], prices: &[f64]) -> Result<(), StakingError> {
    if probabilities.len() != prices.len() {
        return Err(StakingError::Length {
            field: "probabilities",
            given: probabilities.len(),
            expected: prices.len(),
        });
    }
    for (i, (&p, &d)) in probabilities.iter().zip(prices).enumerate() {
        check_probability(&format!("probabilities[{}]", i + 1), p)?;
        check_price(&format!("prices[{}]", i + 1), d)?;
    }
    Ok(())
}

pub(super) fn check_fraction(value: f64) -> Result<f64, StakingError> {
    if value > 0.0 && value <= 1.0 {
        Ok(value)
    } else {
        Err(StakingError::BadFraction { value })
    }
}
