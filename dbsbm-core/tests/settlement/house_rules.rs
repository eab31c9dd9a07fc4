//! Every rule that a house may set changes a settlement: the same ticket by the default rules, and with one rule changed.

use crate::common::answer;
use dbsbm_core::settle::{RuleSet, answer_by};
use serde_json::{Value, json};

/// One rule changed: its name, the change as it stands in a file, a ticket, and what comes back under the default rules
/// and under the changed ones (`outcome`, or `returned` where it is a number, or `error`).
struct Change {
    rule: &'static str,
    file: &'static str,
    ticket: Value,
    default: &'static str,
    changed: &'static str,
}

fn change(
    rule: &'static str,
    file: &'static str,
    ticket: Value,
    default: &'static str,
    changed: &'static str,
) -> Change {
    Change {
        rule,
        file,
        ticket,
        default,
        changed,
    }
}

/// A straight bet of 10 at evens on a leg.
fn on(leg: Value) -> Value {
    let mut leg = leg;
    if leg["price"].is_null() {
        leg["price"] = "+100".into();
    }
    json!({"kind": "straight", "unit_stake": "10", "legs": [leg]})
}

/// A bet on the home side of a game of `league` that ended 4-2, with what else happened.
fn game(league: &str, market: &str, game: Value) -> Value {
    let mut leg =
        json!({"league": league, "market": market, "side": "home", "score": {"final": [4, 2]}, "game": game});
    match market {
        "total" => {
            leg["side"] = "over".into();
            leg["line"] = "4.5".into();
        }
        "spread" => leg["line"] = "-1.5".into(),
        _ => {}
    }
    on(leg)
}

fn prop(league: &str, stat: &str, took_part: &str) -> Value {
    on(
        json!({"league": league, "market": "player_prop", "side": "over", "line": "1.5", "stat": stat, "figure": 2,
        "game": {"status": "final", "took_part": took_part}}),
    )
}

fn system(kind: &str, grades: &[&str]) -> Value {
    let legs: Vec<Value> = grades
        .iter()
        .map(|g| json!({"price": "2.0", "grade": g}))
        .collect();
    json!({"kind": kind, "unit_stake": "1", "legs": legs})
}

