//! Members copy a pick by a tap, see what they hold, and question a grade.

use crate::room::{room, settled};
use dbsbm_tests::stage::{Answer, Message, Stage, eventually};
use serde_json::json;
use std::time::Duration;

const PICK: &str = "Packers -4.5 -110 2u";

fn slip(stage: &Stage) -> Message {
    let preview = stage.slash("ann", "picks", "bet", json!({"text": PICK}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"))
}

fn tap(stage: &Stage, who: &str, slip: &Message, label: &str) -> Answer {
    let answer = stage.click(who, slip, label);
    assert!(answer.ephemeral(), "a copy is nobody else's: {answer:?}");
    answer
}

#[test]
fn a_tap_copies_and_the_same_tap_takes_it_back() {
    let stage = room();
    stage.member("mia", &[]);
    let slip = slip(&stage);
    let taken = tap(&stage, "mia", &slip, "Tail");
    for part in ["Tail of #1", "1u at -110", "slip's own price", "takes it back"] {
        assert!(taken.text().contains(part), "{part}: {}", taken.text());
    }
    let form = stage.click("mia", &taken.message(), "Other stake");
    let restaked = stage.submit("mia", &form, json!({"stake": "2,5"}));
    assert!(restaked.text().contains("2.5u at -110"), "{}", restaked.text());
    let list = stage.slash("mia", "picks", "mytails", json!({}));
    assert!(
        list.ephemeral() && list.text().contains("2.5u at -110"),
        "{}",
        list.text()
    );

    // Two edits of one slip lie fifteen seconds apart.
    let counted = eventually(Duration::from_secs(40), || {
        let messages = stage.messages("picks");
        messages
            .iter()
            .any(|m| m.buttons().contains(&"Tail · 1".to_string()))
            .then_some(())
    });
    assert!(counted.is_some(), "the slip shows no count");
    let back = tap(&stage, "mia", &slip, "Tail");
    assert!(back.text().contains("Taken back"), "{}", back.text());
    stage.clean();
}

#[test]
fn refused_taps_say_why() {
    let stage = room();
    stage.member("mia", &[]);
    let slip = slip(&stage);
    let own = tap(&stage, "ann", &slip, "Tail");
    assert!(own.text().contains("own"), "{}", own.text());
    let taken = tap(&stage, "mia", &slip, "Tail");
    let form = stage.click("mia", &taken.message(), "Other stake");
    let large = stage.submit("mia", &form, json!({"stake": "5000"}));
    assert!(large.text().contains("limit.max_units"), "{}", large.text());
    stage.clean();
}

#[test]
fn many_taps_are_answered_in_time_and_counted_right() {
    let stage = room();
    let people: Vec<String> = (0..40).map(|n| format!("member{n}")).collect();
    for name in &people {
        stage.member(name, &[]);
    }
    let slip = slip(&stage);
    std::thread::scope(|scope| {
        for part in people.chunks(10) {
            let (stage, slip) = (&stage, &slip);
            scope.spawn(move || {
                for name in part {
                    assert!(tap(stage, name, slip, "Tail").first_answer_ms() < 3_000.0);
                }
            });
        }
    });
    let counted = eventually(Duration::from_secs(40), || {
        let messages = stage.messages("picks");
        messages
            .iter()
            .any(|m| m.buttons().contains(&"Tail · 40".to_string()))
            .then_some(())
    });
    assert!(counted.is_some(), "the count is wrong");
    stage.clean();
}

#[test]
fn a_grade_is_questioned_with_a_reason() {
    let stage = room();
    stage.member("mia", &[]);
    let slip = slip(&stage);
    settled(&stage, 24, 17);
    let settled = stage.message_where("picks", |m| {
        m.id() == slip.id() && m.buttons().contains(&"Question this grade".to_string())
    });
    let form = stage.click("mia", &settled, "Question this grade");
    let asked = stage.submit(
        "mia",
        &form,
        json!({"reason": "The league corrected it to 24-20"}),
    );
    assert!(
        asked.ephemeral() && asked.text().contains("Question 1 about #1"),
        "{}",
        asked.text()
    );
    let again = stage.click("mia", &settled, "Question this grade");
    let again = stage.submit("mia", &again, json!({"reason": "Still wrong"}));
    assert!(again.text().contains("already"), "{}", again.text());
    stage.clean();
}
