//! What happens to the bot in a guild: removed and invited back, channels and webhooks deleted, permissions taken.

use crate::books::placed;
use crate::room::{bets, change_books, delivered, one_slip_each, post, room, settled, totals};
use chrono::TimeDelta;
use dbsbm_tests::stage::{Message, Stage, eventually};
use serde_json::{Value, json};
use std::time::Duration;

/// [`room`], with a channel for the staff.
fn staffed() -> Stage {
    let stage = room();
    let (staff, guild) = (stage.channel("staff"), stage.guild());
    stage.cli(&["guild", "set", "channel.staff", &staff, "--guild", &guild]);
    stage
}

/// What the staff was told about a channel, once everything is delivered.
fn told(stage: &Stage) -> Vec<String> {
    stage.messages("staff").iter().map(Message::text).collect()
}

/// Events of a kind in the books of the guild.
fn events(stage: &Stage, kind: &str) -> usize {
    let all = stage.cli(&["export", "events", "--guild", &stage.guild()]);
    let all = all.as_array().cloned().unwrap_or_default();
    all.iter()
        .filter(|event| event["event"].to_string().contains(kind))
        .count()
}

/// Deliveries that were given up.
fn given_up(stage: &Stage) -> Vec<Value> {
    stage
        .cli(&["outbox", "list"])
        .as_array()
        .cloned()
        .unwrap_or_default()
}

/// The guild stays as it is and gets nothing while the bot is away; then everything comes.
fn away_and_back(mut stage: Stage, away: impl FnOnce(&mut Stage)) {
    let (guild, ann) = (stage.guild(), stage.member("ann", &[]));
    post(&stage, &totals(41..42));
    one_slip_each(&stage, 1);
    let last = stage.log("", 0).last().unwrap().number();
    away(&mut stage);
    let more = "Packers/Bears over 50 -105 1u";
    stage.cli(&["bet", "place", more, "--guild", &guild, "--capper", &ann]);
    settled(&stage, 30, 13);
    std::thread::sleep(Duration::from_secs(4));
    let asked = stage.log("^/(channels|webhooks|guilds)/", last);
    assert!(asked.is_empty(), "{asked:#?}");
    let kept = stage.cli(&["export", "bets", "--guild", &guild]);
    assert_eq!(kept.as_array().map(Vec::len), Some(2), "the books stay");
    stage.bridge.ask("invite_back", &json!({"guild": guild}));
    stage.message_where("picks", |m| {
        m.text().contains("over 41") && m.text().contains("won")
    });
    one_slip_each(&stage, 2);
    stage.clean();
}

#[test]
fn removed_and_invited_back() {
    away_and_back(room(), |stage| {
        stage.bridge.ask("remove_guild", &json!({}));
    });
}

/// The bot does not run when it is removed: it finds out at its start.
#[test]
fn removed_while_it_was_down() {
    away_and_back(room(), |stage| {
        stage.stop_bot();
        stage.bridge.ask("remove_guild", &json!({}));
        stage.start_bot();
    });
}

/// Picks that waited for a bot which was away are shown, however long it took. What was on the record long before the bot
/// first came is not.
#[test]
fn what_waited_longer_than_a_day() {
    let mut stage = room();
    stage.stop_bot();
    let earlier = -TimeDelta::hours(30);
    placed(&stage, earlier, "ann", &totals(41..42));
    stage.start_bot();
    delivered(&stage);
    assert!(stage.messages("picks").is_empty(), "made before the bot came");
    stage.stop_bot();
    change_books(&stage, "UPDATE guilds SET met_at = met_at - 864000000");
    placed(&stage, earlier, "ann", &totals(42..43));
    stage.start_bot();
    stage.message_where("picks", |m| m.text().contains("over 42"));
    delivered(&stage);
    assert_eq!(stage.messages("picks").len(), 1);
    stage.clean();
}

#[test]
fn a_channel_that_was_deleted_is_told_once() {
    let stage = staffed();
    stage.bridge.ask("delete_channel", &json!({"channel": "picks"}));
    let parlays = |text: &str| stage.slash("ann", "parlays", "bet", json!({"text": text}));
    for text in ["Packers -4.5 -110 2u", "Lions ML +120 1u"] {
        let preview = parlays(text);
        stage.click("ann", &preview.message(), "Post");
    }
    stage.message_where("staff", |m| m.text().contains("this channel is gone"));
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(told(&stage).len(), 1, "{:#?}", told(&stage));
    assert_eq!(given_up(&stage).len(), 2, "they can be tried again");
    assert_eq!(bets(&stage), 2);
    stage.clean();
}

