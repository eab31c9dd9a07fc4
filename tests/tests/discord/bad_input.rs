//! What people type by mistake or in bad faith: an answer in words for them alone, the books as they were, and one line in
//! the log that does not repeat what was typed.

use crate::room::{begun, bets, room};
use dbsbm_tests::stage::{Answer, Stage};
use serde_json::{Value, json};

/// The events of the books, which a refusal leaves alone.
fn events(stage: &Stage) -> usize {
    let all = stage.cli(&["export", "events", "--guild", &stage.guild()]);
    all.as_array().map_or(0, Vec::len)
}

/// The lines in the log that speak of questions.
fn logged(stage: &Stage) -> Vec<String> {
    let log = stage.bot.as_ref().unwrap().log();
    log.lines()
        .filter(|line| line.contains("asked="))
        .map(str::to_string)
        .collect()
}

/// Does something that is refused with these words, and of which the log must not say `typed`.
fn refused(stage: &Stage, typed: &str, expect: &str, act: impl FnOnce() -> Answer) {
    let before = (events(stage), bets(stage));
    let lines = logged(stage).len();
    let answer = act();
    assert!(answer.ephemeral(), "{answer:?}");
    let words = answer.text();
    assert!(
        words.to_lowercase().contains(&expect.to_lowercase()),
        "{typed}: {words}"
    );
    assert!(
        !words.contains("@everyone") && !words.contains("<@&1>"),
        "{words}"
    );
    assert_eq!((events(stage), bets(stage)), before, "{typed}");
    let new = &logged(stage)[lines..];
    assert_eq!(new.len(), 1, "{typed}: {new:#?}");
    for word in typed.split_whitespace().filter(|word| word.len() > 3) {
        assert!(!new[0].contains(word), "{word}: {}", new[0]);
    }
}

fn bet(stage: &Stage, text: &str) -> Answer {
    stage.slash("ann", "picks", "bet", json!({"text": text}))
}

#[test]
fn text_that_is_no_bet() {
    let stage = room();
    for (typed, expect) in [
        ("hello everybody", "no pick found"),
        ("Packers", "no pick found"),
        ("Packers -4.5 2u", "price of"),
        ("Packers -4.5 -110", "stake is missing"),
        ("Packers -4.5 -110 -120 2u", "more than one price"),
        ("Packers -4.5 +3.5 -110 2u", "more than one market"),
        ("Packers -4.5 -110 1u 2u", "more than one stake"),
        ("Packers -4.5 -50 2u", "-50"),
        ("@everyone <@&1> **free money** 2u", ""),
    ] {
        refused(&stage, typed, expect, || bet(&stage, typed));
    }
    stage.clean();
}

#[test]
fn names_that_no_open_game_has() {
    let stage = room();
    refused(&stage, "Aliens -4.5 -110 2u", "no open game has", || {
        bet(&stage, "Aliens -4.5 -110 2u")
    });
    let apart = "Packers/Jets over 48 -110 1u";
    refused(&stage, apart, "against", || bet(&stage, apart));
    stage.clean();
}

/// What can be meant in two ways is asked back, never guessed; so is the game of a player whom the books do not know.
#[test]
fn two_readings_are_a_question() {
    let stage = room();
    for (typed, expect) in [
        ("over 47.5 -110 1u", "over 47.5 of which game?"),
        (
            "Zorro Delavega o2.5 sacks -115 1u",
            "game does Zorro Delavega play in?",
        ),
    ] {
        let asked = bet(&stage, typed);
        assert!(
            asked.ephemeral() && asked.text().to_lowercase().contains(&expect.to_lowercase()),
            "{}",
            asked.text()
        );
        assert_eq!(
            asked.message().menus()[0].1.len(),
            3,
            "each open game can be meant"
        );
        let buttons = asked.message().buttons();
        assert!(
            buttons.iter().all(|label| !label.starts_with("Post")),
            "{buttons:?}"
        );
    }
    assert_eq!(bets(&stage), 0);
    stage.clean();
}

#[test]
fn a_game_that_has_started() {
    let stage = room();
    begun(&stage, "live", "", "");
    let typed = "Packers -4.5 -110 2u";
    refused(&stage, typed, "start", || bet(&stage, typed));
    stage.clean();
}

