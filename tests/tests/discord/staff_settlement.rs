//! Results that come in by the command line reach the slip, and a correction reaches it again; graders grade by hand.

use crate::{
    room::{begun, bets, post},
    running::running,
};
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

#[test]
fn each_reaction_of_a_grader_means_its_grade_and_none_changes_what_is_settled() {
    let stage = running();
    let role = stage.role("grader", &[]);
    stage.set("role.grader", &role);
    stage.member("gil", &["grader"]);
    stage.member("mia", &[]);
    let picks = [
        "Packers -5.5 -110 1u",
        "Packers -6.5 -110 1u",
        "Packers -7.5 -110 1u",
    ]
    .map(String::from);
    post(&stage, &picks);
    for (pick, emoji, result) in [
        ("-4.5", "✔️", "won +1.82u"),
        ("-5.5", "❌", "lost -1.00u"),
        ("-6.5", "➖", "push"),
    ] {
        let of_it = |m: &dbsbm_tests::stage::Message| m.text().contains(pick);
        let slip = stage.message_where("picks", of_it);
        stage.react("gil", &slip, emoji);
        stage.message_where("picks", |m| of_it(m) && m.text().contains(result));
    }

    // A regrade needs a reason, which a reaction has not: the staff hears how it is done. All others are only reactions.
    let (before, said) = (stage.events(), stage.messages("commands").len());
    let lost = stage.message_where("picks", |m| m.text().contains("lost -1.00u"));
    let open = stage.message_where("picks", |m| m.text().contains("-7.5"));
    stage.react("mia", &lost, "✅");
    stage.react("gil", &lost, "❌");
    stage.react("gil", &open, "🔥");
    stage.react("gil", &lost, "➖");
    let told = stage.message_where("commands", |m| m.text().contains("which changed nothing"));
    for part in ["slip of #2", "reason"] {
        assert!(told.text().contains(part), "{part}: {}", told.text());
    }
    assert_eq!(stage.messages("commands").len(), said + 1);
    assert_eq!((stage.events(), bets(&stage)), (before, 4));
    let still = stage.message_where("picks", |m| m.id() == lost.id());
    assert!(still.text().contains("lost -1.00u"), "{}", still.text());
    stage.clean();
}
