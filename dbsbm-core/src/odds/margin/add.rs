//! From probabilities to prices that carry a margin: the inverse of each method.

use super::bracket::check_each;
use super::root::{bound_above, decreasing, noise};
use super::{MarginError, Method};

/// Probabilities of a market may be off by this much in their sum (people round them) and are scaled to the target.
const SUM_TOLERANCE: f64 = 1e-4;

/// The decimal prices of a market with one winner whose book is 1 + `margin`: the inverse of [`remove`](super::remove).
///
/// ```
/// use dbsbm_core::odds::margin::{Method, add};
///
/// let prices = add(&[0.1, 0.2, 0.7], 0.05, Method::Additive)?;
/// assert!((prices[0] - 8.571_428_571_429).abs() < 1e-12);
/// # Ok::<(), dbsbm_core::odds::margin::MarginError>(())
/// ```
///
/// # Errors
///
/// Fewer than two outcomes, values that are not the probabilities of a whole market, a margin that is none, or one that
/// the method cannot add (a price would fall below 1).
pub fn add(probabilities: &[f64], margin: f64, method: Method) -> Result<Vec<f64>, MarginError> {
    add_to(probabilities, margin, method, 1.0)
}

/// The same for a market with `target` winners, whose book becomes `target` + `margin`.
///
/// # Errors
///
/// As [`add`], and a target that is not above 0 and below the number of outcomes.
pub fn add_to(
    probabilities: &[f64],
    margin: f64,
    method: Method,
    target: f64,
) -> Result<Vec<f64>, MarginError> {
    let outcomes = probabilities.len();
    if outcomes < 2 {
        return Err(MarginError::TooFewOutcomes { given: outcomes });
    }
    if !(target > 0.0 && target < outcomes as f64) {
        return Err(MarginError::BadTarget { target, outcomes });
    }
    if let Some((index, &probability)) = probabilities
        .iter()
        .enumerate()
        .find(|(_, p)| !(**p > 0.0 && **p <= 1.0))
    {
        return Err(MarginError::NotAProbability { index, probability });
    }
    let sum: f64 = probabilities.iter().sum();
    if (sum - target).abs() > SUM_TOLERANCE * target {
        return Err(MarginError::NotAMarket { sum, target });
    }
    if !(margin.is_finite() && margin > -target) {
        return Err(MarginError::BadMargin { margin });
    }
    let fair: Vec<f64> = probabilities.iter().map(|p| p * target / sum).collect();
    let implied = load(&fair, margin, method, target)?;
    check_each(method, &implied)?;
    Ok(implied.into_iter().map(|q| (1.0 / q).max(1.0)).collect())
}

/// The reciprocals of the prices.
fn load(fair: &[f64], margin: f64, method: Method, target: f64) -> Result<Vec<f64>, MarginError> {
    let outcomes = fair.len() as f64;
    let book = target + margin;
    let each = |f: &dyn Fn(f64) -> f64| fair.iter().map(|&p| f(p)).collect::<Vec<f64>>();
    match method {
        Method::Multiplicative => return Ok(each(&|p| p * book / target)),
        Method::Additive => return Ok(each(&|p| p + margin / outcomes)),
        Method::Balanced => {
            let z = margin / (outcomes - target);
            return Ok(each(&|p| p * (1.0 - z) + z));
        }
        Method::Power | Method::OddsRatio | Method::Goto | Method::Shin => {}
    }
    if book >= outcomes {
        return Err(MarginError::NoSolution {
            method,
            reason: "a book as large as this needs prices below 1",
        });
    }
    let certain = fair.iter().filter(|p| **p >= 1.0).count() as f64;
    match method {
        Method::Power | Method::OddsRatio if certain >= book => Err(MarginError::NoSolution {
            method,
            reason: "outcomes that are certain already take the whole book and leave nothing for the others",
        }),
        Method::Power => Ok(root(method, 0.0, |n| fair.iter().map(move |p| p.powf(n)), book)?),
        Method::OddsRatio => {
            // As a function of 1/c, so that the book decreases.
            let loaded = |inverse: f64| fair.iter().map(move |p| p / (p + inverse * (1.0 - p)));
            Ok(root(method, 0.0, loaded, book)?)
        }
        Method::Goto => {
            // q + s sqrt(1 - q) is the probability for the step -s; solved for u = sqrt(1 - q).
            let loaded = |minus_step: f64| {
                fair.iter().map(move |p| {
                    let rest = 4.0 * (1.0 - p);
                    let u = 0.5 * (minus_step + (minus_step * minus_step + rest).sqrt());
                    1.0 - u * u
                })
            };
            Ok(root(method, f64::NEG_INFINITY, loaded, book)?)
        }
        _ => shin(fair, book, target),
    }
}

/// Shin (1993), equation 5: `q = y sum(y) / T` with `y = sqrt(z p + (1 - z) p^2)`.
fn shin(fair: &[f64], book: f64, target: f64) -> Result<Vec<f64>, MarginError> {
    let roots = |minus_z: f64| {
        fair.iter()
            .map(move |p| (p * (p - minus_z * (1.0 - p))).max(0.0).sqrt())
    };
    // Below this share of insiders the least likely outcome would have no real price any more.
    let most = fair.iter().map(|p| p / (1.0 - p)).fold(f64::INFINITY, f64::min);
    let sum = (book * target).sqrt();
    let (least, most) = (-1.0, most.min(f64::MAX));
    if roots(least).sum::<f64>() < sum || roots(most).sum::<f64>() > sum {
        return Err(MarginError::NoSolution {
            method: Method::Shin,
            reason: "no share of insiders explains a margin as large as this",
        });
    }
    let minus_z = decreasing(least, most, 0.0, noise(fair.len(), sum), |x| {
        secant(&roots, x, sum)
    });
    Ok(roots(minus_z).map(|y| y * sum / target).collect())
}

/// The values of `loaded` at the point where they sum to `book`; the sum decreases in the parameter.
fn root<I: Iterator<Item = f64>>(
    method: Method,
    low: f64,
    loaded: impl Fn(f64) -> I,
    book: f64,
) -> Result<Vec<f64>, MarginError> {
    let none = MarginError::NoSolution {
        method,
        reason: "no parameter gives a book of this size",
    };
    let over = |x: f64| loaded(x).sum::<f64>() - book;
    let high = bound_above(1.0, over).ok_or_else(|| none.clone())?;
    let low = if low.is_finite() {
        low
    } else {
        -bound_above(1.0, |x| -over(-x)).ok_or(none)?
    };
    let start = if low < 0.0 { 0.0 } else { 1.0 };
    let close = noise(loaded(start).count(), book);
    let x = decreasing(low, high, start, close, |x| secant(&loaded, x, book));
    Ok(loaded(x).collect())
}

/// Value and slope, the slope by a symmetric difference: adding a margin is not the hot path, and a slope that is nearly
/// right serves Newton's method as well.
fn secant<I: Iterator<Item = f64>>(loaded: &impl Fn(f64) -> I, x: f64, book: f64) -> (f64, f64) {
    let width = 1e-6 * x.abs().max(1e-3);
    let slope = (loaded(x + width).sum::<f64>() - loaded(x - width).sum::<f64>()) / (2.0 * width);
    (loaded(x).sum::<f64>() - book, slope)
}
