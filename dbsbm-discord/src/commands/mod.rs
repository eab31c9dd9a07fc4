//! The commands: what Discord is told of each, and who answers it. One file each.

mod bet;
mod locale;
mod mybets;
mod parlay;
mod picks;
mod post_as_picks;
mod reference;
mod register;
mod spec;
mod withdraw;

use crate::router::{Handler, Later, handler};
pub use reference::reference_markdown;
pub(crate) use register::register;
pub use spec::{Kind, Needs, Opt, OptKind, Spec};

/// A command.
pub(crate) struct Command {
    /// What Discord is told of it.
    pub(crate) spec: fn() -> Spec,
    /// Answers it.
    pub(crate) run: Handler,
    /// Gives choices while a person types.
    pub(crate) typing: Option<Handler>,
    /// How the answer comes when it takes longer.
    pub(crate) later: Later,
}

/// All of them, in the order of the list in the documentation.
static ALL: &[Command] = &[
    Command {
        spec: bet::spec,
        run: handler!(bet::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: picks::spec,
        run: handler!(picks::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: post_as_picks::spec,
        run: handler!(post_as_picks::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: parlay::spec,
        run: handler!(parlay::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: mybets::spec,
        run: handler!(mybets::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: withdraw::spec,
        run: handler!(withdraw::run),
        typing: Some(handler!(withdraw::typing)),
        later: Later::Private,
    },
];

/// The command of this name; subcommands belong to their first word, names of commands on messages have blanks.
pub(crate) fn find(name: &str) -> Option<&'static Command> {
    let first = name.split(' ').next().unwrap_or(name);
    ALL.iter().find(|c| {
        let spec = (c.spec)();
        spec.name == name || spec.name == first
    })
}

/// What Discord is told of every command.
pub fn specs() -> Vec<Spec> {
    ALL.iter().map(|c| (c.spec)()).collect()
}
