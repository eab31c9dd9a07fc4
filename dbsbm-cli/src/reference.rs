//! Texts made from the arguments themselves: completions, the manual page, and the reference in Markdown.

use crate::{Verdict, args::Cli, failure::Failure, output::Output};
use clap::{Arg, Command, CommandFactory};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

pub(crate) fn completions(shell: clap_complete::Shell, out: &Output) -> Result<Verdict, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "dbsbm", &mut text);
    print(out, &text)
}

/// The page of the program on standard output, or one page per command as files.
pub(crate) fn man(dir: Option<&Path>, out: &Output) -> Result<Verdict, Failure> {
    if let Some(dir) = dir {
        std::fs::create_dir_all(dir).map_err(|e| Failure::file(dir, &e))?;
        clap_mangen::generate_to(Cli::command(), dir).map_err(|e| Failure::file(dir, &e))?;
        return Ok(Verdict::Done);
    }
    let mut text = Vec::new();
    clap_mangen::Man::new(Cli::command()).render(&mut text)?;
    print(out, &text)
}

/// The reference of the settings of a guild, of the bot's commands, or of the program's.
pub(crate) fn markdown(of: &str, out: &Output) -> Result<Verdict, Failure> {
    let text = match of {
        "settings" => dbsbm_core::guild::reference_markdown(),
        "discord" => dbsbm_discord::reference_markdown(),
        _ => reference(),
    };
    print(out, text.as_bytes())
}

fn print(out: &Output, text: &[u8]) -> Result<Verdict, Failure> {
    let mut stdout = out.people();
    stdout.write_all(text)?;
    stdout.flush()?;
    Ok(Verdict::Done)
}

/// Every shown command with its path, parents first.
fn commands() -> Vec<(String, Command)> {
    fn walk(path: String, command: &Command, found: &mut Vec<(String, Command)>) {
        found.push((path.clone(), command.clone()));
        for sub in command
            .get_subcommands()
            .filter(|s| !s.is_hide_set() && s.get_name() != "help")
        {
            walk(format!("{path} {}", sub.get_name()), sub, found);
        }
    }
    let mut root = Cli::command();
    root.build();
    let mut found = Vec::new();
    walk("dbsbm".into(), &root, &mut found);
    found
}

/// The reference as Markdown.
fn reference() -> String {
    let mut text = String::from(
        "# The `dbsbm` command\n\n\
         Made from the program's own help by `dbsbm reference`; a test compares the two.\n",
    );
    for (path, command) in commands() {
        section(&mut text, &path, &command);
    }
    text
}

fn section(text: &mut String, path: &str, command: &Command) {
    let depth = "#".repeat(path.split(' ').count().clamp(2, 4));
    let about = command.get_long_about().or_else(|| command.get_about());
    let _ = write!(
        text,
        "\n{depth} `{path}`\n\n{}\n",
        sentence(about.map(ToString::to_string))
    );
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let _ = write!(text, "\n```text\n{usage}\n```\n");
    let root = path == "dbsbm";
    let shown: Vec<&Arg> = command
        .get_arguments()
        .filter(|a| !a.is_hide_set() && !matches!(a.get_id().as_str(), "help" | "version"))
        .filter(|a| root || !a.is_global_set())
        .collect();
    if !shown.is_empty() {
        text.push_str("\n| argument | meaning |\n| --- | --- |\n");
        for arg in shown {
            let _ = writeln!(text, "| `{}` | {} |", spelling(arg), meaning(arg));
        }
    }
    if let Some(after) = command.get_after_help() {
        example(text, &after.to_string());
    }
}

/// Help texts start in lower or upper case and have no final point; a sentence in Markdown has one.
fn sentence(text: Option<String>) -> String {
    let text = text.unwrap_or_default();
    if text.ends_with(['.', ':']) {
        text
    } else {
        format!("{text}.")
    }
}

/// `--db <URL>`, `-q, --quiet`, `<PRICE>`.
fn spelling(arg: &Arg) -> String {
    let values = arg.get_value_names().unwrap_or_default();
    let takes = arg.get_action().takes_values();
    let value = if takes {
        values.iter().map(|v| format!(" <{v}>")).collect()
    } else {
        String::new()
    };
    let text = match (arg.get_short(), arg.get_long()) {
        (Some(s), Some(l)) => format!("-{s}, --{l}{value}"),
        (Some(s), None) => format!("-{s}{value}"),
        (None, Some(l)) => format!("--{l}{value}"),
        (None, None) => value.trim_start().to_string(),
    };
    text.replace('|', "\\|")
}

fn meaning(arg: &Arg) -> String {
    let mut text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let choices: Vec<String> = arg
        .get_possible_values()
        .iter()
        .filter(|v| !v.is_hide_set())
        .map(|v| format!("`{}`", v.get_name()))
        .collect();
    if arg.get_action().takes_values() && !choices.is_empty() {
        let _ = write!(text, "; one of {}", choices.join(", "));
    }
    let defaults: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|d| d.to_string_lossy())
        .collect();
    if arg.get_action().takes_values() && !defaults.is_empty() {
        let _ = write!(text, "; default `{}`", defaults.join(" "));
    }
    text.replace('|', "\\|").replace('\n', " ")
}

/// The text after the help: examples in a code block, the rest as it is.
fn example(text: &mut String, after: &str) {
    for part in after.split("\n\n") {
        match part.split_once('\n') {
            Some((title, lines)) if title.starts_with("Example") => {
                let lines: Vec<&str> = lines.lines().map(str::trim).collect();
                let _ = write!(text, "\n```sh\n{}\n```\n", lines.join("\n"));
            }
            _ => {
                let lines: Vec<&str> = part.lines().map(str::trim).collect();
                let _ = write!(text, "\n{}\n", lines.join("\n"));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_an_example_and_every_argument_a_sentence() {
        Cli::command().debug_assert();
        for (path, command) in commands() {
            assert!(command.get_about().is_some(), "{path}: what does it do?");
            let group = command.get_subcommands().next().is_some() && path != "dbsbm";
            let example = command
                .get_after_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            assert!(group || example.contains("  dbsbm "), "{path}: no example");
            for arg in command.get_arguments() {
                assert!(arg.get_help().is_some(), "{path} {}: no help", arg.get_id());
            }
        }
    }
}
