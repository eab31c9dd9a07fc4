//! The books, end to end: games and bets in, settled, read in every way, and checked.

use crate::program::Program;
use serde_json::{Value, json};

const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods,moneyline_home,moneyline_away,spread_home,spread_home_price,spread_away_price,total,over_price,under_price,as_of,book
a,NFL,2018-10-07T17:00:00Z,Packers,Bears,final,24,17,7 7 3 7,10 0 7 0,-150,+130,-3,-110,-110,41,-110,-110,2018-10-07T16:55:00Z,Pinnacle
b,NFL,2018-10-07T20:00:00Z,Lions,Vikings,final,20,23,,,,,,,,,,,,
c,NFL,2099-10-07T17:00:00Z,Packers,Lions,scheduled,,,,,,,,,,,,,,
d,NFL,2099-10-08T17:00:00Z,Giants,Jets,scheduled,,,,,,,,,,,,,,
e,MLB,2099-10-08T17:00:00Z,Giants,Dodgers,scheduled,,,,,,,,,,,,,,
";

const BETS: &str = "\
ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price
1,42,2018-10-07T12:00:00Z,straight,risk,1,NFL,2018-10-07,Packers,Bears,spread,,home,-3,-110
2,42,2018-10-07T12:00:00Z,straight,to_win,2,NFL,2018-10-07,Packers,Bears,total,,over,41,-110
3,43,2018-10-07T12:00:00Z,parlay,risk,1,NFL,2018-10-07,Packers,Bears,moneyline,,home,,-150
3,43,2018-10-07T12:00:00Z,parlay,risk,1,NFL,2018-10-07,Lions,Vikings,spread,,home,+3,-110
";

/// A guild with two games played, three bets, all settled.
pub(crate) fn room() -> Program {
    let program = Program::new();
    std::fs::write(program.path("games.csv"), GAMES).unwrap();
    std::fs::write(program.path("bets.csv"), BETS).unwrap();
    program.json(&["guild", "add", "1", "--name", "Sharp Room"]);
    let games = program.json(&["import", "games", "games.csv", "--preset", "dbsbm"]);
    assert_eq!(
        (&games["read"], &games["inserted"], &games["rejected"]),
        (&json!(5), &json!(5), &json!([]))
    );
    let bets = program.json(&["import", "bets", "bets.csv", "--guild", "1"]);
    assert_eq!((&bets["read"], &bets["inserted"]), (&json!(4), &json!(3)));
    let settled = program.json(&["settle", "--guild", "1"]);
    assert_eq!(
        settled,
        json!({"settled": 3, "regraded": 0, "open": 0, "needs_review": 0})
    );
    program
}

#[test]
fn from_files_to_a_leaderboard() {
    let program = room();
    let board = program.json(&["leaderboard", "--guild", "1", "--window", "all", "--min", "1"]);
    let rows = board.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    // 42: -3 won by 7 at -110 (+0.9091); over 41 pushed on 41 points.
    // 43: -150 won, +3 pushed on a margin of 3: the parlay pays 5/3.
    let of = |capper: &str| rows.iter().find(|r| r["capper"] == capper).unwrap();
    for (capper, name, expect) in [
        ("42", "net", json!("0.9091")),
        ("42", "risked", json!("1.0000")),
        ("42", "bets", json!(2)),
        ("42", "decided", json!(1)),
        ("42", "push", json!(1)),
        ("42", "verified", json!(0)),
        ("43", "net", json!("0.6667")),
        ("43", "returned", json!("1.6667")),
        ("43", "rank", json!(2)),
        ("43", "shrunk_roi", Value::Null),
    ] {
        assert_eq!(of(capper)[name], expect, "{capper} {name}");
    }
    for name in ["roi", "win_rate", "average_odds", "level_roi"] {
        assert!(of("42")[name].is_number(), "{name}");
    }
    for name in [
        "max_drawdown",
        "level_net",
        "longest_win_streak",
        "longest_losing_streak",
        "clv_n",
        "skill_p",
    ] {
        assert!(of("42").get(name).is_some(), "{name}");
    }
    assert!(
        program.json(&["leaderboard", "--guild", "1"])[0]["rank"].is_null(),
        "the guild's minimum is 20"
    );
    let before = program.json(&["leaderboard", "--as-of", "2018-10-07T13:00:00Z"]);
    assert_eq!(
        (&before[0]["open"], &before[0]["net"]),
        (&json!(2), &json!("0.0000"))
    );
}

