//! `football-prices`: one row per match of a European league, with half-time and full-time goals and average decimal
//! prices at both ends, for the result, 2.5 goals, and both teams to score. Times are those of Paris.

use super::{GameRow, OPENING_LEAD, Snapshot, archive_key, points, score};
use crate::import::{
    error::{RowCode, RowError},
    fields,
    table::{Line, Schema, columns},
};
use chrono::NaiveTime;
use dbsbm_core::{
    market::{GameStatus, League, Line as Handicap, Market, QuoteMoment, Side},
    odds::{Notation, Odds},
};

columns! {
    Col {
        Date = "Date",
        Country = "country",
        League = "league",
        Home = "HomeTeam",
        Away = "AwayTeam",
        HomeGoals = "FTHG",
        AwayGoals = "FTAG",
        HomeHalf = "HTHG",
        AwayHalf = "HTAG",
        HomeOpen = "home_open",
        HomeClose = "home_close",
        DrawOpen = "draw_open",
        DrawClose = "draw_close",
        AwayOpen = "away_open",
        AwayClose = "away_close",
    } optional {
        OverOpen = "over_2.5_open",
        OverClose = "over_2.5_close",
        UnderOpen = "under_2.5_open",
        UnderClose = "under_2.5_close",
        YesOpen = "bts_yes_open",
        YesClose = "bts_yes_close",
        NoOpen = "bts_no_open",
        NoClose = "bts_no_close",
    }
}

pub(super) const SCHEMA: Schema = Col::SCHEMA;

/// Country and league as the source writes them. The country decides too: Egypt has a `premier-league` as well.
const LEAGUES: &[(&str, &[&str], &str)] = &[
    ("england", &["premier-league"], "EPL"),
    ("spain", &["laliga", "la-liga", "primera-division"], "LaLiga"),
    ("italy", &["serie-a"], "SerieA"),
    ("germany", &["bundesliga"], "Bundesliga"),
    ("france", &["ligue-1"], "Ligue1"),
    ("netherlands", &["eredivisie"], "Eredivisie"),
    (
        "belgium",
        &[
            "jupiler-pro-league",
            "first-division-a",
            "jupiler-league",
            "pro-league",
        ],
        "ProLeague",
    ),
];

/// A side of a market, its opening column and its closing column.
type Columns = (Side, Col, Col);

const RESULT: [Columns; 3] = [
    (Side::Home, Col::HomeOpen, Col::HomeClose),
    (Side::Draw, Col::DrawOpen, Col::DrawClose),
    (Side::Away, Col::AwayOpen, Col::AwayClose),
];
const GOALS: [Columns; 2] = [
    (Side::Over, Col::OverOpen, Col::OverClose),
    (Side::Under, Col::UnderOpen, Col::UnderClose),
];
const BOTH: [Columns; 2] = [
    (Side::Yes, Col::YesOpen, Col::YesClose),
    (Side::No, Col::NoOpen, Col::NoClose),
];

pub(super) fn row(line: &Line<'_>) -> Result<GameRow, RowError> {
    let league = league(line)?;
    let when = fields::required(line, Col::Date, "Date")?;
    let (date, time) = when.split_once([' ', 'T']).unwrap_or((when, ""));
    let date = fields::date(line, date)?;
    let no_time = || {
        line.error(
            RowCode::BadTime,
            format!("`{}` is no time: write 16:00:00", line.cell(Col::Date)),
        )
    };
    let start = match time {
        "" => fields::end_of_day(league, date),
        time => {
            let time = NaiveTime::parse_from_str(time, "%H:%M:%S")
                .or_else(|_| NaiveTime::parse_from_str(time, "%H:%M"));
            fields::local(
                chrono_tz::Europe::Paris,
                date.and_time(time.map_err(|_| no_time())?),
            )
        }
    };
    let start = start.ok_or_else(no_time)?;
    let date = start.with_timezone(&league.zone()).date_naive();
    let names = (
        fields::required(line, Col::Home, "HomeTeam")?,
        fields::required(line, Col::Away, "AwayTeam")?,
    );
    let (home, away) = fields::teams(line, league, names, date)?;

    let goals = |home: Col, away: Col| match (line.cell(home), line.cell(away)) {
        ("", "") => Ok(None),
        (home, away) => Ok(Some((points(line, home)?, points(line, away)?))),
    };
    let score = match (
        goals(Col::HomeGoals, Col::AwayGoals)?,
        goals(Col::HomeHalf, Col::AwayHalf)?,
    ) {
        (None, _) => None,
        (Some(full), None) => Some(score(line, Vec::new(), Vec::new(), full)?),
        (Some(full), Some(half)) => {
            let second = |full: u16, half: u16| {
                let fewer = || {
                    line.error(
                        RowCode::BadScore,
                        format!("{half} goals at half-time and {full} at the end"),
                    )
                };
                full.checked_sub(half).ok_or_else(fewer)
            };
            let (home, away) = (second(full.0, half.0)?, second(full.1, half.1)?);
            Some(score(line, vec![half.0, home], vec![half.1, away], full)?)
        }
    };

    let goals_line = Handicap::from_quarters(10);
    let markets: [(Market, Option<Handicap>, &[Columns]); 3] = [
        (Market::Moneyline3, None, &RESULT),
        (Market::Total, goals_line, &GOALS),
        (Market::BothToScore, None, &BOTH),
    ];
    let mut quotes = Vec::with_capacity(14);
    for (moment, as_of) in [
        (QuoteMoment::Open, start - OPENING_LEAD),
        (QuoteMoment::Close, start),
    ] {
        let snapshot = Snapshot {
            line,
            league,
            book: "average".into(),
            moment,
            as_of,
        };
        for (market, handicap, sides) in markets {
            for (side, open, close) in sides {
                let text = line.cell(if moment == QuoteMoment::Open {
                    *open
                } else {
                    *close
                });
                if !text.is_empty() {
                    let price = Odds::parse_as(text, Notation::Decimal)
                        .map_err(|e| line.error(RowCode::BadPrice, e))?;
                    quotes.push(snapshot.quote((market, *side, handicap), price)?);
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

fn league(line: &Line<'_>) -> Result<League, RowError> {
    let country = fields::required(line, Col::Country, "country")?;
    let league = fields::required(line, Col::League, "league")?;
    let same = |(c, names, _): &&(&str, &[&str], &str)| {
        c.eq_ignore_ascii_case(country) && names.iter().any(|n| n.eq_ignore_ascii_case(league))
    };
    let unknown = || {
        let shown: String = format!("{country}/{league}").chars().take(60).collect();
        let known: Vec<String> = LEAGUES
            .iter()
            .filter_map(|(c, names, _)| Some(format!("{c}/{}", names.first()?)))
            .collect();
        line.error(
            RowCode::UnknownLeague,
            format!("no league `{shown}` in this format; one of: {}", known.join(", ")),
        )
    };
    let (_, _, code) = LEAGUES.iter().find(same).ok_or_else(unknown)?;
    code.parse().map_err(|e| line.error(RowCode::UnknownLeague, e))
}
