//! Following cappers, and the record of those who tail them.

use crate::{
    BookError,
    book::{Book, CapperView},
    db,
};
use dbsbm_core::{
    community::{FOLLOWERS_SHOWN, no_break},
    guild::{Action, Actor, permit},
    id::{GuildId, UserId},
    money::Units,
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

/// The net of all tails of a capper's bets, at the prices that members could get. Tails taken when nothing was quoted
/// have no such price and are left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FollowersRecord {
    /// Members who tailed.
    pub members: u32,
    /// Their settled tails.
    pub tails: i64,
    /// Risked.
    pub staked: Units,
    /// Returned.
    pub returned: Units,
    /// Net.
    pub net: Units,
}

impl Book {
    /// Follows a capper, or no longer; whether the member follows the capper now.
    ///
    /// # Errors
    /// [`BookError::NoCapper`], or [`BookError::Member`] on a break.
    pub async fn follow(&self, actor: &Actor, capper: UserId, on: bool) -> Result<bool, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ForOneself, &page.guild.settings)?;
        let user = actor.person("following")?;
        if on {
            if page.subject(capper).await?.is_none() {
                return Err(BookError::NoCapper(capper));
            }
            no_break(page.now, page.break_until(user).await?)?;
            let sql = format!(
                "INSERT INTO follows (guild_id, user_id, capper_id, since) VALUES (?, ?, ?, ?){}",
                db::ON_CONFLICT_KEEP
            );
            let since = page.now.timestamp_millis();
            sqlx::query(AssertSqlSafe(sql))
                .bind(actor.guild.get())
                .bind(user.get())
                .bind(capper.get())
                .bind(since)
                .execute(page.db())
                .await?;
        } else {
            sqlx::query("DELETE FROM follows WHERE guild_id = ? AND user_id = ? AND capper_id = ?")
                .bind(actor.guild.get())
                .bind(user.get())
                .bind(capper.get())
                .execute(page.db())
                .await?;
        }
        page.dress(user, capper);
        page.commit().await?;
        Ok(on)
    }

    /// How many members follow a capper. Who they are is nobody's business.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn followers(&self, guild: GuildId, capper: UserId) -> Result<i64, BookError> {
        Ok(
            sqlx::query_scalar("SELECT COUNT(*) FROM follows WHERE guild_id = ? AND capper_id = ?")
                .bind(guild.get())
                .bind(capper.get())
                .fetch_one(&self.pools.read)
                .await?,
        )
    }

    /// The cappers that a member follows, by name.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn following(&self, guild: GuildId, user: UserId) -> Result<Vec<CapperView>, BookError> {
        let followed: Vec<i64> =
            sqlx::query_scalar("SELECT capper_id FROM follows WHERE guild_id = ? AND user_id = ?")
                .bind(guild.get())
                .bind(user.get())
                .fetch_all(&self.pools.read)
                .await?;
        let mut cappers = self.cappers(guild).await?;
        cappers.retain(|capper| capper.capper.parse().is_ok_and(|id: i64| followed.contains(&id)));
        Ok(cappers)
    }

    /// The record of a capper's followers; none below ten members.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn followers_record(
        &self,
        guild: GuildId,
        capper: UserId,
    ) -> Result<Option<FollowersRecord>, BookError> {
        let (members, tails, staked, returned): (i64, i64, i64, i64) = sqlx::query_as(
            "SELECT COALESCE(SUM(m), 0), COALESCE(SUM(t), 0), COALESCE(SUM(s), 0), COALESCE(SUM(r), 0) FROM (\
             SELECT COUNT(DISTINCT user_id) AS m, COUNT(*) AS t, SUM(staked) AS s, SUM(returned) AS r FROM tails \
             WHERE guild_id = ? AND capper_id = ? AND side = 'with' AND basis = 'market' AND outcome <> 'open' \
             UNION ALL SELECT members, tails, staked, returned FROM erased_tails WHERE guild_id = ? AND capper_id = ?\
             ) parts",
        )
        .bind(guild.get())
        .bind(capper.get())
        .bind(guild.get())
        .bind(capper.get())
        .fetch_one(&self.pools.read)
        .await?;
        let members = u32::try_from(members).unwrap_or(u32::MAX);
        if members < FOLLOWERS_SHOWN {
            return Ok(None);
        }
        let amount = |n: i64| {
            Units::from_ten_thousandths(n).ok_or_else(|| BookError::corrupt("tails", "a sum out of range"))
        };
        Ok(Some(FollowersRecord {
            members,
            tails,
            staked: amount(staked)?,
            returned: amount(returned)?,
            net: amount(returned - staked)?,
        }))
    }
}