/// A name that is only like a known player's is refused with the name, and with what takes it as it stands.
#[test]
fn a_player_is_spelt_as_known_or_asked_about() {
    let program = room();
    let players = "league,team,player\nNFL,Giants,Brian Burns\n";
    std::fs::write(program.path("players.csv"), players).unwrap();
    program.json(&["import", "players", "players.csv"]);
    let place = |player: &str, how: &str| {
        let text = format!("SGP: Giants/Jets over 40.5, {player} o0.5 sacks +250 1u");
        program.run(&["bet", "place", &text, "--guild", "1", "--capper", "42", how])
    };
    assert!(place("brian burns", "--json").stdout.contains("\"Brian Burns\""));
    let asked = place("Brain Burns", "--quiet");
    assert_eq!(asked.code, 1, "{asked:?}");
    for part in ["did you mean Brian Burns?", "--players-as-typed"] {
        assert!(asked.stderr.contains(part), "{part}: {}", asked.stderr);
    }
    let taken = place("Brain Burns", "--players-as-typed");
    assert!(taken.stdout.contains("Brain Burns"), "{taken:?}");
}

#[test]
fn the_same_files_again_change_nothing() {
    let program = room();
    let before = program.json(&["verify", "--guild", "1"]);
    let bets = program.json(&["import", "bets", "bets.csv", "--guild", "1"]);
    assert_eq!((&bets["inserted"], &bets["unchanged"]), (&json!(0), &json!(3)));
    assert_eq!(
        program.json(&["import", "games", "games.csv", "--preset", "dbsbm"])["unchanged"],
        5
    );
    assert_eq!(program.json(&["settle"])["settled"], 0);
    assert_eq!(program.json(&["verify", "--guild", "1"]), before);
}

#[test]
fn a_later_file_corrects_and_the_bets_are_regraded() {
    let program = room();
    let corrected = GAMES.replace("final,24,17,7 7 3 7,10 0 7 0", "final,17,24,10 0 7 0,7 7 3 7");
    std::fs::write(program.path("corrected.csv"), corrected).unwrap();
    assert_eq!(
        program.json(&["import", "games", "corrected.csv", "--preset", "dbsbm"])["updated"],
        1
    );
    assert_eq!(program.json(&["settle", "--guild", "1"])["regraded"], 2);
    let ledger = program.json(&["ledger", "--guild", "1", "--capper", "42"]);
    let kinds: Vec<&str> = ledger
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|l| l["kind"].as_str())
        .collect();
    assert_eq!(kinds.iter().filter(|k| **k == "reversal").count(), 1);
    assert_eq!(ledger.as_array().unwrap().last().unwrap()["balance"], "-1.0000");
    assert_eq!(program.json(&["doctor"]), json!({"ok": true, "findings": []}));
    assert_eq!(program.json(&["verify"])["ok"], true);
}

#[test]
fn a_bet_from_text_to_its_grade() {
    let program = room();
    program.json(&["capper", "add", "42", "--guild", "1", "--name", "Ada"]);
    let place = [
        "bet",
        "place",
        "Packers -4.5 -110 2u",
        "--guild",
        "1",
        "--capper",
        "42",
        "--key",
        "k",
    ];
    let bet = program.json(&place);
    assert_eq!(
        (&bet["bet"], &bet["status"], &bet["name"]),
        (&json!(4), &json!("open"), &json!("Ada"))
    );
    assert_eq!(bet["legs"][0]["line"], "-4.5");
    assert_eq!(program.json(&place)["bet"], 4, "the key makes a retry harmless");
    let graded = program.json(&[
        "bet",
        "grade",
        "4",
        "void",
        "--guild",
        "1",
        "--reason",
        "called off",
    ]);
    assert_eq!(
        (&graded["status"], &graded["net"]),
        (&json!("void"), &json!("0.0000"))
    );
    let shown = program.json(&["bet", "show", "1", "--guild", "1", "--explain"]);
    assert!(
        shown["why"]
            .as_array()
            .unwrap()
            .iter()
            .any(|w| w.as_str().unwrap().contains("24-17"))
    );
    let second = program.json(&["bet", "place", "Jets +3 -110 1u", "--capper", "42"]);
    let withdrawn = program.json(&["bet", "withdraw", &second["bet"].to_string()]);
    assert_eq!(withdrawn["status"], "withdrawn");
    assert_eq!(program.json(&["bet", "list", "--status", "open"]), json!([]));
    assert_eq!(
        program.json(&["bet", "list", "--capper", "42", "--newest", "--limit", "1"])[0]["bet"],
        5
    );
}

