//! The list of commands for the documentation, made from what Discord is told.

use super::{Kind, Needs, Opt, OptKind, specs};
use crate::invite::PERMISSIONS;
use std::fmt::Write as _;

/// The commands and the permissions as Markdown: the text of `docs/discord-commands.md`.
pub fn reference_markdown() -> String {
    let mut out = String::from(
        "# The bot's commands\n\nMade from the commands themselves by `dbsbm reference discord`; a test compares the two.\n\n\
         A command that needs *Manage Server* is hidden from others until a server's admin decides otherwise. What may be done with a\n\
         command is decided by the books: posting needs a capper, grading a grader.\n",
    );
    for spec in specs() {
        let name = match spec.kind {
            Kind::Slash => format!("/{}", spec.name),
            Kind::OnMessage => format!("{} (on a message)", spec.name),
        };
        let needs = match spec.needs {
            Needs::Nothing => "",
            Needs::Admin => " Needs *Manage Server*.",
            Needs::Operator => " In the operator's server alone.",
        };
        let about = if spec.about.is_empty() {
            String::new()
        } else {
            format!("{}.", spec.about.trim_end_matches('.'))
        };
        let _ = write!(out, "\n## `{name}`\n\n{about}{needs}\n");
        options(&mut out, &name, &spec.options);
    }
    out.push_str("\n## Permissions\n\nWhat the bot asks of a server, and why:\n\n| permission | for |\n| --- | --- |\n");
    for permission in PERMISSIONS {
        let _ = writeln!(out, "| {} | {} |", permission.name, permission.why);
    }
    out
}

fn options(out: &mut String, path: &str, options: &[Opt]) {
    let plain: Vec<&Opt> = options.iter().filter(|o| below(o).is_none()).collect();
    if !plain.is_empty() {
        out.push_str("\n| option | takes | what it is |\n| --- | --- | --- |\n");
        for option in plain {
            let must = if option.required { "" } else { " (optional)" };
            let _ = writeln!(
                out,
                "| `{}`{must} | {} | {} |",
                option.name,
                takes(&option.kind),
                option.about
            );
        }
    }
    for option in options {
        if let Some(deeper) = below(option) {
            let path = format!("{path} {}", option.name);
            let _ = write!(out, "\n### `{path}`\n\n{}.\n", option.about.trim_end_matches('.'));
            self::options(out, &path, deeper);
        }
    }
}

const fn below(option: &Opt) -> Option<&Vec<Opt>> {
    match &option.kind {
        OptKind::Sub(deeper) | OptKind::Group(deeper) => Some(deeper),
        _ => None,
    }
}

fn takes(kind: &OptKind) -> String {
    match kind {
        OptKind::Sub(_) | OptKind::Group(_) => String::new(),
        OptKind::Text(most) => format!("text, at most {most} characters"),
        OptKind::OneOf(choices) => choices
            .iter()
            .map(|(_, name)| *name)
            .collect::<Vec<_>>()
            .join(", "),
        OptKind::Whole(least, most) => format!("{least} to {most}"),
        OptKind::Number(least, most) => format!("a number from {least} to {most}"),
        OptKind::Flag => "yes or no".into(),
        OptKind::Person => "a member".into(),
        OptKind::Channel => "a text channel".into(),
        OptKind::Voice => "a voice channel".into(),
        OptKind::Role => "a role".into(),
        OptKind::File => "a file".into(),
    }
}
