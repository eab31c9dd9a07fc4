//! `/odds`: the prices of a game that the books hold, by bookmaker.

use super::{Kind, Needs, Opt, OptKind, Spec, games, given};
use crate::{
    app::App,
    fault::Fault,
    limits,
    reply::{Answer, Embed, Reply},
    request::Request,
    text,
};
use dbsbm_core::{
    guild::Settings,
    market::{Game, Market, Period, Quote, Side},
};
use std::collections::BTreeMap;

pub(super) fn spec() -> Spec {
    Spec {
        name: "odds",
        about: "The prices of a game that the books hold: by bookmaker, opening against newest",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![Opt::needed("game", "The game: type a team", OptKind::Text(100)).typing()],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let typed = options.text("game").unwrap_or_default();
    let game = given::game(app, request, typed).await?;
    let settings = app.settings(request.guild).await?;
    let quotes = app.book.quotes(game.id).await?;
    Ok(shown(&settings, &game, &quotes).into())
}

/// The quotes of one bookmaker for one side of one market: the first and the newest.
struct Moved<'a> {
    first: &'a Quote,
    newest: &'a Quote,
}

fn shown(settings: &Settings, game: &Game, quotes: &[Quote]) -> Reply {
    let mut sides: BTreeMap<(Market, String, String, String), Moved<'_>> = BTreeMap::new();
    for quote in quotes {
        let of = &quote.selection;
        let key = (
            of.market,
            of.period.to_string(),
            quote.book.clone(),
            of.side.to_string(),
        );
        let moved = sides.entry(key).or_insert(Moved {
            first: quote,
            newest: quote,
        });
        if quote.as_of < moved.first.as_of {
            moved.first = quote;
        }
        if quote.as_of > moved.newest.as_of {
            moved.newest = quote;
        }
    }
    let mut lines: Vec<String> = Vec::new();
    let mut head = None;
    for ((market, ..), moved) in &sides {
        let period = moved.newest.selection.period;
        if head != Some((*market, period)) {
            head = Some((*market, period));
            lines.push(format!("**{}**", market_words(*market, period)));
        }
        lines.push(line(settings, game, moved));
    }
    if lines.is_empty() {
        lines.push("The books hold no price for this game.".into());
    }
    Reply::private("").embed(Embed {
        title: games::title(game),
        text: format!("Starts {}\n{}", text::moment(game.start, 'f'), lines.join("\n")),
        footer: "Prices as they were stored; look at the bookmaker before you act on one.".into(),
        ..Embed::default()
    })
}

fn market_words(market: Market, period: Period) -> String {
    let words = market.code().replace('_', " ");
    match period {
        Period::Full => words,
        part => format!("{words}, {}", part.title()),
    }
}

/// `Packers -4.5 -110 · Pinnacle · as of two hours ago · opened -3.5 -108`
fn line(settings: &Settings, game: &Game, moved: &Moved<'_>) -> String {
    let Moved { first, newest } = moved;
    let price = |quote: &Quote| {
        let line = match (quote.selection.market, quote.selection.line) {
            (Market::Spread, Some(line)) => format!("{} ", line.handicap()),
            (_, Some(line)) => format!("{line} "),
            (_, None) => String::new(),
        };
        format!("{line}{}", settings.odds_display.show(quote.price))
    };
    let side = match newest.selection.side {
        Side::Home => text::plain(&limits::clip(&game.home, 40)),
        Side::Away => text::plain(&limits::clip(&game.away, 40)),
        other => other.to_string(),
    };
    let opened = if first.as_of < newest.as_of {
        format!(" · first {} {}", price(first), text::moment(first.as_of, 'R'))
    } else {
        String::new()
    };
    format!(
        "- {side} **{}** · {} · as of {}{opened}",
        price(newest),
        text::plain(&limits::clip(&newest.book, 30)),
        text::moment(newest.as_of, 'R')
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        golden,
        sample::{self, quote},
    };

    fn game() -> Game {
        sample::game(1, "Packers", "Bears")
    }

    #[test]
    fn the_newest_stands_against_the_first() {
        let quotes = [
            quote("One", "-4.5", "-110", "2098-10-05T00:00:00Z"),
            quote("One", "-3.5", "-105", "2098-10-01T00:00:00Z"),
            quote("@everyone", "-4", "-112", "2098-10-05T00:00:00Z"),
        ];
        let reply = shown(&Settings::default(), &game(), &quotes);
        golden::shows("odds", &reply);
        let text = &reply.embeds[0].text;
        assert!(
            text.contains("Packers **-4.5 -110** · One · as of <t:") && text.contains("first -3.5 -105"),
            "{text}"
        );
        assert!(!text.contains("@everyone"));
        let none = shown(&Settings::default(), &game(), &[]);
        assert!(none.embeds[0].text.contains("no price"));
    }

    #[test]
    fn many_prices_stay_within_limits() {
        let quotes: Vec<Quote> = (0..300)
            .map(|n| {
                quote(
                    &format!("Book {n} {}", sample::NASTY),
                    "-4.5",
                    "-110",
                    "2098-10-05T00:00:00Z",
                )
            })
            .collect();
        let nasty = sample::game(1, sample::NASTY, sample::NASTY);
        golden::fits(&shown(&Settings::default(), &nasty, &quotes));
    }
}
