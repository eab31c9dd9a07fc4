//! Numbers settled by what stands around them: stakes, prices, lines, totals, and those that are nothing of the kind.
//!
//! Each rule looks at the pieces from one place on and, where it fits, makes one piece of several. The order of the
//! rules is the order in which people would decide: a number with `u` behind it is a stake before it can be a price.

use super::{
    atom::{Atom, Piece, Said},
    stat,
};
use crate::{
    bet::StakeIs,
    market::{Line, Side},
    money::Units,
    odds::{Notation, Odds},
};

/// What a rule makes of the pieces in front of it: how many it takes, and what they are together.
type Made = Option<(usize, Atom)>;

/// The pieces of a line with their numbers settled.
pub(super) fn settle<'a>(line: &'a str, mut pieces: Vec<Piece<'a>>) -> Vec<Piece<'a>> {
    opening(&mut pieces);
    points_staked(&mut pieces);
    let rules: [fn(&[Piece<'_>]) -> Made; 15] = [
        rating,
        signed_word,
        chase,
        stake_and_return,
        stake,
        named_stake,
        to_win,
        quoted,
        price,
        total,
        reversed_total,
        at_least,
        handicap,
        sum_of_stats,
        chase_word,
    ];
    for rule in rules {
        pieces = rewrite(line, &pieces, rule);
    }
    pieces
}

fn rewrite<'a>(line: &'a str, pieces: &[Piece<'a>], rule: fn(&[Piece<'_>]) -> Made) -> Vec<Piece<'a>> {
    let mut out: Vec<Piece<'a>> = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while let Some(rest) = pieces.get(at..).filter(|r| !r.is_empty()) {
        let made = rule(rest).filter(|(count, _)| *count > 0 && *count <= rest.len());
        match (made, rest.first()) {
            (Some((count, atom)), Some(first)) => {
                let end = rest.get(count - 1).map_or(first.end, |p| p.end);
                let text = line.get(first.start..end).unwrap_or_default();
                out.push(Piece {
                    atom,
                    text,
                    start: first.start,
                    end,
                });
                at += count;
            }
            (_, Some(first)) => {
                out.push(*first);
                at += 1;
            }
            _ => break,
        }
    }
    out
}

