//! The gateway: serenity's events, handed on.

use crate::{
    app::{App, Keepers},
    invite::permission,
    reaction::{self, Reacted},
    request, router,
};
use dbsbm_core::id::{ChannelId, GuildId, MessageId, RoleId, UserId};
use dbsbm_store::BookError;
use serenity::{
    all::{
        self, Context, EventHandler, Guild, Interaction, Reaction, Ready, Role, ShardInfo, UnavailableGuild,
    },
    async_trait,
};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio_util::task::TaskTracker;

/// Hands events on; keeps count of the answers that are under way, so that a stop can wait for them.
pub(crate) struct Events {
    app: Arc<App>,
    under_way: TaskTracker,
    shards_ready: AtomicUsize,
}

impl Events {
    pub(crate) fn new(app: Arc<App>, under_way: TaskTracker) -> Self {
        Self {
            app,
            under_way,
            shards_ready: AtomicUsize::new(0),
        }
    }
}

impl Events {
    fn learn_role(&self, role: &Role) {
        if let (Ok(guild), Ok(id)) = (
            GuildId::new(number(role.guild_id.get())),
            RoleId::new(number(role.id.get())),
        ) {
            self.app.learn_role(guild, id, manages(role));
        }
    }

    /// Notes the guilds that the bot was removed from while it was away: those of this shard that are not there.
    async fn absent(&self, here: &[i64], shard: ShardInfo) -> Result<(), BookError> {
        for guild in self.app.book.guilds_present().await? {
            let of_shard = guild.get().unsigned_abs() >> 22;
            let ours = of_shard % u64::from(shard.total) == u64::from(shard.id.get());
            if ours && !here.contains(&guild.get()) {
                tracing::info!(
                    guild = guild.get(),
                    "not there any more: its deliveries stop, its books stay"
                );
                self.app.book.guild_left(guild).await?;
            }
        }
        Ok(())
    }

    /// A bet outlives its message: that it was deleted is noted.
    async fn deleted(
        &self,
        guild: Option<all::GuildId>,
        channel: all::ChannelId,
        messages: &[all::MessageId],
    ) {
        let place = (
            guild.and_then(|id| GuildId::new(number(id.get())).ok()),
            ChannelId::new(number(channel.get())).ok(),
        );
        let (Some(guild), Some(channel)) = place else {
            return;
        };
        for message in messages {
            let Ok(message) = MessageId::new(number(message.get())) else {
                continue;
            };
            match self.app.book.message_deleted(guild, channel, message).await {
                Ok(Some(about)) => {
                    tracing::info!(guild = guild.get(), about, "a message of ours was deleted")
                }
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(guild = guild.get(), %error, "cannot note that a message was deleted");
                }
            }
        }
    }
}

fn manages(role: &Role) -> bool {
    role.permissions.bits() & (permission::ADMINISTRATOR | permission::MANAGE_GUILD) != 0
}

/// Discord's ids fit a signed number of 64 bits.
fn number(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}

#[async_trait]
impl EventHandler for Events {
    async fn ready(&self, _: Context, ready: Ready) {
        let shards = self.shards_ready.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::info!(guilds = ready.guilds.len(), shards, "ready");
        if let Some(shard) = ready.shard {
            let here: Vec<i64> = ready.guilds.iter().map(|guild| number(guild.id.get())).collect();
            if let Err(error) = self.absent(&here, shard).await {
                tracing::error!(%error, "cannot note which guilds are gone");
            }
        }
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let (Ok(id), Ok(owner)) = (
            GuildId::new(number(guild.id.get())),
            UserId::new(number(guild.owner_id.get())),
        ) else {
            return;
        };
        let roles = guild.roles.values().filter(|role| manages(role));
        let keepers = Keepers {
            owner,
            roles: roles
                .filter_map(|role| RoleId::new(number(role.id.get())).ok())
                .collect(),
        };
        self.app.learn_keepers(id, keepers);
        if let Err(error) = self.app.book.guild_joined(id, &guild.name).await {
            tracing::error!(guild = id.get(), %error, "the guild cannot be entered in the books");
        }
    }

    async fn guild_delete(&self, _: Context, left: UnavailableGuild, _: Option<Guild>) {
        // Not available is not gone.
        if left.unavailable {
            return;
        }
        let Ok(id) = GuildId::new(number(left.id.get())) else {
            return;
        };
        tracing::info!(
            guild = id.get(),
            "removed from the guild: its deliveries stop, its books stay"
        );
        if let Err(error) = self.app.book.guild_left(id).await {
            tracing::error!(guild = id.get(), %error, "cannot note that the guild is gone");
        }
    }

    async fn guild_role_create(&self, _: Context, role: Role) {
        self.learn_role(&role);
    }

    async fn guild_role_update(&self, _: Context, _: Option<Role>, role: Role) {
        self.learn_role(&role);
    }

    async fn guild_role_delete(&self, _: Context, guild: all::GuildId, role: all::RoleId, _: Option<Role>) {
        if let (Ok(guild), Ok(role)) = (GuildId::new(number(guild.get())), RoleId::new(number(role.get()))) {
            self.app.learn_role(guild, role, false);
        }
    }

    async fn reaction_add(&self, _: Context, reaction: Reaction) {
        if let Some(reacted) = Reacted::read(&reaction) {
            let app = Arc::clone(&self.app);
            self.under_way
                .spawn(async move { reaction::grade(&app, &reacted).await });
        }
    }

    async fn message_delete(
        &self,
        _: Context,
        channel: all::ChannelId,
        message: all::MessageId,
        guild: Option<all::GuildId>,
    ) {
        self.deleted(guild, channel, &[message]).await;
    }

    async fn message_delete_bulk(
        &self,
        _: Context,
        channel: all::ChannelId,
        messages: Vec<all::MessageId>,
        guild: Option<all::GuildId>,
    ) {
        self.deleted(guild, channel, &messages).await;
    }

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let Some(request) = request::read(interaction) else {
            tracing::debug!("an interaction outside a server, or of an unknown kind");
            return;
        };
        let app = Arc::clone(&self.app);
        self.under_way.spawn(router::answer(app, request));
    }
}
