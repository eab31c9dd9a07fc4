//! The lines of a system one by one, for people: which legs, and what they bring.

use crate::{
    bet::Kind,
    money::Units,
    settle::{
        Grade, Ticket,
        lines::{Part, Ratio, Reading},
        number::{Int, Rounding},
        pay::stake,
    },
};
use num_bigint::BigUint;

/// Tickets of more lines are summed up instead of listed.
pub(super) const MOST_LISTED: u32 = 64;

/// A line that brings something.
pub(super) struct Line {
    /// Its legs, from 0.
    pub(super) legs: Vec<usize>,
    /// What it brings, to the nearest ten-thousandth, whatever the house rounds to.
    pub(super) brings: Units,
}

/// True for kinds of which a ticket has several lines.
pub(super) const fn has_several(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::System { .. } | Kind::RoundRobin { .. } | Kind::Permutation { .. } | Kind::UpAndDown { .. }
    )
}

/// The lines of one half of a ticket that bring something.
pub(super) fn paying(half: &Reading<'_>) -> Vec<Line> {
    let ticket = half.ticket;
    let sets = leg_sets(ticket);
    let multipliers: Vec<Option<Ratio<BigUint>>> = match &ticket.kind {
        Kind::UpAndDown { double_stakes } => match half.up_and_down(*double_stakes) {
            Ok([first, second]) => vec![Some(first), Some(second)],
            Err(_) => Vec::new(),
        },
        _ => sets.iter().map(|legs| multiplier(half, legs)).collect(),
    };
    let lines = sets.into_iter().zip(multipliers);
    let brings = |multiplier: Option<Ratio<BigUint>>| amount(ticket, multiplier?);
    lines
        .filter_map(|(legs, multiplier)| {
            let brings = brings(multiplier).filter(|brings| *brings > Units::ZERO)?;
            Some(Line { legs, brings })
        })
        .collect()
}

/// The legs of every line.
fn leg_sets(ticket: &Ticket) -> Vec<Vec<usize>> {
    let mut blocks: Vec<Vec<usize>> = Vec::new();
    let mut heads = Vec::new();
    for leg in 0..ticket.legs.len() {
        let head = ticket.first_of_group(leg);
        match heads
            .iter()
            .position(|h| *h == head)
            .and_then(|i| blocks.get_mut(i))
        {
            Some(block) => block.push(leg),
            None => {
                heads.push(head);
                blocks.push(vec![leg]);
            }
        }
    }
    let sizes: Vec<usize> = match &ticket.kind {
        Kind::RoundRobin { by, .. } | Kind::Permutation { by } => {
            by.iter().map(|k| usize::from(*k)).collect()
        }
        Kind::System { system } => (if system.has_singles() { 1 } else { 2 }..=system.legs()).collect(),
        // In the order in which the stake goes from one to the other.
        Kind::UpAndDown { .. } => return vec![vec![0, 1], vec![1, 0]],
        _ => vec![blocks.len()],
    };
    let mut sets = Vec::new();
    for size in sizes {
        choose(&blocks, size, &mut Vec::new(), &mut sets);
    }
    sets
}

fn choose(blocks: &[Vec<usize>], size: usize, so_far: &mut Vec<usize>, sets: &mut Vec<Vec<usize>>) {
    if size == 0 {
        sets.push(so_far.clone());
        return;
    }
    for (i, block) in blocks.iter().enumerate() {
        let before = so_far.len();
        so_far.extend(block);
        choose(blocks.get(i + 1..).unwrap_or_default(), size - 1, so_far, sets);
        so_far.truncate(before);
    }
}

/// What a line multiplies its stake by; nothing when one of its legs has lost.
fn multiplier(half: &Reading<'_>, legs: &[usize]) -> Option<Ratio<BigUint>> {
    let chosen = || legs.iter().filter_map(|i| half.ticket.legs.get(*i));
    let factor = half.one_winner();
    let product = |legs: &mut dyn Iterator<Item = (u128, u128)>| {
        legs.fold(Ratio::new(1, 1), |product: Ratio<BigUint>, (num, den)| Ratio {
            num: product.num * num,
            den: product.den * den,
        })
    };
    let Kind::RoundRobin {
        table: Some(table), ..
    } = &half.ticket.kind
    else {
        return Some(product(&mut chosen().map(|leg| half.multiplier(leg, factor))));
    };
    if chosen().any(|leg| half.grade(leg) == Grade::Loss) {
        return None;
    }
    let winners = || chosen().filter(|leg| half.grade(leg) == Grade::Win);
    match winners().count() {
        0 | 1 => Some(product(&mut winners().map(|leg| half.multiplier(leg, None)))),
        n => {
            let price = table.get(&u8::try_from(n).ok()?)?;
            let (num, den) = (u128::from(price.num()), u128::from(price.den()));
            Some(Ratio::new(num + den, den))
        }
    }
}

fn amount(ticket: &Ticket, multiplier: Ratio<BigUint>) -> Option<Units> {
    let stake = stake::<BigUint>(ticket).ok()?;
    let paid = if ticket.terms.free_bet {
        multiplier.num.less(&multiplier.den)
    } else {
        multiplier.num
    };
    let amount = (paid * stake.num)
        .divided(&(multiplier.den * stake.den), Rounding::HalfEven)
        .ok()?;
    i64::try_from(amount).ok().and_then(Units::from_ten_thousandths)
}

/// `leg 1`, `legs 1 and 3`, `legs 1, 2 and 4`; of an up-and-down `leg 1, then leg 2`.
pub(super) fn names(kind: &Kind, legs: &[usize]) -> String {
    let numbers: Vec<String> = legs.iter().map(|leg| (leg + 1).to_string()).collect();
    match (kind, numbers.as_slice()) {
        (Kind::UpAndDown { .. }, [first, second]) => format!("leg {first}, then leg {second}"),
        (_, [one]) => format!("leg {one}"),
        (_, [others @ .., last]) => format!("legs {} and {last}", others.join(", ")),
        (_, []) => String::new(),
    }
}

/// The half in words, where there are two.
pub(super) const fn half_name(half: &Reading<'_>) -> &'static str {
    match half.part {
        _ if !half.ticket.terms.each_way => "",
        Part::Win => ", win part",
        Part::Place => ", place part",
    }
}
