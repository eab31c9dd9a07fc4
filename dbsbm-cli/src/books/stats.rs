//! `dbsbm stats`: the record of a capper or of the whole guild, and its splits.

use super::{AsOf, WhichGuild, board, with_book};
use crate::args::{Global, one_of, windows};
use crate::calc::percent;
use crate::{Verdict, failure::Failure, output::Output, table, table::Table};
use clap::Args;
use dbsbm_core::id::UserId;
use dbsbm_core::market::Sport;
use dbsbm_core::record::{Figures, Split, Window};
use dbsbm_store::StatsQuery;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm stats --guild 1\n  dbsbm stats --guild 1 --capper 42 --by market --window year\n  dbsbm stats --guild 1 --sport soccer --by league\n\n\
                  JSON: `record` with the figures of `dbsbm leaderboard`, `splits`: the same with `key`, in the order of the\n\
                  keys (`mixed` for bets whose legs differ); and the records beside it, or null: `live` (live picks) and\n\
                  `shadow` (bets withdrawn late and settled all the same)."
)]
pub(crate) struct StatsArgs {
    #[command(flatten)]
    guild: WhichGuild,
    /// Only this capper, e.g. --capper 42
    #[arg(long, value_name = "ID")]
    capper: Option<UserId>,
    /// Only bets of this sport; parlays of several sports are of none
    #[arg(long, value_name = "SPORT", value_parser = one_of!(Sport))]
    sport: Option<Sport>,
    /// Split the record by this
    #[arg(long, value_name = "PROPERTY", value_parser = one_of!(Split))]
    by: Option<Split>,
    /// The time it covers; everything if not said
    #[arg(long, value_name = "WINDOW", value_parser = windows())]
    window: Option<Window>,
    #[command(flatten)]
    as_of: AsOf,
}

pub(crate) fn run(args: &StatsArgs, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let query = StatsQuery {
        capper: args.capper,
        sport: args.sport,
        by: args.by,
        window: args.window,
        as_of: args.as_of.as_of,
    };
    let stats = with_book(global, async |book| {
        Ok(book.stats(args.guild.of(&book).await?, &query).await?)
    })?;
    let mut splits = Table::new(&["", ">decided", ">won-lost-push", ">net", ">ROI", ">odds"], "");
    for row in &stats.splits {
        let r = &row.record;
        splits.row([
            row.key.replace('_', " "),
            r.decided.to_string(),
            board::won_lost_push(r),
            r.net.signed(),
            r.roi.map(percent).unwrap_or_default(),
            r.average_odds.map(|o| format!("{o:.3}")).unwrap_or_default(),
        ]);
    }
    out.answer(&stats, |w| {
        let mut shown = facts(&stats.record);
        for (name, beside) in [("live picks", &stats.live), ("withdrawn late", &stats.shadow)] {
            if let Some(beside) = beside {
                let (score, net) = (board::won_lost_push(beside), beside.net.signed());
                shown.push((
                    name,
                    format!("{score}, {net}u, n = {}, beside the record", beside.decided),
                ));
            }
        }
        table::pairs(w, &shown)?;
        if !stats.splits.is_empty() {
            std::io::Write::write_all(w, b"\n")?;
            splits.write(w)?;
        }
        Ok(())
    })
}

fn facts(record: &Figures) -> Vec<(&'static str, String)> {
    let rate = |share: Option<f64>| share.map_or_else(|| "-".to_string(), percent);
    vec![
        ("bets", format!("{}, {} of them open", record.bets, record.open)),
        ("won-lost-push", board::won_lost_push(record)),
        ("net", format!("{}u", record.net.signed())),
        (
            "ROI",
            format!(
                "{} of {}u risked, n = {}",
                rate(record.roi),
                record.risked.two_decimals(),
                record.decided
            ),
        ),
        (
            "level stakes",
            format!("{}u, ROI {}", record.level_net.signed(), rate(record.level_roi)),
        ),
        ("win rate", rate(record.win_rate)),
        (
            "average odds",
            record
                .average_odds
                .map_or_else(|| "-".to_string(), |o| format!("{o:.3}")),
        ),
        ("max drawdown", format!("{}u", record.max_drawdown.two_decimals())),
        (
            "streaks",
            format!(
                "best {} won, worst {} lost",
                record.longest_win_streak, record.longest_losing_streak
            ),
        ),
        ("verified", format!("{} of {}", record.verified, record.decided)),
    ]
}
