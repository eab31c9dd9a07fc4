//! How workers share the outbox: each claims what is due, in the order in which it should go.
//!
//! A task belongs to the worker that claimed it until the lease ends; a worker that dies gives its tasks back by that.

use super::{
    Book, Task,
    holds::Hold,
    outbox::{MOST_ATTEMPTS, TASK, task},
};
use crate::{
    BookError,
    db::{self, Arguments, Connection},
    insert::{BATCH, marks},
    page::WEBHOOK_EVENT,
};
use chrono::TimeDelta;
use sqlx::{Arguments as _, AssertSqlSafe};

/// How much of a long queue is looked at for the turns of the guilds. The front is read in its order from an index, so that a
/// claim costs much the same however long the queue behind it is; what is passed over on the way - waits for its time, or is
/// another worker's - costs a step in that index each.
const FRONT: i64 = 1_000;

/// What a worker asks for.
#[derive(Debug, Clone)]
pub struct Claim<'a> {
    /// Its name.
    pub worker: &'a str,
    /// Where it can deliver.
    pub outlet: Outlet,
    /// The guilds that it delivers for.
    pub part: GuildPart,
    /// How many tasks it takes at most.
    pub limit: u32,
    /// How long they are its own.
    pub lease: TimeDelta,
}

/// Where a task is done. A slow receiver of one kind must not hold up the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outlet {
    /// At Discord.
    Discord,
    /// At the addresses that guilds gave for their webhooks.
    Webhooks,
}

/// Some of all guilds: Discord numbers them by [their ids](https://discord.com/developers/docs/events/gateway#sharding), so
/// that each is of one shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuildPart {
    first: u32,
    last: u32,
    total: u32,
}

impl GuildPart {
    /// Every guild.
    pub const ALL: Self = Self {
        first: 0,
        last: 0,
        total: 1,
    };

    /// The guilds of the shards `first` to `last` (counted from 0) of `total`; `None` where there are no such shards.
    pub const fn new(first: u32, last: u32, total: u32) -> Option<Self> {
        if first > last || last >= total {
            return None;
        }
        Some(Self { first, last, total })
    }

    /// Its shards.
    pub const fn shards(&self) -> std::ops::RangeInclusive<u32> {
        self.first..=self.last
    }

    /// How many shards it has.
    pub const fn count(&self) -> u32 {
        self.last - self.first + 1
    }

    /// How many shards all guilds make.
    pub const fn total(&self) -> u32 {
        self.total
    }
}

impl Book {
    /// Gives a worker tasks that are due: what is new before what became of it, names last; of the same urgency the oldest
    /// first, each guild at the front of the queue in turn. They are the worker's until the lease ends. None while deliveries
    /// are held.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn claim_tasks(&self, claim: &Claim<'_>) -> Result<Vec<Task>, BookError> {
        let now = self.env.now().timestamp_millis();
        // Most of the time nothing is due: finding that out takes no lock.
        let any: Option<i64> = sqlx::query_scalar_with(AssertSqlSafe(any_due()), claim.due(now)?)
            .fetch_optional(&self.pools.read)
            .await?;
        if any.is_none() || self.is_held(Hold::Deliveries).await? {
            return Ok(Vec::new());
        }
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        take_back(&mut tx, now).await?;
        let next = format!(
            "SELECT t.outbox_id FROM (SELECT w.outbox_id, w.priority, w.queued_at, \
             ROW_NUMBER() OVER (PARTITION BY w.priority, w.guild_id ORDER BY w.queued_at, w.outbox_id) AS turn \
             FROM ({}) w) t ORDER BY t.priority, t.turn, t.queued_at, t.outbox_id LIMIT ?",
            front()
        );
        let mut arguments = claim.due(now)?;
        for limit in [FRONT, i64::from(claim.limit).min(BATCH as i64)] {
            arguments.add(limit).map_err(BookError::Database)?;
        }
        let ids: Vec<i64> = sqlx::query_scalar_with(AssertSqlSafe(next), arguments)
            .fetch_all(&mut *tx)
            .await?;
        if ids.is_empty() {
            tx.commit().await?;
            return Ok(Vec::new());
        }
        let sql = format!(
            "UPDATE outbox SET state = 'claimed', worker = ?, due_at = ?, attempts = attempts + 1 WHERE outbox_id IN ({})",
            marks(ids.len())
        );
        let mut update = sqlx::query(AssertSqlSafe(sql))
            .bind(claim.worker)
            .bind(now + claim.lease.num_milliseconds());
        for id in &ids {
            update = update.bind(id);
        }
        update.execute(&mut *tx).await?;
        let mut tasks = load(&mut tx, &ids).await?;
        tx.commit().await?;
        tasks.sort_by_key(|task| ids.iter().position(|id| *id == task.id));
        Ok(tasks)
    }
}

