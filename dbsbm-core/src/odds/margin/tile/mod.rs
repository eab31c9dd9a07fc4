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
mod sum;

pub(super) use lanes::{exp, ln};

use super::Method;
use curve::{Curve, OddsRatio, Power, Shin};
use sum::{Sum, Sums, along, step};

/// One value for each lane.
pub(super) type Lanes<const L: usize> = [f64; L];

/// `G` outcomes of `L` markets. The loops go over groups, then lanes, then the outcomes of the group, so that sums over
/// a group stay in registers.
type Group<const L: usize, const G: usize> = [Lanes<L>; G];

/// A series to the third order is exact to the last bit over this part of its radius.
const NEAR: f64 = 2e-4;
/// Rounds of evaluation; an ordinary market settles in the first.
const ROUNDS: usize = 4;

/// Room for `L` markets of up to `k` outcomes, a multiple of `G`, made once and used again.
pub(super) struct Tile<const L: usize, const G: usize> {
    /// Prices in; NaN where a market has fewer outcomes.
    pub(super) prices: Vec<Group<L, G>>,
    /// Probabilities out; NaN where there was no price.
    pub(super) fair: Vec<Group<L, G>>,
    /// The parameter of the method.
    pub(super) parameter: Lanes<L>,
    /// What the book is over the target.
    pub(super) margin: Lanes<L>,
    /// Whether the probabilities of a lane are in place, checked. If not, the market may still have a solution.
    pub(super) settled: [bool; L],
    implied: Vec<Group<L, G>>,
    coefficients: Vec<Group<L, G>>,
    values: Vec<Group<L, G>>,
    jets: Vec<[Group<L, G>; 4]>,
    book: Lanes<L>,
    outcomes: Lanes<L>,
    /// 1 while a lane is being solved, 0 when it is done or refused. A float, so that it fits beside the others.
    open: Lanes<L>,
    /// 0 for a market, more for what is none.
    refused: Lanes<L>,
    found: Found<L>,
}

/// What the probabilities of each lane look like together.
struct Found<const L: usize> {
    sum: Lanes<L>,
    least: Lanes<L>,
    most: Lanes<L>,
}

impl<const L: usize> Found<L> {
    const NOTHING: Self = Self {
        sum: [0.0; L],
        least: [1.0; L],
        most: [0.0; L],
    };

    #[inline(always)]
    fn lane(&self, l: usize) -> Range {
        Range {
            sum: self.sum[l],
            least: self.least[l],
            most: self.most[l],
        }
    }

    #[inline(always)]
    fn set(&mut self, l: usize, range: Range) {
        (self.sum[l], self.least[l], self.most[l]) = (range.sum, range.least, range.most);
    }
}

/// One lane of [`Found`].
#[derive(Clone, Copy)]
struct Range {
    sum: f64,
    least: f64,
    most: f64,
}

impl Range {
    const NOTHING: Self = Self {
        sum: 0.0,
        least: 1.0,
        most: 0.0,
    };

    #[inline(always)]
    fn add(&mut self, p: f64, present: bool) {
        self.sum += if present { p } else { 0.0 };
        self.least = smaller(if present { p } else { 1.0 }, self.least);
        self.most = larger(if present { p } else { 0.0 }, self.most);
    }
}

impl<const L: usize, const G: usize> Tile<L, G> {
    pub(super) fn new(outcomes: usize) -> Self {
        let groups = outcomes / G;
        Self {
            prices: vec![[[f64::NAN; L]; G]; groups],
            fair: vec![[[f64::NAN; L]; G]; groups],
            parameter: [f64::NAN; L],
            margin: [f64::NAN; L],
            settled: [false; L],
            implied: vec![[[0.0; L]; G]; groups],
            coefficients: vec![[[0.0; L]; G]; groups],
            values: vec![[[0.0; L]; G]; groups],
            jets: vec![[[[0.0; L]; G]; 4]; groups],
            book: [0.0; L],
            outcomes: [0.0; L],
            open: [0.0; L],
            refused: [0.0; L],
            found: Found::NOTHING,
        }
    }

    /// Takes the margin out of every market of the tile.
    #[inline(always)]
    pub(super) fn solve(&mut self, method: Method, target: f64) {
        // Where every market has all outcomes, nothing needs to ask which are there.
        if self.read(target) {
            self.solve_with::<true>(method, target);
        } else {
            self.solve_with::<false>(method, target);
        }
    }

