//! Teams without saying where they play: a club has one look in its league, its cups and its second division.
//!
//! ```
//! use chrono::NaiveDate;
//! use dbsbm_core::{market::League, names};
//! let league = |code: &str| code.parse::<League>().unwrap();
//! assert_eq!(names::home_league(league("UCL"), "Arsenal"), league("EPL"));
//! assert_eq!(names::home_league(league("NFL"), "Packers"), league("NFL"));
//! let day = NaiveDate::from_ymd_opt(2024, 10, 1).unwrap();
//! assert_eq!(names::teams_anywhere("Green Bay", day), [(league("NFL"), "Packers")]);
//! assert_eq!(names::teams_anywhere("Arsenal FC", day), [(league("EPL"), "Arsenal")]);
//! assert_eq!(names::nearest_anywhere("Gren Bay Packer")[0], (league("NFL"), "Packers"));
//! ```

use super::{Table, most_alike, teams_called};
use crate::market::League;
use chrono::NaiveDate;

/// The league that stands for a team in every competition: the one with the fewest other tables, and of several the
/// first of the list. A team that no table has stays where it is.
pub fn home_league(league: League, team: &str) -> League {
    let tables = Table::of(league.code()).iter();
    let own = tables
        .copied()
        .find(|t| t.teams().iter().any(|row| row.name == team));
    own.and_then(home_of).unwrap_or(league)
}

/// Every team of the tables, in the league that stands for it.
pub fn all_teams() -> impl Iterator<Item = (League, &'static str)> {
    let homes = Table::ALL.into_iter().filter_map(|t| Some((home_of(t)?, t)));
    homes.flat_map(|(league, table)| table.teams().iter().map(move |row| (league, row.name)))
}

/// Every team that is called so on a day, each once, in the league that stands for it.
pub fn teams_anywhere(text: &str, on: NaiveDate) -> Vec<(League, &'static str)> {
    let mut found = Vec::new();
    for (league, team) in teams_called(text, on) {
        let there = (home_league(league, team), team);
        if !found.contains(&there) {
            found.push(there);
        }
    }
    found
}

/// The three teams that have a name most like the text, best first.
pub fn nearest_anywhere(text: &str) -> Vec<(League, &'static str)> {
    let alike = most_alike(text, |_| true).into_iter();
    alike
        .filter_map(|(table, team)| Some((home_of(table)?, team)))
        .collect()
}

fn home_of(table: Table) -> Option<League> {
    let of = |league: &League| Table::of(league.code());
    League::all()
        .filter(|league| of(league).contains(&table))
        .min_by_key(|league| of(league).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_team_stands_once_and_at_home() {
        let all: Vec<_> = all_teams().collect();
        let mut once = all.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), all.len());
        for (league, team) in all {
            assert_eq!(home_league(league, team), league, "{team}");
        }
    }
}
