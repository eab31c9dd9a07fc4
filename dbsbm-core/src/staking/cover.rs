//! One amount spread over several outcomes so that each returns the same: dutching, and arbitrage where that is a profit.

use super::StakingError;
use super::exact::{decimal, minus, plus, positive, returned};
use crate::money::Units;
use crate::odds::Odds;

/// At most so many outcomes are covered.
const MAX_OUTCOMES: usize = 1000;

/// Real stakes over several outcomes.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Cover {
    /// The stake on each outcome, in the order given: multiples of the step.
    pub stakes: Vec<Units>,
    /// What is staked in all: at most the amount given.
    pub staked: Units,
    /// What comes back for each outcome.
    pub returns: Vec<Units>,
    /// The least that comes back.
    pub guaranteed_return: Units,
    /// The least net result.
    pub guaranteed_profit: Units,
    /// The sum of the reciprocal prices; below 1 there is a profit before rounding.
    pub book: f64,
    /// What the amount would return per unit if stakes needed no rounding.
    pub exact_return: f64,
}

/// Spreads `total` over outcomes so that the smallest return is as large as stakes in multiples of `step` allow.
///
/// Exact shares are `(1/d) / sum(1/d)`. They are rounded down, and what is left goes step by step to the outcome that
/// returns least, which is the best rounding there is. Never more than `total` is staked.
///
/// ```
/// use dbsbm_core::staking::dutch;
///
/// let cover = dutch(&["4.0".parse()?, "6.0".parse()?], "100".parse()?, "1".parse()?)?;
/// assert_eq!(cover.stakes[0].short(), "60");
/// assert_eq!(cover.guaranteed_profit.short(), "140");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// No outcomes, an amount or step that is not above zero, an amount too small to give every outcome a stake, or amounts
/// too large to be held exactly.
pub fn dutch(prices: &[Odds], total: Units, step: Units) -> Result<Cover, StakingError> {
    let outcomes = prices.len();
    if !(1..=MAX_OUTCOMES).contains(&outcomes) {
        return Err(StakingError::Count {
            field: "prices",
            given: outcomes,
            least: 1,
            most: MAX_OUTCOMES,
        });
    }
    positive("total", total)?;
    positive("step", step)?;
    let step_size = step.ten_thousandths();
    let steps = total.ten_thousandths() / step_size;
    let implied: Vec<f64> = prices.iter().map(|price| price.break_even()).collect();
    let book: f64 = implied.iter().sum();
    let mut shares = whole_shares(&implied, book, steps);
    let mut left = steps - shares.iter().sum::<i64>();
    while left > 0 {
        let least = (0..outcomes)
            .min_by(|&a, &b| compare_returns((shares[a], prices[a]), (shares[b], prices[b])).then(a.cmp(&b)))
            .unwrap_or(0);
        shares[least] += 1;
        left -= 1;
    }
    if shares.contains(&0) {
        return Err(StakingError::TooLittle {
            total: total.short(),
            step: step.short(),
            outcomes,
        });
    }
    let mut cover = Cover {
        stakes: Vec::with_capacity(outcomes),
        staked: Units::ZERO,
        returns: Vec::with_capacity(outcomes),
        guaranteed_return: Units::MAX,
        guaranteed_profit: Units::ZERO,
        book,
        exact_return: 1.0 / book,
    };
    for (&share, &price) in shares.iter().zip(prices) {
        let stake = share
            .checked_mul(step_size)
            .and_then(Units::from_ten_thousandths)
            .ok_or(StakingError::TooLarge { field: "stakes" })?;
        let back = returned(stake, price)?;
        cover.staked = plus("staked", cover.staked, stake)?;
        cover.guaranteed_return = cover.guaranteed_return.min(back);
        cover.stakes.push(stake);
        cover.returns.push(back);
    }
    cover.guaranteed_profit = minus("profit", cover.guaranteed_return, cover.staked)?;
    Ok(cover)
}

/// Stakes on every outcome of a market, at prices of different books, that win whatever happens.
///
/// With coarse steps the rounding can eat the profit: look at `guaranteed_profit`.
///
/// ```
/// use dbsbm_core::staking::arbitrage;
///
/// let bets = arbitrage(&["2.08".parse()?, "2.00".parse()?], "100".parse()?, "0.01".parse()?)?;
/// assert_eq!(bets.stakes[0].two_decimals(), "49.02");
/// assert_eq!(bets.guaranteed_profit.two_decimals(), "1.96");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`dutch`], and prices whose book is not below 1.
pub fn arbitrage(prices: &[Odds], total: Units, step: Units) -> Result<Cover, StakingError> {
    let cover = dutch(prices, total, step)?;
    // A book of exactly 1 is not always exactly 1.0 in floating point, and is no profit anyway.
    if cover.book < 1.0 - 1e-12 && prices.len() > 1 {
        Ok(cover)
    } else {
        Err(StakingError::NoArbitrage { book: cover.book })
    }
}

/// Shares in whole steps, certainly not above the best ones; what is missing is a few steps per outcome.
fn whole_shares(implied: &[f64], book: f64, steps: i64) -> Vec<i64> {
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a lower bound: two steps and the error of a float are taken off, and the exact rest is given out after"
    )]
    implied
        .iter()
        .map(|q| {
            let ideal = steps as f64 * (q / book);
            ((ideal * (1.0 - 1e-14)).floor() as i64 - 2).max(0)
        })
        .collect()
}

/// Compares what two stakes in steps return, exactly.
fn compare_returns((a, first): (i64, Odds), (b, second): (i64, Odds)) -> std::cmp::Ordering {
    let ((top_a, bottom_a), (top_b, bottom_b)) = (decimal(first), decimal(second));
    // At most 10^18 * 10^13 * 10^7 < 2^127.
    (i128::from(a) * top_a * bottom_b).cmp(&(i128::from(b) * top_b * bottom_a))
}
