//! Whether the bot is in a guild. Where it was removed, deliveries and jobs stop; the books stay as they are.

use super::Book;
use crate::{BookError, convert::moment};
use chrono::{DateTime, Utc};
use dbsbm_core::id::GuildId;

impl Book {
    /// Notes that the bot is in a guild: opens its books if it has none, and takes deliveries up again where it comes back.
    ///
    /// # Errors
    /// [`BookError::Text`] for the name.
    pub async fn guild_joined(&self, guild: GuildId, name: &str) -> Result<(), BookError> {
        // A bot hears this of every guild whenever it starts: most of the time nothing is new.
        let known: Option<(String, bool)> =
            sqlx::query_as("SELECT name, left_at = 0 AND met_at <> 0 FROM guilds WHERE guild_id = ?")
                .bind(guild.get())
                .fetch_optional(&self.pools.read)
                .await?;
        if known.as_ref().is_none_or(|(known, _)| known != name) {
            self.add_guild(guild, name).await?;
        }
        if known.is_none_or(|(_, present)| !present) {
            sqlx::query(
                "UPDATE guilds SET left_at = 0, met_at = CASE met_at WHEN 0 THEN ? ELSE met_at END \
                 WHERE guild_id = ?",
            )
            .bind(self.env.now().timestamp_millis())
            .bind(guild.get())
            .execute(&self.pools.write)
            .await?;
        }
        Ok(())
    }

    /// When the bot first was in a guild; none where it never was.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn met_at(&self, guild: GuildId) -> Result<Option<DateTime<Utc>>, BookError> {
        let met: Option<i64> =
            sqlx::query_scalar("SELECT met_at FROM guilds WHERE guild_id = ? AND met_at <> 0")
                .bind(guild.get())
                .fetch_optional(&self.pools.read)
                .await?;
        met.map(|at| moment("guilds", at)).transpose()
    }

    /// Notes that the bot was removed from a guild.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn guild_left(&self, guild: GuildId) -> Result<(), BookError> {
        sqlx::query("UPDATE guilds SET left_at = ? WHERE guild_id = ? AND left_at = 0")
            .bind(self.env.now().timestamp_millis())
            .bind(guild.get())
            .execute(&self.pools.write)
            .await?;
        Ok(())
    }

    /// The guilds that jobs are for: those which the bot was not removed from.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn guilds_present(&self) -> Result<Vec<GuildId>, BookError> {
        let ids: Vec<i64> =
            sqlx::query_scalar("SELECT guild_id FROM guilds WHERE left_at = 0 ORDER BY guild_id")
                .fetch_all(&self.pools.read)
                .await?;
        ids.into_iter()
            .map(|id| GuildId::new(id).map_err(|e| BookError::corrupt("guilds", e)))
            .collect()
    }
}
