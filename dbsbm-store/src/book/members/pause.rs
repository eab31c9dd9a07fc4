//! Breaks, and the age that a member confirmed.

use super::{break_until, keep, member, who_in};
use crate::{BookError, book::Book};
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

    /// Notes that a member confirmed to be of the guild's minimum age.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] for a job or the command line: nobody confirms another's age.
    pub async fn confirm_age(&self, actor: &Actor) -> Result<(), BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ForOneself, &page.guild.settings)?;
        let user = actor.person("confirming an age")?;
        let mut row = member(page.db(), actor.guild, user).await?;
        row.age = i64::from(page.guild.settings.age_minimum.get());
        row.age_at = page.now.timestamp_millis();
        keep(page.db(), row).await?;
        _ = page.commit().await?;
        Ok(())
    }

    /// Whether a member confirmed the minimum age that the guild has now; one that was raised is confirmed anew.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn age_confirmed(&self, guild: GuildId, user: UserId) -> Result<bool, BookError> {
        let least = self.settings(guild).await?.age_minimum.get();
        let mut db = self.pools.read.acquire().await?;
        Ok(member(&mut db, guild, user).await?.age >= i64::from(least))
    }
}
