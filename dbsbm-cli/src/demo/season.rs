//! A season that never was: teams, games, prices and scores, all invented.
//!
//! Every game has a true expected margin and total. The opening prices miss it by more than the closing prices do, and
//! the score by far more than both: as in real markets, so that the cappers' skill, luck and closing line value look
//! the way they really do.

use super::chance::Chance;
use chrono::{DateTime, TimeDelta, Utc};
use std::fmt::Write as _;

/// The invented teams.
const TEAMS: [&str; 12] = [
    "Harbor Foxes",
    "Granite Owls",
    "Copper Comets",
    "Meadow Hornets",
    "Juniper Stags",
    "Saltwater Kings",
    "Thunder Basin",
    "Larkspur Lynx",
    "Old Mill Badgers",
    "Velvet Ravens",
    "Quarry Bulls",
    "Lantern City",
];

/// The prices of a game at one moment.
#[derive(Debug, Clone)]
pub(super) struct Prices {
    /// Handicap of the home side, in half points.
    pub(super) spread: f64,
    pub(super) total: f64,
    pub(super) home: i64,
    pub(super) away: i64,
}

/// One game.
#[derive(Debug, Clone)]
pub(super) struct Fixture {
    pub(super) key: String,
    pub(super) start: DateTime<Utc>,
    pub(super) home: &'static str,
    pub(super) away: &'static str,
    /// What nobody in the demo knows: the expected margin of the home side, and the expected total.
    pub(super) margin: f64,
    pub(super) points: f64,
    pub(super) open: Prices,
    close: Prices,
    quarters: [[u16; 4]; 2],
}

impl Fixture {
    /// The same game as a careless source reports it: home and away points swapped.
    pub(super) fn swapped(&self) -> Self {
        let [home, away] = self.quarters;
        Self {
            quarters: [away, home],
            ..self.clone()
        }
    }
}

/// The columns of the neutral games CSV that the demo fills.
const HEADER: &str = "key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods,\
                      moneyline_home,moneyline_away,spread_home,spread_home_price,spread_away_price,total,\
                      over_price,under_price,as_of,book\n";

/// The bookmaker of the demo.
pub(super) const BOOK: &str = "DemoBook";

/// What is known of a round's games when a file about them is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stage {
    Open,
    Close,
    Final,
}

/// When the games of a round start, in hours from its first one: Thursday night to Monday night.
const KICK_OFFS: [i64; 6] = [0, 44, 65, 68, 72, 96];

/// The rounds of the season, each with six games.
pub(super) fn rounds(chance: &mut Chance, first: DateTime<Utc>, count: usize) -> Vec<Vec<Fixture>> {
    let strengths: Vec<f64> = TEAMS.iter().map(|_| chance.around(0.0, 5.0)).collect();
    (0..count)
        .map(|round| {
            let day = first + TimeDelta::days(7 * round as i64);
            pairings(round)
                .into_iter()
                .zip(KICK_OFFS)
                .enumerate()
                .map(|(i, ((home, away), hours))| {
                    let start = day + TimeDelta::hours(hours);
                    let expected = strengths[home] - strengths[away] + 2.2;
                    fixture(
                        chance,
                        format!("demo-{:02}-{}", round + 1, i + 1),
                        start,
                        (home, away),
                        expected,
                    )
                })
                .collect()
        })
        .collect()
}

/// Everyone meets everyone: the circle method. One team sits still, the others move on a seat each round.
fn pairings(round: usize) -> Vec<(usize, usize)> {
    let moving = TEAMS.len() - 1;
    let seat = |i: usize| (round + i) % moving;
    let still = (moving, seat(0));
    let pairs = (1..=moving / 2).map(|i| (seat(i), seat(moving - i)));
    let at_home = |(i, (a, b)): (usize, (usize, usize))| {
        if (round + i).is_multiple_of(2) {
            (a, b)
        } else {
            (b, a)
        }
    };
    std::iter::once(still)
        .chain(pairs)
        .enumerate()
        .map(at_home)
        .collect()
}

