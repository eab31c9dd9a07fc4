//! `/ops`: in the operator's server alone, and what holding the deliveries means.

use crate::room::{begun, change_books, furnished};
use dbsbm_tests::stage::{Answer, Stage, eventually};
use serde_json::{Value, json};
use std::time::Duration;

/// A room, and beside it the server of `olga`, who operates the bot.
fn operated() -> Stage {
    let mut stage = furnished();
    let made = stage
        .bridge
        .ask("guild", &json!({"name": "Desk", "channels": ["desk"]}));
    let olga = stage
        .bridge
        .ask("user", &json!({"name": "olga", "guild": "Desk"}));
    let id = |value: &Value| value["id"].as_str().unwrap().to_string();
    stage.environment("DBSBM_OPS_GUILD", &id(&made["guilds"][0]));
    stage.environment("DBSBM_OPERATORS", &id(&olga));
    stage.environment("DBSBM_SETTLE_EVERY", "1");
    stage.start_bot();
    let known = eventually(Duration::from_secs(15), || {
        let names = stage.info()["commands"].clone();
        names.as_array().unwrap().contains(&json!("ops")).then_some(())
    });
    assert!(known.is_some(), "/ops is nowhere");
    stage
}

fn ops(stage: &Stage, user: &str, what: &str, options: Value) -> Answer {
    let name = format!("ops {what}");
    let body = json!({"guild": "Desk", "channel": "desk", "user": user, "name": name, "options": options});
    let answer = stage.act("slash", body);
    assert!(answer.ephemeral());
    answer
}

#[test]
fn deliveries_are_held_and_let_go() {
    let stage = operated();
    stage.admin();
    // In a room there is no such command, and in the operator's server it is for the operator.
    let body = json!({"user": "abe", "channel": "picks", "name": "ops health", "options": {}});
    assert!(stage.bridge.try_ask("slash", &body).is_err());
    stage.bridge.ask("user", &json!({"name": "ivo", "guild": "Desk"}));
    let refused = ops(&stage, "ivo", "hold", json!({"what": "deliveries", "held": true}));
    assert!(
        refused.text().contains("for who operates the bot"),
        "{}",
        refused.text()
    );

    let held = ops(
        &stage,
        "olga",
        "hold",
        json!({"what": "deliveries", "held": true}),
    );
    assert!(held.text().contains("held"), "{}", held.text());
    let voice = stage
        .bridge
        .ask("channel", &json!({"name": "total", "kind": "voice"}));
    let voice = voice["id"].as_str().unwrap().to_string();
    stage.set("voice.month", &voice);
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    let posted = stage.click("ann", &preview.message(), "Post");
    assert!(posted.text().contains("#1"), "the books go on: {}", posted.text());
    stage.bridge.ask("channel", &json!({"name": "old"}));
    let options = json!({"text": "@everyone **Week 1** is on", "channel": {"$channel": "old"}});
    stage.slash("abe", "commands", "announce", options);
    stage.bridge.ask("delete_channel", &json!({"channel": "old"}));
    std::thread::sleep(Duration::from_secs(2));
    assert!(stage.messages("picks").is_empty(), "nothing goes out");
    let health = || ops(&stage, "olga", "health", json!({})).text();
    for part in [
        "Guilds: 2",
        "**Deliveries: held everywhere by <@",
        "waiting, the oldest since",
        "- `slip.post`: 1 waiting",
    ] {
        assert!(health().contains(part), "{part}: {}", health());
    }
    // A turn may take longer than its period on a machine that is busy.
    let all_done = || health().contains("Jobs: all had their turn").then_some(());
    assert!(
        eventually(Duration::from_secs(15), all_done).is_some(),
        "{}",
        health()
    );

    ops(
        &stage,
        "olga",
        "hold",
        json!({"what": "deliveries", "held": false}),
    );
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    // What cannot go out is given up, and can be tried again.
    let dead = eventually(Duration::from_secs(15), || {
        let dead = ops(&stage, "olga", "dead", json!({})).text();
        dead.contains("announce").then_some(dead)
    });
    let dead = dead.unwrap_or_else(|| panic!("no delivery was given up"));
    assert!(dead.contains("this channel is gone"), "{dead}");
    let task: u64 = dead.split('`').nth(1).unwrap().parse().unwrap();
    let again = ops(&stage, "olga", "retry", json!({"task": task}));
    assert!(again.text().contains("is tried again"), "{}", again.text());
    let none = ops(&stage, "olga", "retry", json!({"task": 999_999}));
    assert!(none.text().contains("999999"), "{}", none.text());
    stage.clean();
}

/// A wrong file of results can be kept from the bets, and the doors can be closed.
#[test]
fn settlement_and_posting_are_held_and_let_go() {
    let stage = operated();
    let hold = |what: &str, held: bool| ops(&stage, "olga", "hold", json!({"what": what, "held": held}));
    let first = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &first.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    let second = stage.slash("ann", "picks", "bet", json!({"text": "Lions -1.5 -110 1u"}));

    let other = stage.slash("ann", "picks", "bet", json!({"text": "Lions ML +120 1u"}));
    stage.click("ann", &other.message(), "Post");
    let taken = stage.message_where("picks", |m| m.text().contains("Lions to win"));
    stage.click("mia", &taken, "Tail");

    hold("settlement", true);
    hold("posting", true);
    let back = stage.click("mia", &taken, "Tail");
    assert!(back.text().contains("Taken back"), "{}", back.text());
    let slip = stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    let refused = stage.click("mia", &slip, "Tail");
    assert!(
        refused.text().contains("held by who operates the bot"),
        "{}",
        refused.text()
    );
    begun(&stage, "final", "27", "20");
    let before = stage.events();
    let refused = stage.click("ann", &second.message(), "Post");
    assert!(
        refused.text().contains("held by who operates the bot"),
        "{}",
        refused.text()
    );
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(stage.events(), before, "nothing was posted and nothing settled");

    hold("posting", false);
    let posted = stage.click("ann", &second.message(), "Post");
    assert!(posted.text().contains("#3"), "{}", posted.text());
    hold("settlement", false);
    stage.message_where("picks", |m| {
        m.text().contains("Packers -4.5") && m.text().contains("won")
    });
    stage.clean();
}

/// What a job needs is taken away, and given back.
#[test]
fn a_job_that_fails_is_named_until_it_succeeds() {
    let stage = operated();
    let health = || ops(&stage, "olga", "health", json!({})).text();
    let says = |part: &str| {
        let said = eventually(Duration::from_secs(15), || health().contains(part).then_some(()));
        assert!(said.is_some(), "{part}: {}", health());
    };
    says("Jobs: all had their turn");
    change_books(&stage, "ALTER TABLE results RENAME TO results_elsewhere");
    says("**Jobs that do not get on: 1**\n- settlement: last done <t:");
    assert!(health().contains("no such table"), "{}", health());
    change_books(&stage, "ALTER TABLE results_elsewhere RENAME TO results");
    says("Jobs: all had their turn");
    stage.clean();
}
