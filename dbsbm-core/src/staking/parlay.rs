//! One parlay, or its legs as singles?

use super::StakingError;
use super::kelly::kelly;
use super::simultaneous::MAX_SIMULTANEOUS;
use super::value::check_bets;

/// What a unit staked in one way can be expected to do.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Prospect {
    /// Average net win per unit.
    pub expected_value: f64,
    /// Standard deviation of the net win per unit.
    pub deviation: f64,
    /// The chance to end above zero.
    pub profit_chance: f64,
}

/// A parlay beside its legs.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Comparison {
    /// The decimal price of the parlay.
    pub price: f64,
    /// The chance that all legs win.
    pub chance: f64,
    /// The whole unit on the parlay.
    pub parlay: Prospect,
    /// The unit in equal parts on the legs as singles.
    pub singles: Prospect,
    /// Kelly's share of the bankroll for the parlay alone.
    pub parlay_kelly: f64,
}

/// Compares a unit on a parlay of independent legs with the same unit in equal parts on its legs.
///
/// Edges multiply in a parlay (`product of (1 + edge) - 1`), good and bad ones alike, and so does the spread of results.
///
/// ```
/// use dbsbm_core::staking::parlay_or_singles;
///
/// let two = parlay_or_singles(&[0.55, 0.55], &[2.0, 2.0])?;
/// assert!((two.parlay.expected_value - 0.21).abs() < 1e-12);
/// assert!((two.singles.expected_value - 0.10).abs() < 1e-12);
/// assert!(two.parlay.deviation > two.singles.deviation);
/// # Ok::<(), dbsbm_core::staking::StakingError>(())
/// ```
///
/// # Errors
///
/// Fewer than 2 or more than 16 legs, lists of different length, or a probability or price that is none.
pub fn parlay_or_singles(probabilities: &[f64], prices: &[f64]) -> Result<Comparison, StakingError> {
    check_bets(probabilities, prices)?;
    let legs = prices.len();
    if !(2..=MAX_SIMULTANEOUS).contains(&legs) {
        return Err(StakingError::Count {
            field: "prices",
            given: legs,
            least: 2,
            most: MAX_SIMULTANEOUS,
        });
    }
    let price: f64 = prices.iter().product();
    let chance: f64 = probabilities.iter().product();
    let parlay = Prospect {
        expected_value: chance * price - 1.0,
        deviation: price * (chance * (1.0 - chance)).sqrt(),
        profit_chance: chance,
    };
    let part = 1.0 / legs as f64;
    let each = || probabilities.iter().zip(prices);
    let singles = Prospect {
        expected_value: each().map(|(p, d)| part * (p * d - 1.0)).sum(),
        deviation: each()
            .map(|(p, d)| (part * d).powi(2) * p * (1.0 - p))
            .sum::<f64>()
            .sqrt(),
        profit_chance: chance_of_profit(probabilities, prices),
    };
    let parlay_kelly = if price.is_finite() {
        kelly(chance, price, 1.0)?.stake
    } else {
        0.0
    };
    Ok(Comparison {
        price,
        chance,
        parlay,
        singles,
        parlay_kelly,
    })
}

/// The chance that the returns of equal stakes exceed them, over every combination of results.
fn chance_of_profit(probabilities: &[f64], prices: &[f64]) -> f64 {
    let legs = prices.len();
    let mut sum = 0.0;
    for result in 0..1usize << legs {
        let (mut chance, mut back) = (1.0, 0.0);
        for i in 0..legs {
            let won = result >> i & 1 == 1;
            chance *= if won {
                probabilities[i]
            } else {
                1.0 - probabilities[i]
            };
            back += if won { prices[i] } else { 0.0 };
        }
        if back > legs as f64 * (1.0 + 1e-12) {
            sum += chance;
        }
    }
    sum
}
