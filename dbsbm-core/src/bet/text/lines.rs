//! Prices, handicaps and totals: the numbers of a pick that are no stake.

use super::{
    atom::{Atom, Mark, Piece},
    settle::{Made, atoms, unsigned},
    stat,
};
use crate::{
    market::{Line, Side},
    odds::{Notation, Odds},
};

/// `12` beside double chance is no number.
pub(super) fn both_sides(rest: &[Piece<'_>]) -> Made {
    let chance = Atom::Market(Mark::DoubleChance);
    let (a, b) = (rest.first()?, rest.get(1)?);
    let twelve = |p: &Piece<'_>| p.atom == Atom::Number && p.text == "12";
    let beside = (twelve(a) && b.atom == chance) || (a.atom == chance && twelve(b));
    beside.then_some((2, Atom::Chance(Side::HomeAway)))
}

/// `minus 4.5`, `plus 150`: handled as if typed with the sign.
pub(super) fn signed_word(rest: &[Piece<'_>]) -> Made {
    let Atom::Sign(sign) = rest.first()?.atom else {
        return None;
    };
    let next = rest.get(1).filter(|p| p.atom == Atom::Number);
    match next.and_then(unsigned) {
        Some(number) => {
            let signed = format!("{sign}{number}");
            let line = signed.parse::<Line>().ok()?;
            if line.quarters().abs() < 400 {
                Some((2, Atom::Handicap(line)))
            } else {
                Some((2, Atom::Price))
            }
        }
        None => Some((1, if sign == '+' { Atom::And } else { Atom::Foreign })),
    }
}

/// A number with a mark that makes it a price: `@1.91`, `odds: 2.10`, `0.91hk`, `evens`.
pub(super) fn quoted(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    let marked = |i: usize| -> Option<usize> {
        let piece = rest.get(i)?;
        match piece.atom {
            Atom::Number | Atom::Fraction => {
                let suffix = rest.get(i + 1).filter(|n| piece.touches(n));
                let count = suffix.map_or(0, |n| {
                    usize::from(matches!(n.text.to_lowercase().as_str(), "hk" | "my" | "id"))
                });
                let joined = suffix.filter(|_| count == 1).map_or("", |n| n.text);
                let text = format!("{}{joined}", piece.text);
                is_price(&text).then_some(i + 1 + count)
            }
            Atom::Evens => Some(i + 1),
            _ => None,
        }
    };
    match at(0)? {
        Atom::At | Atom::PriceWord => {
            // `at 5` is no price
            let whole = rest
                .get(1)
                .filter(|p| p.atom == Atom::Number && p.text.len() <= 2);
            if whole.is_some_and(|p| p.text.bytes().all(|b| b.is_ascii_digit())) {
                return None;
            }
            let mut i = 1;
            while matches!(
                at(i),
                Some(Atom::Colon | Atom::At | Atom::PriceWord | Atom::Filler)
            ) {
                i += 1;
            }
            marked(i).map(|count| (count, Atom::Price))
        }
        Atom::Evens => Some((1, Atom::Price)),
        Atom::Number => {
            let suffix = rest
                .get(1)
                .filter(|n| rest.first().is_some_and(|p| p.touches(n)))?;
            matches!(suffix.text.to_lowercase().as_str(), "hk" | "my" | "id").then_some(())?;
            marked(0).map(|count| (count, Atom::Price))
        }
        // `(1.85)`
        Atom::Open if at(1) == Some(Atom::Number) && at(2) == Some(Atom::Close) => {
            let text = unsigned(rest.get(1)?)?;
            (text.contains('.') && is_price(&text)).then_some((3, Atom::Price))
        }
        _ => None,
    }
}

/// American prices have a sign and at least three digits; a fraction that is no stake is a price.
pub(super) fn price(rest: &[Piece<'_>]) -> Made {
    let first = rest.first()?;
    let said = match first.atom {
        Atom::Number => is_american(first.text),
        Atom::Fraction => is_price(first.text),
        _ => false,
    };
    said.then_some((1, Atom::Price))
}

fn is_american(text: &str) -> bool {
    text.starts_with(['+', '-']) && !text.contains('.') && text.len() > 3 && is_price(text)
}

/// A number that can be a price, where a line can stand as well: with a sign and three digits, or with decimals.
pub(super) fn looks_like_price(piece: &Piece<'_>) -> bool {
    piece.atom == Atom::Number
        && (is_american(piece.text)
            || unsigned(piece).is_some_and(|text| text.contains('.') && is_price(&text)))
}

fn is_price(text: &str) -> bool {
    text.parse::<Odds>()
        .is_ok_and(|o| !matches!(o.notation(), Notation::Implied))
}

/// `over 47.5`, `o 2.5/3`.
pub(super) fn total(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    let side = side(at(0)?)?;
    let mut i = 1;
    while matches!(at(i), Some(Atom::Open | Atom::Colon))
        || rest.get(i).is_some_and(|p| p.text == "of" || p.text == "the")
    {
        i += 1;
    }
    let (count, line) = points(rest.get(i..)?)?;
    Some((i + count, Atom::Total(side, line)))
}

/// `47.5 over`.
pub(super) fn reversed_total(rest: &[Piece<'_>]) -> Made {
    let (count, line) = points(rest)?;
    let side = side(rest.get(count)?.atom)?;
    Some((count + 1, Atom::Total(side, line)))
}

const fn side(atom: Atom) -> Option<Side> {
    match atom {
        Atom::Over => Some(Side::Over),
        Atom::Under => Some(Side::Under),
        _ => None,
    }
}

/// A total without sign, or two that lie half a point apart and mean the quarter between.
fn points(rest: &[Piece<'_>]) -> Option<(usize, Line)> {
    let line: Line = unsigned(rest.first()?)?.parse().ok()?;
    let next = rest
        .get(1)
        .filter(|p| matches!(p.atom, Atom::Slash | Atom::Comma));
    let other = next.and_then(|_| unsigned(rest.get(2)?)?.parse::<Line>().ok());
    match other.and_then(|o| between(line, o)) {
        Some(middle) => Some((3, middle)),
        None if rest
            .get(1)
            .is_some_and(|p| p.atom == Atom::Fraction && p.text == "1/2")
            && rest.get(2).is_none_or(|p| p.atom != Atom::Unit) =>
        {
            Line::from_quarters(line.quarters() + 2).map(|l| (2, l))
        }
        None => Some((1, line)),
    }
}

/// The quarter line between two neighbours.
fn between(a: Line, b: Line) -> Option<Line> {
    ((a.quarters() - b.quarters()).abs() == 2)
        .then(|| Line::from_quarters(i32::midpoint(a.quarters(), b.quarters())))?
}

/// `25+ points`: at least 25 is over 24.5.
pub(super) fn at_least(rest: &[Piece<'_>]) -> Made {
    let number = rest.first()?;
    let plus = rest
        .get(1)
        .filter(|p| p.atom == Atom::Plus && number.touches(p))?;
    if rest
        .get(2)
        .is_some_and(|p| p.atom == Atom::Number && plus.touches(p))
    {
        return None;
    }
    let line: Line = unsigned(number)?.parse().ok()?;
    (line.quarters() % 4 == 0 && line.quarters() > 0).then_some(())?;
    Line::from_quarters(line.quarters() - 2).map(|l| (2, Atom::AtLeast(l)))
}

/// `-4.5`, `+3`, `PK`, `0/-0.5`.
pub(super) fn handicap(rest: &[Piece<'_>]) -> Made {
    let first = rest.first()?;
    if first.atom == Atom::PickEm {
        return Some((1, Atom::Handicap(Line::default())));
    }
    // `Villarreal (0)`
    let boxed = first.atom == Atom::Open && rest.get(2).is_some_and(|p| p.atom == Atom::Close);
    if boxed
        && rest
            .get(1)
            .is_some_and(|p| p.atom == Atom::Number && matches!(p.text, "0" | "0.0" | "0,0"))
    {
        return Some((3, Atom::Handicap(Line::default())));
    }
    let spread = first.atom == Atom::Market(Mark::Spread);
    let i = usize::from(spread);
    let piece = rest.get(i)?;
    let signed = piece.atom == Atom::Number && piece.text.starts_with(['+', '-']);
    let level = piece.atom == Atom::Number && matches!(piece.text, "0" | "0.0" | "0,0");
    let next = rest
        .get(i + 1)
        .filter(|p| matches!(p.atom, Atom::Slash | Atom::Comma));
    let other = next
        .and_then(|_| rest.get(i + 2))
        .filter(|p| p.atom == Atom::Number);
    if !signed && !(level && (spread || other.is_some())) {
        return None;
    }
    let line: Line = piece.text.parse().ok()?;
    (line.quarters().abs() < 400).then_some(())?;
    if let Some(pair) = other.and_then(|o| pair(line, o)) {
        return Some((i + 3, Atom::Handicap(pair)));
    }
    if rest
        .get(i + 1)
        .is_some_and(|p| p.atom == Atom::Price && p.text == "1/2")
    {
        let half = if line.quarters() < 0 { -2 } else { 2 };
        return Line::from_quarters(line.quarters() + half).map(|l| (i + 2, Atom::Handicap(l)));
    }
    Some((i + 1, Atom::Handicap(line)))
}

/// `-0.5/-1`, `-0.5/1` and `0/-0.5`; an unsigned second half has the sign of the first.
fn pair(line: Line, other: &Piece<'_>) -> Option<Line> {
    let second: Line = other.text.parse().ok()?;
    let same_sign = Line::from_quarters(if line.quarters() < 0 {
        -second.quarters()
    } else {
        second.quarters()
    })?;
    let meant = if other.text.starts_with(['+', '-']) {
        second
    } else {
        same_sign
    };
    between(line, meant)
}

/// `pts + reb + ast`: figures counted together.
pub(super) fn sum_of_stats(rest: &[Piece<'_>]) -> Made {
    let mut codes = Vec::new();
    let mut best = None;
    let mut i = 0;
    while let Some(Atom::Stat(code)) = rest.get(i).map(|p| p.atom) {
        codes.push(code);
        if let Some(sum) = (codes.len() > 1).then(|| stat::sum(&codes)).flatten() {
            best = Some((i + 1, Atom::Stat(sum)));
        }
        let joint = rest.get(i + 1).map(|p| p.atom);
        i += if matches!(joint, Some(Atom::Plus | Atom::And | Atom::Slash | Atom::Comma)) {
            2
        } else {
            1
        };
    }
    // figures that are not counted together anywhere cannot be read as the first of them
    best.or_else(|| (codes.len() > 1).then_some((1, Atom::Foreign)))
}

/// `Chiefs -8 to -2` in a teaser: the second line is the one that is played.
pub(super) fn teased(rest: &[Piece<'_>]) -> Made {
    let (from, to, moved) = (rest.first()?, rest.get(1)?, rest.get(2)?);
    let word = to.atom == Atom::Filler && to.text.eq_ignore_ascii_case("to");
    (matches!(from.atom, Atom::Handicap(_)) && word && matches!(moved.atom, Atom::Handicap(_)))
        .then_some((3, moved.atom))
}

/// `-4 to -5.5`, `-110 to -120`: the second number says how far.
pub(super) fn chase_word(rest: &[Piece<'_>]) -> Made {
    let first = rest.first()?;
    let next = rest.get(1)?;
    (first.atom == Atom::Filler
        && first.text.eq_ignore_ascii_case("to")
        && matches!(next.atom, Atom::Price | Atom::Handicap(_)))
    .then_some((2, Atom::Filler))
}
