//! Slips: posted once, edited when something happened to the bet.

use super::{Done, Trouble, after_rest_in, hook, news};
use crate::{
    app::App,
    fault::Fault,
    limits,
    reply::Reply,
    rest::{Attachment, MessageRef, has_buttons, message_id, snowflake, webhook_id},
    slip, text,
};
use chrono::TimeDelta;
use dbsbm_core::{
    bet::view::BetView,
    id::{BetNo, ChannelId, WebhookId},
};
use dbsbm_store::{MessagePlace, Task};
use serde_json::{Value, json};

/// Messages looked through for a slip that may be there already.
const LOOK_BACK: u8 = 100;

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
    let before = match task.attempts {
        0 | 1 => None,
        _ => posted_before(app, task, channel, number).await?,
    };
    let posted = match before {
        Some(posted) => posted,
        None => match by_webhook(app, task, channel, &bet, &reply).await {
            Ok(posted) => posted,
            Err(Trouble::Fault(fault)) => return Err(fault),
            Err(Trouble::Rest(error)) => return Ok(after_rest_in(channel, error)),
        },
    };
    if !posted.with_buttons {
        match buttons_apart(app, task, channel, number, &reply).await {
            Ok(()) => {}
            Err(Trouble::Fault(fault)) => return Err(fault),
            // The slip is out: a failure that counts has the next turn look for it.
            Err(Trouble::Rest(error)) if error.is_temporary() => return Ok(Done::Later(error.to_string())),
            Err(Trouble::Rest(error)) => tracing::warn!(bet = number.get(), %error, "a slip without buttons"),
        }
    }
    app.book
        .remember_message(task.guild, &about(number), &posted.place)
        .await?;
    app.book.notify(task.guild, number).await?;
    Ok(Done::Delivered)
}

/// A slip that is out.
struct Posted {
    place: MessagePlace,
    /// Whether it bears its buttons.
    with_buttons: bool,
}

/// Posts under the capper's name; where webhooks are not allowed, as the bot.
async fn by_webhook(
    app: &App,
    task: &Task,
    channel: ChannelId,
    bet: &BetView,
    reply: &Reply,
) -> Result<Posted, Trouble> {
    let mut body = reply.json();
    body["username"] = json!(display_name(&bet.name));
    for _ in 0..2 {
        let hook = match hook::of(app, task.guild, channel).await {
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
                return Ok(Posted {
                    place: place(at, Some(hook.id)),
                    with_buttons,
                });
            }
            // Somebody removed the webhook: the next turn makes a new one.
            Err(e) if e.is_gone() => hook::dropped(app, task.guild, channel, hook.id).await?,
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

async fn as_bot(app: &App, task: &Task, channel: ChannelId, reply: &Reply) -> Result<Posted, Trouble> {
    Ok(Posted {
        place: place(news::say(app, task, channel, reply).await?, None),
        with_buttons: true,
    })
}

fn place(at: MessageRef, webhook: Option<WebhookId>) -> MessagePlace {
    MessagePlace {
        channel: at.channel,
        message: at.message,
        webhook,
    }
}

/// A slip of this number among the newest messages of the channel, posted by us.
async fn posted_before(
    app: &App,
    task: &Task,
    channel: ChannelId,
    bet: BetNo,
) -> Result<Option<Posted>, Fault> {
    let hook = app.book.channel_webhook(task.guild, channel).await?.map(|h| h.id);
    let newest = app.rest.newest(channel, LOOK_BACK).await?;
    let file = format!("slip-{bet}.png");
    let ours = |m: &Value| {
        let by_hook = hook.is_some() && webhook_id(&m["webhook_id"]) == hook;
        let by_bot = snowflake(&m["author"]["id"]) == Some(app.identity.account.get());
        let named = m["attachments"]
            .as_array()
            .is_some_and(|a| a.iter().any(|a| a["filename"] == file.as_str()));
        (by_hook || by_bot) && named
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
            Done::Later("the slip is not posted yet".into())
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
