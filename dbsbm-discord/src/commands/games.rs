//! `/games`, `/schedule` and `/live`: the slate as the books have it.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::{Fault, sentence},
    limits,
    reply::{Answer, Choice, Reply},
    request::{Request, What},
    text,
};
use chrono::{Days, NaiveDate};
use dbsbm_core::{
    market::{Game, GameStatus, League},
    names::fold,
    record::SettlementDay,
};
use dbsbm_store::LiveGame;
use std::collections::BTreeSet;

/// Games shown at once.
const SHOWN: usize = 15;

pub(super) fn spec() -> Spec {
    Spec {
        name: "games",
        about: "The next games that picks can be posted on",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            Opt::new("league", "One league, such as NFL", OptKind::Text(40)).typing(),
            Opt::new(
                "day",
                "today, tomorrow, or a day such as 2024-11-03",
                OptKind::Text(10),
            ),
        ],
    }
}

pub(super) fn schedule_spec() -> Spec {
    Spec {
        name: "schedule",
        about: "The next games of a team",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![Opt::needed("team", "The team, or a part of its name", OptKind::Text(100)).typing()],
    }
}

pub(super) fn live_spec() -> Spec {
    Spec {
        name: "live",
        about: "Games under way, with the score as the books have it",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let league: Option<League> = match options.text("league") {
        Some(typed) => Some(
            typed
                .parse()
                .map_err(|e| Fault::refused(sentence(&format!("{e}"))))?,
        ),
        None => None,
    };
    let zone = app.settings(request.guild).await?.timezone;
    let today = SettlementDay::of(request.at, zone).date();
    let day = options.text("day").map(|typed| day(typed, today)).transpose()?;
    let mut games = app.book.open_games().await?;
    games.retain(|game| {
        let on = |day| SettlementDay::of(game.start, zone).date() == day;
        league.is_none_or(|league| game.league == league) && day.is_none_or(on)
    });
    let of = league.map(|l| format!(" · {}", l.code())).unwrap_or_default();
    let on = day
        .map(|d| format!(" · {d}, {}", zone.name()))
        .unwrap_or_default();
    let fewer = fewer(league.is_some(), day.is_some());
    Ok(shown(&format!("Games{of}{on}"), &games, fewer).into())
}

pub(super) async fn schedule(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let typed = options.text("team").unwrap_or_default();
    let wanted = fold(typed);
    let mut games = app.book.open_games().await?;
    let plays = |name: &str| !wanted.is_empty() && fold(name).contains(&wanted);
    games.retain(|game| plays(&game.home) || plays(&game.away));
    let head = format!("Schedule · {}", text::plain(typed));
    Ok(shown(&head, &games, ", which come later").into())
}

pub(super) async fn live(app: &App, _: &Request) -> Result<Answer, Fault> {
    Ok(under_way(&app.book.live_games().await?).into())
}

/// Leagues with open games, or teams of open games, that begin or go on like what was typed.
pub(super) async fn typing(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Typing {
        option, text: typed, ..
    } = &request.what
    else {
        return Ok(Answer::Choices(Vec::new()));
    };
    let games = app.book.open_games().await?;
    let names: BTreeSet<&str> = match option.as_str() {
        "league" => games.iter().map(|game| game.league.code()).collect(),
        _ => games
            .iter()
            .flat_map(|game| [game.home.as_str(), game.away.as_str()])
            .collect(),
    };
    let wanted = fold(typed);
    let fits = names.into_iter().filter(|name| fold(name).contains(&wanted));
    let choices = fits
        .take(limits::MANY)
        .map(|name| Choice::new(text::label(name), name));
    Ok(Answer::Choices(choices.collect()))
}

/// `today`, `tomorrow`, or a date.
fn day(typed: &str, today: NaiveDate) -> Result<NaiveDate, Fault> {
    match typed.to_lowercase().as_str() {
        "today" => Ok(today),
        "tomorrow" => Ok(today.checked_add_days(Days::new(1)).unwrap_or(today)),
        date => date.parse().map_err(|_| {
            Fault::refused("Type the day as `today`, `tomorrow` or a date such as `2024-11-03`.")
        }),
    }
}

/// `Bears at Packers · NFL · Sunday, 7 October 2018 17:00`, the time in the reader's zone.
pub(super) fn title(game: &Game) -> String {
    let team = |name: &str| text::plain(&limits::clip(name, 40));
    format!(
        "{} at {} · {}",
        team(&game.away),
        team(&game.home),
        game.league.code()
    )
}

/// How to see those that are left out: by what was not said yet.
const fn fewer(league: bool, day: bool) -> &'static str {
    match (league, day) {
        (false, false) => ": name a league or a day",
        (true, false) => ": name a day",
        (false, true) => ": name a league",
        (true, true) => ", which come later: `/schedule` shows those of one team",
    }
}

