//! A page of the books: one guild's unit of work.
//!
//! Opening a page takes the guild's lock and reads the little that every decision needs. Use-cases then write facts on
//! it; nothing reaches the tables until [`Page::commit`], which appends events, postings, states, tallies and outbox
//! rows in one transaction. A page that is dropped leaves no trace.

mod cappers;
mod changes;
mod events;
mod load;
mod news;
pub(crate) mod outbox;
mod post;
mod settle;
mod tallies;
mod tally_row;

pub(crate) use cappers::Subjects;
pub(crate) use load::{LoadedBet, began, load_bets};
pub(crate) use news::Notice;
pub(crate) use outbox::{KEPT as TASKS_KEPT, WEBHOOK_EVENT};
pub(crate) use post::{NewBet, kind_value, posted_leg};
pub(crate) use settle::{Done, LIVE, MAIN, SHADOW, Settling, TRACKS};
pub(crate) use tallies::recount_guild;

use crate::{
    BookError,
    book::holds::Hold,
    db::{self, Connection, Transaction},
    environment::Environment,
    insert::insert,
    rows::{
        AuditRow, BetRow, CapperRow, LegRow, ManualRow, OutboxRow, PostingRow, Record, SealRow, StateRow,
    },
};
use changes::Changes;
use chrono::{DateTime, Utc};
use dbsbm_core::{
    guild::{Actor, Settings},
    id::{EventSeq, GuildId},
    ledger::{Event, Fact},
    proof::{Chain, Hash, digest},
};
use futures_util::future::try_join;
use news::News;
use sqlx::Row as _;

/// What a page knows of its guild.
#[derive(Debug)]
pub(crate) struct GuildState {
    pub(crate) id: GuildId,
    pub(crate) settings: Settings,
    pub(crate) results_seen: i64,
    salt: Vec<u8>,
    next_bet: i64,
    head_seq: i64,
}

/// Rows that wait for the commit.
#[derive(Debug, Default)]
struct Pending {
    cappers: Vec<CapperRow>,
    bets: Vec<BetRow>,
    legs: Vec<LegRow>,
    seals: Vec<SealRow>,
    states: Vec<StateRow>,
    manual: Vec<ManualRow>,
    /// Each with the number of the bet it is about.
    events: Vec<(i64, Event)>,
    postings: Vec<PostingRow>,
    outbox: Vec<OutboxRow>,
    audit: Vec<AuditRow>,
}

/// One guild's unit of work.
#[derive(Debug)]
pub(crate) struct Page {
    tx: Transaction,
    env: Environment,
    pub(crate) now: DateTime<Utc>,
    pub(crate) guild: GuildState,
    chain: Chain,
    subjects: Subjects,
    pending: Pending,
    changes: Changes,
    news: News,
}

impl Page {
    /// Locks the guild and reads what it is. Known subjects may be carried over from the page before.
    pub(crate) async fn open(
        pools: &db::Pools,
        env: &Environment,
        guild: GuildId,
        subjects: Subjects,
    ) -> Result<Self, BookError> {
        Self::within(
            pools.write.begin_with(db::BEGIN_WRITE).await?,
            env,
            guild,
            subjects,
        )
        .await
    }

    /// A page in a transaction that has begun already.
    pub(crate) async fn within(
        mut tx: Transaction,
        env: &Environment,
        guild: GuildId,
        subjects: Subjects,
    ) -> Result<Self, BookError> {
        let row = sqlx::query(
            "SELECT salt, next_bet, head_seq, head_hash, results_seen FROM guilds WHERE guild_id = ?",
        )
        .bind(guild.get())
        .fetch_optional(&mut *tx)
        .await?
        .ok_or(BookError::NoGuild(guild))?;
        let head: Vec<u8> = row.try_get(3)?;
        let head = <[u8; 32]>::try_from(head)
            .map_err(|_| BookError::corrupt(format!("guilds {guild}"), "the head of the chain is no hash"))?;
        let settings = crate::book::guilds::load_settings(&mut tx, guild).await?;
        Ok(Self {
            env: env.clone(),
            now: env.now(),
            guild: GuildState {
                id: guild,
                settings,
                salt: row.try_get(0)?,
                next_bet: row.try_get(1)?,
                head_seq: row.try_get(2)?,
                results_seen: row.try_get(4)?,
            },
            chain: Chain::from_head(Hash::from_bytes(head)),
            subjects,
            pending: Pending::default(),
            changes: Changes::default(),
            news: News::default(),
            tx,
        })
    }

