//! Games with their results and prices, from three formats.

mod football;
mod neutral;
mod nfl;

use super::{
    error::{FileError, RowError},
    table::{Line, Schema, Table},
};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use dbsbm_core::{
    market::{GameStatus, League, Line as Handicap, Market, Period, QuoteMoment, Score, Selection, Side},
    odds::Odds,
};
use std::{borrow::Cow, io::Read};

/// How long before the start an opening price stands when the file has no time for it: lines of both archives open
/// about a week ahead.
const OPENING_LEAD: TimeDelta = TimeDelta::days(7);

/// A format of a file of games.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Preset {
    /// NFL results and lines, opening and closing.
    NflArchive,
    /// Football results and average prices of seven European leagues, opening and closing.
    FootballPrices,
    /// The neutral format of this program.
    Dbsbm,
}

impl Preset {
    /// Every preset.
    pub const ALL: &'static [Self] = &[Self::NflArchive, Self::FootballPrices, Self::Dbsbm];

    /// The name on the command line.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NflArchive => "nfl-archive",
            Self::FootballPrices => "football-prices",
            Self::Dbsbm => "dbsbm",
        }
    }

    const fn schema(self) -> &'static Schema {
        match self {
            Self::NflArchive => &nfl::SCHEMA,
            Self::FootballPrices => &football::SCHEMA,
            Self::Dbsbm => &neutral::SCHEMA,
        }
    }
}

impl std::fmt::Display for Preset {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.code())
    }
}

/// No preset of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no preset `{0}`; one of: nfl-archive, football-prices, dbsbm")]
pub struct UnknownPreset(String);

impl std::str::FromStr for Preset {
    type Err = UnknownPreset;
    fn from_str(text: &str) -> Result<Self, UnknownPreset> {
        let found = Self::ALL.iter().find(|p| p.code() == text).copied();
        found.ok_or_else(|| UnknownPreset(text.chars().take(40).collect()))
    }
}

/// A game as a file tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GameRow {
    /// Its line in the file.
    pub line: u64,
    /// What stays the same when a later file tells of the same game.
    pub key: String,
    /// Its league.
    pub league: League,
    /// The home side, by its canonical name.
    pub home: Cow<'static, str>,
    /// The away side, by its canonical name.
    pub away: Cow<'static, str>,
    /// The scheduled start.
    pub start: DateTime<Utc>,
    /// The date of the start where the league is at home.
    pub date: NaiveDate,
    /// Where it stands.
    pub status: GameStatus,
    /// The score, if it has one.
    pub score: Option<Score>,
    /// Its prices.
    pub quotes: Vec<RowQuote>,
}

/// A price of a game.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowQuote {
    /// For what.
    pub selection: Selection,
    /// The price.
    pub price: Odds,
    /// The bookmaker, or `average`, or `archive` for a source that does not say.
    pub book: Cow<'static, str>,
    /// Opening, closing, or between.
    pub moment: QuoteMoment,
    /// When it stood. A closing price without a time stands at the start, an opening price seven days before.
    pub as_of: DateTime<Utc>,
}

/// Reads the games of a file, one after another.
pub struct GameReader<R> {
    table: Table<R>,
    preset: Preset,
    rows: u64,
}

impl<R: Read> GameReader<R> {
    /// Checks the header.
    ///
    /// # Errors
    /// [`FileError`] when no row can be read.
    pub fn open(preset: Preset, input: R) -> Result<Self, FileError> {
        Ok(Self {
            table: Table::open(input, preset.schema())?,
            preset,
            rows: 0,
        })
    }

    /// How many rows have been read so far, good and bad.
    pub const fn rows(&self) -> u64 {
        self.rows
    }
}

impl<R: Read> Iterator for GameReader<R> {
    type Item = Result<GameRow, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut line = self.table.next_line()?;
        self.rows += 1;
        if let Some(fault) = line.fault.take() {
            return Some(Err(fault));
        }
        Some(match self.preset {
            Preset::NflArchive => nfl::row(&line),
            Preset::FootballPrices => football::row(&line),
            Preset::Dbsbm => neutral::row(&line),
        })
    }
}

/// The key of a game in the archives, which have none of their own.
fn archive_key(league: League, date: NaiveDate, home: &str, away: &str) -> String {
    format!("{league}/{date}/{home}/{away}")
}

/// Collects the prices of one game at one moment from one book.
struct Snapshot<'a> {
    line: &'a Line<'a>,
    league: League,
    book: Cow<'static, str>,
    moment: QuoteMoment,
    as_of: DateTime<Utc>,
}

impl Snapshot<'_> {
    /// The market's side at a price, over the period that the market means by default.
    fn quote(
        &self,
        (market, side, handicap): (Market, Side, Option<Handicap>),
        price: Odds,
    ) -> Result<RowQuote, RowError> {
        let period = Period::default_for(self.league.sport(), market);
        let selection = Selection::new(market, period, side, handicap)
            .map_err(|e| self.line.error(super::bets::market_code(&e), e))?;
        Ok(RowQuote {
            selection,
            price,
            book: self.book.clone(),
            moment: self.moment,
            as_of: self.as_of,
        })
    }
}

/// A handicap or total.
fn handicap(line: &Line<'_>, text: &str) -> Result<Handicap, RowError> {
    text.parse().map_err(|e| line.error(super::RowCode::BadLine, e))
}

/// Points or goals of one side.
fn points(line: &Line<'_>, text: &str) -> Result<u16, RowError> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        line.error(
            super::RowCode::BadScore,
            format!("`{shown}` is no score: a whole number is expected"),
        )
    })
}

/// A score of regulation parts and a final.
fn score(line: &Line<'_>, home: Vec<u16>, away: Vec<u16>, total: (u16, u16)) -> Result<Score, RowError> {
    Score::new(home, away, total).map_err(|e| line.error(super::RowCode::BadScore, e))
}
