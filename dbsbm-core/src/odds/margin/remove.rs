//! From prices to probabilities, one market at a time.

use super::root::{bound_above, decreasing, noise};
use super::{MarginError, Method};

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
    let outcomes = prices.len();
    if outcomes < 2 {
        return Err(MarginError::TooFewOutcomes { given: outcomes });
    }
    if let Some((index, &price)) = prices.iter().enumerate().find(|(_, price)| !is_price(**price)) {
        return Err(MarginError::NotAPrice { index, price });
    }
    if !(target > 0.0 && target < outcomes as f64) {
        return Err(MarginError::BadTarget { target, outcomes });
    }
    let implied: Vec<f64> = prices.iter().map(|price| 1.0 / price).collect();
    let book = implied.iter().sum::<f64>();
    let market = Market {
        prices,
        implied: &implied,
        book,
        target,
    };
    let (probabilities, parameter) = market.solve(method)?;
    check_each(method, &probabilities)?;
    Ok(Fair {
        probabilities,
        margin: book - target,
        parameter,
    })
}

/// Whether a number can be a decimal price in a market.
pub(super) fn is_price(price: f64) -> bool {
    price.is_finite() && price >= 1.0
}

/// Every probability must lie in (0, 1], rounding at the upper end forgiven.
pub(super) fn check_each(method: Method, probabilities: &[f64]) -> Result<(), MarginError> {
    for (index, &probability) in probabilities.iter().enumerate() {
        if probability > 1.0 + 1e-12 {
            return Err(MarginError::AboveOne {
                method,
                index,
                probability,
            });
        }
        if probability <= 0.0 || probability.is_nan() {
            return Err(MarginError::Negative {
                method,
                index,
                probability,
            });
        }
    }
    Ok(())
}

/// A checked market.
struct Market<'a> {
    prices: &'a [f64],
    implied: &'a [f64],
    book: f64,
    target: f64,
}

type Solved = Result<(Vec<f64>, Option<f64>), MarginError>;

impl Market<'_> {
    fn solve(&self, method: Method) -> Solved {
        let outcomes = self.prices.len() as f64;
        let over = self.book - self.target;
        match method {
            Method::Multiplicative => {
                let factor = self.target / self.book;
                Ok((self.each(|q| q * factor), None))
            }
            Method::Additive => Ok((self.each(|q| q - over / outcomes), None)),
            Method::Balanced => {
                let z = over / (outcomes - self.target);
                if z >= 1.0 {
                    return no_solution(method, "every price is 1, which says nothing about the outcomes");
                }
                Ok((self.each(|q| (q - z) / (1.0 - z)), Some(z)))
            }
            Method::Goto => {
                let errors: f64 = self.implied.iter().map(|q| (1.0 - q).sqrt()).sum();
                if errors <= 0.0 {
                    return no_solution(method, "every price is 1, which says nothing about the outcomes");
                }
                let step = over / errors;
                Ok((self.each(|q| q - step * (1.0 - q).sqrt()), Some(step)))
            }
            Method::Power => self.power(),
            Method::Shin => self.shin(),
            Method::OddsRatio => self.odds_ratio(),
        }
    }

    fn each(&self, f: impl Fn(f64) -> f64) -> Vec<f64> {
        self.implied.iter().map(|&q| f(q)).collect()
    }

    fn noise(&self) -> f64 {
        noise(self.prices.len(), self.target)
    }

    /// A probability of 1 stays 1 under every power and every odds ratio, so these must leave room for the others.
    fn check_certainties(&self, method: Method) -> Result<(), MarginError> {
        let certain = self.prices.iter().filter(|price| **price <= 1.0).count() as f64;
        if certain >= self.target {
            return no_solution(
                method,
                "prices of exactly 1 already take the whole target and leave nothing for the other outcomes",
            );
        }
        Ok(())
    }

    fn power(&self) -> Solved {
        self.check_certainties(Method::Power)?;
        let logs: Vec<f64> = self.prices.iter().map(|price| price.ln()).collect();
        let sum = |k: f64| {
            logs.iter().fold((-self.target, 0.0), |(value, slope), log| {
                let p = (-k * log).exp();
                (value + p, slope - log * p)
            })
        };
        let Some(high) = bound_above(1.0, |k| sum(k).0) else {
            return no_solution(Method::Power, "no exponent brings the sum down to the target");
        };
        let k = decreasing(0.0, high, 1.0, self.noise(), sum);
        Ok((logs.iter().map(|log| (-k * log).exp()).collect(), Some(k)))
    }

    fn odds_ratio(&self) -> Solved {
        self.check_certainties(Method::OddsRatio)?;
        // With the net price b = d - 1 the definition reads p = 1 / (1 + c b).
        let sum = |c: f64| {
            self.prices
                .iter()
                .fold((-self.target, 0.0), |(value, slope), price| {
                    let b = price - 1.0;
                    let p = 1.0 / (1.0 + c * b);
                    (value + p, slope - b * p * p)
                })
        };
        let Some(high) = bound_above(1.0, |c| sum(c).0) else {
            return no_solution(
                Method::OddsRatio,
                "no odds ratio brings the sum down to the target",
            );
        };
        let c = decreasing(0.0, high, 1.0, self.noise(), sum);
        Ok((
            self.prices
                .iter()
                .map(|price| 1.0 / (1.0 + c * (price - 1.0)))
                .collect(),
            Some(c),
        ))
    }

    fn shin(&self) -> Solved {
        let scale = self.target / self.book;
        let sum = |z: f64| {
            self.implied
                .iter()
                .fold((-self.target, 0.0), |(value, slope), q| {
                    let (p, root) = shin_probability(z, scale * q * q);
                    (value + p, slope - p * (1.0 - p) / root)
                })
        };
        // z = 1 is the most that insiders can be: there every probability has fallen to T q^2 / B.
        if sum(1.0).0 > 0.0 {
            return no_solution(
                Method::Shin,
                "even insiders alone do not explain a margin as large as this",
            );
        }
        let z = if self.book >= self.target {
            decreasing(0.0, 1.0, 0.0, self.noise(), sum)
        } else {
            // A book under the target needs a negative share; as it falls every probability rises towards 1.
            match bound_above(1.0, |minus_z| -sum(-minus_z).0) {
                Some(low) => decreasing(-low, 0.0, 0.0, self.noise(), sum),
                None => {
                    return no_solution(
                        Method::Shin,
                        "no share of insiders brings the sum up to the target",
                    );
                }
            }
        };
        Ok((self.each(|q| shin_probability(z, scale * q * q).0), Some(z)))
    }
}

/// Shin's probability for `z` and the squared price share, with the square root in it.
///
/// The two forms are equal; each is used where it subtracts nothing.
fn shin_probability(z: f64, square: f64) -> (f64, f64) {
    let root = (z * z + 4.0 * (1.0 - z) * square).sqrt();
    let p = if z >= 0.0 {
        2.0 * square / (root + z)
    } else {
        (root - z) / (2.0 * (1.0 - z))
    };
    (p, root)
}

fn no_solution<T>(method: Method, reason: &'static str) -> Result<T, MarginError> {
    Err(MarginError::NoSolution { method, reason })
}
