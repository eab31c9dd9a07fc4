//! Games: finding the one that a leg names, and the slate that is open for bets.

use super::{
    Book, Rejected,
    judge::games_of,
    slips::{OPEN_FOR, quote},
};
use crate::{
    BookError,
    convert::moment,
    db::{Arguments, Connection},
    import::LegRow,
    insert::{BATCH, marks, stays_prepared},
    page::LoadedBet,
    rows::{GameRow, QuoteRow, Record},
};
use chrono::{DateTime, Datelike, Utc};
use dbsbm_core::{
    id::GameId,
    market::{Game, League, Quote},
    names::nearest,
};
use sqlx::{Arguments as _, AssertSqlSafe, Row as _};
use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// A game with its key.
#[derive(Debug, Clone)]
pub(crate) struct KeyedGame {
    pub(crate) game: Game,
    pub(crate) key: String,
}

/// Games kept in memory before the slates are dropped and read again.
const KEPT: usize = 100_000;

/// Games by league and month, read when a leg first asks for one.
#[derive(Default)]
pub(crate) struct Slates {
    months: HashMap<(League, i64), Month>,
    kept: usize,
}

/// The games of one league in one month by day, home and away side (lower case).
type Month = HashMap<(i64, String, String), Vec<Arc<KeyedGame>>>;

impl Slates {
    /// The game of a leg, or why there is none.
    pub(crate) async fn find(
        &mut self,
        db: &mut Connection,
        leg: &LegRow,
    ) -> Result<Result<Arc<KeyedGame>, Rejected>, BookError> {
        let day = i64::from(leg.date.year()) * 10_000
            + i64::from(leg.date.month()) * 100
            + i64::from(leg.date.day());
        let month = day / 100 * 100;
        if self.kept > KEPT {
            self.months.clear();
            self.kept = 0;
        }
        if !self.months.contains_key(&(leg.league, month)) {
            let games = load_month(db, leg.league, month).await?;
            self.kept += games.len();
            self.months.insert((leg.league, month), games);
        }
        let Some(games) = self.months.get(&(leg.league, month)) else {
            return Err(BookError::corrupt("games", "a slate that was just read is gone"));
        };
        let key = (day, leg.home.to_lowercase(), leg.away.to_lowercase());
        let found = games.get(&key).map(Vec::as_slice).unwrap_or_default();
        let at = |start: &DateTime<Utc>| {
            found
                .iter()
                .filter(|g| g.game.start == *start)
                .collect::<Vec<_>>()
        };
        Ok(match (found, &leg.start) {
            ([], _) => Err(no_game(leg, day, games)),
            ([only], None) => Ok(only.clone()),
            (_, Some(start)) => match at(start).as_slice() {
                [one] => Ok((*one).clone()),
                _ => Err(Rejected::new(
                    leg.line,
                    "unknown_game",
                    format!(
                        "{} - {} on {} does not start at {start}",
                        leg.home, leg.away, leg.date
                    ),
                )),
            },
            (many, None) => {
                let starts: Vec<String> = many.iter().map(|g| g.game.start.to_rfc3339()).collect();
                let message = format!(
                    "{} - {} is played {} times on {} ({}); name one in the column `start`",
                    leg.home,
                    leg.away,
                    many.len(),
                    leg.date,
                    starts.join(", ")
                );
                Err(Rejected::new(leg.line, "ambiguous_game", message))
            }
        })
    }
}

/// Why no game matches: a team that nobody has heard of, or one that does not play then.
fn no_game(leg: &LegRow, day: i64, games: &Month) -> Rejected {
    let sides: BTreeSet<&str> = games
        .values()
        .flatten()
        .flat_map(|g| [g.game.home.as_str(), g.game.away.as_str()])
        .collect();
    for team in [&leg.home, &leg.away] {
        if !sides.iter().any(|side| side.eq_ignore_ascii_case(team)) && !sides.is_empty() {
            let near = nearest(team, sides.iter().copied(), 3).join(", ");
            let message = format!(
                "no team `{team}` plays in {} in that month; nearest: {near}",
                leg.league
            );
            return Rejected::new(leg.line, "unknown_team", message);
        }
    }
    let slate: Vec<String> = games
        .iter()
        .filter(|((on, ..), _)| *on == day)
        .flat_map(|(_, games)| games.iter().map(|g| format!("{} - {}", g.game.home, g.game.away)))
        .take(6)
        .collect();
    let there = if slate.is_empty() {
        "no game is known on that day".into()
    } else {
        format!("that day has {}", slate.join(", "))
    };
    let message = format!(
        "no game {} - {} in {} on {}: {there}",
        leg.home, leg.away, leg.league, leg.date
    );
    Rejected::new(leg.line, "unknown_game", message)
}

