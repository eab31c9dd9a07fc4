//! From prices to probabilities, one market at a time.

use super::tile::Tile;
use super::{MarginError, Method, bracket};

/// A market without its margin.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Fair {
    /// The probability of each outcome, in the order of the prices.
    pub probabilities: Vec<f64>,
    /// What the book was over (or, below zero, under) the target.
    pub margin: f64,
    /// The method's own parameter, where it has one: see the table in the [module's documentation](super).
    pub parameter: Option<f64>,
}

/// Takes the margin out of a market with one winner.
///
/// ```
/// use dbsbm_core::odds::margin::{Method, remove};
///
/// let fair = remove(&[1.91, 1.91], Method::Power)?;
/// assert!((fair.probabilities[0] - 0.5).abs() < 1e-12);
/// # Ok::<(), dbsbm_core::odds::margin::MarginError>(())
/// ```
///
/// # Errors
///
/// Fewer than two outcomes, a value that is no price, or a market that the method cannot answer.
pub fn remove(prices: &[f64], method: Method) -> Result<Fair, MarginError> {
    remove_to(prices, method, 1.0)
}

/// Takes the margin out of a market with `target` winners.
///
/// ```
/// use dbsbm_core::odds::margin::{Method, remove_to};
///
/// // Who finishes in the first two of four?
/// let fair = remove_to(&[1.25, 1.8, 2.1, 4.5], Method::OddsRatio, 2.0)?;
/// assert!((fair.probabilities.iter().sum::<f64>() - 2.0).abs() < 1e-12);
/// # Ok::<(), dbsbm_core::odds::margin::MarginError>(())
/// ```
///
/// # Errors
///
/// As [`remove`], and a target that is not above 0 and below the number of outcomes.
pub fn remove_to(prices: &[f64], method: Method, target: f64) -> Result<Fair, MarginError> {
    check_market(prices, target)?;
    let mut tile = Tile::<1, 1>::new(prices.len());
    for (lanes, &price) in tile.prices.iter_mut().zip(prices) {
        *lanes = [[price]];
    }
    tile.solve(method, target);
    let ([margin], [parameter]) = (tile.margin, tile.parameter);
    if tile.settled == [true] {
        let probabilities = tile.fair.iter().map(|&[[p]]| p).collect();
        return Ok(Fair {
            probabilities,
            margin,
            parameter: (!parameter.is_nan()).then_some(parameter),
        });
    }
    let mut probabilities = vec![f64::NAN; prices.len()];
    let parameter = bracket::solve(prices, method, target, &mut probabilities)?;
    Ok(Fair {
        probabilities,
        margin,
        parameter,
    })
}

/// Whether these are the prices of a market that can have so many winners.
pub(super) fn check_market(prices: &[f64], target: f64) -> Result<(), MarginError> {
    let outcomes = prices.len();
    if outcomes < 2 {
        return Err(MarginError::TooFewOutcomes { given: outcomes });
    }
    let is_price = |price: f64| price.is_finite() && price >= 1.0;
    if let Some((index, &price)) = prices.iter().enumerate().find(|(_, price)| !is_price(**price)) {
        return Err(MarginError::NotAPrice { index, price });
    }
    if !(target > 0.0 && target < outcomes as f64) {
        return Err(MarginError::BadTarget { target, outcomes });
    }
    Ok(())
}
