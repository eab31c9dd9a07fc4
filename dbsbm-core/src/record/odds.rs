//! The odds of a whole bet, for the mean of odds.

use super::MAX_LEVEL;
use crate::{
    bet::Kind,
    settle::{Grade, RuleSet, Ticket, TicketLeg, settle},
};

const E8: u128 = 100_000_000;

/// Decimal odds of a whole bet as posted, times 10^8: the price of a straight bet, the product of a parlay's prices, and
/// for every other kind what a unit of total stake returns when all legs win. Bounded by [`MAX_LEVEL`].
///
/// ```
/// use dbsbm_core::bet::{Kind, Stake, StakeIs};
/// use dbsbm_core::record::possible_odds_e8;
/// use dbsbm_core::settle::{Grade, Ticket, TicketLeg, TicketTerms};
/// let stake = Stake { amount: "1".parse().unwrap(), is: StakeIs::Risk };
/// let legs = ["2.50", "-110"].map(|price| TicketLeg::new(price.parse().unwrap(), Grade::Open)).to_vec();
/// let parlay = Ticket::new(Kind::Parlay, stake, legs, TicketTerms::default()).unwrap();
/// assert_eq!(possible_odds_e8(&parlay), 477_272_727);
/// ```
pub fn possible_odds_e8(ticket: &Ticket) -> i64 {
    let cap = u128::from(MAX_LEVEL.unsigned_abs()) * E8;
    let odds = match ticket.kind() {
        Kind::Straight | Kind::Parlay => product_e8(ticket.legs(), cap),
        _ => all_win_e8(ticket, cap),
    };
    i64::try_from(odds.min(cap)).unwrap_or(i64::MAX)
}

/// Product of decimal prices times 10^8, rounded half up at the end. Kept as a fraction while it fits, which is as
/// finely as 128 bits hold; past that the factors so far are rounded to 10^-8.
fn product_e8(legs: &[TicketLeg], cap: u128) -> u128 {
    let rounded = |n: u128, d: u128| (2 * n + d) / (2 * d);
    let (mut num, mut den) = (E8, 1u128);
    for leg in legs {
        let (n, d) = (
            u128::from(leg.price.num()) + u128::from(leg.price.den()),
            u128::from(leg.price.den()),
        );
        if num.checked_mul(4 * n).is_none() || den.checked_mul(4 * d).is_none() {
            (num, den) = (rounded(num, den), 1);
        }
        (num, den) = (num.saturating_mul(n), den * d);
        if num / den >= cap {
            return cap;
        }
    }
    rounded(num, den)
}

fn all_win_e8(ticket: &Ticket, cap: u128) -> u128 {
    let won = settle(&ticket.graded(Grade::Win), RuleSet::default_rules());
    let Ok(won) = won else { return cap };
    let part = |n: i64| u128::from(n.unsigned_abs());
    match part(won.staked.ten_thousandths()) {
        0 => E8,
        staked => (part(won.returned.ten_thousandths()) * E8 / staked).max(E8),
    }
}
