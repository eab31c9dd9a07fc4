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

    /// Keeps the webhook of a channel, in place of the one before.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn set_channel_webhook(
        &self,
        guild: GuildId,
        channel: ChannelId,
        webhook: &ChannelWebhook,
    ) -> Result<(), BookError> {
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        guilds::require(&mut tx, guild).await?;
        let sql = format!(
            "INSERT INTO channel_webhooks (guild_id, channel_id, webhook_id, token) VALUES (?, ?, ?, ?){}",
            db::on_conflict_replace("guild_id, channel_id", &["webhook_id", "token"])
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(channel.get())
            .bind(webhook.id.get())
            .bind(&webhook.token)
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Forgets the webhook of a channel: Discord does not know it any more.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn forget_channel_webhook(&self, guild: GuildId, channel: ChannelId) -> Result<(), BookError> {
        sqlx::query("DELETE FROM channel_webhooks WHERE guild_id = ? AND channel_id = ?")
            .bind(guild.get())
            .bind(channel.get())
            .execute(&self.pools.write)
            .await?;
        Ok(())
    }
}
