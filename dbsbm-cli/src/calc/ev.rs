//! `dbsbm calc ev`: what a price is worth, given a chance.

use super::{novig::percent, wager::Wager};
use crate::{Verdict, failure::Failure, output::Output, table::Table};
use clap::Args;
use dbsbm_core::{odds::Odds, staking::expected_value};
use serde::Serialize;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc ev +150@45%\n  dbsbm calc ev 2.10@0.5 -110@0.55 --json\n\n\
                  JSON: `bets`, each with `price`, `probability`, `break_even` (the chance at which the price neither\n\
                  wins nor loses), `expected_value` (average win per unit) and `edge` (chance above break-even)."
)]
pub(crate) struct EvArgs {
    /// A price and the chance you give it, e.g. +150@45% or 2.5@0.45
    #[arg(value_name = "PRICE@CHANCE", required = true, num_args = 1..)]
    bets: Vec<String>,
}

#[derive(Serialize)]
struct Answer {
    bets: Vec<Value>,
}

#[derive(Serialize)]
struct Value {
    price: Odds,
    probability: f64,
    break_even: f64,
    expected_value: f64,
    edge: f64,
}

pub(super) fn run(args: &EvArgs, out: &Output) -> Result<Verdict, Failure> {
    let mut bets = Vec::new();
    for Wager { price, chance } in Wager::read_all(&args.bets)? {
        bets.push(Value {
            price,
            probability: chance,
            break_even: price.break_even(),
            expected_value: expected_value(chance, price.decimal_f64())?,
            edge: chance - price.break_even(),
        });
    }
    let mut table = Table::new(&[">price", ">chance", ">break-even", ">expected per unit"], "");
    for bet in &bets {
        table.row([
            bet.price.to_string(),
            percent(bet.probability),
            percent(bet.break_even),
            format!("{:+.4}", bet.expected_value),
        ]);
    }
    out.table(&Answer { bets }, &table)
}
