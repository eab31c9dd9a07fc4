//! What the bot relies on, over a real file: drafts, the outbox and its workers, messages, webhooks, jobs, presence.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod around;
mod drafts;
mod holds;
mod outbox;
mod world;
