//! The list of cappers.

use super::{Book, guilds};
use crate::{BookError, db::Connection};
use dbsbm_core::{
    community::display_name,
    guild::{Action, Actor, permit},
    id::{EventSeq, GuildId, UserId},
    ledger::Fact,
    record::on_trial,
};
use sqlx::Row as _;
use std::collections::HashMap;

/// A capper.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CapperView {
    /// The Discord id, as text.
    pub capper: String,
    /// The name shown.
    pub name: String,
    /// Bets that are open.
    pub open: i64,
    /// Bets that are settled.
    pub settled: i64,
    /// Bets of the verified record.
    pub verified: i64,
    /// Whether the capper is on trial and ranked apart.
    pub trial: bool,
    /// Whether the capper was taken off the list: the record stays, new picks are not taken.
    pub removed: bool,
}

impl Book {
    /// Makes a member a capper, gives a capper another name, or puts one back who was taken off the list.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], or [`BookError::Member`] for a name that is taken or unfit.
    pub async fn add_capper(&self, actor: &Actor, user: UserId, name: &str) -> Result<CapperView, BookError> {
        let name = display_name(name)?;
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ManageCappers, &page.guild.settings)?;
        page.name_is_free(user, &name).await?;
        let known: Option<(String, String, i64)> = sqlx::query_as(
            "SELECT subject, name, removed_at FROM cappers WHERE guild_id = ? AND user_id = ?",
        )
        .bind(actor.guild.get())
        .bind(user.get())
        .fetch_optional(page.db())
        .await?;
        match known {
            None => {
                page.capper(user, &name).await?;
                let seq = EventSeq::new(page.head_seq()).map_err(|e| BookError::corrupt("guilds", e))?;
                page.audit(seq, actor, "capper.add", &format!("{user}: {name}"));
            }
            Some((_, was, 0)) if was == name => {}
            Some((subject, was, removed_at)) => {
                if removed_at != 0 {
                    let seq = page.record(0, Fact::CapperRestored { subject })?;
                    page.audit(seq, actor, "capper.restore", &format!("{user}: {name}"));
                }
                if was != name {
                    page.administer(actor, "capper.rename", &format!("{user}: {was} -> {name}"))?;
                }
                sqlx::query("UPDATE cappers SET name = ?, removed_at = 0 WHERE guild_id = ? AND user_id = ?")
                    .bind(&name)
                    .bind(actor.guild.get())
                    .bind(user.get())
                    .execute(page.db())
                    .await?;
            }
        }
        page.commit().await?;
        self.capper(actor.guild, user).await
    }

    /// Takes a capper off the list. The record stays, open bets are settled as they would be; new picks are not taken.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] or [`BookError::NoCapper`].
    pub async fn remove_capper(&self, actor: &Actor, user: UserId) -> Result<CapperView, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ManageCappers, &page.guild.settings)?;
        match page.poster(user).await {
            Err(BookError::CapperRemoved(_)) => drop(page),
            Err(other) => return Err(other),
            Ok(subject) => {
                let seq = page.record(0, Fact::CapperRemoved { subject })?;
                page.audit(seq, actor, "capper.remove", &user.to_string());
                let now = page.now.timestamp_millis();
                sqlx::query("UPDATE cappers SET removed_at = ? WHERE guild_id = ? AND user_id = ?")
                    .bind(now)
                    .bind(actor.guild.get())
                    .bind(user.get())
                    .execute(page.db())
                    .await?;
                page.commit().await?;
            }
        }
        self.capper(actor.guild, user).await
    }

    /// One capper of the guild.
    ///
    /// # Errors
    /// [`BookError::NoCapper`].
    pub async fn capper(&self, guild: GuildId, user: UserId) -> Result<CapperView, BookError> {
        let found = self.list_cappers(guild, Some(user)).await?;
        found.into_iter().next().ok_or(BookError::NoCapper(user))
    }

    /// The cappers of a guild by name, those taken off the list included.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn cappers(&self, guild: GuildId) -> Result<Vec<CapperView>, BookError> {
        self.list_cappers(guild, None).await
    }

    async fn list_cappers(&self, guild: GuildId, only: Option<UserId>) -> Result<Vec<CapperView>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let needed = guilds::load_settings(&mut db, guild).await?.trial_verified_bets;
        let rows = sqlx::query(
            "SELECT c.user_id, c.name, COALESCE(t.open_bets, 0), \
             COALESCE(t.won + t.half_won + t.lost + t.half_lost + t.push + t.void, 0), \
             COALESCE(t.verified, 0), c.removed_at \
             FROM cappers c LEFT JOIN tallies t ON t.guild_id = c.guild_id AND t.track = 'main' \
             AND t.grain = 'life' AND t.user_id = c.user_id AND t.start = 0 \
             WHERE c.guild_id = ? AND (? = 0 OR c.user_id = ?) ORDER BY c.name, c.user_id",
        )
        .bind(guild.get())
        .bind(only.map_or(0, UserId::get))
        .bind(only.map_or(0, UserId::get))
        .fetch_all(&mut *db)
        .await?;
        rows.iter()
            .map(|row| {
                let verified: i64 = row.try_get(4)?;
                Ok(CapperView {
                    capper: row.try_get::<i64, _>(0)?.to_string(),
                    name: row.try_get(1)?,
                    open: row.try_get(2)?,
                    settled: row.try_get(3)?,
                    verified,
                    trial: on_trial(verified, needed.map(dbsbm_core::guild::Whole::get)),
                    removed: row.try_get::<i64, _>(5)? != 0,
                })
            })
            .collect()
    }
}

/// Verified bets of every capper so far.
pub(crate) async fn verified_bets(
    db: &mut Connection,
    guild: GuildId,
) -> Result<HashMap<i64, i64>, BookError> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT user_id, verified FROM tallies WHERE guild_id = ? AND track = 'main' AND grain = 'life'",
    )
    .bind(guild.get())
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().collect())
}
