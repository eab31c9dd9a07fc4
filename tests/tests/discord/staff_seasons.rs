//! `/season`: opened by an admin, entered by cappers, read by everybody.

use crate::room::{now, room, settled};
use chrono::Days;
use dbsbm_tests::stage::{Answer, Stage};
use serde_json::{Value, json};

fn season(stage: &Stage, user: &str, what: &str, options: Value) -> Answer {
    stage.slash(user, "commands", &format!("season {what}"), options)
}

#[test]
fn a_season_is_opened_entered_and_read() {
    let stage = room();
    stage.admin();
    stage.member("mia", &[]);
    let terms = |name: &str, first: &str, last: &str| json!({"name": name, "first": first, "last": last, "min_picks": 1, "stakes": "free"});
    let today = now().date_naive();
    let (first, last) = (today.to_string(), (today + Days::new(90)).to_string());
    let before = stage.events();
    for (user, terms, why) in [
        ("mia", terms("Mine", &first, &last), "admin"),
        ("abe", terms("Fall", &first, "@everyone"), "is no day"),
        ("abe", terms("Fall", &last, &first), "end"),
        ("abe", terms("Fall", &first, "2098-12-31"), "at most 400"),
        ("abe", terms("a\nb", &first, &last), "line breaks"),
    ] {
        let refused = season(&stage, user, "create", terms);
        assert!(
            refused.ephemeral() && refused.text().contains(why),
            "{why}: {}",
            refused.text()
        );
    }
    assert_eq!(stage.events(), before);
    let opened = season(
        &stage,
        "abe",
        "create",
        terms("@everyone **Fall**", &first, &last),
    );
    assert!(opened.text().contains("Opened season 1"), "{}", opened.text());
    assert!(!opened.text().contains("@everyone"), "{}", opened.text());

    let offered = stage.autocomplete("ann", "commands", ("season join", "season"), "", json!({}));
    assert_eq!(offered.choice_values(), [json!("1")], "{offered:?}");
    let refused = season(&stage, "mia", "join", json!({"season": "1"}));
    assert!(
        refused.ephemeral() && refused.text().contains("capper"),
        "{}",
        refused.text()
    );
    let joined = season(&stage, "ann", "join", json!({"season": "1"}));
    assert!(joined.text().contains("You are in season 1"), "{}", joined.text());
    // Only picks from then on count.
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    settled(&stage, 24, 17);
    stage.message_where("picks", |m| m.text().contains("won +1.82u"));
    let standings = season(&stage, "mia", "standings", json!({"season": "1"}));
    assert!(!standings.ephemeral());
    assert!(
        standings.text().contains("1. Ann · +1.82u · 1 pick"),
        "{}",
        standings.text()
    );

    let refused = season(&stage, "abe", "close", json!({"season": "1"}));
    assert!(
        refused.ephemeral() && !refused.text().contains("final"),
        "{}",
        refused.text()
    );
    // One that is over is frozen, once; nobody enters it any more.
    let day = |back: u64| (today - Days::new(back)).to_string();
    season(&stage, "abe", "create", terms("Past", &day(30), &day(1)));
    let late = season(&stage, "ann", "join", json!({"season": "2"}));
    assert!(
        late.ephemeral() && !late.text().contains("You are in"),
        "{}",
        late.text()
    );
    let closed = season(&stage, "abe", "close", json!({"season": "2: Past"}));
    assert!(
        !closed.ephemeral() && closed.text().contains("· final"),
        "{}",
        closed.text()
    );
    let none = season(&stage, "mia", "standings", json!({"season": "9"}));
    assert!(none.ephemeral() && none.text().contains('9'), "{}", none.text());
    stage.clean();
}
