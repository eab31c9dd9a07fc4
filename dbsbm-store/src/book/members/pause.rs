//! Breaks, and the age that a member confirmed.

use super::{break_until, keep, member, who_in};
use crate::{
    BookError,
    book::{Book, guilds},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    community::{BreakLength, take_break},
    guild::{Action, Actor, permit},
    id::{GuildId, UserId},
};

impl Book {
    /// Takes a break, or lengthens the one that runs; gives its end. Until then nothing is sent to the member, and they
    /// can neither tail nor follow.
    ///
    /// # Errors
    /// [`BookError::Member`] when it would end sooner than the one that runs.
    pub async fn take_break(&self, actor: &Actor, length: BreakLength) -> Result<DateTime<Utc>, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ForOneself, &page.guild.settings)?;
        let user = actor.person("taking a break")?;
        let running = page.break_until(user).await?;
        let until = take_break(page.now, running, length)?;
        let mut row = member(page.db(), actor.guild, user).await?;
        row.break_until = until.timestamp_millis();
        keep(page.db(), row).await?;
        page.dress_all(user).await?;
        page.commit().await?;
        Ok(until)
    }

    /// The end of the break that a member is on, if one runs.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn on_break(&self, guild: GuildId, user: UserId) -> Result<Option<DateTime<Utc>>, BookError> {
        let mut db = self.pools.read.begin().await?;
        let who = who_in(&mut db, guild, user).await?;
        let until = break_until(&mut db, guild, user, &who).await?;
        let now = self.env.now();
        Ok(until.filter(|until| *until > now))
    }

    /// Notes that a member confirmed to be of this age: the one that they were asked for, which the guild may have raised
    /// since.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] for a job or the command line: nobody confirms another's age.
    pub async fn confirm_age(&self, actor: &Actor, age: u32) -> Result<(), BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ForOneself, &page.guild.settings)?;
        let user = actor.person("confirming an age")?;
        let mut row = member(page.db(), actor.guild, user).await?;
        // Who is old enough for the higher age is so for the lower one.
        if i64::from(age) > row.age {
            row.age = i64::from(age);
            row.age_at = page.now.timestamp_millis();
            keep(page.db(), row).await?;
            _ = page.commit().await?;
        }
        Ok(())
    }

    /// The age that a member has still to confirm: none where the guild never said one, or where the member confirmed it. One
    /// that was raised is confirmed anew.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn age_to_confirm(&self, guild: GuildId, user: UserId) -> Result<Option<u32>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let said: Option<String> = sqlx::query_scalar(
            "SELECT value FROM guild_settings WHERE guild_id = ? AND name = 'age.minimum'",
        )
        .bind(guild.get())
        .fetch_optional(&mut *db)
        .await?;
        if said.is_none() {
            return Ok(None);
        }
        let least = guilds::load_settings(&mut db, guild).await?.age_minimum.get();
        let confirmed = member(&mut db, guild, user).await?.age;
        Ok((confirmed < i64::from(least)).then_some(least))
    }
}
