//! Importing games with their results and prices: streamed, in batches of one transaction each.

use super::{Book, ImportSummary, Progress, Rejected, moved::show_anew};
use crate::{
    BookError, convert,
    db::{self, Arguments, Connection},
    import::{GameReader, GameRow as FileRow, Preset, RowQuote},
    insert::{BATCH, insert, marks},
    rows::{GameRow, QuoteRow, Record, ResultRow},
};
use chrono::Datelike;
use dbsbm_core::market::GameStatus;
use sqlx::{Arguments as _, AssertSqlSafe};
use std::{
    collections::{HashMap, HashSet},
    io::Read,
};

/// Games in one transaction.
const PER_PAGE: usize = 500;

impl Book {
    /// Imports games from a file. A game that is there already is brought up to date; a later line of the same file that
    /// contradicts an earlier final is rejected.
    ///
    /// # Errors
    /// [`BookError::File`] when no row can be read, or a failure of the database; batches that were committed stay, and
    /// the same file again goes on from there.
    pub async fn import_games(
        &self,
        preset: Preset,
        file: impl Read + Send,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<ImportSummary, BookError> {
        let mut reader = GameReader::open(preset, file)?;
        let mut summary = ImportSummary::default();
        let mut finals = Finals::default();
        let mut batch = Vec::with_capacity(PER_PAGE);
        loop {
            let row = reader.next();
            let ended = row.is_none();
            match row {
                Some(Ok(row)) => match finals.check(&row) {
                    Ok(()) => batch.push(row),
                    Err(rejected) => summary.reject(rejected),
                },
                Some(Err(error)) => summary.reject(error.into()),
                None => {}
            }
            if batch.len() == PER_PAGE || (ended && !batch.is_empty()) {
                self.write_games(preset.code(), &batch, &mut summary).await?;
                batch.clear();
            }
            if ended || reader.rows() % 1000 == 0 {
                progress(Progress {
                    done: reader.rows(),
                    total: None,
                });
            }
            if ended {
                break;
            }
        }
        summary.read = reader.rows();
        Ok(summary)
    }

    async fn write_games(
        &self,
        source: &str,
        rows: &[FileRow],
        summary: &mut ImportSummary,
    ) -> Result<(), BookError> {
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        let mut slate = Slate::load(&mut tx, rows).await?;
        let now = self.env.now();
        for row in rows {
            match slate.take(row, source, now.timestamp_millis())? {
                Change::Inserted => summary.inserted += 1,
                Change::Updated => summary.updated += 1,
                Change::Unchanged => summary.unchanged += 1,
            }
        }
        let moved = std::mem::take(&mut slate.moved);
        slate.write(&mut tx).await?;
        show_anew(&mut tx, &moved, now).await?;
        Ok(tx.commit().await?)
    }
}

/// Finals of the file so far, by key: a later line may repeat them but not contradict them.
#[derive(Default)]
struct Finals(HashMap<String, (u64, String)>);

impl Finals {
    fn check(&mut self, row: &FileRow) -> Result<(), Rejected> {
        let said = format!(
            "{} {}",
            row.status,
            row.score.as_ref().map(ToString::to_string).unwrap_or_default()
        );
        match self.0.get(&row.key) {
            Some((line, earlier)) if *earlier != said => {
                let (home, away) = (&row.home, &row.away);
                let message =
                    format!("{home} - {away} is {said} here, but line {line} of this file says {earlier}");
                Err(Rejected::new(row.line, "contradicts_final", message))
            }
            Some(_) => Ok(()),
            None if row.status == GameStatus::Final => {
                self.0.insert(row.key.clone(), (row.line, said));
                Ok(())
            }
            None => Ok(()),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Change {
    Inserted,
    Updated,
    Unchanged,
}

/// The games of a batch as they are stored, and what is to be written.
struct Slate {
    games: HashMap<String, GameRow>,
    quotes: HashMap<QuoteKey, (i64, i64)>,
    next_game: i64,
    next_result: i64,
    changed: HashSet<String>,
    /// Games that were known, and start at another time.
    moved: Vec<i64>,
    new_results: Vec<ResultRow>,
    new_quotes: Vec<QuoteRow>,
}

type QuoteKey = (i64, String, String, String, String, i64, String, String);

impl Slate {
    async fn load(db: &mut Connection, rows: &[FileRow]) -> Result<Self, BookError> {
        let max = async |db: &mut Connection, sql: &'static str| {
            sqlx::query_scalar::<_, i64>(sql).fetch_one(db).await
        };
        let mut slate = Self {
            games: HashMap::with_capacity(rows.len()),
            quotes: HashMap::new(),
            next_game: max(db, "SELECT COALESCE(MAX(game_id), 0) + 1 FROM games").await?,
            next_result: max(db, "SELECT COALESCE(MAX(result_id), 0) + 1 FROM results").await?,
            changed: HashSet::new(),
            moved: Vec::new(),
            new_results: Vec::new(),
            new_quotes: Vec::new(),
        };
        for batch in rows.chunks(BATCH) {
            let columns = GameRow::columns("g");
            let sql = format!(
                "SELECT {columns} FROM games g WHERE g.game_key IN ({})",
                marks(batch.len())
            );
            let mut arguments = Arguments::default();
            for row in batch {
                arguments.add(&row.key).map_err(BookError::Database)?;
            }
            for row in sqlx::query_with(AssertSqlSafe(sql), arguments)
                .fetch_all(&mut *db)
                .await?
            {
                let game = GameRow::read(&row, 0)?;
                slate.games.insert(game.game_key.clone(), game);
            }
        }
        let ids: Vec<i64> = slate.games.values().map(|g| g.game_id).collect();
        for batch in ids.chunks(BATCH) {
            let columns = QuoteRow::columns("q");
            let sql = format!(
                "SELECT {columns} FROM quotes q WHERE q.game_id IN ({})",
                marks(batch.len())
            );
            let mut arguments = Arguments::default();
            for id in batch {
                arguments.add(id).map_err(BookError::Database)?;
            }
            for row in sqlx::query_with(AssertSqlSafe(sql), arguments)
                .fetch_all(&mut *db)
                .await?
            {
                let quote = QuoteRow::read(&row, 0)?;
                slate.quotes.insert(key(&quote), (quote.num, quote.den));
            }
        }
        Ok(slate)
    }

    /// Takes one game of the file over.
    fn take(&mut self, row: &FileRow, source: &str, now: i64) -> Result<Change, BookError> {
        let stored = self.games.get(&row.key).cloned();
        let fresh = stored.is_none();
        let mut game = match stored {
            Some(game) => game,
            None => {
                let id = self.next_game;
                self.next_game += 1;
                blank(id, row)
            }
        };
        // A slate that is read again and again is older than the result of a game that ended: it does not take that back.
        // What was recorded by mistake is put right by the right result, or by `postponed`.
        if row.status == GameStatus::Scheduled && game.status == GameStatus::Final.code() {
            return Ok(Change::Unchanged);
        }
        let before = game.clone();
        // A start is moved while the game has not begun; afterwards bets stay locked at the scheduled one.
        if matches!(game.status.as_str(), "scheduled" | "postponed") {
            game.start_at = row.start.timestamp_millis();
            game.day = local_day(row);
            if !fresh && game.start_at != before.start_at {
                self.moved.push(game.game_id);
            }
        }
        game.status = row.status.code().into();
        let total = row.score.as_ref().map(|s| s.total());
        game.home_final = total.map(|(home, _)| home.into());
        game.away_final = total.map(|(_, away)| away.into());
        let (home, away) = row.score.as_ref().map(|s| s.periods()).unwrap_or_default();
        game.home_periods = convert::periods(home);
        game.away_periods = convert::periods(away);
        let same_result = (
            &game.status,
            game.home_final,
            game.away_final,
            &game.home_periods,
            &game.away_periods,
        ) == (
            &before.status,
            before.home_final,
            before.away_final,
            &before.home_periods,
            &before.away_periods,
        );
        if !same_result || (fresh && row.status != GameStatus::Scheduled) {
            game.result_id = self.next_result;
            self.next_result += 1;
            self.new_results.push(ResultRow {
                result_id: game.result_id,
                game_id: game.game_id,
                recorded_at: now,
                source: source.into(),
                status: game.status.clone(),
                home_final: game.home_final,
                away_final: game.away_final,
                home_periods: game.home_periods.clone(),
                away_periods: game.away_periods.clone(),
            });
        }
        let mut priced = false;
        for quote in &row.quotes {
            priced |= self.quote(game.game_id, quote, source);
        }
        let change = match (fresh, game != before || priced) {
            (true, _) => Change::Inserted,
            (false, true) => Change::Updated,
            (false, false) => Change::Unchanged,
        };
        if fresh || game != before {
            self.changed.insert(row.key.clone());
        }
        self.games.insert(row.key.clone(), game);
        Ok(change)
    }

    fn quote(&mut self, game_id: i64, quote: &RowQuote, source: &str) -> bool {
        let selection = quote.selection;
        let row = QuoteRow {
            game_id,
            market: selection.market.code().into(),
            period: selection.period.to_string(),
            side: selection.side.to_string(),
            line: selection.line.map(|l| l.to_string()).unwrap_or_default(),
            as_of: quote.as_of.timestamp_millis(),
            book: quote.book.to_string(),
            source: source.into(),
            moment: quote.moment.code().into(),
            num: convert::signed(quote.price.num()),
            den: convert::signed(quote.price.den()),
            notation: quote.price.notation().code().into(),
        };
        let price = (row.num, row.den);
        if self.quotes.insert(key(&row), price) == Some(price) {
            return false;
        }
        self.new_quotes.push(row);
        true
    }

    async fn write(self, db: &mut Connection) -> Result<(), BookError> {
        let games: Vec<GameRow> = self
            .games
            .into_values()
            .filter(|game| self.changed.contains(&game.game_key))
            .collect();
        insert(db, &games, &db::on_conflict_replace("game_id", GameRow::COLUMNS)).await?;
        insert(db, &self.new_results, "").await?;
        let tail = db::on_conflict_replace(
            "game_id, market, period, side, line, as_of, book, moment",
            &["source", "num", "den", "notation"],
        );
        insert(db, &self.new_quotes, &tail).await
    }
}

fn key(q: &QuoteRow) -> QuoteKey {
    let text = |s: &String| s.clone();
    (
        q.game_id,
        text(&q.market),
        text(&q.period),
        text(&q.side),
        text(&q.line),
        q.as_of,
        text(&q.book),
        text(&q.moment),
    )
}

fn blank(game_id: i64, row: &FileRow) -> GameRow {
    GameRow {
        game_id,
        game_key: row.key.clone(),
        league: row.league.code().into(),
        home: row.home.to_string(),
        away: row.away.to_string(),
        day: local_day(row),
        start_at: row.start.timestamp_millis(),
        status: dbsbm_core::market::GameStatus::Scheduled.code().into(),
        home_final: None,
        away_final: None,
        home_periods: String::new(),
        away_periods: String::new(),
        result_id: 0,
    }
}

/// The league's local date as `yyyymmdd`.
fn local_day(row: &FileRow) -> i64 {
    let date = row.date;
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}
