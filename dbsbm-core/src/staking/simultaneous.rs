//! Kelly's stakes on independent bets that run at the same time.

use super::StakingError;
use super::value::{check_bets, check_fraction};

/// So many bets at most: every combination of results is looked at, and 2^16 of them are enough work.
pub const MAX_SIMULTANEOUS: usize = 16;

/// Newton steps; from a start without stakes it takes about ten.
const STEPS: usize = 200;

/// Stakes on independent bets.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Simultaneous {
    /// The share of the bankroll on each bet, in the order given. They sum to less than 1.
    pub stakes: Vec<f64>,
    /// Average growth of the logarithm of the bankroll, over all the bets together.
    pub log_growth: f64,
}

/// The stakes on independent bets, decided together, that grow the bankroll fastest, times `fraction` (1 is full Kelly).
///
/// The expected logarithm of the bankroll over all 2^n results is concave in the stakes; a projected Newton method
/// (Bertsekas, *Projected Newton methods for optimization problems with simple constraints*, SIAM Journal on Control and
/// Optimization 20, 1982) finds its maximum over stakes of zero or more. Each stake is a little below what the bet alone
/// would get, because the bankroll is shared.
///
/// ```
/// use dbsbm_core::staking::{kelly, kelly_simultaneous};
///
/// let together = kelly_simultaneous(&[0.55, 0.55], &[2.0, 2.0], 1.0)?;
/// assert!(together.stakes[0] < kelly(0.55, 2.0, 1.0)?.stake);
/// assert!((together.stakes[0] - together.stakes[1]).abs() < 1e-12);
/// # Ok::<(), dbsbm_core::staking::StakingError>(())
/// ```
///
/// # Errors
///
/// No bets or more than [`MAX_SIMULTANEOUS`], lists of different length, a probability or price that is none, a certain
/// bet, or a fraction that is not above 0 and up to 1.
pub fn kelly_simultaneous(
    probabilities: &[f64],
    prices: &[f64],
    fraction: f64,
) -> Result<Simultaneous, StakingError> {
    check_bets(probabilities, prices)?;
    let given = prices.len();
    if !(1..=MAX_SIMULTANEOUS).contains(&given) {
        return Err(StakingError::Count {
            field: "prices",
            given,
            least: 1,
            most: MAX_SIMULTANEOUS,
        });
    }
    let fraction = check_fraction(fraction)?;
    if let Some(index) = probabilities.iter().position(|p| *p >= 1.0) {
        return Err(StakingError::Certain { index });
    }
    // Independent bets without an edge never enter: a stake on them loses on average whatever else is staked.
    let with_edge: Vec<usize> = (0..given)
        .filter(|&i| probabilities[i] * prices[i] > 1.0)
        .collect();
    let bets = Bets {
        chances: with_edge.iter().map(|&i| probabilities[i]).collect(),
        nets: with_edge.iter().map(|&i| prices[i] - 1.0).collect(),
    };
    let mut best = bets.maximise().ok_or(StakingError::NotSettled)?;
    best.iter_mut().for_each(|stake| *stake *= fraction);
    let log_growth = bets.growth(&best);
    let mut stakes = vec![0.0; given];
    with_edge
        .iter()
        .zip(&best)
        .for_each(|(&i, &stake)| stakes[i] = stake);
    Ok(Simultaneous { stakes, log_growth })
}

struct Bets {
    chances: Vec<f64>,
    nets: Vec<f64>,
}

impl Bets {
    fn len(&self) -> usize {
        self.nets.len()
    }

    /// What the bankroll gains from bet `i` per share staked, when the bits of `result` say which bets won.
    fn gain(&self, i: usize, result: usize) -> f64 {
        if result >> i & 1 == 1 { self.nets[i] } else { -1.0 }
    }

    /// Calls `f` with every result, its chance, and the gain of the bankroll.
    fn each_result(&self, stakes: &[f64], mut f: impl FnMut(usize, f64, f64)) {
        for result in 0..1usize << self.len() {
            let (mut chance, mut gain) = (1.0, 0.0);
            for (i, stake) in stakes.iter().enumerate() {
                chance *= if result >> i & 1 == 1 {
                    self.chances[i]
                } else {
                    1.0 - self.chances[i]
                };
                gain += stake * self.gain(i, result);
            }
            f(result, chance, gain);
        }
    }

