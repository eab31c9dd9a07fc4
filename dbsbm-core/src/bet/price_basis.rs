//! Price basis: could anybody else have had the price that the capper names?
//!
//! A quote is *available* when that line and price, or better, stood in a snapshot less than ten minutes old at the
//! Post: at no fewer than half of the tracked bookmakers and at no fewer than two, or at the one source that the guild
//! trusts. It is *beyond market* when a bookmaker that quoted the market showed less. Where nobody quoted, or where all
//! who did agree but are too few, there is *no market* to compare with.
//!
//! A snapshot of a bookmaker replaces the one before, so a price that is gone is gone. A line counts as better when it
//! cannot lose where the taken one wins: more points for a handicap or an under, fewer for an over.
//!
//! ```
//! use dbsbm_core::bet::PriceBasis;
//! // A bet is as good as its worst leg.
//! let legs = [PriceBasis::Available, PriceBasis::NoMarket];
//! assert_eq!(legs.into_iter().max(), Some(PriceBasis::NoMarket));
//! ```

use crate::{
    bet::{Kind, Leg, Slip},
    guild::Books,
    market::{Line, Market, Quote, Side, codes},
};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;

/// How old a snapshot may be at the Post; at this age it no longer counts.
pub const FRESH: TimeDelta = TimeDelta::minutes(10);

codes! {
    /// What the market says about a quote, from best to worst.
    PriceBasis, "price basis", {
        /// Others could have had it, or better.
        Available = "available",
        /// There was nothing to compare with, or too little.
        NoMarket = "no_market",
        /// Better than what was offered.
        BeyondMarket = "beyond_market",
    }
}

/// The price basis of a whole slip: that of its worst leg. Where the ticket has a price of its own, nobody quotes it.
pub fn price_basis(slip: &Slip, posted_at: DateTime<Utc>, quotes: &[Quote], books: &Books) -> PriceBasis {
    if has_own_price(slip.kind()) {
        return PriceBasis::NoMarket;
    }
    let legs = slip
        .legs()
        .iter()
        .map(|leg| leg_price_basis(leg, posted_at, quotes, books));
    legs.max().unwrap_or(PriceBasis::NoMarket)
}

/// Whether the ticket as a whole has a price, so that the prices of its legs say nothing about it.
pub(crate) const fn has_own_price(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::SameGame { .. } | Kind::Teaser { .. } | Kind::Pleaser { .. } | Kind::Card { .. }
    )
}

/// The price basis of one leg, from whatever quotes are at hand; those of other games and markets are passed over.
pub fn leg_price_basis(leg: &Leg, posted_at: DateTime<Utc>, quotes: &[Quote], books: &Books) -> PriceBasis {
    let tracked = books.names().len();
    let verdicts = latest_by_book(leg, posted_at, quotes, books);
    let seen = verdicts.len();
    let good = verdicts.values().filter(|found| found.good).count();
    let needed = match books.trusted() {
        Some(_) => 1,
        None if tracked == 0 => seen.div_ceil(2).max(2),
        None => tracked.div_ceil(2).max(2),
    };
    if good >= needed {
        PriceBasis::Available
    } else if good == seen {
        PriceBasis::NoMarket
    } else {
        PriceBasis::BeyondMarket
    }
}

/// What the last fresh snapshot of a bookmaker shows for the leg's side of its market.
struct Found {
    as_of: DateTime<Utc>,
    good: bool,
}

fn latest_by_book(
    leg: &Leg,
    posted_at: DateTime<Utc>,
    quotes: &[Quote],
    books: &Books,
) -> BTreeMap<String, Found> {
    let mut latest: BTreeMap<String, Found> = BTreeMap::new();
    for quote in quotes {
        if !is_fresh(quote, posted_at) || !same_question(leg, quote) {
            continue;
        }
        let Some(book) = counted(quote, books) else {
            continue;
        };
        let good = at_least_as_good(leg, quote);
        let found = latest.entry(book).or_insert(Found {
            as_of: quote.as_of,
            good,
        });
        if quote.as_of > found.as_of {
            *found = Found {
                as_of: quote.as_of,
                good,
            };
        } else if quote.as_of == found.as_of {
            found.good |= good;
        }
    }
    latest
}

/// Whether a quote stood at a moment, and not too long before it.
pub(super) fn is_fresh(quote: &Quote, at: DateTime<Utc>) -> bool {
    let age = at.signed_duration_since(quote.as_of);
    age >= TimeDelta::zero() && age < FRESH
}

/// The name under which a quote counts, if it does. A trusted source may be a bookmaker or a feed.
pub(super) fn counted(quote: &Quote, books: &Books) -> Option<String> {
    let trusted_feed = || {
        books
            .trusted()
            .is_some_and(|name| name.eq_ignore_ascii_case(&quote.source))
    };
    (books.tracks(&quote.book) || trusted_feed()).then(|| quote.book.to_lowercase())
}

