//! The figures of players that can be bet on, sport by sport: what they are called, how they are bet, and which lines
//! are plausible. A line beyond any that a bookmaker offers is a typing error more often than a bet.
//!
//! ```
//! use dbsbm_core::market::{Sport, props};
//! let nba = props::of(Sport::Basketball);
//! assert!(nba.iter().any(|p| p.stat == "points" && p.name == "Points"));
//! let line = |text: &str| Some(text.parse().unwrap());
//! assert!(props::check(Sport::Basketball, "points", line("25.5")).is_ok());
//! let refusal = props::check(Sport::Basketball, "points", line("255")).unwrap_err();
//! assert_eq!(refusal.to_string(), "a line of 255 for Points is not plausible: from 0.5 to 75.5 is, check the number");
//! ```

mod american_football;
mod baseball;
mod basketball;
mod ice_hockey;

use super::{Line, Sport};

/// How a figure is bet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PropForm {
    /// Over or under a line.
    OverUnder,
    /// It happens or it does not.
    YesNo,
}

/// A figure of a player in one sport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct PropStat {
    /// Its code, as slips hold it.
    pub stat: &'static str,
    /// What people call it.
    pub name: &'static str,
    /// How it is bet.
    pub form: PropForm,
    /// The lowest plausible line; a figure that is a yes or no has none.
    pub least: Line,
    /// The highest plausible line.
    pub most: Line,
}

/// A table of figures: those with a line by its plausible bounds in whole points, half a point added to each, then those
/// that are a yes or no.
macro_rules! props {
    (lines { $($stat:literal $name:literal $least:literal to $most:literal;)* } done { $($yes:literal $called:literal;)* }) => {
        pub(super) static TABLE: &[$crate::market::props::PropStat] = &[
            $($crate::market::props::lined($stat, $name, $least, $most),)*
            $($crate::market::props::done($yes, $called),)*
        ];
    };
}
use props;

const fn half_above(points: i32) -> Line {
    match Line::from_quarters(4 * points + 2) {
        Some(line) => line,
        None => Line::PICK,
    }
}

const fn lined(stat: &'static str, name: &'static str, least: i32, most: i32) -> PropStat {
    PropStat {
        stat,
        name,
        form: PropForm::OverUnder,
        least: half_above(least),
        most: half_above(most),
    }
}

const fn done(stat: &'static str, name: &'static str) -> PropStat {
    PropStat {
        stat,
        name,
        form: PropForm::YesNo,
        least: Line::PICK,
        most: Line::PICK,
    }
}

/// The figures of a sport, the most played first; empty for a sport that the catalogue does not cover.
pub fn of(sport: Sport) -> &'static [PropStat] {
    match sport {
        Sport::Basketball => basketball::TABLE,
        Sport::AmericanFootball => american_football::TABLE,
        Sport::Baseball => baseball::TABLE,
        Sport::IceHockey => ice_hockey::TABLE,
        _ => &[],
    }
}

/// A prop that is not plausible.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PropRefusal {
    /// The line is beyond any that is offered.
    #[error("a line of {line} for {name} is not plausible: from {least} to {most} is, check the number")]
    Line {
        /// The figure.
        name: &'static str,
        /// The line given.
        line: Line,
        /// The lowest plausible one.
        least: Line,
        /// The highest plausible one.
        most: Line,
    },
    /// Players of the sport have no such figure.
    #[error("players in {sport} have no `{stat}`: check the figure, or the game", sport = .sport.code())]
    OtherSport {
        /// The sport of the game.
        sport: Sport,
        /// The figure given.
        stat: String,
    },
}

impl PropRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Line { .. } => "prop_line",
            Self::OtherSport { .. } => "prop_stat",
        }
    }
}

/// Checks figure and line of a prop against the catalogue. Figures that no table knows pass: bookmakers invent new ones.
///
/// # Errors
/// [`PropRefusal::Line`] names the bounds; [`PropRefusal::OtherSport`] a figure that only other sports have.
pub fn check(sport: Sport, stat: &str, line: Option<Line>) -> Result<(), PropRefusal> {
    let table = of(sport);
    let mut named = table.iter().filter(|row| row.stat == stat).peekable();
    if named.peek().is_none() {
        let elsewhere = Sport::ALL
            .iter()
            .flat_map(|other| of(*other))
            .any(|row| row.stat == stat);
        return if elsewhere && !table.is_empty() {
            let stat = stat.to_string();
            Err(PropRefusal::OtherSport { sport, stat })
        } else {
            Ok(())
        };
    }
    // A figure can be bet both ways; a line is judged by the row that has one.
    let row = named.find(|row| row.form == PropForm::OverUnder);
    match (line, row) {
        (Some(line), Some(row)) if line < row.least || line > row.most => Err(PropRefusal::Line {
            name: row.name,
            line,
            least: row.least,
            most: row.most,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const COVERED: [Sport; 4] = [
        Sport::AmericanFootball,
        Sport::Basketball,
        Sport::Baseball,
        Sport::IceHockey,
    ];

    #[test]
    fn every_figure_is_one_that_bet_text_knows_and_stands_once() {
        let known: BTreeSet<&str> = crate::bet::text::stat_codes().collect();
        for sport in COVERED {
            let mut seen = BTreeSet::new();
            assert!(of(sport).len() >= 10, "{sport}");
            for row in of(sport) {
                assert!(known.contains(row.stat), "{sport} {}", row.stat);
                assert!(
                    seen.insert((row.stat, row.form == PropForm::YesNo)),
                    "{sport} {} twice",
                    row.stat
                );
                let bounded = row.least < row.most && row.least > Line::PICK;
                assert_eq!(bounded, row.form == PropForm::OverUnder, "{sport} {}", row.stat);
            }
        }
    }

    #[test]
    fn lines_and_figures_are_judged_by_the_sport() {
        for (sport, stat, line, expect) in [
            (Sport::Basketball, "points", Some("0.5"), None),
            (Sport::Basketball, "points", Some("75.5"), None),
            (Sport::Basketball, "points", Some("75.75"), Some("prop_line")),
            (Sport::Basketball, "points", Some("0"), Some("prop_line")),
            (Sport::Basketball, "double_double", None, None),
            (
                Sport::AmericanFootball,
                "passing_yards",
                Some("1.5"),
                Some("prop_line"),
            ),
            (Sport::AmericanFootball, "passing_yards", Some("275.5"), None),
            (
                Sport::AmericanFootball,
                "rebounds",
                Some("5.5"),
                Some("prop_stat"),
            ),
            (Sport::Baseball, "home_runs", Some("0.5"), None),
            (Sport::Baseball, "home_runs", None, None),
            (Sport::IceHockey, "saves", Some("27.5"), None),
            (Sport::IceHockey, "points", Some("25.5"), Some("prop_line")),
            (Sport::Soccer, "passing_yards", Some("1.5"), None),
            (Sport::Basketball, "jump_balls", Some("500"), None),
        ] {
            let line = line.map(|text| text.parse().unwrap());
            let code = check(sport, stat, line).err().map(|refusal| refusal.code());
            assert_eq!(code, expect, "{sport} {stat} {line:?}");
        }
    }
}
