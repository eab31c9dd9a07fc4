//! The webhooks that the bot made for itself, one a channel. Whoever has the token can post: it is shown to nobody.

use super::{Book, guilds};
use crate::{BookError, db};
use dbsbm_core::id::{ChannelId, GuildId, WebhookId};
use sqlx::AssertSqlSafe;

/// A webhook of a channel.
#[derive(Clone, PartialEq, Eq)]
pub struct ChannelWebhook {
    /// Its id.
    pub id: WebhookId,
    /// Its secret.
    pub token: String,
}

impl std::fmt::Debug for ChannelWebhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChannelWebhook")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Book {
    /// The webhook of a channel, if the bot made one.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn channel_webhook(
        &self,
        guild: GuildId,
        channel: ChannelId,
    ) -> Result<Option<ChannelWebhook>, BookError> {
        let row: Option<(i64, String)> = sqlx::query_as(
            "SELECT webhook_id, token FROM channel_webhooks WHERE guild_id = ? AND channel_id = ?",
        )
        .bind(guild.get())
        .bind(channel.get())
        .fetch_optional(&self.pools.read)
        .await?;
        row.map(|(id, token)| {
            let id = WebhookId::new(id)
                .map_err(|e| BookError::corrupt(format!("channel_webhooks {guild}/{channel}"), e))?;
            Ok(ChannelWebhook { id, token })
        })
        .transpose()
    }

    /// Keeps a new webhook for a channel; gives the one that is the channel's from now on, which is another one where
    /// somebody was quicker.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn keep_channel_webhook(
        &self,
        guild: GuildId,
        channel: ChannelId,
        webhook: ChannelWebhook,
    ) -> Result<ChannelWebhook, BookError> {
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        guilds::require(&mut tx, guild).await?;
        let sql = format!(
            "INSERT INTO channel_webhooks (guild_id, channel_id, webhook_id, token) VALUES (?, ?, ?, ?){}",
            db::ON_CONFLICT_KEEP
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(channel.get())
            .bind(webhook.id.get())
            .bind(&webhook.token)
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(self.channel_webhook(guild, channel).await?.unwrap_or(webhook))
    }

    /// Forgets a webhook that Discord does not know any more. One that was made for the channel since then stays.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn forget_channel_webhook(
        &self,
        guild: GuildId,
        channel: ChannelId,
        webhook: WebhookId,
    ) -> Result<(), BookError> {
        sqlx::query("DELETE FROM channel_webhooks WHERE guild_id = ? AND channel_id = ? AND webhook_id = ?")
            .bind(guild.get())
            .bind(channel.get())
            .bind(webhook.get())
            .execute(&self.pools.write)
            .await?;
        Ok(())
    }
}
