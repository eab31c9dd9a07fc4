//! The books under load, in one run: importing and settling against the same rows inserted plainly, then the reading of a
//! large guild, then memory. Minutes long, so it is a program and not a criterion bench.
//!
//! `cargo run --release -p dbsbm-benches --bin books -- [bets] [cappers] [times]`; with `times` the history is copied so often
//! before it is read, which makes a very large guild sooner than settling every bet.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(clippy::disallowed_methods, reason = "a bench reads the clock")]

use dbsbm_benches::season::{Bets, games};
use dbsbm_core::{
    guild::Actor,
    id::GuildId,
    record::{Metric, Window},
};
use dbsbm_store::{BoardQuery, Book, BookError, Environment, StatsQuery, import::Preset};
use std::time::Instant;

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1).map(|a| a.parse::<u64>());
    let bets = arguments.next().transpose()?.unwrap_or(100_000);
    let cappers = arguments.next().transpose()?.unwrap_or(100);
    let times = arguments.next().transpose()?.unwrap_or(1);
    let dir = tempfile::tempdir()?;
    let file = dir.path().join("books.db");
    let guild = GuildId::new(1)?;
    let book = Book::open(&format!("sqlite://{}", file.display()), Environment::system()).await?;
    book.add_guild(guild, "Bench").await?;
    book.import_games(Preset::Dbsbm, games().as_bytes(), &mut |_| {})
        .await?;

    let (begin, worked) = (Instant::now(), cpu_seconds()?);
    let imported = book
        .import_bets(&Actor::operator(guild), Bets::new(bets, cappers), &mut |_| {})
        .await?;
    let import = begin.elapsed().as_secs_f64();
    println!("peak memory after importing {bets} bets: {} MB", peak_mb()?);
    let begin = Instant::now();
    let settled = book.settle(Some(guild), &mut |_| {}).await?;
    let settle = begin.elapsed().as_secs_f64();
    assert_eq!((imported.inserted, settled.settled), (bets, bets));
    let (both, worked) = (import + settle, cpu_seconds()? - worked);
    println!(
        "import {import:.2} s, settle {settle:.2} s: {:.0} bets/s, {:.0} for each second of processor time",
        bets as f64 / both,
        bets as f64 / worked
    );

    if times > 1 {
        copies::make(&file, times).await?;
        println!("read from {} bets:", bets * times);
    } else {
        let plain = plain::insert_all(&file, &dir.path().join("plain.db")).await?;
        beside(bets, both, worked, &plain);
    }
    reading(&book, guild).await?;
    println!("peak memory at the end: {} MB", peak_mb()?);
    Ok(())
}

/// The rows of the Book beside the same rows written plainly.
fn beside(bets: u64, both: f64, worked: f64, plain: &plain::Plain) {
    // The Book wrote every state twice: open, then settled. A tally counts once, however often it was written.
    let rows = plain.rows as f64 + bets as f64;
    println!(
        "rows: {:.0}/s by the Book, {:.0}/s by plain 100-row inserts of the same rows: ratio {:.2}; by processor time {:.2}",
        rows / both,
        plain.rows as f64 / plain.seconds,
        (rows / both) / (plain.rows as f64 / plain.seconds),
        (rows / worked) / (plain.rows as f64 / plain.worked)
    );
}

async fn reading(book: &Book, guild: GuildId) -> Result<(), BookError> {
    let query = BoardQuery {
        metric: Metric::Net,
        window: Window::All,
        min: Some(1),
        as_of: None,
    };
    let board = book.leaderboard(guild, &query).await?;
    let mut best = f64::MAX;
    for _ in 0..20 {
        let begin = Instant::now();
        book.leaderboard(guild, &query).await?;
        best = best.min(begin.elapsed().as_secs_f64());
    }
    println!("leaderboard of {} cappers: {:.1} ms", board.len(), best * 1e3);
    let Some(busiest) = board.iter().max_by_key(|row| row.figures.bets) else {
        return Ok(());
    };
    let query = StatsQuery {
        capper: Some(busiest.capper),
        ..StatsQuery::default()
    };
    let mut best = f64::MAX;
    for _ in 0..5 {
        let begin = Instant::now();
        book.curve(guild, &query).await?;
        best = best.min(begin.elapsed().as_secs_f64());
    }
    println!(
        "record and curve of {} bets: {:.1} ms",
        busiest.figures.bets,
        best * 1e3
    );
    Ok(())
}

/// The most memory this process ever held, in MB.
fn peak_mb() -> std::io::Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .unwrap_or_default();
    Ok(line
        .split_whitespace()
        .nth(1)
        .and_then(|kb| kb.parse::<u64>().ok())
        .unwrap_or(0)
        / 1024)
}

/// Processor time of this process so far. Beside other work it says more than the clock on the wall.
fn cpu_seconds() -> std::io::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    // Behind the name, which may hold spaces: user and system time are the 12th and 13th field, in hundredths.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    let ticks = fields.skip(11).take(2).filter_map(|n| n.parse::<f64>().ok());
    Ok(ticks.sum::<f64>() / 100.0)
}

mod copies {
    //! The rows of every bet once more under new numbers, and the tallies counted up: what the books hold of a guild that did
    //! all of it several times.

