//! What an import tells: counts, and each row that was rejected.

use crate::import::RowError;

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct ImportSummary {
    /// Rows read.
    pub read: u64,
    /// Games or bets that are new.
    pub inserted: u64,
    /// Games that changed.
    pub updated: u64,
    /// Games or bets that were there already.
    pub unchanged: u64,
    /// Rows that did not go in, in the order of the file. Beyond the first ten thousand they are only counted.
    pub rejected: Vec<Rejected>,
    /// How many rows were rejected.
    pub rejected_count: u64,
}

/// A row that did not go in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Rejected {
    /// Its line in the file, the header being line 1.
    pub line: u64,
    /// Stable name of the reason.
    pub code: &'static str,
    /// The reason in words.
    pub message: String,
}

/// Rejections kept in full, so that a file of nothing but errors does not fill the memory.
const KEPT: usize = 10_000;

impl ImportSummary {
    pub(crate) fn reject(&mut self, rejected: Rejected) {
        self.rejected_count += 1;
        if self.rejected.len() < KEPT {
            self.rejected.push(rejected);
        }
    }
}

impl Rejected {
    pub(crate) fn new(line: u64, code: &'static str, message: impl std::fmt::Display) -> Self {
        Self {
            line,
            code,
            message: message.to_string(),
        }
    }
}

impl From<RowError> for Rejected {
    fn from(error: RowError) -> Self {
        Self {
            line: error.line,
            code: error.code.code(),
            message: error.message,
        }
    }
}

/// How far a long piece of work has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows or bets done.
    pub done: u64,
    /// How many there are, where that is known.
    pub total: Option<u64>,
}