#[test]
fn what_is_refused_and_why() {
    let program = room();
    program.json(&["capper", "add", "42", "--guild", "1", "--name", "Ada"]);
    for (text, code, reason) in [
        ("hello there", "text", "no pick"),
        ("Packers -4.5 -50 2u", "", "-50"),
        ("Packers -110 -4.5", "text", "stake"),
        ("Giants ML -110 1u", "ambiguous", "2 games have"),
        ("Pakcers -4.5 -110 1u", "unknown_name", "Packers"),
        ("Packers -4.5 -110 5000u", "", "5000"),
    ] {
        let (given, message) = program.refusal(&["bet", "place", text, "--guild", "1", "--capper", "42"], 1);
        assert!(
            message.contains(reason) && given.starts_with(code),
            "{text}: {given}: {message}"
        );
    }
    for (args, code) in [
        (&["bet", "show", "99", "--guild", "1"][..], "no_bet"),
        (&["leaderboard", "--guild", "9"], "no_guild"),
        (&["guild", "set", "limit.maximum", "5"], "unknown_setting"),
        (
            &["bet", "place", "Packers -4.5 -110 1u", "--capper", "77"],
            "no_capper",
        ),
        (&["bet", "grade", "1", "loss"], ""),
        (&["import", "games", "none.csv", "--preset", "dbsbm"], "file"),
        (&["import", "games", ".", "--preset", "dbsbm"], "file"),
        (&["verify", "bets.csv"], "not_a_proof"),
        (&["migrate", "down", "--to", "77"], "no_version"),
    ] {
        let (given, message) = program.refusal(args, 1);
        assert!(given.starts_with(code), "{args:?}: {given}: {message}");
    }
    for args in [
        &["leaderboard", "--metric", "luck"][..],
        &["bet", "show", "0"],
        &["import", "games", "games.csv"],
    ] {
        assert_eq!(program.refusal(args, 2).0, "usage");
    }
    assert_eq!(program.json(&["verify"])["ok"], true);
}

#[test]
fn every_reading_command_answers_with_one_document() {
    let program = room();
    for (args, fields) in [
        (&["guild", "show"][..], &["guild", "name", "settings", "head"][..]),
        (&["guild", "list"], &[]),
        (
            &["guild", "set", "stake.display", "auto"],
            &["key", "value", "default"],
        ),
        (&["capper", "list"], &[]),
        (&["stats", "--by", "market"], &["record", "splits"]),
        (&["stats", "--capper", "42", "--window", "30d"], &["record"]),
        (&["migrate", "status"], &["current", "newest"]),
        (&["export", "bets"], &[]),
        (&["export", "record"], &[]),
        (&["export", "events"], &[]),
        (&["verify"], &["events", "ok", "first_bad"]),
    ] {
        let ran = program.run(&[args, &["--json"]].concat());
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{args:?}");
        let document = ran.json();
        assert!(
            fields.iter().all(|f| document.get(f).is_some()),
            "{args:?}: {document}"
        );
        let people = program.run(args);
        assert!(
            people.code == 0 && !people.stdout.is_empty(),
            "{args:?}: {people:?}"
        );
    }
    let settings = &program.json(&["guild", "show"])["settings"];
    for row in settings.as_array().unwrap() {
        assert!(row["key"].is_string() && row["meaning"].is_string() && row.get("default").is_some());
    }
}

