//! A whole bet at one unit: its odds, for the mean of odds, and what it came to, for the level-stakes record.

use super::{MAX_LEVEL, tally::div_half_even};
use crate::{
    bet::Kind,
    money::Units,
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
    let won = ticket.graded(Grade::Win);
    let odds = per_unit_e8(&won, RuleSet::default_rules()).map(|level| level + i128::from(E8_SIGNED));
    odds.map_or(cap, |odds| u128::try_from(odds).unwrap_or_default().max(E8))
}

/// What a decided ticket won or lost for each unit staked, times 10^8: exact but for the last place, and not the quotient
/// of the printed amounts, which have only four decimals. 0 for a free bet, which stakes nothing. Bounded by
/// [`MAX_LEVEL`].
///
/// ```
/// use dbsbm_core::bet::{Kind, Stake, StakeIs};
/// use dbsbm_core::record::level_e8;
/// use dbsbm_core::settle::{Grade, RuleSet, Ticket, TicketLeg, TicketTerms};
/// let stake = Stake { amount: "0.1".parse().unwrap(), is: StakeIs::Risk };
/// let legs = vec![TicketLeg::new("-110".parse().unwrap(), Grade::Win)];
/// let won = Ticket::new(Kind::Straight, stake, legs, TicketTerms::default()).unwrap();
/// assert_eq!(level_e8(&won, RuleSet::default_rules()), 90_909_091);
/// ```
pub fn level_e8(ticket: &Ticket, rules: &RuleSet) -> i64 {
    let cap = i128::from(MAX_LEVEL) * i128::from(E8_SIGNED);
    let level = per_unit_e8(ticket, rules).map_or(cap, |level| level.clamp(-cap, cap));
    i64::try_from(level).unwrap_or(0)
}

const E8_SIGNED: i64 = 100_000_000;

/// Net per unit staked, times 10^8; `None` when it is more than the books can hold. Ten thousand units are risked on each
/// line, so that four decimals of the amounts are eight of one unit's.
fn per_unit_e8(ticket: &Ticket, rules: &RuleSet) -> Option<i128> {
    let risk = Units::from_ten_thousandths(E8_SIGNED)?;
    let paid = settle(&ticket.risking(risk), rules).ok()?;
    let staked = i128::from(paid.staked.ten_thousandths());
    let net = i128::from(paid.returned.ten_thousandths()) - staked;
    Some(if staked == 0 {
        0
    } else {
        div_half_even(net * i128::from(E8_SIGNED), staked)
    })
}
