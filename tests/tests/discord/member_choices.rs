//! What members choose for themselves: whom they follow, what they hear, breaks, their own data. And the tools.

use crate::room::room;
use dbsbm_tests::stage::{Message, Stage, eventually};
use serde_json::json;
use std::time::Duration;

fn post(stage: &Stage, text: &str) {
    let preview = stage.slash("ann", "picks", "bet", json!({"text": text}));
    stage.click("ann", &preview.message(), "Post");
}

#[test]
fn a_follower_who_asked_for_it_gets_a_direct_message() {
    let stage = room();
    for name in ["mia", "ben"] {
        stage.member(name, &[]);
        let followed = stage.slash(name, "picks", "follow", json!({"capper": {"$user": "ann"}}));
        assert!(
            followed.ephemeral() && followed.text().contains("/notify"),
            "{}",
            followed.text()
        );
    }
    let page = stage.slash("mia", "picks", "notify", json!({}));
    assert!(page.text().contains("Direct messages: off"), "{}", page.text());
    let message = page.message();
    let page = stage.select("mia", &message, &message.menu(":direct"), json!(["3"]));
    assert!(page.text().contains("at most 3 a day"), "{}", page.text());

    post(&stage, "Packers -4.5 -110 2u");
    let told = |name: &str| {
        let found = stage.bridge.ask("direct", &json!({"user": name}));
        found
            .as_array()
            .unwrap()
            .iter()
            .any(|m| m["content"].as_str().unwrap_or_default().contains("Packers -4.5"))
    };
    assert!(
        eventually(Duration::from_secs(15), || told("mia").then_some(())).is_some(),
        "mia heard nothing"
    );
    assert!(!told("ben"), "ben never asked for it");
    let stranger = stage.slash("mia", "picks", "follow", json!({"capper": {"$user": "ben"}}));
    assert!(stranger.text().contains("no capper"), "{}", stranger.text());
    stage.clean();
}

/// Wishes are kept one by one, quiet hours and time zone are typed, and what is no zone is said with those that are.
#[test]
fn wishes_and_hours_are_the_members_own() {
    let stage = room();
    stage.member("mia", &[]);
    let kept = || {
        let export = stage.slash("mia", "picks", "privacy export", json!({}));
        let files = export.message().files();
        let data: serde_json::Value = serde_json::from_slice(&stage.bridge.file(&files[0].2)).unwrap();
        data["notify"].clone()
    };
    let page = stage.slash("mia", "picks", "notify", json!({})).message();
    let wishes = stage.click("mia", &page, "Leagues").message();
    let wish = |page: &Message, step: &str, value: &str| {
        stage
            .select("mia", page, &page.menu(step), json!([value]))
            .message()
    };
    let wishes = wish(&wishes, ":ping:0", "NFL");
    assert!(wishes.text().contains("at once: NFL"), "{}", wishes.text());
    let page = stage.click("mia", &wishes, "Back").message();
    let ann = stage.member("ann", &[]);
    let wishes = stage.click("mia", &page, "Cappers").message();
    let wishes = wish(&wishes, ":never:0", &ann);
    assert!(wishes.text().contains("never: Ann"), "{}", wishes.text());
    assert_eq!(kept()["leagues"], json!({"NFL": "ping"}));
    assert_eq!(kept()["cappers"], json!({ann.as_str(): "never"}));
    let wishes = wish(&wishes, ":none:0", &ann);
    let page = stage.click("mia", &wishes, "Back").message();
    assert!(
        page.text().contains("Leagues: 1 wish\nCappers: no wishes"),
        "{}",
        page.text()
    );

    let form = stage.click("mia", &page, "Other hours");
    let refused = stage.submit("mia", &form, json!({"quiet": "23:00-07:30", "zone": "Londn"}));
    assert!(
        refused.ephemeral() && refused.text().contains("Europe/London"),
        "{}",
        refused.text()
    );
    assert_eq!(kept()["quiet"], json!(null), "all of it or nothing");
    let form = stage.click("mia", &page, "Other hours");
    let page = stage.submit(
        "mia",
        &form,
        json!({"quiet": "23:00-7:30", "zone": "europe/london"}),
    );
    for part in ["Quiet hours: 23:00-07:30 (Europe/London)", "(yours)"] {
        assert!(page.text().contains(part), "{}", page.text());
    }
    // A list of the page changes its own answer and no other.
    let message = page.message();
    stage.select("mia", &message, &message.menu(":digest"), json!(["daily"]));
    let all = kept();
    for (key, value) in [
        ("quiet", "23:00-07:30"),
        ("zone", "Europe/London"),
        ("digest", "daily"),
    ] {
        assert_eq!(all[key], json!(value), "{all}");
    }
    assert_eq!(all["leagues"], json!({"NFL": "ping"}));
    stage.clean();
}

/// Both are on their way before either is answered.
#[test]
fn two_choices_on_one_page_both_stand() {
    let stage = room();
    stage.member("mia", &[]);
    let page = stage.slash("mia", "picks", "notify", json!({})).message();
    std::thread::scope(|scope| {
        for (menu, value) in [(":direct", "3"), (":digest", "daily"), (":quiet", "23:00-07:00")] {
            let (stage, page) = (&stage, &page);
            scope.spawn(move || stage.select("mia", page, &page.menu(menu), json!([value])));
        }
    });
    let page = stage.slash("mia", "picks", "notify", json!({}));
    for part in ["at most 3 a day", "once a day", "Quiet hours: 23:00-07:00"] {
        assert!(page.text().contains(part), "{}", page.text());
    }
    stage.clean();
}

