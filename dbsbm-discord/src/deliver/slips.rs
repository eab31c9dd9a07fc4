//! Slips: posted once, edited when something happened to the bet.

use super::{Done, after_rest_in, news};
use crate::{
    app::App,
    fault::Fault,
    limits,
    reply::Reply,
    rest::{Attachment, MessageRef, RestError, message_id, snowflake, webhook_id},
    slip, text,
};
use chrono::TimeDelta;
use dbsbm_core::{
    bet::view::BetView,
    id::{BetNo, ChannelId, WebhookId},
};
use dbsbm_store::{ChannelWebhook, MessagePlace, Task};
use serde_json::{Value, json};

/// Messages looked through for a slip that may be there already.
const LOOK_BACK: u8 = 50;

/// For how long a bet is news.
const NEWS: TimeDelta = TimeDelta::days(1);

fn bet_of(task: &Task) -> Result<BetNo, Fault> {
    task.payload["bet"]
        .as_i64()
        .and_then(|n| BetNo::new(n).ok())
        .ok_or_else(|| Fault::Internal(format!("task {} names no bet", task.id)))
}

fn about(bet: BetNo) -> String {
    format!("slip:{bet}")
}

/// Posts a slip.
pub(super) async fn post(app: &App, task: &Task) -> Result<Done, Fault> {
    let number = bet_of(task)?;
    if app.book.message(task.guild, &about(number)).await?.is_some() {
        // Whoever was told already is not told again.
        app.book.notify(task.guild, number).await?;
        return Ok(Done::Delivered);
    }
    // What was bet before the bot came is on the record, but no news.
    if task.attempts <= 1 && app.book.now() - task.queued_at > NEWS {
        tracing::info!(
            guild = task.guild.get(),
            bet = number.get(),
            "too old to be posted as a new slip"
        );
        return Ok(Done::Delivered);
    }
    let bet = app.book.bet(task.guild, number).await?;
    let settings = app.settings(task.guild).await?;
    let fallback = task.payload["channel"]
        .as_i64()
        .and_then(|id| ChannelId::new(id).ok());
    let Some(channel) = settings.channel_for(slip::addressed(&bet)?).or(fallback) else {
        return Ok(Done::Never(
            "no channel for picks is set: an admin runs /setup".into(),
        ));
    };
    let reply = slip::message(app, task.guild, &settings, &bet).await?;
    // A webhook post has no nonce: what was tried before is looked up before it is repeated.
    if task.attempts > 1
        && let Some(place) = posted_before(app, task, channel, number).await?
    {
        app.book
            .remember_message(task.guild, &about(number), &place)
            .await?;
        app.book.notify(task.guild, number).await?;
        return Ok(Done::Delivered);
    }
    match by_webhook(app, task, channel, &bet, &reply).await {
        Ok(place) => {
            app.book
                .remember_message(task.guild, &about(number), &place)
                .await?;
            app.book.notify(task.guild, number).await?;
            Ok(Done::Delivered)
        }
        Err(Trouble::Fault(fault)) => Err(fault),
        Err(Trouble::Rest(error)) => Ok(after_rest_in(channel, error)),
    }
}

enum Trouble {
    Fault(Fault),
    Rest(RestError),
}

impl From<RestError> for Trouble {
    fn from(error: RestError) -> Self {
        Self::Rest(error)
    }
}

impl From<dbsbm_store::BookError> for Trouble {
    fn from(error: dbsbm_store::BookError) -> Self {
        Self::Fault(error.into())
    }
}

/// Posts under the capper's name; where webhooks are not allowed, as the bot.
async fn by_webhook(
    app: &App,
    task: &Task,
    channel: ChannelId,
    bet: &BetView,
    reply: &Reply,
) -> Result<MessagePlace, Trouble> {
    let mut body = reply.json();
    body["username"] = json!(display_name(&bet.name));
    for _ in 0..2 {
        let hook = match hook(app, task, channel).await {
            Ok(hook) => hook,
            Err(Trouble::Rest(e)) if e.is_forbidden() => return as_bot(app, task, channel, reply).await,
            Err(other) => return Err(other),
        };
        match app
            .rest
            .post_by_webhook(hook.id, &hook.token, &body, &reply.files)
            .await
        {
            Ok((at, with_buttons)) => {
                if !with_buttons {
                    buttons_apart(app, task, channel, bet.bet, reply).await?;
                }
                return Ok(place(at, Some(hook.id)));
            }
            // Somebody removed the webhook: the next turn makes a new one.
            Err(e) if e.is_gone() => app.book.forget_channel_webhook(task.guild, channel).await?,
            Err(e) => return Err(e.into()),
        }
    }
    as_bot(app, task, channel, reply).await
}

