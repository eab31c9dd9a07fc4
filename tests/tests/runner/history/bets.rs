//! Bets on the games of a file, in the layout of `import bets`: every market, period, kind and notation that it takes.

use super::Rng;
use crate::exact::Game;
use std::fmt::Write as _;

pub(crate) const CAPPERS: i64 = 40;

const HEADER: &str = "ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price,book,by\n";
const STAKES: [&str; 9] = [
    "1", "0.5", "2.25", "0.1", "10", "3.3333", "1.0001", "0.75", "5.00",
];
/// Prices of at most 4.5, so that no parlay of six outgrows a million.
const PRICES: [&str; 18] = [
    "-110",
    "+150",
    "150",
    "-105",
    "100",
    "\u{2212}120",
    "1.91",
    "2.05",
    "3.375",
    "\"1,87\"",
    "10/11",
    "7/2",
    "evens",
    "EV",
    "0.91hk",
    "-1000",
    "1.0125",
    "33/100",
];
const SYSTEMS: [(&str, usize); 10] = [
    ("trixie", 3),
    ("patent", 3),
    ("yankee", 4),
    ("lucky15", 4),
    ("canadian", 5),
    ("lucky31", 5),
    ("heinz", 6),
    ("lucky63", 6),
    ("superheinz", 7),
    ("goliath", 8),
];

/// So many bets on these games. About one in two hundred was placed after the start of its game.
pub(crate) fn bets(rng: &mut Rng, games: &[&Game], count: i64) -> String {
    let mut file = String::from(HEADER);
    for number in 1..=count {
        let (kind, legs, by) = kind(rng);
        let chosen = different(rng, games, legs);
        let first = chosen.iter().map(|g| g.start).min().unwrap();
        let late = rng.chance(1) && rng.chance(50);
        let hours = if late { -1 } else { rng.between(1, 72) };
        let placed = (first - chrono::TimeDelta::hours(hours)).format("%Y-%m-%dT%H:%M:%SZ");
        let stake_is = if matches!(kind, "straight" | "parlay") && rng.chance(30) {
            "to_win"
        } else {
            "risk"
        };
        let capper = 1000 + rng.between(1, CAPPERS);
        let stake = rng.pick(&STAKES);
        for game in chosen {
            let selection = selection(rng, game);
            let price = rng.pick(&PRICES);
            let book = rng.pick(&["", "Pinnacle", "\"Bets, Unlimited\""]);
            let _ = writeln!(
                file,
                "t{number},{capper},{placed},{kind},{stake_is},{stake},{},{},{},{},{selection},{price},{book},{by}",
                game.league, game.date, game.home, game.away
            );
        }
    }
    file
}

fn kind(rng: &mut Rng) -> (&'static str, usize, &'static str) {
    let legs = |rng: &mut Rng, most| usize::try_from(rng.between(2, most)).unwrap();
    match rng.between(1, 100) {
        1..=80 => ("straight", 1, ""),
        81..=95 => ("parlay", legs(rng, 6), ""),
        96 => ("round_robin", 4, "2 3"),
        97 => ("round_robin", 3, "1 2"),
        _ => {
            let systems: Vec<_> = SYSTEMS.iter().collect();
            let (name, legs) = *rng.pick(&systems);
            (name, legs, "")
        }
    }
}

fn different<'a>(rng: &mut Rng, games: &[&'a Game], count: usize) -> Vec<&'a Game> {
    let mut chosen: Vec<&Game> = Vec::with_capacity(count);
    while chosen.len() < count {
        let game = rng.pick(games);
        if !chosen.iter().any(|c| std::ptr::eq(*c, game)) {
            chosen.push(game);
        }
    }
    chosen
}

/// Market, period, side and line of a bet on a game, the line near to what came of it.
fn selection(rng: &mut Rng, game: &Game) -> String {
    let american = game.league == "NFL";
    let period = if american {
        rng.pick(&["", "full", "regulation", "h1", "h2", "q1", "q2", "q3", "q4"])
    } else {
        rng.pick(&["", "full", "regulation", "h1", "h2"])
    };
    let (home, away) = game
        .figures(if period.is_empty() { "full" } else { period })
        .unwrap_or((1, 1));
    let over = rng.pick(&["over", "under"]);
    let near = |rng: &mut Rng, figure: i64| quarters((4 * figure + rng.between(-5, 5)).max(1));
    let anyone = rng.pick(&["home", "draw", "away"]);
    match rng.between(0, 15) {
        0..=3 => {
            let side = rng.pick(&["home", "away"]);
            let margin = if side == "home" { home - away } else { away - home };
            let line = -4 * margin + rng.between(-5, 5);
            let text = match line {
                0 if rng.chance(50) => "PK".into(),
                1.. if rng.chance(50) => format!("+{}", quarters(line)),
                line => quarters(line),
            };
            format!("spread,{period},{side},{text}")
        }
        4..=6 => format!("total,{period},{over},{}", near(rng, home + away)),
        7 => format!("team_total_home,{period},{over},{}", near(rng, home)),
        8 => format!("team_total_away,{period},{over},{}", near(rng, away)),
        9 => format!("moneyline,{period},{},", rng.pick(&["home", "away"])),
        10 => format!("moneyline_3way,{period},{anyone},"),
        11 => format!("draw_no_bet,{period},{},", rng.pick(&["home", "away"])),
        12 => format!(
            "double_chance,{period},{},",
            rng.pick(&["home_draw", "home_away", "draw_away"])
        ),
        13 => match rng.chance(50) {
            true => format!("both_to_score,{period},{},", rng.pick(&["yes", "no"])),
            false => format!("odd_even,{period},{},", rng.pick(&["odd", "even"])),
        },
        14 => format!(
            "correct_score,{period},{}-{},",
            home,
            (away + rng.between(-1, 1)).max(0)
        ),
        _ => format!(
            "half_time_full_time,full,{}/{anyone},",
            rng.pick(&["home", "draw", "away"])
        ),
    }
}

/// A number of quarters as a decimal.
fn quarters(n: i64) -> String {
    let fraction = ["", ".25", ".5", ".75"][usize::try_from(n.abs() % 4).unwrap()];
    format!("{}{}{fraction}", if n < 0 { "-" } else { "" }, n.abs() / 4)
}
