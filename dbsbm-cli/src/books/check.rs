//! `dbsbm verify` and `dbsbm doctor`: is the record what it says it is?

use super::{WhichGuild, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output, progress::Progress, table::Table};
use clap::Args;
use dbsbm_store::{Verification, verify_proof};
use std::fs::File;
use std::io::{BufReader, Write as _};
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm verify --guild 1\n  dbsbm verify proof.jsonl\n\n\
                  JSON: `events`, `ok`, `first_bad` (number of the first event that does not fit, or null), `head`. Exit code 1\n\
                  when it is not ok."
)]
pub(crate) struct VerifyArgs {
    /// An exported proof (`dbsbm export proof`) instead of the database, e.g. proof.jsonl
    #[arg(value_name = "FILE", conflicts_with = "guild")]
    file: Option<PathBuf>,
    #[command(flatten)]
    guild: WhichGuild,
}

pub(crate) fn verify(args: &VerifyArgs, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let found: Verification = match &args.file {
        Some(path) => {
            let file = File::open(path).map_err(|e| Failure::file(path, &e))?;
            verify_proof(BufReader::new(file))?
        }
        None => with_book(global, async |book| {
            Ok(book.verify(args.guild.of(&book).await?).await?)
        })?,
    };
    let verdict = out.answer(&found, |w| match found.first_bad {
        None => writeln!(w, "{} events, every hash fits; head {}", found.events, found.head),
        Some(bad) => writeln!(w, "{} events; event {bad} does not fit the chain", found.events),
    })?;
    Ok(if found.ok { verdict } else { Verdict::Rejected })
}

pub(crate) fn doctor(global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let bar = Progress::counting(out, None, "guilds");
    let report = with_book(global, async |book| {
        Ok(book.doctor(&mut |p| bar.set(p.done, p.total)).await?)
    })?;
    drop(bar);
    let mut table = Table::new(
        &["place", "finding"],
        "bets, tallies, balances and references are what the events make them",
    );
    for finding in &report.findings {
        table.row([finding.place.clone(), finding.problem.clone()]);
    }
    let verdict = out.table(&report, &table)?;
    Ok(if report.ok { verdict } else { Verdict::Rejected })
}
