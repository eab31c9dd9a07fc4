//! A table of text, one row to a line, read in bounded memory.
//!
//! A row is a line: a quoted field may hold commas and quotes but no line break. So a line number is the file's own, and
//! a damaged line costs itself only, however long it is and whatever quote it leaves open.

use super::error::{FileError, RowCode, RowError};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder, Terminator};
use std::io::{BufRead, BufReader, Read};

/// The most bytes that a line may have.
const MAX_LINE: usize = 64 * 1024;
/// The most fields that a line may have.
const MAX_FIELDS: usize = 256;

/// The columns of a format. A column's number is its place in `required`, then in `optional`.
pub(super) struct Schema {
    pub(super) required: &'static [&'static str],
    pub(super) optional: &'static [&'static str],
}

/// An enum with a variant for each column of a format.
macro_rules! columns {
    ($name:ident { $($req:ident = $r:literal,)+ } optional { $($opt:ident = $o:literal,)* }) => {
        #[derive(Clone, Copy)]
        enum $name { $($req,)+ $($opt,)* }

        impl $name {
            const SCHEMA: $crate::import::table::Schema =
                $crate::import::table::Schema { required: &[$($r,)+], optional: &[$($o,)*] };
        }

        impl From<$name> for usize {
            fn from(column: $name) -> usize {
                column as usize
            }
        }
    };
}
pub(super) use columns;

/// A file with a header, read line by line into the same buffers.
pub(super) struct Table<R> {
    input: BufReader<R>,
    parser: Reader,
    /// Where each column of the schema stands in the file.
    positions: Vec<Option<usize>>,
    /// How many fields the header has.
    width: usize,
    line: u64,
    raw: Vec<u8>,
    fields: Vec<u8>,
    ends: Vec<usize>,
    /// How many entries of `ends` belong to the present line.
    count: usize,
    stopped: bool,
}

/// What became of reading one line.
enum Scan {
    End,
    Blank,
    Whole,
    TooLong,
}

impl<R: Read> Table<R> {
    /// Reads the header and finds the columns in it, in any order and beside others.
    pub(super) fn open(input: R, schema: &Schema) -> Result<Self, FileError> {
        let mut table = Self {
            input: BufReader::with_capacity(MAX_LINE, input),
            parser: ReaderBuilder::new().terminator(Terminator::Any(b'\n')).build(),
            positions: Vec::new(),
            width: 0,
            line: 0,
            raw: Vec::new(),
            fields: vec![0; MAX_LINE + 2],
            ends: vec![0; MAX_FIELDS],
            count: 0,
            stopped: false,
        };
        loop {
            match table.scan()? {
                Scan::Blank => {}
                Scan::Whole => break,
                Scan::End => return Err(FileError::Empty),
                Scan::TooLong => return Err(FileError::BadHeader("it is longer than 64 KiB")),
            }
        }
        if table.raw.starts_with(&[0xFF, 0xFE]) || table.raw.starts_with(&[0xFE, 0xFF]) {
            return Err(FileError::BadEncoding("it looks like UTF-16"));
        }
        if table.raw.contains(&0) {
            return Err(FileError::BadEncoding("it has NUL bytes"));
        }
        table
            .split()
            .map_err(|_| FileError::BadHeader("a quote is not closed"))?;
        let bytes = table.fields.get(..table.filled()).unwrap_or_default();
        let text = std::str::from_utf8(bytes).map_err(|_| FileError::BadEncoding("its header is not"))?;
        let names: Vec<String> = split_at_ends(text, table.ends.get(..table.count).unwrap_or_default())
            .map(|n| n.trim().to_ascii_lowercase())
            .collect();
        let named = |name: &str| names.iter().position(|n| *n == name.to_ascii_lowercase());
        let twice =
            |(i, n): (usize, &String)| !n.is_empty() && names.iter().take(i).any(|earlier| earlier == n);
        if let Some((_, name)) = names.iter().enumerate().find(|(i, n)| twice((*i, n))) {
            return Err(FileError::DuplicateColumn(name.chars().take(40).collect()));
        }
        let missing: Vec<&'static str> = schema
            .required
            .iter()
            .copied()
            .filter(|c| named(c).is_none())
            .collect();
        if !missing.is_empty() {
            let semicolons = names.len() == 1 && text.contains(';');
            let hint = if semicolons {
                " (the columns must be separated by commas, not semicolons)"
            } else {
                ""
            };
            return Err(FileError::MissingColumns { missing, hint });
        }
        table.positions = schema
            .required
            .iter()
            .chain(schema.optional)
            .map(|c| named(c))
            .collect();
        table.width = names.len();
        Ok(table)
    }

