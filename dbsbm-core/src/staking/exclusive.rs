//! Kelly's stakes on several outcomes of one event, of which one at most happens.

use super::StakingError;
use super::kelly::growth;
use super::value::{check_bets, check_fraction};

/// Stakes on the outcomes of one event.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Exclusive {
    /// The share of the bankroll on each outcome, in the order given.
    pub stakes: Vec<f64>,
    /// The share that is not staked.
    pub reserve: f64,
    /// Average growth of the logarithm of the bankroll.
    pub log_growth: f64,
}

/// The stakes on outcomes of one event that grow the bankroll fastest, times `fraction` (1 is full Kelly).
///
/// The exact closed form of Smoczynski and Tomkins, *An explicit solution to the problem of optimizing the allocations of
/// a bettor's wealth when wagering on horse races*, Mathematical Scientist 35 (2010). Outcomes are taken in the order of
/// `p d` as long as that exceeds the reserve rate `R = (1 - sum p) / (1 - sum 1/d)` of those taken so far; each then gets
/// `p - R / d`. An outcome with a negative edge of its own can get a stake, because it insures the others.
///
/// ```
/// use dbsbm_core::staking::kelly_exclusive;
///
/// let best = kelly_exclusive(&[0.45, 0.30, 0.25], &[2.5, 3.2, 2.8], 1.0)?;
/// assert!((best.stakes[0] - 0.102_173_913_043).abs() < 1e-12);
/// assert!((best.stakes[1] - 0.028_260_869_565).abs() < 1e-12);
/// assert_eq!(best.stakes[2], 0.0);
/// # Ok::<(), dbsbm_core::staking::StakingError>(())
/// ```
///
/// # Errors
///
/// No outcomes, lists of different length, probabilities that are none or sum to more than 1, prices that are none, or a
/// fraction that is not above 0 and up to 1.
pub fn kelly_exclusive(
    probabilities: &[f64],
    prices: &[f64],
    fraction: f64,
) -> Result<Exclusive, StakingError> {
    check_bets(probabilities, prices)?;
    if prices.is_empty() {
        return Err(StakingError::Count {
            field: "prices",
            given: 0,
            least: 1,
            most: 1000,
        });
    }
    let fraction = check_fraction(fraction)?;
    let sum: f64 = probabilities.iter().sum();
    if sum > 1.0 + 1e-9 {
        return Err(StakingError::TooLikely { sum });
    }
    let mut order: Vec<usize> = (0..prices.len()).collect();
    order.sort_by(|&a, &b| {
        (probabilities[b] * prices[b])
            .total_cmp(&(probabilities[a] * prices[a]))
            .then(a.cmp(&b))
    });
    let (mut chance_left, mut book_left) = (1.0, 1.0);
    let mut rate = 1.0;
    let mut taken = 0;
    for &i in &order {
        if probabilities[i] * prices[i] <= rate {
            break;
        }
        chance_left = f64::max(chance_left - probabilities[i], 0.0);
        book_left -= 1.0 / prices[i];
        taken += 1;
        // What is left of the chances is below `rate` times what is left of the book, so the book can only run out
        // together with the chances: then every outcome is covered and nothing needs to be held back.
        rate = if chance_left > 1e-12 && book_left > 0.0 {
            chance_left / book_left
        } else {
            0.0
        };
    }
    let mut stakes = vec![0.0; prices.len()];
    for &i in &order[..taken] {
        stakes[i] = fraction * (probabilities[i] - rate / prices[i]).max(0.0);
    }
    let staked: f64 = stakes.iter().sum();
    if staked > 1.0 {
        stakes.iter_mut().for_each(|stake| *stake /= staked);
    }
    let staked = staked.min(1.0);
    let nothing_happens = (1.0 - sum).max(0.0);
    let log_growth = probabilities
        .iter()
        .zip(prices)
        .zip(&stakes)
        .map(|((&p, d), stake)| growth(p, stake * d - staked))
        .sum::<f64>()
        + if nothing_happens > 1e-12 {
            growth(nothing_happens, -staked)
        } else {
            0.0
        };
    Ok(Exclusive {
        stakes,
        reserve: 1.0 - staked,
        log_growth,
    })
}
