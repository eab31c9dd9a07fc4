//! The longest ticket with the nastiest names, through everything that shows it: Discord takes every message as it is.

use crate::room::PROGRAM;
use dbsbm_tests::stage::{Answer, Message, Stage, eventually};
use serde_json::json;
use std::time::Duration;

const NASTY: &str = "**@everyone** <@&1> <#2> `c` ||s|| [x](http://a.b) # ~~_> 👨‍👩‍👧‍👦😀 مكابي תל אביב";
/// Legs of the ticket, and games of the league.
const LEGS: usize = 25;

/// A name of a hundred characters that begins with this.
fn name(begin: &str) -> String {
    let all = format!("{begin} {NASTY} {}", "Long".repeat(25));
    all.chars().take(100).collect::<String>().trim_end().to_string()
}

fn games(score: &str) -> String {
    let head = "key,league,start,home_team,away_team,status,home_score,away_score";
    let game = |n: usize| {
        let (home, away) = (name(&format!("H{n}")), name(&format!("A{n}")));
        format!("g{n},NCAAF,2098-10-07T17:00:00Z,{home},{away},{score}")
    };
    let rows: Vec<String> = (0..LEGS).map(game).collect();
    format!("{head}\n{}\n", rows.join("\n"))
}

fn import(stage: &Stage, score: &str) {
    std::fs::write(stage.folder().join("games.csv"), games(score)).unwrap();
    stage.cli(&["import", "games", "games.csv", "--preset", "dbsbm"]);
}

fn room() -> Stage {
    let mut stage = Stage::empty(PROGRAM);
    let (guild, ann) = (stage.guild(), stage.member("ann", &[]));
    stage.cli(&["guild", "add", &guild, "--name", NASTY]);
    import(&stage, "scheduled,,");
    let short: String = NASTY.chars().take(30).collect();
    stage.cli(&["capper", "add", &ann, "--name", &short, "--guild", &guild]);
    let role = stage.role("grader", &["manage_guild"]);
    for (key, value) in [
        ("channel.picks", stage.channel("picks")),
        ("channel.staff", stage.channel("staff")),
        ("role.grader", role),
    ] {
        stage.cli(&["guild", "set", key, &value, "--guild", &guild]);
    }
    stage.member("gil", &["grader"]);
    stage.member("mia", &[]);
    stage.start_bot();
    stage
}

/// Chooses the option of this value, in whichever menu has it.
fn choose(stage: &Stage, message: &Message, value: &str) -> Answer {
    let menus = message.menus();
    let found = menus.iter().find_map(|(address, options)| {
        let (_, value) = options.iter().find(|(_, of)| of.starts_with(value))?;
        Some((address, value))
    });
    let (address, value) = found.unwrap_or_else(|| panic!("no {value} in {menus:?}"));
    stage.select("ann", message, address, json!([value]))
}

/// A ticket with a leg on each game.
fn ticket(stage: &Stage) -> Message {
    let mut ticket = stage.slash("ann", "picks", "parlay", json!({})).message();
    for n in 0..LEGS {
        let leagues = stage.click("ann", &ticket, "Add step by step").message();
        let games = choose(stage, &leagues, "NCAAF").message();
        let game = games.menus()[0].1[n].1.clone();
        let sides = choose(stage, &games, &game).message();
        let form = choose(stage, &sides, "side|moneyline|full|home");
        ticket = stage.submit("ann", &form, json!({"price": "-110"})).message();
    }
    ticket
}

#[test]
fn every_message_is_taken() {
    let stage = room();
    let ticket = ticket(&stage);
    let form = stage.click("ann", &ticket, "Stake and preview");
    let preview = stage.submit("ann", &form, json!({"stake": "1"})).message();
    assert!(preview.text().contains("risks 1.00u"), "{}", preview.text());
    stage.click("ann", &preview, "Post");
    let slip = stage.message_where("picks", |m| m.text().contains("Parlay of 25"));
    assert!(slip.text().contains("proof"), "{}", slip.text());

    stage.click("mia", &slip, "Tail");
    stage.click("ann", &slip, "Details");
    for command in ["mybets", "games", "notify"] {
        stage.slash("ann", "picks", command, json!({}));
    }
    stage.slash("gil", "picks", "capper list", json!({}));
    stage.autocomplete("ann", "picks", ("odds", "game"), "H1", json!({}));
    stage.autocomplete("ann", "picks", ("withdraw", "bet"), "1", json!({}));
    stage.slash("mia", "picks", "odds", json!({"game": "1"}));

    import(&stage, "final,20,10");
    stage.cli(&["settle"]);
    let won = |m: &Message| m.id() == slip.id() && m.text().contains("won");
    let slip = stage.message_where("picks", won);
    let form = stage.click("mia", &slip, "Question this grade");
    stage.submit("mia", &form, json!({"reason": NASTY}));
    let told = || {
        stage
            .messages("staff")
            .into_iter()
            .find(|m| m.text().contains("questions the grade"))
    };
    eventually(Duration::from_secs(20), told).expect("the staff is told");
    let queue = stage.slash("gil", "picks", "queue", json!({})).message();
    let (address, options) = queue.menus().remove(0);
    let form = stage.select("gil", &queue, &address, json!([options[0].1]));
    stage.submit("gil", &form, json!({"answer": NASTY}));
    for command in ["mytails", "stats", "leaderboard", "record", "calendar"] {
        stage.slash("mia", "picks", command, json!({}));
    }
    stage.slash("mia", "picks", "follow", json!({"capper": {"$user": "ann"}}));
    stage.slash("mia", "picks", "schedule", json!({"team": "H2"}));
    stage.clean();
}
