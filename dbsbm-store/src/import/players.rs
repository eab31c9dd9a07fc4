//! Players, one a row: the names that props are found by.

use super::{
    error::{FileError, RowCode, RowError},
    fields,
    table::{Line, Table, columns},
};
use dbsbm_core::{market::League, names::fold};
use std::{borrow::Cow, io::Read};

columns! {
    Col {
        League = "league",
        Team = "team",
        Player = "player",
    } optional {
    }
}

/// A player of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlayerRow {
    /// The league.
    pub league: League,
    /// The team: canonical where the tables know it, else as typed.
    pub team: Cow<'static, str>,
    /// The name as it is shown.
    pub name: String,
}

/// Reads players from a file.
pub struct PlayerReader<R> {
    table: Table<R>,
    today: chrono::NaiveDate,
}

impl<R: Read> PlayerReader<R> {
    /// Opens a file; names of teams are those of the day.
    ///
    /// # Errors
    /// [`FileError`] when no row can be read.
    pub fn open(input: R, today: chrono::NaiveDate) -> Result<Self, FileError> {
        let table = Table::open(input, &Col::SCHEMA)?;
        Ok(Self { table, today })
    }
}

impl<R: Read> Iterator for PlayerReader<R> {
    type Item = Result<PlayerRow, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let today = self.today;
        let line = self.table.next_line()?;
        Some(match line.fault.clone() {
            Some(fault) => Err(fault),
            None => row(&line, today),
        })
    }
}

fn row(line: &Line<'_>, today: chrono::NaiveDate) -> Result<PlayerRow, RowError> {
    let league: League = fields::required(line, Col::League, "league")?
        .parse()
        .map_err(|e| line.error(RowCode::UnknownLeague, e))?;
    let team = fields::team(line, league, fields::required(line, Col::Team, "team")?, today)?;
    let given = fields::required(line, Col::Player, "player")?;
    let name = fields::text(line, given, "player")?
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    if fold(&name).is_empty() {
        return Err(line.error(RowCode::MissingValue, "`player` holds no letter"));
    }
    Ok(PlayerRow { league, team, name })
}
