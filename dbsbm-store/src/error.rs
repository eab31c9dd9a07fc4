//! What can go wrong with the Book, classified once for every front-end.

use crate::book::{AlikePlayers, Held};
use dbsbm_core::{
    bet::{GradeRefusal, PostRefusal, SlipError, StepError, WithdrawRefusal, resolve::ResolveError},
    community::MemberRefusal,
    guild::{ImageError, PlanRefusal, Refusal, SettingError, webhook::UrlError},
    id::{BetNo, GuildId},
    record::{Month, RecordError, SeasonError},
    settle::{SettleError, TicketError},
};

/// Who can act on an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorClass {
    /// The person who asked: the message says what to change.
    Refused,
    /// Nobody: trying again later may succeed.
    Temporary,
    /// The operator: something is broken.
    Internal,
}

/// An error of the Book. The books are as they were before the call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BookError {
    /// The guild has no books yet.
    #[error("guild {0} has no books here")]
    NoGuild(GuildId),
    /// No bet of this number.
    #[error("guild {guild} has no bet #{bet}")]
    NoBet {
        /// The guild.
        guild: GuildId,
        /// The number.
        bet: BetNo,
    },
    /// No leg of this number.
    #[error("bet #{bet} has {legs} legs, none numbered {leg}")]
    NoLeg {
        /// The bet.
        bet: BetNo,
        /// How many legs it has.
        legs: usize,
        /// The number asked for.
        leg: usize,
    },
    /// No game of this id.
    #[error("a leg names game {0}, which is not in the books")]
    NoGame(i64),
    /// The draft is gone.
    #[error("this draft has expired, or was replaced by newer ones")]
    NoDraft,
    /// Somebody else began the draft.
    #[error("this draft is somebody else's")]
    NotYourDraft,
    /// No task of this number, or none that is dead.
    #[error("the outbox has no dead task {0}")]
    NoTask(i64),
    /// The pick is no slip yet.
    #[error(transparent)]
    Resolve(#[from] ResolveError),
    /// A player in it is not known, and others have nearly the name.
    #[error("{0}")]
    AlikePlayers(AlikePlayers),
    /// Whoever operates the system holds it.
    #[error("{0}; nothing was changed")]
    Held(Held),
    /// A text beyond its bounds.
    #[error("{what} is refused: {why}")]
    Text {
        /// What was given.
        what: &'static str,
        /// What is wrong with it.
        why: String,
    },
    /// The role does not allow it.
    #[error(transparent)]
    NotAllowed(#[from] Refusal),
    /// The setting does not exist or does not take the value.
    #[error(transparent)]
    Setting(#[from] SettingError),
    /// The slip is none.
    #[error(transparent)]
    Slip(#[from] SlipError),
    /// The bet cannot be settled by arithmetic.
    #[error(transparent)]
    Settle(#[from] SettleError),
    /// The bet makes no ticket.
    #[error(transparent)]
    Ticket(#[from] TicketError),
    /// The member is no capper of the guild.
    #[error("{0} is no capper of this guild")]
    NoCapper(dbsbm_core::id::UserId),
    /// The capper was taken off the list.
    #[error("{0} is on this guild's list of cappers no more: the record stays, new picks are not taken")]
    CapperRemoved(dbsbm_core::id::UserId),
    /// The plan does not allow more.
    #[error(transparent)]
    Plan(#[from] PlanRefusal),
    /// A rule of seasons refuses it.
    #[error(transparent)]
    Season(#[from] SeasonError),
    /// No season of this number.
    #[error("the guild has no season {0}")]
    NoSeason(u32),
    /// The month is not over.
    #[error(
        "{0} is not over yet: its standings can be frozen when its last day is, in the guild's time zone"
    )]
    MonthRuns(Month),
    /// The address of a webhook is refused.
    #[error(transparent)]
    WebhookUrl(#[from] UrlError),
    /// No webhook of this number.
    #[error("the guild has no webhook {0}")]
    NoWebhook(u32),
    /// The picture is refused.
    #[error(transparent)]
    Image(#[from] ImageError),
    /// A rule of posting refuses the slip.
    #[error(transparent)]
    Post(#[from] PostRefusal),
    /// A rule of withdrawing refuses it.
    #[error(transparent)]
    Withdraw(#[from] WithdrawRefusal),
    /// A rule of grading refuses it.
    #[error(transparent)]
    Grade(#[from] GradeRefusal),
    /// A rule of the member side refuses it.
    #[error(transparent)]
    Member(#[from] MemberRefusal),
    /// The lifecycle has no such step.
    #[error(transparent)]
    Step(StepError),
    /// A sum does not fit the books.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// The whole file cannot be read.
    #[error("{message}")]
    File {
        /// Stable code.
        code: &'static str,
        /// What is wrong, with the line where there is one.
        message: String,
    },
    /// The address names no database that can be opened.
    #[error("`{0}` names no database: write sqlite://FILE")]
    Address(String),
    /// The file is something else.
    #[error("`{0}` is no DBSBM database")]
    NotADatabase(String),
    /// The books were written by a newer version.
    #[error(
        "the database is at schema {found}, this program knows {known}: use a newer program, or restore a backup"
    )]
    Newer {
        /// Version of the database.
        found: i64,
        /// Newest version known.
        known: i64,
    },
    /// No such schema version.
    #[error("there is no schema version {asked}: versions go from 0 to {known}")]
    NoVersion {
        /// What was asked for.
        asked: i64,
        /// Newest version known.
        known: i64,
    },
    /// The file cannot be opened or made.
    #[error("`{0}` cannot be opened: its folder is missing, or the rights do not allow it")]
    CannotOpen(String),
    /// The file can be read but not written.
    #[error("the books can only be read: the file or its folder does not allow writing")]
    ReadOnly,
    /// The disk is full.
    #[error("the disk is full: what was committed is whole; free some space and run it again")]
    DiskFull,
    /// The disk refuses to read or write, as it does at a quota.
    #[error(
        "the disk does not read or write ({0}): what was committed is whole; look at it, then run it again"
    )]
    Disk(String),
    /// Another writer held the books for too long.
    #[error("the books are busy: another process is writing; try again")]
    Busy,
    /// The database went away or refused.
    #[error("the database failed: {0}")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A stored row contradicts itself.
    #[error("the books are damaged at {place}: {why}; run `dbsbm doctor`")]
    Corrupt {
        /// Table and key.
        place: String,
        /// What does not fit.
        why: String,
    },
}

impl BookError {
    /// Who can act on it.
    pub const fn class(&self) -> ErrorClass {
        match self {
            Self::CannotOpen(_) | Self::DiskFull | Self::Disk(_) | Self::Busy => ErrorClass::Temporary,
            Self::Database(_) | Self::Corrupt { .. } => ErrorClass::Internal,
            _ => ErrorClass::Refused,
        }
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoGuild(_) => "no_guild",
            Self::NoBet { .. } => "no_bet",
            Self::NoLeg { .. } => "no_leg",
            Self::NoGame(_) => "no_game",
            Self::NoDraft => "no_draft",
            Self::NotYourDraft => "not_your_draft",
            Self::NoTask(_) => "no_task",
            Self::Resolve(error) => error.code(),
            Self::AlikePlayers(_) => "alike_players",
            Self::Held(_) => "held",
            Self::Text { .. } => "bad_text",
            Self::NotAllowed(refusal) => refusal.code(),
            Self::Setting(error) => error.code(),
            Self::Slip(_) => "bad_slip",
            Self::Settle(_) => "cannot_settle",
            Self::Ticket(_) => "bad_ticket",
            Self::NoCapper(_) => "no_capper",
            Self::CapperRemoved(_) => "capper_removed",
            Self::Plan(refusal) => refusal.code(),
            Self::Season(refusal) => refusal.code(),
            Self::NoSeason(_) => "no_season",
            Self::MonthRuns(_) => "month_runs",
            Self::WebhookUrl(error) => error.code(),
            Self::NoWebhook(_) => "no_webhook",
            Self::Image(error) => error.code(),
            Self::Post(refusal) => refusal.code(),
            Self::Withdraw(refusal) => refusal.code(),
            Self::Grade(refusal) => refusal.code(),
            Self::Member(refusal) => refusal.code(),
            Self::Step(refusal) => refusal.code(),
            Self::Record(_) => "out_of_range",
            Self::File { code, .. } => code,
            Self::Address(_) => "bad_address",
            Self::NotADatabase(_) => "not_a_database",
            Self::Newer { .. } => "newer_database",
            Self::NoVersion { .. } => "no_version",
            Self::CannotOpen(_) => "cannot_open",
            Self::ReadOnly => "read_only",
            Self::DiskFull => "disk_full",
            Self::Disk(_) => "disk",
            Self::Busy => "busy",
            Self::Database(_) => "database",
            Self::Corrupt { .. } => "corrupt",
        }
    }

    /// What the person can do, where the message does not say it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoGuild(id) => Some(format!("open them with `dbsbm guild add {id} --name NAME`")),
            Self::NoCapper(id) => Some(format!(
                "an admin adds cappers: `dbsbm capper add {id} --guild G --name NAME`"
            )),
            Self::CapperRemoved(id) => Some(format!(
                "an admin puts cappers back: `dbsbm capper add {id} --guild G --name NAME`"
            )),
            Self::NoBet { .. } => Some("`dbsbm bet list` shows the numbers".into()),
            Self::NoDraft => Some("start again: what was begun is kept for 24 hours".into()),
            Self::NotYourDraft => Some("start your own with the same command".into()),
            Self::AlikePlayers(_) => {
                Some("write the name so, or add --players-as-typed where it is right as it stands".into())
            }
            Self::Held(held) => Some(format!(
                "whoever operates this lets it go with `dbsbm hold lift {}`, or with `/ops hold` in Discord",
                held.what.code()
            )),
            Self::NoTask(_) => Some("`dbsbm outbox list` shows the dead ones".into()),
            Self::NotADatabase(_) => Some("name another file with --db sqlite://FILE".into()),
            _ => None,
        }
    }

    pub(crate) fn corrupt(place: impl Into<String>, why: impl std::fmt::Display) -> Self {
        Self::Corrupt {
            place: place.into(),
            why: why.to_string(),
        }
    }
}

/// Primary result codes of SQLite (sqlite.org/rescode.html).
mod sqlite_code {
    pub(super) const BUSY: u32 = 5;
    pub(super) const LOCKED: u32 = 6;
    pub(super) const READONLY: u32 = 8;
    pub(super) const IOERR: u32 = 10;
    pub(super) const CORRUPT: u32 = 11;
    pub(super) const FULL: u32 = 13;
    pub(super) const CANTOPEN: u32 = 14;
    pub(super) const NOT_A_DATABASE: u32 = 26;
}

impl From<sqlx::Error> for BookError {
    fn from(error: sqlx::Error) -> Self {
        let code = error
            .as_database_error()
            .and_then(|e| e.code())
            .and_then(|c| c.parse::<u32>().ok());
        match code.map(|c| c & 0xff) {
            Some(sqlite_code::BUSY | sqlite_code::LOCKED) => Self::Busy,
            Some(sqlite_code::FULL) => Self::DiskFull,
            Some(sqlite_code::IOERR) => Self::Disk(error.to_string()),
            Some(sqlite_code::READONLY) => Self::ReadOnly,
            Some(sqlite_code::CORRUPT) => Self::corrupt("the database file", &error),
            Some(sqlite_code::CANTOPEN) => Self::CannotOpen("the file".into()),
            Some(sqlite_code::NOT_A_DATABASE) => Self::NotADatabase("the file".into()),
            _ if matches!(error, sqlx::Error::PoolTimedOut) => Self::Busy,
            _ => Self::Database(Box::new(error)),
        }
    }
}

impl From<crate::import::FileError> for BookError {
    fn from(error: crate::import::FileError) -> Self {
        Self::File {
            code: error.code(),
            message: error.to_string(),
        }
    }
}

/// Refusals of the member side reach the Book as one.
macro_rules! members {
    ($($refusal:ident,)+) => {$(
        impl From<dbsbm_core::community::$refusal> for BookError {
            fn from(refusal: dbsbm_core::community::$refusal) -> Self {
                Self::Member(refusal.into())
            }
        }
    )+};
}

members! { TailRefusal, BreakRefusal, NameRefusal, AskRefusal, PrefsRefusal, }
