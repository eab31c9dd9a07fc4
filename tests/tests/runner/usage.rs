//! Exit codes, errors as JSON, and what goes to which stream.

use crate::program::Program;

#[test]
fn a_wrong_command_line_is_usage() {
    let program = Program::new();
    for args in [
        &["nonsense"][..],
        &["calc", "odds"],
        &["calc", "odds", "-110", "--colour"],
    ] {
        let ran = program.run(args);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{args:?}");
        assert_eq!(program.refusal(args, 2).0, "usage");
    }
}

#[test]
fn version_and_help_are_answers() {
    let program = Program::new();
    let ran = program.run(&["--version"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    assert!(ran.stdout.starts_with("dbsbm "));
    assert!(
        program
            .run(&["calc", "odds", "--help"])
            .stdout
            .contains("dbsbm calc odds -110")
    );
}

#[test]
fn text_for_people_has_no_colour_when_nobody_looks() {
    let program = Program::new();
    let refused = program.run(&["calc", "odds", "abc"]);
    assert!(refused.stdout.is_empty() && refused.stderr.starts_with("error: `abc` is no price"));
    assert!(!refused.stderr.contains('\u{1b}'));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let program = Program::new();
    let mut child = program
        .command(&["reference"])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(
        (output.status.code(), output.stderr.as_slice()),
        (Some(0), &b""[..])
    );
}

#[test]
fn logs_go_to_standard_error_without_colour() {
    let program = Program::new();
    let ran = program.run(&["-vv", "init", "--json"]);
    assert!(ran.code == 0 && ran.json().is_object());
    assert!(
        ran.stderr.contains("DEBUG") && !ran.stderr.contains('\u{1b}'),
        "{}",
        ran.stderr
    );
    assert_eq!(program.run(&["init"]).stderr, "");
}
