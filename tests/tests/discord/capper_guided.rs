//! A pick step by step, and the own bets afterwards.

use crate::room::{furnished, room};
use dbsbm_tests::stage::{Message, Stage};
use serde_json::{Value, json};

const HEADER: &str = "key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods,\
moneyline_home,moneyline_away,spread_home,spread_home_price,spread_away_price,total,over_price,under_price,as_of,book";

/// Chooses the option whose label begins with this, in whichever menu has it.
fn choose(stage: &Stage, message: &Message, label: &str) -> dbsbm_tests::stage::Answer {
    let menus = message.menus();
    let found = menus.iter().find_map(|(address, options)| {
        let (_, value) = options.iter().find(|(shown, _)| shown.starts_with(label))?;
        Some((address, value))
    });
    let (address, value) = found.unwrap_or_else(|| panic!("no {label} in {menus:?} of {}", message.text()));
    stage.select("ann", message, address, json!([value]))
}

fn bets(stage: &Stage) -> Vec<Value> {
    let all = stage.cli(&["export", "bets", "--guild", &stage.guild()]);
    all.as_array().cloned().unwrap_or_default()
}

#[test]
fn five_steps_to_a_slip_with_a_restart_between_any_two() {
    let mut stage = room();
    let again = |stage: &mut Stage| {
        stage.kill_bot();
        stage.start_bot();
    };
    let leagues = stage.slash("ann", "picks", "bet", json!({})).message();
    again(&mut stage);
    let games = choose(&stage, &leagues, "NFL").message();
    again(&mut stage);
    let sides = choose(&stage, &games, "Bears at Packers").message();
    let form = choose(&stage, &sides, "Packers with a handicap");
    again(&mut stage);
    let wrong = stage.submit(
        "ann",
        &form,
        json!({"line": "-4.5", "price": "cheap", "stake": "2"}),
    );
    assert!(wrong.text().contains("cheap"), "{}", wrong.text());
    let form = stage.click("ann", &wrong.message(), "Try again");
    assert!(form.modal().to_string().contains("-4.5"), "what was typed stays");
    let preview = stage.submit(
        "ann",
        &form,
        json!({"line": "-4,5", "price": "−110", "stake": "2u"}),
    );
    assert!(preview.text().contains("Packers -4.5 -110"), "{}", preview.text());
    again(&mut stage);
    let back = stage.click("ann", &preview.message(), "Back");
    assert!(back.text().contains("What do you back"), "{}", back.text());
    stage.stale_click("ann", &preview.message(), &preview.message().button("Post"));
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    assert_eq!(bets(&stage).len(), 1);
    stage.clean();
}

#[test]
fn prices_are_filled_in_and_many_games_have_pages() {
    let mut stage = furnished();
    let mut rows = vec![HEADER.to_string()];
    for n in 0..30 {
        rows.push(format!(
            "n{n},NBA,2098-11-{:02}T20:00:00Z,Lakers,Suns,scheduled,,,,,-150,130,-3.5,-108,-112,220.5,-110,-110,2026-01-01T00:00:00Z,Pinnacle",
            n % 30 + 1
        ));
    }
    std::fs::write(stage.folder().join("more.csv"), rows.join("\n")).unwrap();
    stage.cli(&["import", "games", "more.csv", "--preset", "dbsbm"]);
    stage.start_bot();
    let leagues = stage.slash("ann", "picks", "bet", json!({})).message();
    let first = choose(&stage, &leagues, "NBA").message();
    assert_eq!(first.menus()[0].1.len(), 25);
    let second = stage.click("ann", &first, "More").message();
    assert_eq!(second.menus()[0].1.len(), 5);
    let sides = choose(&stage, &second, "Suns at Lakers").message();
    let form = choose(&stage, &sides, "Lakers -3.5");
    assert!(form.modal().to_string().contains("-108"), "{}", form.modal());

    let form = choose(&stage, &sides, "Points");
    let wrong = stage.submit(
        "ann",
        &form,
        json!({"player": "LeBron James", "line": "over 255", "price": "-110", "stake": "1"}),
    );
    assert!(wrong.text().contains("from 0.5 to 75.5"), "{}", wrong.text());
    let form = stage.click("ann", &wrong.message(), "Try again");
    let preview = stage.submit(
        "ann",
        &form,
        json!({"player": "LeBron James", "line": "over 25.5", "price": "-110", "stake": "1"}),
    );
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("LeBron James over 25.5 points"));
    stage.clean();
}

