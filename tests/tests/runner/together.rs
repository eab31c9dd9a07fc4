//! Several processes on one database at once: each waits its turn, and the books end as if there had been one.

use crate::{
    exact::{self, Games},
    history::{self, Rng},
    main_job::{board, healthy},
    program::Program,
};
use std::process::{Child, Stdio};

#[test]
fn importing_and_settling_at_the_same_time() {
    let mut rng = Rng::new(31);
    let nfl = history::nfl(&mut rng, 30);
    let mut games = Games::default();
    games.read(&nfl);
    let bets = history::bets(&mut rng, &games.all(), 5_000);
    let expected = exact::board(&bets, &games);
    let program = Program::new();
    std::fs::write(program.path("nfl.csv"), &nfl).unwrap();
    std::fs::write(program.path("bets.csv"), &bets).unwrap();

    let start = |args: &[&str]| {
        let mut command = program.command(args);
        let quiet = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        quiet.spawn().unwrap()
    };
    let ends = |child: Child, codes: &[i32]| {
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            codes.contains(&output.status.code().unwrap()),
            "{}: {said}",
            output.status
        );
    };
    let late = [i32::from(expected.late > 0)];
    // The first ones also race for making the database.
    for child in [0; 6].map(|_| start(&["guild", "add", "1", "--name", "Sharp Room"])) {
        ends(child, &[0]);
    }
    for child in [0; 3].map(|_| start(&["import", "games", "nfl.csv", "--preset", "nfl-archive"])) {
        ends(child, &[0]);
    }
    let importing = [0; 2].map(|_| start(&["import", "bets", "bets.csv", "--guild", "1"]));
    let settling = [0; 2].map(|_| start(&["settle", "--guild", "1"]));
    let reading = start(&["leaderboard", "--guild", "1"]);
    ends(reading, &[0]);
    importing.into_iter().for_each(|child| ends(child, &late));
    settling.into_iter().for_each(|child| ends(child, &[0]));
    for child in [0; 3].map(|_| start(&["settle", "--guild", "1"])) {
        ends(child, &[0]);
    }
    exact::compare(&board(&program), &expected);
    healthy(&program);
}