    fn growth(&self, stakes: &[f64]) -> f64 {
        let mut growth = 0.0;
        self.each_result(stakes, |_, chance, gain| growth += chance * gain.ln_1p());
        growth
    }

    /// The gradient of the growth, and minus its second derivatives.
    fn derivatives(&self, stakes: &[f64]) -> (Vec<f64>, Vec<Vec<f64>>) {
        let n = self.len();
        let (mut gradient, mut curvature) = (vec![0.0; n], vec![vec![0.0; n]; n]);
        self.each_result(stakes, |result, chance, gain| {
            let wealth = 1.0 + gain;
            for i in 0..n {
                let first = chance * self.gain(i, result) / wealth;
                gradient[i] += first;
                for (j, entry) in curvature[i].iter_mut().enumerate().take(i + 1) {
                    *entry += first * self.gain(j, result) / wealth;
                }
            }
        });
        (gradient, curvature)
    }

    fn maximise(&self) -> Option<Vec<f64>> {
        let n = self.len();
        let mut stakes = vec![0.0; n];
        if n == 0 {
            return Some(stakes);
        }
        let mut growth = 0.0;
        for _ in 0..STEPS {
            let (gradient, curvature) = self.derivatives(&stakes);
            // Stakes at zero that would like to be negative stay there; the others move together.
            let free: Vec<usize> = (0..n).filter(|&i| stakes[i] > 0.0 || gradient[i] > 0.0).collect();
            let Some(direction) = newton_direction(&free, &gradient, &curvature) else {
                break;
            };
            let promise: f64 = free.iter().zip(&direction).map(|(&i, d)| gradient[i] * d).sum();
            if promise < 1e-26 {
                return Some(stakes);
            }
            let mut step = 1.0;
            loop {
                let mut tried = stakes.clone();
                free.iter()
                    .zip(&direction)
                    .for_each(|(&i, d)| tried[i] = (tried[i] + step * d).max(0.0));
                // All bets lost leaves 1 - sum: beyond that is ruin, not growth.
                let reached = if tried.iter().sum::<f64>() < 1.0 {
                    self.growth(&tried)
                } else {
                    f64::NEG_INFINITY
                };
                if reached > growth {
                    (stakes, growth) = (tried, reached);
                    break;
                }
                step *= 0.5;
                if step < 1e-9 {
                    // No float beside this point is better. When little was promised this is the maximum.
                    return (promise < 1e-12).then_some(stakes);
                }
            }
        }
        let (gradient, _) = self.derivatives(&stakes);
        let settled = (0..n).all(|i| gradient[i] < 1e-7 && (stakes[i] <= 0.0 || gradient[i] > -1e-7));
        settled.then_some(stakes)
    }
}

/// Solves `curvature * direction = gradient` over the free bets by Cholesky's factorisation.
fn newton_direction(free: &[usize], gradient: &[f64], curvature: &[Vec<f64>]) -> Option<Vec<f64>> {
    let n = free.len();
    let mut lower = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let (row, column) = (free[i].max(free[j]), free[i].min(free[j]));
            let rest = curvature[row][column] - (0..j).map(|k| lower[i][k] * lower[j][k]).sum::<f64>();
            lower[i][j] = if i == j { rest.sqrt() } else { rest / lower[j][j] };
        }
        if lower[i][i] <= 0.0 || lower[i][i].is_nan() {
            return None;
        }
    }
    let mut x: Vec<f64> = free.iter().map(|&i| gradient[i]).collect();
    for i in 0..n {
        let known: f64 = (0..i).map(|k| lower[i][k] * x[k]).sum();
        x[i] = (x[i] - known) / lower[i][i];
    }
    for i in (0..n).rev() {
        let known: f64 = (i + 1..n).map(|k| lower[k][i] * x[k]).sum();
        x[i] = (x[i] - known) / lower[i][i];
    }
    Some(x)
}
