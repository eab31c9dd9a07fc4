//! Logos of teams and pictures of cappers reach the slips; what is no logo, or no team, does not.

use crate::{capper_profile::SQUARE, room::furnished};
use dbsbm_tests::stage::{Message, Stage};
use serde_json::{Value, json};
use std::io::Cursor;

/// The colour of [`SQUARE`].
const GREEN: [u8; 3] = [0x10, 0x80, 0x40];
/// The middle of the badges on a slip of one leg, in pixels of the file.
const CAPPER: (usize, usize) = (120, 130);
const TEAM: (usize, usize) = (120, 358);

/// The colour of the slip's picture at a place.
fn colour(stage: &Stage, slip: &Message, (x, y): (usize, usize)) -> [u8; 3] {
    let file = stage.bridge.file(&slip.files()[0].2);
    let mut reader = png::Decoder::new(Cursor::new(file)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    assert_eq!(info.width, 1200);
    let at = 4 * (y * 1200 + x);
    pixels[at..at + 3].try_into().unwrap()
}

fn logo(stage: &Stage, what: &str, options: Value) -> dbsbm_tests::stage::Answer {
    stage.slash("eve", "commands", &format!("logo {what}"), options)
}

/// A room with an admin, `eve`, on this plan.
fn administered(plan: &str) -> Stage {
    let mut stage = furnished();
    stage.role("admins", &["manage_guild"]);
    stage.member("eve", &["admins"]);
    let guild = stage.guild();
    stage.cli(&["guild", "set", "plan", plan, "--guild", &guild]);
    stage.start_bot();
    stage
}

fn post(stage: &Stage, text: &str) -> Message {
    let preview = stage.slash("ann", "picks", "bet", json!({ "text": format!("{text} 2u") }));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains(text))
}

#[test]
fn a_logo_is_added_listed_shown_on_slips_and_removed() {
    let stage = administered("premium");
    let offered = stage.autocomplete(
        "eve",
        "commands",
        ("logo add", "team"),
        "green bay",
        json!({"picture": {"$file": ["logo.png", SQUARE]}}),
    );
    assert_eq!(offered.choices(), ["Packers · NFL"]);
    let picture = json!({"$file": ["logo.png", SQUARE]});
    let team = offered.choice_values()[0].clone();
    let added = logo(&stage, "add", json!({"team": team, "picture": picture}));
    assert!(
        added.ephemeral() && added.text().contains("**Packers** (NFL)"),
        "{}",
        added.text()
    );
    assert_eq!(added.message().files().len(), 1);
    stage.slash("ann", "picks", "profile", json!({"picture": picture}));

    let slip = post(&stage, "Packers -4.5 -110");
    assert_eq!(colour(&stage, &slip, TEAM), GREEN);
    assert_eq!(colour(&stage, &slip, CAPPER), GREEN);
    let audit = stage.slash("eve", "commands", "audit", json!({}));
    assert!(audit.text().contains("Packers"), "{}", audit.text());

    let full = logo(&stage, "add", json!({"team": "Bears", "picture": picture}));
    assert!(full.text().contains("plan allows 1"), "{}", full.text());
    assert!(
        logo(&stage, "list", json!({}))
            .text()
            .contains("- **Packers** (NFL)")
    );
    let none = logo(&stage, "remove", json!({"team": "Bears"}));
    assert!(none.text().contains("Choose one"), "{}", none.text());
    let removed = logo(&stage, "remove", json!({"team": "GB"}));
    assert!(removed.text().contains("no logo any more"), "{}", removed.text());
    assert!(
        logo(&stage, "list", json!({}))
            .text()
            .contains("No team has a logo")
    );

    // Without a logo the badge has the team's colours; the capper's picture stays.
    let slip = post(&stage, "Bears +4.5 -110");
    assert_ne!(colour(&stage, &slip, TEAM), GREEN);
    assert_eq!(colour(&stage, &slip, CAPPER), GREEN);
    stage.clean();
}

#[test]
fn a_cappers_picture_is_taken_back_by_the_capper_or_an_admin() {
    let stage = administered("free");
    let picture = json!({"$file": ["me.png", SQUARE]});
    let with = || stage.slash("ann", "picks", "profile", json!({ "picture": picture }));
    assert_eq!(with().message().files().len(), 1);
    let own = stage.slash("ann", "picks", "profile", json!({"no_picture": true}));
    assert!(own.message().files().is_empty(), "{}", own.text());
    with();
    let clear = || {
        let whose = json!({"member": {"$user": "ann"}});
        stage
            .slash("eve", "commands", "capper clear_picture", whose)
            .text()
    };
    assert!(clear().contains("is gone"));
    assert!(clear().contains("has no picture"));
    let slip = post(&stage, "Packers -4.5 -110");
    assert_ne!(colour(&stage, &slip, CAPPER), GREEN);
    stage.clean();
}

#[test]
fn what_is_no_logo_or_no_team_is_refused_with_the_way_on() {
    let stage = administered("premium");
    let picture = json!({"$file": ["logo.png", SQUARE]});
    for (team, file, expect) in [
        ("Pakcers", picture.clone(), "nearest: **Packers** (NFL)"),
        ("Giants", picture.clone(), "**Giants** (NFL) or **Giants** (MLB)"),
        ("@everyone", picture.clone(), "Choose one that is offered"),
        (
            "NFL:Packers",
            json!({"$file": ["logo.png", "bm8gcGljdHVyZQ=="]}),
            "no picture",
        ),
        (
            "NFL:Packers",
            json!({"$file": ["logo.svg", "PHN2Zz48L3N2Zz4="]}),
            "no picture",
        ),
    ] {
        let refused = logo(&stage, "add", json!({"team": team, "picture": file}));
        let text = refused.text();
        assert!(refused.ephemeral() && text.contains(expect), "{team}: {text}");
        assert!(!text.contains("@everyone"), "{text}");
    }
    assert!(
        logo(&stage, "list", json!({}))
            .text()
            .contains("No team has a logo")
    );
    stage.clean();
}

#[test]
fn a_plan_without_looks_says_which_has_them() {
    let stage = administered("free");
    let picture = json!({"$file": ["logo.png", SQUARE]});
    let refused = logo(&stage, "add", json!({"team": "Packers", "picture": picture}));
    assert!(
        refused.text().contains("the premium plan allows 1"),
        "{}",
        refused.text()
    );
    stage.clean();
}
