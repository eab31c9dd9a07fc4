//! `dbsbm`: the neutral format, one row per game and snapshot. A later row with the same key updates the game.

use super::{GameRow, Snapshot, handicap, points, score};
use crate::import::{
    error::{RowCode, RowError},
    fields,
    table::{Line, Schema, columns},
};
use chrono::{DateTime, Utc};
use dbsbm_core::market::{GameStatus, League, Market, QuoteMoment, Score, Side};

columns! {
    Col {
        Key = "key",
        League = "league",
        Start = "start",
        Home = "home_team",
        Away = "away_team",
        Status = "status",
    } optional {
        HomeScore = "home_score",
        AwayScore = "away_score",
        HomePeriods = "home_periods",
        AwayPeriods = "away_periods",
        MoneylineHome = "moneyline_home",
        MoneylineAway = "moneyline_away",
        MoneylineDraw = "moneyline_draw",
        SpreadHome = "spread_home",
        SpreadHomePrice = "spread_home_price",
        SpreadAwayPrice = "spread_away_price",
        Total = "total",
        OverPrice = "over_price",
        UnderPrice = "under_price",
        AsOf = "as_of",
        Book = "book",
    }
}

pub(super) const SCHEMA: Schema = Col::SCHEMA;

pub(super) fn row(line: &Line<'_>) -> Result<GameRow, RowError> {
    let key = fields::text(line, fields::required(line, Col::Key, "key")?, "key")?;
    let league: League = fields::required(line, Col::League, "league")?
        .parse()
        .map_err(|e| line.error(RowCode::UnknownLeague, e))?;
    let start = start(line, league)?;
    let date = start.with_timezone(&league.zone()).date_naive();
    let names = (
        fields::required(line, Col::Home, "home_team")?,
        fields::required(line, Col::Away, "away_team")?,
    );
    let (home, away) = fields::teams(line, league, names, date)?;
    let status: GameStatus = fields::required(line, Col::Status, "status")?
        .parse()
        .map_err(|e| line.error(RowCode::UnknownStatus, e))?;
    let score = match game_score(line)? {
        None if status == GameStatus::Final => {
            return Err(line.error(
                RowCode::MissingScore,
                "a final needs `home_score` and `away_score`",
            ));
        }
        // Feeds write 0-0 for a game that has not begun.
        _ if status == GameStatus::Scheduled => None,
        score => score,
    };
    Ok(GameRow {
        line: line.number,
        key,
        league,
        home,
        away,
        start,
        date,
        status,
        score,
        quotes: quotes(line, league, start)?,
    })
}

/// A point in time, or a date whose hour is not known.
fn start(line: &Line<'_>, league: League) -> Result<DateTime<Utc>, RowError> {
    let text = fields::required(line, Col::Start, "start")?;
    if text.len() != 10 {
        return fields::time(line, text);
    }
    let date = fields::date(line, text)?;
    fields::end_of_day(league, date)
        .ok_or_else(|| line.error(RowCode::BadDate, format!("{date} is out of range")))
}

fn game_score(line: &Line<'_>) -> Result<Option<Score>, RowError> {
    let periods = |column: Col| {
        line.cell(column)
            .split_ascii_whitespace()
            .map(|p| points(line, p))
            .collect::<Result<Vec<_>, _>>()
    };
    let (home, away) = (periods(Col::HomePeriods)?, periods(Col::AwayPeriods)?);
    match (line.cell(Col::HomeScore), line.cell(Col::AwayScore)) {
        ("", "") if home.is_empty() && away.is_empty() => Ok(None),
        (h, a) => score(line, home, away, (points(line, h)?, points(line, a)?)).map(Some),
    }
}

fn quotes(line: &Line<'_>, league: League, start: DateTime<Utc>) -> Result<Vec<super::RowQuote>, RowError> {
    let (moment, as_of) = match line.cell(Col::AsOf) {
        "" => (QuoteMoment::Close, start),
        text => (QuoteMoment::Seen, fields::time(line, text)?),
    };
    let book = match line.cell(Col::Book) {
        "" => "average".into(),
        name => fields::text(line, name, "book")?.into(),
    };
    let snapshot = Snapshot {
        line,
        league,
        book,
        moment,
        as_of,
    };
    let moneyline = if line.cell(Col::MoneylineDraw).is_empty() {
        Market::Moneyline
    } else {
        Market::Moneyline3
    };
    let lined = |column: Col| match line.cell(column) {
        "" => Ok(None),
        text => handicap(line, text).map(Some),
    };
    let (spread, total) = (lined(Col::SpreadHome)?, lined(Col::Total)?);
    let sides = [
        (Col::MoneylineHome, moneyline, Side::Home, None),
        (Col::MoneylineDraw, moneyline, Side::Draw, None),
        (Col::MoneylineAway, moneyline, Side::Away, None),
        (Col::SpreadHomePrice, Market::Spread, Side::Home, spread),
        (
            Col::SpreadAwayPrice,
            Market::Spread,
            Side::Away,
            spread.map(dbsbm_core::market::Line::opposite),
        ),
        (Col::OverPrice, Market::Total, Side::Over, total),
        (Col::UnderPrice, Market::Total, Side::Under, total),
    ];
    let mut quotes = Vec::new();
    for (column, market, side, handicap) in sides {
        if !line.cell(column).is_empty() {
            let price = fields::price(line, line.cell(column))?;
            quotes.push(snapshot.quote((market, side, handicap), price)?);
        }
    }
    Ok(quotes)
}
