//! Pictures of a guild: its own look, team logos, cappers.

use super::{Book, guilds, plan};
use crate::{
    BookError,
    convert::parse,
    db::{self, Arguments},
    insert::{BATCH, marks},
};
use dbsbm_core::{
    guild::{Action, Actor, ImageKey, Limit, check_png, permit},
    id::GuildId,
};
use sqlx::{Arguments as _, AssertSqlSafe};
use std::collections::BTreeMap;

impl Book {
    /// Keeps a picture that the caller has drawn anew as PNG, in place of an older one.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], [`BookError::Image`], or [`BookError::Plan`] when the plan's looks are used up.
    pub async fn put_image(&self, actor: &Actor, key: &ImageKey, png: &[u8]) -> Result<(), BookError> {
        check_png(png)?;
        let mut page = self.page(actor.guild).await?;
        permit(actor, allowed(key), &page.guild.settings)?;
        let about = key.to_string();
        let there: Option<Vec<u8>> =
            sqlx::query_scalar("SELECT png FROM images WHERE guild_id = ? AND about = ?")
                .bind(actor.guild.get())
                .bind(&about)
                .fetch_optional(page.db())
                .await?;
        match there {
            Some(same) if same == png => return Ok(()),
            None if key.is_look() => {
                let used = plan::in_use(page.db(), actor.guild, Limit::Branding, 0).await?;
                page.guild.settings.plan.check(Limit::Branding, used)?;
            }
            _ => {}
        }
        page.administer(actor, "image.put", &about)?;
        let now = page.now.timestamp_millis();
        let sql = format!(
            "INSERT INTO images (guild_id, about, png, put_at) VALUES (?, ?, ?, ?){}",
            db::on_conflict_replace("guild_id, about", &["png", "put_at"])
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(actor.guild.get())
            .bind(&about)
            .bind(png)
            .bind(now)
            .execute(page.db())
            .await?;
        page.commit().await?;
        Ok(())
    }

    /// Removes a picture; true when there was one.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`].
    pub async fn remove_image(&self, actor: &Actor, key: &ImageKey) -> Result<bool, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, allowed(key), &page.guild.settings)?;
        let about = key.to_string();
        let done = sqlx::query("DELETE FROM images WHERE guild_id = ? AND about = ?")
            .bind(actor.guild.get())
            .bind(&about)
            .execute(page.db())
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        page.administer(actor, "image.remove", &about)?;
        page.commit().await?;
        Ok(true)
    }

    /// What the guild has pictures of.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn image_keys(&self, guild: GuildId) -> Result<Vec<ImageKey>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let about: Vec<String> =
            sqlx::query_scalar("SELECT about FROM images WHERE guild_id = ? ORDER BY about")
                .bind(guild.get())
                .fetch_all(&mut *db)
                .await?;
        about.iter().map(|about| parse("images", about)).collect()
    }

    /// Those of these pictures that the guild has, as PNG.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn images(
        &self,
        guild: GuildId,
        keys: &[ImageKey],
    ) -> Result<BTreeMap<ImageKey, Vec<u8>>, BookError> {
        let mut found = BTreeMap::new();
        for batch in keys.chunks(BATCH) {
            let sql = format!(
                "SELECT about, png FROM images WHERE guild_id = ? AND about IN ({})",
                marks(batch.len())
            );
            let mut arguments = Arguments::default();
            arguments.add(guild.get()).map_err(BookError::Database)?;
            for key in batch {
                arguments.add(key.to_string()).map_err(BookError::Database)?;
            }
            let rows: Vec<(String, Vec<u8>)> = sqlx::query_as_with(AssertSqlSafe(sql), arguments)
                .fetch_all(&self.pools.read)
                .await?;
            for (about, png) in rows {
                found.insert(parse("images", &about)?, png);
            }
        }
        Ok(found)
    }

    /// A picture of the guild, as PNG.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn image(&self, guild: GuildId, key: &ImageKey) -> Result<Option<Vec<u8>>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        Ok(
            sqlx::query_scalar("SELECT png FROM images WHERE guild_id = ? AND about = ?")
                .bind(guild.get())
                .bind(key.to_string())
                .fetch_optional(&mut *db)
                .await?,
        )
    }
}

const fn allowed(key: &ImageKey) -> Action {
    match key {
        ImageKey::Capper(capper) => Action::Picture { capper: *capper },
        ImageKey::TeamLogo { .. } | ImageKey::Guild => Action::ManageLook,
    }
}