fn changes() -> Vec<Change> {
    let cent = json!({"kind": "straight", "unit_stake": "0.05", "legs": [{"price": "1.50", "grade": "win"}]});
    let two_lines = json!({"kind": "round_robin", "by": [1], "unit_stake": "0.05",
        "legs": [{"price": "1.50", "grade": "win"}, {"price": "1.50", "grade": "win"}]});
    let after = |hours: i64| json!({"status": "postponed", "hours_since_start": hours});
    let stopped =
        |measure: &str, n: u16| json!({"status": "abandoned", "hours_since_start": 100, (measure): n});
    vec![
        change(
            "dead_heat",
            "dead_heat = false",
            on(json!({"grade": "win", "dead_heat": [2, 1]})),
            "10.0000",
            "20.0000",
        ),
        change(
            "rounding.places",
            "[rounding]\nplaces = 2",
            cent.clone(),
            "0.0750",
            "0.0800",
        ),
        change(
            "rounding.mode",
            "[rounding]\nplaces = 2\nmode = 'down'",
            cent,
            "0.0750",
            "0.0700",
        ),
        change(
            "rounding.per_line",
            "[rounding]\nplaces = 2\nper_line = true",
            two_lines,
            "0.1500",
            "0.1600",
        ),
        change(
            "rule4.cap",
            "[rule4]\ncap = '50'",
            on(json!({"grade": "win", "rule4": "60"})),
            "14.0000",
            "15.0000",
        ),
        change(
            "rule4.waived",
            "[rule4]\nwaived = '5'",
            on(json!({"grade": "win", "rule4": "5"})),
            "19.5000",
            "20.0000",
        ),
        change(
            "rule4.table",
            "[rule4]\ntable = [{ up_to = '10/1', percent = '20' }]",
            on(json!({"grade": "win", "non_runners": ["9/1", "12/1"]})),
            "18.5000",
            "18.0000",
        ),
        change(
            "bonuses",
            "[bonuses]\nlucky15 = { one_winner = '2' }",
            system("lucky15", &["win", "loss", "loss", "loss"]),
            "2.0000",
            "3.0000",
        ),
        change(
            "bonuses",
            "[bonuses]\npatent = { all_winners = '10' }",
            system("patent", &["win", "win", "win"]),
            "26.0000",
            "27.9000",
        ),
        change(
            "tables",
            "[[tables]]\nkind = 'teaser'\nsport = 'basketball'\npoints = '4'\npush = 'lose'\nprices = { 2 = '-110' }",
            json!({"kind": "teaser", "sport": "basketball", "points": "4", "unit_stake": "11",
                "legs": [{"grade": "win"}, {"grade": "win"}]}),
            "missing_field",
            "21.0000",
        ),
        change(
            "regulation_only",
            "[[regulation_only]]\nsport = 'ice_hockey'\nmarkets = ['total']",
            on(json!({"market": "total", "side": "over", "line": "4.5",
                "score": {"home": [1, 1, 0], "away": [1, 1, 0], "final": [3, 2]}})),
            "won",
            "lost",
        ),
        change(
            "play.window_hours",
            "[play]\nwindow_hours = 72",
            game("NFL", "moneyline", after(50)),
            "void",
            "open",
        ),
        change(
            "play.window_by_league",
            "[play]\nwindow_by_league = [{ leagues = ['NFL'], hours = 12 }]",
            game("NFL", "moneyline", after(20)),
            "open",
            "void",
        ),
        change(
            "play.decided_stand",
            "[play]\ndecided_stand = false",
            game("MLB", "total", stopped("half_innings", 12)),
            "won",
            "void",
        ),
        change(
            "play.listed_pitchers",
            "[play]\nlisted_pitchers = 'listed'",
            game(
                "MLB",
                "moneyline",
                json!({"status": "final", "listed_pitchers_started": false}),
            ),
            "won",
            "void",
        ),
        change(
            "play.tennis_retirement",
            "[play]\ntennis_retirement = 'first_point'",
            game(
                "ATP",
                "moneyline",
                json!({"status": "final", "retired": true, "sets": 0}),
            ),
            "void",
            "won",
        ),
        change(
            "play.tennis_retirement",
            "[play]\ntennis_retirement = 'full_match'",
            game(
                "WTA",
                "moneyline",
                json!({"status": "final", "retired": true, "sets": 1}),
            ),
            "won",
            "void",
        ),
        change(
            "play.no_contest_void",
            "[play]\nno_contest_void = false",
            game("UFC", "moneyline", json!({"status": "final", "no_contest": true})),
            "void",
            "won",
        ),
        change(
            "play.minimum",
            "[play]\nminimum = [{ sport = 'american_football', minutes = 50 }]",
            game("NFL", "moneyline", stopped("minutes", 52)),
            "void",
            "won",
        ),
        change(
            "play.minimum",
            "[play]\nminimum = [{ sport = 'baseball', half_innings = [18, 17] }]",
            game("MLB", "moneyline", stopped("half_innings", 10)),
            "won",
            "void",
        ),
        change(
            "play.minimum",
            "[play]\nminimum = [{ sport = 'boxing', rounds = 3 }]",
            game("Boxing", "moneyline", stopped("rounds", 2)),
            "won",
            "void",
        ),
        // A doubleheader of seven innings, whose last half is still to be played.
        change(
            "play.minimum",
            "[play]\nminimum = [{ sport = 'baseball', half_innings = [18, 17] }]",
            game(
                "MLB",
                "spread",
                json!({"status": "final", "half_innings": 13, "seven_innings": true}),
            ),
            "won",
            "void",
        ),
        change(
            "play.participation",
            "[play]\nparticipation = [{ sport = 'baseball', needs = 'played' }]",
            prop("MLB", "hits", "played"),
            "void",
            "won",
        ),
        change(
            "play.participation",
            "[play]\nparticipation = [{ sport = 'basketball', stats = ['points'], needs = 'started' }]",
            prop("NBA", "points", "played"),
            "won",
            "void",
        ),
    ]
}

fn comes_to(answer: &Value, expect: &str) -> bool {
    [&answer["outcome"], &answer["returned"], &answer["error"]["code"]]
        .iter()
        .any(|v| *v == expect)
}

#[test]
fn every_rule_changes_a_settlement() {
    for change in changes() {
        let text = format!("name = 'own'\ntitle = 'Own'\nsource = 'test'\n{}", change.file);
        let rules = RuleSet::from_toml(&text).unwrap();
        let ticket = change.ticket.to_string();
        let by_own = serde_json::to_value(answer_by(ticket.as_bytes(), &rules)).unwrap();
        let by_default = answer(&change.ticket);
        assert!(
            comes_to(&by_default, change.default),
            "{}: {ticket}\n{by_default}",
            change.rule
        );
        assert!(
            comes_to(&by_own, change.changed),
            "{}: {ticket}\n{by_own}",
            change.rule
        );
        assert_eq!(by_own["rules"], "own", "every settlement states its rules");
    }
}

