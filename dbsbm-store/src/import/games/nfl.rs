//! `nfl-archive`: one row per NFL game, with quarters, the closing moneyline, and spread and total at both ends.
//!
//! `home_spread_*` are the points that the home side gets: -5 means that it gives five. The source priced every spread
//! and total at -110. Dates have no hour.

use super::{GameRow, OPENING_LEAD, Snapshot, archive_key, handicap, points, score};
use crate::import::{
    error::{RowCode, RowError},
    fields,
    table::{Line, Schema, columns},
};
use dbsbm_core::{
    market::{GameStatus, League, Market, QuoteMoment, Side},
    odds::{Notation, Odds},
};

columns! {
    Col {
        Date = "date",
        Home = "home",
        Away = "away",
        HomeFinal = "home_final",
        AwayFinal = "away_final",
        HomeMoneyline = "home_moneyline",
        AwayMoneyline = "away_moneyline",
        SpreadOpen = "home_spread_open",
        SpreadClose = "home_spread_close",
        TotalOpen = "total_open",
        TotalClose = "total_close",
        HomeQ1 = "home_q1",
        AwayQ1 = "away_q1",
        HomeQ2 = "home_q2",
        AwayQ2 = "away_q2",
        HomeQ3 = "home_q3",
        AwayQ3 = "away_q3",
        HomeQ4 = "home_q4",
        AwayQ4 = "away_q4",
    } optional {}
}

pub(super) const SCHEMA: Schema = Col::SCHEMA;

pub(super) fn row(line: &Line<'_>) -> Result<GameRow, RowError> {
    let league: League = "NFL".parse().map_err(|e| line.error(RowCode::UnknownLeague, e))?;
    let date = fields::date(line, fields::required(line, Col::Date, "date")?)?;
    let names = (
        fields::required(line, Col::Home, "home")?,
        fields::required(line, Col::Away, "away")?,
    );
    let (home, away) = fields::teams(line, league, names, date)?;
    let start = fields::end_of_day(league, date)
        .ok_or_else(|| line.error(RowCode::BadDate, format!("{date} is out of range")))?;

    let total = match (line.cell(Col::HomeFinal), line.cell(Col::AwayFinal)) {
        ("", "") => None,
        (home, away) => Some((points(line, home)?, points(line, away)?)),
    };
    let score = total.map(|total| {
        let home = quarters(line, [Col::HomeQ1, Col::HomeQ2, Col::HomeQ3, Col::HomeQ4])?;
        let away = quarters(line, [Col::AwayQ1, Col::AwayQ2, Col::AwayQ3, Col::AwayQ4])?;
        let (home, away) = parts(&home, &away).unwrap_or_default();
        score(line, home, away, total)
    });
    let score = score.transpose()?;

    let even: Odds =
        Odds::from_net_return(100, 110, Notation::American).map_err(|e| line.error(RowCode::BadPrice, e))?;
    let mut quotes = Vec::with_capacity(10);
    let ends = [
        (
            QuoteMoment::Open,
            start - OPENING_LEAD,
            Col::SpreadOpen,
            Col::TotalOpen,
        ),
        (QuoteMoment::Close, start, Col::SpreadClose, Col::TotalClose),
    ];
    for (moment, as_of, spread, total) in ends {
        let snapshot = Snapshot {
            line,
            league,
            book: "archive".into(),
            moment,
            as_of,
        };
        if !line.cell(spread).is_empty() {
            let home = handicap(line, line.cell(spread))?;
            quotes.push(snapshot.quote((Market::Spread, Side::Home, Some(home)), even)?);
            quotes.push(snapshot.quote((Market::Spread, Side::Away, Some(home.opposite())), even)?);
        }
        if !line.cell(total).is_empty() {
            let total = handicap(line, line.cell(total))?;
            quotes.push(snapshot.quote((Market::Total, Side::Over, Some(total)), even)?);
            quotes.push(snapshot.quote((Market::Total, Side::Under, Some(total)), even)?);
        }
        if moment == QuoteMoment::Close {
            for (column, side) in [(Col::HomeMoneyline, Side::Home), (Col::AwayMoneyline, Side::Away)] {
                if !line.cell(column).is_empty() {
                    let price = Odds::parse_as(line.cell(column), Notation::American)
                        .map_err(|e| line.error(RowCode::BadPrice, e))?;
                    quotes.push(snapshot.quote((Market::Moneyline, side, None), price)?);
                }
            }
        }
    }
    Ok(GameRow {
        line: line.number,
        key: archive_key(league, date, &home, &away),
        league,
        home,
        away,
        start,
        date,
        status: if score.is_some() {
            GameStatus::Final
        } else {
            GameStatus::Scheduled
        },
        score,
        quotes,
    })
}

/// The points of one side by quarter; nothing where the file has none.
fn quarters(line: &Line<'_>, columns: [Col; 4]) -> Result<Vec<i32>, RowError> {
    let cells = columns.map(|c| line.cell(c));
    if cells == [""; 4] {
        return Ok(Vec::new());
    }
    let signed = |text: &&str| match text.strip_prefix('-') {
        Some(digits) => points(line, digits).map(|p| -i32::from(p)),
        None => points(line, text).map(i32::from),
    };
    cells.iter().map(signed).collect()
}

/// Regulation by quarters, or by halves: where the source wrote a wrong first quarter it made the half right again
/// with a negative second one, so then the half is all that is known. `None` where not even that makes sense.
fn parts(home: &[i32], away: &[i32]) -> Option<(Vec<u16>, Vec<u16>)> {
    let points = |parts: &[i32]| {
        parts
            .iter()
            .map(|p| u16::try_from(*p).ok())
            .collect::<Option<Vec<_>>>()
    };
    let halves = |quarters: &[i32]| {
        quarters
            .chunks(2)
            .map(|half| half.iter().sum())
            .collect::<Vec<i32>>()
    };
    match (points(home), points(away)) {
        (Some(home), Some(away)) => Some((home, away)),
        _ => Some((points(&halves(home))?, points(&halves(away))?)),
    }
}
