//! The calculators: fields, figures, refusals.

use crate::program::Program;

#[test]
fn a_price_in_seven_notations() {
    let answer = Program::new().json(&["calc", "odds", "6/5"]);
    for (name, expect) in [
        ("american", "+120"),
        ("decimal", "2.20"),
        ("hong_kong", "1.20"),
        ("indonesian", "1.20"),
        ("malay", "-0.8333"),
        ("net_return", "6/5"),
        ("notation", "fractional"),
    ] {
        assert_eq!(answer[name], expect, "{name}");
    }
}

#[test]
fn what_is_no_price_is_refused_with_the_reason() {
    let program = Program::new();
    let forty = "4".repeat(40);
    for (text, reason) in [
        ("-50", "-100 or lower"),
        ("0.9", "above 1"),
        ("abc", "no price"),
        ("NaN", "no price"),
        ("-105.5", "whole numbers"),
        (&forty, "too long"),
    ] {
        let (code, message) = program.refusal(&["calc", "odds", text], 1);
        assert!(code == "price" && message.contains(reason), "{text}: {message}");
    }
}

#[test]
fn a_market_without_its_margin() {
    let program = Program::new();
    let shin = program.json(&["calc", "novig", "--method", "Shin", "2.7", "2.3", "4.4"]);
    assert_eq!(shin["method"], "shin");
    assert!(near(&shin["probabilities"][0], 0.359_343_919_592) && near(&shin["margin"], 0.032_425_706_339));
    let all = program.json(&["calc", "novig", "--method", "all", "1.02", "9.0", "150"]);
    let methods = all["methods"].as_object().unwrap();
    assert_eq!(methods.len(), 7);
    assert!(
        methods["additive"]["error"]
            .as_str()
            .unwrap()
            .contains("additive")
    );
    assert!(methods["multiplicative"]["parameter"].is_null() && methods["power"]["parameter"].is_number());
    assert_eq!(
        program.json(&["calc", "novig", "--method", "shin", "1.0", "21"])["method"],
        "shin"
    );
    assert_eq!(
        program
            .refusal(&["calc", "novig", "--method", "magic", "2", "2"], 1)
            .0,
        "method"
    );
    assert_eq!(program.refusal(&["calc", "novig", "2.0"], 1).0, "market");
    assert_eq!(
        program.refusal(&["calc", "novig", "--method", "all", "2.0"], 1).0,
        "market"
    );
}

#[test]
fn stakes_for_a_bankroll() {
    let program = Program::new();
    let half = program.json(&[
        "calc",
        "kelly",
        "3.5@30%",
        "--fraction",
        "0.5",
        "--bankroll",
        "100",
    ]);
    assert!(near(&half["bets"][0]["share"], 0.01));
    assert_eq!(half["bets"][0]["stake"], "1.0000");
    let event = [
        "calc",
        "kelly",
        "2.5@0.45",
        "3.2@0.30",
        "2.8@0.25",
        "--of",
        "one-event",
    ];
    let three = program.json(&event);
    assert!(near(&three["bets"][0]["share"], 0.102_173_913_043) && near(&three["bets"][2]["share"], 0.0));
    assert!(three["bets"][0]["stake"].is_null());
    assert_eq!(program.refusal(&["calc", "kelly", "2.5"], 1).0, "wager");
    assert_eq!(program.refusal(&["calc", "kelly", "2.5@130%"], 1).0, "chance");
    assert_eq!(
        program
            .refusal(&["calc", "kelly", "2.5@0.5", "--fraction", "2"], 1)
            .0,
        "staking"
    );
}

#[test]
fn closing_a_bet() {
    let program = Program::new();
    let lay = program.json(&["calc", "hedge", "20", "140.0", "60.0", "--by", "lay"]);
    assert_eq!(
        (&lay["stake"], &lay["guaranteed"]),
        (&"46.6700".into(), &"26.4700".into())
    );
    let middle = program.json(&["calc", "hedge", "110", "-110", "-110", "--by", "middle"]);
    assert_eq!(
        (&middle["both"], &middle["if_wins"]),
        (&"200.0000".into(), &"-10.0000".into())
    );
    let other = program.json(&["calc", "hedge", "10", "+400", "-150", "--step", "1"]);
    assert_eq!(
        (&other["stake"], &other["if_wins"]),
        (&"30.0000".into(), &"10.0000".into())
    );
    assert!(other.get("both").is_none());
    assert_eq!(
        program
            .refusal(&["calc", "hedge", "10", "2.0", "3.0", "--commission", "2"], 1)
            .0,
        "commission"
    );
}

