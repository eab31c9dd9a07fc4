//! The settlement kinds of the worked figures, told as tickets. Each line of the file names its source.

use crate::common::{answer, lines_of};
use serde_json::{Map, Value, json};

/// Every figure of the given kinds as (inputs, expected), and how many there are.
fn figures(kinds: &[&str], count: usize) -> Vec<(Value, Value)> {
    let of_kind = |line: &Value| kinds.iter().any(|kind| line["kind"] == *kind);
    let found: Vec<_> = lines_of("figures.jsonl").into_iter().filter(of_kind).collect();
    assert_eq!(found.len(), count, "{kinds:?}");
    found
        .into_iter()
        .map(|mut line| (line["inputs"].take(), line["expected"].take()))
        .collect()
}

/// The amount on an answer to as many decimals as the source prints.
fn same_amount(answer: &Value, field: &str, expected: &Value) {
    let (ours, theirs) = (answer[field].as_str().unwrap(), expected.as_str().unwrap());
    let places = theirs.split_once('.').map_or(0, |(_, p)| p.len());
    let rounded = (ours.parse::<f64>().unwrap() * 10f64.powi(places as i32)).round();
    let printed = (theirs.parse::<f64>().unwrap() * 10f64.powi(places as i32)).round();
    assert!(
        (rounded - printed).abs() < 0.5,
        "{field}: {ours} but {theirs}: {answer}"
    );
}

fn grade(word: &Value) -> Value {
    match word.as_str().unwrap() {
        "lose" => "loss".into(),
        "half_lose" => "half_loss".into(),
        other => other.into(),
    }
}

fn legs(results: &Value, price: Option<&Value>) -> Vec<Value> {
    let leg = |result: &Value| {
        let mut leg = Map::new();
        leg.insert("grade".into(), grade(result));
        if let Some(price) = price {
            leg.insert("price".into(), price.clone());
        }
        Value::Object(leg)
    };
    results.as_array().unwrap().iter().map(leg).collect()
}

/// Prices "to one" as fractional odds.
fn fractional(table: &Value) -> Value {
    let fraction = |to_one: &str| match to_one.split_once('.') {
        Some((whole, tenths)) => format!("{whole}{tenths}/10"),
        None => format!("{to_one}/1"),
    };
    let rows = table.as_object().unwrap().iter();
    Value::Object(
        rows.map(|(n, p)| (n.clone(), fraction(p.as_str().unwrap()).into()))
            .collect(),
    )
}

#[test]
fn quarter_lines_pay_and_grade() {
    let kinds = [
        "ah_whole_line_push",
        "ah_quarter_half_win",
        "ah_quarter_half_lose",
    ];
    for (inputs, expected) in figures(&kinds, 4) {
        let market = &inputs["market"];
        let ticket = json!({"kind": "straight", "unit_stake": inputs["unit_stake"], "legs": [{
            "price": inputs["legs"][0]["odds"], "market": "spread", "side": "home", "period": "full",
            "line": market["line"], "score": {"final": [market["team_goals"], market["opp_goals"]]},
        }]});
        let answer = answer(&ticket);
        same_amount(&answer, "returned", &expected["returns"]);
        assert_eq!(answer["grades"][0], grade(&expected["grade"]));
    }
}

#[test]
fn totals_on_quarter_lines() {
    for (inputs, expected) in figures(&["total_quarter_grade"], 2) {
        let market = &inputs["market"];
        let ticket = json!({"kind": "straight", "unit_stake": "1", "legs": [{
            "price": "2.0", "market": "total", "side": market["side"], "line": market["line"],
            "score": {"final": [market["total"], 0]},
        }]});
        assert_eq!(answer(&ticket)["grades"][0], expected["grade"]);
    }
}

