//! The jets of a market's outcomes together, and the step that follows from them.

use super::curve::{Curve, Jet};
use super::{Lanes, larger};

/// The jets of the outcomes summed, and how near one must be to trust them.
pub(super) struct Sums<const L: usize> {
    pub(super) jet: [Lanes<L>; 4],
    pub(super) reach: Lanes<L>,
}

/// One lane of [`Sums`]: in registers while a group is added.
#[derive(Clone, Copy)]
pub(super) struct Sum {
    pub(super) jet: Jet,
    pub(super) reach: f64,
}

impl<const L: usize> Sums<L> {
    pub(super) const NOTHING: Self = Self {
        jet: [[0.0; L]; 4],
        reach: [0.0; L],
    };

    #[inline(always)]
    pub(super) fn lane(&self, l: usize) -> Sum {
        Sum {
            jet: [self.jet[0][l], self.jet[1][l], self.jet[2][l], self.jet[3][l]],
            reach: self.reach[l],
        }
    }

    #[inline(always)]
    pub(super) fn set(&mut self, l: usize, sum: Sum) {
        [self.jet[0][l], self.jet[1][l], self.jet[2][l], self.jet[3][l]] = sum.jet;
        self.reach[l] = sum.reach;
    }
}

impl Sum {
    pub(super) const NOTHING: Self = Self {
        jet: [0.0; 4],
        reach: 0.0,
    };

    #[inline(always)]
    pub(super) fn add(&mut self, jet: Jet, near: f64, present: bool) {
        for (sum, value) in self.jet.iter_mut().zip(jet) {
            *sum += if present { value } else { 0.0 };
        }
        self.reach = larger(if present { near } else { 0.0 }, self.reach);
    }
}

/// Householder's step of order four from the sum of the jets; Newton's where that would be far from it.
#[inline(always)]
pub(super) fn step<C: Curve>([value, first, f2, f3]: Jet, x: f64, outcomes: f64, target: f64) -> f64 {
    let (constant, slope) = C::line(outcomes, target);
    let (f0, f1) = (value - (constant + slope * x), first - slope);
    let curved = f1 * f1 - f0 * f2;
    let bottom = f1 * (curved - f0 * f2) + f0 * f0 * f3;
    // Relative to Newton's step this one is curved * f1 / bottom. All slopes here are negative.
    let (ratio_top, ratio_bottom) = (-curved * f1, -bottom);
    let trusted = ratio_bottom > 0.0 && ratio_top >= 0.5 * ratio_bottom && ratio_top <= 2.0 * ratio_bottom;
    let (top, bottom) = if trusted { (f0 * curved, bottom) } else { (f0, f1) };
    -top / bottom
}

/// The value of a jet a step further.
#[inline(always)]
pub(super) fn along([v0, v1, v2, v3]: Jet, d: f64) -> f64 {
    v0 + d * (v1 + d * (v2 + d * v3))
}
