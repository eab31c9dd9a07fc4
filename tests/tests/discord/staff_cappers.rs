//! `/capper`, and what an admin may look at: who posts here, with which role, and who did what.

use crate::room::room;
use dbsbm_tests::stage::{Answer, Stage};
use serde_json::{Value, json};

fn capper(stage: &Stage, what: &str, options: Value) -> Answer {
    let answer = stage.slash("abe", "commands", &format!("capper {what}"), options);
    assert!(answer.ephemeral());
    answer
}

fn roles(stage: &Stage, user: &str) -> String {
    stage.bridge.ask("view_member", &json!({"user": user}))["roles"].to_string()
}

#[test]
fn a_capper_comes_wears_the_role_and_goes_with_the_record_kept() {
    let stage = room();
    stage.admin();
    stage.member("ben", &[]);
    let role = stage.role("cappers", &[]);
    stage.set("role.capper", &role);
    let added = capper(
        &stage,
        "add",
        json!({"member": {"$user": "ben"}, "name": "Big Ben"}),
    );
    assert!(added.text().contains("**Big Ben**"), "{}", added.text());
    assert!(roles(&stage, "ben").contains(&role));
    let preview = stage.slash("ben", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ben", &preview.message(), "Post");
    let slip = stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    assert_eq!(slip.author(), "Big Ben");

    let gone = capper(&stage, "remove", json!({"member": {"$user": "ben"}}));
    assert!(gone.text().contains("The record stays"), "{}", gone.text());
    assert!(!roles(&stage, "ben").contains(&role));
    let refused = stage.slash("ben", "picks", "bet", json!({"text": "Lions -1.5 -110 1u"}));
    assert!(
        refused.ephemeral() && refused.text().contains("on the list of cappers no more"),
        "{}",
        refused.text()
    );
    let list = capper(&stage, "list", json!({}));
    for part in [
        "Cappers: 2",
        "Ann",
        "Big Ben · 1 open · 0 settled",
        "takes no new picks",
    ] {
        assert!(list.text().contains(part), "{part}: {}", list.text());
    }

    let audit = stage.slash("abe", "commands", "audit", json!({"action": "capper."}));
    assert!(audit.ephemeral());
    for part in [
        "capper.add",
        "capper.remove",
        &format!("<@{}>", stage.member("abe", &[])),
    ] {
        assert!(audit.text().contains(part), "{part}: {}", audit.text());
    }
    let own = stage.slash(
        "abe",
        "commands",
        "audit",
        json!({"by": {"$user": "ben"}, "action": "capper."}),
    );
    assert!(own.text().contains("No line"), "{}", own.text());
    stage.clean();
}

#[test]
fn what_cannot_be_done_is_said_and_changes_nothing() {
    let stage = room();
    stage.admin();
    stage.member("ben", &[]);
    stage.member("zoe", &[]);
    let before = stage.events();
    for (options, why) in [
        (
            json!({"member": {"$user": "ben"}, "name": "@everyone"}),
            "everyone",
        ),
        (
            json!({"member": {"$user": "ben"}, "name": "a\u{202e}b"}),
            "U+202E",
        ),
        (
            json!({"member": {"$user": "ben"}, "name": " ann "}),
            "is a capper's name here already",
        ),
    ] {
        let refused = capper(&stage, "add", options);
        assert!(refused.text().contains(why), "{why}: {}", refused.text());
        assert!(!refused.text().contains("@everyone"), "{}", refused.text());
    }
    let stranger = capper(&stage, "remove", json!({"member": {"$user": "ben"}}));
    assert!(
        stranger.text().contains("is no capper here"),
        "{}",
        stranger.text()
    );
    assert_eq!(stage.events(), before);
    // One line in the log for each, and in none of them what was typed.
    let log = stage.bot.as_ref().unwrap().log();
    let refused = log.lines().filter(|line| line.contains("refused"));
    assert_eq!(
        refused.filter(|line| line.contains("/capper")).count(),
        4,
        "{log}"
    );
    assert!(!log.contains("everyone"), "{log}");

    // A role above the bot's cannot be given; a member who left wears none. The capper is one all the same.
    stage.bridge.ask("role", &json!({"name": "high", "position": 50}));
    let role = stage.role("high", &[]);
    stage.set("role.capper", &role);
    let above = capper(&stage, "add", json!({"member": {"$user": "ben"}}));
    assert!(
        above.text().contains("place my role above it"),
        "{}",
        above.text()
    );
    stage.bridge.ask("leave", &json!({"user": "zoe"}));
    let left = capper(&stage, "add", json!({"member": {"$stranger": "zoe"}}));
    assert!(left.text().contains("not on this server"), "{}", left.text());
    let left = capper(&stage, "remove", json!({"member": {"$stranger": "zoe"}}));
    assert!(left.text().contains("The record stays"), "{}", left.text());
    stage.clean();
}
