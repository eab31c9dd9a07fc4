//! The commands: what Discord is told of each, and who answers it. One file each.

mod announce;
mod audit;
mod bet;
mod calendar;
mod capper;
mod export;
mod follow;
mod games;
mod given;
mod grade;
mod leaderboard;
mod locale;
mod logo;
mod mybets;
mod mytails;
mod notify;
mod odds;
mod ops;
mod parlay;
mod pause;
mod picks;
mod plan;
mod post_as_picks;
mod privacy;
mod profile;
mod queue;
mod record;
mod reference;
mod register;
mod season;
mod setup;
mod spec;
mod stats;
mod tools;
mod verify;
mod wager;
mod webhook;
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
        typing: Some(handler!(given::offer_games)),
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
    Command {
        spec: profile::spec,
        run: handler!(profile::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: stats::spec,
        run: handler!(stats::run),
        typing: None,
        later: Later::Public,
    },
    Command {
        spec: leaderboard::spec,
        run: handler!(leaderboard::run),
        typing: None,
        later: Later::Public,
    },
    Command {
        spec: record::spec,
        run: handler!(record::run),
        typing: None,
        later: Later::Public,
    },
    Command {
        spec: calendar::spec,
        run: handler!(calendar::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: games::spec,
        run: handler!(games::run),
        typing: Some(handler!(games::typing)),
        later: Later::Private,
    },
    Command {
        spec: odds::spec,
        run: handler!(odds::run),
        typing: Some(handler!(given::offer_games)),
        later: Later::Private,
    },
    Command {
        spec: games::schedule_spec,
        run: handler!(games::schedule),
        typing: Some(handler!(games::typing)),
        later: Later::Private,
    },
    Command {
        spec: games::live_spec,
        run: handler!(games::live),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: mytails::spec,
        run: handler!(mytails::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: follow::spec,
        run: handler!(follow::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: notify::spec,
        run: handler!(notify::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: pause::spec,
        run: handler!(pause::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: tools::spec,
        run: handler!(tools::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: privacy::spec,
        run: handler!(privacy::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: verify::spec,
        run: handler!(verify::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: grade::spec,
        run: handler!(grade::run),
        typing: Some(handler!(given::offer_bets)),
        later: Later::Private,
    },
    Command {
        spec: queue::spec,
        run: handler!(queue::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: setup::spec,
        run: handler!(setup::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: capper::spec,
        run: handler!(capper::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: logo::spec,
        run: handler!(logo::run),
        typing: Some(handler!(logo::typing)),
        later: Later::Private,
    },
    Command {
        spec: wager::spec,
        run: handler!(wager::run),
        typing: Some(handler!(given::offer_bets)),
        later: Later::Private,
    },
    Command {
        spec: season::spec,
        run: handler!(season::run),
        typing: Some(handler!(season::typing)),
        later: Later::Private,
    },
    Command {
        spec: export::spec,
        run: handler!(export::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: webhook::spec,
        run: handler!(webhook::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: audit::spec,
        run: handler!(audit::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: plan::spec,
        run: handler!(plan::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: announce::spec,
        run: handler!(announce::run),
        typing: None,
        later: Later::Private,
    },
    Command {
        spec: ops::spec,
        run: handler!(ops::run),
        typing: None,
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
