//! Cappers of the guild, and the random subjects under which events know them.

use super::Page;
use crate::{BookError, rows::CapperRow};
use dbsbm_core::{id::UserId, ledger::Fact};
use sqlx::Row as _;
use std::collections::HashMap;

/// Subjects by user: what a page has learnt, worth keeping for the next one.
pub(crate) type Subjects = HashMap<UserId, String>;

impl Page {
    /// The subject of a capper of this guild, if the user is one.
    pub(crate) async fn subject(&mut self, user: UserId) -> Result<Option<String>, BookError> {
        if let Some(known) = self.subjects.get(&user) {
            return Ok(Some(known.clone()));
        }
        let (guild, user_id) = (self.guild.id.get(), user.get());
        let found: Option<String> =
            sqlx::query_scalar("SELECT subject FROM cappers WHERE guild_id = ? AND user_id = ?")
                .bind(guild)
                .bind(user_id)
                .fetch_optional(self.db())
                .await?;
        if let Some(subject) = &found {
            self.subjects.insert(user, subject.clone());
        }
        Ok(found)
    }

    /// The subject of a capper who may post picks.
    pub(crate) async fn poster(&mut self, user: UserId) -> Result<String, BookError> {
        let guild = self.guild.id.get();
        let row = sqlx::query("SELECT subject, removed_at FROM cappers WHERE guild_id = ? AND user_id = ?")
            .bind(guild)
            .bind(user.get())
            .fetch_optional(self.db())
            .await?
            .ok_or(BookError::NoCapper(user))?;
        match row.try_get::<i64, _>(1)? {
            0 => Ok(row.try_get(0)?),
            _ => Err(BookError::CapperRemoved(user)),
        }
    }

    /// The subject of a capper; a user who is none yet becomes one, under this name.
    pub(crate) async fn capper(&mut self, user: UserId, name: &str) -> Result<String, BookError> {
        if let Some(known) = self.subject(user).await? {
            return Ok(known);
        }
        let subject = self.env.subject();
        self.record(
            0,
            Fact::CapperAdded {
                subject: subject.clone(),
            },
        )?;
        self.pending.cappers.push(CapperRow {
            guild_id: self.guild.id.get(),
            user_id: user.get(),
            name: name.into(),
            subject: subject.clone(),
            added_at: self.now.timestamp_millis(),
        });
        self.subjects.insert(user, subject.clone());
        Ok(subject)
    }
}
