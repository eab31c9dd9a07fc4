//! Rows on standard output, one at a time: as CSV, or as one JSON array. Nothing is held in memory.

use crate::{Verdict, failure::Failure};
use clap::ValueEnum;
use dbsbm_core::record::BoardRow;
use dbsbm_store::BookError;
use serde::Serialize;
use std::io::{self, BufWriter, Stdout, Write};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// A header, then a line for each row
    Csv,
    /// One array
    Json,
}

/// Standard output that remembers why it failed, because the Book only hears that it did.
pub(super) struct Sink {
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
    pub(super) fn finish(mut self, done: Result<(), BookError>) -> Result<Verdict, Failure> {
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
pub(super) struct Rows {
    format: Format,
    pub(super) sink: Sink,
    count: u64,
}

impl Rows {
    pub(super) fn new(format: Format) -> Self {
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

    pub(super) fn take<T: Serialize>(&mut self, row: &T) -> Result<(), BookError> {
        let text = match self.format {
            Format::Json => self.json(row)?,
            Format::Csv => csv_lines(row, self.count == 0)?,
        };
        self.put(&text)
    }

    /// A row whose figures are a struct of their own, which CSV has no columns for.
    pub(super) fn take_board(&mut self, row: &BoardRow) -> Result<(), BookError> {
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

    pub(super) fn end(mut self, done: Result<(), BookError>) -> Result<Verdict, Failure> {
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
