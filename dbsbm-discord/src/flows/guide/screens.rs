//! What is shown at each step.

use super::{Backed, Guide};
use crate::{
    flows::{
        games::{choice, short},
        players,
    },
    limits,
    reply::{Button, Choice, Component, Reply, Select, SelectOf, Style},
    text,
};
use dbsbm_core::{
    guild::Settings,
    market::{Game, League, Market, Offer, Period, Quote, Selection, Side, offers, props},
};
use dbsbm_store::AlikePlayers;

/// Characters of a team's name in a choice of sides.
const TEAM: usize = 55;

/// Leagues with open games, and how many.
pub(super) fn leagues(guide: &Guide, games: &[Game], page: usize) -> Reply {
    let choices: Vec<Choice> = League::all()
        .filter_map(|league| {
            let open = games.iter().filter(|game| game.league == league).count();
            let counted = text::counted(open, "open game");
            let about = format!("{counted} · {}", league.sport().title());
            (open > 0).then(|| Choice::new(league.title(), league.code()).about(about))
        })
        .collect();
    if choices.is_empty() {
        return Reply::private(
            "There are no open games to bet on right now. Games come with the feeds, or by import.",
        );
    }
    let mut reply = Reply::private("**Which league?**");
    reply = reply.row(vec![list("League", guide, "league", &choices, page)]);
    reply.row(foot(guide, "leagues", choices.len(), page, None))
}

/// Open games of the league.
pub(super) fn games(guide: &Guide, settings: &Settings, games: &[Game], page: usize) -> Reply {
    let choices: Vec<Choice> = games.iter().map(|game| choice(game, settings)).collect();
    let mut reply = Reply::private("**Which game?**");
    if choices.is_empty() {
        reply.content = "This league has no open games any more.".into();
    } else {
        reply = reply.row(vec![list("Game", guide, "game", &choices, page)]);
    }
    reply.row(foot(guide, "games", choices.len(), page, Some("leagues")))
}

/// Sides of the game with the newest prices, and the figures of its players.
pub(super) fn sides(
    guide: &Guide,
    settings: &Settings,
    game: &Game,
    quotes: &[Quote],
    wrong: Option<&str>,
) -> Reply {
    let league = game.league;
    let mut lines = vec![format!(
        "**{} at {}** · {league} · {}",
        text::plain(&game.away),
        text::plain(&game.home),
        text::moment(game.start, 'f')
    )];
    lines.push(match wrong {
        Some(why) => format!("⚠️ {why}"),
        None => "What do you back? Line, price and stake come next.".into(),
    });
    let named = short(game, TEAM);
    let choices = offers(league.sport())
        .iter()
        .map(|offer| side(settings, &named, offer, quotes))
        .collect::<Vec<_>>();
    let mut reply = Reply::private(lines.join("\n"));
    reply = reply.row(vec![list("Side", guide, "side", &choices, 0)]);
    let figures: Vec<Choice> = props::of(league.sport()).iter().map(figure).collect();
    for page in 0..figures.len().div_ceil(limits::MANY) {
        let hint = if page == 0 {
            "A player's figure"
        } else {
            "More figures of players"
        };
        // Two selects may not have the same address.
        let step = if page == 0 { "side:figure" } else { "side:more" };
        reply = reply.row(vec![list(hint, guide, step, &figures, page)]);
    }
    let mut row = foot(guide, "sides", 0, 0, Some("games"));
    if wrong.is_some() {
        row.insert(0, Button::of("Try again", Style::Main, guide.to("form")));
    }
    reply.row(row)
}

/// Players that a name can mean.
pub(super) fn players(guide: &Guide, alike: &AlikePlayers) -> Reply {
    let content = format!("**Which player?** {}", players::why(alike));
    Reply::private(content)
        .row(vec![players::choice("Player", guide.to("player"), alike)])
        .row(foot(guide, "players", 0, 0, Some("sides")))
}

