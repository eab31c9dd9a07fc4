//! What is wrong with the input is said with its line and the reason; what is right goes in; nothing half-done stays.

use crate::{main_job::healthy, program::Program};
use serde_json::Value;

const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods
g1,NFL,2019-10-06T17:00:00Z,Packers,Bears,final,24,20,7 7 3 7,10 0 7 3
g2,NFL,2019-10-06T17:00:00Z,Jets,Eagles,final,10,31,0 10 0 0,7 7 7 10
g3,EPL,2019-10-05T14:00:00Z,Arsenal,Burnley,final,2,1,1 1,1 0
";

const BETS: &str =
    "ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price,book\n";
/// A bet that is right, with the ticket, the columns up to the stake, the game, the selection and the price to be filled
/// in.
const GOOD: [&str; 5] = [
    "good",
    "42,2019-10-04T12:00:00Z,straight,risk,1",
    "NFL,2019-10-06,Packers,Bears",
    "spread,,home,-3.5",
    "-110",
];

/// The good row with one of its groups replaced.
fn row(ticket: &str, group: usize, text: &str) -> String {
    let mut groups = GOOD;
    groups[0] = ticket;
    groups[group] = text;
    groups.join(",") + ",\n"
}

/// A guild with the games above in its books.
fn prepared() -> Program {
    let program = Program::new();
    program.json(&["guild", "add", "1", "--name", "Room"]);
    std::fs::write(program.path("games.csv"), GAMES).unwrap();
    program.json(&["import", "games", "games.csv", "--preset", "dbsbm"]);
    program
}

/// Imports a file, expects exit code 1, and gives the summary.
fn rejecting(program: &Program, what: &[&str], bytes: &[u8]) -> Value {
    std::fs::write(program.path("input.csv"), bytes).unwrap();
    let ran = program.run(&[&["import", what[0], "input.csv", "--json"], &what[1..]].concat());
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(!ran.stderr.contains("panicked"), "{ran:?}");
    ran.json()
}