/// Quotes do not say whose figure they are for, so props have nothing to be compared with.
fn same_question(leg: &Leg, quote: &Quote) -> bool {
    let (taken, offered) = (&leg.selection, &quote.selection);
    quote.game == leg.game
        && taken.market != Market::PlayerProp
        && leg.prop.is_none()
        && (offered.market, offered.period, offered.side) == (taken.market, taken.period, taken.side)
}

fn at_least_as_good(leg: &Leg, quote: &Quote) -> bool {
    let line = |offered: Line, taken: Line| match leg.selection.side {
        Side::Over => offered <= taken,
        _ => offered >= taken,
    };
    let lines = match (quote.selection.line, leg.selection.line) {
        (Some(offered), Some(taken)) => line(offered, taken),
        (offered, taken) => offered == taken,
    };
    lines && quote.price >= leg.price
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bet::{Stake, StakeIs, Terms},
        guild::Settings,
        id::GameId,
        market::{Period, QuoteMoment, Selection},
    };
    use proptest::prelude::*;

    const POST: &str = "2024-09-08T16:00:00Z";

    fn pick(text: &str) -> (Selection, crate::odds::Odds) {
        let parts: Vec<&str> = text.split(' ').collect();
        let [market, side, line, price] = parts[..] else {
            panic!("{text}")
        };
        let line = (line != "-").then(|| line.parse().unwrap());
        let side = side.parse().unwrap();
        let selection = Selection::new(market.parse().unwrap(), Period::Full, side, line).unwrap();
        (selection, price.parse().unwrap())
    }

    fn leg(text: &str) -> Leg {
        let (selection, price) = pick(text);
        Leg {
            game: GameId::new(1).unwrap(),
            selection,
            prop: None,
            price,
            book: None,
        }
    }

    /// `book age-in-seconds market side line price`, the age counted back from the Post.
    fn quote(text: &str) -> Quote {
        let (book, rest) = text.split_once(' ').unwrap();
        let (age, rest) = rest.split_once(' ').unwrap();
        let (selection, price) = pick(rest);
        let posted: DateTime<Utc> = POST.parse().unwrap();
        Quote {
            game: GameId::new(1).unwrap(),
            selection,
            price,
            book: book.into(),
            source: "feed".into(),
            as_of: posted - TimeDelta::seconds(age.parse().unwrap()),
            moment: QuoteMoment::Seen,
        }
    }

    fn basis(books: &str, taken: &str, quotes: &[&str]) -> &'static str {
        let mut settings = Settings::default();
        settings.set("books", books).unwrap();
        let quotes: Vec<Quote> = quotes.iter().map(|text| quote(text)).collect();
        leg_price_basis(&leg(taken), POST.parse().unwrap(), &quotes, &settings.books).code()
    }

    #[test]
    fn how_many_books_it_takes() {
        let taken = "moneyline home - +150";
        let good = |book: &str| format!("{book} 60 {taken}");
        let short = |book: &str| format!("{book} 60 moneyline home - +140");
        for (books, good_at, short_at, expect) in [
            ("none", "", "", "no_market"),
            ("none", "A", "", "no_market"),
            ("none", "", "A", "beyond_market"),
            ("none", "A B", "", "available"),
            ("none", "A B", "C D", "available"),
            ("none", "A B", "C D E", "beyond_market"),
            ("none", "A", "B", "beyond_market"),
            ("none", "average A", "", "no_market"),
            ("A,B", "A B", "", "available"),
            ("A,B", "A", "", "no_market"),
            ("A,B", "A", "B", "beyond_market"),
            ("A,B", "C D", "", "no_market"),
            ("a,b,c,d,e", "A B C", "D E", "available"),
            ("A,B,C,D,E", "A B", "C", "beyond_market"),
            ("A,B,C,D,E", "A B", "", "no_market"),
            ("A", "A", "", "available"),
            ("A", "", "A", "beyond_market"),
            ("A", "B C", "", "no_market"),
            ("feed", "X", "", "available"),
            ("average", "average", "", "available"),
        ] {
            let quotes: Vec<String> = good_at
                .split_whitespace()
                .map(good)
                .chain(short_at.split_whitespace().map(short))
                .collect();
            let quotes: Vec<&str> = quotes.iter().map(String::as_str).collect();
            assert_eq!(
                basis(books, taken, &quotes),
                expect,
                "{books}: {good_at} / {short_at}"
            );
        }
    }

    #[test]
    fn that_line_and_price_or_better() {
        for (taken, offered, expect) in [
            ("spread home -4.5 -110", "spread home -4.5 -110", "available"),
            ("spread home -4.5 -110", "spread home -4.5 -105", "available"),
            ("spread home -4.5 -110", "spread home -4.5 1.91", "available"),
            ("spread home -4.5 1.91", "spread home -4.5 -110", "beyond_market"),
            ("spread home -4.5 -110", "spread home -4 -110", "available"),
            ("spread home -4.5 -110", "spread home -4 -115", "beyond_market"),
            ("spread home -4 -110", "spread home -4.5 -110", "beyond_market"),
            ("spread away 4.5 -110", "spread away 5 -110", "available"),
            ("spread away 5 -110", "spread away 4.5 +100", "beyond_market"),
            ("total over 47.5 -110", "total over 47 -110", "available"),
            ("total over 47 -110", "total over 47.5 -110", "beyond_market"),
            ("total under 47.5 -110", "total under 48 -110", "available"),
            ("total under 48 -110", "total under 47.5 -110", "beyond_market"),
            ("total under 48 -110", "total over 48 -110", "no_market"),
            ("moneyline home - -120", "moneyline home - -120", "available"),
            ("moneyline home - -120", "draw_no_bet home - -110", "no_market"),
            ("moneyline home - -120", "moneyline away - +300", "no_market"),
        ] {
            assert_eq!(
                basis("A", taken, &[&format!("A 0 {offered}")]),
                expect,
                "{taken}, {offered}"
            );
        }
    }

    #[test]
    fn only_the_last_fresh_snapshot_of_a_book_counts() {
        let taken = "spread home -4.5 -110";
        for (quotes, expect) in [
            (&["A 599 spread home -4.5 -110"][..], "available"),
            (&["A 600 spread home -4.5 -110"], "no_market"),
            (&["A -1 spread home -4.5 -110"], "no_market"),
            (
                &["A 300 spread home -4.5 -110", "A 60 spread home -5 -110"],
                "beyond_market",
            ),
            (
                &["A 60 spread home -5 -110", "A 300 spread home -4.5 -110"],
                "beyond_market",
            ),
            (
                &["A 60 spread home -5 -110", "A 60 spread home -4.5 -110"],
                "available",
            ),
            (
                &["A 60 spread home -4.5 -110", "A 30 total over 40 -110"],
                "available",
            ),
        ] {
            assert_eq!(basis("A", taken, quotes), expect, "{quotes:?}");
        }
    }

    proptest! {
        /// Claiming a better price never makes it more available, and the order of the quotes is irrelevant.
        #[test]
        fn a_better_price_is_never_more_available(
            offers in proptest::collection::vec((0u8..4, 0i64..700, -8i32..8, 100u32..200), 0..12),
            line in -8i32..8,
            price in 100u32..200,
        ) {
            let take = |price: u32| leg(&format!("spread home {}.5 {price}", line));
            let mut quotes: Vec<Quote> = offers
                .iter()
                .map(|(book, age, line, price)| quote(&format!("{book} {age} spread home {line}.5 {price}")))
                .collect();
            let posted_at = POST.parse().unwrap();
            let books = Books::default();
            let asked = leg_price_basis(&take(price), posted_at, &quotes, &books);
            let more = leg_price_basis(&take(price + 1), posted_at, &quotes, &books);
            prop_assert!(asked != PriceBasis::Available || more != PriceBasis::NoMarket);
            prop_assert!(more != PriceBasis::Available || asked == PriceBasis::Available);
            quotes.reverse();
            prop_assert_eq!(leg_price_basis(&take(price), posted_at, &quotes, &books), asked);
        }
    }

    #[test]
    fn a_slip_is_as_good_as_its_worst_leg_and_own_prices_have_no_market() {
        let posted_at = POST.parse().unwrap();
        let mut settings = Settings::default();
        settings.set("books", "A").unwrap();
        let quotes = [quote("A 0 moneyline home - +150")];
        let basis = |kind, legs| {
            let stake = Stake {
                amount: crate::money::Units::ONE,
                is: StakeIs::Risk,
            };
            let slip = Slip::new(kind, stake, legs, Terms::default()).unwrap();
            price_basis(&slip, posted_at, &quotes, &settings.books)
        };
        let here = leg("moneyline home - +150");
        let elsewhere = Leg {
            game: GameId::new(2).unwrap(),
            ..here.clone()
        };
        let prop = Leg {
            prop: Some(crate::bet::Prop {
                player: "x".into(),
                stat: "points".into(),
            }),
            ..leg("player_prop over 25.5 -110")
        };
        let price = "+300".parse().unwrap();
        assert_eq!(basis(Kind::Straight, vec![here.clone()]), PriceBasis::Available);
        assert_eq!(basis(Kind::Straight, vec![prop]), PriceBasis::NoMarket);
        assert_eq!(
            basis(Kind::Parlay, vec![here.clone(), elsewhere]),
            PriceBasis::NoMarket
        );
        assert_eq!(
            basis(Kind::SameGame { price }, vec![here.clone(), here]),
            PriceBasis::NoMarket
        );
    }
}
