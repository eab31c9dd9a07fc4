//! `dbsbm export`: the books of a guild as files.

use super::{AsOf, WhichGuild, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output};
use clap::{Args, Subcommand, ValueEnum};
use dbsbm_core::guild::Actor;
use dbsbm_core::record::BoardRow;
use dbsbm_store::{BoardQuery, Book, BookError};
use serde::Serialize;
use std::io::{self, BufWriter, Stdout, Write};

#[derive(Debug, Subcommand)]
pub(crate) enum Export {
    /// Write every bet, one leg a row
    #[command(
        after_help = "Examples:\n  dbsbm export bets --guild 1 > bets.csv\n  dbsbm export bets --guild 1 --format json > bets.json"
    )]
    Bets(Which),
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Csv,
    Json,
}

pub(crate) fn run(command: Export, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let rows = |which: Which| Rows::new(if out.is_json() { Format::Json } else { which.format });
    match command {
        Export::Bets(which) => with_book(global, async |book| {
            let actor = actor(&book, which.guild).await?;
            let mut rows = rows(which);
            let done = book.export_bets(&actor, &mut |line| rows.take(&line)).await;
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

/// Standard output that remembers why it failed, because the Book only hears that it did.
struct Sink {
    to: BufWriter<Stdout>,
    broken: Option<io::ErrorKind>,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.to.write(bytes).inspect_err(|e| self.broken = Some(e.kind()))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush().inspect_err(|e| self.broken = Some(e.kind()))
    }
}

impl Sink {
    fn finish(mut self, done: Result<(), BookError>) -> Result<Verdict, Failure> {
        let flushed = self.flush();
        match self.broken {
            Some(kind) => Err(io::Error::from(kind).into()),
            None => {
                done?;
                flushed?;
                Ok(Verdict::Done)
            }
        }
    }
}

/// Rows on standard output, as CSV with a header or as one JSON array.
struct Rows {
    format: Format,
    sink: Sink,
    count: u64,
}

impl Rows {
    fn new(format: Format) -> Self {
        let sink = Sink {
            to: BufWriter::with_capacity(1 << 16, io::stdout()),
            broken: None,
        };
        Self {
            format,
            sink,
            count: 0,
        }
    }

    fn take<T: Serialize>(&mut self, row: &T) -> Result<(), BookError> {
        let text = match self.format {
            Format::Json => self.json(row)?,
            Format::Csv => csv_lines(row, self.count == 0)?,
        };
        self.put(&text)
    }

    /// A row whose figures are a struct of their own, which CSV has no columns for.
    fn take_board(&mut self, row: &BoardRow) -> Result<(), BookError> {
        if self.format == Format::Json {
            return self.take(row);
        }
        let figures = csv_lines(&row.figures, true)?;
        let (header, values) = figures.split_once('\n').unwrap_or_default();
        let rank = row.rank.map(|r| r.to_string()).unwrap_or_default();
        let who = csv_lines(&(rank, row.capper.to_string(), &row.name), false)?;
        let line = format!("{},{values}", who.trim_end());
        let text = if self.count == 0 {
            format!("rank,capper,name,{header}\n{line}")
        } else {
            line
        };
        self.put(&text)
    }

    fn json<T: Serialize>(&self, row: &T) -> Result<String, BookError> {
        let text = serde_json::to_string(row).map_err(unwritable)?;
        Ok(format!("{}{text}", if self.count == 0 { "[" } else { ",\n" }))
    }

    fn put(&mut self, text: &str) -> Result<(), BookError> {
        self.count += 1;
        self.sink.write_all(text.as_bytes()).map_err(unwritable)
    }

    fn end(mut self, done: Result<(), BookError>) -> Result<Verdict, Failure> {
        if self.format == Format::Json && done.is_ok() {
            let end = if self.count == 0 { "[]\n" } else { "]\n" };
            // A failure is remembered by the sink.
            let _ = self.sink.write_all(end.as_bytes());
        }
        self.sink.finish(done)
    }
}

/// One row, with its header if asked for.
fn csv_lines<T: Serialize>(row: &T, header: bool) -> Result<String, BookError> {
    let mut writer = csv::WriterBuilder::new()
        .has_headers(header)
        .from_writer(Vec::new());
    writer.serialize(row).map_err(unwritable)?;
    let bytes = writer.into_inner().map_err(|e| unwritable(e.error()))?;
    String::from_utf8(bytes).map_err(unwritable)
}

fn unwritable(error: impl std::fmt::Display) -> BookError {
    BookError::File {
        code: "unwritable",
        message: error.to_string(),
    }
}
