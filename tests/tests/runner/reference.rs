//! Texts made from the program's arguments are what the repository holds.

use crate::program::Program;

/// What is kept in docs under this name is what the program prints.
fn kept(args: &[&str], name: &str) {
    let ran = Program::new().run(args);
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");
    let kept = std::fs::read_to_string(format!("{docs}/{name}")).unwrap();
    let again = args.join(" ");
    assert!(
        ran.stdout == kept,
        "docs/{name} is stale: cargo run -p dbsbm-cli -- {again} > docs/{name}"
    );
}

#[test]
fn the_command_reference_in_docs_is_the_programs_own_help() {
    kept(&["reference"], "cli.md");
}

#[test]
fn the_list_of_the_bots_commands_is_what_discord_is_told() {
    kept(&["reference", "discord"], "discord-commands.md");
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
