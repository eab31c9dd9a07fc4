//! `dbsbm hold`: what an operator holds, for every guild and front-end.

use super::with_book;
use crate::{Verdict, args::Global, failure::Failure, output::Output, table::Table};
use clap::Subcommand;
use serde_json::json;
use std::io::Write as _;

#[derive(Debug, Subcommand)]
pub(crate) enum Hold {
    /// List what is held
    #[command(after_help = "Example:\n  dbsbm hold list\n\n\
                      JSON: an array, the oldest first: `what`, `by` (the operator's account, null for the command line), `since`.")]
    List,
    /// Hold something: new bets and tails, settlement by results, or deliveries
    #[command(
        after_help = "Examples:\n  dbsbm hold set settlement\n  dbsbm hold set posting\n\nJSON: `held`."
    )]
    Set {
        /// What to hold: posting, settlement or deliveries, e.g. settlement
        what: dbsbm_store::Hold,
    },
    /// Let something go
    #[command(after_help = "Example:\n  dbsbm hold lift settlement\n\nJSON: `lifted`.")]
    Lift {
        /// What to let go: posting, settlement or deliveries, e.g. settlement
        what: dbsbm_store::Hold,
    },
}

pub(crate) fn run(command: Hold, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    match command {
        Hold::List => {
            let holds = with_book(global, async |book| Ok(book.holds().await?))?;
            let mut table = Table::new(&["what", "code", "by", "since"], "nothing is held");
            for held in &holds {
                table.row([
                    held.what.title().into(),
                    held.what.code().into(),
                    held.by
                        .map_or_else(|| "the command line".into(), |by| by.to_string()),
                    held.since.format("%Y-%m-%d %H:%M").to_string(),
                ]);
            }
            out.table(&holds, &table)
        }
        Hold::Set { what } => {
            with_book(global, async |book| Ok(book.hold(what, None).await?))?;
            out.answer(&json!({ "held": what }), |w| {
                writeln!(
                    w,
                    "{}: held until `dbsbm hold lift {}`",
                    what.title(),
                    what.code()
                )
            })
        }
        Hold::Lift { what } => {
            with_book(global, async |book| Ok(book.let_go(what).await?))?;
            out.answer(&json!({ "lifted": what }), |w| {
                writeln!(w, "{}: not held", what.title())
            })
        }
    }
}
