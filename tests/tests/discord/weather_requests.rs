//! Discord answers badly while slips are posted and edited: none is lost, and none comes twice.

use crate::room::{one_slip_each, outbox_waited, post, room, settled, totals};
use dbsbm_tests::stage::{Stage, eventually};
use serde_json::{Value, json};
use std::time::Duration;

/// Where slips are posted, and where they are edited.
const POSTS: &str = "^/webhooks/[0-9]+/simcord_webhook[^/]*$";
const EDITS: &str = "^/webhooks/[0-9]+/simcord_webhook[^/]*/messages/";

/// Four picks are posted in this weather.
fn posted_in(weather: &[Value]) -> Stage {
    let stage = room();
    for fault in weather {
        stage.inject(fault.clone());
    }
    post(&stage, &totals(41..45));
    one_slip_each(&stage, 4);
    stage
}

#[test]
fn a_global_limit_silences_the_bot_and_loses_nothing() {
    let stage = posted_in(&[json!({"path": POSTS, "status": 429, "retry_after": 4.0, "global": true})]);
    stage.clean();
}

/// Discord asks for a short wait again and again, far more often than a failing delivery is tried.
#[test]
fn a_delivery_is_not_given_up_for_waiting() {
    let stage = room();
    stage.inject(json!({"path": POSTS, "status": 429, "retry_after": 1.6, "times": 14}));
    post(&stage, &totals(41..42));
    one_slip_each(&stage, 1);
    stage.clean();
}

#[test]
fn a_bucket_that_takes_one_at_a_time_gets_one_at_a_time() {
    let stage = room();
    stage
        .bridge
        .ask("bucket", &json!({"path": POSTS, "limit": 1, "window": 2.0}));
    post(&stage, &totals(41..49));
    one_slip_each(&stage, 8);
    stage.clean();
}

/// While one channel has to wait long, people are answered and other channels served.
#[test]
fn a_long_wait_holds_up_nobody_else() {
    let stage = room();
    stage.inject(json!({"path": POSTS, "status": 429, "retry_after": 12.0}));
    post(&stage, &totals(41..42));
    let limited = || stage.log(POSTS, 0).into_iter().find(|r| r.status() == 429);
    let limited = eventually(Duration::from_secs(20), limited).unwrap();
    let (parlays, guild) = (stage.channel("parlays"), stage.guild());
    stage.cli(&["guild", "set", "channel.picks", &parlays, "--guild", &guild]);
    post(&stage, &totals(42..43));
    stage.message_where("parlays", |m| m.text().contains("over 42"));
    let again = |since| {
        stage
            .log(POSTS, since)
            .into_iter()
            .find(|r| r.at() > limited.at() + 12.0)
    };
    eventually(Duration::from_secs(40), || again(limited.number())).expect("the slip that had to wait comes");
    stage.clean();
}

#[test]
fn a_broken_discord_gets_each_slip_once() {
    posted_in(&[
        json!({"path": POSTS, "status": 500, "times": 2}),
        json!({"path": POSTS, "status": 502, "times": 2}),
    ])
    .clean();
}

/// The posts arrive, but Discord says that they failed.
#[test]
fn a_post_that_is_said_to_have_failed_is_looked_for() {
    posted_in(&[json!({"path": POSTS, "status": 502, "times": 4, "performed": true})]).clean();
}

#[test]
fn a_webhook_is_made_once_however_often_it_fails() {
    let path = "^/channels/[0-9]+/webhooks$";
    let stage = posted_in(&[json!({"path": path, "status": 503, "times": 3})]);
    let made = stage
        .log(path, 0)
        .into_iter()
        .filter(|r| r.status() == 200)
        .count();
    assert_eq!(made, 1);
    stage.clean();
}

/// An answer that fails is said again: who asked hears it in time.
#[test]
fn people_are_answered_in_any_weather() {
    let stage = room();
    for fault in [
        json!({"path": "^/interactions/", "status": 500, "times": 2}),
        json!({"path": "^/interactions/", "status": 429, "retry_after": 0.5}),
        json!({"path": "^/interactions/", "cut": true}),
    ] {
        stage.inject(fault.clone());
        let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
        assert!(preview.text().contains("Packers -4.5"), "after {fault}");
        assert!(preview.first_answer_ms() < 3_000.0, "after {fault}");
    }
    stage.clean();
}

/// Discord takes the slip and then says nothing at all.
#[test]
fn a_discord_that_falls_silent_gets_no_second_slip() {
    posted_in(&[json!({"path": POSTS, "method": "POST", "performed": true, "hang": true})]).clean();
}

/// The power fails after Discord took the slip and before the books know.
#[test]
fn a_power_cut_after_the_post_makes_no_second_slip() {
    let mut stage = room();
    stage.inject(json!({"path": POSTS, "performed": true, "hang": true}));
    post(&stage, &totals(41..42));
    stage.message_where("picks", |m| m.text().contains("over 41"));
    stage.kill_bot();
    outbox_waited(&stage, "slip.post", Duration::from_secs(120));
    stage.start_bot();
    one_slip_each(&stage, 1);
    stage.clean();
}

/// Results come in while edits fail in every way: each slip ends with its result.
#[test]
fn edits_arrive_in_any_weather() {
    for fault in [
        json!({"path": EDITS, "status": 500, "times": 3}),
        json!({"path": EDITS, "status": 429, "retry_after": 2.0, "times": 6}),
        json!({"path": EDITS, "cut": true, "performed": true, "times": 2}),
    ] {
        let stage = room();
        post(&stage, &totals(41..45));
        one_slip_each(&stage, 4);
        stage.inject(fault.clone());
        settled(&stage, 30, 13);
        one_slip_each(&stage, 4);
        let won = stage
            .messages("picks")
            .iter()
            .filter(|m| m.text().contains("won +0.95u"))
            .count();
        assert_eq!(won, 2, "after {fault}");
        stage.clean();
    }
}
