//! What is said in a channel: announcements, what a capper reached, and what the staff has to know.

use super::{Done, after_rest_in, id};
use crate::{
    app::App,
    fault::Fault,
    reply::Reply,
    rest::{Attachment, MessageRef, RestError, snowflake},
    text,
};
use dbsbm_core::{
    guild::Settings,
    id::{BetNo, ChannelId, QuestionNo, UserId},
    record::Milestone,
};
use dbsbm_store::{ReviewView, Task};
use serde::Deserialize as _;
use serde_json::json;

/// Posts as the bot, once: Discord takes a second message with the same nonce for the first one.
pub(super) async fn say(
    app: &App,
    task: &Task,
    channel: ChannelId,
    reply: &Reply,
) -> Result<MessageRef, RestError> {
    let mut body = reply.json();
    body["nonce"] = json!(format!("t{}", task.id));
    body["enforce_nonce"] = json!(true);
    let files: &[Attachment] = &reply.files;
    app.rest.post(channel, &body, files).await
}

async fn said(app: &App, task: &Task, channel: ChannelId, reply: &Reply) -> Done {
    match say(app, task, channel, reply).await {
        Ok(_) => Done::Delivered,
        Err(error) => after_rest_in(channel, error),
    }
}

/// An announcement, as its admin typed it; it calls nobody.
pub(super) async fn announcement(app: &App, task: &Task) -> Result<Done, Fault> {
    let channel = id(task, "channel")?;
    let words = task.payload["text"].as_str().unwrap_or_default();
    Ok(said(app, task, channel, &Reply::public(words)).await)
}

/// What a capper reached: said where the picks of the guild are.
pub(super) async fn reached(app: &App, task: &Task) -> Result<Done, Fault> {
    let settings = app.settings(task.guild).await?;
    let Some(channel) = settings.channel_picks.or(settings.channel_reports) else {
        return Ok(Done::Delivered);
    };
    let capper: UserId = id(task, "capper")?;
    let reached = Milestone::deserialize(&task.payload["reached"])
        .map_err(|e| Fault::Internal(format!("task {}: {e}", task.id)))?;
    let name = app.book.capper(task.guild, capper).await?.name;
    Ok(match milestone_words(&name, reached) {
        Some(words) => said(app, task, channel, &Reply::public(words)).await,
        None => Done::Delivered,
    })
}

/// A milestone in words; none for one that this version does not know.
fn milestone_words(name: &str, reached: Milestone) -> Option<String> {
    let name = text::plain(name);
    Some(match reached {
        Milestone::WinningStreak { wins } => format!("🔥 **{name}** has won {wins} bets in a row."),
        Milestone::Decided { bets } => format!("**{name}** has {bets} decided bets on the record."),
        Milestone::NetHigh { units } => format!("📈 **{name}** is up {units}u for the first time."),
        _ => return None,
    })
}

/// A word to the staff.
pub(super) async fn note(app: &App, task: &Task) -> Result<Done, Fault> {
    let words = task.payload["text"].as_str().unwrap_or_default().to_string();
    to_staff(app, task, Reply::public(words)).await
}

/// A bet that a person has to look at.
pub(super) async fn review(app: &App, task: &Task) -> Result<Done, Fault> {
    let bet: BetNo = id(task, "bet")?;
    match app.book.review(task.guild, bet).await? {
        Some(review) => to_staff(app, task, needs_grader(&review)).await,
        // a grader, or a result, was quicker
        None => Ok(Done::Delivered),
    }
}

fn needs_grader(review: &ReviewView) -> Reply {
    let bet = review.bet;
    Reply::public(format!(
        "#{bet} needs a grader. {}\n-# `/queue` lists what waits; `/grade bet:{bet}` decides.",
        text::plain(&review.why.join("; "))
    ))
}

/// A member's question about a grade.
pub(super) async fn question(app: &App, task: &Task) -> Result<Done, Fault> {
    let number: QuestionNo = id(task, "question")?;
    let asked = app.book.question_of(task.guild, number).await?;
    if asked.answered_at.is_some() {
        return Ok(Done::Delivered);
    }
    to_staff(app, task, questioned(asked.bet, &asked.text)).await
}

fn questioned(bet: BetNo, asked: &str) -> Reply {
    Reply::public(format!(
        "A member questions the grade of #{bet}: {}\n-# `/queue` answers it.",
        text::plain(asked)
    ))
}

/// Says something where the staff reads it, or where Discord itself tells a guild things.
async fn to_staff(app: &App, task: &Task, reply: Reply) -> Result<Done, Fault> {
    let settings = app.settings(task.guild).await?;
    let Some(channel) = staff_channel(app, task, &settings).await? else {
        return Ok(Done::Never(
            "there is no staff channel, and the server has no system channel".into(),
        ));
    };
    Ok(said(app, task, channel, &reply).await)
}

async fn staff_channel(app: &App, task: &Task, settings: &Settings) -> Result<Option<ChannelId>, Fault> {
    if settings.channel_staff.is_some() {
        return Ok(settings.channel_staff);
    }
    let guild = app.rest.guild(task.guild).await?;
    Ok(snowflake(&guild["system_channel_id"]).and_then(|id| ChannelId::new(id).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use chrono::DateTime;

    #[test]
    fn what_was_reached_in_words() {
        let words = |m| milestone_words("**Ann** @everyone", m).unwrap();
        let streak = words(Milestone::WinningStreak { wins: 5 });
        assert!(streak.contains("won 5 bets in a row"), "{streak}");
        assert!(
            !streak.contains("@everyone") && streak.contains("\\*\\*Ann"),
            "{streak}"
        );
        assert!(words(Milestone::Decided { bets: 100 }).contains("100 decided bets"));
        assert!(words(Milestone::NetHigh { units: 50 }).contains("up 50u"));
        for (name, reached) in [
            ("milestone-streak", Milestone::WinningStreak { wins: 5 }),
            ("milestone-decided", Milestone::Decided { bets: 100 }),
            ("milestone-high", Milestone::NetHigh { units: 50 }),
        ] {
            golden::shows(name, &Reply::public(milestone_words("Ann", reached).unwrap()));
        }
        let nasty = milestone_words(sample::NASTY, Milestone::WinningStreak { wins: 5 });
        golden::fits(&Reply::public(nasty.unwrap()));
    }

    #[test]
    fn what_the_staff_is_told() {
        let bet = BetNo::new(12).unwrap();
        let review = |why: Vec<String>| ReviewView {
            bet,
            since: DateTime::UNIX_EPOCH,
            why,
        };
        let why = "Packers -2.5, first half: the result does not say how it ended, so a grader decides";
        golden::shows("staff-review", &needs_grader(&review(vec![why.into()])));
        golden::shows(
            "staff-question",
            &questioned(bet, "The league corrected it to 24-20"),
        );
        golden::fits(&needs_grader(&review(vec![sample::NASTY.to_string(); 25])));
        golden::fits(&questioned(bet, &sample::NASTY.repeat(10)));
    }
}