    use sqlx::{
        AssertSqlSafe, SqlitePool,
        sqlite::{SqliteConnectOptions, SqliteSynchronous},
    };
    use std::path::Path;

    pub(crate) async fn make(file: &Path, times: u64) -> Result<(), sqlx::Error> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .synchronous(SqliteSynchronous::Off);
        let books = SqlitePool::connect_with(options).await?;
        let (bets, events): (i64, i64) = sqlx::query_as("SELECT next_bet - 1, head_seq FROM guilds")
            .fetch_one(&books)
            .await?;
        for table in ["bets", "legs", "bet_states", "events", "postings"] {
            let columns: Vec<String> = sqlx::query_scalar(AssertSqlSafe(format!(
                "SELECT name FROM pragma_table_info('{table}')"
            )))
            .fetch_all(&books)
            .await?;
            let copied: Vec<String> = columns
                .iter()
                .map(|column| match column.as_str() {
                    "bet_no" => format!("bet_no + n * {bets}"),
                    "seq" => format!("seq + n * {events}"),
                    "idem" => "randomblob(16)".into(),
                    other => other.into(),
                })
                .collect();
            for n in 1..times {
                let copied = copied.join(", ").replace(" + n * ", &format!(" + {n} * "));
                let sql = format!(
                    "INSERT INTO {table} SELECT {copied} FROM {table} WHERE {}",
                    if table == "events" || table == "postings" {
                        format!("seq <= {events} AND bet_no > 0")
                    } else {
                        format!("bet_no <= {bets}")
                    }
                );
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&books).await?;
            }
        }
        let counted: Vec<String> = [
            "won",
            "half_won",
            "lost",
            "half_lost",
            "push",
            "void",
            "risked",
            "returned",
        ]
        .iter()
        .chain(&["odds_e8", "level_e8", "net", "moves"])
        .map(|column| format!("{column} = {column} * {times}"))
        .collect();
        let sql = format!("UPDATE tallies SET {}", counted.join(", "));
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&books).await?;
        Ok(())
    }
}

mod plain {
    //! The same rows through sqlx in 100-row inserts, with the same schema, durability and number of commits.

    use sqlx::{
        Arguments as _, AssertSqlSafe, Row as _, SqlitePool, TypeInfo as _, ValueRef as _,
        sqlite::{SqliteArguments, SqliteConnectOptions, SqliteJournalMode, SqliteRow, SqliteSynchronous},
    };
    use std::{path::Path, time::Instant};

    pub(crate) struct Plain {
        pub(crate) rows: usize,
        pub(crate) seconds: f64,
        pub(crate) worked: f64,
    }

    pub(crate) async fn insert_all(from: &Path, to: &Path) -> Result<Plain, Box<dyn std::error::Error>> {
        let source = SqlitePool::connect_with(SqliteConnectOptions::new().filename(from)).await?;
        let options = SqliteConnectOptions::new()
            .filename(to)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .pragma("cache_size", "-24576")
            .pragma("wal_autocheckpoint", "4096");
        let target = SqlitePool::connect_with(options).await?;
        let schema: Vec<String> = sqlx::query_scalar("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND type <> 'view'")
            .fetch_all(&source).await?;
        for sql in schema {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&target).await?;
        }
        let mut plain = Plain {
            rows: 0,
            seconds: 0.0,
            worked: 0.0,
        };
        for table in ["bets", "legs", "bet_states", "events", "postings", "tallies"] {
            let mut offset = 0;
            loop {
                let rows = sqlx::query(AssertSqlSafe(format!(
                    "SELECT * FROM {table} LIMIT 50000 OFFSET {offset}"
                )))
                .fetch_all(&source)
                .await?;
                if rows.is_empty() {
                    break;
                }
                offset += rows.len();
                plain.rows += rows.len();
                let (begin, worked) = (Instant::now(), super::cpu_seconds()?);
                write(&target, table, &rows).await?;
                plain.seconds += begin.elapsed().as_secs_f64();
                plain.worked += super::cpu_seconds()? - worked;
            }
        }
        Ok(plain)
    }

    async fn write(
        target: &SqlitePool,
        table: &str,
        rows: &[SqliteRow],
    ) -> Result<(), Box<dyn std::error::Error>> {
        let columns = rows[0].columns().len();
        for page in rows.chunks(1_000) {
            let mut tx = target.begin_with("BEGIN IMMEDIATE").await?;
            for batch in page.chunks(100) {
                let marks = format!("({})", vec!["?"; columns].join(","));
                let sql = format!(
                    "INSERT INTO {table} VALUES {}",
                    vec![marks; batch.len()].join(",")
                );
                let mut arguments = SqliteArguments::default();
                for row in batch {
                    for i in 0..columns {
                        let value = row.try_get_raw(i)?;
                        match value.type_info().name() {
                            "TEXT" => arguments.add(row.try_get::<&str, _>(i)?),
                            "BLOB" => arguments.add(row.try_get::<&[u8], _>(i)?.to_vec()),
                            _ => arguments.add(row.try_get::<i64, _>(i)?),
                        }
                        .map_err(|e| e.to_string())?;
                    }
                }
                sqlx::query_with(AssertSqlSafe(sql), arguments)
                    .execute(&mut *tx)
                    .await?;
            }
            tx.commit().await?;
        }
        Ok(())
    }
}
