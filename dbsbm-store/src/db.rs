//! The database behind the Book: opening it, its schema, and what differs between dialects.
//!
//! All SQL of this crate is written once, in the part of the language that SQLite and MySQL share. What they do not
//! share - the driver, opening, locking, upsert - is in this file.

use crate::BookError;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, SqlitePool,
    migrate::{MigrateError, Migrator},
    pool::PoolOptions,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};
use std::{str::FromStr, time::Duration};

/// The driver.
pub(crate) type Db = sqlx::Sqlite;
/// A connection of it.
pub(crate) type Connection = sqlx::SqliteConnection;
/// A row of it.
pub(crate) type Row = sqlx::sqlite::SqliteRow;
/// Bound values of it.
pub(crate) type Arguments = sqlx::sqlite::SqliteArguments;
/// A transaction of it.
pub(crate) type Transaction = sqlx::Transaction<'static, Db>;

/// How a transaction that will write begins: it takes the lock at once, so that it never fails half-way for another.
pub(crate) const BEGIN_WRITE: &str = "BEGIN IMMEDIATE";

static MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long the end of a process waits for work that still has a connection.
const CLOSING: Duration = Duration::from_secs(10);
/// Readers beside the one writer.
const READERS: u32 = 4;
/// Page cache of the writer, in KiB.
const CACHE_KIB: u32 = 1024;
/// The same of a reader. What these do not hold the operating system mostly does, and reading is no slower for it; but each
/// of them is held for as long as the program runs.
const READER_CACHE_KIB: u32 = 256;
/// The same for the writer while it works through very much: its batches touch the same pages again and again.
const ROOM_KIB: u32 = 24 * 1024;
/// Pages in the write-ahead log before it is copied into the file (16 MiB): a page that several commits touch is copied
/// once.
const CHECKPOINT_PAGES: u32 = 4_096;

/// The end of an insert that replaces the row of the same key: each other column takes the new value. The key is left out,
/// because a row whose key is written is taken out of every index and put back.
pub(crate) fn on_conflict_replace(key: &str, columns: &[&str]) -> String {
    let of_key = |column: &str| key.split(", ").any(|part| part == column);
    let others = columns.iter().filter(|column| !of_key(column));
    let set: Vec<String> = others.map(|c| format!("{c} = excluded.{c}")).collect();
    format!(" ON CONFLICT ({key}) DO UPDATE SET {}", set.join(", "))
}

/// The end of an insert that leaves the row of the same key alone.
pub(crate) const ON_CONFLICT_KEEP: &str = " ON CONFLICT DO NOTHING";

/// Behind the name of a table: it is read by this index, where the planner would sort what an index already has in order.
pub(crate) fn by_index(name: &str) -> String {
    format!("INDEXED BY {name}")
}

/// An address as it may be shown: who logs in with which password is nobody's business.
fn without_password(address: &str) -> String {
    let shown: String = match address.split_once("://") {
        Some((scheme, rest)) => match rest.rsplit_once('@') {
            Some((_, host)) => format!("{scheme}://...@{host}"),
            None => address.into(),
        },
        None => address.into(),
    };
    shown.chars().take(200).collect()
}

/// Connections to one database: one that writes, some that read.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    pub(crate) write: SqlitePool,
    pub(crate) read: SqlitePool,
}

impl Pools {
    /// Opens the database an address names; makes the file if there is none.
    pub(crate) async fn open(address: &str) -> Result<Self, BookError> {
        let wrong = || BookError::Address(without_password(address));
        if !address.starts_with("sqlite:") || address.contains(":memory:") {
            return Err(wrong());
        }
        let options = SqliteConnectOptions::from_str(address)
            .map_err(|_| wrong())?
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(PATIENCE)
            .statement_cache_capacity(256)
            // Rows cross from the driver's thread in batches, not one wake-up each.
            .row_buffer_size(1_024)
            .pragma("wal_autocheckpoint", CHECKPOINT_PAGES.to_string())
            .pragma("temp_store", "memory");
        // The driver would print statements when it finds them slow; the Book's own tracing says what matters.
        let options = options.disable_statement_logging();
        // A connection to a file does not age: made anew now and then, as the pool would, it takes a thread and its memory
        // anew.
        let pool = |size: u32, cache: u32, options: SqliteConnectOptions| {
            PoolOptions::new()
                .max_connections(size)
                .acquire_timeout(PATIENCE)
                .idle_timeout(None)
                .max_lifetime(None)
                .connect_with(options.pragma("cache_size", format!("-{cache}")))
        };
        let file = || options.get_filename().display().to_string();
        let name = |e: BookError| match e {
            BookError::NotADatabase(_) => BookError::NotADatabase(file()),
            BookError::CannotOpen(_) => BookError::CannotOpen(file()),
            other => other,
        };
        let write = pool(1, CACHE_KIB, options.clone())
            .await
            .map_err(|e| name(e.into()))?;
        let read = pool(
            READERS,
            READER_CACHE_KIB,
            options.clone().pragma("query_only", "1"),
        )
        .await;
        let read = match read {
            Ok(read) => read,
            Err(error) => {
                write.close().await;
                return Err(name(error.into()));
            }
        };
        tracing::debug!(
            address = without_password(address),
            readers = READERS,
            "database opened"
        );
        Ok(Self { write, read })
    }

