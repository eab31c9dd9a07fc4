//! The outbox: what there is to be done outside, and what became of it. Delivery is at least once, so a task must be
//! harmless when it is done again.

use super::Book;
use crate::{
    BookError,
    convert::{moment, parse},
    db,
    insert::{BATCH, marks},
    page::TASKS_KEPT,
};
use chrono::{DateTime, TimeDelta, Utc};
use dbsbm_core::id::GuildId;
use serde::Serialize;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::BTreeMap;

/// How often a task is tried: for most of a day, so that an outage over night loses nothing.
pub(super) const MOST_ATTEMPTS: u32 = 32;
/// The pause after the first failure; it doubles with each one.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(5);
/// The longest pause.
const LONGEST_PAUSE: TimeDelta = TimeDelta::hours(1);
/// Characters kept of an error.
const ERROR_KEPT: usize = 500;
/// Dead tasks shown at once.
const DEAD_SHOWN: i64 = 1_000;

/// Something to do outside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Task {
    /// Its number.
    pub id: i64,
    /// The guild it is for.
    pub guild: GuildId,
    /// What to do: `slip.post`.
    pub kind: String,
    /// To what: of one kind and key there is one task.
    pub key: String,
    /// Whatever else is needed to do it.
    pub payload: Value,
    /// How often it was claimed, this time included.
    pub attempts: u32,
    /// Since when it waits.
    pub queued_at: DateTime<Utc>,
}

/// A task that was given up.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeadTask {
    /// The task.
    #[serde(flatten)]
    pub task: Task,
    /// What went wrong the last time.
    pub error: String,
    /// When it was given up.
    pub died_at: DateTime<Utc>,
}

/// How much there is to do, in the guilds that the bot is in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct OutboxCounts {
    /// Tasks that wait for a worker.
    pub waiting: u64,
    /// Tasks that a worker is at.
    pub claimed: u64,
    /// Tasks that were given up.
    pub dead: u64,
    /// Since when the most overdue of them could have gone; later than now while each waits for its time.
    pub oldest_waiting: Option<DateTime<Utc>>,
    /// How many tasks of each kind wait.
    pub waiting_by_kind: BTreeMap<String, u64>,
}

