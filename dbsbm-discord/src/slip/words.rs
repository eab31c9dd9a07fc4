//! A bet in words: short, in the order in which people read it.

use crate::{limits, text};
use dbsbm_core::{
    bet::{
        Status,
        view::{BetView, LegView},
    },
    guild::Settings,
    settle::Grade,
};
use std::borrow::Cow;

/// `Packers -4.5 -110 · 2u · #1042`; for several legs the kind and the price of all.
pub(crate) fn headline(settings: &Settings, bet: &BetView) -> String {
    format!("{} · #{}", headline_unposted(settings, bet), bet.bet)
}

/// The same for a bet that has no number yet.
pub(crate) fn headline_unposted(settings: &Settings, bet: &BetView) -> String {
    let what = match bet.legs.as_slice() {
        [leg] => leg_line(settings, bet, leg, &leg.pick()),
        legs => {
            let price = bet.price(settings.odds_display);
            format!("{} of {} · {price}", bet.slip_kind.title(), legs.len())
        }
    };
    format!("{what} · {}", stake_words(bet))
}

/// Characters for the legs of a bet, so that what comes after them has a place in the message.
const LEGS: usize = 1_500;

/// The legs of a bet in these words, each cut so that all of them fit into a message: there are up to twenty-five.
pub(crate) fn leg_lines<'a>(
    settings: &'a Settings,
    bet: &'a BetView,
    words: fn(&LegView) -> Cow<'_, str>,
) -> impl Iterator<Item = String> + 'a {
    let most = LEGS / bet.legs.len().max(1);
    bet.legs
        .iter()
        .map(move |leg| limits::clip(&leg_line(settings, bet, leg, &words(leg)), most))
}

/// `Packers -4.5 -110`; without the price where the ticket has one for all legs.
fn leg_line(settings: &Settings, bet: &BetView, leg: &LegView, words: &str) -> String {
    let mark = match leg.grade {
        Grade::Open => "",
        Grade::Win => "✅ ",
        Grade::HalfWin => "☑️ ",
        Grade::Loss => "❌ ",
        Grade::HalfLoss => "✖️ ",
        _ => "➖ ",
    };
    let book = leg
        .book
        .as_ref()
        .map(|b| format!(" ({})", text::plain(b)))
        .unwrap_or_default();
    let price = if bet.slip_kind.has_one_price() {
        String::new()
    } else {
        format!(" {}", settings.odds_display.show(leg.price))
    };
    format!("{mark}{}{price}{book}", text::plain(words))
}

/// `Packers at Saints · NFL · Sunday, 7 October 2018 17:00`, the time in the reader's zone.
pub(crate) fn game(leg: &LegView) -> String {
    let score = leg.score.as_ref().map(|s| format!(" · {s}")).unwrap_or_default();
    format!(
        "{} at {} · {} · {}{score}",
        text::plain(&leg.away),
        text::plain(&leg.home),
        leg.league,
        text::moment(leg.start, 'f')
    )
}

/// `2u`, or `to win 2u`.
pub(crate) fn stake_words(bet: &BetView) -> String {
    let lines = if bet.slip_kind.stakes_lines() {
        " a line"
    } else {
        ""
    };
    match bet.stake_is {
        "to_win" => format!("to win {}u", bet.stake.short()),
        _ => format!("{}u{lines}", bet.stake.short()),
    }
}

/// How the price stood against the market.
pub(crate) fn price_words(bet: &BetView) -> &'static str {
    match bet.price_basis.as_str() {
        "available" => "price available",
        "beyond_market" => "price beyond the market",
        _ => "no market to compare",
    }
}

/// `to -120`: the worst price at which the capper still calls it a pick.
pub(crate) fn playable_words(settings: &Settings, bet: &BetView) -> Option<String> {
    let worst = bet.terms.playable_to?;
    Some(format!("to {}", settings.odds_display.show(worst)))
}

/// What became of it; none while it is open.
pub(crate) fn standing(bet: &BetView) -> Option<String> {
    let mark = match bet.status {
        Status::Open => return None,
        Status::Won | Status::HalfWon => "✅",
        Status::Lost | Status::HalfLost => "❌",
        _ => "➖",
    };
    let word = bet.status.code().replace('_', " ");
    let net = bet
        .net
        .map(|net| format!(" {}u", net.signed()))
        .unwrap_or_default();
    Some(format!("{mark} **{word}{net}**"))
}
