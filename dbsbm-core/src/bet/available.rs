//! The best price that anybody could have had for a selection at a moment.

use super::price_basis::{counted, is_fresh};
use crate::{
    guild::Books,
    id::GameId,
    market::{Market, Quote, Selection},
};
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// The best price for this very selection and line in the last fresh snapshot of each tracked bookmaker; the earlier
/// name in the alphabet on a tie. Averages count only where the guild names them, since nobody can bet at one.
///
/// A later snapshot of a bookmaker without the line means that the line is gone there. Quotes do not say whose figure
/// they are for, so there is no price for a player's prop.
pub fn best_price<'a>(
    game: GameId,
    selection: &Selection,
    at: DateTime<Utc>,
    quotes: &'a [Quote],
    books: &Books,
) -> Option<&'a Quote> {
    if selection.market == Market::PlayerProp {
        return None;
    }
    let asked = |quote: &&Quote| {
        let offered = &quote.selection;
        quote.game == game
            && is_fresh(quote, at)
            && (offered.market, offered.period, offered.side)
                == (selection.market, selection.period, selection.side)
    };
    let mut latest: HashMap<String, DateTime<Utc>> = HashMap::new();
    for quote in quotes.iter().filter(asked) {
        if let Some(book) = counted(quote, books) {
            let newest = latest.entry(book).or_insert(quote.as_of);
            *newest = (*newest).max(quote.as_of);
        }
    }
    let stands = |quote: &&Quote| {
        quote.selection.line == selection.line
            && counted(quote, books).is_some_and(|book| latest.get(&book) == Some(&quote.as_of))
    };
    quotes
        .iter()
        .filter(asked)
        .filter(stands)
        .max_by(|a, b| a.price.cmp(&b.price).then_with(|| b.book.cmp(&a.book)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        guild::Settings,
        market::{Period, QuoteMoment, Side},
    };
    use chrono::TimeDelta;

    const AT: &str = "2024-09-08T16:00:00Z";

    fn spread(line: &str) -> Selection {
        Selection::new(
            Market::Spread,
            Period::Full,
            Side::Home,
            Some(line.parse().unwrap()),
        )
        .unwrap()
    }

    /// `book age-in-seconds line price`.
    fn quote(text: &str) -> Quote {
        let parts: Vec<&str> = text.split(' ').collect();
        let [book, age, line, price] = parts[..] else {
            panic!("{text}")
        };
        Quote {
            game: GameId::new(1).unwrap(),
            selection: spread(line),
            price: price.parse().unwrap(),
            book: book.into(),
            source: "feed".into(),
            as_of: AT.parse::<DateTime<Utc>>().unwrap() - TimeDelta::seconds(age.parse().unwrap()),
            moment: QuoteMoment::Seen,
        }
    }

    fn check(books: &str, quotes: &[&str], expect: Option<&str>) {
        let mut settings = Settings::default();
        settings.set("books", books).unwrap();
        let all: Vec<Quote> = quotes.iter().map(|text| quote(text)).collect();
        let (game, at) = (GameId::new(1).unwrap(), AT.parse().unwrap());
        let best = best_price(game, &spread("-4.5"), at, &all, &settings.books);
        let shown = best.map(|quote| format!("{} {}", quote.book, quote.price));
        assert_eq!(shown.as_deref(), expect, "{books}: {quotes:?}");
    }

    #[test]
    fn the_best_that_stood() {
        for (books, quotes, expect) in [
            ("none", &[][..], None),
            ("none", &["A 60 -4.5 -110"], Some("A -110")),
            ("none", &["A 60 -4.5 -110", "B 60 -4.5 -105"], Some("B -105")),
            ("none", &["B 60 -4.5 -110", "A 60 -4.5 -110"], Some("A -110")),
            // Too old, and from after the moment.
            ("none", &["A 600 -4.5 -110"], None),
            ("none", &["A -1 -4.5 -110"], None),
            ("none", &["A 599 -4.5 -110"], Some("A -110")),
            // A newer snapshot replaces the older one: its price, or the line itself, is gone.
            ("none", &["A 120 -4.5 +100", "A 60 -4.5 -110"], Some("A -110")),
            ("none", &["A 120 -4.5 +100", "A 60 -5 -110"], None),
            ("none", &["A 60 -4.5 +100", "A 60 -5 -110"], Some("A +100")),
            // Another line is another bet, and an average is nobody's price.
            ("none", &["A 60 -4 -110"], None),
            ("none", &["average 60 -4.5 -110"], None),
            ("B,C", &["A 60 -4.5 +120", "B 60 -4.5 -110"], Some("B -110")),
            ("feed", &["A 60 -4.5 +120"], Some("A +120")),
        ] {
            check(books, quotes, expect);
        }
    }
}