async fn load_month(db: &mut Connection, league: League, month: i64) -> Result<Month, BookError> {
    let sql = format!(
        "SELECT {} FROM games g WHERE g.league = ? AND g.day > ? AND g.day < ?",
        GameRow::columns("g")
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(league.code())
        .bind(month)
        .bind(month + 100)
        .fetch_all(db)
        .await?;
    let mut games = Month::new();
    for row in &rows {
        let row = GameRow::read(row, 0)?;
        let key = (row.day, row.home.to_lowercase(), row.away.to_lowercase());
        let keyed = KeyedGame {
            game: row.game()?,
            key: row.game_key,
        };
        games.entry(key).or_default().push(Arc::new(keyed));
    }
    Ok(games)
}

/// The games of these ids.
pub(crate) async fn load_games(
    db: &mut Connection,
    ids: impl IntoIterator<Item = i64>,
) -> Result<HashMap<i64, GameRow>, BookError> {
    let ids: Vec<i64> = ids.into_iter().collect();
    let mut games = HashMap::with_capacity(ids.len());
    for batch in ids.chunks(BATCH) {
        let sql = format!(
            "SELECT {} FROM games g WHERE g.game_id IN ({})",
            GameRow::columns("g"),
            marks(batch.len())
        );
        let mut arguments = Arguments::default();
        for id in batch {
            arguments.add(id).map_err(BookError::Database)?;
        }
        for row in sqlx::query_with(AssertSqlSafe(sql), arguments)
            .persistent(stays_prepared(batch.len()))
            .fetch_all(&mut *db)
            .await?
        {
            let game = GameRow::read(&row, 0)?;
            games.insert(game.game_id, game);
        }
    }
    Ok(games)
}

/// The games that bets are on.
pub(crate) async fn games_behind<'a>(
    db: &mut Connection,
    bets: impl IntoIterator<Item = &'a LoadedBet>,
) -> Result<HashMap<i64, Game>, BookError> {
    let legs = bets.into_iter().flat_map(|bet| &bet.legs);
    let ids: BTreeSet<i64> = legs.map(|leg| leg.game_id).collect();
    games_of(&load_games(db, ids).await?)
}

/// A game under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveGame {
    /// The game, with its score so far.
    pub game: Game,
    /// When the books heard of that score last; none if they never did.
    pub as_of: Option<DateTime<Utc>>,
}

impl Book {
    /// The games that bets can be placed on now: scheduled or under way, the next ones first.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn open_games(&self) -> Result<Vec<Game>, BookError> {
        let from = (self.env.now() - OPEN_FOR).timestamp_millis();
        let sql = format!(
            "SELECT {} FROM games g WHERE g.status IN ('scheduled', 'live') AND g.start_at > ? \
             ORDER BY g.start_at, g.game_id LIMIT 5000",
            GameRow::columns("g")
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(from)
            .fetch_all(&self.pools.read)
            .await?;
        rows.iter().map(|row| GameRow::read(row, 0)?.game()).collect()
    }

    /// The games that the books know to be under way, the earliest first.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn live_games(&self) -> Result<Vec<LiveGame>, BookError> {
        let sql = format!(
            "SELECT {}, r.recorded_at FROM games g LEFT JOIN results r ON r.result_id = g.result_id \
             WHERE g.status = 'live' ORDER BY g.start_at, g.game_id LIMIT 100",
            GameRow::columns("g")
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .fetch_all(&self.pools.read)
            .await?;
        rows.iter()
            .map(|row| {
                let recorded: Option<i64> = row.try_get(GameRow::COLUMNS.len())?;
                Ok(LiveGame {
                    game: GameRow::read(row, 0)?.game()?,
                    as_of: recorded.map(|at| moment("results", at)).transpose()?,
                })
            })
            .collect()
    }

    /// The prices of a game, the newest first.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn quotes(&self, game: GameId) -> Result<Vec<Quote>, BookError> {
        let mut db = self.pools.read.acquire().await?;
        load_quotes(&mut db, game).await
    }
}

/// The prices of a game, the newest first.
pub(crate) async fn load_quotes(db: &mut Connection, game: GameId) -> Result<Vec<Quote>, BookError> {
    let sql = format!(
        "SELECT {} FROM quotes q WHERE q.game_id = ? ORDER BY q.as_of DESC, q.book, q.market, q.period, q.line, q.side",
        QuoteRow::columns("q")
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(game.get())
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| quote(&QuoteRow::read(row, 0)?)).collect()
}
