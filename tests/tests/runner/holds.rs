//! What is held, from the command line: the commands that it is about are refused with the way out.

use crate::program::Program;
use serde_json::json;

#[test]
fn what_is_held_is_refused_with_the_way_to_lift_it() {
    let program = Program::new();
    program.json(&["guild", "add", "1", "--name", "Sharp Room"]);
    program.json(&["capper", "add", "42", "--name", "Ann"]);
    let slate =
        "key,league,start,home_team,away_team,status\ng1,NFL,2099-09-06T17:00:00Z,Packers,Bears,scheduled\n";
    std::fs::write(program.path("slate.csv"), slate).unwrap();
    program.json(&["import", "games", "slate.csv", "--preset", "dbsbm"]);
    let place: [&str; 5] = ["bet", "place", "Packers -4.5 -110 2u", "--capper", "42"];

    assert_eq!(
        program.json(&["hold", "set", "posting"]),
        json!({"held": "posting"})
    );
    program.json(&["hold", "set", "settlement"]);
    let held = program.json(&["hold", "list"]);
    let what: Vec<_> = held
        .as_array()
        .unwrap()
        .iter()
        .map(|held| &held["what"])
        .collect();
    assert_eq!(what, ["posting", "settlement"], "{held}");
    assert!(held[0]["by"].is_null(), "{held}");

    let (code, message) = program.refusal(&place, 1);
    assert_eq!(code, "held");
    assert!(
        message.contains("held for every guild by the command line since"),
        "{message}"
    );
    let ran = program.run(&["settle"]);
    assert_eq!(ran.code, 1);
    assert!(ran.stderr.contains("dbsbm hold lift settlement"), "{ran:?}");

    for what in ["posting", "settlement"] {
        assert_eq!(program.json(&["hold", "lift", what]), json!({"lifted": what}));
    }
    assert_eq!(program.json(&["hold", "list"]), json!([]));
    assert_eq!(program.json(&place)["bet"], 1);
    program.json(&["settle"]);
    let unknown = program.run(&["hold", "set", "everything"]);
    assert_eq!(unknown.code, 2);
    assert!(
        unknown.stderr.contains("settlement and posting can be held"),
        "{unknown:?}"
    );
}