#[test]
fn one_amount_on_all_outcomes() {
    let program = Program::new();
    let arb = program.json(&["calc", "arb", "2.08", "2.00"]);
    assert_eq!(
        (&arb["bets"][0]["stake"], &arb["guaranteed_profit"]),
        (&"49.0200".into(), &"1.9600".into())
    );
    let (code, message) = program.refusal(&["calc", "arb", "-110", "-110"], 1);
    assert!(code == "no_arbitrage" && !message.is_empty());
    assert_eq!(
        program.json(&["calc", "arb", "4.0", "6.0", "--dutch", "--step", "1"])["staked"],
        "100.0000"
    );
}

#[test]
fn legs_together() {
    let program = Program::new();
    let three = program.json(&["calc", "parlay", "-110", "-110", "+150", "--stake", "2"]);
    for (name, expect) in [
        ("decimal", "9.1116"),
        ("american", "+811"),
        ("returned", "18.2231"),
        ("net", "16.2231"),
    ] {
        assert_eq!(three[name], expect, "{name}");
    }
    let to_win = program.json(&["calc", "parlay", "2.0", "2.0", "--to-win", "6"]);
    assert_eq!(
        (&to_win["staked"], &to_win["net"]),
        (&"2.0000".into(), &"6.0000".into())
    );
    let chances = &program.json(&["calc", "parlay", "2.0@55%", "2.0@0.55"])["comparison"];
    assert!(
        near(&chances["parlay"]["expected_value"], 0.21) && near(&chances["singles"]["expected_value"], 0.1)
    );
    assert_eq!(program.refusal(&["calc", "parlay", "2.0"], 2).0, "usage");
    assert_eq!(
        program
            .refusal(&["calc", "parlay", "2.0", "2.0", "--stake", "0"], 1)
            .0,
        "ticket"
    );
}

#[test]
fn value_now_and_against_the_close() {
    let program = Program::new();
    let bet = &program.json(&["calc", "ev", "+150@45%"])["bets"][0];
    assert!(near(&bet["expected_value"], 0.125) && near(&bet["break_even"], 0.4));
    let clv = program.json(&["calc", "clv", "-125", "-150", "--others", "+130"]);
    assert!(near(&clv["price_clv"], 0.08) && clv["beat_close"] == true && clv["fair"]["method"] == "power");
    assert!(program.json(&["calc", "clv", "2.0", "2.0"])["fair"].is_null());
}

fn near(value: &serde_json::Value, expect: f64) -> bool {
    value.as_f64().is_some_and(|v| (v - expect).abs() < 1e-9)
}

#[test]
fn tickets_are_answered_line_by_line_and_the_run_goes_on() {
    let program = Program::new();
    let golden = include_str!("../../golden/tickets.jsonl");
    let golden: Vec<serde_json::Value> = golden.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    let mut text: String = golden.iter().map(|g| format!("{}\n", g["ticket"])).collect();
    text.push_str("\nnot json\n{\"id\": 7, \"kind\": \"straight\", \"unit_stake\": \"-1\", \"legs\": []}\n");
    let ran = program.run_with(&["calc", "settle", "-"], text.as_bytes());
    assert_eq!((ran.code, ran.stderr.as_str()), (1, ""));
    let answers: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(answers.len(), golden.len() + 2);
    for (golden, answer) in golden.iter().zip(&answers) {
        for name in ["lines", "staked", "returned", "net"] {
            let expect = &golden["expected"][name];
            assert!(same(&answer[name], expect), "{name}: {answer}, expected {expect}");
        }
    }
    let refused = &answers[golden.len()..];
    assert!(refused[0]["id"].is_null() && refused[0]["error"]["code"].is_string());
    assert!(refused[1]["id"] == "7" && refused[1]["error"]["field"].is_string());
    std::fs::write(program.path("one.jsonl"), golden[0]["ticket"].to_string()).unwrap();
    assert_eq!(program.run(&["calc", "settle", "one.jsonl"]).code, 0);
    assert_eq!(program.refusal(&["calc", "settle", "none.jsonl"], 1).0, "file");
}

