//! Players of props: a name that is known, one that is only like it, and one that nobody knows.

use crate::room::{bets, furnished, room};
use dbsbm_tests::stage::{Answer, Message, Stage};
use serde_json::{Value, json};

/// A server beside the first one.
const OTHER: &str = "Other Room";

fn bet(stage: &Stage, options: Value) -> Answer {
    stage.slash("ann", "picks", "bet", options)
}

/// Chooses the option whose label begins with this.
fn choose(stage: &Stage, message: &Message, label: &str) -> Answer {
    let menus = message.menus();
    let found = menus.iter().find_map(|(address, options)| {
        let (_, value) = options.iter().find(|(shown, _)| shown.starts_with(label))?;
        Some((address, value))
    });
    let (address, value) = found.unwrap_or_else(|| panic!("no {label} in {menus:?} of {}", message.text()));
    stage.select("ann", message, address, json!([value]))
}

/// What can be chosen in the first menu.
fn labels(message: &Message) -> Vec<String> {
    let first = message.menus().into_iter().next();
    let options = first.map(|(_, options)| options).unwrap_or_default();
    options.into_iter().map(|(label, _)| label).collect()
}

/// Expects an answer with all of these words.
fn says(answer: &Answer, words: &[&str]) {
    for part in words {
        assert!(answer.text().contains(part), "{part}: {}", answer.text());
    }
}

/// A room whose books know three players of the first game.
fn known() -> Stage {
    let mut stage = furnished();
    let players =
        "league,team,player\nNFL,Packers,Jordan Love\nNFL,Packers,Josh Jacobs\nNFL,Bears,Caleb Williams\n";
    std::fs::write(stage.folder().join("players.csv"), players).unwrap();
    stage.cli(&["import", "players", "players.csv"]);
    stage.start_bot();
    stage
}

#[test]
fn a_name_that_nobody_knows_is_said_before_post() {
    let stage = room();
    let asked = bet(&stage, json!({"text": "Zorro Delavega o2.5 sacks -115 1u"}));
    let preview = choose(&stage, &asked.message(), "Bears at Packers");
    says(&preview, &["not known here yet: **Zorro Delavega**"]);
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Zorro Delavega"));

    // From now on it is one of this server's names, and found by a part of it.
    let again = bet(&stage, json!({"text": "zorro o1.5 sacks +150 1u", "game": "1"}));
    says(&again, &["Zorro Delavega over 1.5"]);
    assert!(!again.text().contains("not known"), "{}", again.text());
    stage.clean();
}

#[test]
fn a_typing_error_is_asked_and_the_right_name_is_posted() {
    let mut stage = known();
    let text = "Jordon Love o245.5 passing yards -110 1u";
    let asked = bet(&stage, json!({"text": text, "game": "1"}));
    says(&asked, &["No player is known as **Jordon Love**"]);
    assert_eq!(labels(&asked.message()), ["Jordan Love", "As typed: Jordon Love"]);
    let buttons = asked.message().buttons();
    assert!(
        buttons.iter().all(|label| !label.starts_with("Post")),
        "{buttons:?}"
    );
    stage.kill_bot();
    stage.start_bot();
    let preview = choose(&stage, &asked.message(), "Jordan Love");
    says(&preview, &["Jordan Love over 245.5"]);
    assert!(!preview.text().contains("not known"), "{}", preview.text());
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Jordan Love over 245.5"));

    // Who insists is believed, and is told that the name is new.
    let text = "Caleb Willams o245.5 passing yards -110 1u";
    let asked = bet(&stage, json!({"text": text, "game": "1"}));
    let preview = choose(&stage, &asked.message(), "As typed");
    says(&preview, &["not known here yet: **Caleb Willams**"]);
    stage.clean();
}

#[test]
fn paragraphs_and_tickets_ask_too() {
    let stage = known();
    let form = stage.slash("ann", "picks", "picks", json!({}));
    let text = "Packers -4.5 -110 2u\nJordon Love o245.5 passing yards -110 1u";
    let asked = stage.submit("ann", &form, json!({"text": text}));
    let asked = choose(&stage, &asked.message(), "Bears at Packers");
    says(&asked, &["Packers -4.5", "No player is known as **Jordon Love**"]);
    let preview = choose(&stage, &asked.message(), "Jordan Love");
    stage.click("ann", &preview.message(), "Post 2 picks");
    stage.message_where("picks", |m| m.text().contains("Jordan Love over 245.5"));
    assert_eq!(bets(&stage), 2);

    let legs = "Josh Jacbos o70.5 rushing yards -110 + Lions ML +120";
    let ticket = stage.slash("ann", "picks", "parlay", json!({"text": legs}));
    let ticket = choose(&stage, &ticket.message(), "Bears at Packers");
    says(&ticket, &["No player is known as **Josh Jacbos**"]);
    let ticket = choose(&stage, &ticket.message(), "Josh Jacobs");
    says(&ticket, &["of 2", "Josh Jacobs over 70.5"]);
    stage.clean();
}