/// `2pts Norwich`: without a total in the line, points are what British tipsters call units.
fn points_staked(pieces: &mut [Piece<'_>]) {
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

/// A date, a rank, a list number or a rotation number in front of the line says nothing about the pick.
fn opening(pieces: &mut [Piece<'_>]) {
    let kind = |i: usize| pieces.get(i).map(|p| p.atom);
    let lead = pieces
        .iter()
        .take_while(|p| {
            matches!(
                p.atom,
                Atom::Decor | Atom::Bullet | Atom::Sport(_) | Atom::Dash | Atom::Star
            )
        })
        .count();
    let text = pieces.get(lead).map_or("", |p| p.text);
    let short = text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit());
    let rotation = (3..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let touching =
        |i: usize| matches!((pieces.get(i), pieces.get(i + 1)), (Some(a), Some(b)) if a.touches(b));
    let drop = match (kind(lead), kind(lead + 1)) {
        (Some(Atom::Fraction), Some(next)) if next != Atom::Unit && date(text) => 1,
        // `1. Packers`, `2) Bills`, `3: `
        (Some(Atom::Number), Some(Atom::Stop)) if short && club(pieces.get(lead + 2)) => {
            pieces
                .iter_mut()
                .skip(lead)
                .take(2)
                .for_each(|p| p.atom = Atom::Word);
            0
        }
        (Some(Atom::Number), Some(Atom::Stop | Atom::Close | Atom::Colon)) if short && touching(lead) => 2,
        (Some(Atom::Number), Some(Atom::Word)) if rotation => 1,
        _ => 0,
    };
    for piece in pieces.iter_mut().skip(lead).take(drop) {
        piece.atom = Atom::Filler;
    }
    ranks(pieces);
}

/// `#5 Duke`, `No. 5 Duke`, `(5) Duke`: the rank is no part of the name.
fn ranks(pieces: &mut [Piece<'_>]) {
    for i in 0..pieces.len() {
        let text = |k: usize| pieces.get(k).map_or("", |p: &Piece<'_>| p.text);
        let is = |k: usize, atom: Atom| pieces.get(k).is_some_and(|p: &Piece<'_>| p.atom == atom);
        let marked = (text(i) == "#" || text(i).eq_ignore_ascii_case("no.")) && is(i + 1, Atom::Number);
        let boxed = is(i, Atom::Open)
            && is(i + 1, Atom::Number)
            && is(i + 2, Atom::Close)
            && is(i + 3, Atom::Word)
            && text(i + 1).len() <= 2
            && text(i + 1).bytes().all(|b| b.is_ascii_digit());
        let count = if marked {
            2
        } else if boxed {
            3
        } else {
            0
        };
        for piece in pieces.iter_mut().skip(i).take(count) {
            piece.atom = Atom::Filler;
        }
    }
}

/// `1. FC Köln` is a name, no list.
fn club(next: Option<&Piece<'_>>) -> bool {
    next.is_some_and(|p| matches!(p.text, "FC" | "FSV" | "SC" | "FCM"))
}

fn date(text: &str) -> bool {
    text.split_once('/').is_some_and(|(month, day)| {
        let part = |s: &str, max: u32| s.parse::<u32>().is_ok_and(|n| (1..=max).contains(&n));
        part(month, 31) && part(day, 31)
    })
}

fn atoms(rest: &[Piece<'_>]) -> impl Fn(usize) -> Option<Atom> {
    let list: Vec<Atom> = rest.iter().take(8).map(|p| p.atom).collect();
    move |i| list.get(i).copied()
}

fn unsigned(piece: &Piece<'_>) -> Option<String> {
    let plain = piece.atom == Atom::Number && !piece.text.starts_with(['+', '-']);
    plain.then(|| piece.text.replace(',', "."))
}

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
fn rating(rest: &[Piece<'_>]) -> Made {
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

/// `minus 4.5`, `plus 150`: handled as if typed with the sign.
fn signed_word(rest: &[Piece<'_>]) -> Made {
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

/// `playable to -5.5`, `good to -120`: how far it may be chased.
fn chase(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    (at(0)? == Atom::Limit).then_some(())?;
    let mut i = 1;
    if matches!(at(i), Some(Atom::Colon | Atom::At | Atom::Filler)) {
        i += 1;
    }
    matches!(at(i)?, Atom::Number | Atom::Fraction | Atom::PickEm | Atom::Evens)
        .then_some((i + 1, Atom::Filler))
}

/// `2u to win 1.8u`, `risk 1.1 to win 1`: the first amount is what is risked.
fn stake_and_return(rest: &[Piece<'_>]) -> Made {
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
fn stake(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    let first = rest.first()?;
    if first.atom == Atom::QuarterUnit {
        return (at(1)? == Atom::Unit)
            .then(|| Units::from_ten_thousandths(2_500).map(|u| (2, said(u, None))))?;
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
fn named_stake(rest: &[Piece<'_>]) -> Made {
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
fn to_win(rest: &[Piece<'_>]) -> Made {
    let at = atoms(rest);
    (at(0)? == Atom::ToWin).then_some(())?;
    match at(1)? {
        Atom::Stake(s) => Some((2, said(s.amount, Some(StakeIs::ToWin)))),
        Atom::Number => unsigned(rest.get(1)?).map(|_| (2, Atom::WinNumber)),
        _ => None,
    }
}

/// A number with a mark that makes it a price: `@1.91`, `odds: 2.10`, `0.91hk`, `evens`.
fn quoted(rest: &[Piece<'_>]) -> Made {
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
fn price(rest: &[Piece<'_>]) -> Made {
    let first = rest.first()?;
    match first.atom {
        Atom::Number if first.text.starts_with(['+', '-']) && !first.text.contains('.') => {
            let digits = first.text.get(1..)?;
            (digits.len() >= 3 && is_price(first.text)).then_some((1, Atom::Price))
        }
        Atom::Fraction => is_price(first.text).then_some((1, Atom::Price)),
        _ => None,
    }
}

fn is_price(text: &str) -> bool {
    text.parse::<Odds>()
        .is_ok_and(|o| !matches!(o.notation(), Notation::Implied))
}

/// `over 47.5`, `o 2.5/3`.
fn total(rest: &[Piece<'_>]) -> Made {
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
fn reversed_total(rest: &[Piece<'_>]) -> Made {
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
fn at_least(rest: &[Piece<'_>]) -> Made {
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
fn handicap(rest: &[Piece<'_>]) -> Made {
    let first = rest.first()?;
    if first.atom == Atom::PickEm {
        return Some((1, Atom::Handicap(Line::default())));
    }
    let spread = first.atom == Atom::Market(super::atom::Mark::Spread);
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
fn sum_of_stats(rest: &[Piece<'_>]) -> Made {
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

/// `-4 to -5.5`, `-110 to -120`: the second number says how far.
fn chase_word(rest: &[Piece<'_>]) -> Made {
    let first = rest.first()?;
    let next = rest.get(1)?;
    (first.atom == Atom::Filler
        && first.text.eq_ignore_ascii_case("to")
        && matches!(next.atom, Atom::Price | Atom::Handicap(_)))
    .then_some((2, Atom::Filler))
}