/// A rule that is added to the files has to be added above.
#[test]
fn no_rule_is_without_a_change() {
    let changed: Vec<&str> = changes().iter().map(|change| change.rule).collect();
    let default: toml::Table = include_str!("../../rules/default.toml").parse().unwrap();
    let optional = ["bonuses", "tables", "regulation_only"];
    let mut rules: Vec<String> = optional.map(String::from).to_vec();
    for (name, value) in &default {
        match value {
            toml::Value::Table(inner) => rules.extend(inner.keys().map(|key| format!("{name}.{key}"))),
            _ if ["name", "title", "source"].contains(&name.as_str()) => {}
            _ => rules.push(name.clone()),
        }
    }
    for rule in rules {
        assert!(changed.contains(&rule.as_str()), "{rule}");
    }
}

/// What each named house does differently, by a ticket that the default rules settle otherwise.
#[test]
fn every_named_house_has_rules_of_its_own() {
    let teaser = |sport: Value, points: &str, grades: &[&str]| {
        let legs: Vec<Value> = grades.iter().map(|g| json!({"grade": g})).collect();
        let mut ticket = json!({"kind": "teaser", "points": points, "unit_stake": "10", "legs": legs});
        if !sport.is_null() {
            ticket["sport"] = sport;
        }
        ticket
    };
    let stopped = |hours: i64, innings: u16| json!({"status": "abandoned", "hours_since_start": hours, "half_innings": innings});
    let pennies =
        json!({"kind": "straight", "unit_stake": "0.05", "legs": [{"price": "1.50", "grade": "win"}]});
    let houses = [
        (
            "pinnacle",
            on(json!({"grade": "win", "dead_heat": [2, 1]})),
            "20.0000",
        ),
        (
            "pinnacle",
            game(
                "MLB",
                "moneyline",
                json!({"status": "final", "listed_pitchers_started": false}),
            ),
            "void",
        ),
        ("pinnacle", game("MLB", "total", stopped(100, 12)), "void"),
        (
            "pinnacle",
            on(
                json!({"market": "moneyline", "side": "home", "sport": "ice_hockey",
                "score": {"home": [1, 1, 0], "away": [1, 1, 0], "final": [3, 2]}}),
            ),
            "push",
        ),
        (
            "betmgm-nevada",
            game(
                "NFL",
                "moneyline",
                json!({"status": "postponed", "hours_since_start": 40}),
            ),
            "void",
        ),
        (
            "galaxysports",
            teaser("american_football".into(), "6", &["win", "win", "push"]),
            "19.0909",
        ),
        ("galaxysports", game("MLB", "moneyline", stopped(100, 12)), "void"),
        (
            "skybook",
            teaser(Value::Null, "10", &["win", "win", "push"]),
            "0.0000",
        ),
        (
            "skybook",
            teaser(Value::Null, "7", &["win", "win", "push"]),
            "17.6923",
        ),
        (
            "winnershack",
            json!({"kind": "card", "unit_stake": "10", "legs": [{"grade": "win"}, {"grade": "win"}, {"grade": "win"}]}),
            "70.0000",
        ),
        ("bodog", pennies.clone(), "0.0700"),
        ("betfair", pennies, "0.0800"),
        (
            "marathonbet",
            system("lucky15", &["loss", "win", "loss", "loss"]),
            "3.0000",
        ),
        (
            "betfred",
            system("yankee", &["win", "win", "win", "win"]),
            "78.1000",
        ),
        (
            "william-hill",
            on(json!({"grade": "win", "non_runners": ["12/1"]})),
            "20.0000",
        ),
    ];
    for (house, mut ticket, expect) in houses.clone() {
        let by_default = answer(&ticket);
        assert!(!comes_to(&by_default, expect), "{house}: {ticket}\n{by_default}");
        ticket["rules"] = house.into();
        let answer = answer(&ticket);
        assert!(comes_to(&answer, expect), "{house}: {ticket}\n{answer}");
        assert_eq!(answer["rules"], house);
    }
    for rules in RuleSet::all().iter().skip(1) {
        assert!(
            houses.iter().any(|(house, ..)| *house == rules.name.as_str()),
            "{}",
            rules.name
        );
    }
}