    /// Reciprocals, book and number of outcomes; refuses what is no market. True when a price is missing.
    #[inline(always)]
    fn read(&mut self, target: f64) -> bool {
        let (mut book, mut outcomes) = ([0.0; L], [0.0; L]);
        let (mut least, mut most) = ([f64::MAX; L], [1.0_f64; L]);
        for (prices, implied) in self.prices.iter().zip(&mut self.implied) {
            for l in 0..L {
                let (mut sum, mut count, mut low, mut high) = (book[l], outcomes[l], least[l], most[l]);
                for g in 0..G {
                    let price = prices[g][l];
                    let q = larger(1.0 / price, 0.0);
                    implied[g][l] = q;
                    sum += q;
                    count += if price.is_nan() { 0.0 } else { 1.0 };
                    low = smaller(price, low);
                    high = larger(price, high);
                }
                (book[l], outcomes[l], least[l], most[l]) = (sum, count, low, high);
            }
        }
        let (all, mut holes) = ((self.prices.len() * G) as f64, false);
        for l in 0..L {
            let prices = least[l] >= 1.0 && most[l] <= f64::MAX;
            let market = outcomes[l] >= 2.0 && target < outcomes[l];
            self.open[l] = if prices && market { 1.0 } else { 0.0 };
            self.refused[l] = 1.0 - self.open[l];
            self.margin[l] = book[l] - target;
            holes |= outcomes[l] < all;
        }
        (self.book, self.outcomes) = (book, outcomes);
        self.parameter = [f64::NAN; L];
        self.found = Found::NOTHING;
        holes
    }

    #[inline(always)]
    fn solve_with<const HOLES: bool>(&mut self, method: Method, target: f64) {
        match method {
            Method::Multiplicative => {
                let factor: Lanes<L> = std::array::from_fn(|l| target / self.book[l]);
                self.each::<HOLES>(|l, q| q * factor[l]);
            }
            Method::Additive => {
                let share: Lanes<L> = std::array::from_fn(|l| self.margin[l] / self.outcomes[l]);
                self.each::<HOLES>(|l, q| q - share[l]);
            }
            Method::Balanced => {
                let z: Lanes<L> = std::array::from_fn(|l| self.margin[l] / (self.outcomes[l] - target));
                let rest: Lanes<L> = std::array::from_fn(|l| 1.0 / (1.0 - z[l]));
                self.parameter = z;
                self.each::<HOLES>(|l, q| (q - z[l]) * rest[l]);
            }
            Method::Goto => {
                let mut errors = [0.0; L];
                for (implied, fair) in self.implied.iter().zip(&mut self.fair) {
                    for l in 0..L {
                        let mut sum = errors[l];
                        for g in 0..G {
                            fair[g][l] = (1.0 - implied[g][l]).sqrt();
                            sum += if !HOLES || implied[g][l] > 0.0 {
                                fair[g][l]
                            } else {
                                0.0
                            };
                        }
                        errors[l] = sum;
                    }
                }
                let step: Lanes<L> = std::array::from_fn(|l| self.margin[l] / errors[l]);
                self.parameter = step;
                for (implied, fair) in self.implied.iter().zip(&mut self.fair) {
                    for l in 0..L {
                        let mut range = self.found.lane(l);
                        for g in 0..G {
                            let p = implied[g][l] - step[l] * fair[g][l];
                            fair[g][l] = p;
                            range.add(p, !HOLES || implied[g][l] > 0.0);
                        }
                        self.found.set(l, range);
                    }
                }
            }
            Method::Power => self.iterate::<Power, HOLES>(target),
            Method::Shin => self.iterate::<Shin, HOLES>(target),
            Method::OddsRatio => self.iterate::<OddsRatio, HOLES>(target),
        }
        self.check::<HOLES>(target);
    }

    /// A method that is a formula.
    #[inline(always)]
    fn each<const HOLES: bool>(&mut self, formula: impl Fn(usize, f64) -> f64) {
        for (implied, fair) in self.implied.iter().zip(&mut self.fair) {
            for l in 0..L {
                let mut range = self.found.lane(l);
                for g in 0..G {
                    let p = formula(l, implied[g][l]);
                    fair[g][l] = p;
                    range.add(p, !HOLES || implied[g][l] > 0.0);
                }
                self.found.set(l, range);
            }
        }
    }

