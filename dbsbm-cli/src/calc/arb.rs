//! `dbsbm calc arb`: one amount spread over the outcomes of a market.

use super::{novig::percent, odds::price, wager::amount};
use crate::{Verdict, failure::Failure, output::Output, table::Table};
use clap::Args;
use dbsbm_core::money::Units;
use dbsbm_core::odds::Odds;
use dbsbm_core::staking::{Cover, arbitrage, dutch};
use serde::Serialize;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc arb 2.08 2.00\n  dbsbm calc arb +105 +102 --total 250 --step 1\n  \
                  dbsbm calc arb 4.0 6.0 --dutch\n\n\
                  JSON: `bets`, each with `price`, `stake` and `returned`; `staked` in all, `guaranteed_return`,\n\
                  `guaranteed_profit`, `book` (sum of the reciprocal prices: a profit is possible below 1) and\n\
                  `exact_return` (per unit, without rounding). Prices that leave no profit are refused (`no_arbitrage`),\n\
                  except with `--dutch`."
)]
pub(crate) struct ArbArgs {
    /// The best price of each outcome, e.g. 2.08 2.00
    #[arg(value_name = "PRICE", required = true, num_args = 1..)]
    prices: Vec<String>,
    /// The amount to spread, in units, e.g. --total 250
    #[arg(long, value_name = "UNITS", default_value = "100")]
    total: String,
    /// Stakes are multiples of this, e.g. --step 1
    #[arg(long, value_name = "UNITS", default_value = "0.01")]
    step: String,
    /// Spread the amount over some outcomes, whether or not a profit is certain
    #[arg(long)]
    dutch: bool,
}

#[derive(Serialize)]
struct Answer {
    bets: Vec<Part>,
    staked: Units,
    guaranteed_return: Units,
    guaranteed_profit: Units,
    book: f64,
    exact_return: f64,
}

#[derive(Serialize)]
struct Part {
    price: Odds,
    stake: Units,
    returned: Units,
}

pub(super) fn run(args: &ArbArgs, out: &Output) -> Result<Verdict, Failure> {
    let prices = args
        .prices
        .iter()
        .map(|p| price(p, None))
        .collect::<Result<Vec<_>, _>>()?;
    let (total, step) = (amount(&args.total)?, amount(&args.step)?);
    let solve = if args.dutch { dutch } else { arbitrage };
    let Cover {
        stakes,
        staked,
        returns,
        guaranteed_return,
        guaranteed_profit,
        book,
        exact_return,
        ..
    } = solve(&prices, total, step)?;
    let mut table = Table::new(&[">price", ">stake", ">returns"], "");
    let mut bets = Vec::new();
    for ((price, stake), returned) in prices.into_iter().zip(stakes).zip(returns) {
        table.row([price.to_string(), stake.two_decimals(), returned.two_decimals()]);
        bets.push(Part {
            price,
            stake,
            returned,
        });
    }
    let answer = Answer {
        bets,
        staked,
        guaranteed_return,
        guaranteed_profit,
        book,
        exact_return,
    };
    out.answer(&answer, |w| {
        use std::io::Write as _;
        table.write(w)?;
        writeln!(
            w,
            "staked {}, certain {}, book {}",
            staked.two_decimals(),
            guaranteed_profit.signed(),
            percent(book)
        )
    })
}
