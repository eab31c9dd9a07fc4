//! `dbsbm calc parlay`: what legs pay together.

use super::novig::percent;
use super::odds::price;
use super::wager::{Wager, amount, lists};
use crate::{Verdict, failure::Failure, output::Output, table};
use clap::Args;
use dbsbm_core::bet::{Kind, Stake, StakeIs};
use dbsbm_core::money::Units;
use dbsbm_core::odds::{Notation, Odds};
use dbsbm_core::settle::{Grade, RuleSet, SettleError, Ticket, TicketError, TicketLeg, TicketTerms, settle};
use dbsbm_core::staking::{Comparison, Prospect, parlay_or_singles};
use serde::Serialize;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc parlay -110 -110 +150\n  dbsbm calc parlay 1.91 2.05 --stake 2.5\n  \
                  dbsbm calc parlay -110 2.0 --to-win 5 --json\n  dbsbm calc parlay -110@55% +120@48%\n\n\
                  JSON: `legs` (the prices), `decimal` (price of the parlay, rounded to four decimals), `american` (rounded,\n\
                  or null above a million to one), `staked`, `returned` and `net` if all legs win, exact and rounded once,\n\
                  and `comparison` (null unless every leg has a chance): `chance` that all win, and for `parlay` and\n\
                  `singles` the `expected_value`, `deviation` and `profit_chance` of one unit."
)]
pub(crate) struct ParlayArgs {
    /// The legs: prices, or prices with the chance you give them, e.g. -110 or -110@55%
    #[arg(value_name = "LEG", required = true, num_args = 2..)]
    legs: Vec<String>,
    /// The amount risked in units, e.g. --stake 2.5
    #[arg(long, value_name = "UNITS", default_value = "1", conflicts_with = "to_win")]
    stake: String,
    /// The amount to win in units, instead of a stake, e.g. --to-win 5
    #[arg(long, value_name = "UNITS")]
    to_win: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    legs: Vec<Odds>,
    decimal: String,
    american: Option<String>,
    staked: Units,
    returned: Units,
    net: Option<Units>,
    comparison: Option<Chances>,
}

#[derive(Serialize)]
struct Chances {
    chance: f64,
    parlay: Chance,
    singles: Chance,
}

#[derive(Serialize)]
struct Chance {
    expected_value: f64,
    deviation: f64,
    profit_chance: f64,
}

impl From<Prospect> for Chance {
    fn from(prospect: Prospect) -> Self {
        Self {
            expected_value: prospect.expected_value,
            deviation: prospect.deviation,
            profit_chance: prospect.profit_chance,
        }
    }
}

pub(super) fn run(args: &ParlayArgs, out: &Output) -> Result<Verdict, Failure> {
    let answer = solve(args)?;
    out.answer(&answer, |w| {
        let american = answer
            .american
            .as_ref()
            .map_or(String::new(), |a| format!(" ({a})"));
        let mut shown = vec![
            ("price", format!("{}{american}", answer.decimal)),
            ("staked", answer.staked.two_decimals()),
            ("returns", answer.returned.two_decimals()),
            ("wins", answer.net.unwrap_or_default().signed()),
        ];
        if let Some(chances) = &answer.comparison {
            shown.push(("chance of all", percent(chances.chance)));
            for (name, chance) in [
                ("one unit as parlay", &chances.parlay),
                ("in equal singles", &chances.singles),
            ] {
                let line = format!(
                    "{:+.4} expected, deviation {:.4}, ahead {}",
                    chance.expected_value,
                    chance.deviation,
                    percent(chance.profit_chance)
                );
                shown.push((name, line));
            }
        }
        table::pairs(w, &shown)
    })
}

fn solve(args: &ParlayArgs) -> Result<Answer, Failure> {
    let with_chance = args.legs.iter().any(|l| l.contains('@'));
    let (legs, comparison) = if with_chance {
        let wagers = Wager::read_all(&args.legs)?;
        let (chances, prices) = lists(&wagers);
        let Comparison {
            chance,
            parlay,
            singles,
            ..
        } = parlay_or_singles(&chances, &prices)?;
        let chances = Chances {
            chance,
            parlay: parlay.into(),
            singles: singles.into(),
        };
        (wagers.iter().map(|w| w.price).collect(), Some(chances))
    } else {
        let legs = args
            .legs
            .iter()
            .map(|l| price(l, None))
            .collect::<Result<Vec<_>, _>>()?;
        (legs, None)
    };
    let stake = match &args.to_win {
        Some(text) => Stake {
            amount: amount(text)?,
            is: StakeIs::ToWin,
        },
        None => Stake {
            amount: amount(&args.stake)?,
            is: StakeIs::Risk,
        },
    };
    let one = Stake {
        amount: Units::ONE,
        is: StakeIs::Risk,
    };
    let decimal = pay(&legs, one)?.1.to_string();
    let (staked, returned, net) = pay(&legs, stake)?;
    Ok(Answer {
        american: decimal
            .parse::<Odds>()
            .ok()
            .map(|o| o.to(Notation::American).text),
        legs,
        decimal,
        staked,
        returned,
        net,
        comparison,
    })
}

/// Staked, returned and net if every leg wins.
fn pay(legs: &[Odds], stake: Stake) -> Result<(Units, Units, Option<Units>), Failure> {
    let won = legs.iter().map(|l| TicketLeg::new(*l, Grade::Win)).collect();
    let ticket = Ticket::new(Kind::Parlay, stake, won, TicketTerms::default())?;
    let paid = settle(&ticket, RuleSet::default_rules())?;
    Ok((paid.staked, paid.returned, paid.net))
}

impl From<TicketError> for Failure {
    fn from(error: TicketError) -> Self {
        Self::refused("ticket", error)
    }
}

impl From<SettleError> for Failure {
    fn from(error: SettleError) -> Self {
        Self::refused("settlement", error)
    }
}