/// Whose lease has ended waits again. A task that no worker came back from, again and again, is not tried for ever.
async fn take_back(db: &mut Connection, now: i64) -> Result<(), BookError> {
    sqlx::query(
        "UPDATE outbox SET state = 'dead', due_at = ?, error = ? WHERE state = 'claimed' AND due_at <= ? AND attempts >= ?",
    )
    .bind(now)
    .bind("no worker that took it came back")
    .bind(now)
    .bind(i64::from(MOST_ATTEMPTS))
    .execute(&mut *db)
    .await?;
    sqlx::query("UPDATE outbox SET state = 'waiting' WHERE state = 'claimed' AND due_at <= ?")
        .bind(now)
        .execute(db)
        .await?;
    Ok(())
}

/// What a claim can be given, of the tasks `o`.
const DUE: &str = "JOIN guilds g ON g.guild_id = o.guild_id AND g.left_at = 0 \
     WHERE o.due_at <= ? AND (o.task = ?) = ? AND (o.guild_id >> 22) % ? BETWEEN ? AND ?";

/// Whether there is anything, be it with a worker whose lease has ended.
fn any_due() -> String {
    format!("SELECT o.outbox_id FROM outbox o {DUE} AND o.state IN ('waiting', 'claimed') LIMIT 1")
}

/// The front of what is due, in its order.
fn front() -> String {
    format!(
        "SELECT o.outbox_id, o.guild_id, o.priority, o.queued_at FROM outbox o {} {DUE} AND o.state = 'waiting' \
         ORDER BY o.priority, o.queued_at, o.outbox_id LIMIT ?",
        db::by_index("outbox_front")
    )
}

impl Claim<'_> {
    /// What [`DUE`] asks for.
    fn due(&self, now: i64) -> Result<Arguments, BookError> {
        let mut arguments = Arguments::default();
        let GuildPart { first, last, total } = self.part;
        let added = arguments
            .add(now)
            .and_then(|()| arguments.add(WEBHOOK_EVENT))
            .and_then(|()| arguments.add(self.outlet == Outlet::Webhooks))
            .and_then(|()| arguments.add(i64::from(total)))
            .and_then(|()| arguments.add(i64::from(first)))
            .and_then(|()| arguments.add(i64::from(last)));
        added.map_err(BookError::Database)?;
        Ok(arguments)
    }
}

async fn load(db: &mut Connection, ids: &[i64]) -> Result<Vec<Task>, BookError> {
    let sql = format!(
        "SELECT {TASK} FROM outbox WHERE outbox_id IN ({})",
        marks(ids.len())
    );
    let mut arguments = Arguments::default();
    for id in ids {
        arguments.add(id).map_err(BookError::Database)?;
    }
    let rows = sqlx::query_with(AssertSqlSafe(sql), arguments)
        .fetch_all(db)
        .await?;
    rows.iter().map(task).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Environment;

    async fn plan(book: &Book, query: String, arguments: Arguments) -> String {
        let explained = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}"));
        let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as_with(explained, arguments)
            .fetch_all(&book.pools.read)
            .await
            .unwrap();
        let steps: Vec<String> = steps.into_iter().map(|(_, _, _, step)| step).collect();
        steps.join("\n")
    }

    /// With twenty thousand tasks due a sort of all of them takes several times as long as the rest of a claim.
    #[tokio::test]
    async fn a_claim_sorts_nothing_but_the_front() {
        let dir = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", dir.path().join("books.db").display());
        let book = Book::open(&address, Environment::system()).await.unwrap();
        let claim = Claim {
            worker: "w",
            outlet: Outlet::Discord,
            part: GuildPart::ALL,
            limit: 8,
            lease: TimeDelta::seconds(60),
        };
        let any = plan(&book, any_due(), claim.due(0).unwrap()).await;
        assert!(any.contains("INDEX outbox_due"), "{any}");
        let mut arguments = claim.due(0).unwrap();
        arguments.add(FRONT).unwrap();
        let front = plan(&book, front(), arguments).await;
        assert!(front.contains("COVERING INDEX outbox_front"), "{front}");
        assert!(!front.contains("B-TREE"), "{front}");
    }
}