    /// Closes all connections. The one that writes goes last: it brings the log into the database file, which then holds
    /// everything. Work that keeps a connection for too long loses it with the process; what it committed is safe.
    pub(crate) async fn close(&self) {
        let closed = async {
            self.read.close().await;
            self.write.close().await;
        };
        if tokio::time::timeout(CLOSING, closed).await.is_err() {
            tracing::warn!(
                "ended while the database was in use; its last changes are in the files beside it"
            );
        }
    }

    /// Does long work of many commits, with room for the pages that it touches. Who drops it half-way leaves the room to
    /// the next such work, which takes it back.
    pub(crate) async fn with_room<T>(
        &self,
        work: impl Future<Output = Result<T, BookError>>,
    ) -> Result<T, BookError> {
        self.room(ROOM_KIB).await?;
        let done = work.await;
        let back = self.room(CACHE_KIB).await;
        let value = done?;
        back.map(|()| value)
    }

    async fn room(&self, kib: u32) -> Result<(), BookError> {
        let pragma = AssertSqlSafe(format!("PRAGMA cache_size = -{kib}"));
        sqlx::raw_sql(pragma).execute(&self.write).await?;
        Ok(())
    }

    /// The schema version of the database and the newest one known.
    pub(crate) async fn version(&self) -> Result<(i64, i64), BookError> {
        let known = newest();
        // One statement, so that a schema which another program is making is seen whole or not at all.
        let (ours, all): (i64, i64) =
            sqlx::query_as("SELECT COALESCE(SUM(name = '_sqlx_migrations'), 0), COUNT(*) FROM sqlite_master")
                .fetch_one(&self.read)
                .await?;
        match (ours, all) {
            (0, 0) => return Ok((0, known)),
            (0, _) => {
                let file = self.read.connect_options().get_filename().display().to_string();
                return Err(BookError::NotADatabase(file));
            }
            _ => {}
        }
        let found: Option<i64> = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations")
            .fetch_one(&self.read)
            .await?;
        match found.unwrap_or(0) {
            found if found > known => Err(BookError::Newer { found, known }),
            found => Ok((found, known)),
        }
    }

    /// Brings the schema up to the newest version: all steps or none, under the writer's lock, so that of several programs
    /// started at once one makes the database and the others find it made.
    pub(crate) async fn migrate_up(&self) -> Result<(), BookError> {
        let mut tx = self.write.begin_with(BEGIN_WRITE).await?;
        MIGRATIONS.run(&mut *tx).await.map_err(migration)?;
        Ok(tx.commit().await?)
    }

    /// Takes the schema back to a version.
    pub(crate) async fn migrate_down(&self, to: i64) -> Result<(), BookError> {
        let known = newest();
        if to < 0 || to > known {
            return Err(BookError::NoVersion { asked: to, known });
        }
        let mut tx = self.write.begin_with(BEGIN_WRITE).await?;
        MIGRATIONS.undo(&mut *tx, to).await.map_err(migration)?;
        Ok(tx.commit().await?)
    }
}

fn newest() -> i64 {
    MIGRATIONS.iter().map(|m| m.version).max().unwrap_or(0)
}

fn migration(error: MigrateError) -> BookError {
    match error {
        MigrateError::Execute(e) | MigrateError::ExecuteMigration(e, _) => e.into(),
        MigrateError::VersionMissing(found) => BookError::Newer {
            found,
            known: newest(),
        },
        other => BookError::Database(Box::new(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_never_ends_does_not_keep_the_process() {
        let dir = tempfile::tempdir().unwrap();
        let pools = Pools::open(&format!("sqlite://{}", dir.path().join("a.db").display()))
            .await
            .unwrap();
        let held = pools.read.acquire().await.unwrap();
        tokio::time::pause();
        let begin = tokio::time::Instant::now();
        pools.close().await;
        assert_eq!(begin.elapsed().as_secs(), CLOSING.as_secs());
        drop(held);
    }
}
