//! Files into typed rows: games with their prices, and bets.
//!
//! The readers touch no database. They stream in bounded memory, and yield one typed row or one [`RowError`] after
//! another, so that the good rows of a damaged file go in and each bad one is named by its line. The formats are
//! described in `docs/file-formats.md`.

mod bets;
mod error;
mod fields;
mod games;
mod players;
mod table;

pub use bets::{BetReader, LegRow, TicketRow};
pub use error::{FileError, RowCode, RowError};
pub use games::{GameReader, GameRow, Preset, RowQuote};
pub use players::{PlayerReader, PlayerRow};

#[cfg(test)]
mod tests;
