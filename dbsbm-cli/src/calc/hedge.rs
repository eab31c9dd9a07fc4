//! `dbsbm calc hedge`: the second bet that closes a first one, or turns it into a middle.

use super::{novig::percent, odds::price, wager::amount};
use crate::{Verdict, failure::Failure, output::Output, table};
use clap::{Args, ValueEnum};
use dbsbm_core::money::Units;
use dbsbm_core::staking::{Commission, Hedge, back_off, lay_off, middle};
use serde::Serialize;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc hedge 10 +400 -150\n  dbsbm calc hedge 20 140.0 60.0 --by lay --commission 2\n  \
                  dbsbm calc hedge 110 -110 -110 --by middle\n\n\
                  JSON: `by`, `stake` of the second bet, `liability` (what it can lose), `if_wins` and `if_loses` (net of\n\
                  both bets when the first one wins or loses), `guaranteed` (the worse of the two). With `--by middle`\n\
                  also `both` (net when both win) and `break_even` (the chance of that which makes good the rest, or null)."
)]
pub(crate) struct HedgeArgs {
    /// The stake of the first bet in units, e.g. 10
    #[arg(value_name = "STAKE")]
    stake: String,
    /// The price of the first bet, e.g. +400
    #[arg(value_name = "FIRST")]
    first: String,
    /// The price now on offer for the second bet, e.g. -150
    #[arg(value_name = "SECOND")]
    second: String,
    /// How the first bet is closed
    #[arg(long, value_enum, default_value_t = By::OtherSide)]
    by: By,
    /// What an exchange keeps of a win, in percent, e.g. --commission 2.5
    #[arg(long, value_name = "PERCENT", default_value = "0")]
    commission: String,
    /// Round the second stake to multiples of this, e.g. --step 1
    #[arg(long, value_name = "UNITS", default_value = "0.01")]
    step: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
enum By {
    /// Backing the other side of the market
    OtherSide,
    /// Laying the same selection on an exchange
    Lay,
    /// Backing a selection that was laid first
    Back,
    /// Backing the other side at another line, so that both can win
    Middle,
}

#[derive(Serialize)]
struct Answer {
    by: By,
    stake: Units,
    liability: Units,
    if_wins: Units,
    if_loses: Units,
    guaranteed: Units,
    #[serde(flatten)]
    middle: Option<Both>,
}

#[derive(Serialize)]
struct Both {
    both: Units,
    break_even: Option<f64>,
}

pub(super) fn run(args: &HedgeArgs, out: &Output) -> Result<Verdict, Failure> {
    let answer = solve(args)?;
    out.answer(&answer, |w| {
        let mut shown = vec![
            ("second stake", answer.stake.two_decimals()),
            ("it can lose", answer.liability.two_decimals()),
            ("if the first wins", answer.if_wins.signed()),
            ("if the first loses", answer.if_loses.signed()),
            ("guaranteed", answer.guaranteed.signed()),
        ];
        if let Some(middle) = &answer.middle {
            shown.push(("if both win", middle.both.signed()));
            let needed = middle
                .break_even
                .map_or_else(|| "nothing to lose".to_string(), percent);
            shown.push(("break-even chance", needed));
        }
        table::pairs(w, &shown)
    })
}

fn solve(args: &HedgeArgs) -> Result<Answer, Failure> {
    let (stake, step) = (amount(&args.stake)?, amount(&args.step)?);
    let (first, second) = (price(&args.first, None)?, price(&args.second, None)?);
    let commission = commission(&args.commission)?;
    let exchange = |hedge: Hedge| Answer {
        by: args.by,
        stake: hedge.stake,
        liability: hedge.liability,
        if_wins: hedge.if_wins,
        if_loses: hedge.if_loses,
        guaranteed: hedge.guaranteed(),
        middle: None,
    };
    match args.by {
        By::Lay => Ok(exchange(lay_off(stake, first, second, commission, step)?)),
        By::Back => Ok(exchange(back_off(stake, first, second, commission, step)?)),
        By::OtherSide | By::Middle => {
            if commission != Commission::NONE {
                return Err(
                    Failure::refused("commission", "only an exchange takes a commission")
                        .hint("use it with --by lay or --by back"),
                );
            }
            let two = middle(stake, first, second, step)?;
            Ok(Answer {
                by: args.by,
                stake: two.stake,
                liability: two.stake,
                if_wins: two.first_only,
                if_loses: two.second_only,
                guaranteed: two.first_only.min(two.second_only),
                middle: (args.by == By::Middle).then_some(Both {
                    both: two.both,
                    break_even: two.break_even,
                }),
            })
        }
    }
}

/// Percent with up to two decimals.
fn commission(text: &str) -> Result<Commission, Failure> {
    let percent: Units = text
        .trim_end_matches('%')
        .parse()
        .map_err(|e| Failure::refused("commission", e))?;
    let basis_points = u32::try_from(percent.ten_thousandths() / 100)
        .ok()
        .filter(|_| percent.ten_thousandths() % 100 == 0)
        .ok_or_else(|| {
            Failure::refused("commission", format!("`{text}` is no commission"))
                .hint("a percentage from 0 to 99.99, such as 2.5")
        })?;
    Ok(Commission::basis_points(basis_points)?)
}
