//! What every handler holds: the Book, Discord, and the pictures.

use crate::{config::BotConfig, fault::Fault, rest::Rest, studio::Studio};
use dbsbm_core::{
    guild::Settings,
    id::{GuildId, RoleId, UserId},
};
use dbsbm_store::{Book, BookError};
use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};
use tokio::sync::{Mutex, Notify};

/// The bot's parts. What a restart would lose is not among them: who runs a guild is told anew by the gateway.
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
    /// Who it is.
    pub identity: Identity,
    /// What no other process of the bot is called, also not a later one of the same number.
    pub process: String,
    /// Rung when there may be something to deliver.
    pub bell: Notify,
    /// Held while a webhook is made for a channel that has none.
    pub making: Mutex<()>,
    keepers: RwLock<HashMap<GuildId, Keepers>>,
}

/// Under which ids Discord knows the bot. Those of application and account are the same for most, but not for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The application: commands and answers are its.
    pub application: i64,
    /// The account: members, messages and permissions are of it.
    pub account: UserId,
}

/// Who runs a guild, as Discord says.
#[derive(Debug)]
pub(crate) struct Keepers {
    /// Its owner.
    pub owner: UserId,
    /// Roles that may manage it.
    pub roles: Vec<RoleId>,
}

impl App {
    /// Puts the parts together.
    pub(crate) fn new(book: Book, rest: Rest, config: BotConfig, studio: Studio, identity: Identity) -> Self {
        let process = format!("bot-{}-{}", std::process::id(), book.now().timestamp_millis());
        Self {
            process,
            book,
            rest,
            config,
            studio,
            identity,
            bell: Notify::new(),
            making: Mutex::new(()),
            keepers: RwLock::default(),
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

    /// Notes who runs a guild.
    pub(crate) fn learn_keepers(&self, guild: GuildId, keepers: Keepers) {
        let mut all = self.keepers.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(guild, keepers);
    }

    /// Notes whether a role may manage a guild, now that it was made, changed or removed.
    pub(crate) fn learn_role(&self, guild: GuildId, role: RoleId, manages: bool) {
        let mut all = self.keepers.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(keepers) = all.get_mut(&guild) {
            keepers.roles.retain(|known| *known != role);
            if manages {
                keepers.roles.push(role);
            }
        }
    }

    /// Whether the person owns the guild.
    pub(crate) fn owns(&self, guild: GuildId, user: UserId) -> bool {
        let all = self.keepers.read().unwrap_or_else(PoisonError::into_inner);
        all.get(&guild).is_some_and(|keepers| keepers.owner == user)
    }

    /// Whether one of the roles may manage the guild. The role of everybody bears the guild's own id.
    pub(crate) fn manages(&self, guild: GuildId, roles: &[RoleId]) -> bool {
        let all = self.keepers.read().unwrap_or_else(PoisonError::into_inner);
        all.get(&guild).is_some_and(|keepers| {
            let mut may = keepers.roles.iter();
            may.any(|role| roles.contains(role) || role.get() == guild.get())
        })
    }
}
