//! Lines that make no sense: each gets its own code and names the field.

use crate::common::answer;
use serde_json::{Value, json};

fn refused(ticket: &Value, code: &str, field: &str) {
    let answer = answer(ticket);
    assert_eq!(answer["error"]["code"], code, "{ticket}: {answer}");
    assert_eq!(answer["error"]["field"], field, "{ticket}: {answer}");
    assert_eq!(answer["id"], ticket["id"]);
}

/// A sound ticket with one leg, changed.
fn ticket(change: Value, leg: Value) -> Value {
    let mut sound =
        json!({"id": "x", "kind": "straight", "unit_stake": "1", "legs": [{"price": "2.5", "grade": "win"}]});
    for (key, value) in change.as_object().unwrap() {
        sound[key] = value.clone();
    }
    for (key, value) in leg.as_object().unwrap() {
        sound["legs"][0][key] = value.clone();
    }
    sound
}

#[test]
fn each_mistake_is_named() {
    let none = || json!({});
    let four = json!([{"price": "2", "grade": "win"}, {"price": "2", "grade": "win"},
        {"price": "2", "grade": "win"}, {"price": "2", "grade": "win"}]);
    for (change, leg, code, field) in [
        (json!({"kind": "doubble"}), none(), "unknown_kind", "kind"),
        (json!({"kind": null}), none(), "missing_field", "kind"),
        (json!({"legs": []}), none(), "no_legs", "legs"),
        (json!({"legs": null}), none(), "missing_field", "legs"),
        (
            json!({"kind": "trixie", "legs": four}),
            none(),
            "leg_count",
            "legs",
        ),
        (json!({"kind": "parlay"}), none(), "leg_count", "legs"),
        (json!({"unit_stake": "-5"}), none(), "bad_value", "unit_stake"),
        (json!({"unit_stake": "0"}), none(), "bad_value", "unit_stake"),
        (json!({"unit_stake": "1e9"}), none(), "bad_value", "unit_stake"),
        (json!({"unit_stake": 1.5}), none(), "wrong_type", "unit_stake"),
        (
            json!({"unit_stake": "999999999999999999999999"}),
            none(),
            "bad_value",
            "unit_stake",
        ),
        (
            json!({"unit_stake": "500000000000"}),
            none(),
            "return_too_large",
            "unit_stake",
        ),
        (json!({"unit_stake": null}), none(), "missing_field", "unit_stake"),
        (json!({"to_win": "1"}), none(), "contradiction", "to_win"),
        (json!({"colour": "red"}), none(), "unknown_field", "colour"),
        (json!({"by": [2]}), none(), "contradiction", "by"),
        (json!({"table": {"2": "-110"}}), none(), "contradiction", "table"),
        (
            json!({"ticket_price": "+300"}),
            none(),
            "contradiction",
            "ticket_price",
        ),
        (
            json!({"double_stakes": true}),
            none(),
            "contradiction",
            "double_stakes",
        ),
        (
            json!({"bonus": {"all_winners_percent": "10"}}),
            none(),
            "contradiction",
            "bonus",
        ),
        (
            json!({"boost_percent": "-1"}),
            none(),
            "bad_value",
            "boost_percent",
        ),
        (json!({"rules": "nobody"}), none(), "unknown_rules", "rules"),
        (
            json!({"each_way": true}),
            none(),
            "contradiction",
            "legs[0].place_fraction",
        ),
        (json!({"each_way": "yes"}), none(), "wrong_type", "each_way"),
        (
            json!({"kind": "round_robin", "legs": four}),
            none(),
            "missing_field",
            "by",
        ),
        (
            json!({"kind": "round_robin", "by": [5], "legs": four}),
            none(),
            "combination_size",
            "by",
        ),
        (
            json!({"kind": "round_robin", "by": [0], "legs": four}),
            none(),
            "combination_size",
            "by",
        ),
        (
            json!({"kind": "round_robin", "by": [2, 2], "legs": four}),
            none(),
            "contradiction",
            "by",
        ),
        (
            json!({"kind": "teaser", "legs": four}),
            none(),
            "missing_field",
            "table",
        ),
        (
            json!({"kind": "teaser", "table": {"2": "-110"}, "legs": four}),
            none(),
            "contradiction",
            "table",
        ),
        (
            json!({"kind": "teaser", "table": {"x": "-110"}, "legs": four}),
            none(),
            "bad_value",
            "table.x",
        ),
        (
            json!({"kind": "same_game", "legs": four}),
            none(),
            "missing_field",
            "ticket_price",
        ),
        (none(), json!({"price": "0.9"}), "bad_value", "legs[0].price"),
        (none(), json!({"price": "1.0"}), "bad_value", "legs[0].price"),
        (none(), json!({"price": null}), "missing_field", "legs[0].price"),
        (none(), json!({"price": 2.5}), "wrong_type", "legs[0].price"),
        (none(), json!({"grade": "won"}), "bad_value", "legs[0].grade"),
        (none(), json!({"grade": null}), "missing_field", "legs[0].grade"),
        (
            none(),
            json!({"grade": "placed"}),
            "contradiction",
            "legs[0].grade",
        ),
        (
            none(),
            json!({"market": "moneyline"}),
            "contradiction",
            "legs[0].market",
        ),
        (
            none(),
            json!({"dead_heat": [1, 2]}),
            "bad_value",
            "legs[0].dead_heat",
        ),
        (
            none(),
            json!({"dead_heat": [2, 0]}),
            "bad_value",
            "legs[0].dead_heat",
        ),
        (
            none(),
            json!({"grade": "loss", "dead_heat": [2, 1]}),
            "contradiction",
            "legs[0].dead_heat",
        ),
        (
            none(),
            json!({"dead_heat_place": [2, 1]}),
            "contradiction",
            "legs[0].dead_heat_place",
        ),
        (none(), json!({"rule4": "91"}), "bad_value", "legs[0].rule4"),
        (none(), json!({"rule4": "-1"}), "bad_value", "legs[0].rule4"),
        (none(), json!({"bog": true}), "missing_field", "legs[0].sp"),
        (none(), json!({"group": "a"}), "contradiction", "legs[0].group"),
        (
            none(),
            json!({"place_fraction": "1/4"}),
            "contradiction",
            "legs[0].place_fraction",
        ),
        (
            none(),
            json!({"notation": "roman"}),
            "bad_value",
            "legs[0].notation",
        ),
        (
            none(),
            json!({"colour": "red"}),
            "unknown_field",
            "legs[0].colour",
        ),
        (
            none(),
            json!({"grade": null, "market": "total", "side": "home"}),
            "bad_value",
            "legs[0].side",
        ),
        (
            none(),
            json!({"grade": null, "market": "total", "side": "over"}),
            "bad_value",
            "legs[0].line",
        ),
        (
            none(),
            json!({"grade": null, "market": "total", "side": "over", "line": "2.1"}),
            "bad_value",
            "legs[0].line",
        ),
        (
            none(),
            json!({"grade": null, "market": "moneyline", "side": "home", "period": "q5"}),
            "bad_value",
            "legs[0].period",
        ),
        (
            none(),
            json!({"rule4": "5", "non_runners": ["5/1"]}),
            "contradiction",
            "legs[0].non_runners",
        ),
        (
            none(),
            json!({"non_runners": ["none"]}),
            "bad_value",
            "legs[0].non_runners",
        ),
        (
            none(),
            json!({"game": {"status": "final"}}),
            "contradiction",
            "legs[0].game",
        ),
        (
            none(),
            json!({"game": {}}),
            "missing_field",
            "legs[0].game.status",
        ),
        (
            none(),
            json!({"grade": null, "market": "moneyline", "side": "home", "game": {"status": "final"}}),
            "missing_field",
            "legs[0].league",
        ),
        (
            none(),
            json!({"grade": null, "market": "moneyline", "side": "home", "league": "NFL", "game": {"status": "over"}}),
            "bad_value",
            "legs[0].game.status",
        ),
        (
            none(),
            json!({"grade": null, "market": "moneyline", "side": "home", "league": "NFL",
            "game": {"status": "abandoned", "minutes": 50, "sets": 2}}),
            "contradiction",
            "legs[0].game.sets",
        ),
        (
            none(),
            json!({"grade": null, "market": "moneyline", "side": "home", "league": "NFL",
            "game": {"status": "abandoned", "hours_since_start": 100}}),
            "needs_review",
            "legs[0].game",
        ),
        (
            none(),
            json!({"grade": null, "market": "moneyline", "side": "home", "league": "NFL", "sport": "soccer"}),
            "contradiction",
            "legs[0].sport",
        ),
        (
            none(),
            json!({"grade": null, "market": "moneyline", "side": "home", "league": "XFLX"}),
            "bad_value",
            "legs[0].league",
        ),
        (
            none(),
            json!({"grade": null, "market": "moneyline", "side": "home", "figure": 3}),
            "contradiction",
            "legs[0].figure",
        ),
        (
            none(),
            json!({"grade": null, "market": "player_prop", "side": "over", "line": "1.5"}),
            "bad_value",
            "legs[0].market",
        ),
        (
            none(),
            json!({"grade": null, "market": "moneyline", "side": "home",
            "score": {"home": [1], "away": [1, 2], "final": [1, 3]}}),
            "bad_value",
            "legs[0].score",
        ),
    ] {
        refused(&ticket(change, leg), code, field);
    }
}

