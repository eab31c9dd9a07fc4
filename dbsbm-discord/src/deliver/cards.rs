//! Cards: what everybody sees of a members-only slip. Sealed at the Post, opened at the first start.

use super::{
    Done, Trouble, after_rest_in, named,
    slips::{bet_of, channel_of, is_history},
};
use crate::{app::App, fault::Fault, slip};
use dbsbm_core::{
    bet::{Status, view::BetView},
    guild::{Addressed, Settings},
    id::{BetNo, ChannelId},
};
use dbsbm_store::Task;
use serde_json::Value;

fn about(bet: BetNo) -> String {
    format!("card:{bet}")
}

/// Shows the card: sealed now, and again when it can be opened.
pub(super) async fn show(app: &App, task: &Task) -> Result<Done, Fault> {
    let number = bet_of(task)?;
    let bet = app.book.bet(task.guild, number).await?;
    if app.book.message(task.guild, &about(number)).await?.is_none() && !is_history(app, task).await? {
        match post(app, task, &bet).await? {
            Done::Delivered => {}
            other => return Ok(other),
        }
    }
    let now = app.book.now();
    if bet.is_sealed(now) && bet.status != Status::Withdrawn {
        return Ok(Done::Wait("sealed until the start", bet.first_start() - now));
    }
    edit(app, task, number).await
}

async fn post(app: &App, task: &Task, bet: &BetView) -> Result<Done, Fault> {
    let settings = app.settings(task.guild).await?;
    let Some(channel) = public_channel(&settings, bet, channel_of(task))? else {
        return Ok(Done::Delivered);
    };
    let Some(seal) = app.book.seal(task.guild, bet.bet).await? else {
        return Err(Fault::Internal(format!("bet {} has no seal", bet.bet)));
    };
    let commitment = seal.commitment().to_string();
    let this_card = |m: &Value| m["content"].as_str().is_some_and(|c| c.contains(&commitment));
    let card = slip::sealed(bet, &seal);
    let posted = match named::post_once(app, task, channel, (&bet.name, &card), this_card).await {
        Ok(posted) => posted,
        Err(Trouble::Fault(fault)) => return Err(fault),
        Err(Trouble::Rest(error)) => return Ok(after_rest_in(channel, error)),
    };
    app.book
        .remember_message(task.guild, &about(bet.bet), &posted.place)
        .await?;
    Ok(Done::Delivered)
}

/// Where everybody reads; none where that is the members' own channel.
fn public_channel(
    settings: &Settings,
    bet: &BetView,
    fallback: Option<ChannelId>,
) -> Result<Option<ChannelId>, Fault> {
    let everybody = Addressed {
        members_only: false,
        ..slip::addressed(bet)?
    };
    let channel = settings.channel_for(everybody).or(fallback);
    Ok(channel.filter(|channel| Some(*channel) != settings.members_channel()))
}

/// Brings the card up to date, if the bet has one.
pub(super) async fn edit(app: &App, task: &Task, number: BetNo) -> Result<Done, Fault> {
    let Some(at) = app.book.message(task.guild, &about(number)).await? else {
        return Ok(Done::Delivered);
    };
    let bet = app.book.bet(task.guild, number).await?;
    let Some(seal) = app.book.seal(task.guild, number).await? else {
        return Err(Fault::Internal(format!("bet {number} has no seal")));
    };
    let reply = if bet.is_sealed(app.book.now()) {
        slip::sealed(&bet, &seal)
    } else {
        let settings = app.settings(task.guild).await?;
        slip::opened(app, task.guild, &settings, &bet, &seal).await?
    };
    let written = named::write_over(app, task, &at, &reply.json(), &reply.files).await;
    named::ended(app, task, &at, written).await
}
