//! The webhook that the bot posts slips with, one a channel.

use super::{Trouble, tell_staff};
use crate::{app::App, rest::RestError};
use dbsbm_core::id::{ChannelId, GuildId, WebhookId};
use dbsbm_store::{BookError, ChannelWebhook};

/// Discord's code for a webhook that somebody deleted.
pub(super) const UNKNOWN: u64 = 10_015;

/// Discord's code for a channel that has as many webhooks as it may.
const FULL: u64 = 30_007;

/// Whether the bot has to do without a webhook: it may not make one, or there is no place for it.
pub(super) fn is_out_of_reach(error: &RestError) -> bool {
    error.is_forbidden() || error.code() == Some(FULL)
}

/// The webhook of a channel, made where there is none.
pub(super) async fn of(app: &App, guild: GuildId, channel: ChannelId) -> Result<ChannelWebhook, Trouble> {
    if let Some(hook) = app.book.channel_webhook(guild, channel).await? {
        return Ok(hook);
    }
    // Many slips may find at the same time that there is none.
    let _one_at_a_time = app.making.lock().await;
    if let Some(hook) = app.book.channel_webhook(guild, channel).await? {
        return Ok(hook);
    }
    let made = app.rest.create_webhook(channel, "DBSBM slips").await?;
    let made = ChannelWebhook {
        id: made.id,
        token: made.token.reveal().to_string(),
    };
    let kept = app
        .book
        .keep_channel_webhook(guild, channel, made.clone())
        .await?;
    if kept.id != made.id
        && let Err(error) = app.rest.delete_webhook(made.id, &made.token).await
    {
        tracing::warn!(channel = channel.get(), %error, "a webhook too many stays");
    }
    Ok(kept)
}

/// Forgets a webhook that Discord no longer knows, and tells the staff what that means.
pub(super) async fn dropped(
    app: &App,
    guild: GuildId,
    channel: ChannelId,
    hook: WebhookId,
) -> Result<(), BookError> {
    app.book.forget_channel_webhook(guild, channel, hook).await?;
    tell_staff(app, guild, &format!("webhook of {channel}"), &gone(channel)).await;
    Ok(())
}

fn gone(channel: ChannelId) -> String {
    format!(
        "⚠️ <#{channel}>: the webhook that I posted with was deleted. The slips posted with it stay as they are; new \
         ones come by a new webhook."
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, reply::Reply};

    #[test]
    fn the_staff_is_told_what_a_deleted_webhook_means() {
        let told = gone(ChannelId::new(5).unwrap());
        golden::shows("staff-webhook-gone", &Reply::public(told));
    }
}
