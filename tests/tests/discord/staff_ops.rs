//! `/ops`: in the operator's server alone, and what holding the deliveries means.

use crate::room::furnished;
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
    let refused = ops(&stage, "ivo", "deliveries", json!({"hold": true}));
    assert!(
        refused.text().contains("for who operates the bot"),
        "{}",
        refused.text()
    );

    let held = ops(&stage, "olga", "deliveries", json!({"hold": true}));
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
    let health = ops(&stage, "olga", "health", json!({}));
    for part in [
        "Guilds: 2",
        "**Deliveries are held.**",
        "waiting, the oldest since",
    ] {
        assert!(health.text().contains(part), "{part}: {}", health.text());
    }

    ops(&stage, "olga", "deliveries", json!({"hold": false}));
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
