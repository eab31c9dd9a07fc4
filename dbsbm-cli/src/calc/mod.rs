//! `dbsbm calc`: the calculators. Pure: no database, no clock.

mod arb;
mod clv;
mod ev;
mod hedge;
mod kelly;
mod lines;
mod novig;
mod odds;
mod parlay;
mod parse;
mod settle;
mod wager;

pub(crate) use novig::percent;

use crate::{Verdict, failure::Failure, output::Output};
use clap::{Args, Subcommand};
use std::ffi::OsString;

#[derive(Debug, Args)]
pub(crate) struct CalcArgs {
    #[command(subcommand)]
    calculator: Calculator,
}

#[derive(Debug, Subcommand)]
enum Calculator {
    /// Write a price in all seven notations
    Odds(odds::OddsArgs),
    /// Read a text with picks, as people type them
    Parse(parse::ParseArgs),
    /// Settle tickets: JSON Lines in, JSON Lines out
    Settle(settle::SettleArgs),
    /// Take the bookmaker's margin out of a market
    Novig(novig::NovigArgs),
    /// Work out what legs pay together
    Parlay(parlay::ParlayArgs),
    /// Find the stakes that let a bankroll grow fastest
    Kelly(kelly::KellyArgs),
    /// Find the second bet that closes a first one
    Hedge(hedge::HedgeArgs),
    /// Spread an amount over all outcomes of a market
    Arb(arb::ArbArgs),
    /// Value a price, given the chance of winning
    Ev(ev::EvArgs),
    /// Compare the price taken with the closing price
    Clv(clv::ClvArgs),
    /// Answer many calculations: JSON Lines in, JSON Lines out
    Lines(lines::LinesArgs),
}

pub(crate) fn run(args: CalcArgs, out: &Output) -> Result<Verdict, Failure> {
    match args.calculator {
        Calculator::Odds(args) => odds::run(&args, out),
        Calculator::Novig(args) => novig::run(&args, out),
        Calculator::Parlay(args) => parlay::run(&args, out),
        Calculator::Parse(args) => parse::run(&args, out),
        Calculator::Settle(args) => settle::run(&args, out),
        Calculator::Kelly(args) => kelly::run(&args, out),
        Calculator::Hedge(args) => hedge::run(&args, out),
        Calculator::Arb(args) => arb::run(&args, out),
        Calculator::Ev(args) => ev::run(&args, out),
        Calculator::Clv(args) => clv::run(&args, out),
        Calculator::Lines(args) => lines::run(&args),
    }
}

/// Prices start with a minus, and so do options. Under `calc` a minus before a figure is spelt with the typographic
/// minus, which every reader of prices takes and no option starts with, so that prices and options mix freely.
pub(crate) fn tell_prices_from_options(args: Vec<OsString>) -> Vec<OsString> {
    if !args.iter().skip(1).any(|a| a == "calc") {
        return args;
    }
    let spell = |arg: OsString| match arg.to_str().and_then(|a| a.strip_prefix('-')) {
        Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
            format!("\u{2212}{rest}").into()
        }
        _ => arg,
    };
    args.into_iter().map(spell).collect()
}