    /// Number of the newest event: every change to the guild's books moves it.
    pub(crate) const fn head_seq(&self) -> i64 {
        self.guild.head_seq
    }

    /// The connection, for reading under the lock.
    pub(crate) fn db(&mut self) -> &mut Connection {
        &mut self.tx
    }

    /// Chains a fact; `bet` is the number it is about, 0 for none.
    pub(crate) fn record(&mut self, bet: i64, fact: Fact) -> Result<EventSeq, BookError> {
        let seq = EventSeq::new(self.guild.head_seq + 1)
            .map_err(|e| BookError::corrupt(format!("guilds {}", self.guild.id), e))?;
        self.guild.head_seq = seq.get();
        self.pending.events.push((bet, Event::new(seq, self.now, fact)));
        Ok(seq)
    }

    /// A text as events may hold it.
    pub(crate) fn digest(&self, text: &str) -> String {
        digest(&self.guild.salt, text)
    }

    /// Notes who did what, beside the event of that number.
    pub(crate) fn audit(&mut self, seq: EventSeq, actor: &Actor, action: &str, detail: &str) {
        self.pending.audit.push(AuditRow {
            guild_id: self.guild.id.get(),
            seq: seq.get(),
            at: self.now.timestamp_millis(),
            user_id: actor.user.map_or(0, dbsbm_core::id::UserId::get),
            action: action.into(),
            detail: detail.into(),
        });
    }

    /// Notes an act of administration: an event that leaves the record as it is, and its line in the audit.
    pub(crate) fn administer(
        &mut self,
        actor: &Actor,
        action: &str,
        detail: &str,
    ) -> Result<EventSeq, BookError> {
        let fact = Fact::Administered {
            action: action.into(),
            detail: self.digest(detail),
        };
        let seq = self.record(0, fact)?;
        self.audit(seq, actor, action, detail);
        Ok(seq)
    }

    /// Writes everything and commits; gives back the subjects that are known now. Here, where every new bet passes, whoever
    /// asks for it, none does while new bets are held; to look at one, without a commit, stays possible.
    pub(crate) async fn commit(mut self) -> Result<Subjects, BookError> {
        if !self.pending.bets.is_empty() {
            self.refuse_held(Hold::Posting).await?;
        }
        self.write().await?;
        self.tx.commit().await?;
        tracing::debug!(
            guild = self.guild.id.get(),
            postings = self.pending.postings.len(),
            head = self.guild.head_seq,
            "committed"
        );
        Ok(self.subjects)
    }

    /// Writes everything, for this transaction's own eyes until it commits.
    pub(crate) async fn write(&mut self) -> Result<(), BookError> {
        self.tell().await?;
        let events = std::mem::take(&mut self.pending.events);
        let chaining = events::chained(self.chain.clone(), self.guild.id.get(), events);
        let db: &mut Connection = &mut self.tx;
        let new = &self.pending;
        // Canonical forms and hashes need a processor while rows need the database.
        let ((chain, events), ()) = try_join(chaining, async {
            insert(db, &new.cappers, "").await?;
            insert(db, &new.bets, "").await?;
            insert(db, &new.legs, "").await?;
            insert(db, &new.seals, "").await?;
            let replace = db::on_conflict_replace("guild_id, bet_no", StateRow::COLUMNS);
            insert(db, &new.states, &replace).await?;
            insert(db, &new.manual, "").await
        })
        .await?;
        self.chain = chain;
        let db: &mut Connection = &mut self.tx;
        insert(db, &events, "").await?;
        insert(db, &new.postings, "").await?;
        outbox::write(db, &new.outbox, self.now).await?;
        insert(db, &new.audit, "").await?;
        tallies::apply(db, self.guild.id, self.guild.settings.timezone, &self.changes).await?;
        sqlx::query("UPDATE guilds SET next_bet = ?, head_seq = ?, head_hash = ?, results_seen = ? WHERE guild_id = ?")
            .bind(self.guild.next_bet)
            .bind(self.guild.head_seq)
            .bind(self.chain.head().as_bytes().to_vec())
            .bind(self.guild.results_seen)
            .bind(self.guild.id.get())
            .execute(&mut *db)
            .await?;
        Ok(())
    }
}
