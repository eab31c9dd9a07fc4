//! The gateway: serenity's events, handed on.

use crate::{app::App, request, router};
use dbsbm_core::id::{GuildId, UserId};
use serenity::{
    all::{Context, EventHandler, Guild, Interaction, Ready, UnavailableGuild},
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

#[async_trait]
impl EventHandler for Events {
    async fn ready(&self, _: Context, ready: Ready) {
        let shards = self.shards_ready.fetch_add(1, Ordering::Relaxed) + 1;
        tracing::info!(guilds = ready.guilds.len(), shards, "ready");
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let (Ok(id), Ok(owner)) = (
            GuildId::new(guild.id.get().try_into().unwrap_or(i64::MAX)),
            UserId::new(guild.owner_id.get().try_into().unwrap_or(i64::MAX)),
        ) else {
            return;
        };
        self.app.learn_owner(id, owner);
        if let Err(error) = self.app.book.guild_joined(id, &guild.name).await {
            tracing::error!(guild = id.get(), %error, "the guild cannot be entered in the books");
        }
    }

    async fn guild_delete(&self, _: Context, left: UnavailableGuild, _: Option<Guild>) {
        // Not available is not gone.
        if left.unavailable {
            return;
        }
        let Ok(id) = GuildId::new(left.id.get().try_into().unwrap_or(i64::MAX)) else {
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

    async fn interaction_create(&self, _: Context, interaction: Interaction) {
        let Some(request) = request::read(interaction) else {
            tracing::debug!("an interaction outside a server, or of an unknown kind");
            return;
        };
        let app = Arc::clone(&self.app);
        self.under_way.spawn(router::answer(app, request));
    }
}
