//! `dbsbm import`: games with results and prices, the bets that a community brings along, and players.

use super::{WhichGuild, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output, progress::Progress};
use clap::{Subcommand, ValueEnum};
use dbsbm_core::guild::Actor;
use dbsbm_store::{ImportSummary, import::Preset};
use std::fs::File;
use std::io::{Read, Write as _};
use std::path::{Path, PathBuf};

#[derive(Debug, Subcommand)]
pub(crate) enum Import {
    /// Read games, results and prices from a file
    #[command(
        after_help = "Examples:\n  dbsbm import games nfl_2011_2018.csv --preset nfl-archive\n  dbsbm import games slate.csv --preset dbsbm\n\n\
                      JSON: `read` (rows), `inserted`, `updated`, `unchanged` (games), `rejected`, each with `line`, `code` and\n\
                      `message`, and `rejected_count`. Good rows go in; exit code 1 when any row was rejected. The same file\n\
                      again changes nothing. The columns are described in docs/file-formats.md."
    )]
    Games {
        /// The file, or - for standard input, e.g. nfl_2011_2018.csv
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// How the file is laid out
        #[arg(long, value_enum)]
        preset: Layout,
    },
    /// Read bets of a guild from a file, one leg a row
    #[command(after_help = "Example:\n  dbsbm import bets my_bets.csv --guild 1\n\n\
                      JSON: as for `import games`; `read` counts rows, the others bets. The columns are described in\n\
                      docs/file-formats.md.")]
    Bets {
        /// The file, or - for standard input, e.g. my_bets.csv
        #[arg(value_name = "FILE")]
        file: PathBuf,
        #[command(flatten)]
        guild: WhichGuild,
    },
    /// Read the names of players from a file, for finding them in props
    #[command(after_help = "Example:\n  dbsbm import players nba.csv\n\n\
                      JSON: as for `import games`; all counts are of players. The columns are described in\n\
                      docs/file-formats.md.")]
    Players {
        /// The file, or - for standard input, e.g. nba.csv
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Layout {
    /// The NFL archive of sportsbookreview
    NflArchive,
    /// Football results with opening and closing prices
    FootballPrices,
    /// The neutral layout of this program
    Dbsbm,
}

impl From<Layout> for Preset {
    fn from(layout: Layout) -> Self {
        match layout {
            Layout::NflArchive => Self::NflArchive,
            Layout::FootballPrices => Self::FootballPrices,
            Layout::Dbsbm => Self::Dbsbm,
        }
    }
}

pub(crate) fn run(command: Import, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let summary = match command {
        Import::Games { file, preset } => {
            let (source, bar) = open(&file, out)?;
            with_book(global, async |book| {
                Ok(book
                    .import_games(preset.into(), source, &mut |_| bar.show_when_slow())
                    .await?)
            })?
        }
        Import::Bets { file, guild } => {
            let (source, bar) = open(&file, out)?;
            with_book(global, async |book| {
                let actor = Actor::operator(guild.of(&book).await?);
                Ok(book
                    .import_bets(&actor, source, &mut |_| bar.show_when_slow())
                    .await?)
            })?
        }
        Import::Players { file } => {
            let (source, _bar) = open(&file, out)?;
            with_book(global, async |book| Ok(book.import_players(source).await?))?
        }
    };
    let verdict = out.answer(&summary, |w| show(&summary, w))?;
    Ok(if summary.rejected_count == 0 {
        verdict
    } else {
        Verdict::Rejected
    })
}

type Source = Box<dyn Read + Send>;

/// The file and a bar that counts what was read of it.
fn open(path: &Path, out: &Output) -> Result<(Source, Progress), Failure> {
    if path.as_os_str() == "-" {
        let bar = Progress::bytes(out, None);
        let source = bar.reads(std::io::stdin());
        return Ok((Box::new(source), bar));
    }
    let file = File::open(path).map_err(|e| Failure::file(path, &e))?;
    let about = file.metadata().map_err(|e| Failure::file(path, &e))?;
    if about.is_dir() {
        return Err(Failure::refused(
            "file",
            format!("{} is a folder, not a file", path.display()),
        ));
    }
    let bar = Progress::bytes(out, Some(about.len()).filter(|_| about.is_file()));
    let source = bar.reads(file);
    Ok((Box::new(source), bar))
}

/// How many rejected rows people are shown.
const SHOWN: usize = 20;

fn show(summary: &ImportSummary, w: &mut crate::output::People) -> std::io::Result<()> {
    for rejected in summary.rejected.iter().take(SHOWN) {
        writeln!(
            w,
            "line {}: {} ({})",
            rejected.line, rejected.message, rejected.code
        )?;
    }
    let more = summary.rejected_count.saturating_sub(SHOWN as u64);
    if more > 0 {
        writeln!(w, "and {more} more (--json lists them)")?;
    }
    writeln!(
        w,
        "{} rows read: {} new, {} changed, {} unchanged, {} rejected",
        summary.read, summary.inserted, summary.updated, summary.unchanged, summary.rejected_count
    )
}