#[test]
fn tables_of_quarter_lines() {
    for (inputs, expected) in figures(&["ah_quarter_table"], 3) {
        for (i, margin) in inputs["margins"].as_array().unwrap().iter().enumerate() {
            let home = 5 + margin.as_i64().unwrap();
            let ticket = json!({"kind": "straight", "unit_stake": "1", "legs": [{
                "price": "2.0", "market": "spread", "side": "home", "line": inputs["line"],
                "score": {"final": [home, 5]},
            }]});
            assert_eq!(
                answer(&ticket)["grades"][0],
                grade(&expected["grades"][i]),
                "{inputs} {margin}"
            );
        }
    }
}

#[test]
fn a_house_that_pays_ties_in_full() {
    for (inputs, expected) in figures(&["dead_heat_pinnacle_exception"], 1) {
        let ticket = json!({"kind": "straight", "unit_stake": inputs["stake"], "rules": "pinnacle",
            "legs": [{"price": inputs["odds"], "grade": "win", "dead_heat": [3, 1]}]});
        same_amount(&answer(&ticket), "returned", &expected["returns"]);
    }
}

#[test]
fn parlay_cards() {
    for (inputs, expected) in figures(&["parlay_card_table"], 2) {
        let (legs, pushes) = (
            inputs["legs"].as_u64().unwrap(),
            inputs["pushes"].as_u64().unwrap(),
        );
        let legs: Vec<_> = (0..legs)
            .map(|i| json!({"grade": if i < pushes { "push" } else { "win" }}))
            .collect();
        let ticket = json!({"kind": "card", "unit_stake": inputs["stake"],
            "table": fractional(&inputs["payout_to_1"]), "legs": legs});
        let answer = answer(&ticket);
        same_amount(&answer, "returned", &expected["returns"]);
        same_amount(&answer, "net", &expected["profit"]);
    }
}

#[test]
fn a_round_robin_of_card_parlays_shrinks_to_straight_bets() {
    for (inputs, expected) in figures(&["round_robin_by2_card_push"], 1) {
        let table = fractional(&json!({"2": inputs["payout_to_1"]}));
        let ticket = json!({"kind": "round_robin", "by": inputs["by"], "unit_stake": inputs["unit_stake"],
            "table": table, "legs": legs(&inputs["results"], Some(&inputs["straight_odds"]))});
        let answer = answer(&ticket);
        same_amount(&answer, "staked", &expected["total_stake"]);
        same_amount(&answer, "returned", &expected["returns"]);
        same_amount(&answer, "net", &expected["profit"]);
    }
}

#[test]
fn teasers() {
    let kinds = [
        "teaser_win",
        "teaser_push_reduces",
        "teaser_2team_push_win",
        "teaser_special_tie_loses",
    ];
    for (inputs, expected) in figures(&kinds, 6) {
        let push = if inputs["push_rule"] == "loses" {
            "lose"
        } else {
            "reduce"
        };
        let ticket = json!({"kind": "teaser", "unit_stake": inputs["stake"], "table": inputs["table"],
            "push": push, "legs": legs(&inputs["results"], None)});
        let answer = answer(&ticket);
        same_amount(&answer, "returned", &expected["returns"]);
        same_amount(&answer, "net", &expected["profit"]);
        if expected["grade"] == "push" {
            assert_eq!(answer["outcome"], "push");
        }
    }
}

#[test]
fn the_bonus_of_a_lucky_15() {
    for (inputs, expected) in figures(&["lucky15_bonus_all_winners"], 1) {
        let prices = inputs["odds"].as_array().unwrap();
        let legs: Vec<_> = prices
            .iter()
            .map(|price| json!({"price": price, "grade": "win"}))
            .collect();
        let ticket = json!({"kind": "lucky15", "unit_stake": inputs["unit_stake"], "legs": legs,
            "bonus": {"all_winners_percent": inputs["bonus"]["all_winners_pct_of_winnings"]}});
        same_amount(&answer(&ticket), "returned", &expected["returns"]);
    }
}

