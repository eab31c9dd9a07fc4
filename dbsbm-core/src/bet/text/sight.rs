//! What a line has, before it is read: market, words, stake, or signs that it speaks of the past.

use super::{
    atom::{Atom, Mark, Piece},
    leg::is_anchor,
};
use crate::market::Sport;

/// What a line has, seen as a whole.
pub(super) struct Sight {
    pub(super) anchored: bool,
    pub(super) words: bool,
    pub(super) stake: bool,
    pub(super) price: bool,
    pub(super) looks_back: bool,
    pub(super) won_sign_only: bool,
    /// A pick with price and stake, and words of the past within a longer remark.
    pub(super) remark_of_the_past: bool,
    pub(super) prose: bool,
    pub(super) sport: Option<Sport>,
}

impl Sight {
    pub(super) fn of(pieces: &[Piece<'_>]) -> Self {
        let has = |test: &dyn Fn(Atom) -> bool| pieces.iter().any(|p| test(p.atom));
        let words = has(&|a| a == Atom::Word);
        let price = has(&|a| a == Atom::Price);
        let stake = has(&|a| matches!(a, Atom::Stake(_)));
        // `Djokovic 1.45`: two decimals are a price
        let bare = has(&|a| a == Atom::Number) && pieces.iter().any(|p| decimals(p) == 2);
        // so many and more of a figure is news unless a price or stake stands beside it
        let talk = has(&|a| a == Atom::Prose) || !has(&|a| matches!(a, Atom::Stat(_)));
        let news = |a: Atom| talk && !price && !stake && matches!(a, Atom::AtLeast(_));
        let winner = has(&|a| a == Atom::WinNumber) || price || bare;
        let anchored = has(&|a| is_anchor(a) && !news(a)) || (words && winner);
        let signs = pieces
            .iter()
            .filter(|p| p.atom == Atom::Result && p.text == "✔")
            .count();
        let results = pieces.iter().filter(|p| p.atom == Atom::Result).count();
        let cheered = anchored && !stake && has(&|a| a == Atom::MaybeResult);
        // a record beside a market that has no price is news
        let correct = has(&|a| a == Atom::Market(Mark::CorrectScore));
        let record = has(&|a| a == Atom::Score) && anchored && !correct && !price && !stake && !bare;
        let looks_back = results > 0 || record || cheered || has(&|a| a == Atom::Profit);
        let leading = pieces.first().is_some_and(|p| p.text == "✔");
        Self {
            anchored,
            words,
            stake,
            price,
            looks_back,
            won_sign_only: leading
                && signs == 1
                && results == 1
                && (stake || price)
                && !has(&|a| a == Atom::Profit),
            remark_of_the_past: remark(pieces) && stake && price,
            prose: has(&|a| a == Atom::Prose),
            sport: pieces.iter().find_map(|p| match p.atom {
                Atom::Sport(sport) => Some(sport),
                _ => None,
            }),
        }
    }
}

/// How many decimals an unsettled number has.
fn decimals(piece: &Piece<'_>) -> usize {
    let places = piece
        .text
        .split_once(['.', ','])
        .map_or(0, |(_, places)| places.len());
    if piece.atom == Atom::Number { places } else { 0 }
}

/// Whether a word of the past stands within four words or more behind the last mark of the line.
fn remark(pieces: &[Piece<'_>]) -> bool {
    let separates = |p: &Piece<'_>| matches!(p.atom, Atom::Stop | Atom::Dash | Atom::Open | Atom::Comma);
    let signs = pieces
        .iter()
        .any(|p| p.atom == Atom::Profit || matches!(p.text, "✔" | "✘"));
    let last = pieces.iter().rposition(separates).unwrap_or(pieces.len());
    let clause = pieces.get(last..).unwrap_or_default();
    !signs && clause.len() > 4 && clause.iter().any(|p| p.atom == Atom::Result)
}