/// The buttons in a message of the bot, where those of a webhook's message are not shown.
async fn buttons_apart(
    app: &App,
    task: &Task,
    channel: ChannelId,
    bet: BetNo,
    reply: &Reply,
) -> Result<(), Trouble> {
    let buttons = buttons_of(bet, reply);
    let mut body = buttons.json();
    body["nonce"] = json!(format!("b{}", task.id));
    body["enforce_nonce"] = json!(true);
    let at = app.rest.post(channel, &body, &[]).await?;
    app.book
        .remember_message(task.guild, &about_buttons(bet), &place(at, None))
        .await?;
    Ok(())
}

fn about_buttons(bet: BetNo) -> String {
    format!("buttons:{bet}")
}

fn buttons_of(bet: BetNo, reply: &Reply) -> Reply {
    Reply {
        rows: reply.rows.clone(),
        ..Reply::public(format!("-# #{bet}"))
    }
}

async fn as_bot(app: &App, task: &Task, channel: ChannelId, reply: &Reply) -> Result<MessagePlace, Trouble> {
    Ok(place(news::say(app, task, channel, reply).await?, None))
}

fn place(at: MessageRef, webhook: Option<WebhookId>) -> MessagePlace {
    MessagePlace {
        channel: at.channel,
        message: at.message,
        webhook,
    }
}

/// The bot's webhook of a channel, made where there is none.
async fn hook(app: &App, task: &Task, channel: ChannelId) -> Result<ChannelWebhook, Trouble> {
    if let Some(hook) = app.book.channel_webhook(task.guild, channel).await? {
        return Ok(hook);
    }
    let made = app.rest.create_webhook(channel, "DBSBM slips").await?;
    let hook = ChannelWebhook {
        id: made.id,
        token: made.token.reveal().to_string(),
    };
    app.book.set_channel_webhook(task.guild, channel, &hook).await?;
    Ok(hook)
}

/// A slip of this number among the newest messages of the channel, posted by us.
async fn posted_before(
    app: &App,
    task: &Task,
    channel: ChannelId,
    bet: BetNo,
) -> Result<Option<MessagePlace>, Fault> {
    let hook = app.book.channel_webhook(task.guild, channel).await?.map(|h| h.id);
    let newest = app.rest.newest(channel, LOOK_BACK).await?;
    let file = format!("slip-{bet}.png");
    let ours = |m: &Value| {
        let by_hook = hook.is_some() && webhook_id(&m["webhook_id"]) == hook;
        let by_bot = snowflake(&m["author"]["id"]) == Some(app.application);
        let named = m["attachments"]
            .as_array()
            .is_some_and(|a| a.iter().any(|a| a["filename"] == file.as_str()));
        (by_hook || by_bot) && named
    };
    let found = newest.as_array().and_then(|all| all.iter().find(|m| ours(m)));
    Ok(found.and_then(|m| {
        Some(MessagePlace {
            channel,
            message: message_id(&m["id"])?,
            webhook: webhook_id(&m["webhook_id"]),
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

/// Brings the message of a bet up to date.
pub(super) async fn edit(app: &App, task: &Task) -> Result<Done, Fault> {
    let number = bet_of(task)?;
    let Some(at) = app.book.message(task.guild, &about(number)).await? else {
        // Without a slip, and none to come: it was deleted, or was too old to be posted.
        let posting = app
            .book
            .is_under_way(task.guild, "slip.post", &format!("bet:{number}"))
            .await?;
        return Ok(if posting {
            Done::Later("the slip is not posted yet".into(), None)
        } else {
            Done::Delivered
        });
    };
    let bet = app.book.bet(task.guild, number).await?;
    let settings = app.settings(task.guild).await?;
    let reply = slip::message(app, task.guild, &settings, &bet).await?;
    let written = match app.book.message(task.guild, &about_buttons(number)).await? {
        Some(apart) => write_over(app, task, &apart, &buttons_of(number, &reply).json(), &[]).await,
        None => Ok(()),
    };
    match written.and(write_over(app, task, &at, &reply.json(), &reply.files).await) {
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

async fn write_over(
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
    let Some(hook) = hook.filter(|h| Some(h.id) == at.webhook) else {
        return Err(Trouble::Rest(RestError::Refused {
            status: 404,
            code: 10_015,
            message: "the webhook that posted it is gone".into(),
        }));
    };
    Ok(app
        .rest
        .edit_by_webhook(hook.id, &hook.token, at.message, body, files)
        .await?)
}