    /// A method whose parameter has to be found.
    #[inline(always)]
    fn iterate<C: Curve, const HOLES: bool>(&mut self, target: f64) {
        let [scale, root] = C::market(&self.book, target);
        let (mut sums, mut certain) = (Sums::<L>::NOTHING, [0.0; L]);
        for ((prices, implied), coefficients) in
            self.prices.iter().zip(&self.implied).zip(&mut self.coefficients)
        {
            for l in 0..L {
                let (mut sum, mut sure, market) = (sums.lane(l), certain[l], [scale[l], root[l]]);
                for g in 0..G {
                    let present = !HOLES || implied[g][l] > 0.0;
                    // An outcome that is not there is computed as if at even money, and not counted.
                    let (price, q) = if present {
                        (prices[g][l], implied[g][l])
                    } else {
                        (2.0, 0.5)
                    };
                    let coefficient = C::coefficient(price, q, market);
                    coefficients[g][l] = coefficient;
                    sure += if C::KEEPS_CERTAINTIES && price <= 1.0 {
                        1.0
                    } else {
                        0.0
                    };
                    sum.add(C::part(price, q, coefficient), 0.0, present);
                }
                sums.set(l, sum);
                certain[l] = sure;
            }
        }
        let mut x = [C::START; L];
        for l in 0..L {
            // Nothing would be left for the others, however far the parameter goes.
            let hopeless = if certain[l] >= target { 1.0 } else { 0.0 };
            self.refused[l] += hopeless;
            self.open[l] -= hopeless * self.open[l];
            x[l] += step::<C>(
                C::start(sums.lane(l).jet, [scale[l], root[l]]),
                x[l],
                self.outcomes[l],
                target,
            );
        }
        if self.round::<C, HOLES, true>(&mut x, target) {
            return;
        }
        for _ in 1..ROUNDS {
            if self.round::<C, HOLES, false>(&mut x, target) {
                return;
            }
        }
    }

    /// Evaluates every outcome at `x`, moves the open lanes by the step that follows, and closes those where the step was
    /// small: there the jets give the probabilities at its end. True when all are closed.
    #[inline(always)]
    fn round<C: Curve, const HOLES: bool, const FIRST: bool>(
        &mut self,
        x: &mut Lanes<L>,
        target: f64,
    ) -> bool {
        if FIRST && self.implied.len() == 1 {
            return self.first_round_of_one_group::<C, HOLES>(x, target);
        }
        let mut sums = Sums::<L>::NOTHING;
        for (((implied, coefficients), values), jets) in self
            .implied
            .iter()
            .zip(&self.coefficients)
            .zip(&mut self.values)
            .zip(&mut self.jets)
        {
            evaluate::<C, HOLES, L, G>(x, implied, coefficients, values);
            for l in 0..L {
                let mut sum = sums.lane(l);
                for g in 0..G {
                    let present = !HOLES || implied[g][l] > 0.0;
                    let (jet, near) = C::at(x[l], coefficients[g][l], values[g][l]);
                    [jets[0][g][l], jets[1][g][l], jets[2][g][l], jets[3][g][l]] = jet;
                    sum.add(jet, near, present);
                }
                sums.set(l, sum);
            }
        }
        let mut delta = [0.0; L];
        for (l, delta) in delta.iter_mut().enumerate() {
            *delta = step::<C>(sums.lane(l).jet, x[l], self.outcomes[l], target);
            x[l] += if FIRST || self.open[l] > 0.0 { *delta } else { 0.0 };
        }
        let mut found = Found::<L>::NOTHING;
        for (((jets, coefficients), fair), implied) in self
            .jets
            .iter()
            .zip(&self.coefficients)
            .zip(&mut self.fair)
            .zip(&self.implied)
        {
            for l in 0..L {
                let (d, mut range) = (delta[l], found.lane(l));
                for g in 0..G {
                    let jet = [jets[0][g][l], jets[1][g][l], jets[2][g][l], jets[3][g][l]];
                    let p = C::probability(x[l], coefficients[g][l], along(jet, d));
                    let p = if FIRST || self.open[l] > 0.0 {
                        p
                    } else {
                        fair[g][l]
                    };
                    fair[g][l] = p;
                    range.add(p, !HOLES || implied[g][l] > 0.0);
                }
                found.set(l, range);
            }
        }
        let mut left = 0.0;
        for (l, delta) in delta.iter().enumerate() {
            let near = delta.abs() * sums.reach[l] < NEAR;
            self.open[l] = if near { 0.0 } else { self.open[l] };
            left += self.open[l];
        }
        self.found = found;
        self.parameter = *x;
        left == 0.0
    }

