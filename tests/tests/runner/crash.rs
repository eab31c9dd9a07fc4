//! What a crash leaves: killed at any moment and run again, the books end as if nothing had happened.

#![expect(
    clippy::print_stdout,
    reason = "a test says what it ran on, and what it could not run"
)]

use crate::{
    exact::{self, Games},
    history::{self, Rng},
    main_job::{board, healthy},
    program::Program,
};
use std::{process::Stdio, time::Duration};

/// Kills that have to land in each step.
const KILLS: usize = 12;

/// Starts the program and kills it (SIGKILL) after a random moment; says whether it was still running then.
fn killed(program: &Program, args: &[&str], rng: &mut Rng, longest: i64) -> bool {
    let mut child = program
        .command(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_millis(
        u64::try_from(rng.between(5, longest)).unwrap(),
    ));
    child.kill().unwrap();
    // A program that ended by itself has an exit code.
    child.wait().unwrap().code().is_none()
}

#[test]
fn killed_at_random_moments_the_books_end_the_same() {
    let mut rng = Rng::new(99);
    let (nfl, football) = (history::nfl(&mut rng, 80), history::football(&mut rng, 80));
    let mut games = Games::default();
    games.read(&nfl);
    games.read(&football);
    let bets = history::bets(&mut rng, &games.all(), 20_000);
    // A second file corrects results: the last settlement is one of regrades.
    let corrected = history::correct(&mut rng, &nfl, (12, 13), 4..12);
    games.read(&corrected);
    let expected = exact::board(&bets, &games);

    let program = Program::new();
    for (name, text) in [
        ("nfl.csv", &nfl),
        ("epl.csv", &football),
        ("bets.csv", &bets),
        ("corrected.csv", &corrected),
    ] {
        std::fs::write(program.path(name), text).unwrap();
    }
    program.json(&["guild", "add", "1", "--name", "Sharp Room"]);
    let mut landed = 0;
    for (args, code) in [
        (&["import", "games", "nfl.csv", "--preset", "nfl-archive"][..], 0),
        (&["import", "games", "epl.csv", "--preset", "football-prices"], 0),
        (
            &["import", "bets", "bets.csv", "--guild", "1"],
            i32::from(expected.late > 0),
        ),
        (&["settle", "--guild", "1"], 0),
        (
            &["import", "games", "corrected.csv", "--preset", "nfl-archive"],
            0,
        ),
        (&["settle", "--guild", "1"], 0),
    ] {
        // A run that gets to its end before the kill shows that this one was too late: the next ones are sooner.
        let (mut longest, mut here) = (400, 0);
        while here < KILLS {
            if killed(&program, args, &mut rng, longest) {
                here += 1;
            } else {
                longest = (longest * 4 / 5).max(8);
            }
        }
        landed += here;
        healthy(&program);
        let ran = program.run(args);
        assert_eq!(ran.code, code, "{args:?}: {ran:?}");
    }
    println!("{landed} kills landed");
    assert!(landed >= 50);
    exact::compare(&board(&program), &expected);
    healthy(&program);
}
