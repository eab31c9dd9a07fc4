//! `dbsbm export`: the books of a guild as files.

use super::rows::{Format, Rows};
use super::{AsOf, WhichGuild, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output};
use clap::{Args, Subcommand};
use dbsbm_core::guild::Actor;
use dbsbm_store::{BoardQuery, Book};

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Write every bet, one leg a row
    #[command(
        after_help = "Examples:\n  dbsbm export bets --guild 1 > bets.csv\n  dbsbm export bets --guild 1 --format json > bets.json"
    )]
    Bets {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Write the record: one capper a row, with the figures of the leaderboard
    #[command(after_help = "Example:\n  dbsbm export record --guild 1 > record.csv")]
    Record {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Write every event of the hash chain: `seq`, `event` (canonical JSON), `hash`
    #[command(after_help = "Example:\n  dbsbm export events --guild 1 --format json > events.json")]
    Events(Which),
    /// Write the proof that `dbsbm verify FILE` checks: the head, then every event with its hash, as JSON Lines
    #[command(
        after_help = "Example:\n  dbsbm export proof --guild 1 > proof.jsonl && dbsbm verify proof.jsonl"
    )]
    Proof {
        #[command(flatten)]
        guild: WhichGuild,
    },
}

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Which {
    #[command(flatten)]
    guild: WhichGuild,
    /// How it is written; --json means json
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
}

pub(crate) fn run(command: Export, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let rows = |which: Which| Rows::new(if out.is_json() { Format::Json } else { which.format });
    match command {
        Export::Bets { which, as_of } => with_book(global, async |book| {
            let actor = actor(&book, which.guild).await?;
            let mut rows = rows(which);
            let done = book
                .export_bets(&actor, as_of.as_of, &mut |line| rows.take(&line))
                .await;
            rows.end(done)
        }),
        Export::Events(which) => with_book(global, async |book| {
            let actor = actor(&book, which.guild).await?;
            let mut rows = rows(which);
            let done = book.export_events(&actor, &mut |line| rows.take(&line)).await;
            rows.end(done)
        }),
        Export::Record { which, as_of } => with_book(global, async |book| {
            let guild = which.guild.of(&book).await?;
            let query = BoardQuery {
                as_of: as_of.as_of,
                ..BoardQuery::default()
            };
            let board = book.leaderboard(guild, &query).await?;
            let mut rows = rows(which);
            let done = board.iter().try_for_each(|row| rows.take_board(row));
            rows.end(done)
        }),
        Export::Proof { guild } => with_book(global, async |book| {
            let actor = actor(&book, guild).await?;
            let mut rows = Rows::new(Format::Json);
            let done = book.export_proof(&actor, &mut rows.sink).await;
            rows.sink.finish(done)
        }),
    }
}

async fn actor(book: &Book, guild: WhichGuild) -> Result<Actor, Failure> {
    Ok(Actor::operator(guild.of(book).await?))
}
