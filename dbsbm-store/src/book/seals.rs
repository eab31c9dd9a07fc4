//! What members-only bets committed to.

use super::Book;
use crate::BookError;
use dbsbm_core::{
    bet::Seal,
    id::{BetNo, GuildId},
};

impl Book {
    /// What a members-only bet committed to when it was posted; none for any other bet. Whoever shows more of it than its
    /// commitment before the start tells the pick.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn seal(&self, guild: GuildId, bet: BetNo) -> Result<Option<Seal>, BookError> {
        let found: Option<(String, String)> =
            sqlx::query_as("SELECT salt, text FROM seals WHERE guild_id = ? AND bet_no = ?")
                .bind(guild.get())
                .bind(bet.get())
                .fetch_optional(&self.pools.read)
                .await?;
        Ok(found.map(|(salt, text)| Seal { salt, text }))
    }
}
