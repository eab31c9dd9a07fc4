//! One root of a decreasing function, found for certain.

/// Steps that halve the interval are exact after about 60; Newton steps are taken where they are shorter.
const STEPS: usize = 200;

/// The root of a decreasing `f` between `low` and `high`, where `f` gives value and slope.
///
/// Newton's method, kept inside a shrinking bracket: a step that leaves the bracket is replaced by its middle. It stops
/// where the value is down to `noise`, what rounding alone makes of it; the caller has made sure of the signs at both
/// ends.
pub(super) fn decreasing(
    mut low: f64,
    mut high: f64,
    start: f64,
    noise: f64,
    mut f: impl FnMut(f64) -> (f64, f64),
) -> f64 {
    let mut x = start.clamp(low, high);
    let mut last_width = f64::INFINITY;
    for _ in 0..STEPS {
        let (value, slope) = f(x);
        if value > 0.0 {
            low = x;
        } else if value < 0.0 {
            high = x;
        }
        if value.abs() <= noise {
            return x;
        }
        let newton = x - value / slope;
        // A Newton step that does not at least halve the bracket every few rounds may creep along it.
        let width = high - low;
        let creeping = width > 0.75 * last_width && (newton - x).abs() > 0.25 * width;
        last_width = width;
        let next = if newton > low && newton < high && !creeping {
            newton
        } else {
            low + 0.5 * width
        };
        if (next - x).abs() <= f64::EPSILON * x.abs() {
            return next;
        }
        x = next;
    }
    x
}

/// Doubles `bound` until the decreasing `f` is below zero there; `None` when it never is.
pub(super) fn bound_above(mut bound: f64, mut f: impl FnMut(f64) -> f64) -> Option<f64> {
    for _ in 0..1100 {
        if f(bound) < 0.0 {
            return Some(bound);
        }
        bound *= 2.0;
        if !bound.is_finite() {
            return None;
        }
    }
    None
}

/// What rounding makes of a sum of `terms` probabilities that should be `target`.
pub(super) fn noise(terms: usize, target: f64) -> f64 {
    f64::EPSILON * target.max(1.0) * (1.0 + 0.25 * terms as f64)
}
