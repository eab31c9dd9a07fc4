//! Profiles: the name that a capper's slips are signed with, colour and picture.

use super::{keep, member, who_in};
use crate::{BookError, book::Book, page::Page};
use dbsbm_core::{
    community::{NameRefusal, colour, display_name, name_key, picture},
    guild::{Action, Actor, permit},
    id::{GuildId, UserId},
};
use serde::Serialize;
use sqlx::Row as _;

/// A profile as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ProfileView {
    /// The Discord id, as text.
    pub user: String,
    /// The name that slips are signed with; none of who is no capper.
    pub name: Option<String>,
    /// `#rrggbb`.
    pub colour: Option<String>,
    /// The address of a picture.
    pub picture: Option<String>,
    /// Not on the boards.
    pub hidden: bool,
    /// The person was erased before: the record began anew.
    pub restarted: bool,
    /// Members who follow.
    pub followers: i64,
}

/// What changes on a profile; what is not said stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// The display name.
    pub name: Option<String>,
    /// A colour such as `#1f8b4c`, or `none`.
    pub colour: Option<String>,
    /// An https address, or `none`.
    pub picture: Option<String>,
}

impl Book {
    /// Changes a capper's profile; slips carry the new name from now on.
    ///
    /// # Errors
    /// [`BookError::Member`] for a name that is taken or unfit, a colour or a picture; [`BookError::NoCapper`];
    /// [`BookError::NotAllowed`].
    pub async fn set_profile(
        &self,
        actor: &Actor,
        capper: UserId,
        change: &ProfileChange,
    ) -> Result<ProfileView, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::Profile { capper }, &page.guild.settings)?;
        if page.subject(capper).await?.is_none() {
            return Err(BookError::NoCapper(capper));
        }
        if let Some(name) = &change.name {
            let name = display_name(name)?;
            page.name_is_free(capper, &name).await?;
            sqlx::query("UPDATE cappers SET name = ? WHERE guild_id = ? AND user_id = ?")
                .bind(name)
                .bind(actor.guild.get())
                .bind(capper.get())
                .execute(page.db())
                .await?;
        }
        let mut row = member(page.db(), actor.guild, capper).await?;
        if let Some(typed) = &change.colour {
            row.colour = colour(typed)?.map_or(-1, i64::from);
        }
        if let Some(typed) = &change.picture {
            row.picture = picture(typed)?.unwrap_or_default();
        }
        keep(page.db(), row).await?;
        page.commit().await?;
        self.profile(actor.guild, capper).await
    }

    /// The profile of a member.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn profile(&self, guild: GuildId, user: UserId) -> Result<ProfileView, BookError> {
        let mut db = self.pools.read.begin().await?;
        let who = who_in(&mut db, guild, user).await?;
        let row = member(&mut db, guild, user).await?;
        let said = sqlx::query(
            "SELECT (SELECT name FROM cappers WHERE guild_id = ? AND user_id = ?), \
             EXISTS (SELECT 1 FROM erased WHERE guild_id = ? AND who = ?), \
             (SELECT COUNT(*) FROM follows WHERE guild_id = ? AND capper_id = ?)",
        )
        .bind(guild.get())
        .bind(user.get())
        .bind(guild.get())
        .bind(who)
        .bind(guild.get())
        .bind(user.get())
        .fetch_one(&mut *db)
        .await?;
        Ok(ProfileView {
            user: user.to_string(),
            name: said.try_get(0)?,
            colour: (row.colour >= 0).then(|| format!("#{:06x}", row.colour)),
            picture: (!row.picture.is_empty()).then_some(row.picture),
            hidden: row.hidden != 0,
            restarted: said.try_get(1)?,
            followers: said.try_get(2)?,
        })
    }
}

impl Page {
    /// Refuses a name that reads like another capper's.
    pub(crate) async fn name_is_free(&mut self, user: UserId, name: &str) -> Result<(), BookError> {
        let guild = self.guild.id.get();
        let key = name_key(name);
        let others: Vec<String> =
            sqlx::query_scalar("SELECT name FROM cappers WHERE guild_id = ? AND user_id <> ?")
                .bind(guild)
                .bind(user.get())
                .fetch_all(self.db())
                .await?;
        match others.into_iter().find(|other| name_key(other) == key) {
            Some(taken) => Err(NameRefusal::Taken { taken }.into()),
            None => Ok(()),
        }
    }
}
