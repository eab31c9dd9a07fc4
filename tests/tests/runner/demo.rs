//! The demo: what a newcomer sees first.

use crate::program::Program;

#[test]
fn a_made_up_season_says_that_it_is_one_and_leaves_pictures() {
    let program = Program::new();
    let demo = program.json(&["demo", "--dir", "here"]);
    assert_eq!(demo["demo"], true);
    assert!(demo["bets"].as_u64().unwrap() > 200 && demo["regraded"].as_u64().unwrap() > 0);
    let board = demo["leaderboard"].as_array().unwrap();
    assert!(board.len() == 8 && board[0]["rank"] == 1);
    assert!(
        board.iter().all(|row| row["verified"] == row["decided"]),
        "prices were available and results sourced"
    );
    assert!(!demo["explained"]["why"].as_array().unwrap().is_empty());
    let mut drawn = std::collections::BTreeMap::new();
    for path in demo["pictures"].as_array().unwrap() {
        let png = std::fs::read(program.path(path.as_str().unwrap())).unwrap();
        assert!(png.starts_with(b"\x89PNG"));
        drawn.insert(path.as_str().unwrap().to_string(), png);
    }
    let db = demo["database"].as_str().unwrap();
    assert_eq!(program.json(&["--db", db, "doctor"])["ok"], true);
    assert_eq!(program.json(&["--db", db, "verify"])["ok"], true);
    let again = program.run(&["demo", "--dir", "here"]);
    assert!(again.code == 0 && again.stdout.starts_with("DEMO"));
    for path in demo["pictures"].as_array().unwrap() {
        let name = path.as_str().unwrap();
        assert_eq!(std::fs::read(program.path(name)).unwrap(), drawn[name], "{name}");
    }
    assert_eq!(program.json(&["--db", db, "leaderboard"]), demo["leaderboard"]);
}
