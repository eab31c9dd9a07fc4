//! Reading single fields, so that every format says the same about the same mistake.

use super::{
    error::{RowCode, RowError},
    table::Line,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use dbsbm_core::{
    market::League,
    names::{self, NameError},
    odds::Odds,
};
use std::borrow::Cow;

/// The most characters of a key, a ticket or a bookmaker.
const MAX_TEXT: usize = 100;

/// A field that must not be empty.
pub(super) fn required<'a>(
    line: &Line<'a>,
    column: impl Into<usize>,
    name: &str,
) -> Result<&'a str, RowError> {
    match line.cell(column) {
        "" => Err(line.error(RowCode::MissingValue, format!("`{name}` is empty"))),
        text => Ok(text),
    }
}

/// A short text that is kept as it is.
pub(super) fn text(line: &Line<'_>, value: &str, name: &str) -> Result<String, RowError> {
    if value.chars().nth(MAX_TEXT).is_some() {
        return Err(line.error(
            RowCode::TooLong,
            format!("`{name}` is longer than {MAX_TEXT} characters"),
        ));
    }
    Ok(value.to_string())
}

/// A team by any of its names.
pub(super) fn team(
    line: &Line<'_>,
    league: League,
    name: &str,
    on: NaiveDate,
) -> Result<Cow<'static, str>, RowError> {
    names::team_or_new(league, name, on).map_err(|e| {
        let code = match e {
            NameError::Ambiguous { .. } => RowCode::AmbiguousTeam,
            NameError::NotAName { .. } => RowCode::BadTeam,
            _ => RowCode::UnknownTeam,
        };
        line.error(code, e)
    })
}

/// Both teams of a game.
pub(super) fn teams(
    line: &Line<'_>,
    league: League,
    (home, away): (&str, &str),
    on: NaiveDate,
) -> Result<(Cow<'static, str>, Cow<'static, str>), RowError> {
    let (home, away) = (team(line, league, home, on)?, team(line, league, away, on)?);
    if home == away {
        return Err(line.error(RowCode::SameTeam, format!("`{home}` cannot play against itself")));
    }
    Ok((home, away))
}

/// A price in any notation.
pub(super) fn price(line: &Line<'_>, value: &str) -> Result<Odds, RowError> {
    value.parse().map_err(|e| line.error(RowCode::BadPrice, e))
}

/// A date, `2011-09-08`.
pub(super) fn date(line: &Line<'_>, value: &str) -> Result<NaiveDate, RowError> {
    let digits =
        |range: std::ops::Range<usize>| value.get(range).filter(|t| t.bytes().all(|b| b.is_ascii_digit()));
    let parsed = || {
        if value.len() != 10
            || value.as_bytes().get(4) != Some(&b'-')
            || value.as_bytes().get(7) != Some(&b'-')
        {
            return None;
        }
        let (year, month, day) = (digits(0..4)?, digits(5..7)?, digits(8..10)?);
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    parsed().ok_or_else(|| {
        let shown: String = value.chars().take(40).collect();
        line.error(
            RowCode::BadDate,
            format!("`{shown}` is no date: write year-month-day, such as 2011-09-08"),
        )
    })
}

/// A point in time with its offset, `2011-09-09T00:30:00Z`.
pub(super) fn time(line: &Line<'_>, value: &str) -> Result<DateTime<Utc>, RowError> {
    DateTime::parse_from_rfc3339(value)
        .map(|t| t.to_utc())
        .map_err(|_| {
            let shown: String = value.chars().take(40).collect();
            line.error(
                RowCode::BadTime,
                format!("`{shown}` is no point in time: write 2011-09-09T00:30:00Z"),
            )
        })
}

/// A local time as UTC. An hour that comes twice is the first; one that daylight saving skips is read an hour later.
pub(super) fn local(zone: Tz, time: NaiveDateTime) -> Option<DateTime<Utc>> {
    let at = |time: NaiveDateTime| zone.from_local_datetime(&time).earliest();
    at(time)
        .or_else(|| at(time + chrono::TimeDelta::hours(1)))
        .map(|t| t.to_utc())
}

/// The start of a game whose hour nobody wrote down: the last second of its day in the league's home zone, so that no
/// bet of that day counts as late.
pub(super) fn end_of_day(league: League, date: NaiveDate) -> Option<DateTime<Utc>> {
    local(league.zone(), date.and_time(NaiveTime::from_hms_opt(23, 59, 59)?))
}
