//! A slip that may not be posted: each refusal says the rule and the number, and leaves the books as they are.

use crate::{
    books::placed,
    room::{bets, delivered, furnished, now},
};
use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use dbsbm_tests::stage::{Answer, Message, Stage};
use serde_json::json;

/// Open bets that the free plan allows.
const PLAN: u32 = 250;

fn bet(stage: &Stage, text: &str) -> Answer {
    stage.slash("ann", "picks", "bet", json!({"text": text}))
}

/// A preview of what may be posted as yet.
fn preview(stage: &Stage, text: &str) -> Message {
    let preview = bet(stage, text).message();
    assert!(
        preview.buttons().contains(&"Post".to_string()),
        "{}",
        preview.text()
    );
    preview
}

fn click(stage: &Stage, preview: &Message) -> Answer {
    stage.stale_click("ann", preview, &preview.button("Post"))
}

/// Neither a click on Post nor the same text once more posts it: both say all of this.
fn refused(stage: &Stage, text: &str, preview: &Message, parts: &[&str]) {
    let before = (stage.events(), bets(stage), stage.messages("picks").len());
    for answer in [click(stage, preview), bet(stage, text)] {
        assert!(answer.ephemeral(), "{answer:?}");
        for part in parts {
            assert!(answer.text().contains(part), "{part}: {}", answer.text());
        }
    }
    assert_eq!(
        (stage.events(), bets(stage), stage.messages("picks").len()),
        before,
        "{text}"
    );
}

/// A game that starts in an hour.
fn a_game_soon(stage: &Stage) -> DateTime<Utc> {
    let start = now() + TimeDelta::hours(1);
    let at = start.to_rfc3339_opts(SecondsFormat::Secs, true);
    let game =
        format!("key,league,start,home_team,away_team,status\nsoon,NFL,{at},Steelers,Ravens,scheduled\n");
    std::fs::write(stage.folder().join("soon.csv"), game).unwrap();
    stage.cli(&["import", "games", "soon.csv", "--preset", "dbsbm"]);
    start
}

#[test]
fn each_refusal_says_the_rule_and_the_number() {
    let mut stage = furnished();
    let ben = stage.member("ben", &[]);
    stage.cli(&["capper", "add", &ben, "--name", "Ben", "--guild", &stage.guild()]);
    let open: Vec<String> = (1..PLAN)
        .map(|n| format!("Packers/Bears over {}.5 -110 0.1u", 1 + n % 90))
        .collect();
    // They are too old to be posted as news when the bot comes.
    placed(&stage, TimeDelta::days(-2), "ben", &open);
    let start = a_game_soon(&stage);
    stage.start_bot();
    delivered(&stage);
    assert!(stage.messages("picks").is_empty());

    // What was within the limits at the preview is not when Post is clicked.
    for (pick, key, value, back, parts) in [
        (
            "Packers -4.5 -110 8u",
            "limit.max_units",
            "5",
            "default",
            ["8u is more than the 5u", "limit.max_units"],
        ),
        (
            "Packers -5.5 -110 0.5u",
            "limit.min_units",
            "0.75",
            "default",
            ["0.5u is less than the 0.75u", "limit.min_units"],
        ),
        (
            "Packers -6.5 -110 4u",
            "limit.daily_units",
            "3",
            "default",
            [
                "4u would pass the 3u",
                "(limit.daily_units): 0u are staked already",
            ],
        ),
    ] {
        let allowed = preview(&stage, pick);
        stage.set(key, value);
        refused(&stage, pick, &allowed, &parts);
        stage.set(key, back);
    }

    let full = preview(&stage, "Packers -7.5 -110 1u");
    let late = preview(&stage, "Steelers -3 -110 1u");
    let last = ["Lions/Vikings over 40.5 -110 0.1u".to_string()];
    placed(&stage, TimeDelta::zero(), "ben", &last);
    stage.message_where("picks", |m| m.text().contains("over 40.5"));
    let parts = [
        "he free plan allows 250 open bets, and all are in use",
        "the premium plan allows 2500",
    ];
    refused(&stage, "Packers -7.5 -110 1u", &full, &parts);
    stage.set("plan", "premium");

    // The game starts between the preview and Post, by Discord's clock: the one that counts.
    stage.advance(2 * 60 * 60);
    let scheduled = format!("scheduled for <t:{}:f>", start.timestamp());
    let parts = [
        "has started",
        &scheduled,
        "the slip came at",
        "a bet locks when its first game starts",
    ];
    refused(&stage, "Steelers -3 -110 1u", &late, &parts);

    // A guild that takes late slips marks them.
    stage.set("late_slips", "mark");
    assert!(click(&stage, &late).text().contains("Posted"));
    let slip = stage.message_where("picks", |m| m.text().contains("Steelers -3"));
    assert!(slip.text().contains("posted late"), "{}", slip.text());
    stage.clean();
}
