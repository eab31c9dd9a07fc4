//! One leg from the pieces of a segment: exactly one market, and every piece accounted for.
//!
//! That every piece must have a place is what keeps a half-understood text from becoming a bet: a word that fits
//! nowhere refuses the leg.

use super::{
    atom::{Atom, Mark, Piece, Said},
    names::{known, named, pair},
    parts::{gather, joins_no_names},
    said::{PickLeg, PickMarket, TypedPrice},
    stat,
};
use crate::market::{Period, Sport};

/// Why a segment is no leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Doubt {
    /// No market was named.
    #[error("no market: write ML, a spread such as -4.5, or a total such as over 47.5")]
    NoMarket,
    /// More than one market in one leg.
    #[error("more than one market in one leg: separate legs with + and picks with a new line")]
    TwoMarkets,
    /// A market of a team or player without its name.
    #[error("whose market it is was not said: begin with the team or player")]
    NoName,
    /// Words that may be more than one name.
    #[error("the name could not be told from the words around it")]
    UnclearName,
    /// Two prices where one belongs.
    #[error("more than one price")]
    TwoPrices,
    /// Two stakes where one belongs.
    #[error("more than one stake")]
    TwoStakes,
    /// A number that is neither line, price nor stake.
    #[error(
        "a number that is neither line, price nor stake: lines have a sign, prices an @ or a sign, stakes a u"
    )]
    StrayNumber,
    /// A word for a market or condition that is not kept here.
    #[error("a market or condition that is not kept here")]
    Unsupported,
    /// Parts that do not go together.
    #[error("parts that do not go together")]
    Contradiction,
    /// Words that are no part of a pick.
    #[error("words around the pick that may change it")]
    LooseWords,
}

/// A leg, and what was said beside it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) leg: PickLeg,
    pub(super) stake: Option<Said>,
    /// The worst price at which it is still a pick.
    pub(super) playable_to: Option<TypedPrice>,
    /// The price behind the leg's own one, if two were given.
    pub(super) second_price: Option<TypedPrice>,
}

/// What surrounds a leg.
#[derive(Debug, Clone, Default)]
pub(super) struct Around {
    pub(super) sport: Option<Sport>,
    /// The game that a header named.
    pub(super) game: Option<(String, String)>,
}

/// True for a piece that makes a market by itself.
pub(super) const fn is_anchor(atom: Atom) -> bool {
    matches!(
        atom,
        Atom::Handicap(_)
            | Atom::Total(..)
            | Atom::AtLeast(_)
            | Atom::Market(
                Mark::Moneyline
                    | Mark::ThreeWay
                    | Mark::DrawNoBet
                    | Mark::BothToScore
                    | Mark::DoubleChance
                    | Mark::CorrectScore
            )
            | Atom::Draw
            | Atom::OrDraw
            | Atom::Chance(_)
            | Atom::NoGoal
            | Atom::OddEven(_)
            | Atom::FirstInning(_)
            | Atom::Done(_)
            | Atom::ToWin
            | Atom::Beat
    )
}

