//! The three methods that have to be solved, as one kind of thing.
//!
//! Each gives every outcome a value that depends on one parameter `x`, and wants the values to sum to a straight line in
//! `x`. With value and three derivatives per outcome, one step of Householder's method (order four) from the published
//! prices, and one more from there, is as good as floating point gets on an ordinary market; and because the last step
//! is small, the values after it follow from the same derivatives without evaluating anything again.

use super::lanes::{exp, ln, reciprocal_sqrt};

/// Value and first three derivatives of one outcome.
pub(super) type Jet = [f64; 4];

/// A method as a sum of curves, one for each outcome.
pub(super) trait Curve {
    /// The parameter at which the values are known from the prices alone.
    const START: f64;

    /// Whether a price of 1 remains a probability of 1 for every parameter.
    const KEEPS_CERTAINTIES: bool;

    /// What a market's book and target contribute to its outcomes' coefficients.
    fn market(book: f64, target: f64) -> [f64; 2];

    /// What an outcome needs to be evaluated.
    fn coefficient(price: f64, implied: f64, market: [f64; 2]) -> f64;

    /// The jet at [`Curve::START`], and the reciprocal of the distance over which it can be trusted.
    fn start(price: f64, implied: f64, coefficient: f64, market: [f64; 2]) -> (Jet, f64);

    /// The same at any `x`. All zero for an outcome that is not `present`.
    fn at(x: f64, coefficient: f64, present: bool) -> (Jet, f64);

    /// Constant and slope of the line that the values sum to.
    fn line(outcomes: f64, target: f64) -> (f64, f64);

    /// The probability of an outcome with this value.
    fn probability(x: f64, coefficient: f64, value: f64) -> f64;
}

/// `p = q^k = exp(-k ln d)`.
pub(super) struct Power;

impl Power {
    #[inline(always)]
    fn jet(p: f64, log: f64) -> (Jet, f64) {
        let first = -log * p;
        let second = -log * first;
        ([p, first, second, -log * second], log)
    }
}

impl Curve for Power {
    const START: f64 = 1.0;
    const KEEPS_CERTAINTIES: bool = true;

    #[inline(always)]
    fn market(_: f64, _: f64) -> [f64; 2] {
        [0.0, 0.0]
    }

    #[inline(always)]
    fn coefficient(price: f64, _: f64, _: [f64; 2]) -> f64 {
        ln(price)
    }

    #[inline(always)]
    fn start(_: f64, implied: f64, log: f64, _: [f64; 2]) -> (Jet, f64) {
        Self::jet(implied, log)
    }

    #[inline(always)]
    fn at(k: f64, log: f64, present: bool) -> (Jet, f64) {
        let p = exp(-k * log);
        Self::jet(if present { p } else { 0.0 }, log)
    }

    #[inline(always)]
    fn line(_: f64, target: f64) -> (f64, f64) {
        (target, 0.0)
    }

    #[inline(always)]
    fn probability(_: f64, _: f64, value: f64) -> f64 {
        value
    }
}

/// `p = 1 / (1 + c b)` with the net price `b = d - 1`, which is the definition divided by `q`.
pub(super) struct OddsRatio;

impl OddsRatio {
    #[inline(always)]
    fn jet(p: f64, t: f64) -> (Jet, f64) {
        let first = -p * t;
        let second = -2.0 * t * first;
        ([p, first, second, -3.0 * t * second], t)
    }
}

impl Curve for OddsRatio {
    const START: f64 = 1.0;
    const KEEPS_CERTAINTIES: bool = true;

    #[inline(always)]
    fn market(_: f64, _: f64) -> [f64; 2] {
        [0.0, 0.0]
    }

    #[inline(always)]
    fn coefficient(price: f64, _: f64, _: [f64; 2]) -> f64 {
        price - 1.0
    }

    #[inline(always)]
    fn start(_: f64, implied: f64, net: f64, _: [f64; 2]) -> (Jet, f64) {
        Self::jet(implied, net * implied)
    }

    #[inline(always)]
    fn at(c: f64, net: f64, present: bool) -> (Jet, f64) {
        let p = 1.0 / (1.0 + c * net);
        let p = if present { p } else { 0.0 };
        Self::jet(p, net * p)
    }

    #[inline(always)]
    fn line(_: f64, target: f64) -> (f64, f64) {
        (target, 0.0)
    }

    #[inline(always)]
    fn probability(_: f64, _: f64, value: f64) -> f64 {
        value
    }
}

/// The value is the root `S = sqrt(z^2 + 4 (1 - z) a)` with `a = T q^2 / B`; the probabilities sum to `T` where the roots
/// sum to `n z + 2 T (1 - z)`. From `S^2` being a parabola with second derivative 2 follow `S S'' = 1 - S'^2` and
/// `S S''' = -3 S' S''`.
pub(super) struct Shin;

impl Shin {
    #[inline(always)]
    fn jet(value: f64, first: f64, inverse: f64) -> (Jet, f64) {
        let second = (1.0 - first * first) * inverse;
        ([value, first, second, -3.0 * first * second * inverse], inverse)
    }
}

impl Curve for Shin {
    const START: f64 = 0.0;
    const KEEPS_CERTAINTIES: bool = false;

    #[inline(always)]
    fn market(book: f64, target: f64) -> [f64; 2] {
        let scale = target / book;
        [scale, reciprocal_sqrt(scale)]
    }

    #[inline(always)]
    fn coefficient(_: f64, implied: f64, [scale, _]: [f64; 2]) -> f64 {
        scale * implied * implied
    }

    #[inline(always)]
    fn start(price: f64, implied: f64, _: f64, [scale, inverse_root]: [f64; 2]) -> (Jet, f64) {
        // At z = 0 the value is 2 sqrt(a) and its slope -sqrt(a): known without a root of each outcome.
        let root = implied * (scale * inverse_root);
        Self::jet(2.0 * root, -root, 0.5 * price * inverse_root)
    }

    #[inline(always)]
    fn at(z: f64, square: f64, present: bool) -> (Jet, f64) {
        let radicand = z * z + 4.0 * (1.0 - z) * square;
        let inverse = reciprocal_sqrt(radicand);
        let inverse = if present { inverse } else { 0.0 };
        Self::jet(radicand * inverse, (z - 2.0 * square) * inverse, inverse)
    }

    #[inline(always)]
    fn line(outcomes: f64, target: f64) -> (f64, f64) {
        (2.0 * target, outcomes - 2.0 * target)
    }

    #[inline(always)]
    fn probability(z: f64, square: f64, root: f64) -> f64 {
        // Two equal forms; each is used where it subtracts nothing.
        let (top, bottom) = if z >= 0.0 {
            (2.0 * square, root + z)
        } else {
            (root - z, 2.0 * (1.0 - z))
        };
        top / bottom
    }
}
