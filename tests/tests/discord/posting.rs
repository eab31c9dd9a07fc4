//! A pick in one line: preview, Post, slip.

use crate::room::{bets, room};
use dbsbm_tests::stage::{Message, eventually};
use serde_json::json;
use std::time::Duration;

const PICK: &str = "Packers -4.5 -110 2u";

fn is_slip(message: &Message) -> bool {
    message.text().contains("Packers -4.5")
}

#[test]
fn one_command_and_one_click() {
    let stage = room();
    let preview = stage.slash("ann", "picks", "bet", json!({"text": PICK}));
    assert!(preview.ephemeral());
    assert!(preview.text().contains("Packers -4.5"), "{}", preview.text());
    assert!(stage.messages("picks").is_empty(), "a preview is nobody else's");

    let posted = stage.click("ann", &preview.message(), "Post");
    assert!(posted.text().contains("#1"), "{posted:?}");
    let slip = stage.message_where("picks", is_slip);
    assert_eq!(slip.author(), "Ann");
    let files = slip.files();
    let [(name, words, address)] = files.as_slice() else {
        panic!("{files:?}")
    };
    assert!(name.ends_with(".png") && words.contains("Packers"), "{files:?}");
    assert_eq!(&stage.bridge.file(address)[1..4], b"PNG");
    // It names the capper's account, and calls nobody.
    let sent = stage.log("^/webhooks/[0-9]+/simcord_webhook", 0);
    let allowed = &sent.first().unwrap().body()["allowed_mentions"];
    assert_eq!(*allowed, json!({"parse": [], "roles": [], "users": []}));
    let latency = stage.bridge.ask("latency", &json!({}));
    assert!(
        latency["slips"] == 1 && latency["slip_ms"]["max"].is_f64(),
        "the way from the click to the slip is measured: {latency}"
    );
    stage.clean();
}

#[test]
fn two_clicks_on_post_make_one_bet() {
    let stage = room();
    let preview = stage
        .slash("ann", "picks", "bet", json!({"text": PICK}))
        .message();
    let post = preview.button("Post");
    // Both are on their way before either is answered.
    let (one, two) = std::thread::scope(|scope| {
        let click = || stage.stale_click("ann", &preview, &post);
        let (one, two) = (scope.spawn(click), scope.spawn(click));
        (one.join().unwrap(), two.join().unwrap())
    });
    for answer in [one, two, stage.stale_click("ann", &preview, &post)] {
        assert!(answer.text().contains("Packers -4.5"), "{answer:?}");
    }
    stage.message_where("picks", is_slip);
    assert_eq!(bets(&stage), 1);
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(stage.messages("picks").iter().filter(|m| is_slip(m)).count(), 1);
    stage.clean();
}

#[test]
fn a_restart_between_draft_and_post_loses_nothing() {
    let mut stage = room();
    let preview = stage
        .slash("ann", "picks", "bet", json!({"text": PICK}))
        .message();
    stage.kill_bot();
    stage.start_bot();
    stage.click("ann", &preview, "Post");
    stage.message_where("picks", is_slip);
    assert_eq!(bets(&stage), 1);
    stage.clean();
}

#[test]
fn who_is_no_capper_is_told_how_to_become_one() {
    let stage = room();
    stage.member("mia", &[]);
    let refused = stage.slash("mia", "picks", "bet", json!({"text": PICK}));
    assert!(refused.ephemeral());
    assert!(refused.text().contains("/capper add"), "{}", refused.text());
    assert_eq!(bets(&stage), 0);
    stage.clean();
}

/// Discord takes the slip but its answer is lost, then it is busy: the slip is there once all the same.
#[test]
fn an_answer_that_is_lost_posts_no_second_slip() {
    let stage = room();
    stage.inject(json!({"path": "^/webhooks/[0-9]+/simcord_webhook", "method": "POST", "cut": true, "performed": true}));
    let preview = stage
        .slash("ann", "picks", "bet", json!({"text": PICK}))
        .message();
    stage.click("ann", &preview, "Post");
    stage.message_where("picks", is_slip);
    std::thread::sleep(Duration::from_secs(6));
    assert_eq!(stage.messages("picks").iter().filter(|m| is_slip(m)).count(), 1);
    stage.clean();
}

/// The line breaks in every way; people's clicks are answered afterwards.
#[test]
fn a_broken_line_is_mended() {
    let stage = room();
    for order in [
        json!({"do": "drop"}),
        json!({"do": "reconnect"}),
        json!({"do": "invalid", "resumable": false}),
        json!({"do": "close", "code": 4000}),
    ] {
        let opened = stage.lines_opened();
        stage.line(order.clone());
        eventually(Duration::from_secs(40), || {
            (stage.lines_opened() > opened).then_some(())
        })
        .unwrap_or_else(|| panic!("no new line after {order}"));
        let preview = stage.slash("ann", "picks", "bet", json!({"text": PICK}));
        assert!(
            preview.text().contains("Packers -4.5"),
            "after {order}: {preview:?}"
        );
    }
    stage.clean();
}