    /// The next line that is not blank; `None` at the end of the file.
    pub(super) fn next_line(&mut self) -> Option<Line<'_>> {
        if self.stopped {
            return None;
        }
        let mut fault = None;
        loop {
            match self.scan() {
                Ok(Scan::Blank) => continue,
                Ok(Scan::Whole) => {}
                Ok(Scan::TooLong) => {
                    fault = Some((
                        RowCode::FieldTooLong,
                        format!("the line is longer than {MAX_LINE} bytes"),
                    ))
                }
                Ok(Scan::End) => return None,
                Err(e) => {
                    self.stopped = true;
                    self.line += 1;
                    self.count = 0;
                    fault = Some((
                        RowCode::Unreadable,
                        format!("the file cannot be read any further: {e}"),
                    ));
                }
            }
            break;
        }
        if !self.stopped {
            let complete = self.raw.ends_with(b"\n");
            let split = self.split();
            fault = fault.or_else(|| self.fault(complete, split));
        }
        let bytes = self.fields.get(..self.filled()).unwrap_or_default();
        let ends = self.ends.get(..self.count).unwrap_or_default();
        let mut text = "";
        match std::str::from_utf8(bytes) {
            Ok(valid) => text = valid,
            Err(e) if fault.is_none() => {
                let column = ends.iter().take_while(|end| **end <= e.valid_up_to()).count() + 1;
                fault = Some((
                    RowCode::BadEncoding,
                    format!("field {column} is not UTF-8 text; save the file as UTF-8"),
                ));
            }
            Err(_) => {}
        }
        let fault = fault.map(|(code, message)| RowError::new(self.line, code, message));
        Some(Line {
            number: self.line,
            fault,
            text,
            bytes,
            ends,
            positions: &self.positions,
        })
    }

    /// What is wrong with the shape of the present line.
    fn fault(&self, complete: bool, split: Result<(), RowCode>) -> Option<(RowCode, String)> {
        let short = split.is_err() || self.count < self.width;
        if short && !complete {
            return Some((
                RowCode::Truncated,
                "the file ends in the middle of this row".into(),
            ));
        }
        if let Err(code) = split {
            let message = match code {
                RowCode::UnclosedQuote => "a quote is opened and not closed on this line".to_string(),
                _ => format!("more than {MAX_FIELDS} fields"),
            };
            return Some((code, message));
        }
        if self.raw.contains(&0) {
            return Some((RowCode::NulByte, "the line holds a NUL byte".into()));
        }
        let surplus = self.ends.get(self.width..self.count).unwrap_or_default();
        let start = self
            .width
            .checked_sub(1)
            .and_then(|last| self.ends.get(last))
            .copied();
        let blank = surplus.iter().all(|end| Some(*end) == start);
        if self.count < self.width || !blank {
            let message = format!("{} fields where the header has {}", self.count, self.width);
            return Some((RowCode::WrongColumns, message));
        }
        None
    }

    /// Reads one line into `raw`, at most `MAX_LINE` bytes of it, with its `\n` if it has one.
    fn scan(&mut self) -> std::io::Result<Scan> {
        self.raw.clear();
        let limit = MAX_LINE as u64;
        let read = (&mut self.input).take(limit).read_until(b'\n', &mut self.raw)?;
        if read == 0 {
            return Ok(Scan::End);
        }
        self.line += 1;
        if self.line == 1 && self.raw.starts_with(b"\xEF\xBB\xBF") {
            self.raw.drain(..3);
        }
        if read == MAX_LINE && !self.raw.ends_with(b"\n") {
            self.input.skip_until(b'\n')?;
            return Ok(Scan::TooLong);
        }
        let blank = self.raw.iter().all(u8::is_ascii_whitespace);
        Ok(if blank { Scan::Blank } else { Scan::Whole })
    }

    /// Splits `raw` into fields.
    fn split(&mut self) -> Result<(), RowCode> {
        let body = self.raw.strip_suffix(b"\n").unwrap_or(&self.raw);
        let body = body.strip_suffix(b"\r").unwrap_or(body);
        self.parser.reset();
        let (mut written, mut count) = (0, 0);
        let mut outcome = ReadRecordResult::InputEmpty;
        for part in [body, b"\n"] {
            let output = self.fields.get_mut(written..).unwrap_or_default();
            let ends = self.ends.get_mut(count..).unwrap_or_default();
            let (result, _, bytes, fields) = self.parser.read_record(part, output, ends);
            written += bytes;
            count += fields;
            outcome = result;
            if outcome == ReadRecordResult::OutputEndsFull {
                break;
            }
        }
        self.count = count;
        match outcome {
            ReadRecordResult::Record => Ok(()),
            ReadRecordResult::OutputEndsFull => Err(RowCode::WrongColumns),
            _ => Err(RowCode::UnclosedQuote),
        }
    }

    /// How many bytes of `fields` the present line fills.
    fn filled(&self) -> usize {
        self.count
            .checked_sub(1)
            .and_then(|last| self.ends.get(last))
            .copied()
            .unwrap_or(0)
    }
}

/// One line of the table. With a fault, only [`Line::raw`] has anything.
pub(super) struct Line<'a> {
    pub(super) number: u64,
    pub(super) fault: Option<RowError>,
    text: &'a str,
    bytes: &'a [u8],
    ends: &'a [usize],
    positions: &'a [Option<usize>],
}

impl<'a> Line<'a> {
    /// A field without surrounding blanks; empty where the file has no such column.
    pub(super) fn cell(&self, column: impl Into<usize>) -> &'a str {
        self.range(column.into())
            .and_then(|r| self.text.get(r))
            .unwrap_or_default()
            .trim()
    }

    /// A field as it stands, also on a line with a fault, as far as it could be split.
    pub(super) fn raw(&self, column: impl Into<usize>) -> Option<&'a [u8]> {
        self.range(column.into())
            .and_then(|r| self.bytes.get(r))
            .map(<[u8]>::trim_ascii)
    }

    /// An error about this line.
    pub(super) fn error(&self, code: RowCode, message: impl std::fmt::Display) -> RowError {
        RowError::new(self.number, code, message)
    }

    fn range(&self, column: usize) -> Option<std::ops::Range<usize>> {
        let position = self.positions.get(column).copied().flatten()?;
        let start = match position {
            0 => 0,
            n => *self.ends.get(n - 1)?,
        };
        Some(start..*self.ends.get(position)?)
    }
}

fn split_at_ends<'a>(text: &'a str, ends: &'a [usize]) -> impl Iterator<Item = &'a str> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts
        .zip(ends)
        .map(|(start, end)| text.get(start..*end).unwrap_or_default())
}