fn fixture(
    chance: &mut Chance,
    key: String,
    start: DateTime<Utc>,
    (home, away): (usize, usize),
    margin: f64,
) -> Fixture {
    let points = chance.around(45.0, 3.0);
    let open = prices(chance.around(margin, 2.2), chance.around(points, 2.6));
    let close = prices(chance.around(margin, 1.2), chance.around(points, 1.4));
    let difference = chance.around(margin, 11.0);
    let sum = chance.around(points, 9.0).max(6.0);
    let mut scores = [score((sum + difference) / 2.0), score((sum - difference) / 2.0)];
    if scores[0] == scores[1] {
        scores[0] += 3;
    }
    Fixture {
        key,
        start,
        home: TEAMS[home],
        away: TEAMS[away],
        margin,
        points,
        open,
        close,
        quarters: scores.map(|s| quarters(chance, s)),
    }
}

/// A score that football knows: not 1, not below 0.
fn score(points: f64) -> u16 {
    match points.round().max(0.0) as u16 {
        1 => 2,
        n => n,
    }
}

fn quarters(chance: &mut Chance, mut points: u16) -> [u16; 4] {
    let mut by_quarter = [0; 4];
    while points > 0 {
        let drive = match points {
            7.. if points != 8 => 7,
            3.. if points != 4 => 3,
            n => n.min(2),
        };
        by_quarter[chance.below(4)] += drive;
        points -= drive;
    }
    by_quarter
}

/// What a bookmaker makes of an expected margin and total.
fn prices(margin: f64, points: f64) -> Prices {
    let home = 1.0 / (1.0 + (-margin / 6.2).exp());
    Prices {
        spread: half(-margin),
        total: half(points),
        home: american(home),
        away: american(1.0 - home),
    }
}

/// To a half point, never a whole one: the demo has enough to explain without pushes on every other line.
fn half(points: f64) -> f64 {
    (points - 0.5).round() + 0.5
}

/// American odds with a margin of four and a half percent.
fn american(probability: f64) -> i64 {
    let quoted = (probability * 1.045).clamp(0.02, 0.98);
    let odds = if quoted >= 0.5 {
        -100.0 * quoted / (1.0 - quoted)
    } else {
        100.0 * (1.0 - quoted) / quoted
    };
    let rounded = (odds / 5.0).round() as i64 * 5;
    if rounded.abs() < 100 { 100 } else { rounded }
}

/// A file about some games, as `dbsbm import games --preset dbsbm` reads it.
pub(super) fn csv(games: &[Fixture], stage: Stage, as_of: DateTime<Utc>) -> String {
    let mut text = HEADER.to_string();
    for game in games {
        let prices = if stage == Stage::Open {
            &game.open
        } else {
            &game.close
        };
        let [home, away] = &game.quarters;
        let result = if stage == Stage::Final {
            let sum = |quarters: &[u16; 4]| quarters.iter().sum::<u16>();
            let list = |quarters: &[u16; 4]| quarters.map(|q| q.to_string()).join(" ");
            format!("final,{},{},{},{}", sum(home), sum(away), list(home), list(away))
        } else {
            "scheduled,,,,".to_string()
        };
        let quotes = if stage == Stage::Final {
            ",,,,,,,,,".to_string()
        } else {
            format!(
                "{},{},{},-110,-110,{},-110,-110,{},{BOOK}",
                prices.home,
                prices.away,
                prices.spread,
                prices.total,
                as_of.format("%Y-%m-%dT%H:%M:%SZ")
            )
        };
        let _ = writeln!(
            text,
            "{},DEMO,{},{},{},{result},{quotes}",
            game.key,
            game.start.format("%Y-%m-%dT%H:%M:%SZ"),
            game.home,
            game.away
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn everyone_plays_once_a_round_and_meets_everyone() {
        let mut met = BTreeSet::new();
        for round in 0..11 {
            let mut seen = BTreeSet::new();
            for (a, b) in pairings(round) {
                assert!(seen.insert(a) && seen.insert(b), "round {round}");
                met.insert((a.min(b), a.max(b)));
            }
            assert_eq!(seen.len(), 12);
        }
        assert_eq!(met.len(), 66);
    }

    #[test]
    fn the_season_is_the_same_every_time_and_its_files_have_all_columns() {
        let start = DateTime::UNIX_EPOCH;
        let make = || rounds(&mut Chance::new(7), start, 3);
        for stage in [Stage::Open, Stage::Close, Stage::Final] {
            let text = csv(&make().concat(), stage, start);
            assert_eq!(text, csv(&make().concat(), stage, start));
            let columns: BTreeSet<usize> = text.lines().map(|l| l.split(',').count()).collect();
            assert_eq!(columns, BTreeSet::from([20]), "{stage:?}");
        }
    }
}
