//! Commentary around a pick, which is left out: `... because the Saints cannot run`, `I think we take ...`.
//!
//! Only words without any betting meaning are left out; a condition (`if`, `unless`) or a market that is not kept
//! stays and refuses the pick.

use super::atom::{Atom, Piece};

/// The part of the line that speaks of the pick.
pub(super) fn without_comments<'a>(pieces: &[Piece<'a>]) -> Vec<Piece<'a>> {
    let Some(last) = pieces.iter().rposition(|p| is_betting(p.atom)) else {
        return pieces.to_vec();
    };
    let tail = pieces.get(last + 1..).unwrap_or_default();
    let end = tail_cut(tail).map_or(pieces.len(), |cut| last + 1 + cut);
    let kept = pieces.get(..end).unwrap_or_default();
    let first = kept.iter().position(|p| is_betting(p.atom)).unwrap_or(0);
    let head = kept.get(..first).unwrap_or_default();
    without_asides(kept.get(head_cut(head)..).unwrap_or_default())
}

/// Leaves out talk within the pick that ends with its clause: `Wisconsin +9 looks like free money. -110, 1u`.
fn without_asides<'a>(pieces: &[Piece<'a>]) -> Vec<Piece<'a>> {
    let ends = |p: &Piece<'_>| matches!(p.atom, Atom::Stop | Atom::Comma | Atom::Dash | Atom::Semicolon);
    let mut kept = Vec::with_capacity(pieces.len());
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let rest = pieces.get(at..).unwrap_or_default();
        let end = rest.iter().position(|p| ends(p) || is_betting(p.atom));
        let clause = end.filter(|e| piece.atom == Atom::Prose && rest.get(*e).is_some_and(ends));
        match clause {
            Some(length) => at += length,
            None => {
                kept.push(*piece);
                at += 1;
            }
        }
    }
    kept
}

/// Where a comment behind the pick begins.
fn tail_cut(tail: &[Piece<'_>]) -> Option<usize> {
    let stop = tail.iter().position(|p| p.atom == Atom::Stop);
    let prose = tail.iter().position(|p| p.atom == Atom::Prose);
    let separates = |p: &Piece<'_>| {
        matches!(
            p.atom,
            Atom::Stop | Atom::Dash | Atom::Open | Atom::Pipe | Atom::Comma | Atom::Colon | Atom::Decor
        )
    };
    let first = tail.iter().position(separates);
    // words in lower case behind a dash or bracket talk about the pick
    let talk = first.filter(|at| {
        let lower = |p: &&Piece<'_>| p.atom == Atom::Word && !p.is_capitalised();
        tail.get(*at..).unwrap_or_default().iter().filter(lower).count() >= 2
    });
    let opened = prose.and_then(|at| first.filter(|f| *f < at)).or(talk);
    [stop, opened.or(prose)].into_iter().flatten().min()
}

/// Where the pick begins behind words of introduction.
fn head_cut(head: &[Piece<'_>]) -> usize {
    let after = |at: Option<usize>| at.map_or(0, |i| i + 1);
    let stop = after(
        head.iter()
            .rposition(|p| matches!(p.atom, Atom::Stop | Atom::Question)),
    );
    let prose = after(head.iter().rposition(|p| p.atom == Atom::Prose));
    // a label such as `Best play of the weekend:` has words that are no name
    let label = after(head.iter().rposition(|p| p.atom == Atom::Colon));
    let labelled = head
        .get(..label)
        .unwrap_or_default()
        .iter()
        .any(|p| p.atom == Atom::Prose || (p.atom == Atom::Word && !p.is_capitalised()));
    stop.max(prose).max(if labelled { label } else { 0 })
}

/// Anything that may be a part of a pick or change it, names apart.
const fn is_betting(atom: Atom) -> bool {
    !matches!(
        atom,
        Atom::Word
            | Atom::Filler
            | Atom::Prose
            | Atom::Stop
            | Atom::Question
            | Atom::Comma
            | Atom::Colon
            | Atom::Dash
            | Atom::Open
            | Atom::Close
            | Atom::Pipe
            | Atom::Decor
            | Atom::Bullet
            | Atom::And
            | Atom::Or
            | Atom::Versus
            | Atom::At
            | Atom::Slash
            | Atom::Semicolon
            | Atom::Sport(_)
            | Atom::MaybeResult
            | Atom::Clock
            | Atom::Star
            | Atom::Win
            | Atom::No
    )
}
