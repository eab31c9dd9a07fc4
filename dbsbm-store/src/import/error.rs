//! What can be wrong with a file to import: with all of it, or with one row.

use serde::{Serialize, Serializer};

macro_rules! row_codes {
    ($($(#[$doc:meta])* $variant:ident = $code:literal,)+) => {
        /// Why a row is rejected: the stable part of a [`RowError`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum RowCode { $($(#[$doc])* $variant,)+ }

        impl RowCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name used in JSON and in the documentation.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }
        }
    };
}

row_codes! {
    /// The line has more bytes than any row.
    FieldTooLong = "field_too_long",
    /// A quote is opened and not closed on its line.
    UnclosedQuote = "unclosed_quote",
    /// More or fewer fields than the header.
    WrongColumns = "wrong_columns",
    /// The file ends in the middle of the row.
    Truncated = "truncated",
    /// Not UTF-8.
    BadEncoding = "bad_encoding",
    /// A NUL byte.
    NulByte = "nul_byte",
    /// The file cannot be read any further.
    Unreadable = "unreadable",
    /// A required field is empty.
    MissingValue = "missing_value",
    /// No league of this name.
    UnknownLeague = "unknown_league",
    /// No team of this name in a league whose teams are all known.
    UnknownTeam = "unknown_team",
    /// More than one team is called so.
    AmbiguousTeam = "ambiguous_team",
    /// No name at all.
    BadTeam = "bad_team",
    /// Home and away are the same team.
    SameTeam = "same_team",
    /// Not a date.
    BadDate = "bad_date",
    /// Not a point in time.
    BadTime = "bad_time",
    /// No status of this name.
    UnknownStatus = "unknown_status",
    /// A score that is none, or contradicts itself.
    BadScore = "bad_score",
    /// A final without a score.
    MissingScore = "missing_score",
    /// No price in any notation.
    BadPrice = "bad_price",
    /// No handicap or total.
    BadLine = "bad_line",
    /// A line where the market has none.
    UnexpectedLine = "unexpected_line",
    /// No line where the market needs one.
    MissingLine = "missing_line",
    /// No market of this name, or one that a row cannot describe.
    UnknownMarket = "unknown_market",
    /// No side of this name, or not one of the market's.
    UnknownSide = "unknown_side",
    /// No period of this name.
    UnknownPeriod = "unknown_period",
    /// No kind of bet of this name.
    UnknownKind = "unknown_kind",
    /// The kind takes another number of legs.
    WrongLegCount = "wrong_leg_count",
    /// A stake that is none, or not for this kind.
    BadStake = "bad_stake",
    /// Not a Discord id.
    BadCapper = "bad_capper",
    /// A leg says something else about its ticket than the first one.
    TicketMismatch = "ticket_mismatch",
    /// A text longer than the books keep.
    TooLong = "too_long",
}

impl std::fmt::Display for RowCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.code())
    }
}

impl Serialize for RowCode {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

/// A row that is rejected; the others go in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct RowError {
    /// Its line in the file, counting the header as line 1.
    pub line: u64,
    /// Why, for programs.
    pub code: RowCode,
    /// Why, in words, with what to do where that is known.
    pub message: String,
}

impl RowError {
    pub(crate) fn new(line: u64, code: RowCode, message: impl std::fmt::Display) -> Self {
        Self {
            line,
            code,
            message: message.to_string(),
        }
    }
}

/// A file of which no row can be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// Nothing in it.
    #[error("the file is empty; its first line must name the columns")]
    Empty,
    /// Columns that the format needs are not in the header.
    #[error("the header has no column {}{hint}", missing.join(", "))]
    MissingColumns {
        /// Their names.
        missing: Vec<&'static str>,
        /// A probable reason.
        hint: &'static str,
    },
    /// A column is named twice.
    #[error("the header names the column `{0}` twice")]
    DuplicateColumn(String),
    /// The header is not UTF-8.
    #[error("the file is not UTF-8 text ({0}); save it as UTF-8")]
    BadEncoding(&'static str),
    /// The first line is no header.
    #[error("the first line is no header of columns: {0}")]
    BadHeader(&'static str),
    /// The file cannot be read.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
}

impl FileError {
    /// The stable name of the reason.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty_file",
            Self::MissingColumns { .. } => "missing_column",
            Self::DuplicateColumn(_) => "duplicate_column",
            Self::BadEncoding(_) => "bad_encoding",
            Self::BadHeader(_) => "bad_header",
            Self::Io(_) => "unreadable",
        }
    }
}
