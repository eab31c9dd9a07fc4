//! A tile: several markets side by side, solved together.
//!
//! Everything here is a plain loop over `L` lanes, one market in each, with no branch that depends on a price: the
//! compiler turns such loops into vector instructions. A lane's result does not depend on its neighbours, and with `L` = 1
//! the same code answers a single market with the same bits.
//!
//! What the quick steps here do not settle - extreme margins, outcomes near certainty - is left to the caller, who solves
//! it with a bracket around the root.

mod curve;
mod lanes;

pub(super) use lanes::{exp, ln};

use super::Method;
use curve::{Curve, OddsRatio, Power, Shin};

/// One value for each lane.
pub(super) type Lanes<const L: usize> = [f64; L];

/// A series to the third order is exact to the last bit over this part of its radius.
const NEAR: f64 = 2e-4;
/// Rounds of evaluation; an ordinary market settles in the first.
const ROUNDS: usize = 4;

/// Room for `L` markets of up to `k` outcomes, made once and used again.
pub(super) struct Tile<const L: usize> {
    /// Prices in; NaN where a market has fewer outcomes.
    pub(super) prices: Vec<Lanes<L>>,
    /// Probabilities out; NaN where there was no price.
    pub(super) fair: Vec<Lanes<L>>,
    /// The parameter of the method.
    pub(super) parameter: Lanes<L>,
    /// What the book is over the target.
    pub(super) margin: Lanes<L>,
    /// Whether the probabilities of a lane are in place, checked. If not, the market may still have a solution.
    pub(super) settled: [bool; L],
    implied: Vec<Lanes<L>>,
    coefficients: Vec<Lanes<L>>,
    jets: Vec<[Lanes<L>; 4]>,
    book: Lanes<L>,
    outcomes: Lanes<L>,
    /// 1 while a lane is being solved, 0 when it is done or refused. A float, so that it fits beside the others.
    open: Lanes<L>,
    /// 0 for a market, more for what is none.
    refused: Lanes<L>,
}

impl<const L: usize> Tile<L> {
    pub(super) fn new(outcomes: usize) -> Self {
        Self {
            prices: vec![[f64::NAN; L]; outcomes],
            fair: vec![[f64::NAN; L]; outcomes],
            parameter: [f64::NAN; L],
            margin: [f64::NAN; L],
            settled: [false; L],
            implied: vec![[0.0; L]; outcomes],
            coefficients: vec![[0.0; L]; outcomes],
            jets: vec![[[0.0; L]; 4]; outcomes],
            book: [0.0; L],
            outcomes: [0.0; L],
            open: [0.0; L],
            refused: [0.0; L],
        }
    }

    /// Takes the margin out of every market of the tile.
    #[inline(always)]
    pub(super) fn solve(&mut self, method: Method, target: f64) {
        self.read(target);
        match method {
            Method::Multiplicative => {
                let factor: Lanes<L> = std::array::from_fn(|l| target / self.book[l]);
                self.each(|l, q| q * factor[l]);
            }
            Method::Additive => {
                let share: Lanes<L> = std::array::from_fn(|l| self.margin[l] / self.outcomes[l]);
                self.each(|l, q| q - share[l]);
            }
            Method::Balanced => {
                let z: Lanes<L> = std::array::from_fn(|l| self.margin[l] / (self.outcomes[l] - target));
                let rest: Lanes<L> = std::array::from_fn(|l| 1.0 / (1.0 - z[l]));
                self.parameter = z;
                self.each(|l, q| (q - z[l]) * rest[l]);
            }
            Method::Goto => {
                let mut errors = [0.0; L];
                for implied in &self.implied {
                    for l in 0..L {
                        errors[l] += if implied[l] > 0.0 {
                            (1.0 - implied[l]).sqrt()
                        } else {
                            0.0
                        };
                    }
                }
                let step: Lanes<L> = std::array::from_fn(|l| self.margin[l] / errors[l]);
                self.parameter = step;
                self.each(|l, q| q - step[l] * (1.0 - q).sqrt());
            }
            Method::Power => self.iterate::<Power>(target),
            Method::Shin => self.iterate::<Shin>(target),
            Method::OddsRatio => self.iterate::<OddsRatio>(target),
        }
        self.check(target);
    }

