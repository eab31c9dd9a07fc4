//! The Book and its use-cases, one file each.

mod admin;
mod bets;
mod board;
mod channel_webhooks;
mod claims;
mod doctor;
mod drafts;
mod export;
mod games;
mod grading;
pub(crate) mod guilds;
pub(crate) mod holds;
mod import_bets;
mod import_games;
mod import_players;
mod jobs;
mod judge;
mod ledger;
pub(crate) mod members;
mod messages;
mod moved;
mod outbox;
mod place;
mod players;
mod presence;
mod rosters;
mod seals;
mod settle;
mod slip_record;
mod slips;
mod sources;
mod standing;
mod stats;
mod summary;
mod verify;

pub(crate) use admin::webhook_tasks;
pub use admin::{
    AuditFilter, AuditView, CapperView, ChannelTotals, DayNet, NewWebhook, ReportRun, SeasonTerms,
    SeasonView, Usage, WebhookDelivery, WebhookView,
};
pub use bets::BetFilter;
pub use board::{Board, BoardQuery, Hidden, WholeBoard};
pub use channel_webhooks::ChannelWebhook;
pub use claims::{Claim, GuildPart, Outlet};
pub use doctor::{Finding, Report};
pub use drafts::Draft;
pub use export::{BetLine, EventLine};
pub use games::LiveGame;
pub use grading::ManualGrade;
pub use guilds::GuildView;
pub use holds::{Held, Hold};
pub use jobs::Turns;
pub use ledger::LedgerLine;
pub use members::{
    DigestDue, Erased, FollowRole, FollowersRecord, HeldTail, MySide, NotifySummary, ProfileChange,
    ProfileView, QuestionView, Queue, ReviewView, TailCounts, TailFilter, TailSummary, TailView,
};
pub use messages::MessagePlace;
pub use outbox::{DeadTask, OutboxCounts, Task};
pub use place::Place;
pub use players::{AlikePlayers, PlayerMeant, PlayerView};
pub use settle::SettleSummary;
pub use slips::{Chosen, PickReader};
pub use sources::ResultSource;
pub use stats::{Curve, SplitRow, Stats, StatsQuery};
pub use summary::{ImportSummary, Progress, Rejected};
pub use verify::{ChainMark, Verification, verify_proof};

use crate::{
    BookError, Environment,
    db::Pools,
    page::{Page, Subjects},
};
use dbsbm_core::id::GuildId;

/// The books of every guild in one database. Cheap to clone; every method is a transaction of its own, or reads a
/// consistent state.
#[derive(Debug, Clone)]
pub struct Book {
    pub(crate) pools: Pools,
    pub(crate) env: Environment,
}

/// Where the schema of a database stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct SchemaVersion {
    /// Version of the database, 0 for an empty one.
    pub current: i64,
    /// Newest version that this program knows.
    pub newest: i64,
}

impl Book {
    /// Opens the books at an address such as `sqlite://dbsbm.db`, makes the file if there is none, and brings an older
    /// schema up to date.
    ///
    /// # Errors
    /// [`BookError::Address`], [`BookError::NotADatabase`], [`BookError::Newer`], or a failure of the database.
    pub async fn open(address: &str, env: Environment) -> Result<Self, BookError> {
        let book = Self::open_as_is(address, env).await?;
        match book.bring_up().await {
            Ok(()) => Ok(book),
            Err(error) => {
                book.close().await;
                Err(error)
            }
        }
    }

    async fn bring_up(&self) -> Result<(), BookError> {
        let version = self.schema_version().await?;
        if version.current < version.newest {
            self.pools.migrate_up().await?;
        }
        Ok(())
    }

    /// Opens the books without touching their schema, for looking at it or moving it.
    ///
    /// # Errors
    /// As for [`Book::open`], except that an old schema is left alone.
    pub async fn open_as_is(address: &str, env: Environment) -> Result<Self, BookError> {
        Ok(Self {
            pools: Pools::open(address).await?,
            env,
        })
    }

    /// Closes the books, for every clone of them. What was committed is safe without it; with it, the database is a single
    /// file that can be copied.
    pub async fn close(&self) {
        self.pools.close().await;
    }

    /// The schema version of the database.
    ///
    /// # Errors
    /// [`BookError::Newer`] or [`BookError::NotADatabase`].
    pub async fn schema_version(&self) -> Result<SchemaVersion, BookError> {
        let (current, newest) = self.pools.version().await?;
        Ok(SchemaVersion { current, newest })
    }

    /// Brings the schema up to the newest version.
    ///
    /// # Errors
    /// A failed step leaves the database as it was.
    pub async fn migrate_up(&self) -> Result<SchemaVersion, BookError> {
        self.pools.migrate_up().await?;
        self.schema_version().await
    }

    /// Takes the schema back to a version; 0 removes every table.
    ///
    /// # Errors
    /// [`BookError::NoVersion`], or a failure that leaves the database as it was.
    pub async fn migrate_down(&self, to: i64) -> Result<SchemaVersion, BookError> {
        self.pools.migrate_down(to).await?;
        self.schema_version().await
    }

    /// A page for one change to a guild's books.
    pub(crate) async fn page(&self, guild: GuildId) -> Result<Page, BookError> {
        Page::open(&self.pools, &self.env, guild, Subjects::new()).await
    }
}
