//! Between rows and core's types. A row that core would not have let in is reported as damage, never repaired.

use crate::{
    BookError,
    rows::{GameRow, LegRow},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{Kind, Leg, Prop, Slip, System, Terms},
    id::GameId,
    market::{Game, Score, Selection},
    odds::{Notation, Odds},
};
use serde::{Deserialize, Serialize};

/// A column whose values fit a signed number by the bounds of its type.
pub(crate) fn signed(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// A stored moment.
pub(crate) fn moment(place: &str, millis: i64) -> Result<DateTime<Utc>, BookError> {
    DateTime::from_timestamp_millis(millis).ok_or_else(|| BookError::corrupt(place, "a time out of range"))
}

/// Kind and terms of a slip where the kind's name does not say it all.
#[derive(Serialize, Deserialize)]
struct Detail {
    #[serde(skip_serializing_if = "Option::is_none", default)]
    kind: Option<Kind>,
    #[serde(skip_serializing_if = "Terms::is_plain", default)]
    terms: Terms,
}

/// The `detail` column of a slip; empty for most.
pub(crate) fn detail(slip: &Slip) -> Result<String, BookError> {
    let named = matches!(slip.kind(), Kind::Straight | Kind::Parlay | Kind::System { .. });
    if named && slip.terms().is_plain() {
        return Ok(String::new());
    }
    let detail = Detail {
        kind: (!named).then(|| slip.kind().clone()),
        terms: slip.terms().clone(),
    };
    serde_json::to_string(&detail).map_err(|e| BookError::Database(Box::new(e)))
}

/// Kind and terms from their columns.
pub(crate) fn kind_and_terms(place: &str, kind: &str, detail: &str) -> Result<(Kind, Terms), BookError> {
    let said = match detail {
        "" => Detail {
            kind: None,
            terms: Terms::default(),
        },
        json => serde_json::from_str(json).map_err(|e| BookError::corrupt(place, e))?,
    };
    let kind = match (said.kind, kind) {
        (Some(kind), _) => kind,
        (None, "straight") => Kind::Straight,
        (None, "parlay") => Kind::Parlay,
        (None, system) => Kind::System {
            system: parse::<System>(place, system)?,
        },
    };
    Ok((kind, said.terms))
}

/// A stored code as the type it names.
pub(crate) fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(
    place: &str,
    text: &str,
) -> Result<T, BookError> {
    text.parse().map_err(|e| BookError::corrupt(place, e))
}

/// The price of a row.
pub(crate) fn odds(place: &str, num: i64, den: i64, notation: &str) -> Result<Odds, BookError> {
    let part = |n: i64| u64::try_from(n).map_err(|e| BookError::corrupt(place, e));
    let notation =
        Notation::from_code(notation).ok_or_else(|| BookError::corrupt(place, "an unknown notation"))?;
    Odds::from_net_return(part(num)?, part(den)?, notation).map_err(|e| BookError::corrupt(place, e))
}

impl LegRow {
    /// Where the leg stands, for messages.
    pub(crate) fn place(&self) -> String {
        format!("legs {}/{}/{}", self.guild_id, self.bet_no, self.leg_no)
    }

    /// The leg as it was posted.
    pub(crate) fn leg(&self) -> Result<Leg, BookError> {
        let named = |text: &String| (!text.is_empty()).then(|| text.clone());
        Ok(Leg {
            game: GameId::new(self.game_id).map_err(|e| BookError::corrupt(self.place(), e))?,
            selection: self.selection()?,
            prop: named(&self.player).map(|player| Prop {
                player,
                stat: self.stat.clone(),
            }),
            price: self.price()?,
            book: named(&self.book),
        })
    }

    /// The selection of the leg.
    pub(crate) fn selection(&self) -> Result<Selection, BookError> {
        selection(&self.place(), &self.market, &self.period, &self.side, &self.line)
    }

    /// The price of the leg.
    pub(crate) fn price(&self) -> Result<Odds, BookError> {
        odds(&self.place(), self.num, self.den, &self.notation)
    }
}

/// A selection from its columns.
pub(crate) fn selection(
    place: &str,
    market: &str,
    period: &str,
    side: &str,
    line: &str,
) -> Result<Selection, BookError> {
    let line = if line.is_empty() {
        None
    } else {
        Some(parse(place, line)?)
    };
    Selection::new(
        parse(place, market)?,
        parse(place, period)?,
        parse(place, side)?,
        line,
    )
    .map_err(|e| BookError::corrupt(place, e))
}

impl GameRow {
    /// The game of the row.
    pub(crate) fn game(&self) -> Result<Game, BookError> {
        let place = format!("games {}", self.game_id);
        Ok(Game {
            id: GameId::new(self.game_id).map_err(|e| BookError::corrupt(&place, e))?,
            league: parse(&place, &self.league)?,
            home: self.home.clone(),
            away: self.away.clone(),
            start: moment(&place, self.start_at)?,
            status: parse(&place, &self.status)?,
            score: score(
                &place,
                self.home_final,
                self.away_final,
                &self.home_periods,
                &self.away_periods,
            )?,
        })
    }
}

fn score(
    place: &str,
    home: Option<i64>,
    away: Option<i64>,
    home_periods: &str,
    away_periods: &str,
) -> Result<Option<Score>, BookError> {
    let (Some(home), Some(away)) = (home, away) else {
        return Ok(None);
    };
    let points = |n: i64| u16::try_from(n).map_err(|e| BookError::corrupt(place, e));
    let periods = |text: &str| {
        text.split_whitespace()
            .map(|n| parse(place, n))
            .collect::<Result<Vec<u16>, _>>()
    };
    let score = Score::new(
        periods(home_periods)?,
        periods(away_periods)?,
        (points(home)?, points(away)?),
    );
    score.map(Some).map_err(|e| BookError::corrupt(place, e))
}

/// Periods as a column holds them: `21 7 7 7`.
pub(crate) fn periods(points: &[u16]) -> String {
    let shown: Vec<String> = points.iter().map(u16::to_string).collect();
    shown.join(" ")
}
