//! Paying a ticket: from the exact return per unit to amounts.

use super::{
    Bonus, Grade, Outcome, Percent, RuleSet, SettleError, Settlement, Ticket,
    lines::{Part, Ratio, Reading, Stop, View},
    number::Int,
    rules::RoundingRule,
    ticket::MAX_POSSIBLE_RETURN,
};
use crate::{
    bet::{Kind, PushRule, StakeIs},
    money::Units,
};
use num_bigint::BigUint;

/// Settles a ticket by a rule set, exactly. An open ticket gets what is banked and what can still come.
///
/// # Errors
/// [`SettleError`] when arithmetic cannot answer.
pub fn settle(ticket: &Ticket, rules: &RuleSet) -> Result<Settlement, SettleError> {
    let staked = staked(ticket, rules.rounding)?;
    let open = is_open(ticket, rules);
    let returned = returned(ticket, rules, View::Banked)?;
    let (net, max_returned) = if open {
        (None, Some(self::returned(ticket, rules, View::Best)?))
    } else {
        (returned.checked_sub(staked), None)
    };
    Ok(Settlement {
        outcome: net.map_or(Outcome::Open, |net| outcome(ticket, net)),
        lines: ticket.lines,
        staked,
        returned,
        net,
        max_returned,
        rules: rules.name,
    })
}

/// What a ticket returns when every leg wins at its full price.
pub(super) fn possible_return(ticket: &Ticket) -> Result<Units, SettleError> {
    returned(ticket, RuleSet::default_rules(), View::Possible)
}

/// Tries 128 bits, then big integers.
fn in_widening<T>(
    narrow: impl FnOnce() -> Result<T, Stop>,
    wide: impl FnOnce() -> Result<T, Stop>,
) -> Result<T, SettleError> {
    let answer = match narrow() {
        Err(Stop::Overflow) => wide(),
        answer => answer,
    };
    answer.map_err(|stop| match stop {
        Stop::Overflow => SettleError::TooLarge,
        Stop::Settle(error) => error,
    })
}

fn staked(ticket: &Ticket, rounding: RoundingRule) -> Result<Units, SettleError> {
    if ticket.terms.free_bet {
        return Ok(Units::ZERO);
    }
    if ticket.stake.is == StakeIs::Risk && !ticket.halved && rounding.places == 4 {
        let all = ticket
            .stake
            .amount
            .ten_thousandths()
            .checked_mul(ticket.lines.into());
        return all
            .and_then(Units::from_ten_thousandths)
            .ok_or(SettleError::TooLarge);
    }
    in_widening(
        || staked_in::<u128>(ticket, rounding),
        || staked_in::<BigUint>(ticket, rounding),
    )
}

fn staked_in<A: Int>(ticket: &Ticket, rounding: RoundingRule) -> Result<Units, Stop> {
    let stake = stake::<A>(ticket)?;
    let (inside, outside) = if rounding.per_line {
        (1, ticket.lines)
    } else {
        (ticket.lines, 1)
    };
    let amount = round(stake.num.scaled(inside.into())?, stake.den, rounding)?;
    units(amount.saturating_mul(outside.into()))
}

/// The stake of one line, in ten-thousandths of a unit.
pub(super) fn stake<A: Int>(ticket: &Ticket) -> Result<Ratio<A>, Stop> {
    let amount = u128::from(ticket.stake.amount.ten_thousandths().unsigned_abs());
    if ticket.stake.is == StakeIs::Risk {
        return Ok(Ratio::new(amount, if ticket.halved { 2 } else { 1 }));
    }
    // To win w at net price b: the risk is w / b, and b is what the price taken pays for one.
    let mut price = Ratio::<A>::new(1, 1);
    let mut by = |num: u64, den: u64| -> Result<(), Stop> {
        price.num = price.num.scaled(u128::from(num) + u128::from(den))?;
        price.den = price.den.scaled(den.into())?;
        Ok(())
    };
    match &ticket.kind {
        Kind::SameGame { price } => by(price.num(), price.den())?,
        _ => ticket
            .legs
            .iter()
            .try_for_each(|leg| by(leg.price.num(), leg.price.den()))?,
    }
    Ok(Ratio {
        num: price.den.scaled(amount)?,
        den: price.num.less(&price.den),
    })
}