#[test]
fn ten_thousand_legs_are_refused_without_being_read() {
    let leg = r#"{"price": "2.5", "grade": "win"}"#;
    let line = format!(
        r#"{{"id": "x", "kind": "parlay", "unit_stake": "1", "legs": [{}]}}"#,
        vec![leg; 10_000].join(",")
    );
    let answer = serde_json::to_value(dbsbm_core::settle::answer(line.as_bytes())).unwrap();
    assert_eq!(answer["error"]["code"], "too_many_legs");
    assert_eq!(answer["error"]["field"], "legs");
    assert_eq!(answer["id"], "x");
}

#[test]
fn more_than_4096_lines_are_refused() {
    let legs: Vec<_> = (0..25).map(|_| json!({"price": "2", "grade": "loss"})).collect();
    refused(
        &json!({"id": "x", "kind": "round_robin", "by": [12], "unit_stake": "1", "legs": legs}),
        "too_many_lines",
        "by",
    );
}

#[test]
fn what_is_no_ticket_at_all() {
    for text in [
        "",
        "no",
        "[]",
        "1",
        "{",
        "{\"id\": \"x\"",
        "null",
        "{} {}",
        "\u{feff}{}",
        "{\"legs\":[[]]}",
    ] {
        let answer = serde_json::to_value(dbsbm_core::settle::answer(text.as_bytes())).unwrap();
        assert!(answer["error"]["message"].is_string(), "{text}: {answer}");
    }
    let answer = serde_json::to_value(dbsbm_core::settle::answer(&[b'{', 0xff, b'}'])).unwrap();
    assert_eq!(answer["error"]["code"], "not_json");
    assert!(dbsbm_core::settle::answer(&vec![b' '; 2 << 20]).is_refused());
}

#[test]
fn a_same_game_parlay_with_a_void_leg_goes_to_a_person() {
    let legs = |last: &str| json!([{"grade": "win"}, {"grade": "win"}, {"grade": last}]);
    let same_game = |last: &str| json!({"id": "x", "kind": "same_game", "ticket_price": "+300", "unit_stake": "1", "legs": legs(last)});
    assert_eq!(answer(&same_game("win"))["returned"], "4.0000");
    assert_eq!(answer(&same_game("loss"))["outcome"], "lost");
    assert_eq!(answer(&same_game("open"))["max_returned"], "4.0000");
    refused(&same_game("void"), "needs_review", "legs[2].grade");
}