#[test]
fn the_books_as_they_stood() {
    let program = room();
    let then = ["--as-of", "2018-10-07T13:00:00Z"];
    let with = |args: &[&str]| program.json(&[args, &then].concat());
    let open = with(&["bet", "list", "--status", "open"]);
    assert_eq!(open.as_array().unwrap().len(), 3);
    let bet = with(&["bet", "show", "1"]);
    assert_eq!(
        (&bet["status"], &bet["net"], &bet["legs"][0]["grade"]),
        (&json!("open"), &Value::Null, &json!("open"))
    );
    assert_eq!(bet["max_returned"], "1.9091");
    assert_eq!(with(&["ledger"]), json!([]));
    assert_eq!(with(&["stats"])["record"]["open"], 3);
    assert_eq!(with(&["export", "record"])[0]["net"], "0.0000");
    let exported = with(&["export", "bets"]);
    let rows = exported.as_array().unwrap();
    assert!(
        rows.len() == 4
            && rows
                .iter()
                .all(|row| row["status"] == "open" && row["net"].is_null()),
        "{exported}"
    );
    let why = with(&["bet", "show", "1", "--explain"])["why"].to_string();
    assert!(!why.contains("24-17") && why.contains("scheduled"), "{why}");
    let before = program.json(&["bet", "list", "--as-of", "2018-10-07T11:00:00Z"]);
    assert_eq!(before, json!([]));
    assert_eq!(
        program
            .refusal(&["bet", "show", "1", "--as-of", "2018-10-07T11:00:00Z"], 1)
            .0,
        "no_bet"
    );
    let (code, message) = program.refusal(&["ledger", "--as-of", "yesterday"], 2);
    assert!(
        code == "usage" && message.contains("2018-02-05T00:00:00Z"),
        "{message}"
    );
}

#[test]
fn a_list_longer_than_a_page() {
    let program = room();
    let header = BETS.lines().next().unwrap();
    let row = |i: usize| {
        format!(
            "n{i},42,2018-10-07T12:00:00Z,straight,risk,1,NFL,2018-10-07,Packers,Bears,spread,,home,-3,-110\n"
        )
    };
    let text: String = [format!("{header}\n")]
        .into_iter()
        .chain((0..1_100).map(row))
        .collect();
    std::fs::write(program.path("many.csv"), text).unwrap();
    program.json(&["import", "bets", "many.csv"]);
    let numbers = |args: &[&str]| -> Vec<u64> {
        let bets = program.json(&[&["bet", "list"], args].concat());
        bets.as_array()
            .unwrap()
            .iter()
            .filter_map(|bet| bet["bet"].as_u64())
            .collect()
    };
    assert_eq!(numbers(&[]), (1..=1_103).collect::<Vec<_>>());
    assert_eq!(numbers(&["--after", "1050", "--limit", "2"]), [1_051, 1_052]);
    assert_eq!(numbers(&["--limit", "1002"]).len(), 1_002);
    assert_eq!(numbers(&["--newest", "--limit", "2"]), [1_103, 1_102]);
    assert_eq!(
        program.run(&["bet", "list"]).stdout.lines().count(),
        1_103 + 2,
        "a heading for each page"
    );
}

#[test]
fn a_proof_travels_and_a_changed_one_is_found() {
    let program = room();
    let proof = program.run(&["export", "proof"]).stdout;
    std::fs::write(program.path("proof.jsonl"), &proof).unwrap();
    assert_eq!(program.json(&["verify", "proof.jsonl"])["ok"], true);
    std::fs::write(
        program.path("forged.jsonl"),
        proof.replacen("1.9091", "2.9091", 1),
    )
    .unwrap();
    let ran = program.run(&["verify", "forged.jsonl", "--json"]);
    assert_eq!((ran.code, &ran.json()["ok"]), (1, &json!(false)));
    assert!(ran.json()["first_bad"].is_number());
}

#[test]
fn csv_exports_have_a_header_and_every_leg() {
    let program = room();
    let bets = program.run(&["export", "bets"]).stdout;
    assert_eq!(bets.lines().count(), 5);
    assert!(bets.starts_with("bet,leg,capper,"));
    let record = program.run(&["export", "record"]).stdout;
    assert!(
        record.starts_with("rank,capper,name,bets,") && record.contains("0.9091"),
        "{record}"
    );
}

