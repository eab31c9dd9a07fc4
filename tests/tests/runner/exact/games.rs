//! Games of the two archives, by league, date and teams.

use chrono::{DateTime, NaiveDate, NaiveDateTime, TimeZone as _, Utc};
use chrono_tz::{America::New_York, Europe};
use std::collections::BTreeMap;

/// A game with what is known of its score.
#[derive(Debug, Clone)]
pub(crate) struct Game {
    pub(crate) league: &'static str,
    pub(crate) date: NaiveDate,
    pub(crate) home: String,
    pub(crate) away: String,
    pub(crate) start: DateTime<Utc>,
    /// Quarters, or halves, of home and away.
    pub(crate) parts: Vec<(i64, i64)>,
    /// The final, overtime included.
    pub(crate) full: Option<(i64, i64)>,
}

/// Games by league, date, home and away.
#[derive(Debug, Default)]
pub(crate) struct Games(BTreeMap<(String, String, String, String), Game>);

impl Games {
    /// Takes the games of a file in, instead of what an earlier one said of them.
    pub(crate) fn read(&mut self, file: &str) {
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
            let game = if header.iter().any(|h| h == "FTHG") {
                football(&cell)
            } else {
                nfl(&cell)
            };
            let key = (
                game.league.into(),
                game.date.to_string(),
                game.home.clone(),
                game.away.clone(),
            );
            self.0.insert(key, game);
        }
    }

    pub(crate) fn find(&self, league: &str, date: &str, home: &str, away: &str) -> &Game {
        &self.0[&(league.into(), date.into(), home.into(), away.into())]
    }

    pub(crate) fn all(&self) -> Vec<&Game> {
        self.0.values().collect()
    }
}

fn number(text: &str) -> Option<i64> {
    (!text.is_empty()).then(|| text.parse().unwrap_or_else(|e| panic!("`{text}`: {e}")))
}

fn pair(home: &str, away: &str) -> Option<(i64, i64)> {
    number(home).zip(number(away))
}

/// No hour: the day's last second in New York.
fn nfl<'a>(cell: &impl Fn(&str) -> &'a str) -> Game {
    let date: NaiveDate = cell("date").parse().unwrap();
    let start = New_York
        .from_local_datetime(&date.and_hms_opt(23, 59, 59).unwrap())
        .unwrap()
        .to_utc();
    let mut parts: Vec<(i64, i64)> = (1..=4)
        .filter_map(|q| pair(cell(&format!("home_q{q}")), cell(&format!("away_q{q}"))))
        .collect();
    // A negative quarter repairs a wrong one before it: only the half is known.
    if parts.iter().any(|(home, away)| *home < 0 || *away < 0) {
        parts = parts
            .chunks(2)
            .map(|half| (half[0].0 + half[1].0, half[0].1 + half[1].1))
            .collect();
    }
    Game {
        league: "NFL",
        date,
        home: cell("home").into(),
        away: cell("away").into(),
        start,
        parts,
        full: pair(cell("home_final"), cell("away_final")),
    }
}

/// Times are those of Paris, the date of the game is that of England.
fn football<'a>(cell: &impl Fn(&str) -> &'a str) -> Game {
    let time = NaiveDateTime::parse_from_str(cell("Date"), "%Y-%m-%d %H:%M:%S").unwrap();
    let start = Europe::Paris.from_local_datetime(&time).unwrap().to_utc();
    let full = pair(cell("FTHG"), cell("FTAG"));
    let half = pair(cell("HTHG"), cell("HTAG"));
    Game {
        league: "EPL",
        date: start.with_timezone(&Europe::London).date_naive(),
        home: cell("HomeTeam").into(),
        away: cell("AwayTeam").into(),
        start,
        parts: match (half, full) {
            (Some(half), Some(full)) => vec![half, (full.0 - half.0, full.1 - half.1)],
            _ => Vec::new(),
        },
        full,
    }
}
