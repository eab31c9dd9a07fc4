//! What graders and admins do to a bet, and what follows from it: slip, totals, board, audit, and the member who asked.

use crate::{room::begun, running::running};
use dbsbm_tests::stage::{Stage, eventually};
use serde_json::json;
use std::time::Duration;

/// What the board says to a member.
fn board(stage: &Stage) -> String {
    stage.slash("mia", "commands", "leaderboard", json!({})).text()
}

#[test]
fn a_regrade_edits_the_slip_the_totals_and_the_board() {
    let stage = running();
    stage.admin();
    stage.member("mia", &[]);
    stage.set("leaderboard.min_bets", "1");
    begun(&stage, "final", "30", "10");
    stage.message_where("picks", |m| m.text().contains("won +1.82u"));
    assert!(board(&stage).contains("+1.82u"), "{}", board(&stage));

    let offered = stage.autocomplete("abe", "commands", ("wager regrade", "bet"), "pack", json!({}));
    assert_eq!(offered.choice_values(), [json!("1")], "{offered:?}");
    let reason = "@everyone the **league** corrected it";
    let regraded = stage.slash(
        "abe",
        "commands",
        "wager regrade",
        json!({"bet": "#1", "result": "loss", "reason": reason}),
    );
    assert!(
        regraded.ephemeral() && regraded.text().contains("lost -2.00u"),
        "{}",
        regraded.text()
    );
    stage.message_where("picks", |m| m.text().contains("lost -2.00u"));
    assert!(board(&stage).contains("-2.00u"), "{}", board(&stage));
    // The total is asked for after both settlements; its name is the last one.
    let voice = stage
        .bridge
        .ask("channel", &json!({"name": "total", "kind": "voice"}));
    let voice = voice["id"].as_str().unwrap().to_string();
    stage.set("voice.month", &voice);
    let named = eventually(Duration::from_secs(15), || {
        let shown = stage.bridge.ask("view_channel", &json!({"channel": voice}));
        (shown["name"] == "Month: -2.00u").then_some(())
    });
    assert!(
        named.is_some(),
        "{}",
        stage.bridge.ask("view_channel", &json!({"channel": voice}))
    );

    let voided = stage.slash(
        "abe",
        "commands",
        "wager void",
        json!({"bet": "1", "reason": "posted twice"}),
    );
    assert!(voided.text().contains("void"), "{}", voided.text());
    stage.message_where("picks", |m| m.text().contains("void"));
    assert!(!board(&stage).contains("-2.00u"), "{}", board(&stage));
    assert_eq!(stage.messages("picks").len(), 1, "one slip, edited");

    // Nothing is left to change, and a bet that is none is none: said in words, with the books as they are.
    let before = stage.events();
    for (options, why) in [
        (json!({"bet": "1", "reason": "again"}), "nothing would change"),
        (json!({"bet": "77", "reason": "no"}), "has no bet #77"),
        (
            json!({"bet": "@everyone", "reason": "no"}),
            "is no number of a bet",
        ),
        (json!({"bet": "1", "leg": 2, "reason": "no"}), "leg"),
    ] {
        let refused = stage.slash("abe", "commands", "wager void", options);
        assert!(
            refused.ephemeral() && refused.text().contains(why),
            "{why}: {}",
            refused.text()
        );
        assert!(!refused.text().contains("@everyone"), "{}", refused.text());
    }
    assert_eq!(stage.events(), before);
    let audit = stage
        .slash("abe", "commands", "audit", json!({"action": "bet.grade"}))
        .text();
    assert!(
        audit.contains("league") && audit.contains("posted twice"),
        "{audit}"
    );
    assert!(
        !audit.contains("@everyone") && !audit.contains("**league**"),
        "{audit}"
    );
    stage.clean();
}

