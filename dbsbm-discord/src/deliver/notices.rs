//! Words to one person: of a new pick, the digest, the answer to a question.

use super::{Done, after_rest};
use crate::{
    app::App,
    fault::Fault,
    limits,
    reply::Reply,
    slip::{self, Reasons},
    text,
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::view::BetView,
    community::PrefsChange,
    guild::{Actor, Role, Settings},
    id::{BetNo, GuildId, QuestionNo, UserId},
};
use dbsbm_store::{QuestionView, Task};
use serde_json::json;

/// Discord's words for a person who cannot be written to: who takes no direct messages, and who left every server that
/// the bot is in.
const CLOSED: [u64; 2] = [50_007, 50_278];

/// A new pick, to who asked for it.
pub(super) async fn ping(app: &App, task: &Task) -> Result<Done, Fault> {
    let (user, bet) = (user(task)?, app.book.bet(task.guild, bet(task)?).await?);
    let settings = app.settings(task.guild).await?;
    let guild = app.book.guild_name(task.guild).await?;
    direct(
        app,
        task,
        user,
        &new_pick(&settings, &guild, &bet, app.book.now()),
    )
    .await
}

/// The picks since the last digest.
pub(super) async fn digest(app: &App, task: &Task) -> Result<Done, Fault> {
    let user = user(task)?;
    let settings = app.settings(task.guild).await?;
    let guild = app.book.guild_name(task.guild).await?;
    let mut bets = Vec::new();
    for number in task.payload["bets"].as_array().into_iter().flatten() {
        if let Some(number) = number.as_i64().and_then(|n| BetNo::new(n).ok()) {
            bets.push(app.book.bet(task.guild, number).await?);
        }
    }
    direct(
        app,
        task,
        user,
        &digest_of(&settings, &guild, &bets, app.book.now()),
    )
    .await
}

/// The answer to a question, to who asked.
pub(super) async fn answer(app: &App, task: &Task) -> Result<Done, Fault> {
    let question = app.book.question_of(task.guild, question(task)?).await?;
    let guild = app.book.guild_name(task.guild).await?;
    let reasons = Reasons::of(app, task.guild, question.bet).await?;
    direct(app, task, user(task)?, &answered(&guild, &question, &reasons)).await
}

fn bet(task: &Task) -> Result<BetNo, Fault> {
    let number = task.payload["bet"].as_i64().and_then(|n| BetNo::new(n).ok());
    number.ok_or_else(|| Fault::Internal(format!("task {} names no bet", task.id)))
}

fn user(task: &Task) -> Result<UserId, Fault> {
    let id = task.payload["user"].as_str().and_then(|id| id.parse().ok());
    id.ok_or_else(|| Fault::Internal(format!("task {} names nobody", task.id)))
}

fn question(task: &Task) -> Result<QuestionNo, Fault> {
    let number = task.payload["question"]
        .as_i64()
        .and_then(|n| QuestionNo::new(n).ok());
    number.ok_or_else(|| Fault::Internal(format!("task {} names no question", task.id)))
}

/// Writes to a person. Who closed direct messages is not written to again until they choose it anew.
async fn direct(app: &App, task: &Task, user: UserId, reply: &Reply) -> Result<Done, Fault> {
    let sent = match app.rest.direct_channel(user).await {
        Ok(channel) => {
            let mut body = reply.json();
            body["nonce"] = json!(format!("n{}", task.id));
            body["enforce_nonce"] = json!(true);
            app.rest.post(channel, &body, &[]).await.map(drop)
        }
        Err(error) => Err(error),
    };
    match sent {
        Ok(()) => Ok(Done::Delivered),
        Err(error) if error.code().is_some_and(|code| CLOSED.contains(&code)) => {
            switch_off(app, task.guild, user).await?;
            Ok(Done::Delivered)
        }
        Err(error) => Ok(after_rest(error)),
    }
}

async fn switch_off(app: &App, guild: GuildId, user: UserId) -> Result<(), Fault> {
    let own = Actor {
        guild,
        user: Some(user),
        role: Role::Member,
    };
    app.book.change_notify_prefs(&own, &PrefsChange::Silence).await?;
    Ok(())
}

const WHY: &str = "-# You asked for this with `/notify` there, which also ends it.";

fn new_pick(settings: &Settings, guild: &str, bet: &BetView, now: DateTime<Utc>) -> Reply {
    // Which game a sealed pick is of would tell half of it.
    let shown = if bet.is_sealed(now) { 0 } else { 3 };
    let games: Vec<String> = bet.legs.iter().take(shown).map(slip::game).collect();
    Reply::private(format!(
        "**{}**\n{}\n{} in {}\n{WHY}",
        slip::headline_for_anyone(settings, bet, now),
        games.join("\n"),
        text::plain(&bet.name),
        text::plain(guild)
    ))
}

