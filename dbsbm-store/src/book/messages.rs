//! Where messages stand, by what they show, so that they can be edited later and a click on one finds what it is about.

use super::{Book, guilds};
use crate::{BookError, db};
use dbsbm_core::{
    id::{BetNo, ChannelId, GuildId, MessageId, WebhookId},
    ledger::Fact,
};

/// Where a message stands, and who posted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct MessagePlace {
    /// The channel.
    pub channel: ChannelId,
    /// The message.
    pub message: MessageId,
    /// The webhook it was posted through, which alone can edit it; none when the bot posted it itself.
    pub webhook: Option<WebhookId>,
}

/// The longest name of what a message shows.
const MAX_ABOUT: usize = 64;

/// The bet that a message shows: `slip:17`, and `card:17` while the slip is sealed.
fn bet_of(about: &str) -> Option<BetNo> {
    let (kind, number) = about.split_once(':')?;
    matches!(kind, "slip" | "card").then(|| number.parse().ok())?
}

impl Book {
    /// Remembers where a message stands. What it shows (`slip:17`, `board:week`) stands in one place: the newest.
    ///
    /// # Errors
    /// [`BookError::NoGuild`], [`BookError::NoBet`] for a slip of no bet, or [`BookError::Text`].
    pub async fn remember_message(
        &self,
        guild: GuildId,
        about: &str,
        place: &MessagePlace,
    ) -> Result<(), BookError> {
        if about.is_empty() || about.len() > MAX_ABOUT {
            let why = format!("it must have 1 to {MAX_ABOUT} bytes");
            return Err(BookError::Text {
                what: "what a message shows",
                why,
            });
        }
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        guilds::require(&mut tx, guild).await?;
        let bet = bet_of(about);
        if let Some(bet) = bet {
            let found: Option<i64> =
                sqlx::query_scalar("SELECT bet_no FROM bets WHERE guild_id = ? AND bet_no = ?")
                    .bind(guild.get())
                    .bind(bet.get())
                    .fetch_optional(&mut *tx)
                    .await?;
            found.ok_or(BookError::NoBet { guild, bet })?;
        }
        sqlx::query(
            "DELETE FROM messages WHERE guild_id = ? AND (about = ? OR (channel_id = ? AND message_id = ?))",
        )
        .bind(guild.get())
        .bind(about)
        .bind(place.channel.get())
        .bind(place.message.get())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO messages (guild_id, about, bet_no, channel_id, message_id, webhook_id, posted_at) \
             VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(guild.get())
        .bind(about)
        .bind(bet.map_or(0, BetNo::get))
        .bind(place.channel.get())
        .bind(place.message.get())
        .bind(place.webhook.map_or(0, WebhookId::get))
        .bind(self.env.now().timestamp_millis())
        .execute(&mut *tx)
        .await?;
        Ok(tx.commit().await?)
    }

    /// Where the message stands that shows this.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn message(&self, guild: GuildId, about: &str) -> Result<Option<MessagePlace>, BookError> {
        let row: Option<(i64, i64, i64)> = sqlx::query_as(
            "SELECT channel_id, message_id, webhook_id FROM messages WHERE guild_id = ? AND about = ?",
        )
        .bind(guild.get())
        .bind(about)
        .fetch_optional(&self.pools.read)
        .await?;
        let Some((channel, message, webhook)) = row else {
            return Ok(None);
        };
        let corrupt = |e| BookError::corrupt(format!("messages {guild}/{about}"), e);
        Ok(Some(MessagePlace {
            channel: ChannelId::new(channel).map_err(corrupt)?,
            message: MessageId::new(message).map_err(corrupt)?,
            webhook: match webhook {
                0 => None,
                id => Some(WebhookId::new(id).map_err(corrupt)?),
            },
        }))
    }

    /// What a message shows, if it is one that was remembered.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn about_message(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<Option<String>, BookError> {
        Ok(sqlx::query_scalar(
            "SELECT about FROM messages WHERE guild_id = ? AND channel_id = ? AND message_id = ?",
        )
        .bind(guild.get())
        .bind(channel.get())
        .bind(message.get())
        .fetch_optional(&self.pools.read)
        .await?)
    }

    /// Notes that a message was deleted; gives what it showed, if it was one that was remembered. A bet remains: that its
    /// message was deleted is an event of its own.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn message_deleted(
        &self,
        guild: GuildId,
        channel: ChannelId,
        message: MessageId,
    ) -> Result<Option<String>, BookError> {
        // Most messages that are deleted were somebody else's: that takes no lock.
        let Some(about) = self.about_message(guild, channel, message).await? else {
            return Ok(None);
        };
        let mut page = self.page(guild).await?;
        let gone = sqlx::query(
            "DELETE FROM messages WHERE guild_id = ? AND about = ? AND channel_id = ? AND message_id = ?",
        )
        .bind(guild.get())
        .bind(&about)
        .bind(channel.get())
        .bind(message.get())
        .execute(page.db())
        .await?;
        // Two processes may hear of one deletion: the first one records it.
        if gone.rows_affected() == 0 {
            return Ok(None);
        }
        if let Some(bet) = bet_of(&about) {
            page.record(bet.get(), Fact::MessageDeleted { bet })?;
        }
        page.commit().await?;
        Ok(Some(about))
    }
}