#[test]
fn up_and_down() {
    for (inputs, expected) in figures(&["up_and_down_ssa", "up_and_down_dsa"], 4) {
        let leg = |leg: &Value| json!({"price": leg["odds"], "grade": grade(&leg["result"])});
        let legs: Vec<_> = inputs["legs"].as_array().unwrap().iter().map(leg).collect();
        let ticket = json!({"kind": "up_and_down", "unit_stake": inputs["unit_stake"], "legs": legs,
            "double_stakes": inputs["atc_units"] == 2});
        let answer = answer(&ticket);
        same_amount(&answer, "returned", &expected["returns"]);
        if !expected["total_stake"].is_null() {
            same_amount(&answer, "staked", &expected["total_stake"]);
        }
    }
}

#[test]
fn best_odds_guaranteed() {
    for (inputs, expected) in figures(&["best_odds_guaranteed"], 1) {
        let leg =
            |leg: &Value| json!({"price": leg["odds"], "sp": leg["sp"], "bog": true, "grade": leg["result"]});
        let legs: Vec<_> = inputs["legs"].as_array().unwrap().iter().map(leg).collect();
        let ticket = json!({"kind": "parlay", "unit_stake": inputs["unit_stake"], "legs": legs});
        same_amount(&answer(&ticket), "returned", &expected["returns"]);
    }
}

#[test]
fn permutations_of_groups() {
    for (inputs, expected) in figures(&["perm_of_groups"], 1) {
        let mut legs = Vec::new();
        for (group, prices) in inputs["groups"].as_array().unwrap().iter().enumerate() {
            for price in prices.as_array().unwrap() {
                legs.push(json!({"price": price, "grade": "win", "group": group.to_string()}));
            }
        }
        let ticket = json!({"kind": "permutation", "by": inputs["by"], "unit_stake": inputs["unit_stake"], "legs": legs});
        same_amount(&answer(&ticket), "returned", &expected["returns"]);
    }
}

#[test]
fn the_scale_of_rule_4() {
    for (inputs, expected) in figures(&["rule4_scale"], 1) {
        let rules = dbsbm_core::settle::RuleSet::named("william-hill").unwrap();
        let prices = inputs["non_runner_odds"].as_array().unwrap();
        for (price, percent) in prices.iter().zip(expected["deduction_pct"].as_array().unwrap()) {
            let band = rules.rule4.band(price.as_str().unwrap().parse().unwrap());
            assert_eq!(band.to_string(), percent.to_string(), "{price}");
        }
        assert_eq!(rules.rule4.cap.to_string(), expected["cap_pct"].to_string());
        assert_eq!(
            rules.rule4.waived.to_string(),
            expected["waive_if_total_is_pct"].to_string()
        );
    }
}

#[test]
fn houses_round_as_they_print() {
    let each_way = json!({"kind": "straight", "unit_stake": "10", "each_way": true,
        "legs": [{"price": "7/4", "grade": "win", "place_fraction": "1/4"}]});
    let parlay = json!({"kind": "parlay", "unit_stake": "10", "legs": [{"price": "2.0", "grade": "half_win"},
        {"price": "2.2", "grade": "win"}, {"price": "1.91", "grade": "win"}, {"price": "2.5", "grade": "win"}]});
    for (ticket, rules, expect) in [
        (&each_way, "betfair", "41.8800"),
        (&each_way, "bodog", "41.8700"),
        (&parlay, "bodog", "157.5700"),
    ] {
        let mut ticket = ticket.clone();
        ticket["rules"] = rules.into();
        assert_eq!(answer(&ticket)["returned"], expect, "{rules}");
    }
}

#[test]
fn a_teaser_by_the_house_table() {
    let ticket = json!({"kind": "teaser", "rules": "galaxysports", "sport": "american_football", "points": "6",
        "unit_stake": "110", "legs": [{"grade": "win"}, {"grade": "win"}]});
    assert_eq!(answer(&ticket)["returned"], "210.0000");
}
