//! Announcements in the guild's name.

use super::Book;
use crate::BookError;
use dbsbm_core::{
    guild::{Action, Actor, permit},
    id::ChannelId,
    proof::digest128,
};

/// The longest announcement, in characters: what one message of Discord holds.
const MAX_TEXT: usize = 2_000;

impl Book {
    /// Has a text posted in a channel; the same key again does nothing. True when it is new.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], or [`BookError::Text`] for a text that is empty or too long.
    pub async fn announce(
        &self,
        actor: &Actor,
        channel: ChannelId,
        text: &str,
        key: &str,
    ) -> Result<bool, BookError> {
        let text = text.trim();
        let length = text.chars().count();
        if text.is_empty() || length > MAX_TEXT {
            let why = format!("it has {length} characters, 1 to {MAX_TEXT} are taken");
            let what = "the announcement";
            return Err(BookError::Text { what, why });
        }
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::Announce, &page.guild.settings)?;
        let digits = digest128(&format!("announce|{key}"));
        let key: String = digits.iter().map(|b| format!("{b:02x}")).collect();
        let there: Option<i64> = sqlx::query_scalar(
            "SELECT outbox_id FROM outbox WHERE guild_id = ? AND task = 'announce' AND task_key = ?",
        )
        .bind(actor.guild.get())
        .bind(&key)
        .fetch_optional(page.db())
        .await?;
        if there.is_some() {
            return Ok(false);
        }
        page.administer(actor, "announce", &format!("channel {channel}: {text}"))?;
        let payload = serde_json::json!({ "channel": channel.to_string(), "text": text });
        page.outbox("announce", key, &payload);
        page.commit().await?;
        Ok(true)
    }
}
