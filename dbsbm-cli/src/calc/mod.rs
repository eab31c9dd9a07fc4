//! `dbsbm calc`: the calculators. Pure: no database, no clock.

mod odds;

use crate::{Verdict, failure::Failure, output::Output};
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct CalcArgs {
    #[command(subcommand)]
    calculator: Calculator,
}

#[derive(Debug, Subcommand)]
enum Calculator {
    /// Write a price in all seven notations
    Odds(odds::OddsArgs),
}

pub(crate) fn run(args: CalcArgs, out: &Output) -> Result<Verdict, Failure> {
    match args.calculator {
        Calculator::Odds(args) => odds::run(&args, out),
    }
}