/// A side with its newest line and price.
fn side(settings: &Settings, game: &Game, offer: &Offer, quotes: &[Quote]) -> Choice {
    let newest = quotes.iter().find(|quote| {
        let s = &quote.selection;
        (s.market, s.period, s.side) == (offer.market, offer.period, offer.side)
    });
    let backed = Backed::Side {
        market: offer.market,
        period: offer.period,
        side: offer.side,
        line: newest.and_then(|quote| quote.selection.line),
        price: newest.map(|quote| quote.price.to_string()),
    };
    let (name, about) = match newest {
        Some(quote) => {
            let as_of = quote.as_of.with_timezone(&settings.timezone);
            let about = format!(
                "{} at {}, as of {}",
                settings.odds_display.show(quote.price),
                text::label(&quote.book),
                as_of.format("%a %d %b %H:%M")
            );
            (quote.selection.describe(&game.home, &game.away), about)
        }
        None => (offer_name(game, offer), String::new()),
    };
    Choice::new(text::label(&name), backed).about(about)
}

/// A side before its line is named.
pub(super) fn offer_name(game: &Game, offer: &Offer) -> String {
    let period = match offer.period {
        Period::Full | Period::Regulation => String::new(),
        part => format!(", {}", part.title()),
    };
    let team = if offer.side == Side::Home {
        &game.home
    } else {
        &game.away
    };
    match offer.market {
        Market::Spread => format!("{team} with a handicap{period}"),
        Market::Total => format!("{} the total{period}", offer.side),
        Market::TeamTotalHome => format!("{} {} their total{period}", game.home, offer.side),
        Market::TeamTotalAway => format!("{} {} their total{period}", game.away, offer.side),
        _ => Selection::new(offer.market, offer.period, offer.side, None).map_or_else(
            |_| offer.market.code().replace('_', " "),
            |selection| selection.describe(&game.home, &game.away),
        ),
    }
}

fn figure(row: &props::PropStat) -> Choice {
    let yes = row.form == props::PropForm::YesNo;
    let about = if yes {
        "yes or no".into()
    } else {
        format!("over or under, {} to {}", row.least, row.most)
    };
    let backed = Backed::Figure {
        stat: row.stat.into(),
        yes,
    };
    Choice::new(row.name, backed).about(about)
}

/// A page of choices.
fn list(hint: &str, guide: &Guide, step: &str, choices: &[Choice], page: usize) -> Component {
    let page = choices.iter().skip(page * limits::MANY).take(limits::MANY);
    Select::one(hint, guide.to(step), SelectOf::Choices(page.cloned().collect()))
}