    /// The first round where all outcomes are one group: the jets stay in registers. The same operations in the same order
    /// as for several groups.
    #[inline(always)]
    fn first_round_of_one_group<C: Curve, const HOLES: bool>(
        &mut self,
        x: &mut Lanes<L>,
        target: f64,
    ) -> bool {
        let ([implied], [coefficients], [values], [fair]) = (
            self.implied.as_slice(),
            self.coefficients.as_slice(),
            self.values.as_mut_slice(),
            self.fair.as_mut_slice(),
        ) else {
            return false;
        };
        evaluate::<C, HOLES, L, G>(x, implied, coefficients, values);
        for l in 0..L {
            let (mut sum, mut jets) = (Sum::NOTHING, [[0.0; 4]; G]);
            for g in 0..G {
                let present = !HOLES || implied[g][l] > 0.0;
                let (jet, near) = C::at(x[l], coefficients[g][l], values[g][l]);
                jets[g] = jet;
                sum.add(jet, near, present);
            }
            let delta = step::<C>(sum.jet, x[l], self.outcomes[l], target);
            x[l] += delta;
            let mut range = Range::NOTHING;
            for g in 0..G {
                let p = C::probability(x[l], coefficients[g][l], along(jets[g], delta));
                fair[g][l] = p;
                range.add(p, !HOLES || implied[g][l] > 0.0);
            }
            self.found.set(l, range);
            let near = delta.abs() * sum.reach < NEAR;
            self.open[l] = if near { 0.0 } else { self.open[l] };
        }
        self.parameter = *x;
        // Without a way out of the loop, so that it is a comparison of vectors.
        self.open
            .iter()
            .fold(true, |closed, open| closed & (*open == 0.0))
    }

    /// Trusts no result: every probability must be in (0, 1] and the sum must be right. Outcomes that are not there get
    /// their NaN.
    #[inline(always)]
    fn check<const HOLES: bool>(&mut self, target: f64) {
        for l in 0..L {
            // A NaN is not within the tolerance either.
            let right = (self.found.sum[l] - target).abs() <= 1e-14 * (1.0 + 0.25 * self.outcomes[l]);
            let range = self.found.least[l] > 0.0 && self.found.most[l] <= 1.0 + 1e-12;
            self.settled[l] = right && range && self.refused[l] == 0.0;
        }
        if HOLES {
            for (implied, fair) in self.implied.iter().zip(&mut self.fair) {
                for l in 0..L {
                    for g in 0..G {
                        fair[g][l] = if implied[g][l] > 0.0 { fair[g][l] } else { f64::NAN };
                    }
                }
            }
        }
    }
}

/// The values of a method's function for a group at `x`; zero for outcomes that are not there.
#[inline(always)]
fn evaluate<C: Curve, const HOLES: bool, const L: usize, const G: usize>(
    x: &Lanes<L>,
    implied: &Group<L, G>,
    coefficients: &Group<L, G>,
    values: &mut Group<L, G>,
) {
    for g in 0..G {
        for l in 0..L {
            values[g][l] = C::argument(x[l], coefficients[g][l]);
        }
    }
    C::function(values);
    for g in 0..G {
        for l in 0..L {
            let present = !HOLES || implied[g][l] > 0.0;
            values[g][l] = if present { values[g][l] } else { 0.0 };
        }
    }
}

/// The larger one; the second where the first is a NaN. One instruction, which `f64::max` is not.
#[inline(always)]
fn larger(a: f64, b: f64) -> f64 {
    if a > b { a } else { b }
}

/// The smaller one; the second where the first is a NaN.
#[inline(always)]
fn smaller(a: f64, b: f64) -> f64 {
    if a < b { a } else { b }
}
