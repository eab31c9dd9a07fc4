//! `dbsbm calc kelly`: the stakes that let a bankroll grow fastest.

use super::novig::percent;
use super::wager::{Wager, amount, lists};
use crate::{Verdict, failure::Failure, output::Output, table::Table};
use clap::{Args, ValueEnum};
use dbsbm_core::money::Units;
use dbsbm_core::odds::Odds;
use dbsbm_core::staking::{kelly, kelly_exclusive, kelly_simultaneous};
use serde::Serialize;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc kelly 3.5@0.3\n  dbsbm calc kelly -110@55% --fraction 0.25 --bankroll 100\n  \
                  dbsbm calc kelly 2.5@0.45 3.2@0.30 2.8@0.25 --of one-event\n\n\
                  JSON: `fraction`, `of`, `log_growth` (average growth of the logarithm of the bankroll), `staked`\n\
                  (share of the bankroll in all), and `bets`, each with `price`, `probability`, `share` of the bankroll and\n\
                  `stake` in units, rounded down (null without `--bankroll`)."
)]
pub(crate) struct KellyArgs {
    /// A price and the chance you give it, e.g. +150@45%
    #[arg(value_name = "PRICE@CHANCE", required = true, num_args = 1..)]
    bets: Vec<String>,
    /// The part of full Kelly to stake, e.g. --fraction 0.25
    #[arg(long, value_name = "SHARE", default_value_t = 1.0)]
    fraction: f64,
    /// The bankroll in units, to have the stakes as amounts, e.g. --bankroll 100
    #[arg(long, value_name = "UNITS")]
    bankroll: Option<String>,
    /// What several bets are: outcomes of one event, or events that have nothing to do with each other
    #[arg(long, value_enum, default_value_t = Of::Independent)]
    of: Of,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Of {
    Independent,
    OneEvent,
}

#[derive(Serialize)]
struct Answer {
    fraction: f64,
    of: Of,
    log_growth: f64,
    staked: f64,
    bets: Vec<Advice>,
}

#[derive(Serialize)]
struct Advice {
    price: Odds,
    probability: f64,
    share: f64,
    stake: Option<Units>,
}

pub(super) fn run(args: &KellyArgs, out: &Output) -> Result<Verdict, Failure> {
    let wagers = Wager::read_all(&args.bets)?;
    let bankroll = args.bankroll.as_deref().map(amount).transpose()?;
    let (chances, prices) = lists(&wagers);
    let (shares, log_growth) = match (args.of, chances.as_slice(), prices.as_slice()) {
        (_, [chance], [price]) => {
            let one = kelly(*chance, *price, args.fraction)?;
            (vec![one.stake], one.log_growth)
        }
        (Of::OneEvent, ..) => {
            let best = kelly_exclusive(&chances, &prices, args.fraction)?;
            (best.stakes, best.log_growth)
        }
        (Of::Independent, ..) => {
            let best = kelly_simultaneous(&chances, &prices, args.fraction)?;
            (best.stakes, best.log_growth)
        }
    };
    let bets: Vec<Advice> = wagers
        .iter()
        .zip(&shares)
        .map(|(wager, share)| Advice {
            price: wager.price,
            probability: wager.chance,
            share: *share,
            stake: bankroll.and_then(|b| part_of(b, *share)),
        })
        .collect();
    let mut table = Table::new(&[">price", ">chance", ">share", ">stake"], "");
    for bet in &bets {
        let stake = bet
            .stake
            .map(|s| format!("{}u", s.two_decimals()))
            .unwrap_or_default();
        table.row([
            bet.price.to_string(),
            percent(bet.probability),
            percent(bet.share),
            stake,
        ]);
    }
    let answer = Answer {
        fraction: args.fraction,
        of: args.of,
        log_growth,
        staked: shares.iter().sum(),
        bets,
    };
    out.table(&answer, &table)
}

/// This share of an amount, rounded down. The share is an estimate; the product is taken in whole numbers.
fn part_of(amount: Units, share: f64) -> Option<Units> {
    const FINE: f64 = 1e12;
    let share = (share.clamp(0.0, 1.0) * FINE).floor() as i128;
    let part = i128::from(amount.ten_thousandths()) * share / FINE as i128;
    Units::from_ten_thousandths(i64::try_from(part).ok()?)
}
