//! `dbsbm init` and `dbsbm migrate`: the schema of the database.

use super::{closing, wait, with_book};
use crate::{Verdict, args::Global, config::Config, failure::Failure, output::Output};
use clap::Subcommand;
use dbsbm_store::{Book, Environment, SchemaVersion};
use std::io::Write as _;

#[derive(Debug, Subcommand)]
pub(crate) enum Migrate {
    /// Show the schema version of the database, and the newest one
    #[command(after_help = "Example:\n  dbsbm migrate status --json\n\nJSON: `current` and `newest`.")]
    Status,
    /// Bring the schema up to the newest version
    #[command(after_help = "Example:\n  dbsbm migrate up\n\nJSON: `current` and `newest`.")]
    Up,
    /// Take the schema back to an older version; what the newer ones added is lost
    #[command(after_help = "Example:\n  dbsbm migrate down --to 1\n\nJSON: `current` and `newest`.")]
    Down {
        /// The version to go back to; 0 removes every table, e.g. --to 1
        #[arg(long, value_name = "N")]
        to: i64,
    },
}

pub(crate) fn init(global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let version = with_book(global, async |book| Ok(book.schema_version().await?))?;
    show(version, out)
}

pub(crate) fn migrate(step: &Migrate, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let address = Config::load(global)?.database(global);
    let version = wait(async {
        let book = Book::open_as_is(&address, Environment::system()).await?;
        let step = async |book: Book| {
            Ok(match step {
                Migrate::Status => book.schema_version().await?,
                Migrate::Up => book.migrate_up().await?,
                Migrate::Down { to } => book.migrate_down(*to).await?,
            })
        };
        closing(book, step).await
    })?;
    show(version, out)
}

fn show(version: SchemaVersion, out: &Output) -> Result<Verdict, Failure> {
    out.answer(&version, |w| {
        writeln!(w, "schema version {} of {}", version.current, version.newest)
    })
}
