//! `dbsbm outbox`: what waits to be done outside, and what was given up.

use super::{WhichGuild, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output, table::Table};
use clap::Subcommand;
use serde_json::json;
use std::io::Write as _;

#[derive(Debug, Subcommand)]
pub(crate) enum Outbox {
    /// List the tasks that were given up, with the last error
    #[command(
        after_help = "Examples:\n  dbsbm outbox list\n  dbsbm outbox list --guild 1 --json\n\n\
                      JSON: an array, the newest first: `id`, `guild`, `kind`, `key`, `payload`, `attempts`, `queued_at`, `error`,\n\
                      `died_at`. Without `--guild` those of every guild."
    )]
    List {
        #[command(flatten)]
        guild: WhichGuild,
    },
    /// Try a task again that was given up
    #[command(after_help = "Example:\n  dbsbm outbox retry 17\n\nJSON: `retried` (the task's number).")]
    Retry {
        /// The task's number, as listed, e.g. 17
        #[arg(value_name = "TASK")]
        task: i64,
    },
    /// Count the tasks that wait, are being done, and were given up
    #[command(after_help = "Example:\n  dbsbm outbox counts\n\n\
                      JSON: `waiting`, `claimed`, `dead`, `oldest_waiting` and `waiting_by_kind`. Guilds that the bot was removed from do not count.")]
    Counts,
}

pub(crate) fn run(command: Outbox, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    match command {
        Outbox::List { guild } => {
            let dead = with_book(global, async |book| Ok(book.dead_tasks(guild.named()).await?))?;
            let headings = [">task", ">guild", "kind", "key", ">attempts", "given up", "error"];
            let mut table = Table::new(&headings, "no task was given up");
            for one in &dead {
                table.row([
                    one.task.id.to_string(),
                    one.task.guild.to_string(),
                    one.task.kind.clone(),
                    one.task.key.clone(),
                    one.task.attempts.to_string(),
                    one.died_at.format("%Y-%m-%d %H:%M").to_string(),
                    one.error.clone(),
                ]);
            }
            out.table(&dead, &table)
        }
        Outbox::Retry { task } => {
            with_book(global, async |book| Ok(book.retry_task(task).await?))?;
            out.answer(&json!({ "retried": task }), |w| {
                writeln!(w, "task {task} waits for a worker again")
            })
        }
        Outbox::Counts => {
            let counts = with_book(global, async |book| Ok(book.outbox_counts().await?))?;
            out.answer(&counts, |w| {
                write!(w, "{} waiting", counts.waiting)?;
                if let Some(since) = counts.oldest_waiting {
                    write!(w, " (the most overdue due at {})", since.format("%Y-%m-%d %H:%M"))?;
                }
                writeln!(w, ", {} being done, {} given up", counts.claimed, counts.dead)?;
                for (kind, waiting) in &counts.waiting_by_kind {
                    writeln!(w, "  {kind}: {waiting}")?;
                }
                Ok(())
            })
        }
    }
}
