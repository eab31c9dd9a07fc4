//! Messages under a capper's name: posted once by the bot's webhook of the channel, and edited later.
//!
//! A webhook's post has no nonce, so what was tried before is looked up before it is repeated.

use super::{Done, Trouble, adults, after_rest_in, hook, news};
use crate::{
    app::App,
    fault::Fault,
    limits,
    reply::Reply,
    rest::{Attachment, MessageRef, RestError, has_buttons, message_id, snowflake, webhook_id},
    text,
};
use dbsbm_core::id::{ChannelId, WebhookId};
use dbsbm_store::{MessagePlace, Task};
use serde_json::{Value, json};

/// Messages looked through for one that may be there already.
const LOOK_BACK: u8 = 100;

/// A message that is out.
pub(super) struct Posted {
    /// Where it stands.
    pub(super) place: MessagePlace,
    /// Whether it bears its buttons.
    pub(super) with_buttons: bool,
}

/// Posts under the capper's name, unless an earlier attempt did: then a message like this is there.
pub(super) async fn post_once(
    app: &App,
    task: &Task,
    channel: ChannelId,
    (name, reply): (&str, &Reply),
    like: impl Fn(&Value) -> bool,
) -> Result<Posted, Trouble> {
    if task.attempts > 1
        && let Some(posted) = posted_before(app, task, channel, like).await?
    {
        return Ok(posted);
    }
    adults::require(app, task.guild, channel).await?;
    by_webhook(app, task, channel, name, reply).await
}

/// Posts under the capper's name; where that is not possible, as the bot.
async fn by_webhook(
    app: &App,
    task: &Task,
    channel: ChannelId,
    name: &str,
    reply: &Reply,
) -> Result<Posted, Trouble> {
    let mut body = reply.json();
    body["username"] = json!(display_name(name));
    for _ in 0..2 {
        let hook = match hook::of(app, task.guild, channel).await {
            Ok(hook) => hook,
            Err(Trouble::Rest(e)) if hook::is_out_of_reach(&e) => break,
            Err(other) => return Err(other),
        };
        match app
            .rest
            .post_by_webhook(hook.id, &hook.token, &body, &reply.files)
            .await
        {
            Ok((at, with_buttons)) => {
                return Ok(Posted {
                    place: place(at, Some(hook.id)),
                    with_buttons,
                });
            }
            // Somebody removed the webhook: the next turn makes a new one.
            Err(e) if e.is_gone() => hook::dropped(app, task.guild, channel, hook.id).await?,
            // There are names that Discord does not take.
            Err(RestError::Refused { status: 400, .. }) => break,
            Err(e) => return Err(e.into()),
        }
    }
    as_bot(app, task, channel, reply).await
}

async fn as_bot(app: &App, task: &Task, channel: ChannelId, reply: &Reply) -> Result<Posted, Trouble> {
    Ok(Posted {
        place: place(news::say(app, task, channel, reply).await?, None),
        with_buttons: true,
    })
}

/// A place as the books keep it.
pub(super) fn place(at: MessageRef, webhook: Option<WebhookId>) -> MessagePlace {
    MessagePlace {
        channel: at.channel,
        message: at.message,
        webhook,
    }
}

/// A message like this among the newest of the channel, posted by us.
async fn posted_before(
    app: &App,
    task: &Task,
    channel: ChannelId,
    like: impl Fn(&Value) -> bool,
) -> Result<Option<Posted>, Trouble> {
    let hook = app.book.channel_webhook(task.guild, channel).await?.map(|h| h.id);
    let newest = app.rest.newest(channel, LOOK_BACK).await?;
    let ours = |m: &Value| {
        let by_hook = hook.is_some() && webhook_id(&m["webhook_id"]) == hook;
        let by_bot = snowflake(&m["author"]["id"]) == Some(app.identity.account.get());
        (by_hook || by_bot) && like(m)
    };
    let found = newest.as_array().and_then(|all| all.iter().find(|m| ours(m)));
    Ok(found.and_then(|m| {
        let place = MessagePlace {
            channel,
            message: message_id(&m["id"])?,
            webhook: webhook_id(&m["webhook_id"]),
        };
        Some(Posted {
            place,
            with_buttons: has_buttons(m),
        })
    }))
}

/// A name that Discord takes for a webhook's message.
fn display_name(name: &str) -> String {
    let shown = limits::clip(text::label(name).trim(), limits::NAME);
    // Discord refuses these words in a name.
    let lower = shown.to_lowercase();
    if shown.is_empty() || ["discord", "clyde"].iter().any(|word| lower.contains(word)) {
        "Capper".into()
    } else {
        shown
    }
}

/// Writes over a message, by whoever posted it.
pub(super) async fn write_over(
    app: &App,
    task: &Task,
    at: &MessagePlace,
    body: &Value,
    files: &[Attachment],
) -> Result<(), Trouble> {
    if at.webhook.is_none() {
        let at = MessageRef {
            channel: at.channel,
            message: at.message,
        };
        return Ok(app.rest.edit(at, body, files).await?);
    }
    let hook = app.book.channel_webhook(task.guild, at.channel).await?;
    // What a webhook posted can be changed by that webhook alone: without it the message stays as it is.
    let Some(hook) = hook.filter(|h| Some(h.id) == at.webhook) else {
        return Ok(());
    };
    let edited = app
        .rest
        .edit_by_webhook(hook.id, &hook.token, at.message, body, files)
        .await;
    match edited {
        Err(e) if e.code() == Some(hook::UNKNOWN) => {
            Ok(hook::dropped(app, task.guild, at.channel, hook.id).await?)
        }
        other => Ok(other?),
    }
}

/// How a delivery to a message ended; one that is gone was deleted by somebody who may.
pub(super) async fn ended(
    app: &App,
    task: &Task,
    at: &MessagePlace,
    written: Result<(), Trouble>,
) -> Result<Done, Fault> {
    match written {
        Ok(()) => Ok(Done::Delivered),
        Err(Trouble::Rest(e)) if e.is_gone() => {
            app.book
                .message_deleted(task.guild, at.channel, at.message)
                .await?;
            Ok(Done::Delivered)
        }
        Err(Trouble::Rest(e)) => Ok(after_rest_in(at.channel, e)),
        Err(Trouble::Fault(fault)) => Err(fault),
    }
}
