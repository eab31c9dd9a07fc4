//! What every handler holds: the Book, Discord, and the pictures.

use crate::{config::BotConfig, fault::Fault, request::Request, rest::Rest, studio::Studio};
use dbsbm_core::{
    guild::Settings,
    id::{GuildId, UserId},
};
use dbsbm_store::{Book, BookError};
use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};
use tokio::sync::Notify;

/// The bot's parts. What a restart would lose is not among them: the owners are told anew by the gateway.
#[derive(Debug)]
pub(crate) struct App {
    /// The books.
    pub book: Book,
    /// Discord.
    pub rest: Rest,
    /// What the bot was told at its start.
    pub config: BotConfig,
    /// The pictures.
    pub studio: Studio,
    /// The id of the bot's application, which is also that of its account.
    pub application: i64,
    /// Rung when there may be something to deliver.
    pub bell: Notify,
    owners: RwLock<HashMap<GuildId, UserId>>,
}

impl App {
    /// Puts the parts together.
    pub(crate) fn new(book: Book, rest: Rest, config: BotConfig, studio: Studio, application: i64) -> Self {
        Self {
            book,
            rest,
            config,
            studio,
            application,
            bell: Notify::new(),
            owners: RwLock::default(),
        }
    }

    /// The settings of the guild that asks. A guild that is not in the books yet is opened: the bot was invited to it.
    pub(crate) async fn settings(&self, guild: GuildId) -> Result<Settings, Fault> {
        match self.book.settings(guild).await {
            Err(BookError::NoGuild(_)) => {
                self.book.add_guild(guild, &format!("Server {guild}")).await?;
                Ok(self.book.settings(guild).await?)
            }
            other => Ok(other?),
        }
    }

    /// Notes who owns a guild.
    pub(crate) fn learn_owner(&self, guild: GuildId, owner: UserId) {
        let mut owners = self.owners.write().unwrap_or_else(PoisonError::into_inner);
        owners.insert(guild, owner);
    }

    /// Whether the person owns the guild.
    pub(crate) fn owns(&self, request: &Request) -> bool {
        let owners = self.owners.read().unwrap_or_else(PoisonError::into_inner);
        owners.get(&request.guild) == Some(&request.person.id)
    }
}
