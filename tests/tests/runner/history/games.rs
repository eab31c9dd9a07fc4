//! Seasons that were never played, written in the layouts of the two archives.

use super::Rng;
use chrono::{NaiveDate, TimeDelta};
use std::fmt::Write as _;

const NFL: [&str; 32] = [
    "Cardinals",
    "Falcons",
    "Ravens",
    "Bills",
    "Panthers",
    "Bears",
    "Bengals",
    "Browns",
    "Cowboys",
    "Broncos",
    "Lions",
    "Packers",
    "Texans",
    "Colts",
    "Jaguars",
    "Chiefs",
    "Raiders",
    "Chargers",
    "Rams",
    "Dolphins",
    "Vikings",
    "Patriots",
    "Saints",
    "Giants",
    "Jets",
    "Eagles",
    "Steelers",
    "49ers",
    "Seahawks",
    "Buccaneers",
    "Titans",
    "Commanders",
];

const CLUBS: [&str; 20] = [
    "Arsenal",
    "Aston Villa",
    "Blackburn",
    "Bolton",
    "Burnley",
    "Chelsea",
    "Everton",
    "Fulham",
    "Hull City",
    "Liverpool",
    "Manchester City",
    "Manchester United",
    "Portsmouth",
    "Stoke City",
    "Sunderland",
    "Tottenham",
    "West Ham",
    "Wigan",
    "Wolves",
    "Birmingham",
];

/// Games without a result, in percent: they were not played yet when the file was made.
const UNPLAYED: i64 = 3;

/// Rounds of an invented NFL in the layout `nfl-archive`: sixteen games a week, with ties, overtime, lines that move, and
/// lines that the margin falls on.
pub(crate) fn nfl(rng: &mut Rng, rounds: i64) -> String {
    let mut file = String::from(
        "season,date,home,away,home_q1,away_q1,home_q2,away_q2,home_q3,away_q3,home_q4,away_q4,home_final,away_final,\
         home_moneyline,away_moneyline,home_spread_open,home_spread_close,total_open,total_close\n",
    );
    let first = NaiveDate::from_ymd_opt(2012, 9, 9).unwrap();
    let mut teams = NFL;
    for round in 0..rounds {
        let date = first + TimeDelta::days(7 * round);
        rng.shuffle(&mut teams);
        for pair in teams.chunks(2) {
            let quarters = [0; 8].map(|_| *rng.pick(&[&0i64, &3, &7, &10, &14]));
            let mut full = (0, 0);
            for pair in quarters.chunks(2) {
                full = (full.0 + pair[0], full.1 + pair[1]);
            }
            if full.0 == full.1 && rng.chance(70) {
                let points = *rng.pick(&[&3, &6]);
                full = if rng.chance(50) {
                    (full.0 + points, full.1)
                } else {
                    (full.0, full.1 + points)
                };
            }
            let half = |n: i64| {
                format!(
                    "{}{}.{}",
                    if n < 0 { "-" } else { "" },
                    n.abs() / 2,
                    n.abs() % 2 * 5
                )
            };
            let spread = 2 * (full.1 - full.0) + rng.between(-6, 6);
            let total = (2 * (full.0 + full.1) + rng.between(-6, 6)).max(1);
            let _ = write!(file, "{},{date},{},{}", date.format("%Y"), pair[0], pair[1]);
            if rng.chance(UNPLAYED) {
                file.push_str(",,,,,,,,,,");
            } else {
                for points in quarters {
                    let _ = write!(file, ",{points}");
                }
                let _ = write!(file, ",{},{}", full.0, full.1);
            }
            let _ = writeln!(
                file,
                ",{},{},{},{},{},{}",
                -rng.between(101, 400),
                rng.between(100, 400),
                half(spread + rng.between(-2, 2)),
                half(spread),
                half(total + rng.between(0, 2)),
                half(total),
            );
        }
    }
    file
}

/// Rounds of an invented Premier League in the layout `football-prices`: ten games each, at five in the afternoon in Paris.
pub(crate) fn football(rng: &mut Rng, rounds: i64) -> String {
    let mut file = String::from(
        "Date,country,league,Season,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG,home_close,home_open,draw_close,draw_open,\
         away_close,away_open,over_2.5_close,over_2.5_open,under_2.5_close,under_2.5_open,bts_yes_close,bts_yes_open,\
         bts_no_close,bts_no_open\n",
    );
    let first = NaiveDate::from_ymd_opt(2012, 8, 18).unwrap();
    let mut clubs = CLUBS;
    for round in 0..rounds {
        let date = first + TimeDelta::days(7 * round);
        rng.shuffle(&mut clubs);
        for pair in clubs.chunks(2) {
            let half = (rng.between(0, 2), rng.between(0, 2));
            let full = (half.0 + rng.between(0, 2), half.1 + rng.between(0, 2));
            let _ = write!(
                file,
                "{date} 17:00:00,england,premier-league,{},{},{}",
                date.format("%Y"),
                pair[0],
                pair[1]
            );
            if rng.chance(UNPLAYED) {
                file.push_str(",,,,");
            } else {
                let _ = write!(file, ",{},{},{},{}", full.0, full.1, half.0, half.1);
            }
            for _ in 0..10 {
                let _ = write!(file, ",{}.{:02}", rng.between(1, 6), rng.between(1, 99));
            }
            file.push_str(if rng.chance(50) {
                ",1.80,1.81,1.95,1.94\n"
            } else {
                ",,,,\n"
            });
        }
    }
    file
}

/// The same games again, some of them corrected: every eighth has another final, and half of those that were not played
/// now have a result. `finals` are the columns of the home and away final, `halves` those of a part that has to stay
/// below it.
pub(crate) fn correct(
    rng: &mut Rng,
    file: &str,
    finals: (usize, usize),
    parts: std::ops::Range<usize>,
) -> String {
    let mut corrected = String::with_capacity(file.len());
    for (number, line) in file.lines().enumerate() {
        let mut cells: Vec<String> = line.split(',').map(str::to_string).collect();
        if number > 0 && cells[finals.0].is_empty() {
            if rng.chance(50) {
                for column in parts.clone() {
                    cells[column] = rng.between(0, 3).to_string();
                }
                for (column, parity) in [(finals.0, 0), (finals.1, 1)] {
                    let sum: i64 = parts
                        .clone()
                        .filter(|c| (c - parts.start) % 2 == parity)
                        .map(|c| cells[c].parse::<i64>().unwrap())
                        .sum();
                    cells[column] = (sum + rng.between(0, 3)).to_string();
                }
            }
        } else if number > 0 && rng.chance(12) {
            let column = if rng.chance(50) { finals.0 } else { finals.1 };
            let more = cells[column].parse::<i64>().unwrap() + rng.between(1, 10);
            cells[column] = more.to_string();
        }
        corrected.push_str(&cells.join(","));
        corrected.push('\n');
    }
    corrected
}
