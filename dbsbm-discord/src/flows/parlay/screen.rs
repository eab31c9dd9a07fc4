//! The ticket as it stands: legs, running price, and what can be done with it.

use super::{Ticket, ticket::Combine};
use crate::{
    limits,
    reply::{Button, Choice, Component, Reply, Select, SelectOf, Style},
    text,
};
use dbsbm_core::{
    bet::{Kind, Leg, MAX_LEGS},
    guild::Settings,
    market::Game,
    odds::Odds,
};

pub(super) fn ticket(ticket: &Ticket, settings: &Settings, games: &[Game], wrong: Option<&str>) -> Reply {
    let body = &ticket.body;
    let names: Vec<String> = body.legs.iter().map(|leg| name(settings, games, leg)).collect();
    let mut lines = vec![head(ticket, settings)];
    lines.extend(names.iter().enumerate().map(|(i, name)| {
        // Twenty-five legs have to fit into one message.
        format!("{}. {}", i + 1, limits::clip(&text::plain(name), 60))
    }));
    lines.extend(body.questions.iter().map(|q| format!("❔ {}", q.why())));
    lines.extend(body.unread.iter().map(|why| format!("⚠️ {why}")));
    lines.extend(wrong.map(|why| format!("⚠️ {why}")));
    let mut reply = Reply::private(lines.join("\n"));
    if let Some(question) = body.questions.first() {
        let to = |step: &str| ticket.to(step);
        reply = reply.row(vec![question.choice(to, settings, games)]);
    }
    if body.legs.len() > 1 {
        reply = reply.row(vec![combine(ticket)]);
    }
    if !body.legs.is_empty() {
        let choices = names.iter().enumerate();
        let choices = choices.map(|(i, name)| Choice::new(format!("{}. {}", i + 1, text::label(name)), i));
        let of = SelectOf::Choices(choices.collect());
        reply = reply.row(vec![Select::one("Remove a leg", ticket.to("remove"), of)]);
    }
    reply.row(buttons(ticket))
}

fn head(ticket: &Ticket, settings: &Settings) -> String {
    let body = &ticket.body;
    match body.legs.len() {
        0 => "**A new ticket.** Add its legs, 2 to 25.".into(),
        1 => format!(
            "**{}** · 1 leg so far, 2 to {MAX_LEGS} are possible",
            body.combine.title()
        ),
        several if body.combine == Combine::Parlay => {
            let prices: Vec<Odds> = body.legs.iter().map(|leg| leg.price).collect();
            let odds = prices.iter().map(|price| price.decimal_f64()).product();
            let price = settings.odds_display.show_ticket(&Kind::Parlay, &prices, odds);
            format!("**{}** of {several} · {price} so far", body.combine.title())
        }
        several => format!("**{}** of {several}", body.combine.title()),
    }
}

/// `Packers -4.5 -110`
fn name(settings: &Settings, games: &[Game], leg: &Leg) -> String {
    let game = games.iter().find(|game| game.id == leg.game);
    let what = match (&leg.prop, game) {
        (Some(prop), _) => prop.describe(&leg.selection),
        (None, Some(game)) => leg.selection.describe(&game.home, &game.away),
        (None, None) => "a game that is over".into(),
    };
    format!("{what} {}", settings.odds_display.show(leg.price))
}

fn combine(ticket: &Ticket) -> Component {
    let choices = Combine::ALL.into_iter().map(|combine| {
        let chosen = combine == ticket.body.combine;
        Choice::new(combine.title(), combine.code()).chosen_if(chosen)
    });
    let of = SelectOf::Choices(choices.collect());
    Select::one("How the legs are combined", ticket.to("combine"), of)
}

fn buttons(ticket: &Ticket) -> Vec<Component> {
    let mut row = Vec::new();
    if ticket.body.legs.len() > 1 && ticket.body.questions.is_empty() {
        row.push(Button::of("Stake and preview", Style::Good, ticket.to("stake")));
    }
    row.push(Button::of("Add by text", Style::Main, ticket.to("text")));
    row.push(Button::of("Add step by step", Style::Plain, ticket.to("steps")));
    row.push(Button::of("Cancel", Style::Plain, ticket.to("cancel")));
    row
}

#[cfg(test)]
mod tests {
    use super::{super::Body, *};
    use crate::{golden, sample};
    use dbsbm_core::{
        id::{DraftId, GameId},
        market::{Market, Period, Selection, Side},
    };

    fn ticket_of(count: i64, home: &str) -> (Ticket, Vec<Game>) {
        let ids = (1..=count).map(|id| GameId::new(id).unwrap());
        let games: Vec<Game> = ids.map(|id| sample::game(id.get(), home, "Bears")).collect();
        let leg = |game: &Game| Leg {
            game: game.id,
            selection: Selection::new(Market::Moneyline, Period::Full, Side::Home, None).unwrap(),
            prop: None,
            price: "-110".parse().unwrap(),
            book: None,
        };
        let body = Body {
            legs: games.iter().map(leg).collect(),
            ..Body::default()
        };
        let id = DraftId::from_bits(u64::MAX);
        (Ticket { id, body }, games)
    }

    #[test]
    fn twenty_five_legs_fit_into_one_message() {
        let (shown, games) = ticket_of(25, sample::NASTY);
        let reply = ticket(&shown, &Settings::default(), &games, None);
        let json = golden::fits(&reply);
        assert!(reply.content.contains("25. "));
        let menus = json["components"].as_array().unwrap().iter();
        let removable = menus
            .filter_map(|row| row["components"][0]["options"].as_array())
            .map(Vec::len)
            .max();
        assert_eq!(removable, Some(25));
    }

    #[test]
    fn the_price_runs_with_the_legs() {
        let settings = Settings::default();
        let shown = |count: i64| {
            let (shown, games) = ticket_of(count, "Packers");
            ticket(&shown, &settings, &games, Some("why not"))
        };
        assert!(shown(0).content.contains("Add its legs"));
        assert!(!shown(1).json().to_string().contains("Stake and preview"));
        let two = shown(2);
        golden::shows("parlay", &two);
        assert!(
            two.content.starts_with("**Parlay** of 2 · +264 so far"),
            "{}",
            two.content
        );
        assert!(two.content.ends_with("⚠️ why not"));
    }
}