/// A channel is deleted with the slip in it: the result has nowhere to go, and that is no trouble.
#[test]
fn a_slip_that_went_with_its_channel_troubles_nobody() {
    let stage = staffed();
    post(&stage, &totals(41..42));
    delivered(&stage);
    stage.bridge.ask("delete_channel", &json!({"channel": "picks"}));
    settled(&stage, 30, 13);
    delivered(&stage);
    assert!(told(&stage).len() < 2, "{:#?}", told(&stage));
    assert_eq!(bets(&stage), 1);
    stage.clean();
}

#[test]
fn a_webhook_that_was_deleted_is_made_anew_and_told_once() {
    let stage = staffed();
    post(&stage, &totals(41..42));
    one_slip_each(&stage, 1);
    for n in 2..4 {
        stage.bridge.ask("delete_webhook", &json!({"channel": "picks"}));
        post(&stage, &totals(40 + n..41 + n));
        one_slip_each(&stage, n as usize);
    }
    let notes = told(&stage);
    assert!(
        notes.len() == 1 && notes[0].contains("webhook that I posted with was deleted"),
        "{notes:#?}"
    );
    // What the first one posted cannot be edited by anybody; that is neither hidden nor tried for ever.
    settled(&stage, 30, 14);
    one_slip_each(&stage, 3);
    assert_eq!(
        stage
            .messages("picks")
            .iter()
            .filter(|m| m.text().contains("won"))
            .count(),
        1
    );
    assert_eq!(told(&stage).len(), 1);
    stage.clean();
}

#[test]
fn without_the_right_to_make_webhooks_the_bot_posts_itself() {
    let stage = staffed();
    let deny = json!({"channel": "picks", "user": "@bot", "deny": ["manage_webhooks"]});
    stage.bridge.ask("permissions", &deny);
    post(&stage, &totals(41..43));
    one_slip_each(&stage, 2);
    settled(&stage, 30, 13);
    one_slip_each(&stage, 2);
    assert_eq!(
        stage
            .messages("picks")
            .iter()
            .filter(|m| m.text().contains("won"))
            .count(),
        2
    );
    stage.clean();
}

/// A channel that has all the webhooks it may, and a name that Discord does not take: the bot posts itself.
#[test]
fn what_a_webhook_cannot_do_the_bot_does_itself() {
    for (path, code) in [
        ("^/channels/[0-9]+/webhooks$", 30_007),
        ("^/webhooks/[0-9]+/simcord_webhook", 50_035),
    ] {
        let stage = staffed();
        stage.inject(json!({"path": path, "status": 400, "code": code}));
        post(&stage, &totals(41..42));
        one_slip_each(&stage, 1);
        assert_ne!(stage.messages("picks")[0].author(), "Ann");
        assert!(told(&stage).is_empty());
        stage.clean();
    }
}

#[test]
fn a_missing_permission_is_told_once_in_words() {
    let stage = staffed();
    let deny = json!({"channel": "picks", "user": "@bot", "deny": ["manage_webhooks", "send_messages"]});
    stage.bridge.ask("permissions", &deny);
    post(&stage, &totals(41..44));
    let note = stage.message_where("staff", |m| m.text().contains("a permission is missing"));
    assert!(
        note.text().contains("`/setup`") && note.text().contains("<#"),
        "{}",
        note.text()
    );
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(told(&stage).len(), 1, "{:#?}", told(&stage));
    assert_eq!((given_up(&stage).len(), bets(&stage)), (3, 3));
    stage.clean();
}

/// The bet of a slip that a moderator deletes stays, the books know, and its result brings no slip back.
#[test]
fn a_slip_that_a_moderator_deleted() {
    let stage = staffed();
    post(&stage, &totals(41..42));
    one_slip_each(&stage, 1);
    stage.role("mod", &["manage_messages"]);
    stage.member("mo", &["mod"]);
    stage.delete("mo", &stage.messages("picks").remove(0));
    let recorded = || (events(&stage, "message_deleted") == 1).then_some(());
    eventually(Duration::from_secs(15), recorded).expect("an event");
    settled(&stage, 30, 13);
    delivered(&stage);
    assert!(stage.messages("picks").is_empty() && told(&stage).is_empty());
    let bet = stage.cli(&["bet", "show", "1", "--guild", &stage.guild()]);
    assert_eq!(bet["status"], "won");
    stage.clean();
}
