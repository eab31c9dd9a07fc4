//! The arguments that every command shares, and the list of commands.

use crate::books::{
    WhichGuild, bet, board, capper, check, export, guild, hold, import, ledger, outbox, schema, stats,
};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Keeps the books of betting communities: picks in, settled against real results, a record that can be checked.
#[derive(Debug, Parser)]
#[command(
    name = "dbsbm",
    bin_name = "dbsbm",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true,
    after_help = "Examples:\n  dbsbm demo\n  dbsbm leaderboard --guild 1 --window 30d\n  dbsbm calc odds -110\n\n\
                  Exit codes: 0 done, 1 refused, 2 usage, 3 temporary (try again), 4 internal."
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Reads one of a fixed list of names, which help, completions and errors then show.
macro_rules! one_of {
    ($kind:ty) => {
        one_of!($kind, |_| true)
    };
    ($kind:ty, $shown:expr) => {{
        let shown: fn(&$kind) -> bool = $shown;
        let names = <$kind>::ALL.iter().filter(|v| shown(v)).map(|v| v.code());
        clap::builder::TypedValueParser::try_map(
            clap::builder::PossibleValuesParser::new(names),
            |name: String| name.parse::<$kind>(),
        )
    }};
}
pub(crate) use one_of;

/// The windows of a record.
pub(crate) fn windows() -> impl clap::builder::TypedValueParser<Value = dbsbm_core::record::Window> {
    use clap::builder::TypedValueParser as _;
    let names = ["7d", "30d", "90d", "month", "year", "all"];
    clap::builder::PossibleValuesParser::new(names).try_map(|name: String| name.parse())
}

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// The database; made and migrated on first use [default: sqlite://dbsbm.db], e.g. --db sqlite:///srv/book.db
    #[arg(
        long,
        value_name = "URL",
        global = true,
        env = "DBSBM_DATABASE_URL",
        hide_env_values = true
    )]
    pub(crate) db: Option<String>,
    /// A TOML file with settings that no option gives, e.g. --config /etc/dbsbm.toml
    #[arg(long, value_name = "FILE", global = true)]
    pub(crate) config: Option<PathBuf>,
    /// Print one JSON document on standard output, and nothing else there
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Show no progress and no notes
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// Log what happens to standard error; twice (-vv) for every step
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Play a made-up league season and show what the books make of it: the place to begin
    Demo(crate::demo::DemoArgs),
    /// Make the database, or bring it up to date
    #[command(
        after_help = "Example:\n  dbsbm init --db sqlite:///srv/book.db\n\nJSON: `current` and `newest` schema version."
    )]
    Init,
    /// Look at the schema of the database, or move it
    Migrate {
        #[command(subcommand)]
        step: schema::Migrate,
    },
    /// Open the books of a guild and change its settings
    Guild {
        #[command(subcommand)]
        command: guild::Guild,
    },
    /// Say who may post picks
    Capper {
        #[command(subcommand)]
        command: capper::Capper,
    },
    /// Bring in games, prices and bets from files
    Import {
        #[command(subcommand)]
        command: import::Import,
    },
    /// Post, show, withdraw and grade bets
    Bet {
        #[command(subcommand)]
        command: bet::Bet,
    },
    /// Settle every open bet whose legs have results, and regrade where results changed
    #[command(after_help = "Examples:\n  dbsbm settle --guild 1\n  dbsbm settle --json\n\n\
                      JSON: `settled`, `regraded`, `open`, `needs_review`. Without `--guild` every guild is settled.")]
    Settle {
        #[command(flatten)]
        guild: WhichGuild,
    },
    /// Show who is ahead
    Leaderboard(board::BoardArgs),
    /// Show a record in full, and split by what you ask
    Stats(stats::StatsArgs),
    /// List the postings of the record with their running balance
    Ledger(ledger::LedgerArgs),
    /// Write the books of a guild as CSV or JSON, or as a proof that others can check
    Export {
        #[command(subcommand)]
        command: export::Export,
    },
    /// Look at the deliveries that wait or were given up, and try those again
    Outbox {
        #[command(subcommand)]
        command: outbox::Outbox,
    },
    /// Hold new bets, settlement or deliveries for every guild, and let them go
    Hold {
        #[command(subcommand)]
        command: hold::Hold,
    },
    /// Recompute the hash chain of a guild's books, or of an exported proof
    Verify(check::VerifyArgs),
    /// Recompute tallies and balances from the events, and check every reference
    #[command(after_help = "Example:\n  dbsbm doctor\n\n\
                      JSON: `ok` and `findings`, each with `guild`, `place` and `problem`. Exit code 1 when it is not ok.")]
    Doctor,
    /// Run the Discord bot until it is told to stop
    Bot(crate::services::bot::BotArgs),
    /// Run every service that is configured, in one process, until told to stop
    #[command(
        after_help = "Examples:\n  dbsbm up --db sqlite:///srv/book.db\n\nThe bot runs when DISCORD_TOKEN is set; see `dbsbm bot --help`."
    )]
    Up(crate::services::bot::RunArgs),
    /// Calculators: odds, margins, settlement, stakes; no database
    Calc(crate::calc::CalcArgs),
    /// Print the completion script of a shell
    #[command(
        after_help = "Examples:\n  dbsbm completions bash > /etc/bash_completion.d/dbsbm\n  \
                      dbsbm completions fish > ~/.config/fish/completions/dbsbm.fish"
    )]
    Completions {
        /// The shell, e.g. zsh
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one page per command
    #[command(after_help = "Examples:\n  dbsbm man > dbsbm.1\n  dbsbm man --dir /usr/local/share/man/man1")]
    Man {
        /// Write the pages of all commands into this folder, e.g. --dir man1
        #[arg(long, value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// Print a reference as Markdown: the text of docs/cli.md, docs/settings.md or docs/discord-commands.md
    #[command(
        hide = true,
        after_help = "Examples:\n  dbsbm reference > docs/cli.md\n  dbsbm reference settings > docs/settings.md\n  \
                      dbsbm reference discord > docs/discord-commands.md"
    )]
    Reference {
        /// Of what: the commands, the settings of a guild, or the bot's commands
        #[arg(default_value = "commands", value_parser = ["commands", "settings", "discord"])]
        of: String,
    },
}
