//! The prices of copies, and the tickets that they make.
//!
//! A tail without a price in the market is taken at the slip's own price and marked so. A fade has no such price to fall
//! back on: without a quote for the other side it is a mark that the member is against, with nothing to win or lose.

use super::TailSide;
use crate::{
    bet::{Kind, Leg, Stake, StakeIs, Terms, best_price, has_own_price},
    guild::Books,
    market::{Quote, codes},
    money::Units,
    odds::Odds,
    settle::{Grade, Ticket, TicketError, TicketLeg},
};
use chrono::{DateTime, Utc};
use serde::Serialize;

codes! {
    /// Where the price of a copy comes from.
    CopyBasis, "basis of a copy", {
        /// Every leg had a fresh quote.
        Market = "market",
        /// Nothing was quoted, so it stands at the slip's own prices.
        NoMarket = "no_market",
        /// There is no price: it is a mark, and never settles.
        Mark = "mark",
    }
}

/// The price of one leg of a copy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CopyPrice {
    /// The price.
    pub price: Odds,
    /// The bookmaker that quoted it, if one did.
    pub book: Option<String>,
}

/// The prices of a copy, leg by leg; none of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Where they come from.
    pub basis: CopyBasis,
    /// One a leg.
    pub prices: Vec<CopyPrice>,
}

/// The prices at which a member can copy a bet, or its other side, at a moment.
pub fn copy_prices(
    side: TailSide,
    kind: &Kind,
    legs: &[Leg],
    at: DateTime<Utc>,
    quotes: &[Quote],
    books: &Books,
) -> Copied {
    match side {
        TailSide::With => copy_of_slip(kind, legs, at, quotes, books),
        TailSide::Against => copy_of_other_side(kind, legs, at, quotes, books),
    }
}

fn copy_of_slip(kind: &Kind, legs: &[Leg], at: DateTime<Utc>, quotes: &[Quote], books: &Books) -> Copied {
    let mut basis = CopyBasis::Market;
    let price = |leg: &Leg| {
        let quoted = match (&leg.prop, has_own_price(kind)) {
            (None, false) => best_price(leg.game, &leg.selection, at, quotes, books),
            _ => None,
        };
        if quoted.is_none() {
            basis = CopyBasis::NoMarket;
        }
        CopyPrice {
            price: quoted.map_or(leg.price, |quote| quote.price),
            book: quoted.map_or_else(|| leg.book.clone(), |quote| Some(quote.book.clone())),
        }
    };
    let prices = legs.iter().map(price).collect();
    Copied { basis, prices }
}

fn copy_of_other_side(
    kind: &Kind,
    legs: &[Leg],
    at: DateTime<Utc>,
    quotes: &[Quote],
    books: &Books,
) -> Copied {
    let quoted = match (kind, legs) {
        (Kind::Straight, [leg]) if leg.prop.is_none() => leg
            .selection
            .opposite()
            .and_then(|other| best_price(leg.game, &other, at, quotes, books)),
        _ => None,
    };
    let (basis, prices) = match quoted {
        Some(quote) => {
            let book = Some(quote.book.clone());
            let price = quote.price;
            (CopyBasis::Market, vec![CopyPrice { price, book }])
        }
        None => (CopyBasis::Mark, Vec::new()),
    };
    Copied { basis, prices }
}

/// The ticket of a copy: the slip's kind at the member's stake and prices. What the capper had for free the member has
/// not: a copy risks its stake, per line where the slip has lines.
///
/// # Errors
/// [`TicketError`] when the prices could return more than the books take.
pub fn copy_ticket(
    kind: &Kind,
    terms: &Terms,
    stake: Units,
    legs: impl IntoIterator<Item = (Odds, Grade)>,
) -> Result<Ticket, TicketError> {
    let stake = Stake {
        amount: stake,
        is: StakeIs::Risk,
    };
    let terms = Terms {
        free_bet: false,
        playable_to: None,
        ..terms.clone()
    };
    let legs = legs
        .into_iter()
        .map(|(price, grade)| TicketLeg::new(price, grade))
        .collect();
    Ticket::of_slip(kind.clone(), stake, &terms, legs)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::GameId,
        market::{Market, Period, QuoteMoment, Selection, Side},
    };

    const BEFORE: &str = "2024-09-08T16:59:59.999Z";

    fn leg(side: Side, line: &str, price: &str) -> Leg {
        Leg {
            game: GameId::new(1).unwrap(),
            selection: Selection::new(Market::Spread, Period::Full, side, Some(line.parse().unwrap()))
                .unwrap(),
            prop: None,
            price: price.parse().unwrap(),
            book: None,
        }
    }

    fn quote(leg: &Leg, price: &str) -> Quote {
        Quote {
            game: leg.game,
            selection: leg.selection,
            price: price.parse().unwrap(),
            book: "Pinnacle".into(),
            source: "feed".into(),
            as_of: BEFORE.parse().unwrap(),
            moment: QuoteMoment::Seen,
        }
    }

    #[test]
    fn prices_are_those_of_the_moment() {
        let (home, away) = (leg(Side::Home, "-4.5", "-110"), leg(Side::Away, "4.5", "-110"));
        let quotes = [quote(&home, "-125"), quote(&away, "+105")];
        let of = |side, kind: &Kind, legs: &[Leg], quotes: &[Quote]| {
            let books = Books::default();
            let copied = copy_prices(side, kind, legs, BEFORE.parse().unwrap(), quotes, &books);
            let prices: Vec<String> = copied.prices.iter().map(|p| p.price.to_string()).collect();
            format!("{} {}", copied.basis, prices.join(" "))
        };
        let legs = [home.clone()];
        let two = [home.clone(), away.clone()];
        for (side, kind, legs, quotes, expect) in [
            (
                TailSide::With,
                Kind::Straight,
                &legs[..],
                &quotes[..],
                "market -125",
            ),
            (
                TailSide::With,
                Kind::Straight,
                &legs,
                &quotes[1..],
                "no_market -110",
            ),
            (TailSide::Against, Kind::Straight, &legs, &quotes, "market +105"),
            (TailSide::Against, Kind::Straight, &legs, &quotes[..1], "mark "),
            (TailSide::Against, Kind::Parlay, &two, &quotes, "mark "),
            (TailSide::With, Kind::Parlay, &two, &quotes, "market -125 +105"),
            (
                TailSide::With,
                Kind::Parlay,
                &two,
                &quotes[..1],
                "no_market -125 -110",
            ),
        ] {
            assert_eq!(of(side, &kind, legs, quotes), expect);
        }
    }

    #[test]
    fn a_copy_of_a_free_bet_risks_its_stake() {
        let terms = Terms {
            free_bet: true,
            ..Terms::default()
        };
        let legs = [("+100".parse().unwrap(), Grade::Loss)];
        let ticket = copy_ticket(&Kind::Straight, &terms, "2".parse().unwrap(), legs).unwrap();
        let settled = crate::settle::settle(&ticket, crate::settle::RuleSet::default_rules()).unwrap();
        assert_eq!(settled.net, "-2".parse().ok());
    }
}
