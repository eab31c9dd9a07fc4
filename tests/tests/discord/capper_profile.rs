//! A capper's profile: what is taken as a picture, and what is not.

use crate::room::room;
use serde_json::json;

/// A PNG of one colour, #108040, 300 pixels a side.
pub(crate) const SQUARE: &str = "\
iVBORw0KGgoAAAANSUhEUgAAASwAAAEsCAIAAAD2HxkiAAACe0lEQVR42u3TMQ0AAAgEsZeAJKQhHQ1MLE2q4JJLTQOPIgGYEEwI\
mBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBM\
CJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCCZUAUwIJgRMCCYETAgmBEwIJgRMCCYETAgm\
BEwIJgRMCCYETAgmBEwIJgRMCCYETAgmBEwIJgRMCCYETAgmBEwIJgRMCCYETAgmBEwIJgRMCCYETAgmBEwIJgRMCCYETAgmBEwI\
JgRMCCYETAgmBEwIJgRMCCYETAgmBEwIJgRMCCYEE6oAJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYE\
EwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwImBBMCJgQTAiYEEwIm\
BBMCJgQTAiYEE4IJAROCCQETggkBE4IJAROCCQETggkBE4IJAROCCQETggkBE4IJAROCCQETggkBE4IJAROCCQETggkBE4IJAROC\
CQETggkBE4IJAROCCQETggkBE4IJAROCCQETggkBE4IJAROCCQETggkBE4IJAROCCQETggkBE4IJAROCCcGEEoAJwYSACcGEgAnB\
hIAJwYSACcGEgAnBhIAJwYSACcGEgAnBhIAJwYSACcGEgAnBhIAJwYSACcGEgAnBhIAJwYSACcGEgAnBhIAJwYSACcGEwM0CkHq1\
tHSk5K8AAAAASUVORK5CYII=";

#[test]
fn a_picture_is_drawn_anew_and_anything_else_refused() {
    let stage = room();
    stage.member("mia", &[]);
    let refused = stage.slash("mia", "picks", "profile", json!({}));
    assert!(refused.text().contains("/capper add"), "{}", refused.text());

    let shown = stage.slash(
        "ann",
        "picks",
        "profile",
        json!({"name": "Sharp Ann", "colour": "#1f8b4c", "picture": {"$file": ["me.png", SQUARE]}}),
    );
    assert!(shown.ephemeral());
    assert!(
        shown.text().contains("Sharp Ann") && shown.text().contains("#1f8b4c"),
        "{}",
        shown.text()
    );
    let files = shown.message().files();
    let png = stage.bridge.file(&files[0].2);
    // Width and height of a PNG stand at a fixed place.
    assert_eq!(&png[16..24], &[0, 0, 1, 0, 0, 0, 1, 0]);

    let refused = stage.slash(
        "ann",
        "picks",
        "profile",
        json!({"name": "Other", "picture": {"$file": ["me.png", "bm8gcGljdHVyZQ=="]}}),
    );
    assert!(refused.text().contains("no picture"), "{}", refused.text());
    let kept = stage.slash("ann", "picks", "profile", json!({}));
    assert!(kept.text().contains("Sharp Ann"), "{}", kept.text());

    // Slips carry the new name from now on.
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.author() == "Sharp Ann");
    stage.clean();
}
