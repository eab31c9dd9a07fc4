//! The `dbsbm` command line: reads arguments, calls the library that knows, and presents what it says.
//!
//! Nothing is decided here. Every command is a module that turns arguments into one call and the answer into one JSON
//! document (`--json`) or a table for people; [`main`] maps errors to exit codes once, at the edge.
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     dbsbm_cli::main()
//! }
//! ```

mod args;
mod books;
mod calc;
mod config;
mod demo;
mod failure;
mod output;
mod pictures;
mod progress;
mod reference;
mod services;
mod table;

use args::{Cli, Command};
use books::{bet, board, capper, check, export, guild, hold, import, ledger, outbox, schema, settle, stats};
use clap::{CommandFactory, FromArgMatches};
use failure::Failure;
use output::Output;
use std::process::ExitCode;
use tracing_subscriber::{layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// Compiles and runs the examples of the library guide: this crate may use all that the guide is about.
#[cfg(doctest)]
#[doc = include_str!("../../docs/guide-library.md")]
pub struct LibraryGuide;

/// How a command that printed its answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// All of it was done.
    Done,
    /// It ran to its end, and the answer says what was refused or found wrong: exit code 1.
    Rejected,
}

/// Runs the program on the arguments of the process and answers with its exit code.
pub fn main() -> ExitCode {
    let raw = calc::tell_prices_from_options(std::env::args_os().collect());
    let wants_json = raw.iter().take_while(|a| *a != "--").any(|a| a == "--json");
    let cli = Cli::command()
        .try_get_matches_from(raw)
        .and_then(|m| Cli::from_arg_matches(&m));
    match cli {
        Ok(cli) => {
            let out = Output::new(cli.global.json, cli.global.quiet);
            match run(cli, &out) {
                Ok(Verdict::Done) => ExitCode::SUCCESS,
                Ok(Verdict::Rejected) => ExitCode::from(1),
                Err(failure) => out.fail(&failure),
            }
        }
        Err(asked) if !asked.use_stderr() => {
            // `--help` and `--version`: a closed pipe is no failure.
            let _ = asked.print();
            ExitCode::SUCCESS
        }
        Err(wrong) if wants_json => Output::new(true, false).fail(&Failure::from_clap(&wrong)),
        Err(wrong) => {
            let _ = wrong.print();
            ExitCode::from(2)
        }
    }
}

fn run(cli: Cli, out: &Output) -> Result<Verdict, Failure> {
    let Cli { global, command } = cli;
    let service = matches!(command, Command::Bot(_) | Command::Up(_));
    log_to_stderr(global.verbose + u8::from(service && !global.quiet));
    match command {
        Command::Demo(args) => demo::run(&args, out),
        Command::Init => schema::init(&global, out),
        Command::Migrate { step } => schema::migrate(&step, &global, out),
        Command::Guild { command } => guild::run(command, &global, out),
        Command::Capper { command } => capper::run(command, &global, out),
        Command::Import { command } => import::run(command, &global, out),
        Command::Bet { command } => bet::run(command, &global, out),
        Command::Settle { guild } => settle::run(guild, &global, out),
        Command::Leaderboard(args) => board::run(&args, &global, out),
        Command::Stats(args) => stats::run(&args, &global, out),
        Command::Export { command } => export::run(command, &global, out),
        Command::Ledger(args) => ledger::run(&args, &global, out),
        Command::Outbox { command } => outbox::run(command, &global, out),
        Command::Hold { command } => hold::run(command, &global, out),
        Command::Verify(args) => check::verify(&args, &global, out),
        Command::Doctor => check::doctor(&global, out),
        Command::Bot(args) => services::bot::run(args, &global, out),
        Command::Up(args) => services::up(args, &global),
        Command::Calc(args) => calc::run(args, out),
        Command::Completions { shell } => reference::completions(shell, out),
        Command::Man { dir } => reference::man(dir.as_deref(), out),
        Command::Reference { of } => reference::markdown(&of, out),
    }
}

/// Logs what our libraries tell, from the level that `-v` asks for; without it only what went wrong, and of a service
/// also what it does. Other people's libraries only warn: their details may hold addresses with tokens in them.
fn log_to_stderr(verbose: u8) {
    let level = match verbose {
        0 => tracing::Level::ERROR,
        1 => tracing::Level::INFO,
        2 => tracing::Level::DEBUG,
        _ => tracing::Level::TRACE,
    };
    let ours = [
        "dbsbm_cli",
        "dbsbm_core",
        "dbsbm_discord",
        "dbsbm_render",
        "dbsbm_store",
    ];
    let others = level.min(tracing::Level::WARN);
    let targets = tracing_subscriber::filter::Targets::new()
        .with_default(others)
        .with_targets(ours.map(|target| (target, level)));
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(anstream::stderr))
        .with(targets)
        .init();
}
