//! Results that come in by the command line reach the slip, and a correction reaches it again; graders grade by hand.

use crate::{room::begun, running::running};
use serde_json::json;

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
    stage.set("role.grader", &role);
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
