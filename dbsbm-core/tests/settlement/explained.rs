//! What a settlement says of itself, word by word.

use crate::common::answer;
use serde_json::{Value, json};

fn why(ticket: &Value) -> Vec<String> {
    let answer = answer(ticket);
    let words = answer["why"].as_array().unwrap_or_else(|| panic!("{answer}"));
    words.iter().map(|w| w.as_str().unwrap().to_string()).collect()
}

#[test]
fn a_patent_names_the_lines_that_pay() {
    let ticket = json!({"kind": "patent", "unit_stake": "2", "legs": [{"price": "3.0", "grade": "win"},
        {"price": "2.0", "grade": "loss"}, {"price": "4.0", "grade": "void"}]});
    assert_eq!(
        why(&ticket),
        [
            "leg 1 at 3.00: win, pays 3 times the stake",
            "leg 2 at 2.00: loss, pays nothing",
            "leg 3 at 4.00: void, the line goes on without it",
            "patent: 7 lines, 2 units each",
            "leg 1: 6.0000",
            "leg 3: 2.0000",
            "legs 1 and 3: 6.0000",
            "3 of 7 lines bring something",
            "staked 14.0000, returned 14.0000, rounded once half-even to 4 decimals",
            "net 0.0000: push",
        ]
    );
}

#[test]
fn an_each_way_double_by_its_halves() {
    let ticket = json!({"kind": "round_robin", "by": [2], "unit_stake": "1", "each_way": true, "legs": [
        {"price": "8/1", "grade": "win", "place_fraction": "1/4", "rule4": "25"},
        {"price": "4/1", "grade": "placed", "place_fraction": "1/5", "dead_heat_place": [2, 1]}]});
    assert_eq!(
        why(&ticket),
        [
            "leg 1: Rule 4 deducts 25% of the winnings",
            "leg 1 at 8/1, win part: win, pays 7 times the stake",
            "leg 1, place part: 1/4 of the odds",
            "leg 1 at 8/1, place part: placed, pays 5/2 times the stake",
            "leg 2 at 4/1, win part: lost, pays nothing",
            "leg 2, place part: dead heat, 2 share one place so 1/2 of the return is paid",
            "leg 2, place part: 1/5 of the odds",
            "leg 2 at 4/1, place part: placed, pays 9/10 times the stake",
            "round_robin: 2 lines, win and place, 1 unit each",
            "legs 1 and 2, place part: 2.2500",
            "one of 2 lines brings something",
            "staked 2.0000, returned 2.2500, rounded once half-even to 4 decimals",
            "net 0.2500: won",
        ]
    );
}

#[test]
fn a_waived_deduction_a_capped_one_and_a_stopped_game() {
    let waived = json!({"kind": "straight", "unit_stake": "10", "rules": "william-hill",
        "legs": [{"price": "4/1", "grade": "win", "rule4": "5"}]});
    assert_eq!(why(&waived)[0], "leg 1: a Rule 4 deduction of 5% is waived");
    let stopped = json!({"kind": "straight", "unit_stake": "10", "legs": [{"price": "-120", "league": "MLB", "market": "moneyline",
        "side": "away", "score": {"final": [2, 4]},
        "game": {"status": "abandoned", "hours_since_start": 30, "half_innings": 10}}]});
    assert_eq!(why(&stopped)[0], "away to win: 2-4: win (enough was played)");
    let mut total = stopped;
    total["legs"][0]["market"] = "total".into();
    total["legs"][0]["side"] = "over".into();
    total["legs"][0]["line"] = "8.5".into();
    assert_eq!(
        why(&total)[0],
        "over 8.5: stopped too early, and not resumed within the house's window: void"
    );
}

#[test]
fn many_lines_are_counted() {
    let legs: Vec<Value> = (0..8)
        .map(|i| json!({"price": "2.0", "grade": if i < 2 { "loss" } else { "win" }}))
        .collect();
    let words = why(&json!({"kind": "goliath", "unit_stake": "1", "legs": legs}));
    assert!(
        words.contains(&"57 of 247 lines bring something".to_string()),
        "{words:?}"
    );
}
