//! The line to Discord breaks in the middle of posting: resumed with what was missed, or begun anew.

use crate::room::{furnished, one_slip_each, post, room, totals};
use dbsbm_tests::stage::{Stage, eventually};
use serde_json::{Value, json};
use std::time::Duration;

/// Waits for a line that is newer than these.
fn line_after(stage: &Stage, opened: u64, why: &Value) {
    let new = || (stage.lines_opened() > opened).then_some(());
    eventually(Duration::from_secs(40), new).unwrap_or_else(|| panic!("no new line after {why}"));
}

/// Posts, breaks the line at once, and posts on: each slip comes once.
fn posts_through(order: &Value) -> Stage {
    let stage = room();
    for n in 0..3 {
        post(&stage, &totals(41 + 3 * n..44 + 3 * n));
        let opened = stage.lines_opened();
        stage.line(order.clone());
        line_after(&stage, opened, order);
    }
    one_slip_each(&stage, 9);
    stage
}

#[test]
fn a_line_that_drops_is_resumed() {
    let stage = posts_through(&json!({"do": "drop"}));
    assert_eq!(stage.info()["identified"], 1, "resumed, not begun anew");
    stage.clean();
}

#[test]
fn a_line_that_is_to_be_opened_anew_is_resumed() {
    let stage = posts_through(&json!({"do": "reconnect"}));
    assert_eq!(stage.info()["identified"], 1);
    stage.clean();
}

#[test]
fn an_invalid_session_that_can_be_resumed_is() {
    posts_through(&json!({"do": "invalid", "resumable": true})).clean();
}

#[test]
fn an_invalid_session_is_begun_anew() {
    let stage = posts_through(&json!({"do": "invalid", "resumable": false}));
    assert_eq!(stage.info()["identified"], 4);
    stage.clean();
}

/// What people ask while the line is down is replayed when it is back, and answered once.
#[test]
fn a_question_from_the_gap_is_answered() {
    let stage = room();
    stage.bridge.ask("unwatched", &json!({"on": true}));
    stage.line(json!({"do": "close", "code": 4000}));
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    assert!(preview.text().contains("Packers -4.5"), "{preview:?}");
    stage.click("ann", &preview.message(), "Post");
    one_slip_each(&stage, 1);
    assert_eq!(stage.info()["resumed"], 1);
    stage.clean();
}

/// A slip is deleted while nobody listens: the replay tells.
#[test]
fn a_deletion_from_the_gap_is_recorded() {
    let stage = room();
    post(&stage, &totals(41..42));
    one_slip_each(&stage, 1);
    let slip = stage.messages("picks").remove(0);
    stage.role("mod", &["manage_messages"]);
    stage.member("mo", &["mod"]);
    stage.line(json!({"do": "drop"}));
    stage.delete("mo", &slip);
    let told = || {
        stage
            .bot
            .as_ref()?
            .log()
            .contains("a message of ours was deleted")
            .then_some(())
    };
    eventually(Duration::from_secs(40), told).expect("the deletion is heard of");
    stage.clean();
}

/// A process that runs two shards of two: both are there, and the guilds of both are answered.
#[test]
fn a_range_of_shards() {
    let mut stage = furnished();
    stage.arguments(&["--shards", "0-1/2"]);
    stage.start_bot();
    let both = || (stage.info()["shards"] == json!([[0, 2], [1, 2]])).then_some(());
    eventually(Duration::from_secs(30), both).unwrap_or_else(|| panic!("{}", stage.info()));
    for shard in 0..2 {
        let name = format!("Room of shard {shard}");
        stage
            .bridge
            .ask("guild", &json!({"name": name, "shard": [shard, 2]}));
        let asked =
            json!({"guild": name, "user": "mia", "channel": "picks", "name": "record", "options": {}});
        let answer = stage.act("slash", asked);
        assert!(answer.text().contains("n = 0"), "{answer:?}");
    }
    stage.clean();
}
