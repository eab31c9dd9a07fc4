//! `dbsbm calc odds`: one price in all seven notations.

use crate::{Verdict, failure::Failure, output::Output, table};
use clap::Args;
use dbsbm_core::odds::{Notation, Odds, OddsError};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc odds -110\n  dbsbm calc odds 10/11\n  dbsbm calc odds 0.91 --notation hong_kong --json\n\n\
                  JSON: `notation`, one string per notation (`american`, `decimal`, `fractional`, `hong_kong`,\n\
                  `malay`, `indonesian`, `implied`), `net_return` (exact, per unit), `break_even` (a number), and\n\
                  `rounded`: the notations that cannot hold the price exactly."
)]
pub(crate) struct OddsArgs {
    /// The price as it is typed, e.g. -110, 1.91, 10/11, 0.91hk or 52.38%
    #[arg(value_name = "PRICE")]
    price: String,
    /// Read the price in this notation where the text alone says another, e.g. --notation hong_kong
    #[arg(long, value_name = "NAME", value_parser = notation_names())]
    notation: Option<String>,
}

/// The notations that an option can name.
pub(super) fn notation_names() -> Vec<&'static str> {
    Notation::ALL.iter().map(|n| n.code()).collect()
}

#[derive(Serialize)]
struct Conversion {
    notation: Notation,
    #[serde(flatten)]
    quotes: BTreeMap<&'static str, String>,
    net_return: String,
    break_even: f64,
    rounded: Vec<&'static str>,
}

pub(super) fn run(args: &OddsArgs, out: &Output) -> Result<Verdict, Failure> {
    let price = price(&args.price, args.notation.as_deref())?;
    let quoted = Notation::ALL.map(|n| (n.code(), price.to(n)));
    let conversion = Conversion {
        notation: price.notation(),
        quotes: quoted.iter().map(|(n, q)| (*n, q.text.clone())).collect(),
        net_return: format!("{}/{}", price.num(), price.den()),
        break_even: price.break_even(),
        rounded: quoted.iter().filter(|(_, q)| !q.exact).map(|(n, _)| *n).collect(),
    };
    out.answer(&conversion, |w| {
        let shown: Vec<(&str, String)> = quoted
            .iter()
            .map(|(name, q)| {
                (
                    *name,
                    format!("{}{}", q.text, if q.exact { "" } else { "  (rounded)" }),
                )
            })
            .collect();
        table::pairs(w, &shown)
    })
}

/// A price from an argument.
pub(super) fn price(text: &str, notation: Option<&str>) -> Result<Odds, Failure> {
    match notation.and_then(Notation::from_code) {
        Some(notation) => Odds::parse_as(text, notation),
        None => text.parse(),
    }
    .map_err(Failure::from)
}

impl From<OddsError> for Failure {
    fn from(error: OddsError) -> Self {
        Self::refused("price", error)
    }
}