/// Phones write a minus of their own, and half of the world a decimal comma.
#[test]
fn commas_and_other_minus_signs_are_read() {
    let stage = room();
    for typed in [
        "Packers \u{2212}4,5 \u{2212}110 2u",
        "Packers \u{2013}4.5 1,91 2u",
        "Packers -4½ -110 2,0u",
    ] {
        let preview = bet(&stage, typed);
        assert!(
            preview.ephemeral() && preview.text().contains("Packers -4.5"),
            "{typed}: {}",
            preview.text()
        );
    }
    let odd = "Packers -4.5 -1,10,0 2u";
    refused(&stage, odd, "", || bet(&stage, odd));
    stage.clean();
}

fn profile(stage: &Stage, picture: Value) -> Answer {
    stage.slash("ann", "picks", "profile", json!({"picture": picture}))
}

#[test]
fn attachments_that_are_no_picture_or_far_too_large() {
    let stage = room();
    let base64 = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7";
    refused(&stage, "animated.gif", "no picture", || {
        profile(&stage, json!({"$file": ["animated.gif", base64]}))
    });
    refused(&stage, "empty.png", "no picture", || {
        profile(&stage, json!({"$zeros": ["empty.png", 0]}))
    });
    refused(&stage, "zeros.png", "no picture", || {
        profile(&stage, json!({"$zeros": ["zeros.png", 5_000]}))
    });
    refused(&stage, "huge.png", "100.0 MiB, at most 8 MiB", || {
        profile(&stage, json!({"$zeros": ["huge.png", 100 * 1024 * 1024]}))
    });
    stage.clean();
}

#[test]
fn addresses_that_are_private() {
    let stage = room();
    stage.role("boss", &["manage_guild"]);
    stage.member("bob", &["boss"]);
    for (address, expect) in [
        ("http://example.com/hook", "https"),
        ("https://127.0.0.1/hook", "loopback"),
        ("https://[::1]/hook", "no public address"),
        ("https://192.168.0.1/hook", "private"),
        ("https://169.254.169.254/latest", ""),
        ("https://localhost/hook", ""),
        ("https://me:secret@example.com/hook", ""),
        ("no address", ""),
    ] {
        refused(&stage, address, expect, || {
            stage.slash("bob", "picks", "webhook add", json!({"address": address}))
        });
    }
    stage.clean();
}

/// Whom a text calls is for the bot to say and not for who typed it.
#[test]
fn words_that_call_everybody_call_nobody() {
    let stage = room();
    let nasty = "@everyone <@&1> **bold** مرحبا";
    stage.role("boss", &["manage_guild"]);
    stage.member("bob", &["boss"]);
    stage.slash("ann", "picks", "profile", json!({"name": nasty}));
    let preview = bet(&stage, "Packers -4.5 -110 2u");
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    let channel = json!({"channel": {"$channel": "reports"}, "text": nasty});
    stage.slash("bob", "picks", "announce", channel);
    stage.message_where("reports", |m| m.text().contains("bold"));
    stage.slash("bob", "picks", "leaderboard", json!({}));
    let said = stage.log("", 0);
    let bodies = said
        .iter()
        .map(|r| r.body())
        .map(|b| if b["data"].is_object() { &b["data"] } else { b });
    for body in bodies.filter(|body| body["allowed_mentions"].is_object()) {
        assert_eq!(
            body["allowed_mentions"],
            json!({"parse": [], "roles": [], "users": []}),
            "{body}"
        );
    }
    stage.clean();
}

/// Nobody types a pick twice: what was refused is edited where it stands, the text as well as a stake that is too large.
#[test]
fn what_was_refused_can_be_edited() {
    let stage = room();
    for (typed, why) in [
        ("Packers -4.5 -110", "stake is missing"),
        ("Packers -4.5 -110 99u", "limit.max_units"),
    ] {
        let refused = stage.slash("ann", "picks", "bet", json!({"text": typed}));
        assert!(
            refused.ephemeral() && refused.text().contains(why),
            "{}",
            refused.text()
        );
        let labels = refused.message().buttons();
        assert_eq!(labels, ["Edit text", "Cancel"]);
        let form = stage.click("ann", &refused.message(), "Edit text");
        assert_eq!(form.fields()[0].1, typed);
        let preview = stage.submit("ann", &form, json!({"text": "Packers -4.5 -110 2u"}));
        assert!(
            preview.message().buttons().contains(&"Post".to_string()),
            "{}",
            preview.text()
        );
    }
    assert_eq!(bets(&stage), 0);
    stage.clean();
}
