//! `dbsbm calc clv`: the price taken against the closing price.

use super::novig::{market_price, percent};
use super::odds::price;
use crate::{Verdict, failure::Failure, output::Output, table};
use clap::Args;
use dbsbm_core::odds::margin::{Method, remove};
use dbsbm_core::odds::{Odds, clv};
use serde::Serialize;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc clv -125 -150\n  dbsbm calc clv 2.10 1.95 --others 3.6 4.1 --method shin --json\n\n\
                  JSON: `taken`, `close`, `price_clv` (taken / close - 1), `probability_points` (rise of the break-even\n\
                  chance), `beat_close` (strictly better), and `fair` (null without `--others`): `method`, `probability`\n\
                  of the selection in the closing market without its margin, and `clv` (taken * probability - 1)."
)]
pub(crate) struct ClvArgs {
    /// The price taken, e.g. -125
    #[arg(value_name = "TAKEN")]
    taken: String,
    /// The closing price of the same selection and line, e.g. -150
    #[arg(value_name = "CLOSE")]
    close: String,
    /// The closing prices of all other outcomes, to take the margin out, e.g. --others +130
    #[arg(long, value_name = "PRICE", num_args = 1..)]
    others: Vec<String>,
    /// How the margin is taken out (see `dbsbm calc novig`), e.g. --method shin
    #[arg(long, value_name = "METHOD", default_value = "power")]
    method: String,
}

#[derive(Serialize)]
struct Answer {
    taken: Odds,
    close: Odds,
    price_clv: f64,
    probability_points: f64,
    beat_close: bool,
    fair: Option<Fair>,
}

#[derive(Serialize)]
struct Fair {
    method: &'static str,
    probability: f64,
    clv: f64,
}

pub(super) fn run(args: &ClvArgs, out: &Output) -> Result<Verdict, Failure> {
    let (taken, close) = (price(&args.taken, None)?, price(&args.close, None)?);
    let method: Method = args.method.parse()?;
    let mut market = vec![close.decimal_f64()];
    for other in &args.others {
        market.push(market_price(other)?);
    }
    let fair = if args.others.is_empty() {
        None
    } else {
        remove(&market, method)?.probabilities.first().map(|p| Fair {
            method: method.name(),
            probability: *p,
            clv: clv::fair(taken, *p),
        })
    };
    let answer = Answer {
        taken,
        close,
        price_clv: clv::price(taken, close),
        probability_points: clv::points(taken, close),
        beat_close: clv::beat(taken, close),
        fair,
    };
    out.answer(&answer, |w| {
        let mut shown = vec![
            ("price CLV", signed_percent(answer.price_clv)),
            ("probability points", signed_percent(answer.probability_points)),
            (
                "beat the close",
                if answer.beat_close { "yes" } else { "no" }.to_string(),
            ),
        ];
        if let Some(fair) = &answer.fair {
            shown.push(("fair chance", percent(fair.probability)));
            shown.push(("fair CLV", signed_percent(fair.clv)));
        }
        table::pairs(w, &shown)
    })
}

fn signed_percent(share: f64) -> String {
    format!("{:+.2}%", 100.0 * share)
}