#[test]
fn tickets_by_the_rules_of_a_house_with_the_reasons_as_data() {
    let program = Program::new();
    let ticket = br#"{"kind": "patent", "unit_stake": "1", "legs": [{"price": "3.0", "grade": "win", "dead_heat": [2, 1]},
        {"price": "2.0", "grade": "loss"}, {"price": "4.0", "grade": "void"}]}"#
        .map(|b| if b == b'\n' { b' ' } else { b });
    let by = |rules: &str| {
        let ran = program.run_with(&["calc", "settle", "--steps", "--rules", rules], &ticket);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        ran.json()
    };
    assert_eq!(by("default")["returned"], "4.0000");
    assert_eq!(by("pinnacle")["returned"], "7.0000");
    let own = "name = 'own'\ntitle = 'Own'\nsource = 'here'\n[rounding]\nplaces = 0";
    std::fs::write(program.path("own.toml"), own).unwrap();
    let answer = by("own.toml");
    assert_eq!(answer["rules"], "own");
    let steps = answer["steps"].as_array().unwrap();
    assert_eq!(steps.len(), answer["why"].as_array().unwrap().len());
    let line = steps.iter().find(|step| step["rule"] == "line").unwrap();
    assert_eq!(
        (&line["value"], &line["words"]),
        (&"1.5000".into(), &"leg 1: 1.5000".into())
    );
    std::fs::write(program.path("bad.toml"), "name = 'x'").unwrap();
    assert_eq!(
        program.refusal(&["calc", "settle", "--rules", "bad.toml"], 1).0,
        "rules"
    );
    assert_eq!(
        program.refusal(&["calc", "settle", "--rules", "nobody"], 1).0,
        "file"
    );
}

#[test]
fn picks_are_read_from_standard_input() {
    let program = Program::new();
    let text = "Card for today\nPackers -4.5 (-110) 2u\nover 47.5 -105 to win 1\n";
    let ran = program.run_with(&["calc", "parse", "--json"], text.as_bytes());
    let reading = ran.json();
    let picks = reading["picks"].as_array().unwrap();
    assert_eq!(picks.len(), 2);
    assert!(picks[0]["stake"] == "2" && picks[0]["stake_is"].is_null() && picks[1]["stake_is"] == "to_win");
    let leg = &picks[0]["legs"][0];
    assert!(
        leg["name"] == "Packers"
            && leg["market"] == "spread"
            && leg["line"] == "-4.5"
            && leg["side"].is_null()
    );
    for field in ["opponent", "period", "stat"] {
        assert!(leg.get(field).is_some_and(serde_json::Value::is_null), "{field}");
    }
    assert!(reading["unread"].is_array());
    assert_eq!(program.run(&["calc", "parse", "--sport", "chess"]).code, 2);
    let long = program.run_with(&["calc", "parse", "--json"], "x ".repeat(100_000).as_bytes());
    assert_eq!((long.code, &long.json()["error"]["code"]), (1, &"text".into()));
}

/// The golden amounts are written without trailing zeros.
fn same(given: &serde_json::Value, expect: &serde_json::Value) -> bool {
    let plain = |v: &serde_json::Value| match v {
        serde_json::Value::String(text) => text.trim_end_matches('0').trim_end_matches('.').to_string(),
        other => other.to_string(),
    };
    plain(given) == plain(expect)
}

/// Many calculations in one run: each line gets its answer or its own error, in order, and the run goes on.
#[test]
fn calculations_by_the_line() {
    let program = Program::new();
    let lines = br#"{"id": 1, "calc": "odds", "args": ["-110"]}
{"id": "two", "calc": "novig", "args": ["--method", "shin", "2.10", "3.40", "3.60"]}
not json
{"id": 4, "calc": "odds", "args": ["-50"]}
{"id": 5, "calc": "dice"}
{"id": 6, "calc": "settle"}

{"calc": "parlay", "args": ["-110", "+150", "--stake", "2"]}"#;
    let ran = program.run_with(&["calc", "lines"], lines);
    let answers: Vec<serde_json::Value> = ran
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!((ran.code, answers.len()), (1, 7), "{}", ran.stdout);
    assert_eq!(answers[0]["answer"], program.json(&["calc", "odds", "-110"]));
    let alone = program.json(&["calc", "novig", "--method", "shin", "2.10", "3.40", "3.60"]);
    assert_eq!(
        (&answers[1]["id"], &answers[1]["answer"]),
        (&"two".into(), &alone)
    );
    let codes = answers.iter().map(|a| a["error"]["code"].as_str().unwrap_or("-"));
    let expected = ["-", "-", "bad_line", "price", "usage", "not_in_lines", "-"];
    assert!(codes.eq(expected), "{}", ran.stdout);
}
