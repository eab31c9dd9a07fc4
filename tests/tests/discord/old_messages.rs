//! Clicks on messages that are months old, or of a version that nobody knows any more: an answer, not silence.

use crate::{
    books::drafts_expired,
    room::{bets, room},
};
use dbsbm_tests::stage::{Answer, Message};
use serde_json::json;

/// An answer in words, for nobody else, that is no mistake of the program.
fn in_words(answer: &Answer, parts: &[&str], what: &str) {
    assert!(answer.ephemeral(), "{what}: {answer:?}");
    let words = answer.text();
    assert!(!words.contains("went wrong on our side"), "{what}: {words}");
    for part in parts {
        assert!(words.contains(part), "{what}: {part}: {words}");
    }
}

#[test]
fn a_button_that_nobody_knows_any_more_is_answered() {
    let stage = room();
    stage.member("mia", &[]);
    let preview = stage
        .slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}))
        .message();
    let draft = preview.button("Post");
    stage.click("ann", &preview, "Post");
    let slip = stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    let before = (stage.events(), bets(&stage));

    let older = ["older version of me", "still work"];
    let of_another_version = draft.replace("v1:", "v0:");
    let long = "x".repeat(100);
    for address in [
        of_another_version.as_str(),
        "v1:nonsense:1:go",
        "v1:draft",
        "v1::::",
        "tail",
        "::::",
        "🏈",
        &long,
    ] {
        let answer = stage.stale_click("mia", &slip, address);
        in_words(&answer, &older, address);
    }
    // The flow is known, but what it is about, or the step, is not.
    for (address, part) in [
        ("v1:slip:999:tail", "no bet #999"),
        ("v1:slip:999:details", "no bet #999"),
        ("v1:slip:first:tail", "older version"),
        ("v1:slip:1:juggle", "older version"),
        ("v1:slip:1:stake:sideways", "older version"),
        ("v1:draft:1p9xur2q5u0iw:post", "begins anew"),
        ("v1:draft:??:post", "no longer there"),
        ("v1:guide:1p9xur2q5u0iw:league", "`/bet`"),
        ("v1:guide:??:league", "`/bet`"),
        ("v1:parlay:1p9xur2q5u0iw:show", "`/parlay`"),
        ("v1:parlay:??:show", "`/parlay`"),
        ("v1:privacy:1:erase", "somebody else's"),
    ] {
        let answer = stage.stale_click("mia", &slip, address);
        in_words(&answer, &[part], address);
    }
    assert_eq!((stage.events(), bets(&stage)), before);
    assert!(
        stage.messages("picks")[0].text().contains("Packers -4.5"),
        "the slip stays as it is"
    );
    stage.clean();
}

/// Drafts are kept for a day: whoever comes back to one later is told how it goes on.
#[test]
fn a_draft_of_long_ago_is_answered() {
    let stage = room();
    let shown = |answer: Answer| -> Message { answer.message() };
    let preview = shown(stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"})));
    let steps = shown(stage.slash("ann", "picks", "bet", json!({})));
    let ticket = shown(stage.slash(
        "ann",
        "picks",
        "parlay",
        json!({"text": "Packers -4.5 -110 + Lions ML +120"}),
    ));
    let form = stage.click("ann", &preview, "Edit text");
    let before = (stage.events(), bets(&stage));
    drafts_expired(&stage);

    let gone = ["has expired", "begins anew"];
    for label in ["Post", "Edit text"] {
        in_words(&stage.click("ann", &preview, label), &gone, label);
    }
    let edited = stage.submit("ann", &form, json!({"text": "Packers -5.5 -110 2u"}));
    in_words(&edited, &gone, "a form");
    let (menu, options) = steps.menus().remove(0);
    let league = stage.select("ann", &steps, &menu, json!([options[0].1]));
    in_words(&league, &["`/bet`"], "a step");
    for label in ["Stake and preview", "Add by text", "Add step by step"] {
        in_words(
            &stage.click("ann", &ticket, label),
            &["no longer there", "`/parlay` starts anew"],
            label,
        );
    }
    assert_eq!((stage.events(), bets(&stage)), before);
    assert!(stage.messages("picks").is_empty());
    stage.clean();
}
