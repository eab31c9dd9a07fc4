//! The Book: every use-case of a community's records as one transaction over a database.
//!
//! Front-ends hold a [`Book`] (cheap to clone) and call it. Every change takes the same way: load the little state it
//! needs under the guild's lock, let core decide, append events, postings, tallies and outbox rows, commit. Amounts are
//! integers in the database; rows are this crate's own types, so that core knows of no driver.

mod book;
mod convert;
mod db;
mod environment;
mod error;
pub mod import;
mod insert;
mod page;
mod rows;

pub use book::{
    AlikePlayers, AuditFilter, AuditView, BetFilter, BetLine, Board, BoardQuery, Book, CapperView, ChainMark,
    ChannelTotals, ChannelWebhook, Chosen, Claim, Curve, DayNet, DeadTask, DigestDue, Draft, Erased,
    EventLine, Finding, FollowRole, FollowersRecord, GuildPart, GuildView, Held, HeldTail, Hidden, Hold,
    ImportSummary, LedgerLine, LiveGame, ManualGrade, MessagePlace, MySide, NewWebhook, NotifySummary,
    OutboxCounts, Outlet, PickReader, Place, PlayerMeant, PlayerView, ProfileChange, ProfileView, Progress,
    QuestionView, Queue, Rejected, Report, ReportRun, ResultSource, ReviewView, SchemaVersion, SeasonTerms,
    SeasonView, SettleSummary, SplitRow, Stats, StatsQuery, TailCounts, TailFilter, TailSummary, TailView,
    Task, Turns, Usage, Verification, WebhookDelivery, WebhookView, WholeBoard, verify_proof,
};
pub use dbsbm_core::{
    bet::view::{BetView, LegView, SelectionView},
    record::CurvePoint,
};
pub use environment::Environment;
pub use error::{BookError, ErrorClass};