    /// Reciprocals, book and number of outcomes; refuses what is no market.
    #[inline(always)]
    fn read(&mut self, target: f64) {
        let (mut book, mut outcomes, mut bad) = ([0.0; L], [0.0; L], [0.0; L]);
        for (prices, implied) in self.prices.iter().zip(&mut self.implied) {
            for l in 0..L {
                let price = prices[l];
                let present = !price.is_nan();
                let q = 1.0 / price;
                let q = if present { q } else { 0.0 };
                implied[l] = q;
                book[l] += q;
                outcomes[l] += if present { 1.0 } else { 0.0 };
                bad[l] += if present && !(1.0..=f64::MAX).contains(&price) {
                    1.0
                } else {
                    0.0
                };
            }
        }
        for l in 0..L {
            bad[l] += if outcomes[l] < 2.0 || target >= outcomes[l] {
                1.0
            } else {
                0.0
            };
            self.open[l] = if bad[l] > 0.0 { 0.0 } else { 1.0 };
            self.margin[l] = book[l] - target;
        }
        (self.book, self.outcomes, self.refused) = (book, outcomes, bad);
        self.parameter = [f64::NAN; L];
    }

    /// A method that is a formula.
    #[inline(always)]
    fn each(&mut self, formula: impl Fn(usize, f64) -> f64) {
        for (implied, fair) in self.implied.iter().zip(&mut self.fair) {
            for l in 0..L {
                fair[l] = formula(l, implied[l]);
            }
        }
    }

    /// A method whose parameter has to be found.
    #[inline(always)]
    fn iterate<C: Curve>(&mut self, target: f64) {
        let market: Lanes<L> = std::array::from_fn(|l| C::market(self.book[l], target));
        let (mut sums, mut reach, mut certain) = ([[0.0; L]; 4], [0.0; L], [0.0; L]);
        for ((prices, implied), coefficients) in
            self.prices.iter().zip(&self.implied).zip(&mut self.coefficients)
        {
            for l in 0..L {
                let present = implied[l] > 0.0;
                // An outcome that is not there is computed as if at even money, and not counted.
                let (price, q) = if present {
                    (prices[l], implied[l])
                } else {
                    (2.0, 0.5)
                };
                let coefficient = C::coefficient(price, q, market[l]);
                coefficients[l] = coefficient;
                certain[l] += if C::KEEPS_CERTAINTIES && price <= 1.0 {
                    1.0
                } else {
                    0.0
                };
                let (jet, near) = C::start(price, q, coefficient);
                add(&mut sums, &mut reach, l, jet, near, present);
            }
        }
        let mut x = [C::START; L];
        for l in 0..L {
            // Nothing would be left for the others, however far the parameter goes.
            self.refused[l] += if certain[l] >= target { 1.0 } else { 0.0 };
            x[l] += step::<C, L>(&sums, l, x[l], self.outcomes[l], target);
        }
        for _ in 0..ROUNDS {
            let mut delta = [0.0; L];
            self.evaluate::<C>(&x, &mut delta, &mut reach, target);
            if self.finish::<C>(&mut x, &delta, &reach) {
                break;
            }
        }
    }

    /// Jets of all outcomes at `x`, and the step that follows from their sums.
    #[inline(always)]
    fn evaluate<C: Curve>(&mut self, x: &Lanes<L>, delta: &mut Lanes<L>, reach: &mut Lanes<L>, target: f64) {
        let mut sums = [[0.0; L]; 4];
        *reach = [0.0; L];
        for ((implied, coefficients), jets) in self.implied.iter().zip(&self.coefficients).zip(&mut self.jets)
        {
            for l in 0..L {
                let present = implied[l] > 0.0;
                let (jet, near) = C::at(x[l], coefficients[l], present);
                (jets[0][l], jets[1][l], jets[2][l], jets[3][l]) = (jet[0], jet[1], jet[2], jet[3]);
                add(&mut sums, reach, l, jet, near, present);
            }
        }
        for l in 0..L {
            delta[l] = step::<C, L>(&sums, l, x[l], self.outcomes[l], target);
        }
    }

