//! Picks of a guild that wants them seen by adults alone go only to channels that Discord marks as age-restricted.

use super::Trouble;
use crate::{app::App, fault::Fault, rest::snowflake};
use dbsbm_core::id::{ChannelId, GuildId};
use serde_json::Value;

/// Kinds of channels that are threads: they have no mark of their own, but that of the channel they hang on.
const THREADS: [u64; 3] = [10, 11, 12];

/// Refuses a channel in which this guild shows no picks, in words for the staff.
pub(super) async fn require(app: &App, guild: GuildId, channel: ChannelId) -> Result<(), Trouble> {
    if !app.book.settings(guild).await?.age_restricted_channels {
        return Ok(());
    }
    let mut found = app.rest.channel(channel).await?;
    if let Some(parent) = parent(&found) {
        found = app.rest.channel(parent).await?;
    }
    if found["nsfw"] == true {
        return Ok(());
    }
    Err(Trouble::Fault(Fault::refused(format!(
        "<#{channel}> is not marked as age-restricted, and this server wants picks only in channels that are. Mark it in the \
         channel's settings, choose another one with `/setup`, or switch `age.restricted_channels` off there."
    ))))
}

/// What a thread hangs on.
fn parent(channel: &Value) -> Option<ChannelId> {
    let kind = channel["type"].as_u64()?;
    let parent = snowflake(&channel["parent_id"])?;
    THREADS
        .contains(&kind)
        .then(|| ChannelId::new(parent).ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_thread_is_as_the_channel_it_hangs_on() {
        let under = |kind: u64| parent(&json!({ "type": kind, "parent_id": "7" })).map(ChannelId::get);
        assert_eq!(under(11), Some(7));
        assert_eq!(under(0), None, "a category restricts nobody");
        assert_eq!(parent(&json!({ "type": 0, "parent_id": null })), None);
    }
}
