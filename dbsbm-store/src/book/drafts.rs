//! Drafts: what a person has begun and not posted. They outlive a restart, and nothing else: a day without a change, and
//! they are gone.

use super::{Book, guilds};
use crate::{
    BookError,
    convert::{moment, parse},
    db::{self, Connection},
};
use chrono::{DateTime, TimeDelta, Utc};
use dbsbm_core::id::{DraftId, GuildId, UserId};
use serde_json::Value;

/// How long a draft waits for its owner.
const WAITS: TimeDelta = TimeDelta::hours(24);
/// Drafts that a user has at once; the oldest makes room.
const AT_ONCE: usize = 20;
/// The largest body, in bytes of JSON: a slip of every leg there may be fits several times.
const MAX_BODY: usize = 65_536;
/// The longest name of a flow.
const MAX_FLOW: usize = 32;

/// Something begun.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The guild it was begun in.
    pub guild: GuildId,
    /// Whose it is.
    pub user: UserId,
    /// What is being done: the front-end's word.
    pub flow: String,
    /// How far it has come, in the front-end's form.
    pub body: Value,
    /// Until when it waits for the next step.
    pub expires_at: DateTime<Utc>,
}

impl Book {
    /// Begins a draft.
    ///
    /// # Errors
    /// [`BookError::NoGuild`], or [`BookError::Text`] for a body too large to keep.
    pub async fn start_draft(
        &self,
        guild: GuildId,
        user: UserId,
        flow: &str,
        body: &Value,
    ) -> Result<Draft, BookError> {
        if flow.is_empty() || flow.len() > MAX_FLOW {
            let why = format!("it must have 1 to {MAX_FLOW} bytes");
            return Err(BookError::Text {
                what: "the flow of a draft",
                why,
            });
        }
        let text = bounded(body)?;
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        guilds::require(&mut tx, guild).await?;
        make_room(&mut tx, guild, user).await?;
        let draft = Draft {
            id: DraftId::from_bits(u64::from_ne_bytes(self.env.secret())),
            guild,
            user,
            flow: flow.into(),
            body: body.clone(),
            expires_at: self.env.now() + WAITS,
        };
        sqlx::query(
            "INSERT INTO drafts (guild_id, draft_id, user_id, flow, body, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
        )
        .bind(guild.get())
        .bind(draft.id.bits().cast_signed())
        .bind(user.get())
        .bind(flow)
        .bind(text)
        .bind(draft.expires_at.timestamp_millis())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(draft)
    }

    /// A draft.
    ///
    /// # Errors
    /// [`BookError::NoDraft`] when it has expired or was dropped.
    pub async fn draft(&self, guild: GuildId, id: DraftId) -> Result<Draft, BookError> {
        let mut db = self.pools.read.acquire().await?;
        load(&mut db, guild, id, self.env.now()).await
    }

    /// Takes a draft a step further; it waits another day then.
    ///
    /// # Errors
    /// [`BookError::NoDraft`], [`BookError::NotYourDraft`], or [`BookError::Text`] for a body too large to keep.
    pub async fn change_draft(
        &self,
        guild: GuildId,
        user: UserId,
        id: DraftId,
        body: &Value,
    ) -> Result<Draft, BookError> {
        let text = bounded(body)?;
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        let now = self.env.now();
        let before = load(&mut tx, guild, id, now).await?;
        if before.user != user {
            return Err(BookError::NotYourDraft);
        }
        let draft = Draft {
            body: body.clone(),
            expires_at: now + WAITS,
            ..before
        };
        sqlx::query("UPDATE drafts SET body = ?, expires_at = ? WHERE guild_id = ? AND draft_id = ?")
            .bind(text)
            .bind(draft.expires_at.timestamp_millis())
            .bind(guild.get())
            .bind(id.bits().cast_signed())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(draft)
    }

    /// Drops a draft; one that is gone already is no error.
    ///
    /// # Errors
    /// [`BookError::NotYourDraft`].
    pub async fn drop_draft(&self, guild: GuildId, user: UserId, id: DraftId) -> Result<(), BookError> {
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        match load(&mut tx, guild, id, self.env.now()).await {
            Ok(draft) if draft.user != user => return Err(BookError::NotYourDraft),
            Ok(_) | Err(BookError::NoDraft) => {}
            Err(other) => return Err(other),
        }
        sqlx::query("DELETE FROM drafts WHERE guild_id = ? AND draft_id = ?")
            .bind(guild.get())
            .bind(id.bits().cast_signed())
            .execute(&mut *tx)
            .await?;
        Ok(tx.commit().await?)
    }

    /// Removes the drafts that nobody came back to; gives their number.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn remove_expired_drafts(&self) -> Result<u64, BookError> {
        let done = sqlx::query("DELETE FROM drafts WHERE expires_at <= ?")
            .bind(self.env.now().timestamp_millis())
            .execute(&self.pools.write)
            .await?;
        Ok(done.rows_affected())
    }
}

fn bounded(body: &Value) -> Result<String, BookError> {
    let text = body.to_string();
    if text.len() > MAX_BODY {
        let why = format!("it has {} bytes, at most {MAX_BODY} are kept", text.len());
        return Err(BookError::Text {
            what: "the draft",
            why,
        });
    }
    Ok(text)
}

async fn load(
    db: &mut Connection,
    guild: GuildId,
    id: DraftId,
    now: DateTime<Utc>,
) -> Result<Draft, BookError> {
    let row: Option<(i64, String, String, i64)> = sqlx::query_as(
        "SELECT user_id, flow, body, expires_at FROM drafts WHERE guild_id = ? AND draft_id = ? AND expires_at > ?",
    )
    .bind(guild.get())
    .bind(id.bits().cast_signed())
    .bind(now.timestamp_millis())
    .fetch_optional(db)
    .await?;
    let (user, flow, body, expires_at) = row.ok_or(BookError::NoDraft)?;
    let place = format!("drafts {guild}/{id}");
    Ok(Draft {
        id,
        guild,
        user: UserId::new(user).map_err(|e| BookError::corrupt(&place, e))?,
        flow,
        body: parse(&place, &body)?,
        expires_at: moment(&place, expires_at)?,
    })
}

/// Removes the oldest drafts of a user who has as many as there may be.
async fn make_room(db: &mut Connection, guild: GuildId, user: UserId) -> Result<(), BookError> {
    let newest_first: Vec<i64> = sqlx::query_scalar(
        "SELECT draft_id FROM drafts WHERE guild_id = ? AND user_id = ? ORDER BY expires_at DESC, draft_id",
    )
    .bind(guild.get())
    .bind(user.get())
    .fetch_all(&mut *db)
    .await?;
    for id in newest_first.iter().skip(AT_ONCE - 1) {
        sqlx::query("DELETE FROM drafts WHERE guild_id = ? AND draft_id = ?")
            .bind(guild.get())
            .bind(id)
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}
