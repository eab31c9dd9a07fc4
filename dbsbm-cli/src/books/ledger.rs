//! `dbsbm ledger`: the postings of the record, with the running balance.

use super::{AsOf, WhichGuild, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output, table::Table};
use clap::Args;
use dbsbm_core::id::UserId;

#[derive(Debug, Args)]
#[command(after_help = "Example:\n  dbsbm ledger --guild 1 --capper 42\n\n\
                  JSON: an array in the order of the books: `event`, `bet`, `capper`, `kind` (`settlement` or `reversal`),\n\
                  `settled_at`, `staked`, `returned`, `net`, `balance`.")]
pub(crate) struct LedgerArgs {
    #[command(flatten)]
    guild: WhichGuild,
    /// Only this capper, with a balance of its own, e.g. --capper 42
    #[arg(long, value_name = "ID")]
    capper: Option<UserId>,
    #[command(flatten)]
    as_of: AsOf,
}

pub(crate) fn run(args: &LedgerArgs, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let lines = with_book(global, async |book| {
        Ok(book
            .ledger(args.guild.of(&book).await?, args.capper, args.as_of.as_of)
            .await?)
    })?;
    let headings = [
        ">event",
        ">bet",
        ">capper",
        "day",
        "posting",
        ">staked",
        ">returned",
        ">net",
        ">balance",
    ];
    let mut table = Table::new(&headings, "no postings yet");
    for line in &lines {
        table.row([
            line.event.to_string(),
            format!("#{}", line.bet),
            line.capper.clone(),
            line.settled_at.format("%Y-%m-%d").to_string(),
            line.kind.clone(),
            line.staked.two_decimals(),
            line.returned.two_decimals(),
            line.net.signed(),
            line.balance.signed(),
        ]);
    }
    out.table(&lines, &table)
}
