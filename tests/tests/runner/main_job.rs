//! The main job, end to end: games in, bets in, settled, a leaderboard out - and every total of it equal to an independent
//! calculation in exact fractions.

#![expect(
    clippy::print_stdout,
    reason = "a test says what it ran on, and what it could not run"
)]

use crate::{
    exact::{self, Games},
    history::{self, Rng},
    program::Program,
};
use serde_json::Value;

/// A file of games and its preset.
type Source<'a> = (&'a str, &'a str, &'a str);

/// Runs the main job on these files and compares the board; then runs it again and expects that nothing changes.
fn main_job(program: &Program, sources: &[Source<'_>], bets: i64, seed: u64) -> (Games, String) {
    let mut games = Games::default();
    for (_, _, text) in sources {
        games.read(text);
    }
    let bets = history::bets(&mut Rng::new(seed), &games.all(), bets);
    let expected = exact::board(&bets, &games);
    assert!(
        expected.late > 0 && expected.settled < expected.bets,
        "the files try less than they should"
    );

    program.json(&["guild", "add", "1", "--name", "Sharp Room"]);
    for (name, preset, text) in sources {
        std::fs::write(program.path(name), text).unwrap();
        let rows = text.lines().count() - 1;
        let first = program.json(&["import", "games", name, "--preset", preset]);
        assert_eq!(counts(&first), (rows, rows, 0, 0, 0), "{name}: {first}");
    }
    std::fs::write(program.path("bets.csv"), &bets).unwrap();
    let first = import_bets(program, expected.late);
    assert_eq!(
        first,
        (bets.lines().count() - 1, expected.bets, 0, 0, expected.late)
    );
    let settled = program.json(&["settle", "--guild", "1"]);
    assert_eq!(settled["settled"], expected.settled, "{settled}");
    assert_eq!(settled["open"], expected.bets - expected.settled, "{settled}");
    let board = board(program);
    exact::compare(&board, &expected);
    healthy(program);

    // The same again.
    for (name, preset, text) in sources {
        let rows = text.lines().count() - 1;
        let again = program.json(&["import", "games", name, "--preset", preset]);
        assert_eq!(counts(&again), (rows, 0, 0, rows, 0), "{name}: {again}");
    }
    let again = import_bets(program, expected.late);
    assert_eq!((again.1, again.3), (0, expected.bets));
    let again = program.json(&["settle", "--guild", "1"]);
    assert_eq!(
        (&again["settled"], &again["regraded"]),
        (&0.into(), &0.into()),
        "{again}"
    );
    assert_eq!(self::board(program), board);
    (games, bets)
}

/// Read, inserted, updated, unchanged and rejected.
fn counts(summary: &Value) -> (usize, usize, usize, usize, usize) {
    let count = |name: &str| usize::try_from(summary[name].as_u64().unwrap()).unwrap();
    (
        count("read"),
        count("inserted"),
        count("updated"),
        count("unchanged"),
        summary["rejected"].as_array().unwrap().len(),
    )
}

/// Imports the bets; those that were placed too late make the exit code 1.
fn import_bets(program: &Program, late: usize) -> (usize, usize, usize, usize, usize) {
    let ran = program.run(&["import", "bets", "bets.csv", "--guild", "1", "--json"]);
    assert_eq!(ran.code, i32::from(late > 0), "{ran:?}");
    let summary = ran.json();
    for rejected in summary["rejected"].as_array().unwrap() {
        assert_eq!(rejected["code"], "late", "{rejected}");
    }
    counts(&summary)
}

pub(crate) fn board(program: &Program) -> Value {
    program.json(&["leaderboard", "--guild", "1", "--window", "all", "--min", "1"])
}

/// The same board again, from the bets themselves instead of from tallies, and as the sum of the ledger.
fn agrees_with_itself(program: &Program) {
    let board = board(program);
    let all = [
        "leaderboard",
        "--guild",
        "1",
        "--window",
        "all",
        "--min",
        "1",
        "--as-of",
        "2100-01-01T00:00:00Z",
    ];
    assert_eq!(program.json(&all), board);
    let ten_thousandths = |amount: &Value| amount.as_str().unwrap().replace('.', "").parse::<i64>().unwrap();
    for row in board.as_array().unwrap().iter().take(3) {
        let capper = row["capper"].as_str().unwrap();
        let lines = program.json(&["ledger", "--guild", "1", "--capper", capper]);
        let lines = lines.as_array().unwrap();
        let sum: i64 = lines.iter().map(|l| ten_thousandths(&l["net"])).sum();
        assert_eq!(sum, ten_thousandths(&row["net"]), "ledger of {capper}");
        assert_eq!(
            lines.last().unwrap()["balance"],
            row["net"],
            "balance of {capper}"
        );
        let stats = program.json(&["stats", "--guild", "1", "--capper", capper, "--by", "month"]);
        assert_eq!(stats["record"]["net"], row["net"], "{stats}");
        let months = stats["splits"].as_array().unwrap().iter();
        assert_eq!(
            months.map(|m| ten_thousandths(&m["net"])).sum::<i64>(),
            ten_thousandths(&row["net"])
        );
    }
}

pub(crate) fn healthy(program: &Program) {
    let report = program.json(&["doctor"]);
    assert_eq!(report["ok"], true, "{report}");
    let chain = program.json(&["verify", "--guild", "1"]);
    assert_eq!(
        (&chain["ok"], &chain["first_bad"]),
        (&true.into(), &Value::Null),
        "{chain}"
    );
}

#[test]
fn every_total_of_an_invented_history_is_exact_also_after_corrections() {
    let mut rng = Rng::new(2024);
    let (nfl, football) = (history::nfl(&mut rng, 40), history::football(&mut rng, 45));
    let sources = [
        ("nfl.csv", "nfl-archive", nfl.as_str()),
        ("epl.csv", "football-prices", football.as_str()),
    ];
    let program = Program::new();
    let (mut games, bets) = main_job(&program, &sources, 24_000, 7);

    // A later file corrects results, and has some that were missing.
    let corrected = [
        (
            "nfl.csv",
            "nfl-archive",
            history::correct(&mut rng, &nfl, (12, 13), 4..12),
        ),
        (
            "epl.csv",
            "football-prices",
            history::correct(&mut rng, &football, (6, 7), 8..10),
        ),
    ];
    for (name, preset, text) in &corrected {
        std::fs::write(program.path(name), text).unwrap();
        let summary = program.json(&["import", "games", name, "--preset", preset]);
        let (read, inserted, updated, unchanged, rejected) = counts(&summary);
        assert!(
            updated > 0 && inserted + rejected == 0 && read == updated + unchanged,
            "{name}: {summary}"
        );
        games.read(text);
    }
    let settled = program.json(&["settle", "--guild", "1"]);
    assert!(
        settled["regraded"].as_u64() > Some(0) && settled["settled"].as_u64() > Some(0),
        "{settled}"
    );
    exact::compare(&board(&program), &exact::board(&bets, &games));
    agrees_with_itself(&program);
    healthy(&program);
}

/// On real results and prices, where they are at hand beside the checkout.
#[test]
fn every_total_on_the_real_archives_is_exact() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/");
    let read = |name: &str| std::fs::read_to_string(format!("{data}{name}"));
    let (Ok(nfl), Ok(football)) = (read("nfl_2011_2018.csv"), read("epl_2009_2019.csv")) else {
        println!("NOT RUN on the real archives: {data} has none");
        return;
    };
    println!("run on the real archives in {data}");
    let sources = [
        ("nfl_2011_2018.csv", "nfl-archive", nfl.as_str()),
        ("epl_2009_2019.csv", "football-prices", football.as_str()),
    ];
    main_job(&Program::new(), &sources, 20_000, 11);
}
