//! `dbsbm calc novig`: a market's probabilities without the bookmaker's margin.

use crate::{Verdict, failure::Failure, output::Output, table::Table};
use clap::Args;
use dbsbm_core::odds::margin::{Fair, MarginError, Method, remove_to};
use dbsbm_core::odds::{Odds, OddsError};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc novig -110 -110\n  dbsbm calc novig --method shin 2.10 3.40 3.60 --json\n  \
                  dbsbm calc novig --method all 1.25 4.00 11.0\n  dbsbm calc novig --winners 2 1.25 1.8 2.1 4.5\n\n\
                  JSON: `method`, `probabilities` (in the order of the prices), `margin`, `parameter` (or null). With\n\
                  `--method all`: `methods`, an object of the same by name, or `{\"error\": message}` for a method that\n\
                  cannot answer this market."
)]
pub(crate) struct NovigArgs {
    /// The prices of the whole market, in any notation, e.g. 2.10 3.40 3.60
    #[arg(value_name = "PRICE", required = true, num_args = 1..)]
    prices: Vec<String>,
    /// multiplicative, additive, power, shin, odds_ratio, balanced, goto, an alias of these, or all
    #[arg(long, value_name = "METHOD", default_value = "power")]
    method: String,
    /// How many outcomes win: 1 in a match, 3 in a market on the first three, e.g. --winners 3
    #[arg(long, value_name = "N", default_value_t = 1)]
    winners: u16,
}

/// One method's answer.
#[derive(Serialize)]
struct Answer {
    probabilities: Vec<f64>,
    margin: f64,
    parameter: Option<f64>,
}

#[derive(Serialize)]
struct Named {
    method: &'static str,
    #[serde(flatten)]
    answer: Answer,
}

#[derive(Serialize)]
struct All {
    methods: BTreeMap<&'static str, Either>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Either {
    Answer(Answer),
    Error { error: String },
}

impl From<Fair> for Answer {
    fn from(fair: Fair) -> Self {
        Self {
            probabilities: fair.probabilities,
            margin: fair.margin,
            parameter: fair.parameter,
        }
    }
}

pub(super) fn run(args: &NovigArgs, out: &Output) -> Result<Verdict, Failure> {
    let prices = args
        .prices
        .iter()
        .map(|p| market_price(p))
        .collect::<Result<Vec<_>, _>>()?;
    let winners = f64::from(args.winners);
    if args.method.eq_ignore_ascii_case("all") {
        return all(&prices, winners, out);
    }
    let method: Method = args.method.parse()?;
    let answer: Answer = remove_to(&prices, method, winners)?.into();
    let mut table = Table::new(&["outcome", ">implied", ">fair", ">fair price"], "");
    for ((given, price), p) in args.prices.iter().zip(&prices).zip(&answer.probabilities) {
        table.row([
            given.clone(),
            percent(1.0 / price),
            percent(*p),
            format!("{:.4}", 1.0 / p),
        ]);
    }
    let margin = percent(answer.margin);
    let named = Named {
        method: method.name(),
        answer,
    };
    out.answer(&named, |w| {
        use std::io::Write as _;
        table.write(w)?;
        writeln!(w, "margin {margin}, method {method}")
    })
}

fn all(prices: &[f64], winners: f64, out: &Output) -> Result<Verdict, Failure> {
    let answers = Method::ALL.map(|m| (m, remove_to(prices, m, winners)));
    // What is wrong with the market itself is one refusal, not seven.
    if let Some((_, Err(error))) = answers.iter().find(|(m, _)| *m == Method::Multiplicative) {
        return Err(error.clone().into());
    }
    let mut table = Table::new(&["method", ">margin", "probabilities"], "");
    for (method, answer) in &answers {
        let shown = match answer {
            Ok(fair) => fair
                .probabilities
                .iter()
                .map(|p| percent(*p))
                .collect::<Vec<_>>()
                .join("  "),
            Err(error) => error.to_string(),
        };
        let margin = answer
            .as_ref()
            .map(|fair| percent(fair.margin))
            .unwrap_or_default();
        table.row([method.name().to_string(), margin, shown]);
    }
    let methods = answers.into_iter().map(|(method, answer)| {
        let either = match answer {
            Ok(fair) => Either::Answer(fair.into()),
            Err(error) => Either::Error {
                error: error.to_string(),
            },
        };
        (method.name(), either)
    });
    let methods = methods.collect();
    out.table(&All { methods }, &table)
}

/// A price in a market as a decimal: unlike a bet's own price it may be exactly 1.
pub(super) fn market_price(text: &str) -> Result<f64, Failure> {
    match text.parse::<Odds>() {
        Ok(price) => Ok(price.decimal_f64()),
        Err(OddsError::DecimalTooSmall { .. }) if is_one(text) => Ok(1.0),
        Err(error) => Err(error.into()),
    }
}

fn is_one(text: &str) -> bool {
    let text = text.trim().replace(',', ".");
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    whole == "1" && decimals.bytes().all(|b| b == b'0')
}

/// A share as people read it.
pub(crate) fn percent(share: f64) -> String {
    format!("{:.2}%", 100.0 * share)
}

impl From<MarginError> for Failure {
    fn from(error: MarginError) -> Self {
        let code = match error {
            MarginError::UnknownMethod { .. } => "method",
            MarginError::Negative { .. } | MarginError::AboveOne { .. } | MarginError::NoSolution { .. } => {
                "no_solution"
            }
            _ => "market",
        };
        Self::refused(code, error)
    }
}
