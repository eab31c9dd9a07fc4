//! Verifying the chain: in the books, or in an export that somebody was given.

use super::{Book, guilds};
use crate::{BookError, db::Connection};
use dbsbm_core::{id::GuildId, proof::Chain};
use futures_util::TryStreamExt as _;
use sqlx::Row as _;
use std::io::BufRead;

/// What verifying a chain found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Verification {
    /// Events looked at.
    pub events: u64,
    /// Whether every hash is what its event and the hash before make it.
    pub ok: bool,
    /// The first event that does not fit.
    pub first_bad: Option<i64>,
    /// The newest hash.
    pub head: String,
}

/// Where a chain stands, or stood: after so many events, at this hash.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ChainMark {
    /// How many events there are up to here.
    pub events: i64,
    /// The hash of the last of them.
    pub hash: String,
}

impl Book {
    /// Where the chain of a guild stands.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn head(&self, guild: GuildId) -> Result<ChainMark, BookError> {
        let mut db = self.pools.read.acquire().await?;
        head(&mut db, guild).await
    }

    /// Where the chain of a guild stood after so many events; none while it has fewer.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn head_after(&self, guild: GuildId, events: i64) -> Result<Option<ChainMark>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let hash: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT hash FROM events WHERE guild_id = ? AND seq = ?")
                .bind(guild.get())
                .bind(events)
                .fetch_optional(&mut *db)
                .await?;
        Ok(hash.map(|hash| ChainMark::new(events, &hash)))
    }

    /// Recomputes the chain of a guild.
    ///
    /// # Errors
    /// [`BookError::NoGuild`], or a failure of the database; a chain that does not fit is an answer, not an error.
    pub async fn verify(&self, guild: GuildId) -> Result<Verification, BookError> {
        let mut db = self.pools.read.begin().await?;
        let head = head(&mut db, guild).await?;
        let mut check = Check::default();
        {
            let mut rows = sqlx::query("SELECT seq, body, hash FROM events WHERE guild_id = ? ORDER BY seq")
                .bind(guild.get())
                .fetch(&mut *db);
            while let Some(row) = rows.try_next().await? {
                check.event(row.try_get(0)?, row.try_get(1)?, row.try_get::<&[u8], _>(2)?);
            }
        }
        // Events cut off at the end leave a chain that fits: the head says how long it was.
        if check.next != head.events + 1 || check.chain.head().to_string() != head.hash {
            check.bad(check.next.min(head.events));
        }
        Ok(check.done())
    }
}

impl ChainMark {
    fn new(events: i64, hash: &[u8]) -> Self {
        let hash = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        Self { events, hash }
    }
}

async fn head(db: &mut Connection, guild: GuildId) -> Result<ChainMark, BookError> {
    let found: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT head_seq, head_hash FROM guilds WHERE guild_id = ?")
            .bind(guild.get())
            .fetch_optional(db)
            .await?;
    let (events, hash) = found.ok_or(BookError::NoGuild(guild))?;
    Ok(ChainMark::new(events, &hash))
}

/// A chain under examination.
#[derive(Default)]
struct Check {
    chain: Chain,
    events: u64,
    next: i64,
    first_bad: Option<i64>,
}

impl Check {
    fn event(&mut self, seq: i64, body: &str, hash: &[u8]) {
        self.events += 1;
        let expected = self.next.max(1);
        self.next = seq + 1;
        let said: Option<i64> = serde_json::from_str::<serde_json::Value>(body)
            .ok()
            .and_then(|event| event.get("seq")?.as_i64());
        let fits = seq == expected
            && said == Some(seq)
            && self.chain.append(body).is_ok_and(|h| h.as_bytes() == hash);
        if !fits {
            self.bad(expected.min(seq));
        }
    }

    fn bad(&mut self, seq: i64) {
        self.first_bad.get_or_insert(seq);
    }

    fn done(self) -> Verification {
        Verification {
            events: self.events,
            ok: self.first_bad.is_none(),
            first_bad: self.first_bad,
            head: self.chain.head().to_string(),
        }
    }
}

/// Verifies an exported proof: JSON Lines, the first naming the head, the others one event with its hash each.
///
/// # Errors
/// [`BookError::File`] when it is no such file.
pub fn verify_proof(file: impl BufRead) -> Result<Verification, BookError> {
    let wrong = |line: usize, why: &str| BookError::File {
        code: "not_a_proof",
        message: format!("line {line} of the proof: {why}"),
    };
    let mut check = Check::default();
    let mut head = None;
    for (number, line) in (1..).zip(file.lines()) {
        let line = line.map_err(|e| wrong(number, &e.to_string()))?;
        let value: serde_json::Value =
            serde_json::from_str(&line).map_err(|e| wrong(number, &e.to_string()))?;
        let text = |key: &str| value.get(key).and_then(|v| v.as_str()).map(str::to_string);
        if number == 1 {
            head = Some(text("head").ok_or_else(|| wrong(1, "it must name the head of a chain"))?);
            continue;
        }
        let event = value
            .get("event")
            .ok_or_else(|| wrong(number, "there is no `event` in it"))?;
        let hash: dbsbm_core::proof::Hash = text("hash")
            .and_then(|hash| hash.parse().ok())
            .ok_or_else(|| wrong(number, "there is no `hash` of 64 hexadecimal digits in it"))?;
        let seq = event.get("seq").and_then(serde_json::Value::as_i64).unwrap_or(0);
        check.event(seq, &event.to_string(), hash.as_bytes());
    }
    let head = head.ok_or_else(|| wrong(1, "the file is empty"))?;
    if head != check.chain.head().to_string() {
        check.bad(check.next);
    }
    Ok(check.done())
}