/// The first of the games, and what is to be said of those that are left out.
fn shown(head: &str, games: &[Game], fewer: &str) -> Reply {
    let mut lines = vec![format!("**{head}**")];
    lines.extend(games.iter().take(SHOWN).map(|game| {
        let state = match (game.status, &game.score) {
            (GameStatus::Live, Some(score)) => format!(" · under way, {score} (home first)"),
            (GameStatus::Live, None) => " · under way".into(),
            _ => String::new(),
        };
        format!("- {} · {}{state}", title(game), text::moment(game.start, 'f'))
    }));
    match games.len() {
        0 => lines.push("No open game in the books fits.".into()),
        n if n > SHOWN => lines.push(format!("-# and {} more{fewer}", n - SHOWN)),
        _ => {}
    }
    Reply::private(lines.join("\n"))
}

fn under_way(games: &[LiveGame]) -> Reply {
    if games.is_empty() {
        return Reply::private("The books know of no game that is under way now.");
    }
    let mut lines = vec!["**Under way**".to_string()];
    lines.extend(games.iter().take(SHOWN).map(|LiveGame { game, as_of }| {
        let score = game
            .score
            .as_ref()
            .map_or_else(|| "no score yet".into(), |s| format!("{s} (home first)"));
        let heard = as_of.map_or_else(
            || "never updated".into(),
            |at| format!("as of {}", text::moment(at, 'R')),
        );
        format!("- {} · {score} · {heard}", title(game))
    }));
    if games.len() > SHOWN {
        lines.push(format!("-# and {} more", games.len() - SHOWN));
    }
    Reply::private(lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::market::Score;

    fn game(name: &str, score: Option<Score>) -> Game {
        Game {
            status: GameStatus::Live,
            score,
            ..sample::game(1, name, "Bears")
        }
    }

    #[test]
    fn what_a_slate_looks_like() {
        let games = [
            sample::game(1, "Packers", "Bears"),
            sample::game(2, "Lions", "Vikings"),
        ];
        golden::shows("games", &shown("Games · NFL", &games, ""));
        let heard = LiveGame {
            game: game("Packers", Score::new(Vec::new(), Vec::new(), (7, 3)).ok()),
            as_of: Some("2098-10-07T18:00:00Z".parse().unwrap()),
        };
        golden::shows("live", &under_way(&[heard]));
    }

    #[test]
    fn a_long_slate_is_cut_and_says_so() {
        let games = vec![sample::game(1, sample::NASTY, sample::NASTY); 100];
        for (league, day, end) in [
            (false, false, "-# and 85 more: name a league or a day"),
            (true, false, "-# and 85 more: name a day"),
            (false, true, "-# and 85 more: name a league"),
            (
                true,
                true,
                "-# and 85 more, which come later: `/schedule` shows those of one team",
            ),
        ] {
            let reply = shown("Games", &games, fewer(league, day));
            golden::fits(&reply);
            assert!(reply.content.ends_with(end), "{}", reply.content);
        }
        let live = LiveGame {
            game: game(sample::NASTY, None),
            as_of: None,
        };
        golden::fits(&under_way(&vec![live; 100]));
        assert!(shown("Games", &[], "").content.contains("No open game"));
    }

    #[test]
    fn live_scores_say_how_old_they_are() {
        let score = Score::new(Vec::new(), Vec::new(), (7, 3)).unwrap();
        let heard = LiveGame {
            game: game("Packers", Some(score)),
            as_of: Some("2098-10-07T18:00:00Z".parse().unwrap()),
        };
        let never = LiveGame {
            game: game("Packers", None),
            as_of: None,
        };
        let content = under_way(&[heard, never]).content;
        assert!(content.contains("7-3 (home first) · as of <t:"), "{content}");
        assert!(content.contains("no score yet · never updated"));
        assert!(under_way(&[]).content.contains("no game"));
    }

    #[test]
    fn days_in_words_and_numbers() {
        let today = "2024-11-30".parse().unwrap();
        assert_eq!(day("Tomorrow", today).unwrap().to_string(), "2024-12-01");
        assert_eq!(day("2024-11-03", today).unwrap().to_string(), "2024-11-03");
        assert!(day("soon", today).is_err());
    }
}
