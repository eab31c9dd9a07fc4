//! Bets of a file: adjacent rows with the same ticket are one bet.

use super::{Fraction, Games, decimal, grade::grade, pay::Leg, price::net_return};
use chrono::{DateTime, Utc};

/// A bet as the file tells it, its legs graded.
pub(super) struct Bet {
    pub(super) capper: String,
    pub(super) kind: String,
    pub(super) by: String,
    pub(super) to_win: bool,
    pub(super) stake: Fraction,
    pub(super) legs: Vec<Leg>,
    placed_at: DateTime<Utc>,
    first_start: DateTime<Utc>,
    /// When history counts it as settled: the latest start among its legs.
    pub(super) last_start: DateTime<Utc>,
    ticket: String,
}

/// The bets of a file in order, and how many were placed too late to be taken.
pub(super) fn read(file: &str, games: &Games) -> (Vec<Bet>, usize) {
    let mut bets: Vec<Bet> = Vec::new();
    let mut rows = csv::Reader::from_reader(file.as_bytes());
    let header = rows.headers().unwrap().clone();
    for row in rows.records() {
        let row = row.unwrap();
        let cell = |name: &str| {
            let column = header.iter().position(|h| h == name);
            column
                .and_then(|c| row.get(c))
                .unwrap_or_else(|| panic!("no {name}"))
        };
        let game = games.find(cell("league"), cell("date"), cell("home"), cell("away"));
        let leg = Leg {
            grade: grade(game, cell("market"), cell("period"), cell("side"), cell("line")),
            net_return: net_return(cell("price")),
        };
        match bets.last_mut() {
            Some(bet) if bet.ticket == cell("ticket") => {
                bet.legs.push(leg);
                bet.first_start = bet.first_start.min(game.start);
                bet.last_start = bet.last_start.max(game.start);
            }
            _ => bets.push(Bet {
                capper: cell("capper").into(),
                kind: cell("kind").into(),
                by: cell("by").into(),
                to_win: cell("stake_is") == "to_win",
                stake: decimal(cell("stake")),
                legs: vec![leg],
                placed_at: cell("placed_at").parse().unwrap(),
                first_start: game.start,
                last_start: game.start,
                ticket: cell("ticket").into(),
            }),
        }
    }
    let all = bets.len();
    bets.retain(|bet| bet.placed_at < bet.first_start);
    let late = all - bets.len();
    (bets, late)
}
