//! Who did what.

use super::Book;
use crate::{BookError, convert::moment};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    guild::{Action, Actor, permit},
    id::UserId,
};
use sqlx::Row as _;

/// Which lines of the audit are asked for, the newest first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AuditFilter {
    /// By this person.
    pub by: Option<UserId>,
    /// Actions that begin so: `capper.` for all about cappers.
    pub action: Option<String>,
    /// Lines before this one, for the next page.
    pub before: Option<i64>,
    /// At most so many; fifty if not said, two hundred at the most.
    pub limit: Option<u32>,
}

/// A line of the audit.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AuditView {
    /// The event beside which it stands.
    pub seq: i64,
    /// When it was done.
    pub at: DateTime<Utc>,
    /// Who did it, as a Discord id in text; null for the operator.
    pub by: Option<String>,
    /// What was done.
    pub action: String,
    /// In words.
    pub detail: String,
}

impl Book {
    /// The guild's audit, the newest line first.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] or [`BookError::NoGuild`].
    pub async fn audit(&self, actor: &Actor, filter: &AuditFilter) -> Result<Vec<AuditView>, BookError> {
        permit(actor, Action::ReadAudit, &self.settings(actor.guild).await?)?;
        let begins = filter.action.as_deref().unwrap_or_default();
        let length = i64::try_from(begins.chars().count()).unwrap_or(i64::MAX);
        let rows = sqlx::query(
            "SELECT seq, at, user_id, action, detail FROM audit WHERE guild_id = ? AND seq < ? \
             AND (? = 0 OR user_id = ?) AND substr(action, 1, ?) = ? ORDER BY seq DESC LIMIT ?",
        )
        .bind(actor.guild.get())
        .bind(filter.before.unwrap_or(i64::MAX))
        .bind(filter.by.map_or(0, UserId::get))
        .bind(filter.by.map_or(0, UserId::get))
        .bind(length)
        .bind(begins)
        .bind(i64::from(filter.limit.unwrap_or(50).min(200)))
        .fetch_all(&self.pools.read)
        .await?;
        rows.iter()
            .map(|row| {
                let seq: i64 = row.try_get(0)?;
                let by: i64 = row.try_get(2)?;
                Ok(AuditView {
                    seq,
                    at: moment(&format!("audit {seq}"), row.try_get(1)?)?,
                    by: (by != 0).then(|| by.to_string()),
                    action: row.try_get(3)?,
                    detail: row.try_get(4)?,
                })
            })
            .collect()
    }
}