/// Where no team is said, that of the player tells the game; an answer is of the leg that was asked about.
#[test]
fn a_known_player_needs_no_game() {
    let stage = known();
    let text = "Jordan Love o245.5 passing yards -110 + Zorro Delavega o2.5 sacks -115 1u";
    let asked = bet(&stage, json!({"text": text}));
    says(&asked, &["Which game does Zorro Delavega play in?"]);
    let preview = choose(&stage, &asked.message(), "Vikings at Lions");
    let legs = preview.text();
    let line = |player: &str| {
        let line = legs
            .lines()
            .find(|line| line.starts_with("- ") && line.contains(player));
        line.unwrap_or_else(|| panic!("no {player}: {legs}")).to_string()
    };
    assert!(line("Jordan Love").contains("Bears at Packers"), "{legs}");
    assert!(line("Zorro Delavega").contains("Vikings at Lions"), "{legs}");
    stage.clean();
}

/// The guided way asks by the same rule, and says the same of a name that is new. A yes or no takes both sides.
#[test]
fn step_by_step_a_name_is_asked_or_said_to_be_new() {
    let stage = known();
    let sides = bet(&stage, json!({"game": "1"})).message();
    let typed =
        |player: &str, side: &str| json!({"player": player, "side": side, "price": "+120", "stake": "1"});
    let form = choose(&stage, &sides, "Anytime touchdown");
    let asked = stage.submit("ann", &form, typed("Josh Jacbos", "no"));
    assert_eq!(labels(&asked.message()), ["Josh Jacobs", "As typed: Josh Jacbos"]);
    let preview = choose(&stage, &asked.message(), "Josh Jacobs");
    says(&preview, &["Josh Jacobs no anytime touchdown"]);
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Josh Jacobs no"));

    let sides = bet(&stage, json!({"game": "1"})).message();
    let form = choose(&stage, &sides, "Anytime touchdown");
    let wrong = stage.submit("ann", &form, typed("Zorro Delavega", "perhaps"));
    says(&wrong, &["Say yes or no"]);
    let form = stage.click("ann", &wrong.message(), "Try again");
    let preview = stage.submit("ann", &form, typed("Zorro Delavega", "yes"));
    says(&preview, &["not known here yet: **Zorro Delavega**"]);
    stage.clean();
}

/// One server's typing error, or insult, is nothing that another is offered.
#[test]
fn two_servers_do_not_see_each_others_names() {
    let mut stage = furnished();
    let made = stage
        .bridge
        .ask("guild", &json!({"name": OTHER, "channels": ["picks"]}));
    let other = made["guilds"][0]["id"].as_str().unwrap();
    let ann = stage.member("ann", &[]);
    stage.bridge.ask("user", &json!({"name": "ann", "guild": OTHER}));
    stage.cli(&["guild", "add", other, "--name", OTHER]);
    stage.cli(&["capper", "add", &ann, "--name", "Ann", "--guild", other]);
    stage.start_bot();
    let preview = bet(
        &stage,
        json!({"text": "Zorro Delavega o2.5 sacks -115 1u", "game": "1"}),
    );
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Zorro Delavega"));

    let near = json!({"text": "Zoro Delavega o2.5 sacks -115 1u", "game": "1"});
    let here = bet(&stage, near.clone());
    assert_eq!(
        labels(&here.message()),
        ["Zorro Delavega", "As typed: Zoro Delavega"]
    );
    let body = json!({"guild": OTHER, "channel": "picks", "user": "ann", "name": "bet", "options": near});
    let there = stage.act("slash", body);
    says(&there, &["not known here yet: **Zoro Delavega**"]);
    assert!(
        !there.text().contains("Zorro") && there.message().menus().is_empty(),
        "{}",
        there.text()
    );
    stage.clean();
}
