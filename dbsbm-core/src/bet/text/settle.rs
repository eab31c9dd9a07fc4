//! Numbers settled by what stands around them: stakes, prices, lines, totals, and those that are nothing of the kind.
//!
//! Each rule looks at the pieces from one place on and, where it fits, makes one piece of several. The order of the
//! rules is the order in which people would decide: a number with `u` behind it is a stake before it can be a price.

use super::{
    amounts,
    atom::{Atom, Combined, Piece},
    lines,
};

/// What a rule makes of the pieces in front of it: how many it takes, and what they are together.
pub(super) type Made = Option<(usize, Atom)>;

/// The pieces of a line with their numbers settled.
pub(super) fn settle<'a>(line: &'a str, mut pieces: Vec<Piece<'a>>) -> Vec<Piece<'a>> {
    opening(&mut pieces);
    amounts::points_staked(&mut pieces);
    let rules: [fn(&[Piece<'_>]) -> Made; 17] = [
        lines::both_sides,
        amounts::rating,
        lines::signed_word,
        amounts::chase,
        amounts::chase_in_short,
        amounts::stake_and_return,
        amounts::stake,
        amounts::named_stake,
        amounts::to_win,
        lines::quoted,
        lines::price,
        lines::total,
        lines::reversed_total,
        lines::at_least,
        lines::handicap,
        lines::sum_of_stats,
        lines::chase_word,
    ];
    let teaser = pieces.iter().any(|p| p.atom == Atom::Kind(Combined::Teaser));
    for rule in rules {
        pieces = rewrite(line, &pieces, rule);
        if teaser {
            pieces = rewrite(line, &pieces, lines::teased);
        }
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

pub(super) fn atoms(rest: &[Piece<'_>]) -> impl Fn(usize) -> Option<Atom> {
    let list: Vec<Atom> = rest.iter().take(8).map(|p| p.atom).collect();
    move |i| list.get(i).copied()
}

pub(super) fn unsigned(piece: &Piece<'_>) -> Option<String> {
    let plain = piece.atom == Atom::Number && !piece.text.starts_with(['+', '-']);
    plain.then(|| piece.text.replace(',', "."))
}