/// A fraction of ten-thousandths, rounded by the house's rule, in ten-thousandths.
fn round<A: Int>(num: A, den: A, rounding: RoundingRule) -> Result<u128, Stop> {
    let step = match rounding.places {
        0 => 10_000,
        1 => 1_000,
        2 => 100,
        3 => 10,
        _ => return Ok(num.divided(&den, rounding.mode)?),
    };
    Ok(num.divided(&den.scaled(step)?, rounding.mode)? * step)
}

/// An amount that the books take.
fn units(ten_thousandths: u128) -> Result<Units, Stop> {
    i64::try_from(ten_thousandths)
        .ok()
        .and_then(Units::from_ten_thousandths)
        .filter(|amount| Units::whole(MAX_POSSIBLE_RETURN).is_some_and(|most| *amount <= most))
        .ok_or(Stop::Settle(SettleError::TooLarge))
}

fn returned(ticket: &Ticket, rules: &RuleSet, view: View) -> Result<Units, SettleError> {
    in_widening(
        || returned_in::<u128>(ticket, rules, view),
        || returned_in::<BigUint>(ticket, rules, view),
    )
}

fn returned_in<A: Int>(ticket: &Ticket, rules: &RuleSet, view: View) -> Result<Units, Stop> {
    let win = reading(ticket, rules, view);
    if rules.rounding.per_line && (ticket.lines > 1 || ticket.terms.boost != Percent::ZERO) {
        return line_by_line::<A>(&win);
    }
    let stake = stake::<A>(ticket)?;
    let mut sum = win.sum::<A>()?;
    let mut lines = ticket.lines;
    if ticket.terms.each_way {
        lines /= 2;
    }
    if let Some(percent) = all_winners(&win) {
        sum = grown(sum, lines, percent, ticket)?;
    }
    if ticket.terms.each_way {
        let place = place(win).sum::<A>()?;
        sum = Ratio {
            num: sum.num.times(&place.den)?.plus(&place.num.times(&sum.den)?)?,
            den: sum.den.times(&place.den)?,
        };
    }
    let boost = ticket.terms.boost.hundredths();
    if boost > 0 {
        sum = grown(sum, ticket.lines, boost, ticket)?;
    }
    units(round(
        sum.num.times(&stake.num)?,
        sum.den.times(&stake.den)?,
        rules.rounding,
    )?)
}

pub(super) fn reading<'a>(ticket: &'a Ticket, rules: &'a RuleSet, view: View) -> Reading<'a> {
    Reading {
        ticket,
        view,
        part: Part::Win,
        rules,
        bonus: bonus(ticket, rules),
        push_loses: matches!(ticket.kind.table(), Some((_, PushRule::Lose))),
    }
}