/// Pages, back and cancel.
fn foot(guide: &Guide, step: &str, count: usize, page: usize, back: Option<&str>) -> Vec<Component> {
    let mut row = Vec::new();
    let turn = |to: usize| guide.to(&format!("{step}:{to}"));
    if page > 0 {
        row.push(Button::of("Earlier", Style::Plain, turn(page - 1)));
    }
    if count > (page + 1) * limits::MANY {
        row.push(Button::of("More", Style::Plain, turn(page + 1)));
    }
    if let Some(back) = back {
        row.push(Button::of("Back", Style::Plain, guide.to(back)));
    }
    row.push(Button::of("Cancel", Style::Plain, guide.to("cancel")));
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        flows::guide::{Body, form},
        golden, sample,
    };
    use dbsbm_core::id::DraftId;
    use dbsbm_store::PlayerView;
    use std::collections::BTreeMap;

    fn game(id: i64, league: &str) -> Game {
        Game {
            league: league.parse().unwrap(),
            ..sample::game(id, sample::NASTY, &"Long".repeat(25))
        }
    }

    fn guide() -> Guide {
        Guide {
            id: DraftId::from_bits(u64::MAX),
            body: Body::default(),
        }
    }

    fn player(name: &str, team: Option<&str>) -> PlayerView {
        PlayerView {
            name: name.into(),
            team: team.map(Into::into),
        }
    }

    fn alike(players: impl IntoIterator<Item = PlayerView>) -> AlikePlayers {
        AlikePlayers {
            typed: "Jordan".into(),
            players: players.into_iter().collect(),
        }
    }

    #[test]
    fn what_the_steps_look_like() {
        let (guide, settings) = (guide(), Settings::default());
        let all = [
            sample::game(1, "Packers", "Bears"),
            sample::game(2, "Lions", "Vikings"),
        ];
        let quotes = [sample::quote("Pinnacle", "-4.5", "-110", "2098-10-05T00:00:00Z")];
        golden::shows("guide-leagues", &leagues(&guide, &all, 0));
        golden::shows("guide-games", &games(&guide, &settings, &all, 0));
        golden::shows("guide-sides", &sides(&guide, &settings, &all[0], &quotes, None));
        let named = alike([
            player("Jordan Love", Some("Packers")),
            player("Jordan Howard", None),
        ]);
        golden::shows("guide-players", &super::players(&guide, &named));
        let backed = Backed::Side {
            market: Market::Spread,
            period: Period::Full,
            side: Side::Home,
            line: Some("-4.5".parse().unwrap()),
            price: Some("-110".into()),
        };
        let form = form::form(guide.to("typed"), &all[0], &backed, &BTreeMap::new(), false);
        golden::form_shows("guide-form", &form);
    }

    #[test]
    fn players_and_forms_fit_whatever_the_names() {
        let named = (0..25).map(|n| player(&format!("{n}{}", &sample::NASTY[..50]), Some(sample::NASTY)));
        golden::fits(&super::players(&guide(), &alike(named)));
        let typed = ["player", "line", "side", "price", "stake", "worst"]
            .map(|field| (field.to_string(), sample::NASTY.repeat(9)));
        for league in League::all() {
            let game = game(1, league.code());
            let figures = props::of(league.sport()).iter().map(|row| Backed::Figure {
                stat: row.stat.into(),
                yes: row.form == props::PropForm::YesNo,
            });
            let offered = offers(league.sport());
            let sides = offered.iter().map(|offer| Backed::Side {
                market: offer.market,
                period: offer.period,
                side: offer.side,
                line: None,
                price: None,
            });
            for backed in figures.chain(sides) {
                golden::form_fits(&form::form(
                    guide().to("typed"),
                    &game,
                    &backed,
                    &typed.clone().into(),
                    false,
                ));
            }
        }
    }

    #[test]
    fn every_screen_keeps_the_limits_whatever_the_names() {
        let settings = Settings::default();
        for league in League::all() {
            let game = game(1, league.code());
            let json = golden::fits(&sides(&guide(), &settings, &game, &[], Some("why")));
            let options = json["components"][0]["components"][0]["options"]
                .as_array()
                .unwrap();
            let mut labels: Vec<&str> = options.iter().map(|o| o["label"].as_str().unwrap()).collect();
            labels.sort_unstable();
            labels.dedup();
            assert_eq!(labels.len(), options.len(), "two sides with one label");
        }
        let many: Vec<Game> = (1..=60).map(|id| game(id, "NFL")).collect();
        for page in 0..3 {
            golden::fits(&games(&guide(), &settings, &many, page));
        }
        let first = games(&guide(), &settings, &many, 0).json().to_string();
        assert!(first.contains("More") && !first.contains("Earlier"));
        let last = games(&guide(), &settings, &many, 2).json().to_string();
        assert!(!last.contains("More") && last.contains("Earlier"));
        let all: Vec<Game> = League::all()
            .zip(1..)
            .map(|(league, id)| game(id, league.code()))
            .collect();
        golden::fits(&leagues(&guide(), &all, 0));
        golden::fits(&leagues(&guide(), &all, 1));
        let none = leagues(&guide(), &[], 0);
        assert!(none.rows.is_empty() && none.content.contains("no open games"));
    }

    #[test]
    fn what_is_chosen_comes_back_as_it_was() {
        for sport in [
            dbsbm_core::market::Sport::Soccer,
            dbsbm_core::market::Sport::Baseball,
        ] {
            for offer in offers(sport) {
                let backed = Backed::Side {
                    market: offer.market,
                    period: offer.period,
                    side: offer.side,
                    line: offer.has_line().then(|| "-0.75".parse().unwrap()),
                    price: Some("-110".into()),
                };
                assert_eq!(Backed::parse(&backed.to_string()), Some(backed));
            }
        }
        assert_eq!(Backed::parse("side|x"), None);
    }
}
