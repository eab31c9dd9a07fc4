//! `dbsbm capper`: who may post picks.

use super::{WhichGuild, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output, table::Table};
use clap::Subcommand;
use dbsbm_core::guild::Actor;
use dbsbm_core::id::UserId;
use std::io::Write as _;

#[derive(Debug, Subcommand)]
pub(crate) enum Capper {
    /// Make a member a capper, give one another name, or put one back on the list
    #[command(after_help = "Example:\n  dbsbm capper add 42 --guild 1 --name \"Ada\"\n\n\
                      JSON: `capper` (the id as text), `name`, `open`, `settled` and `verified` (counts of bets), `trial`\n\
                      (ranked apart) and `removed` (off the list).")]
    Add {
        /// The member's Discord id, e.g. 42
        #[arg(value_name = "ID")]
        id: UserId,
        /// The name shown, e.g. --name "Ada"
        #[arg(long)]
        name: String,
        #[command(flatten)]
        guild: WhichGuild,
    },
    /// Take a capper off the list; the record stays, new picks are not taken
    #[command(after_help = "Example:\n  dbsbm capper remove 42 --guild 1\n\nJSON: as `dbsbm capper add`.")]
    Remove {
        /// The capper's Discord id, e.g. 42
        #[arg(value_name = "ID")]
        id: UserId,
        #[command(flatten)]
        guild: WhichGuild,
    },
    /// List the cappers of a guild
    #[command(
        after_help = "Example:\n  dbsbm capper list --guild 1\n\nJSON: an array, each as `dbsbm capper add`."
    )]
    List {
        #[command(flatten)]
        guild: WhichGuild,
    },
}

pub(crate) fn run(command: Capper, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    match command {
        Capper::Add { id, name, guild } => {
            let view = with_book(global, async |book| {
                let actor = Actor::operator(guild.of(&book).await?);
                Ok(book.add_capper(&actor, id, &name).await?)
            })?;
            out.answer(&view, |w| writeln!(w, "capper {}: {}", view.capper, view.name))
        }
        Capper::Remove { id, guild } => {
            let view = with_book(global, async |book| {
                let actor = Actor::operator(guild.of(&book).await?);
                Ok(book.remove_capper(&actor, id).await?)
            })?;
            out.answer(&view, |w| {
                writeln!(w, "capper {}: {}, off the list", view.capper, view.name)
            })
        }
        Capper::List { guild } => {
            let views = with_book(global, async |book| {
                Ok(book.cappers(guild.of(&book).await?).await?)
            })?;
            let mut table = Table::new(
                &[">capper", "name", ">open", ">settled", "stands"],
                "no capper yet",
            );
            for v in &views {
                table.row([
                    v.capper.clone(),
                    v.name.clone(),
                    v.open.to_string(),
                    v.settled.to_string(),
                    match (v.removed, v.trial) {
                        (true, _) => "removed".into(),
                        (false, true) => "on trial".into(),
                        (false, false) => String::new(),
                    },
                ]);
            }
            out.table(&views, &table)
        }
    }
}
