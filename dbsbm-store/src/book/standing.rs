//! What a front-end asks for with every question: the guild's name, and whether somebody is a capper.

use super::Book;
use crate::BookError;
use chrono::{DateTime, Utc};
use dbsbm_core::id::{GuildId, UserId};

impl Book {
    /// Now, by the clock of the books.
    pub fn now(&self) -> DateTime<Utc> {
        self.env.now()
    }

    /// The name of a guild.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn guild_name(&self, guild: GuildId) -> Result<String, BookError> {
        sqlx::query_scalar("SELECT name FROM guilds WHERE guild_id = ?")
            .bind(guild.get())
            .fetch_optional(&self.pools.read)
            .await?
            .ok_or(BookError::NoGuild(guild))
    }

    /// Whether a person is a capper of a guild.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn is_capper(&self, guild: GuildId, user: UserId) -> Result<bool, BookError> {
        let found: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM cappers WHERE guild_id = ? AND user_id = ?")
                .bind(guild.get())
                .bind(user.get())
                .fetch_one(&self.pools.read)
                .await?;
        Ok(found > 0)
    }
}