/// Reads a segment as one leg.
pub(super) fn leg(line: &str, pieces: &[Piece<'_>], around: &Around) -> Result<Draft, Doubt> {
    if joins_no_names(pieces) {
        return Err(Doubt::TwoMarkets);
    }
    let mut parts = gather(pieces)?;
    parts.settle_numbers()?;
    let mut named = named(line, pieces)?;
    let (market, side, points) = parts.market(&named, around)?;
    if named.name.is_none() {
        named.take_game(around, market);
    } else {
        named.take_opponent(around);
    }
    let needs_name = matches!(
        market,
        PickMarket::Moneyline
            | PickMarket::Spread
            | PickMarket::DrawNoBet
            | PickMarket::TeamTotal
            | PickMarket::PlayerProp
    ) || market == PickMarket::Moneyline3 && side.is_none()
        || market == PickMarket::DoubleChance && side.is_none();
    if needs_name && named.name.is_none() {
        return Err(Doubt::NoName);
    }
    let mut prices = parts.prices.iter().map(|p| typed(p));
    let price = prices.next().transpose()?;
    let second_price = prices.next().transpose()?;
    if prices.next().is_some() {
        return Err(Doubt::TwoPrices);
    }
    let of_one = matches!(
        market,
        PickMarket::Moneyline
            | PickMarket::Spread
            | PickMarket::DrawNoBet
            | PickMarket::TeamTotal
            | PickMarket::PlayerProp
    );
    let heads = |label: &String| {
        market == PickMarket::PlayerProp || !known(label) && named.name.as_deref().is_some_and(known)
    };
    if (named.both && of_one) || named.label.as_ref().is_some_and(|label| !heads(label)) {
        return Err(Doubt::UnclearName);
    }
    named.split_pair(market);
    if named
        .name
        .as_deref()
        .is_some_and(|name| doubtful(line, name, market))
    {
        return Err(Doubt::UnclearName);
    }
    if parts.stat == Some("yards") {
        return Err(Doubt::Contradiction);
    }
    let counted = parts.stat.map(|code| {
        if points.is_some() {
            code
        } else {
            stat::at_all(code).unwrap_or(code)
        }
    });
    let stat = (market == PickMarket::PlayerProp)
        .then(|| counted.or(parts.done))
        .flatten();
    let period = match parts.inning {
        Some(_) => Some(Period::Inning(1)),
        None => parts.period,
    };
    let leg = PickLeg {
        name: named.name,
        opponent: named.opponent,
        market,
        side,
        line: points,
        period,
        price,
        stat: stat.map(str::to_string),
    };
    let playable_to = parts.playable_to.map(typed).transpose()?;
    let playable_to = playable_to.filter(|worst| is_chased(worst, leg.price.as_ref()));
    Ok(Draft {
        leg,
        stake: parts.stake,
        playable_to,
        second_price,
    })
}

/// A number behind `good to` is a price where it is one of the leg's own notation and no better one; else it is a line, which
/// says nothing of the pick.
fn is_chased(worst: &TypedPrice, price: Option<&TypedPrice>) -> bool {
    price.is_some_and(|p| p.odds().notation() == worst.odds().notation() && worst.odds() <= p.odds())
}

/// A team in lower case within a sentence is believed only if a league knows it; a pair of teams is no name.
fn doubtful(line: &str, name: &str, market: PickMarket) -> bool {
    let lower = !name.contains(char::is_uppercase);
    let sentence =
        line.starts_with(char::is_uppercase) && line.chars().nth(1).is_some_and(char::is_lowercase);
    if lower && sentence && market != PickMarket::PlayerProp && !known(name) {
        return true;
    }
    if pair(name).is_some_and(|(a, b)| known(a) && known(b)) && known(name) && market == PickMarket::Total {
        // `Inter-Milan`: a club, or two
        return true;
    }
    if pair(name).is_some()
        && market != PickMarket::PlayerProp
        && name.chars().filter(|c| *c == ' ').count() == 0
        && !known(name)
    {
        return market == PickMarket::Total;
    }
    let words: Vec<&str> = name.split(' ').collect();
    words.len() > 1
        && market != PickMarket::PlayerProp
        && words.iter().all(|w| w.chars().count() > 3 && known(w))
        && !known(name)
}

/// The price in a piece: its number without the mark or word in front of it.
pub(super) fn typed(text: &str) -> Result<TypedPrice, Doubt> {
    let from = text.find(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    let word = text.to_lowercase();
    let lower = word.trim_start_matches(|c: char| !c.is_alphabetic());
    let number = match from {
        Some(at) => text
            .get(at..)
            .unwrap_or_default()
            .trim_end_matches([')', ']', '}'])
            .to_string(),
        None if lower.ends_with("even money") || lower.ends_with("evn") => "even".to_string(),
        None => lower
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .trim_end_matches([')', ']'])
            .to_string(),
    };
    let signed = word
        .strip_prefix("minus ")
        .map(|_| format!("-{number}"))
        .or_else(|| word.strip_prefix("plus ").map(|_| format!("+{number}")));
    signed.unwrap_or(number).parse().map_err(|_| Doubt::StrayNumber)
}