pub(super) fn place(win: Reading<'_>) -> Reading<'_> {
    Reading {
        part: Part::Place,
        bonus: None,
        ..win
    }
}

/// A sum whose winnings have grown by so many hundredths of a percent.
fn grown<A: Int>(sum: Ratio<A>, lines: u32, by: u32, ticket: &Ticket) -> Result<Ratio<A>, Stop> {
    let winnings = if ticket.terms.free_bet {
        sum.num.clone()
    } else {
        sum.num.less(&sum.den.scaled(lines.into())?)
    };
    Ok(Ratio {
        num: sum.num.scaled(10_000)?.plus(&winnings.scaled(by.into())?)?,
        den: sum.den.scaled(10_000)?,
    })
}

fn bonus(ticket: &Ticket, rules: &RuleSet) -> Option<Bonus> {
    match &ticket.kind {
        Kind::System { system } => ticket.terms.bonus.or_else(|| rules.bonuses.get(system).copied()),
        _ => None,
    }
}

/// The bonus for all winners, in hundredths of a percent, where it is due.
pub(super) fn all_winners(win: &Reading<'_>) -> Option<u32> {
    let percent = win.bonus?.all_winners.hundredths();
    (percent > 0 && win.all_won()).then_some(percent)
}

/// For houses that round each line: lines are paid in whole steps, and so are bonus and boost.
fn line_by_line<A: Int>(win: &Reading<'_>) -> Result<Units, Stop> {
    let (ticket, rules) = (win.ticket, win.rules);
    let stake = stake::<A>(ticket)?;
    let pay = |reading: &Reading<'_>| -> Result<u128, Stop> {
        let mut total = 0u128;
        let mut too_wide = None;
        reading.each_line(|num: &A, den: &A| {
            let paid = if ticket.terms.free_bet {
                num.less(den)
            } else {
                num.clone()
            };
            match round(paid.times(&stake.num)?, den.times(&stake.den)?, rules.rounding) {
                Ok(amount) => total = total.saturating_add(amount),
                Err(stop) => too_wide = Some(stop),
            }
            Ok(())
        })?;
        too_wide.map_or(Ok(total), Err)
    };
    let staked = |lines: u32| -> Result<u128, Stop> {
        if ticket.terms.free_bet {
            return Ok(0);
        }
        let line = round(stake.num.clone(), stake.den.clone(), rules.rounding)?;
        Ok(line.saturating_mul(lines.into()))
    };
    let grow = |amount: u128, lines: u32, by: u32| -> Result<u128, Stop> {
        let more = u128::from(by).saturating_mul(amount.saturating_sub(staked(lines)?));
        Ok(amount.saturating_add(round(more, 10_000, rules.rounding)?))
    };
    let mut total = pay(win)?;
    let halves = 1 + u32::from(ticket.terms.each_way);
    if let Some(percent) = all_winners(win) {
        total = grow(total, ticket.lines / halves, percent)?;
    }
    if ticket.terms.each_way {
        total = total.saturating_add(pay(&place(*win))?);
    }
    units(grow(total, ticket.lines, ticket.terms.boost.hundredths())?)
}

/// True while an open leg can still change a line.
fn is_open(ticket: &Ticket, rules: &RuleSet) -> bool {
    if ticket.legs.iter().all(|leg| leg.grade != Grade::Open) {
        return false;
    }
    let win = reading(ticket, rules, View::Best);
    let undecided = |part: &Reading<'_>| {
        let mut legs = ticket.legs.iter().enumerate();
        match &ticket.kind {
            Kind::UpAndDown { double_stakes } => part.either_order_undecided(*double_stakes),
            _ => {
                legs.any(|(i, leg)| leg.grade == Grade::Open && part.stands(i))
                    && part.standing() >= smallest_line(ticket)
            }
        }
    };
    undecided(&win) || (ticket.terms.each_way && undecided(&place(win)))
}

/// How many legs, or groups, the smallest line takes.
fn smallest_line(ticket: &Ticket) -> u64 {
    match &ticket.kind {
        Kind::RoundRobin { by, .. } | Kind::Permutation { by } => {
            by.iter().copied().min().map_or(0, u64::from)
        }
        Kind::System { system } if !system.has_singles() => 2,
        Kind::System { .. } => 1,
        _ => ticket.legs.len() as u64,
    }
}

fn outcome(ticket: &Ticket, net: Units) -> Outcome {
    if let ([leg], Kind::Straight) = (ticket.legs.as_slice(), &ticket.kind) {
        match leg.grade {
            Grade::HalfWin => return Outcome::HalfWon,
            Grade::HalfLoss => return Outcome::HalfLost,
            _ => {}
        }
    }
    let played = |grade: Grade| !matches!(grade, Grade::Push | Grade::Void);
    match net.cmp(&Units::ZERO) {
        std::cmp::Ordering::Greater => Outcome::Won,
        std::cmp::Ordering::Less => Outcome::Lost,
        // A free bet has nothing to lose: it follows its grades.
        _ if ticket.terms.free_bet && ticket.legs.iter().any(|leg| played(leg.grade)) => Outcome::Lost,
        _ if ticket.legs.iter().any(|leg| leg.grade.had_action()) => Outcome::Push,
        _ => Outcome::Void,
    }
}