/// A game that is named beside the command skips the steps to it, and decides what a text leaves open.
#[test]
fn a_game_beside_the_command() {
    let stage = room();
    let bet = |options: Value| stage.slash("ann", "picks", "bet", options);
    let says = |answer: &dbsbm_tests::stage::Answer, part: &str| {
        assert!(answer.text().contains(part), "{part}: {}", answer.text());
    };
    let offered = stage.autocomplete("ann", "picks", ("bet", "game"), "lions vik", json!({}));
    assert_eq!(offered.choices().len(), 1, "{:?}", offered.choices());
    assert!(offered.choices()[0].starts_with("Vikings at Lions"));
    let game = offered.choice_values()[0].clone();

    let sides = bet(json!({"game": game}));
    says(&sides, "Vikings at Lions");
    let games = stage.click("ann", &sides.message(), "Back").message();
    assert_eq!(games.menus()[0].1.len(), 3, "back leads to the league's games");
    let form = choose(
        &stage,
        &choose(&stage, &games, "Vikings at Lions").message(),
        "Lions to win",
    );
    let preview = stage.submit("ann", &form, json!({"price": "-110", "stake": "2"}));
    says(&preview, "Lions to win -110");

    let text = "over 47.5 -110 1u";
    says(&bet(json!({"text": text})), "of which game");
    let preview = bet(json!({"text": text, "game": game}));
    says(&preview, "Vikings at Lions");
    // The game is kept when the text is typed once more.
    let form = stage.click("ann", &preview.message(), "Edit text");
    let preview = stage.submit("ann", &form, json!({"text": "over 48.5 -110 1u"}));
    says(&preview, "Vikings at Lions");
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("over 48.5"));

    let beside = bet(json!({"text": "Packers -4.5 -110 2u", "game": game}));
    says(&beside, "Packers -4.5");
    says(&beside, "in none of these picks");
    says(&bet(json!({"game": "Aliens"})), "No open game");
    says(&bet(json!({"game": "s"})), "take one of the games offered");
    for team in ["DET", "Minnesota", "MIN at DET"] {
        says(&bet(json!({"text": text, "game": team})), "Vikings at Lions");
    }
    stage.clean();
}

#[test]
fn own_bets_by_pages_and_one_withdrawn() {
    let stage = room();
    let text = (1..=10)
        .map(|n| format!("Packers -4.5 -110 {n}u"))
        .collect::<Vec<_>>()
        .join("\n");
    for _ in 0..2 {
        let form = stage.slash("ann", "picks", "picks", json!({}));
        let preview = stage.submit("ann", &form, json!({"text": text}));
        stage.click("ann", &preview.message(), "Post");
    }
    let count = bets(&stage).len();
    assert!(count > 10, "{count}");
    let first = stage.slash("ann", "picks", "mybets", json!({}));
    assert!(first.ephemeral());
    let second = stage.click("ann", &first.message(), "Older");
    assert!(second.text().contains("#1"), "{}", second.text());
    stage.click("ann", &second.message(), "Newer");

    let offered = stage.autocomplete("ann", "picks", ("withdraw", "bet"), "#1", json!({}));
    let number = offered.choice_values()[0].clone();
    let done = stage.slash("ann", "picks", "withdraw", json!({"bet": number}));
    assert!(done.text().starts_with("Withdrawn"), "{}", done.text());
    stage.message_where("picks", |m| m.edited() && m.text().contains("withdrawn"));
    let refused = stage.slash("ann", "picks", "withdraw", json!({"bet": number}));
    assert!(refused.text().contains("withdrawn"), "{}", refused.text());
    let refused = stage.slash("ann", "picks", "withdraw", json!({"bet": "no"}));
    assert!(refused.text().contains("/mybets"), "{}", refused.text());
    stage.clean();
}