#[test]
fn each_bad_row_is_told_and_the_good_ones_go_in() {
    let forty = "4".repeat(40);
    let cases: Vec<(&str, &str, usize, &str, &str)> = vec![
        (
            "league",
            "unknown_league",
            2,
            "NLF,2019-10-06,Packers,Bears",
            "NFL",
        ),
        (
            "team",
            "unknown_team",
            2,
            "NFL,2019-10-06,Pakcers,Bears",
            "Packers",
        ),
        (
            "ambiguous",
            "ambiguous_team",
            2,
            "NFL,2019-10-06,New York,Eagles",
            "Giants or Jets",
        ),
        (
            "same",
            "same_team",
            2,
            "NFL,2019-10-06,Packers,Green Bay",
            "itself",
        ),
        (
            "no game",
            "unknown_game",
            2,
            "NFL,2019-10-06,Bears,Packers",
            "Packers - Bears",
        ),
        ("american", "bad_price", 4, "-50", "-100"),
        ("decimal", "bad_price", 4, "0.9", "above 1"),
        ("letters", "bad_price", 4, "abc", "abc"),
        ("nan", "bad_price", 4, "NaN", "NaN"),
        ("inf", "bad_price", 4, "inf", "inf"),
        ("forty", "bad_price", 4, &forty, ""),
        ("american point", "bad_price", 4, "-105.5", "whole"),
        ("empty price", "missing_value", 4, "", "price"),
        (
            "zero",
            "bad_stake",
            1,
            "42,2019-10-04T12:00:00Z,straight,risk,0",
            "above zero",
        ),
        (
            "negative",
            "bad_stake",
            1,
            "42,2019-10-04T12:00:00Z,straight,risk,-1",
            "",
        ),
        (
            "huge",
            "bad_stake",
            1,
            "42,2019-10-04T12:00:00Z,straight,risk,1000000000000000000",
            "",
        ),
        (
            "five decimals",
            "bad_stake",
            1,
            "42,2019-10-04T12:00:00Z,straight,risk,1.00001",
            "four decimals",
        ),
        (
            "exponent",
            "bad_stake",
            1,
            "42,2019-10-04T12:00:00Z,straight,risk,1e3",
            "",
        ),
        ("unexpected line", "unexpected_line", 3, "moneyline,,home,-3", ""),
        ("no line", "missing_line", 3, "spread,,home,", ""),
        ("third", "bad_line", 3, "spread,,home,-3.3", ""),
        ("side", "unknown_side", 3, "total,,home,44.5", "over"),
        ("market", "unknown_market", 3, "moneyleine,,home,", "moneyline"),
        ("period", "unknown_period", 3, "spread,q5,home,-3", "q1..q4"),
        (
            "date",
            "bad_date",
            2,
            "NFL,2019-02-30,Packers,Bears",
            "2019-02-30",
        ),
        (
            "american date",
            "bad_date",
            2,
            "NFL,10/06/2019,Packers,Bears",
            "year-month-day",
        ),
        ("time", "bad_time", 1, "42,yesterday,straight,risk,1", "yesterday"),
        (
            "capper",
            "bad_capper",
            1,
            "@sharp,2019-10-04T12:00:00Z,straight,risk,1",
            "sharp",
        ),
        (
            "kind",
            "unknown_kind",
            1,
            "42,2019-10-04T12:00:00Z,strait,risk,1",
            "straight",
        ),
        (
            "legs",
            "wrong_leg_count",
            1,
            "42,2019-10-04T12:00:00Z,parlay,risk,1",
            "",
        ),
        (
            "started",
            "late",
            1,
            "42,2019-10-06T17:00:00Z,straight,risk,1",
            "started",
        ),
    ];
    let mut file = BETS.to_string();
    for (ticket, _, group, text, _) in &cases {
        file += &row(ticket, *group, text);
        file += &row(&format!("good {ticket}"), 4, "-110");
    }
    let program = prepared();
    let summary = rejecting(&program, &["bets", "--guild", "1"], file.as_bytes());
    assert_eq!(summary["inserted"], cases.len(), "{summary}");
    let rejected = summary["rejected"].as_array().unwrap();
    assert_eq!(rejected.len(), cases.len(), "{summary}");
    for (place, ((ticket, code, _, _, says), told)) in cases.iter().zip(rejected).enumerate() {
        assert_eq!(told["code"], *code, "{ticket}: {told}");
        assert_eq!(told["line"], 2 + 2 * place, "{ticket}: {told}");
        let message = told["message"].as_str().unwrap();
        assert!(
            message.contains(says) && message.len() < 400,
            "{ticket}: {message}"
        );
    }
    program.json(&["settle"]);
    healthy(&program);
}

