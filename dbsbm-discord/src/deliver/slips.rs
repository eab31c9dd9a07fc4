//! Slips: posted once, edited when something happened to the bet.

use super::{Done, Trouble, after_rest_in, cards, named};
use crate::{app::App, fault::Fault, reply::Reply, slip};
use chrono::TimeDelta;
use dbsbm_core::id::{BetNo, ChannelId};
use dbsbm_store::Task;
use serde_json::{Value, json};

/// For how long a bet is news.
const NEWS: TimeDelta = TimeDelta::days(1);

/// The bet that a task is about.
pub(super) fn bet_of(task: &Task) -> Result<BetNo, Fault> {
    task.payload["bet"]
        .as_i64()
        .and_then(|n| BetNo::new(n).ok())
        .ok_or_else(|| Fault::Internal(format!("task {} names no bet", task.id)))
}

/// The channel in which the command was used.
pub(super) fn channel_of(task: &Task) -> Option<ChannelId> {
    task.payload["channel"]
        .as_i64()
        .and_then(|id| ChannelId::new(id).ok())
}

/// Whether the task is about a bet that was made long before there was a bot to show it: on the record, but no news. What
/// waited for a bot that was away is shown all the same.
pub(super) async fn is_history(app: &App, task: &Task) -> Result<bool, Fault> {
    let now = app.book.now();
    if now - task.queued_at <= NEWS {
        return Ok(false);
    }
    // At its very first start the bot may come to the task before Discord has told it of the guild.
    let met = app.book.met_at(task.guild).await?.unwrap_or(now);
    Ok(met - task.queued_at > NEWS)
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
    if is_history(app, task).await? {
        tracing::info!(
            guild = task.guild.get(),
            bet = number.get(),
            "made before the bot came: on the record, and not posted as a new slip"
        );
        return Ok(Done::Delivered);
    }
    let bet = app.book.bet(task.guild, number).await?;
    let settings = app.settings(task.guild).await?;
    // Where a command was used everybody may read along.
    let fallback = channel_of(task).filter(|_| !bet.terms.members_only);
    let Some(channel) = settings.channel_for(slip::addressed(&bet)?).or(fallback) else {
        return Ok(Done::Never(
            "no channel for such picks is set: an admin runs /setup".into(),
        ));
    };
    let reply = slip::message(app, task.guild, &settings, &bet).await?;
    let file = format!("slip-{number}.png");
    let this_slip = |m: &Value| {
        let files = m["attachments"].as_array();
        files.is_some_and(|all| all.iter().any(|a| a["filename"] == file.as_str()))
    };
    let posted = match named::post_once(app, task, channel, (&bet.name, &reply), this_slip).await {
        Ok(posted) => posted,
        Err(Trouble::Fault(fault)) => return Err(fault),
        Err(Trouble::Rest(error)) => return Ok(after_rest_in(channel, error)),
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
        .remember_message(task.guild, &about_buttons(bet), &named::place(at, None))
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

/// Brings the messages of a bet up to date: its slip, and its card where it has one.
pub(super) async fn edit(app: &App, task: &Task) -> Result<Done, Fault> {
    let number = bet_of(task)?;
    match edit_slip(app, task, number).await? {
        Done::Delivered => cards::edit(app, task, number).await,
        other => Ok(other),
    }
}

async fn edit_slip(app: &App, task: &Task, number: BetNo) -> Result<Done, Fault> {
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
        Some(apart) => named::write_over(app, task, &apart, &buttons_of(number, &reply).json(), &[]).await,
        None => Ok(()),
    };
    let written = written.and(named::write_over(app, task, &at, &reply.json(), &reply.files).await);
    named::ended(app, task, &at, written).await
}
