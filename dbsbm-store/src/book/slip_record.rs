//! The record that a slip carries, without reading the bets one by one.

use super::{Book, guilds};
use crate::{
    BookError,
    convert::parse,
    rows::{Record, TallyRow},
};
use dbsbm_core::{
    id::{GuildId, UserId},
    record::SlipRecord,
};
use sqlx::AssertSqlSafe;

impl Book {
    /// The whole record of a capper, as it stands on slips.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn slip_record(&self, guild: GuildId, capper: UserId) -> Result<SlipRecord, BookError> {
        // One transaction, so that tally and price bases are of the same bets.
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let mut record = SlipRecord::default();
        let sql = format!(
            "SELECT {} FROM tallies t WHERE t.guild_id = ? AND t.track = 'main' AND t.grain = 'life' AND t.user_id = ?",
            TallyRow::columns("t")
        );
        let life = sqlx::query(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(capper.get())
            .fetch_optional(&mut *db)
            .await?;
        if let Some(row) = life {
            record.tally = TallyRow::read(&row, 0)?.tally();
        }
        let by_basis: Vec<(String, i64)> = sqlx::query_as(
            "SELECT basis, COUNT(*) FROM bet_states \
             WHERE guild_id = ? AND user_id = ? AND settled_at > 0 AND track = 'main' GROUP BY basis",
        )
        .bind(guild.get())
        .bind(capper.get())
        .fetch_all(&mut *db)
        .await?;
        for (basis, bets) in by_basis {
            let basis = parse(&format!("bets of {capper}"), &basis)?;
            record.basis.add(basis, bets.unsigned_abs());
        }
        Ok(record)
    }
}