/// A name, the bytes of a file, how many bets go in, and the code and line of what does not.
type Damage<'a> = (&'a str, Vec<u8>, u64, Option<(&'a str, u64)>);

#[test]
fn a_damaged_file_costs_its_damaged_lines_only() {
    let good = |ticket: &str| row(ticket, 4, "-110");
    let ten_megabytes = row("big", 4, &"9".repeat(10 << 20));
    let text = |parts: &[&str]| parts.concat().into_bytes();
    let bad_letter = [
        BETS.as_bytes(),
        good("a").as_bytes(),
        b"K\xF6ln,",
        row("", 4, "-110").as_bytes(),
        good("b").as_bytes(),
    ]
    .concat();
    let cases: [Damage<'_>; 9] = [
        ("byte-order mark", text(&["\u{feff}", BETS, &good("a")]), 1, None),
        (
            "CRLF",
            text(
                &[BETS, &good("a"), &good("b")]
                    .map(|t| t.replace('\n', "\r\n"))
                    .each_ref()
                    .map(String::as_str),
            ),
            2,
            None,
        ),
        (
            "quoted comma",
            text(&[BETS, &row("\"a, b\"", 4, "\"1,91\"")]),
            1,
            None,
        ),
        (
            "10 MB in a field",
            text(&[BETS, &good("a"), &ten_megabytes, &good("b")]),
            2,
            Some(("field_too_long", 3)),
        ),
        (
            "truncated",
            text(&[BETS, &good("a"), good("b").split_at(40).0]),
            1,
            Some(("truncated", 3)),
        ),
        ("encoding", bad_letter, 2, Some(("bad_encoding", 3))),
        (
            "open quote",
            text(&[BETS, &good("a"), &row("\"b", 4, "-110"), &good("c")]),
            2,
            Some(("unclosed_quote", 3)),
        ),
        (
            "few columns",
            text(&[BETS, &good("a"), "b,42\n", &good("c")]),
            2,
            Some(("wrong_columns", 3)),
        ),
        (
            "NUL",
            text(&[BETS, &good("a"), &row("b\0", 4, "-110"), &good("c")]),
            2,
            Some(("nul_byte", 3)),
        ),
    ];
    for (name, bytes, inserted, told) in cases {
        let program = prepared();
        std::fs::write(program.path("bets.csv"), bytes).unwrap();
        let ran = program.run(&["import", "bets", "bets.csv", "--json"]);
        assert_eq!(ran.code, i32::from(told.is_some()), "{name}: {ran:?}");
        let summary = ran.json();
        let rejected = summary["rejected"].as_array().unwrap();
        let got = rejected
            .first()
            .map(|r| (r["code"].as_str().unwrap(), r["line"].as_u64().unwrap()));
        assert_eq!(
            (summary["inserted"].as_u64(), got),
            (Some(inserted), told),
            "{name}: {summary}"
        );
        assert_eq!(rejected.len(), usize::from(told.is_some()), "{name}");
    }
}

#[test]
fn a_file_that_is_no_table_is_refused_whole() {
    let program = prepared();
    for (name, bytes, code) in [
        ("empty", b"".as_slice(), "empty_file"),
        (
            "columns missing",
            b"ticket,capper,stake\n1,2,3\n",
            "missing_column",
        ),
        ("semicolons", b"ticket;capper;stake\n1;2;3\n", "missing_column"),
        ("UTF-16", b"\xFF\xFEt\0i\0c\0k\0e\0t\0\n\0", "bad_encoding"),
        ("Latin-1 header", b"ticket,capp\xE9r\n", "bad_encoding"),
        (
            "a column twice",
            (BETS.trim_end().to_string() + ",price\n").into_bytes().leak(),
            "duplicate_column",
        ),
    ] {
        std::fs::write(program.path("bets.csv"), bytes).unwrap();
        let (said, _) = program.refusal(&["import", "bets", "bets.csv"], 1);
        assert_eq!(said, code, "{name}");
    }
    assert_eq!(program.refusal(&["import", "bets", "nowhere.csv"], 1).0, "file");
    assert_eq!(
        program
            .refusal(&["import", "games", ".", "--preset", "dbsbm"], 1)
            .0,
        "file"
    );
    assert_eq!(
        program
            .refusal(&["import", "games", "games.csv", "--preset", "excel"], 2)
            .0,
        "usage"
    );
    assert_eq!(program.json(&["bet", "list"]).as_array().unwrap().len(), 0);
}

#[test]
fn results_that_disagree() {
    let program = prepared();
    // Within one file the first final stands, and the other is told.
    let twice = GAMES
        .replace("g2,", "g1,")
        .replace("Jets,Eagles", "Packers,Bears");
    let summary = rejecting(&program, &["games", "--preset", "dbsbm"], twice.as_bytes());
    let told = &summary["rejected"][0];
    assert_eq!(
        (&told["code"], &told["line"]),
        (&"contradicts_final".into(), &3.into()),
        "{summary}"
    );
    assert!(told["message"].as_str().unwrap().contains("line 2"), "{told}");
    // A later file corrects: what was settled by the first one is regraded.
    std::fs::write(program.path("bets.csv"), BETS.to_string() + &row("a", 4, "-110")).unwrap();
    program.json(&["import", "bets", "bets.csv"]);
    assert_eq!(program.json(&["settle"])["settled"], 1);
    assert_eq!(program.json(&["bet", "show", "1"])["status"], "won");
    std::fs::write(
        program.path("games.csv"),
        GAMES.replace("final,24,20,7 7 3 7", "final,23,20,7 6 3 7"),
    )
    .unwrap();
    assert_eq!(
        program.json(&["import", "games", "games.csv", "--preset", "dbsbm"])["updated"],
        1
    );
    let settled = program.json(&["settle"]);
    assert_eq!(
        (&settled["settled"], &settled["regraded"]),
        (&0.into(), &1.into())
    );
    assert_eq!(program.json(&["bet", "show", "1"])["status"], "lost");
    healthy(&program);
}

/// Games that cannot be read, by line and code.
#[test]
fn games_that_make_no_sense_are_told() {
    let header = GAMES.lines().next().unwrap();
    let program = Program::new();
    for (line, code) in [
        ("x,NLF,2019-10-06,Packers,Bears,final,1,0,,", "unknown_league"),
        ("x,NFL,2019-10-06,Pakcers,Bears,final,1,0,,", "unknown_team"),
        ("x,NFL,2019-10-06,Los Angeles,Bears,final,1,0,,", "ambiguous_team"),
        ("x,NFL,2019-13-06,Packers,Bears,final,1,0,,", "bad_time"),
        ("x,NFL,2019-10-06,Packers,Bears,finished,1,0,,", "unknown_status"),
        ("x,NFL,2019-10-06,Packers,Bears,final,,,,", "missing_score"),
        ("x,NFL,2019-10-06,Packers,Bears,final,-1,0,,", "bad_score"),
        ("x,NFL,2019-10-06,Packers,Bears,final,7,0,7 7,0 0", "bad_score"),
        (",NFL,2019-10-06,Packers,Bears,final,1,0,,", "missing_value"),
    ] {
        let summary = rejecting(
            &program,
            &["games", "--preset", "dbsbm"],
            format!("{header}\n{line}\n").as_bytes(),
        );
        let told = &summary["rejected"][0];
        let code_told = told["code"].as_str().unwrap();
        let date = code == "bad_time" && code_told == "bad_date";
        assert!(code_told == code || date, "{line}: {told}");
        assert_eq!(told["line"], 2, "{line}");
    }
}

#[test]
fn files_that_are_no_database_are_left_alone() {
    let program = Program::new();
    for bytes in [
        b"hello".repeat(400),
        vec![0x5A; 9000],
        b"SQLite format 3\0".to_vec(),
    ] {
        std::fs::write(program.path("dbsbm.db"), &bytes).unwrap();
        assert_eq!(
            program.refusal(&["leaderboard", "--guild", "1"], 1).0,
            "not_a_database"
        );
        assert_eq!(std::fs::read(program.path("dbsbm.db")).unwrap(), bytes);
    }
    for (address, code, name) in [
        ("mysq://x", 1, "bad_address"),
        ("sqlite://no/such/folder/x.db", 3, "cannot_open"),
        ("sqlite://.", 3, "cannot_open"),
    ] {
        assert_eq!(
            program.refusal(&["guild", "list", "--db", address], code).0,
            name,
            "{address}"
        );
    }
}

/// The version stands in SQLite's schema table; a row of the future makes the database newer than the program.
#[tokio::test]
async fn a_database_of_a_newer_version_is_refused_and_left_alone() {
    use sqlx::Connection as _;
    let program = prepared();
    let address = format!("sqlite://{}", program.path("dbsbm.db").display());
    let mut db = sqlx::SqliteConnection::connect(&address).await.unwrap();
    let future = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                  VALUES (9000, 'from the future', 1, x'00', 0)";
    sqlx::query(future).execute(&mut db).await.unwrap();
    db.close().await.unwrap();
    for args in [
        &["settle"][..],
        &["leaderboard"],
        &["migrate", "up"],
        &["migrate", "status"],
        &["doctor"],
    ] {
        let (code, message) = program.refusal(args, 1);
        assert_eq!(code, "newer_database", "{args:?}");
        assert!(message.contains("9000"), "{message}");
    }
}
