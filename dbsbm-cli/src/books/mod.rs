//! The commands that work on the books. Each opens the [`Book`], makes one call, and presents the answer.

pub(crate) mod bet;
pub(crate) mod board;
pub(crate) mod capper;
pub(crate) mod check;
pub(crate) mod export;
pub(crate) mod guild;
pub(crate) mod hold;
pub(crate) mod import;
pub(crate) mod ledger;
pub(crate) mod outbox;
pub(crate) mod place;
mod rows;
pub(crate) mod schema;
pub(crate) mod settle;
pub(crate) mod stats;

use crate::{args::Global, config::Config, failure::Failure};
use chrono::{DateTime, Utc};
use clap::Args;
use dbsbm_core::id::{GuildId, IdError};
use dbsbm_store::{Book, BookError, Environment, ErrorClass};

/// Which guild a command is about.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct WhichGuild {
    /// The guild's id; may be left out while the database holds one guild, e.g. --guild 1
    #[arg(long, value_name = "ID")]
    guild: Option<GuildId>,
}

/// Up to which moment a reading command looks.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct AsOf {
    /// Answer as the record stood at this time (RFC 3339): bets placed and settled by then, e.g. --as-of 2018-02-05T00:00:00Z
    #[arg(long, value_name = "TIME", value_parser = moment)]
    pub(crate) as_of: Option<DateTime<Utc>>,
}

/// A point in time; clap shows the value beside the reason.
fn moment(text: &str) -> Result<DateTime<Utc>, &'static str> {
    text.parse()
        .map_err(|_| "not a point in time: write it like 2018-02-05T00:00:00Z")
}

impl WhichGuild {
    /// The guild named, or the only one there is.
    pub(crate) async fn of(self, book: &Book) -> Result<GuildId, Failure> {
        if let Some(guild) = self.guild {
            return Ok(guild);
        }
        match book.guilds().await?.as_slice() {
            [only] => Ok(*only),
            [] => Err(Failure::refused("no_guild", "there is no guild yet")
                .hint("open the books of one with `dbsbm guild add ID --name NAME`")),
            several => {
                let ids: Vec<String> = several.iter().take(10).map(ToString::to_string).collect();
                Err(
                    Failure::refused("which_guild", format!("there are {} guilds", several.len()))
                        .hint(format!("say which with --guild: {}", ids.join(", "))),
                )
            }
        }
    }

    /// The guild named, if one was.
    pub(crate) const fn named(self) -> Option<GuildId> {
        self.guild
    }
}

/// Runs work that waits for the database. Commands that need none never pay for this.
pub(crate) fn wait<T>(work: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::internal("runtime", e))?
        .block_on(work)
}

/// Opens the books that the options name, and works on them.
pub(crate) fn with_book<T>(
    global: &Global,
    work: impl AsyncFnOnce(Book) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let address = Config::load(global)?.database(global);
    wait(async move { closing(Book::open(&address, Environment::system()).await?, work).await })
}

/// Works on the books, and closes them whatever came of it.
pub(crate) async fn closing<T>(
    book: Book,
    work: impl AsyncFnOnce(Book) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let done = work(book.clone()).await;
    book.close().await;
    done
}

impl From<BookError> for Failure {
    fn from(error: BookError) -> Self {
        let failure = match error.class() {
            ErrorClass::Refused => Self::refused(error.code(), &error),
            ErrorClass::Temporary => Self::temporary(error.code(), &error),
            ErrorClass::Internal => Self::internal(error.code(), &error),
        };
        match error.hint() {
            Some(hint) => failure.hint(hint),
            None => failure,
        }
    }
}

impl From<IdError> for Failure {
    fn from(error: IdError) -> Self {
        Self::refused("bad_id", error)
    }
}
