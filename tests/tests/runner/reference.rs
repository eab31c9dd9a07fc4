//! Texts made from the program's arguments are what the repository holds.

use crate::program::Program;

#[test]
fn the_command_reference_in_docs_is_the_programs_own_help() {
    let ran = Program::new().run(&["reference"]);
    let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/cli.md");
    let kept = std::fs::read_to_string(kept).unwrap();
    assert!(
        ran.stdout == kept,
        "docs/cli.md is stale: cargo run -p dbsbm-cli -- reference > docs/cli.md"
    );
}

#[test]
fn completions_and_manual_pages_are_made() {
    let program = Program::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = program.run(&["completions", shell]);
        assert!(ran.code == 0 && ran.stdout.contains("dbsbm"), "{shell}");
    }
    assert!(program.run(&["man"]).stdout.contains(".TH dbsbm 1"));
    assert_eq!(program.run(&["man", "--dir", "pages"]).code, 0);
    assert!(program.path("pages/dbsbm-calc-odds.1").exists());
}