impl Book {
    /// Asks for something to be done outside, once a key, without any other change to the books.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn queue_task(
        &self,
        guild: GuildId,
        kind: &str,
        key: &str,
        payload: &Value,
    ) -> Result<(), BookError> {
        let mut page = self.page(guild).await?;
        page.outbox(kind, key.into(), payload);
        page.commit().await?;
        Ok(())
    }

    /// Notes that tasks are done. One that is done already, or was replaced meanwhile, is no error.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn tasks_done(&self, ids: &[i64]) -> Result<(), BookError> {
        let remove_at = (self.env.now() + TASKS_KEPT).timestamp_millis();
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        for ids in ids.chunks(BATCH) {
            let sql = format!(
                "UPDATE outbox SET state = 'done', due_at = ?, error = '' WHERE state <> 'done' AND outbox_id IN ({})",
                marks(ids.len())
            );
            let mut update = sqlx::query(AssertSqlSafe(sql)).bind(remove_at);
            for id in ids {
                update = update.bind(id);
            }
            update.execute(&mut *tx).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Notes that a claimed task failed. It is tried again at a moment, or given up: without a moment, and after too many
    /// attempts. Gives whether it was given up.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn task_failed(
        &self,
        id: i64,
        error: &str,
        retry_at: Option<DateTime<Utc>>,
    ) -> Result<bool, BookError> {
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        let attempts: Option<i64> =
            sqlx::query_scalar("SELECT attempts FROM outbox WHERE outbox_id = ? AND state = 'claimed'")
                .bind(id)
                .fetch_optional(&mut *tx)
                .await?;
        let Some(attempts) = attempts else {
            return Ok(false);
        };
        let (state, due) = match retry_at {
            Some(at) if small(attempts) < MOST_ATTEMPTS => ("waiting", at),
            _ => ("dead", self.env.now()),
        };
        sqlx::query("UPDATE outbox SET state = ?, due_at = ?, error = ? WHERE outbox_id = ?")
            .bind(state)
            .bind(due.timestamp_millis())
            .bind(kept(error))
            .bind(id)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(state == "dead")
    }

    /// Puts a claimed task back until a moment, because it is not its turn: that is no failure, and however often it
    /// happens the task is not given up for it.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn task_postponed(&self, id: i64, why: &str, until: DateTime<Utc>) -> Result<(), BookError> {
        sqlx::query(
            "UPDATE outbox SET state = 'waiting', due_at = ?, error = ?, attempts = attempts - 1 \
             WHERE outbox_id = ? AND state = 'claimed'",
        )
        .bind(until.timestamp_millis())
        .bind(kept(why))
        .bind(id)
        .execute(&self.pools.write)
        .await?;
        Ok(())
    }

    /// Gives back what a worker had claimed and will not finish, so that nobody waits for its lease to end. What it sent last
    /// may still be on its way for a while: it is due again after that.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn give_back_tasks(&self, worker: &str, after: TimeDelta) -> Result<(), BookError> {
        sqlx::query("UPDATE outbox SET state = 'waiting', due_at = ? WHERE state = 'claimed' AND worker = ?")
            .bind((self.env.now() + after).timestamp_millis())
            .bind(worker)
            .execute(&self.pools.write)
            .await?;
        Ok(())
    }

    /// When to try again after so many attempts: the pause doubles each time up to an hour, and a random part of it is left
    /// out, so that what failed together does not come back together.
    pub fn retry_at(&self, attempts: u32) -> DateTime<Utc> {
        let doubled = 1_i32.checked_shl(attempts.saturating_sub(1).min(16)).unwrap_or(1);
        let pause = (FIRST_PAUSE * doubled).min(LONGEST_PAUSE);
        let left_out = pause / 2 * i32::from(self.env.secret::<1>()[0]) / 255;
        self.env.now() + pause - left_out
    }

    /// The tasks that were given up, the newest first.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn dead_tasks(&self, guild: Option<GuildId>) -> Result<Vec<DeadTask>, BookError> {
        let sql = format!(
            "SELECT {TASK}, error, due_at FROM outbox WHERE state = 'dead' AND (? = 0 OR guild_id = ?) \
             ORDER BY due_at DESC, outbox_id DESC LIMIT ?"
        );
        let guild = guild.map_or(0, GuildId::get);
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(guild)
            .bind(guild)
            .bind(DEAD_SHOWN)
            .fetch_all(&self.pools.read)
            .await?;
        rows.iter()
            .map(|row| {
                Ok(DeadTask {
                    task: task(row)?,
                    error: row.try_get(7)?,
                    died_at: moment("outbox", row.try_get(8)?)?,
                })
            })
            .collect()
    }

    /// Whether a task of this kind and key waits for a worker or has one.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn is_under_way(&self, guild: GuildId, kind: &str, key: &str) -> Result<bool, BookError> {
        let found: Option<i64> = sqlx::query_scalar(
            "SELECT outbox_id FROM outbox WHERE guild_id = ? AND task = ? AND task_key = ? \
             AND state IN ('waiting', 'claimed')",
        )
        .bind(guild.get())
        .bind(kind)
        .bind(key)
        .fetch_optional(&self.pools.read)
        .await?;
        Ok(found.is_some())
    }

    /// Tries a task again that was given up.
    ///
    /// # Errors
    /// [`BookError::NoTask`] when there is none of this number, or it is not dead.
    pub async fn retry_task(&self, id: i64) -> Result<(), BookError> {
        let done = sqlx::query(
            "UPDATE outbox SET state = 'waiting', due_at = ?, attempts = 0 WHERE outbox_id = ? AND state = 'dead'",
        )
        .bind(self.env.now().timestamp_millis())
        .bind(id)
        .execute(&self.pools.write)
        .await?;
        match done.rows_affected() {
            0 => Err(BookError::NoTask(id)),
            _ => Ok(()),
        }
    }

    /// How much there is to do.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn outbox_counts(&self) -> Result<OutboxCounts, BookError> {
        let rows: Vec<(String, String, i64, i64)> = sqlx::query_as(
            "SELECT o.state, o.task, COUNT(*), MIN(o.due_at) FROM outbox o \
             JOIN guilds g ON g.guild_id = o.guild_id AND g.left_at = 0 \
             WHERE o.state IN ('waiting', 'claimed', 'dead') GROUP BY o.state, o.task",
        )
        .fetch_all(&self.pools.read)
        .await?;
        let mut counts = OutboxCounts::default();
        for (state, kind, count, oldest) in rows {
            let count = count.unsigned_abs();
            match state.as_str() {
                "waiting" => {
                    let oldest = moment("outbox", oldest)?;
                    let before = counts.oldest_waiting.get_or_insert(oldest);
                    *before = oldest.min(*before);
                    counts.waiting += count;
                    counts.waiting_by_kind.insert(kind, count);
                }
                "claimed" => counts.claimed += count,
                _ => counts.dead += count,
            }
        }
        Ok(counts)
    }

    /// Removes the tasks that were done a week ago; gives their number.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn remove_done_tasks(&self) -> Result<u64, BookError> {
        let done = sqlx::query("DELETE FROM outbox WHERE state = 'done' AND due_at <= ?")
            .bind(self.env.now().timestamp_millis())
            .execute(&self.pools.write)
            .await?;
        Ok(done.rows_affected())
    }
}

/// The columns of a task.
pub(super) const TASK: &str = "outbox_id, guild_id, task, task_key, payload, attempts, queued_at";

/// Reads [`TASK`].
pub(super) fn task(row: &db::Row) -> Result<Task, BookError> {
    let id: i64 = row.try_get(0)?;
    let place = format!("outbox {id}");
    Ok(Task {
        id,
        guild: GuildId::new(row.try_get(1)?).map_err(|e| BookError::corrupt(&place, e))?,
        kind: row.try_get(2)?,
        key: row.try_get(3)?,
        payload: parse(&place, row.try_get(4)?)?,
        attempts: small(row.try_get(5)?),
        queued_at: moment(&place, row.try_get(6)?)?,
    })
}

/// As much of an error as is kept.
pub(super) fn kept(error: &str) -> String {
    error.chars().take(ERROR_KEPT).collect()
}

/// A count of attempts, which no column holds beyond a few.
fn small(count: i64) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