#[test]
fn a_question_reaches_the_graders_and_its_answer_the_member() {
    let stage = running();
    let role = stage.role("grader", &[]);
    stage.set("role.grader", &role);
    stage.member("gil", &["grader"]);
    stage.member("mia", &[]);
    begun(&stage, "final", "10", "30");
    let slip = stage.message_where("picks", |m| m.text().contains("lost -2.00u"));
    let form = stage.click("mia", &slip, "Question this grade");
    stage.submit("mia", &form, json!({"reason": "@everyone it was 30-10"}));
    let told = stage.message_where("commands", |m| m.text().contains("questions the grade of #1"));
    assert!(!told.text().contains("@everyone"), "{}", told.text());

    for name in ["mia", "ann"] {
        let refused = stage.slash(name, "commands", "queue", json!({}));
        assert!(
            refused.ephemeral() && refused.text().contains("graders and admins"),
            "{}",
            refused.text()
        );
    }
    let queue = stage.slash("gil", "commands", "queue", json!({}));
    assert!(
        queue.ephemeral() && queue.text().contains("Questions: 1"),
        "{}",
        queue.text()
    );
    let message = queue.message();
    let (menu, options) = message.menus().remove(0);
    let form = stage.select("gil", &message, &menu, json!([options[0].1]));
    let answered = stage.submit("gil", &form, json!({"answer": "The box score says 10-30"}));
    for part in ["who asked is told", "Nothing waits for a grader"] {
        assert!(answered.text().contains(part), "{}", answered.text());
    }
    let heard = || stage.bridge.ask("direct", &json!({"user": "mia"})).to_string();
    let told = eventually(Duration::from_secs(15), || {
        heard().contains("The box score says 10-30").then_some(())
    });
    assert!(told.is_some(), "mia heard nothing");
    // The answer comes with the way to the result, and where that is from.
    for part in ["margin", "from the source dbsbm", "rule set"] {
        assert!(heard().contains(part), "{part}: {}", heard());
    }
    let details = |name: &str| {
        let shown = stage.click(name, &slip, "Details");
        assert!(shown.ephemeral());
        shown.text()
    };
    for part in ["it was 30-10", "The box score says 10-30"] {
        assert!(details("mia").contains(part), "{}", details("mia"));
        assert!(!details("gil").contains(part), "it is mia's alone");
    }

    // Who takes no direct messages finds the answer there too.
    let form = stage.click("mia", &slip, "Question this grade");
    let asked = stage.submit("mia", &form, json!({"reason": "And the overtime?"}));
    assert!(asked.text().contains("*Details* on the slip"), "{}", asked.text());
    assert!(
        details("mia").contains("No grader has answered yet"),
        "{}",
        details("mia")
    );
    stage.inject(json!({"path": "^/users/@me/channels", "method": "POST", "status": 403, "code": 50_007}));
    let message = stage.slash("gil", "commands", "queue", json!({})).message();
    let (menu, options) = message.menus().remove(0);
    let form = stage.select("gil", &message, &menu, json!([options[0].1]));
    stage.submit("gil", &form, json!({"answer": "There was none"}));
    assert!(details("mia").contains("There was none"), "{}", details("mia"));

    // What is settled is for graders alone: not for whose bet it is, and not for others.
    let before = stage.events();
    for (name, why) in [("ann", "yours is capper"), ("mia", "yours is member")] {
        let options = json!({"bet": "1", "result": "win", "reason": "@everyone no"});
        let refused = stage.slash(name, "commands", "grade", options);
        assert!(
            refused.ephemeral() && refused.text().contains(why),
            "{why}: {}",
            refused.text()
        );
    }
    assert_eq!(stage.events(), before);
    stage.clean();
}

#[test]
fn what_nobody_can_settle_waits_for_a_grader() {
    let stage = running();
    stage.admin();
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers 1H -2.5 -110 1u"}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("-2.5"));
    // A final score without its halves.
    begun(&stage, "final", "30", "10");
    let told = stage.message_where("commands", |m| m.text().contains("#2 needs a grader"));
    assert!(told.text().contains("/grade bet:2"), "{}", told.text());
    let queue = stage.slash("abe", "commands", "queue", json!({}));
    assert!(
        queue.text().contains("Bets that need a grader: 1"),
        "{}",
        queue.text()
    );
    let offered = stage.autocomplete("abe", "commands", ("grade", "bet"), "", json!({}));
    assert!(offered.choices()[0].starts_with("⚠ #2 Ann"), "{offered:?}");
    let graded = stage.slash("abe", "commands", "grade", json!({"bet": "2", "result": "push"}));
    assert!(graded.text().contains("push"), "{}", graded.text());
    stage.message_where("picks", |m| m.text().contains("push"));
    let queue = stage.slash("abe", "commands", "queue", json!({}));
    assert!(queue.text().contains("Nothing waits"), "{}", queue.text());
    stage.clean();
}
