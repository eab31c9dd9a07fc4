//! What leaves the books by an admin's hand: announcements, exports, the plan, and the proof that others can check.

use crate::room::room;
use dbsbm_tests::stage::{Message, Stage};
use serde_json::json;

fn announce(stage: &Stage, options: serde_json::Value) -> dbsbm_tests::stage::Answer {
    let answer = stage.slash("abe", "commands", "announce", options);
    assert!(answer.ephemeral());
    answer
}

#[test]
fn an_announcement_calls_nobody_and_a_lost_channel_is_told() {
    let stage = room();
    stage.admin();
    stage.set("channel.staff", &stage.channel("commands"));
    let said = announce(
        &stage,
        json!({"text": "@everyone Week 1 is on", "channel": {"$channel": "picks"}}),
    );
    assert!(said.text().contains("Announced in"), "{}", said.text());
    stage.message_where("picks", |m| m.text().contains("Week 1 is on"));
    let sent = stage.log("^/channels/[0-9]+/messages$", 0);
    let sent = sent
        .iter()
        .find(|r| r.body()["content"].to_string().contains("Week 1"));
    assert_eq!(
        sent.unwrap().body()["allowed_mentions"],
        json!({"parse": [], "roles": [], "users": []})
    );

    let before = stage.events();
    let empty = announce(&stage, json!({"text": "   "}));
    assert!(empty.text().contains("1 to 2000"), "{}", empty.text());
    assert_eq!(stage.events(), before);

    // Where the bot may not write, the staff is told in words and once.
    stage.bridge.ask("channel", &json!({"name": "closed"}));
    let denied = json!({"channel": "closed", "user": "@bot", "deny": ["send_messages"]});
    stage.bridge.ask("permissions", &denied);
    for text in ["One", "Two"] {
        announce(&stage, json!({"text": text, "channel": {"$channel": "closed"}}));
    }
    let about = |m: &Message| m.text().contains("An announcement could not be posted");
    let told = stage.message_where("commands", about);
    assert!(told.text().contains("a permission is missing"), "{}", told.text());
    std::thread::sleep(std::time::Duration::from_secs(2));
    assert_eq!(stage.messages("commands").into_iter().filter(about).count(), 1);
    stage.clean();
}

#[test]
fn books_go_out_as_files_that_the_plan_counts_and_others_can_check() {
    let stage = room();
    stage.admin();
    stage.member("mia", &[]);
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    let file = |what: &str| {
        let answer = stage.slash("abe", "commands", "export", json!({"what": what}));
        assert!(
            answer.ephemeral() && answer.text().contains(what),
            "{}",
            answer.text()
        );
        let files = answer.message().files();
        String::from_utf8(stage.bridge.file(&files[0].2)).unwrap()
    };
    let bets = file("bets");
    let bet: serde_json::Value = serde_json::from_str(bets.lines().next().unwrap()).unwrap();
    assert_eq!((bet["bet"].as_i64(), bets.lines().count()), (Some(1), 1), "{bet}");
    let events = file("events");
    let posted = events.lines().filter(|line| line.contains("bet_posted"));
    assert_eq!(posted.count(), 1, "{events}");
    std::fs::write(stage.folder().join("proof.jsonl"), file("proof")).unwrap();
    let checked = stage.cli(&["verify", "proof.jsonl"]);
    assert_eq!(checked["ok"], true, "{checked}");

    let plan = stage.slash("abe", "commands", "plan", json!({}));
    for part in ["Plan: free", "open bets: 1 of 250", "of 25", "webhooks: 0 of 0"] {
        assert!(
            plan.ephemeral() && plan.text().contains(part),
            "{part}: {}",
            plan.text()
        );
    }

    // A head that was read somewhere is found again, and one that never was is no head.
    let head = stage.cli(&["guild", "show", "--guild", &stage.guild()]);
    let (events, hash) = (head["events"].as_u64().unwrap(), head["head"].as_str().unwrap());
    stage.set("limit.max_units", "7");
    let verified = stage
        .slash("mia", "picks", "verify", json!({"events": events}))
        .text();
    assert!(
        verified.contains(&format!("After {events} events the head was `{hash}`")),
        "{verified}"
    );
    assert!(
        verified.contains(&format!("The chain fits, {} events in all", events + 1)),
        "{verified}"
    );
    let none = stage.slash("mia", "picks", "verify", json!({"events": 9_000}));
    assert!(
        none.ephemeral() && none.text().contains("never had 9000"),
        "{}",
        none.text()
    );
    stage.clean();
}
