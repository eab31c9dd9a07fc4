//! Periodic work that is done once in the whole system: who is at it, and what was last done.

use super::{Book, outbox::kept};
use crate::{BookError, convert::moment, db};
use chrono::{DateTime, TimeDelta, Utc};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// How the turns of a job ended.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Turns {
    /// When the last one that succeeded was over.
    pub done_at: Option<DateTime<Utc>>,
    /// Why the last one failed; empty when it did not.
    pub error: String,
}

impl Book {
    /// Takes a job for a while, or goes on with it; false while somebody else has it.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn lease(&self, job: &str, holder: &str, ttl: TimeDelta) -> Result<bool, BookError> {
        let held = "SELECT job FROM jobs WHERE job = ? AND holder <> ? AND held_until > ?";
        let now = self.env.now();
        let others: Option<String> = sqlx::query_scalar(held)
            .bind(job)
            .bind(holder)
            .bind(now.timestamp_millis())
            .fetch_optional(&self.pools.read)
            .await?;
        // Whoever waits for a job asks often: that takes no lock.
        if others.is_some() {
            return Ok(false);
        }
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        let others: Option<String> = sqlx::query_scalar(held)
            .bind(job)
            .bind(holder)
            .bind(now.timestamp_millis())
            .fetch_optional(&mut *tx)
            .await?;
        if others.is_some() {
            return Ok(false);
        }
        let sql = format!(
            "INSERT INTO jobs (job, holder, held_until) VALUES (?, ?, ?){}",
            db::on_conflict_replace("job", &["holder", "held_until"])
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(job)
            .bind(holder)
            .bind((now + ttl).timestamp_millis())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Gives a job back; one that somebody else has by now is left alone.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn release(&self, job: &str, holder: &str) -> Result<(), BookError> {
        sqlx::query("UPDATE jobs SET holder = '', held_until = 0 WHERE job = ? AND holder = ?")
            .bind(job)
            .bind(holder)
            .execute(&self.pools.write)
            .await?;
        Ok(())
    }

    /// Notes how a turn of a job ended, with why it failed if it did; that of somebody who lost the job meanwhile does not count.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn turn_ended(&self, job: &str, holder: &str, failure: Option<&str>) -> Result<(), BookError> {
        let error = failure.map(kept).unwrap_or_default();
        sqlx::query(
            "UPDATE jobs SET error = ?, done_at = CASE ? WHEN '' THEN ? ELSE done_at END WHERE job = ? AND holder = ?",
        )
        .bind(&error)
        .bind(&error)
        .bind(self.env.now().timestamp_millis())
        .bind(job)
        .bind(holder)
        .execute(&self.pools.write)
        .await?;
        Ok(())
    }

    /// How the turns of the jobs ended, by job. One that nobody ever had is not among them.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn turns(&self) -> Result<BTreeMap<String, Turns>, BookError> {
        let rows: Vec<(String, i64, String)> =
            sqlx::query_as("SELECT job, done_at, error FROM jobs WHERE done_at > 0 OR error <> ''")
                .fetch_all(&self.pools.read)
                .await?;
        let turns = |(job, done_at, error): (String, i64, String)| {
            let done_at = (done_at > 0).then(|| moment("jobs", done_at)).transpose()?;
            Ok((job, Turns { done_at, error }))
        };
        rows.into_iter().map(turns).collect()
    }

    /// What was last done of a job: the day reported, the number drawn.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn job_mark(&self, job: &str) -> Result<Option<String>, BookError> {
        Ok(
            sqlx::query_scalar("SELECT mark FROM jobs WHERE job = ? AND mark <> ''")
                .bind(job)
                .fetch_optional(&self.pools.read)
                .await?,
        )
    }

    /// Notes what was done of a job.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn set_job_mark(&self, job: &str, mark: &str) -> Result<(), BookError> {
        let sql = format!(
            "INSERT INTO jobs (job, mark) VALUES (?, ?){}",
            db::on_conflict_replace("job", &["mark"])
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(job)
            .bind(mark)
            .execute(&self.pools.write)
            .await?;
        Ok(())
    }
}
