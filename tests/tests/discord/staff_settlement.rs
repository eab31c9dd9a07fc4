//! Results that come in by the command line reach the slip, and a correction reaches it again; graders grade by hand.

use crate::room::{PROGRAM, begun};
use dbsbm_tests::stage::Stage;
use serde_json::json;

/// A room in which a game runs, late slips are taken, and settlement looks every second.
fn running() -> Stage {
    let mut stage = Stage::empty(PROGRAM);
    let (guild, ann) = (stage.guild(), stage.member("ann", &[]));
    stage.cli(&["guild", "add", &guild, "--name", "Sharp Room"]);
    begun(&stage, "live", "", "");
    stage.cli(&["capper", "add", &ann, "--name", "Ann", "--guild", &guild]);
    for (key, value) in [
        ("channel.picks", stage.channel("picks")),
        ("channel.staff", stage.channel("commands")),
        ("late_slips", "mark".into()),
    ] {
        stage.cli(&["guild", "set", key, &value, "--guild", &guild]);
    }
    stage.environment("DBSBM_SETTLE_EVERY", "1");
    stage.start_bot();
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    stage
}

#[test]
fn a_result_reaches_the_slip_and_a_correction_too() {
    let stage = running();
    begun(&stage, "final", "30", "10");
    stage.message_where("picks", |m| m.text().contains("won +1.82u"));
    begun(&stage, "final", "10", "30");
    stage.message_where("picks", |m| m.text().contains("lost -2.00u"));
    assert_eq!(stage.messages("picks").len(), 1);
    stage.clean();
}

#[test]
fn a_grader_grades_by_reaction_and_by_command_and_others_do_not() {
    let stage = running();
    let role = stage.role("grader", &[]);
    let guild = stage.guild();
    stage.cli(&["guild", "set", "role.grader", &role, "--guild", &guild]);
    stage.member("gil", &["grader"]);
    stage.member("mia", &[]);
    let slip = stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    stage.react("mia", &slip, "❌");
    stage.react("ann", &slip, "✅");
    stage.message_where("commands", |m| m.text().contains("which changed nothing"));
    stage.react("gil", &slip, "✅");
    stage.message_where("picks", |m| m.text().contains("won +1.82u"));
    let refused = stage.slash(
        "mia",
        "picks",
        "grade",
        json!({"bet": "1", "result": "loss", "reason": "no"}),
    );
    assert!(refused.text().contains("grader"), "{}", refused.text());
    let graded = stage.slash(
        "gil",
        "picks",
        "grade",
        json!({"bet": "#1", "result": "loss", "reason": "box score"}),
    );
    assert!(graded.text().contains("lost -2.00u"), "{}", graded.text());
    stage.message_where("picks", |m| m.text().contains("lost -2.00u"));
    stage.clean();
}
