//! Amounts of units: stakes in all the ways they are said, and numbers that only look like one.

use super::{
    atom::{Atom, Piece, Said},
    settle::{Made, atoms, unsigned},
};
use crate::{bet::StakeIs, money::Units};

/// The amount that a number, a fraction or a counting word says.
fn amount(piece: &Piece<'_>) -> Option<Units> {
    match piece.atom {
        Atom::Number => unsigned(piece)?.parse().ok(),
        Atom::Count(tenths) => Units::from_ten_thousandths(i64::from(tenths) * 1_000),
        Atom::Fraction => {
            let (n, d) = piece.text.split_once('/')?;
            let (n, d): (i64, i64) = (n.parse().ok()?, d.parse().ok()?);
            let whole = n.checked_mul(crate::money::PER_UNIT)?;
            (d > 0 && n < d && whole % d == 0).then(|| Units::from_ten_thousandths(whole / d))?
        }
        _ => None,
    }
}

fn said(amount: Units, is: Option<StakeIs>) -> Atom {
    Atom::Stake(Said { amount, is })
}

/// `5*`, `3 stars`: a rating that says nothing in units. Units of the past have a sign.
pub(super) fn rating(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    let signed = rest.first().is_some_and(|p| p.text.starts_with(['+', '-']));
    match (at(0)?, at(1)?) {
        (Atom::Number, Atom::Star) if !signed => Some((2, Atom::Filler)),
        (Atom::Number, Atom::Unit) if signed => Some((2, Atom::Profit)),
        (Atom::Plus, Atom::Number) if at(2) == Some(Atom::Unit) => Some((3, Atom::Profit)),
        // `1-2 units` leaves the amount open
        (Atom::Score, Atom::Unit) => Some((2, Atom::Foreign)),
        _ => None,
    }
}

/// `playable to -5.5`, `good to -120`: how far it may be chased.
pub(super) fn chase(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    (at(0)? == Atom::Limit).then_some(())?;
    let mut i = 1;
    if matches!(at(i), Some(Atom::Colon | Atom::At | Atom::Filler)) {
        i += 1;
    }
    let as_price = rest.get(i).is_some_and(|p| super::lines::looks_like_price(p));
    matches!(at(i)?, Atom::Number | Atom::Fraction | Atom::PickEm | Atom::Evens)
        .then_some((i + 1, if as_price { Atom::PlayableTo } else { Atom::Filler }))
}

/// `to -120`: the short form, which the leg takes behind price and stake only.
pub(super) fn chase_in_short(rest: &[Piece<'_>]) -> Made {
    let [to, price, ..] = rest else { return None };
    let american = price.text.starts_with(['+', '-']) && super::lines::looks_like_price(price);
    (to.text.eq_ignore_ascii_case("to") && american).then_some((2, Atom::PlayableTo))
}

/// `2u to win 1.8u`, `risk 1.1 to win 1`: the first amount is what is risked.
pub(super) fn stake_and_return(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    let mut i = 0;
    let risk = at(0)? == Atom::Risk;
    i += usize::from(risk);
    let first = amount(rest.get(i)?)?;
    i += 1;
    let unit = at(i) == Some(Atom::Unit);
    i += usize::from(unit);
    if !risk && !unit {
        // `1.1 to win 1`
        let second_unit = at(i) == Some(Atom::ToWin) && at(i + 2) == Some(Atom::Unit);
        second_unit.then_some(())?;
    }
    if matches!(at(i), Some(Atom::Comma | Atom::Slash | Atom::Dash | Atom::Open)) {
        i += 1;
    }
    matches!(at(i)?, Atom::ToWin | Atom::Win).then_some(())?;
    amount(rest.get(i + 1)?)?;
    i += 2;
    i += usize::from(at(i) == Some(Atom::Unit));
    Some((i, said(first, Some(StakeIs::Risk))))
}

/// `2u`, `1/2 unit`, `half a unit`, `2-unit`.
pub(super) fn stake(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    let first = rest.first()?;
    if first.atom == Atom::QuarterUnit {
        return (at(1)? == Atom::Unit)
            .then(|| Units::from_ten_thousandths(2_500).map(|u| (2, said(u, None))))?;
    }
    if first.text.eq_ignore_ascii_case("a") && first.atom == Atom::Filler {
        return (at(1)? == Atom::Unit).then_some((2, said(Units::ONE, None)));
    }
    let prefix = usize::from(first.atom == Atom::Risk);
    let lead = usize::from(at(prefix) == Some(Atom::Filler) && prefix == 1);
    let i = prefix + lead;
    let is = (prefix == 1).then_some(StakeIs::Risk);
    if matches!(rest.get(i)?.atom, Atom::Count(_)) && !matches!(at(i + 1), Some(Atom::Unit | Atom::Filler)) {
        return None;
    }
    let amount = amount(rest.get(i)?)?;
    match (at(i + 1), at(i + 2)) {
        (Some(Atom::Unit), _) => Some((i + 2, said(amount, is))),
        // `2-unit`, `half of a unit`, `1/2 a unit`
        (Some(Atom::Dash | Atom::Filler), Some(Atom::Unit)) => Some((i + 3, said(amount, is))),
        _ => None,
    }
}

/// `risk 2`, `stake 1.5`, `units: 2`.
pub(super) fn named_stake(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    let is = match at(0)? {
        Atom::Risk => Some(StakeIs::Risk),
        Atom::StakeWord | Atom::Unit => None,
        _ => return None,
    };
    let colon = usize::from(matches!(at(1), Some(Atom::Colon | Atom::Filler | Atom::Dash)));
    if at(0) == Some(Atom::Unit) && at(1) != Some(Atom::Colon) {
        return None;
    }
    match at(1 + colon)? {
        // `stake 3/10` rates the pick
        Atom::Fraction => Some((2 + colon, Atom::Foreign)),
        Atom::Stake(s) => Some((2 + colon, said(s.amount, is.or(s.is)))),
        Atom::Number => {
            if matches!(at(2 + colon), Some(Atom::Percent | Atom::Slash | Atom::Star)) {
                return None;
            }
            Some((2 + colon, said(amount(rest.get(1 + colon)?)?, is)))
        }
        _ => None,
    }
}

/// `to win 1u` is a stake; `to win 1` may be one.
pub(super) fn to_win(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    (at(0)? == Atom::ToWin).then_some(())?;
    match at(1)? {
        Atom::Stake(s) => Some((2, said(s.amount, Some(StakeIs::ToWin)))),
        Atom::Number => unsigned(rest.get(1)?).map(|_| (2, Atom::WinNumber)),
        _ => None,
    }
}

/// `2pts Norwich`: without a total in the line, points are what British tipsters call units.
pub(super) fn points_staked(pieces: &mut [Piece<'_>]) {
    let total = |p: &Piece<'_>| {
        matches!(
            p.atom,
            Atom::Over | Atom::Under | Atom::Unit | Atom::Plus | Atom::Kind(_)
        )
    };
    if pieces.iter().any(total) || pieces.iter().filter(|p| matches!(p.atom, Atom::Stat(_))).count() != 1 {
        return;
    }
    for i in 1..pieces.len() {
        let number = pieces
            .get(i - 1)
            .is_some_and(|p| p.atom == Atom::Number && !p.text.starts_with(['+', '-']));
        if let Some(points) = pieces
            .get_mut(i)
            .filter(|p| number && p.atom == Atom::Stat("points"))
        {
            points.atom = Atom::Unit;
        }
    }
}
