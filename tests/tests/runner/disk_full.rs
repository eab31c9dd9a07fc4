//! A full disk: the run ends with a typed error and exit code 3, what was committed stays whole, and with room again the
//! same command completes.

#![expect(
    clippy::print_stdout,
    reason = "a test says what it ran on, and what it could not run"
)]

use crate::{
    exact::{self, Games},
    history::{self, Rng},
    main_job::{board, healthy},
    program::{Program, Ran},
};
use std::process::Command;

struct Story {
    program: Program,
    expected: exact::Expected,
}

impl Story {
    /// A folder with files to import, and a guild in `books/dbsbm.db`.
    fn new() -> Self {
        let mut rng = Rng::new(5);
        let nfl = history::nfl(&mut rng, 20);
        let mut games = Games::default();
        games.read(&nfl);
        let bets = history::bets(&mut rng, &games.all(), 4_000);
        let program = Program::new();
        std::fs::write(program.path("nfl.csv"), &nfl).unwrap();
        std::fs::write(program.path("bets.csv"), &bets).unwrap();
        Self {
            program,
            expected: exact::board(&bets, &games),
        }
    }

    fn prepare(&self) {
        self.program.json(&["guild", "add", "1", "--name", "Sharp Room"]);
        self.program
            .json(&["import", "games", "nfl.csv", "--preset", "nfl-archive"]);
    }

    /// The end of the story, when there is room again.
    fn ends_well(&self) {
        healthy(&self.program);
        let ran = self.program.run(&["import", "bets", "bets.csv", "--guild", "1"]);
        assert_eq!(ran.code, i32::from(self.expected.late > 0), "{ran:?}");
        self.program.json(&["settle"]);
        exact::compare(&board(&self.program), &self.expected);
        healthy(&self.program);
    }
}

fn shell(program: &Program, script: &str, args: &[&str]) -> Ran {
    let plain = program.command(args);
    let mut command = Command::new("sh");
    command
        .args(["-c", script, "sh"])
        .arg(plain.get_program())
        .args(plain.get_args());
    command
        .current_dir(plain.get_current_dir().unwrap())
        .env_remove("DBSBM_DATABASE_URL");
    let output = command.output().unwrap();
    Ran {
        code: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A limit on the size of files, which every Unix has, stands for a quota.
#[test]
fn a_file_that_may_not_grow_is_a_full_disk() {
    let story = Story::new();
    story.prepare();
    let size = std::fs::metadata(story.program.path("dbsbm.db")).unwrap().len();
    // In blocks of 512 bytes: room for some batches of bets, not for all.
    let limit = format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", size / 512 + 1500);
    let args = ["import", "bets", "bets.csv", "--guild", "1", "--json"];
    let ran = shell(&story.program, &limit, &args);
    assert_eq!(ran.code, 3, "{ran:?}");
    let error = &ran.json()["error"];
    assert_eq!(error["code"], "disk", "{error}");
    story.ends_well();
}

/// The real thing, where a file system can be mounted: as root, or in a user namespace.
#[test]
fn a_file_system_without_room() {
    let story = Story::new();
    let books = story.program.path("books");
    std::fs::create_dir(&books).unwrap();
    // Everything happens in one shell, because a mount in a namespace is gone with it.
    let script = r#"
        mount -t tmpfs -o size=2m tmpfs books || exit 77
        trap 'umount books' EXIT
        db="--db sqlite://books/dbsbm.db"
        "$@" $db guild add 1 --name Room && "$@" $db import games nfl.csv --preset nfl-archive || exit 1
        "$@" $db import bets bets.csv --guild 1 --json > full.json; echo $? > full.code
        mount -o remount,size=100m tmpfs books || exit 2
        "$@" $db doctor && "$@" $db verify || exit 3
        "$@" $db import bets bets.csv --guild 1; "$@" $db settle || exit 4
        cp books/dbsbm.db* .
    "#;
    let mut ran = shell(&story.program, script, &[]);
    if ran.code == 77 {
        let inside = format!(
            "exec unshare --user --map-root-user --mount sh -c '{}' sh \"$@\"",
            script.replace('\'', "'\\''")
        );
        ran = shell(&story.program, &inside, &[]);
    }
    if matches!(ran.code, 77 | 126 | 127) || ran.stderr.contains("unshare") {
        println!(
            "NOT RUN on a full file system: none can be mounted here ({})",
            ran.stderr.trim()
        );
        return;
    }
    assert_eq!(ran.code, 0, "{ran:?}");
    let kept = |name: &str| std::fs::read_to_string(story.program.path(name)).unwrap();
    assert_eq!(kept("full.code").trim(), "3", "{}", kept("full.json"));
    assert!(kept("full.json").contains("disk_full"), "{}", kept("full.json"));
    story.ends_well();
}