/// Who closed direct messages, or left every server that the bot is in, is not written to again until they choose it anew.
#[test]
fn closed_direct_messages_switch_the_preference_off() {
    let stage = room();
    stage.member("mia", &[]);
    stage.slash("mia", "picks", "follow", json!({"capper": {"$user": "ann"}}));
    for (code, pick) in [(50_007, "Packers -4.5 -110 2u"), (50_278, "Lions -1.5 -110 1u")] {
        let message = stage.slash("mia", "picks", "notify", json!({})).message();
        stage.select("mia", &message, &message.menu(":direct"), json!(["3"]));
        stage.inject(json!({"path": "^/users/@me/channels", "method": "POST", "status": 403, "code": code}));
        post(&stage, pick);
        let off = eventually(Duration::from_secs(15), || {
            let page = stage.slash("mia", "picks", "notify", json!({}));
            page.text().contains("Direct messages: off").then_some(())
        });
        assert!(off.is_some(), "{code}: direct messages are still wanted");
    }
    stage.clean();
}

#[test]
fn a_break_is_asked_once_more_and_stops_tails() {
    let stage = room();
    stage.member("mia", &[]);
    post(&stage, "Packers -4.5 -110 2u");
    let slip = stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    let asked = stage.slash("mia", "picks", "break", json!({"length": "1w"}));
    assert!(
        asked.text().contains("a week") && asked.text().contains("talk to"),
        "{}",
        asked.text()
    );
    let taken = stage.click("mia", &asked.message(), "Take the break");
    assert!(taken.text().contains("on a break until"), "{}", taken.text());
    let refused = stage.click("mia", &slip, "Tail");
    assert!(refused.text().contains("on a break"), "{}", refused.text());
    let shorter = stage.slash("mia", "picks", "break", json!({"length": "1d"}));
    let shorter = stage.click("mia", &shorter.message(), "Take the break");
    assert!(shorter.text().contains("neither shortened"), "{}", shorter.text());
    stage.clean();
}

#[test]
fn own_data_goes_out_and_away() {
    let stage = room();
    stage.member("mia", &[]);
    post(&stage, "Packers -4.5 -110 2u");
    let slip = stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    stage.click("mia", &slip, "Tail");
    let export = stage.slash("mia", "picks", "privacy export", json!({}));
    assert!(export.ephemeral());
    let files = export.message().files();
    let data: serde_json::Value = serde_json::from_slice(&stage.bridge.file(&files[0].2)).unwrap();
    assert_eq!(data["tails"][0]["bet"], 1, "{data}");
    let hidden = stage.slash("ann", "picks", "privacy hide", json!({"hidden": true}));
    assert!(hidden.text().contains("off the boards"), "{}", hidden.text());
    let asked = stage.slash("mia", "picks", "privacy delete", json!({}));
    let gone = stage.click("mia", &asked.message(), "Erase my data");
    assert!(gone.text().contains("fades that are gone: 1."), "{}", gone.text());
    stage.clean();
}

#[test]
fn the_slate_the_tools_and_the_proof() {
    let stage = room();
    stage.member("mia", &[]);
    let ask = |name: &str, options: serde_json::Value| stage.slash("mia", "picks", name, options).text();
    let games = ask("games", json!({"league": "NFL"}));
    assert!(
        games.contains("Bears at Packers") && games.contains("Jets at Giants"),
        "{games}"
    );
    assert!(ask("games", json!({"league": "NFX"})).contains("nearest"));
    assert!(ask("schedule", json!({"team": "Lions"})).contains("Vikings at Lions"));
    assert!(ask("live", json!({})).contains("no game"));
    let offered = stage.autocomplete("mia", "picks", ("odds", "game"), "pack", json!({}));
    assert!(offered.choices()[0].contains("Bears at Packers"), "{offered:?}");
    let odds = ask("odds", json!({"game": offered.choice_values()[0]}));
    assert!(odds.contains("no price"), "{odds}");
    for (tool, options, says) in [
        ("odds", json!({"price": "-110"}), "52.38%"),
        ("novig", json!({"prices": "-110 -110"}), "50.00%"),
        (
            "parlay",
            json!({"prices": "-110 +120", "stake": "2"}),
            "2u returns **8.40u**",
        ),
        (
            "kelly",
            json!({"price": "+150", "chance": "55%", "part": 0.5}),
            "**12.50%** of the bankroll",
        ),
        (
            "hedge",
            json!({"stake": "1", "first": "+400", "second": "-150"}),
            "Stake **3.00u** on the other side",
        ),
        ("ev", json!({"price": "+150", "chance": "0,45"}), "**+0.1250**"),
        ("kelly", json!({"price": "+150", "chance": "155%"}), "in percent"),
    ] {
        let said = ask(&format!("tools {tool}"), options);
        assert!(said.contains(says), "{tool}: {said}");
    }
    let proof = ask("verify", json!({}));
    assert!(
        proof.contains("The chain fits, ") && proof.contains("Head: `"),
        "{proof}"
    );
    stage.clean();
}
