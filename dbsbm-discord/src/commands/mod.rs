//! The commands: what Discord is told of each, and who answers it. One file each.

mod bet;
mod locale;
mod reference;
mod register;
mod spec;

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
static ALL: &[Command] = &[Command {
    spec: bet::spec,
    run: handler!(bet::run),
    typing: None,
    later: Later::Private,
}];

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
