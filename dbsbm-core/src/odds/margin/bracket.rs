//! The certain way: formulas and bracketed roots for the markets that the quick steps leave.
//!
//! These are books of 130%, favourites at 1.001, markets without a solution: rare, so this is written to be right rather
//! than fast. It is also where a method's refusal gets its reason.

use super::root::{bound_above, decreasing, noise};
use super::tile::{exp, ln};
use super::{MarginError, Method};

/// Puts the probabilities of a checked market into `out` and gives the method's parameter.
pub(super) fn solve(
    prices: &[f64],
    method: Method,
    target: f64,
    out: &mut [f64],
) -> Result<Option<f64>, MarginError> {
    let book = prices.iter().map(|price| 1.0 / price).sum::<f64>();
    let parameter = Market { prices, book, target }.solve(method, out)?;
    check_each(method, out)?;
    Ok(parameter)
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
    book: f64,
    target: f64,
}

type Solved = Result<Option<f64>, MarginError>;

impl Market<'_> {
    fn solve(&self, method: Method, out: &mut [f64]) -> Solved {
        let outcomes = self.prices.len() as f64;
        let over = self.book - self.target;
        match method {
            Method::Multiplicative => {
                let factor = self.target / self.book;
                self.each(out, |q| q * factor);
                Ok(None)
            }
            Method::Additive => {
                self.each(out, |q| q - over / outcomes);
                Ok(None)
            }
            Method::Balanced => {
                let z = over / (outcomes - self.target);
                if z >= 1.0 {
                    return no_solution(method, "every price is 1, which says nothing about the outcomes");
                }
                self.each(out, |q| (q - z) / (1.0 - z));
                Ok(Some(z))
            }
            Method::Goto => {
                let errors: f64 = self.prices.iter().map(|price| (1.0 - 1.0 / price).sqrt()).sum();
                if errors <= 0.0 {
                    return no_solution(method, "every price is 1, which says nothing about the outcomes");
                }
                let step = over / errors;
                self.each(out, |q| q - step * (1.0 - q).sqrt());
                Ok(Some(step))
            }
            Method::Power => self.power(out),
            Method::Shin => self.shin(out),
            Method::OddsRatio => self.odds_ratio(out),
        }
    }

    fn each(&self, out: &mut [f64], f: impl Fn(f64) -> f64) {
        out.iter_mut()
            .zip(self.prices)
            .for_each(|(p, price)| *p = f(1.0 / price));
    }

    /// Value and slope of the sum of the probabilities over the target.
    fn over(&self, each: impl Fn(f64) -> (f64, f64)) -> (f64, f64) {
        self.prices
            .iter()
            .fold((-self.target, 0.0), |(value, slope), &price| {
                let (p, change) = each(price);
                (value + p, slope + change)
            })
    }

    /// What rounding makes of the sum.
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

    fn power(&self, out: &mut [f64]) -> Solved {
        self.check_certainties(Method::Power)?;
        let over = |k: f64| {
            self.over(|price| {
                let log = ln(price);
                let p = exp(-k * log);
                (p, -log * p)
            })
        };
        let Some(high) = bound_above(1.0, |k| over(k).0) else {
            return no_solution(Method::Power, "no exponent brings the sum down to the target");
        };
        let k = decreasing(0.0, high, 1.0, self.noise(), over);
        out.iter_mut()
            .zip(self.prices)
            .for_each(|(p, price)| *p = exp(-k * ln(*price)));
        Ok(Some(k))
    }

    fn odds_ratio(&self, out: &mut [f64]) -> Solved {
        self.check_certainties(Method::OddsRatio)?;
        // With the net price b = d - 1 the definition reads p = 1 / (1 + c b).
        let over = |c: f64| {
            self.over(|price| {
                let b = price - 1.0;
                let p = 1.0 / (1.0 + c * b);
                (p, -b * p * p)
            })
        };
        let Some(high) = bound_above(1.0, |c| over(c).0) else {
            return no_solution(
                Method::OddsRatio,
                "no odds ratio brings the sum down to the target",
            );
        };
        let c = decreasing(0.0, high, 1.0, self.noise(), over);
        out.iter_mut()
            .zip(self.prices)
            .for_each(|(p, price)| *p = 1.0 / (1.0 + c * (price - 1.0)));
        Ok(Some(c))
    }

    fn shin(&self, out: &mut [f64]) -> Solved {
        let scale = self.target / self.book;
        let over = |z: f64| {
            self.over(|price| {
                let (p, root) = shin_probability(z, scale / (price * price));
                (p, -p * (1.0 - p) / root)
            })
        };
        // z = 1 is the most that insiders can be: there every probability has fallen to T q^2 / B.
        if over(1.0).0 > self.noise() {
            return no_solution(
                Method::Shin,
                "even insiders alone do not explain a margin as large as this",
            );
        }
        let z = if self.book >= self.target {
            decreasing(0.0, 1.0, 0.0, self.noise(), over)
        } else {
            // A book under the target needs a negative share; as it falls every probability rises towards 1.
            match bound_above(1.0, |minus_z| -over(-minus_z).0) {
                Some(low) => decreasing(-low, 0.0, 0.0, self.noise(), over),
                None => {
                    return no_solution(
                        Method::Shin,
                        "no share of insiders brings the sum up to the target",
                    );
                }
            }
        };
        self.each(out, |q| shin_probability(z, scale * q * q).0);
        Ok(Some(z))
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
