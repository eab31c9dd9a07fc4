//! The roles that followers of cappers wear in Discord: which there are, and who should have one.

use super::{break_until, who_in};
use crate::{
    BookError,
    book::{Book, guilds},
    db,
    page::Page,
};
use chrono::{DateTime, Utc};
use dbsbm_core::id::{GuildId, RoleId, UserId};
use serde_json::json;

/// What a member should wear as a follower of a capper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowRole {
    /// The role of the capper's followers, if there is one yet.
    pub role: Option<RoleId>,
    /// Whether the member follows the capper.
    pub follows: bool,
    /// Until when the member is on a break, and wears nothing.
    pub break_until: Option<DateTime<Utc>>,
}

impl Book {
    /// What a member should wear as a follower of a capper. Where the guild does without such roles nobody follows.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn follow_role(
        &self,
        guild: GuildId,
        user: UserId,
        capper: UserId,
    ) -> Result<FollowRole, BookError> {
        let wanted = self.settings(guild).await?.follow_roles;
        let role = self.followers_role(guild, capper).await?;
        let mut db = self.pools.read.begin().await?;
        let since: Option<i64> = sqlx::query_scalar(
            "SELECT since FROM follows WHERE guild_id = ? AND user_id = ? AND capper_id = ?",
        )
        .bind(guild.get())
        .bind(user.get())
        .bind(capper.get())
        .fetch_optional(&mut *db)
        .await?;
        let who = who_in(&mut db, guild, user).await?;
        let until = break_until(&mut db, guild, user, &who).await?;
        Ok(FollowRole {
            role,
            follows: wanted && since.is_some(),
            break_until: until.filter(|until| *until > self.env.now()),
        })
    }

    /// The role of a capper's followers, if there is one.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn followers_role(&self, guild: GuildId, capper: UserId) -> Result<Option<RoleId>, BookError> {
        let role: Option<i64> =
            sqlx::query_scalar("SELECT role_id FROM capper_roles WHERE guild_id = ? AND user_id = ?")
                .bind(guild.get())
                .bind(capper.get())
                .fetch_optional(&self.pools.read)
                .await?;
        role.map(|id| {
            RoleId::new(id).map_err(|e| BookError::corrupt(format!("capper_roles {guild}/{capper}"), e))
        })
        .transpose()
    }

    /// Keeps the role of a capper's followers; none forgets it.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn set_followers_role(
        &self,
        guild: GuildId,
        capper: UserId,
        role: Option<RoleId>,
    ) -> Result<(), BookError> {
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        guilds::require(&mut tx, guild).await?;
        sqlx::query("DELETE FROM capper_roles WHERE guild_id = ? AND user_id = ?")
            .bind(guild.get())
            .bind(capper.get())
            .execute(&mut *tx)
            .await?;
        if let Some(role) = role {
            sqlx::query("INSERT INTO capper_roles (guild_id, user_id, role_id) VALUES (?, ?, ?)")
                .bind(guild.get())
                .bind(capper.get())
                .bind(role.get())
                .execute(&mut *tx)
                .await?;
        }
        Ok(tx.commit().await?)
    }
}

impl Page {
    /// Asks that Discord be told what a member wears as a follower of a capper.
    pub(super) fn dress(&mut self, user: UserId, capper: UserId) {
        let who = json!({ "user": user.to_string(), "capper": capper.to_string() });
        self.outbox("follow.role", format!("{capper}:{user}"), &who);
    }

    /// The same for everything that a member follows.
    pub(super) async fn dress_all(&mut self, user: UserId) -> Result<(), BookError> {
        let guild = self.guild.id.get();
        let cappers: Vec<i64> =
            sqlx::query_scalar("SELECT capper_id FROM follows WHERE guild_id = ? AND user_id = ?")
                .bind(guild)
                .bind(user.get())
                .fetch_all(self.db())
                .await?;
        for capper in cappers {
            let capper = UserId::new(capper).map_err(|e| BookError::corrupt("follows", e))?;
            self.dress(user, capper);
        }
        Ok(())
    }

    /// Asks that Discord forget the role of a capper's followers: it bears the capper's name.
    pub(super) async fn forget_followers_role(&mut self, capper: UserId) -> Result<(), BookError> {
        let role: Option<i64> =
            sqlx::query_scalar("SELECT role_id FROM capper_roles WHERE guild_id = ? AND user_id = ?")
                .bind(self.guild.id.get())
                .bind(capper.get())
                .fetch_optional(self.db())
                .await?;
        if let Some(role) = role {
            sqlx::query("DELETE FROM capper_roles WHERE guild_id = ? AND user_id = ?")
                .bind(self.guild.id.get())
                .bind(capper.get())
                .execute(self.db())
                .await?;
            let role = role.to_string();
            self.outbox("follow.end", role.clone(), &json!({ "role": role }));
        }
        Ok(())
    }
}