#[test]
fn databases_that_are_none_or_from_elsewhere() {
    let program = Program::new();
    std::fs::write(
        program.path("text.db"),
        "this is no database at all, whatever its name says\n".repeat(100),
    )
    .unwrap();
    let (code, _) = program.refusal(&["--db", "sqlite://text.db", "guild", "list"], 1);
    assert_eq!(code, "not_a_database");
    assert_eq!(program.refusal(&["--db", "nonsense", "init"], 1).0, "bad_address");
    let (_, message) = program.refusal(&["--db", "postgres://me:secret@host/books", "init"], 1);
    assert!(
        message.contains("...@host") && !message.contains("secret"),
        "{message}"
    );
    std::fs::write(program.path("dbsbm.toml"), "db = \"sqlite://named.db\"\n").unwrap();
    program.json(&["--config", "dbsbm.toml", "init"]);
    assert!(program.path("named.db").exists() && !program.path("dbsbm.db").exists());
    std::fs::write(program.path("bad.toml"), "datbase = 1\n").unwrap();
    assert_eq!(program.refusal(&["--config", "bad.toml", "init"], 1).0, "config");
    program.json(&["init"]);
    let version = program.json(&["migrate", "down", "--to", "0"]);
    assert_eq!(version["current"], 0);
    assert_eq!(program.json(&["migrate", "up"])["current"], version["newest"]);
}

#[test]
fn the_good_rows_of_a_bad_file_go_in() {
    let program = room();
    let header = BETS.lines().next().unwrap();
    let leg = "42,2018-10-07T12:00:00Z,straight,risk,1,NFL,2018-10-07";
    let rows = [
        format!("x1,{leg},Packers,Bears,spread,,home,-3,-50"),
        format!("x2,{leg},Packers,Bears,spread,,home,,-110"),
        format!("x3,{leg},Packers,Bears,moneyline,,home,-3,-110"),
        format!("x4,{leg},Packres,Bears,moneyline,,home,,-110"),
        format!("x5,{leg},Packers,Lions,moneyline,,home,,-110"),
        format!("x6,{leg},Packers,\"Bears\",moneyline,,home,,NaN"),
        format!(
            "x7,{},Packers,Bears,moneyline,,home,,-110",
            leg.replace("2018-10-07,", "2018-13-07,")
                .replace("NFL,2018-10-07", "NFL,2018-13-07")
        ),
        format!(
            "x8,{},Packers,Bears,moneyline,,home,,-110",
            leg.replace("NFL", "NFK")
        ),
        format!("good,{leg},\"Packers\",Bears,moneyline,,home,,-150"),
        "x9,42,2018-10-07T12:0".to_string(),
    ];
    let text = format!("\u{feff}{header}\r\n{}", rows.join("\r\n"));
    std::fs::write(program.path("bad.csv"), text).unwrap();
    let ran = program.run(&["import", "bets", "bad.csv", "--guild", "1", "--json"]);
    assert_eq!(ran.code, 1);
    let summary = ran.json();
    assert_eq!(
        (&summary["read"], &summary["inserted"]),
        (&json!(10), &json!(1)),
        "{summary}"
    );
    let lines: Vec<u64> = summary["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|r| r["line"].as_u64())
        .collect();
    assert_eq!(lines, [2, 3, 4, 5, 6, 7, 8, 9, 11], "{summary}");
    for row in summary["rejected"].as_array().unwrap() {
        assert!(!row["message"].as_str().unwrap().is_empty() && row["code"].is_string());
    }
    std::fs::write(program.path("columns.csv"), "ticket,capper\n1,2\n").unwrap();
    program.refusal(&["import", "bets", "columns.csv", "--guild", "1"], 1);
    std::fs::write(program.path("latin.csv"), b"\xff\xfe\x00t\x00i").unwrap();
    program.refusal(&["import", "bets", "latin.csv", "--guild", "1"], 1);
    assert_eq!(program.json(&["doctor"])["ok"], true);
}