    /// Moves every open lane by its step; where the step is small, the jets give the probabilities at its end and the
    /// lane is closed. True when all are.
    #[inline(always)]
    fn finish<C: Curve>(&mut self, x: &mut Lanes<L>, delta: &Lanes<L>, reach: &Lanes<L>) -> bool {
        for l in 0..L {
            x[l] += if self.open[l] > 0.0 { delta[l] } else { 0.0 };
        }
        for ((jets, coefficients), fair) in self.jets.iter().zip(&self.coefficients).zip(&mut self.fair) {
            for l in 0..L {
                let d = delta[l];
                let (v0, v1, v2, v3) = (jets[0][l], jets[1][l], jets[2][l], jets[3][l]);
                let value = v0 + d * (v1 + d * (0.5 * v2 + d * (v3 * (1.0 / 6.0))));
                let p = C::probability(x[l], coefficients[l], value);
                fair[l] = if self.open[l] > 0.0 { p } else { fair[l] };
            }
        }
        let mut left = 0.0;
        for l in 0..L {
            let near = delta[l].abs() * reach[l] < NEAR;
            self.open[l] = if near { 0.0 } else { self.open[l] };
            left += self.open[l];
        }
        self.parameter = *x;
        left == 0.0
    }

    /// Trusts no result: every probability must be in (0, 1] and the sum must be right. Outcomes that are not there get
    /// their NaN.
    #[inline(always)]
    fn check(&mut self, target: f64) {
        let (mut sums, mut least, mut most) = ([0.0; L], [1.0; L], [0.0; L]);
        for (implied, fair) in self.implied.iter().zip(&mut self.fair) {
            for l in 0..L {
                let present = implied[l] > 0.0;
                let p = fair[l];
                sums[l] += if present { p } else { 0.0 };
                least[l] = if present && p < least[l] { p } else { least[l] };
                most[l] = if present && p > most[l] { p } else { most[l] };
                fair[l] = if present { p } else { f64::NAN };
            }
        }
        for l in 0..L {
            // A NaN is not within the tolerance either.
            let right = (sums[l] - target).abs() <= 1e-14 * (1.0 + 0.25 * self.outcomes[l]);
            self.settled[l] = right && self.refused[l] == 0.0 && least[l] > 0.0 && most[l] <= 1.0 + 1e-12;
        }
    }
}

/// Adds a jet to the sums of a lane, if the outcome is there.
#[inline(always)]
fn add<const L: usize>(
    sums: &mut [Lanes<L>; 4],
    reach: &mut Lanes<L>,
    l: usize,
    jet: [f64; 4],
    near: f64,
    present: bool,
) {
    sums[0][l] += if present { jet[0] } else { 0.0 };
    sums[1][l] += if present { jet[1] } else { 0.0 };
    sums[2][l] += if present { jet[2] } else { 0.0 };
    sums[3][l] += if present { jet[3] } else { 0.0 };
    let near = if present { near } else { 0.0 };
    reach[l] = if near > reach[l] { near } else { reach[l] };
}

/// Householder's step of order four; Newton's where that would be far from it.
#[inline(always)]
fn step<C: Curve, const L: usize>(sums: &[Lanes<L>; 4], l: usize, x: f64, outcomes: f64, target: f64) -> f64 {
    let (constant, slope) = C::line(outcomes, target);
    let f0 = sums[0][l] - (constant + slope * x);
    let f1 = sums[1][l] - slope;
    let (f2, f3) = (sums[2][l], sums[3][l]);
    let curved = 6.0 * f1 * f1 - 3.0 * f0 * f2;
    let bottom = f1 * (6.0 * f1 * f1 - 6.0 * f0 * f2) + f0 * f0 * f3;
    // Relative to Newton's step this one is curved * f1 / bottom. All slopes here are negative.
    let (ratio_top, ratio_bottom) = (-curved * f1, -bottom);
    let trusted = ratio_bottom > 0.0 && ratio_top >= 0.5 * ratio_bottom && ratio_top <= 2.0 * ratio_bottom;
    let (top, bottom) = if trusted { (f0 * curved, bottom) } else { (f0, f1) };
    -top / bottom
}
