//! The commands in README and guides can be typed as they stand: every `sh` block is run, in order, in one folder.

use crate::program::Program;
use std::process::{Command, Stdio};

/// The games that the guides speak of, out of the archives that they name.
const NFL: &str = "\
season,date,home,away,home_q1,away_q1,home_q2,away_q2,home_q3,away_q3,home_q4,away_q4,home_final,away_final,home_moneyline,away_moneyline,home_spread_open,home_spread_close,total_open,total_close
2011,2011-09-08,Packers,Saints,21,7,7,10,7,10,7,7,42,34,-250,210,-4.5,-5.0,46.0,48.0
2011,2011-09-11,Ravens,Steelers,14,0,7,7,11,0,3,0,35,7,-120,100,-2.5,-1.0,37.0,37.0
";
const EPL: &str = "\
Date,country,league,Season,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG,home_close,home_open,draw_close,draw_open,away_close,away_open,over_2.5_close,over_2.5_open,under_2.5_close,under_2.5_open,bts_yes_close,bts_yes_open,bts_no_close,bts_no_open
2010-01-30 18:30:00,england,premier-league,2009-2010,Burnley,Chelsea,1,2,0,1,11.76,10.73,5.1,4.84,1.29,1.3,1.71,1.68,2.12,2.16,,,,
";

/// The `sh` blocks of a document, as one script.
fn script(document: &str) -> String {
    let path = format!("{}/../{document}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap();
    let mut script = String::new();
    let mut inside = false;
    for line in text.lines() {
        match line {
            "```sh" => inside = true,
            "```" => inside = false,
            _ if inside => script += &format!("{line}\n"),
            _ => {}
        }
    }
    assert!(script.contains("dbsbm "), "{document} has nothing to run");
    script
}

/// Runs a document's commands in a folder; the first that is refused ends the test.
fn follow(folder: &Program, document: &str) -> String {
    let program = folder.command(&[]);
    let words = format!(
        "dbsbm() {{ '{}' \"$@\"; }}\n{}",
        program.get_program().display(),
        script(document)
    );
    let output = Command::new("sh")
        .args(["-eu", "-c", &words])
        .current_dir(folder.path("."))
        .env_remove("DBSBM_DATABASE_URL")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (said, failed) = (
        String::from_utf8_lossy(&output.stdout).into_owned(),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{document}:\n{said}\n{failed}");
    said
}

fn folder() -> Program {
    let folder = Program::new();
    std::fs::write(folder.path("nfl_2011_2018.csv"), NFL).unwrap();
    std::fs::write(folder.path("epl_2009_2019.csv"), EPL).unwrap();
    folder
}

#[test]
fn the_tour_and_the_analysts_guide_can_be_followed() {
    let folder = folder();
    let said = follow(&folder, "README.md");
    // What the README shows is what the program says.
    for line in [
        "- Packers -4.5: 42-34, margin 8, 3.5 over the line: win",
        "- staked 2.0000, returned 3.8182, rounded once half-even to 4 decimals",
        "- net 1.8182: won",
    ] {
        assert!(said.contains(line), "{said}");
    }
    follow(&folder, "docs/guide-analyst.md");
}

#[test]
fn the_operators_guide_can_be_followed() {
    follow(&folder(), "docs/guide-operator.md");
}
