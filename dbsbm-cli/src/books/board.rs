//! `dbsbm leaderboard`: who is ahead, by which measure, over which time.

use super::{AsOf, WhichGuild, with_book};
use crate::args::{Global, one_of, windows};
use crate::calc::percent;
use crate::{Verdict, failure::Failure, output::Output, table::Table};
use clap::Args;
use dbsbm_core::record::{BoardRow, Figures, Metric, Window};
use dbsbm_store::BoardQuery;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm leaderboard --guild 1\n  dbsbm leaderboard --guild 1 --metric roi --window 90d --min 30\n\n\
                  JSON: an array of rows in order: `rank` (null below the minimum), `trial` (ranked apart), `capper` (text), `name`, counts (`bets`,\n\
                  `decided`, `won`, `half_won`, `lost`, `half_lost`, `push`, `void`, `open`, `verified`), amounts as text\n\
                  (`risked`, `returned`, `net`, `max_drawdown`, `level_net`), rates as numbers or null (`roi`, `win_rate`,\n\
                  `average_odds`, `level_roi`, and the figures of closing line value and skill)."
)]
pub(crate) struct BoardArgs {
    #[command(flatten)]
    guild: WhichGuild,
    /// What decides the order
    #[arg(long, value_name = "METRIC", default_value_t = Metric::Net, value_parser = one_of!(Metric))]
    metric: Metric,
    /// The time it covers
    #[arg(long, value_name = "WINDOW", default_value_t = Window::All, value_parser = windows())]
    window: Window,
    /// Decided bets below which a capper is unranked [default: the guild's setting], e.g. --min 1
    #[arg(long, value_name = "N")]
    min: Option<u32>,
    #[command(flatten)]
    as_of: AsOf,
}

pub(crate) fn run(args: &BoardArgs, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let query = BoardQuery {
        metric: args.metric,
        window: args.window,
        min: args.min,
        as_of: args.as_of.as_of,
    };
    let rows = with_book(global, async |book| {
        Ok(book.leaderboard(args.guild.of(&book).await?, &query).await?)
    })?;
    out.table(&rows, &table(&rows))
}

/// A leaderboard for people.
pub(crate) fn table(rows: &[BoardRow]) -> Table {
    let headings = [
        ">",
        "capper",
        ">won-lost-push",
        ">net",
        ">ROI",
        ">odds",
        ">drawdown",
        ">open",
        ">verified",
    ];
    let mut table = Table::new(&headings, "no capper yet");
    for row in rows {
        let of = &row.figures;
        table.row([
            match (row.rank, row.trial) {
                (None, _) => "-".to_string(),
                (Some(rank), false) => rank.to_string(),
                (Some(rank), true) => format!("trial {rank}"),
            },
            row.name.clone(),
            won_lost_push(of),
            of.net.signed(),
            of.roi.map(percent).unwrap_or_default(),
            of.average_odds.map(|o| format!("{o:.3}")).unwrap_or_default(),
            of.max_drawdown.two_decimals(),
            of.open.to_string(),
            format!("{}/{}", of.verified, of.decided),
        ]);
    }
    table
}

/// `42.5-30-4`.
pub(crate) fn won_lost_push(of: &Figures) -> String {
    let (won, lost) = (halves(of.won, of.half_won), halves(of.lost, of.half_lost));
    format!("{won}-{lost}-{}", of.push)
}

/// A half result counts one half.
fn halves(whole: i64, half: i64) -> String {
    let sum = whole + half / 2;
    if half % 2 == 0 {
        sum.to_string()
    } else {
        format!("{sum}.5")
    }
}
