//! The Discord bot: interactions in, calls of the [`Book`](dbsbm_store::Book), pictures and text out.
//!
//! Nothing is decided here and nothing is kept here. A question is read into a [`Request`], a handler answers it with an
//! [`Answer`] made of plain data, and one place brings that within Discord's limits. Steps that take several clicks keep
//! their draft in the Book, so that any process can answer any click; what has to be said later waits in the outbox.
//!
//! ```no_run
//! use dbsbm_discord::{BotConfig, Endpoints, Hosts, Secret, Shards};
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let book = dbsbm_store::Book::open("sqlite://dbsbm.db", dbsbm_store::Environment::system()).await?;
//! let config = BotConfig {
//!     token: Secret::new("the bot's token"),
//!     endpoints: Endpoints::Discord,
//!     shards: Shards::Recommended,
//!     ops_guild: None,
//!     operators: Vec::new(),
//!     settle_every: std::time::Duration::from_secs(30),
//!     hosts: Hosts::of_the_internet(),
//! };
//! dbsbm_discord::run(book, config, std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```

mod app;
mod aside;
mod bot;
mod commands;
mod config;
mod curve;
mod custom_id;
mod deliver;
mod fault;
mod flows;
mod gateway;
#[cfg(test)]
mod golden;
mod hosts;
mod invite;
mod jobs;
mod limits;
mod look;
mod portrait;
mod reaction;
mod reply;
mod request;
mod rest;
mod router;
#[cfg(test)]
mod sample;
mod slip;
mod studio;
mod text;
mod who;

pub use bot::{BotError, run};
pub use commands::{Kind, Needs, Opt, OptKind, Spec, reference_markdown, specs};
pub use config::{BotConfig, ConfigError, Endpoints, Secret, Shards};
pub use hosts::Hosts;
pub use invite::{PERMISSIONS, Permission, invite_link};
pub use reply::Answer;
pub use request::Request;