fn digest_of(settings: &Settings, guild: &str, bets: &[BetView], now: DateTime<Utc>) -> Reply {
    /// What fits a message beside the rest.
    const SHOWN: usize = 15;
    let mut lines = vec![format!("**New picks in {}**", text::plain(guild))];
    lines.extend(bets.iter().take(SHOWN).map(|bet| {
        let by = text::plain(&limits::clip(&bet.name, 32));
        format!(
            "- {} · {by}",
            limits::clip(&slip::headline_for_anyone(settings, bet, now), 70)
        )
    }));
    if bets.len() > SHOWN {
        lines.push(format!("-# and {} more", bets.len() - SHOWN));
    }
    lines.push(WHY.into());
    Reply::private(lines.join("\n"))
}

/// The answer, and below it how the bet came to its result, whose source a grader need not repeat.
fn answered(guild: &str, question: &QuestionView, reasons: &Reasons) -> Reply {
    /// So that the way to the result has room beside the longest answer.
    const ANSWER: usize = 600;
    let answer = limits::clip(question.answer.as_deref().unwrap_or("-"), ANSWER);
    Reply::private(reasons.below(&format!(
        "The graders of {} answered your question about #{}:\n{}\n\nHow it came to its result:",
        text::plain(guild),
        question.bet,
        text::plain(&answer),
    )))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample, slip::sample_reasons::settled};

    #[test]
    fn words_of_people_stay_words() {
        let bet = sample::bet(12, &["@everyone **x** 😀 مكابي"]);
        let said = new_pick(&Settings::default(), "**Room** <@1>", &bet, bet.placed_at).content;
        assert!(
            said.contains("#12") && said.contains(WHY) && !said.contains("@everyone"),
            "{said}"
        );
        let question = QuestionView {
            question: QuestionNo::new(3).unwrap(),
            bet: bet.bet,
            user: "42".into(),
            text: "@everyone [x](http://x)".into(),
            asked_at: bet.placed_at,
            answer: Some("It *stands*".into()),
            answered_at: None,
        };
        let reasons = settled(bet, vec!["@everyone 30-13, won".into()]);
        let said = answered("Room", &question, &reasons).content;
        assert!(
            said.contains("\\*stands\\*") && !said.contains("@everyone"),
            "{said}"
        );
        let long = QuestionView {
            answer: Some(sample::NASTY.repeat(10)),
            ..question
        };
        let reasons = settled(sample::nasty(12), vec![sample::NASTY.to_string(); 60]);
        let reply = answered(sample::NASTY, &long, &reasons);
        golden::fits(&reply);
        assert!(reply.content.ends_with("`standard`"), "{}", reply.content);
    }

    #[test]
    fn what_one_person_is_told() {
        let (settings, now) = (Settings::default(), sample::pick(12).placed_at);
        golden::shows(
            "notice-new-pick",
            &new_pick(&settings, "Sharp Room", &sample::pick(12), now),
        );
        let two = [sample::pick(12), sample::bet(13, &["Packers -4.5", "over 47.5"])];
        golden::shows("notice-digest", &digest_of(&settings, "Sharp Room", &two, now));
        let question = QuestionView {
            question: QuestionNo::new(3).unwrap(),
            bet: BetNo::new(12).unwrap(),
            user: "42".into(),
            text: "It was 24-20".into(),
            asked_at: now,
            answer: Some("The box score says 30-13".into()),
            answered_at: Some(now),
        };
        let why = vec!["Packers -4.5: 30-13, won".into(), "returned 3.82u".into()];
        golden::shows(
            "notice-answer",
            &answered("Sharp Room", &question, &settled(sample::pick(12), why)),
        );
        let nasty: Vec<BetView> = (1..=50).map(sample::nasty).collect();
        golden::fits(&new_pick(&settings, sample::NASTY, &nasty[0], now));
        golden::fits(&digest_of(&settings, sample::NASTY, &nasty, now));
    }

    #[test]
    fn a_long_digest_keeps_its_end() {
        let bets: Vec<BetView> = (1..=50)
            .map(|n| sample::bet(n, &["x".repeat(100).as_str()]))
            .collect();
        let said = digest_of(&Settings::default(), "Room", &bets, bets[0].placed_at).content;
        assert!(
            limits::length(&said) <= limits::CONTENT && said.ends_with(WHY) && said.contains("and 35 more"),
            "{said}"
        );
    }
}
