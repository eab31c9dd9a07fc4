//! Tasks for the outbox: which comes first, and which may wait for the next one of its kind.

use super::Page;
use crate::{
    BookError,
    db::{self, Connection},
    insert::insert,
    rows::OutboxRow,
};
use chrono::{DateTime, TimeDelta, Utc};

/// How long a task that is done stays, so that its key is not taken for a new one.
pub(crate) const KEPT: TimeDelta = TimeDelta::days(7);

/// The task that tells an address outside what happened to a bet.
pub(crate) const WEBHOOK_EVENT: &str = "webhook.event";

/// The place of a task in the queue, the lowest first: what is new, what became of it, everything else, names.
fn priority(task: &str) -> i64 {
    match task.split_once('.') {
        Some(("card", _) | ("slip", "post")) => 10,
        Some(("slip", _)) => 20,
        Some(("channel", _)) => 40,
        _ => 30,
    }
}

/// Tasks that show the latest of something, and how much time lies between two of one key at the least: what comes in
/// meanwhile takes the place of what waits. The pace of names is half of what Discord allows.
fn pace(task: &str) -> Option<TimeDelta> {
    match task {
        "slip.edit" => Some(TimeDelta::seconds(15)),
        "channel.rename" => Some(TimeDelta::minutes(5)),
        "follow.role" => Some(TimeDelta::seconds(1)),
        _ => None,
    }
}

/// A task that is due at once.
pub(crate) fn row(
    guild_id: i64,
    task: &str,
    key: String,
    payload: &serde_json::Value,
    now: DateTime<Utc>,
) -> OutboxRow {
    let now = now.timestamp_millis();
    OutboxRow {
        guild_id,
        task: task.into(),
        task_key: key,
        payload: payload.to_string(),
        priority: priority(task),
        queued_at: now,
        due_at: now,
    }
}

impl Page {
    /// Asks for something to be done outside: once a key, or at its pace the latest of a key.
    pub(crate) fn outbox(&mut self, task: &str, key: String, payload: &serde_json::Value) {
        let row = row(self.guild.id.get(), task, key, payload, self.now);
        if pace(task).is_some() {
            let other = |old: &OutboxRow| old.task != row.task || old.task_key != row.task_key;
            self.pending.outbox.retain(other);
        }
        self.pending.outbox.push(row);
    }
}

/// Writes tasks.
pub(crate) async fn write(
    db: &mut Connection,
    rows: &[OutboxRow],
    now: DateTime<Utc>,
) -> Result<(), BookError> {
    let mut rows = rows.to_vec();
    for row in &mut rows {
        if let Some(pace) = pace(&row.task) {
            replace(db, row, pace, now).await?;
        }
    }
    insert(db, &rows, db::ON_CONFLICT_KEEP).await
}

/// Takes the place of the task of the same key. The new one has a number of its own, so that a worker that is at the old
/// one does not report this one done.
async fn replace(
    db: &mut Connection,
    row: &mut OutboxRow,
    pace: TimeDelta,
    now: DateTime<Utc>,
) -> Result<(), BookError> {
    let old: Option<(i64, String, i64, i64)> = sqlx::query_as(
        "SELECT outbox_id, state, queued_at, due_at FROM outbox WHERE guild_id = ? AND task = ? AND task_key = ?",
    )
    .bind(row.guild_id)
    .bind(&row.task)
    .bind(&row.task_key)
    .fetch_optional(&mut *db)
    .await?;
    let Some((id, state, queued_at, due_at)) = old else {
        return Ok(());
    };
    match state.as_str() {
        "waiting" => (row.queued_at, row.due_at) = (queued_at, due_at),
        "claimed" => row.due_at = (now + pace).timestamp_millis(),
        "done" => row.due_at = row.due_at.max(due_at - (KEPT - pace).num_milliseconds()),
        _ => {}
    }
    sqlx::query("DELETE FROM outbox WHERE outbox_id = ?")
        .bind(id)
        .execute(db)
        .await?;
    Ok(())
}
