//! The three methods that have to be solved, as one kind of thing.
//!
//! Each gives every outcome a value that depends on one parameter `x`, and wants the values to sum to a straight line in
//! `x`. With value and three derivatives per outcome, one step of Householder's method (order four) from the published
//! prices, and one more from there, is as good as floating point gets on an ordinary market; and because the last step
//! is small, the values after it follow from the same derivatives without evaluating anything again.

use super::lanes::{exp, ln, reciprocal_sqrt};
use super::{Group, Lanes};

/// A Taylor series to the third order: the value, and each derivative over the factorial of its order.
pub(super) type Jet = [f64; 4];

/// A method as a sum of curves, one for each outcome.
pub(super) trait Curve {
    /// The parameter at which the values are known from the prices alone.
    const START: f64;

    /// Whether a price of 1 remains a probability of 1 for every parameter.
    const KEEPS_CERTAINTIES: bool;

    /// What a market's book and target contribute to its outcomes' coefficients.
    fn market<const L: usize>(book: &Lanes<L>, target: f64) -> [Lanes<L>; 2];

    /// What an outcome needs to be evaluated.
    fn coefficient(price: f64, implied: f64, market: [f64; 2]) -> f64;

    /// What an outcome adds to the sum from which [`Curve::start`] is made.
    fn part(price: f64, implied: f64, coefficient: f64) -> Jet;

    /// The sum of the jets at [`Curve::START`].
    fn start(sum: Jet, market: [f64; 2]) -> Jet;

    /// What [`Curve::function`] is evaluated at to know the outcome at `x`.
    fn argument(x: f64, coefficient: f64) -> f64;

    /// The one function of the method that is more than a few additions and multiplications, in place of its arguments.
    fn function<const L: usize, const G: usize>(values: &mut Group<L, G>);

    /// The jet at `x`, and the reciprocal of the distance over which it can be trusted. All zero where the function's
    /// `value` has been set to zero.
    fn at(x: f64, coefficient: f64, value: f64) -> (Jet, f64);

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
        let second = -0.5 * log * first;
        ([p, first, second, -(1.0 / 3.0) * log * second], log)
    }
}

impl Curve for Power {
    const START: f64 = 1.0;
    const KEEPS_CERTAINTIES: bool = true;

    #[inline(always)]
    fn market<const L: usize>(_: &Lanes<L>, _: f64) -> [Lanes<L>; 2] {
        [[0.0; L]; 2]
    }

    #[inline(always)]
    fn coefficient(price: f64, _: f64, _: [f64; 2]) -> f64 {
        ln(price)
    }

    #[inline(always)]
    fn part(_: f64, implied: f64, log: f64) -> Jet {
        Self::jet(implied, log).0
    }

    #[inline(always)]
    fn start(sum: Jet, _: [f64; 2]) -> Jet {
        sum
    }

    #[inline(always)]
    fn argument(k: f64, log: f64) -> f64 {
        -k * log
    }

    #[inline(always)]
    fn function<const L: usize, const G: usize>(values: &mut Group<L, G>) {
        for value in values.as_flattened_mut() {
            *value = exp(*value);
        }
    }

    #[inline(always)]
    fn at(_: f64, log: f64, p: f64) -> (Jet, f64) {
        Self::jet(p, log)
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
        let second = -t * first;
        ([p, first, second, -t * second], t)
    }
}

impl Curve for OddsRatio {
    const START: f64 = 1.0;
    const KEEPS_CERTAINTIES: bool = true;

    #[inline(always)]
    fn market<const L: usize>(_: &Lanes<L>, _: f64) -> [Lanes<L>; 2] {
        [[0.0; L]; 2]
    }

    #[inline(always)]
    fn coefficient(price: f64, _: f64, _: [f64; 2]) -> f64 {
        price - 1.0
    }

    #[inline(always)]
    fn part(_: f64, implied: f64, net: f64) -> Jet {
        Self::jet(implied, net * implied).0
    }

    #[inline(always)]
    fn start(sum: Jet, _: [f64; 2]) -> Jet {
        sum
    }

    #[inline(always)]
    fn argument(c: f64, net: f64) -> f64 {
        1.0 + c * net
    }

    #[inline(always)]
    fn function<const L: usize, const G: usize>(values: &mut Group<L, G>) {
        for value in values.as_flattened_mut() {
            *value = 1.0 / *value;
        }
    }

    #[inline(always)]
    fn at(_: f64, net: f64, p: f64) -> (Jet, f64) {
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

impl Curve for Shin {
    const START: f64 = 0.0;
    const KEEPS_CERTAINTIES: bool = false;

    #[inline(always)]
    fn market<const L: usize>(book: &Lanes<L>, target: f64) -> [Lanes<L>; 2] {
        let (mut scale, mut inverse) = ([0.0; L], [[0.0; L]]);
        for l in 0..L {
            inverse[0][l] = target * book[l];
        }
        reciprocal_sqrt(&mut inverse);
        let [mut inverse_root] = inverse;
        for l in 0..L {
            let root = target * inverse_root[l];
            scale[l] = root * root;
            inverse_root[l] *= book[l];
        }
        [scale, inverse_root]
    }

    /// `2 a`.
    #[inline(always)]
    fn coefficient(_: f64, implied: f64, [scale, _]: [f64; 2]) -> f64 {
        2.0 * scale * (implied * implied)
    }

    #[inline(always)]
    fn part(price: f64, implied: f64, _: f64) -> Jet {
        [implied, price, 0.0, 0.0]
    }

    /// At `z = 0` the series is `2 r - r z + (1/r - r) (z^2/4 + z^3/8)` with `r = sqrt(a)`: two sums give all of it,
    /// and no root has to be taken.
    #[inline(always)]
    fn start([book, prices, ..]: Jet, [scale, inverse_root]: [f64; 2]) -> Jet {
        let roots = book * (scale * inverse_root);
        let curved = 0.25 * (prices * inverse_root - roots);
        [2.0 * roots, -roots, curved, 0.5 * curved]
    }

    #[inline(always)]
    fn argument(z: f64, twice: f64) -> f64 {
        z * z + 2.0 * (1.0 - z) * twice
    }

    #[inline(always)]
    fn function<const L: usize, const G: usize>(values: &mut Group<L, G>) {
        reciprocal_sqrt(values);
    }

    #[inline(always)]
    fn at(z: f64, twice: f64, inverse: f64) -> (Jet, f64) {
        let first = (z - twice) * inverse;
        let second = (1.0 - first * first) * (0.5 * inverse);
        let root = Self::argument(z, twice) * inverse;
        ([root, first, second, -first * second * inverse], inverse)
    }

    #[inline(always)]
    fn line(outcomes: f64, target: f64) -> (f64, f64) {
        (2.0 * target, outcomes - 2.0 * target)
    }

    #[inline(always)]
    fn probability(z: f64, _: f64, root: f64) -> f64 {
        // The factor is the same for all outcomes: one division for each market. Where a long shot's root is close to
        // `z`, the difference is off by the rounding of the root, no more.
        (root - z) * (0.5 / (1.0 - z))
    }
}
