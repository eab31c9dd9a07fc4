//! Why a ticket came to what it came to, step by step, in words and as data.

mod lines;

use super::{
    Grade, Outcome, Percent, RuleSet, SettleError, Ticket, TicketLeg,
    lines::{Part, Reading, View},
    number::Rounding,
    pay::{all_winners, place, reading, settle},
};
use crate::{
    bet::{Kind, PushRule, StakeIs},
    market::codes,
    money::Units,
};
use serde::Serialize;

codes! {
    /// The rule that a step applied.
    Rule, "settlement rule", {
        /// What a score, or what happened to a game, made of a leg.
        Score = "score",
        /// The grade of a leg and what it multiplies its line by.
        Grade = "grade",
        /// The better of price and starting price.
        BestOdds = "best_odds_guaranteed",
        /// A deduction for non-runners.
        Rule4 = "rule4",
        /// The place part at a fraction of the odds.
        Place = "place",
        /// A place shared by several.
        DeadHeat = "dead_heat",
        /// How many lines were staked, and how the stake was named.
        Lines = "lines",
        /// A line that brings something, and what; or how many lines do.
        Line = "line",
        /// The price by number of legs, or of the whole ticket.
        Price = "price",
        /// A bonus of a full-cover system.
        Bonus = "bonus",
        /// A free bet returns no stake.
        FreeBet = "free_bet",
        /// A boost of the winnings.
        Boost = "boost",
        /// The amount, rounded by the house's rule.
        Rounding = "rounding",
        /// Net and outcome.
        Outcome = "outcome",
    }
}

/// One step of an explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Step {
    /// The rule applied.
    pub rule: Rule,
    /// The leg it was applied to, from 0.
    pub leg: Option<usize>,
    /// What came of it: a grade's multiplier as a fraction, an amount, a percentage, a number of lines.
    pub value: String,
    /// The step in words.
    pub words: String,
}

/// Explains a settlement: what every leg pays and why, how lines add up, and what was rounded.
///
/// ```
/// use dbsbm_core::bet::{Kind, Stake, StakeIs};
/// use dbsbm_core::settle::{Grade, RuleSet, Ticket, TicketLeg, TicketTerms, explain};
///
/// let mut leg = TicketLeg::new("8/1".parse().unwrap(), Grade::Win);
/// leg.rule4 = dbsbm_core::settle::Percent::from_hundredths(2_500).unwrap();
/// let stake = Stake { amount: "10".parse().unwrap(), is: StakeIs::Risk };
/// let ticket = Ticket::new(Kind::Straight, stake, vec![leg], TicketTerms::default()).unwrap();
/// let steps = explain(&ticket, RuleSet::default_rules()).unwrap();
/// assert_eq!(steps[0].words, "leg 1: Rule 4 deducts 25% of the winnings");
/// assert_eq!(steps[1].words, "leg 1 at 8/1: win, pays 7 times the stake");
/// ```
///
/// # Errors
/// As for [`settle`].
pub fn explain(ticket: &Ticket, rules: &RuleSet) -> Result<Vec<Step>, SettleError> {
    let paid = settle(ticket, rules)?;
    let mut steps = Steps(Vec::new());
    let win = reading(
        ticket,
        rules,
        if paid.outcome == Outcome::Open {
            View::Best
        } else {
            View::Banked
        },
    );
    for (i, leg) in ticket.legs.iter().enumerate() {
        steps.leg(i, leg, &win);
    }
    steps.lines(ticket, paid.lines);
    steps.each_line(ticket, &win);
    steps.one_price(ticket, &win);
    steps.extras(ticket, &win);
    steps.amounts(rules, &paid);
    Ok(steps.0)
}

struct Steps(Vec<Step>);

impl Steps {
    fn add(&mut self, rule: Rule, leg: Option<usize>, value: impl ToString, words: String) {
        self.0.push(Step {
            rule,
            leg,
            value: value.to_string(),
            words,
        });
    }

    fn leg(&mut self, i: usize, leg: &TicketLeg, win: &Reading<'_>) {
        let n = i + 1;
        if win.ticket.kind.has_one_price() {
            self.add(
                Rule::Grade,
                Some(i),
                leg.grade,
                format!("leg {n}: {}", leg.grade.title()),
            );
            return;
        }
        let pays = matches!(leg.grade, Grade::Win | Grade::HalfWin | Grade::Placed);
        if let Some(sp) = leg.guaranteed_sp.filter(|sp| pays && *sp > leg.price) {
            let words = format!(
                "leg {n}: best odds guaranteed, paid at the starting price {sp} instead of {}",
                leg.price
            );
            self.add(Rule::BestOdds, Some(i), sp, words);
        }
        if leg.rule4 > Percent::ZERO && pays {
            let due = win.rules.rule4.due(leg.rule4);
            let words = match due {
                Percent::ZERO => format!("leg {n}: a Rule 4 deduction of {}% is waived", leg.rule4),
                due if due < leg.rule4 => {
                    format!(
                        "leg {n}: Rule 4 deducts {due}% of the winnings, capped from {}%",
                        leg.rule4
                    )
                }
                due => format!("leg {n}: Rule 4 deducts {due}% of the winnings"),
            };
            self.add(Rule::Rule4, Some(i), due, words);
        }
        for reading in [Some(*win), win.ticket.terms.each_way.then(|| place(*win))]
            .into_iter()
            .flatten()
        {
            let tie = if reading.part == Part::Win {
                leg.dead_heat
            } else {
                leg.dead_heat_place
            };
            if let Some(tie) = tie {
                let words = if win.rules.dead_heat {
                    format!(
                        "leg {n}{}: dead heat, {} share {} so {}/{} of the return is paid",
                        lines::half_name(&reading),
                        tie.tied(),
                        if tie.places() == 1 {
                            "one place".into()
                        } else {
                            format!("{} places", tie.places())
                        },
                        tie.places(),
                        tie.tied()
                    )
                } else {
                    format!(
                        "leg {n}{}: these rules pay ties in full",
                        lines::half_name(&reading)
                    )
                };
                self.add(
                    Rule::DeadHeat,
                    Some(i),
                    format!("{}/{}", tie.places(), tie.tied()),
                    words,
                );
            }
            if let (Part::Place, Some(fraction), true) = (reading.part, leg.place_fraction, pays) {
                let words = format!("leg {n}{}: {fraction} of the odds", lines::half_name(&reading));
                self.add(Rule::Place, Some(i), fraction, words);
            }
            let grade = match (leg.grade, reading.part) {
                (Grade::Placed, Part::Win) => "lost",
                (Grade::Placed | Grade::Win, Part::Place) => "placed",
                (grade, _) => grade.title(),
            };
            let multiplier = fraction(reading.multiplier(leg, reading.one_winner()));
            let pays = match (leg.grade, multiplier.as_str()) {
                (Grade::Open, m) => format!("would pay {m} times the stake"),
                (Grade::Push | Grade::Void, _) => "the line goes on without it".into(),
                (_, "0") => "pays nothing".into(),
                (_, "1/2") if leg.grade == Grade::HalfLoss => "half the stake comes back".into(),
                (_, m) => format!("pays {m} times the stake"),
            };
            let words = format!(
                "leg {n} at {}{}: {grade}, {pays}",
                leg.price,
                lines::half_name(&reading)
            );
            self.add(Rule::Grade, Some(i), multiplier, words);
        }
    }

    fn lines(&mut self, ticket: &Ticket, lines: u32) {
        let each = match (ticket.stake.is, ticket.halved) {
            (StakeIs::ToWin, _) => {
                let words = format!("the stake is what it takes to win {}", units(ticket.stake.amount));
                self.add(Rule::Lines, None, ticket.stake.amount, words);
                return;
            }
            (_, true) => format!(
                "{}, half on the win and half on the place",
                units(ticket.stake.amount)
            ),
            (_, false) => format!("{} each", units(ticket.stake.amount)),
        };
        if lines > 1 {
            let halves = if ticket.terms.each_way {
                ", win and place"
            } else {
                ""
            };
            self.add(
                Rule::Lines,
                None,
                lines,
                format!("{}: {lines} lines{halves}, {each}", ticket.kind.code()),
            );
        }
    }

    /// The lines of a system that bring something, one by one while they are few.
    fn each_line(&mut self, ticket: &Ticket, win: &Reading<'_>) {
        if !lines::has_several(&ticket.kind) {
            return;
        }
        let halves = [Some(*win), ticket.terms.each_way.then(|| place(*win))];
        let listed = ticket.lines <= lines::MOST_LISTED;
        let mut paying = 0;
        for half in halves.iter().flatten() {
            // Of a free bet a line that stands may still bring nothing.
            if !listed && !ticket.terms.free_bet {
                paying += half.paying_lines();
                continue;
            }
            for line in lines::paying(half) {
                paying += 1;
                if !listed {
                    continue;
                }
                let legs = lines::names(&ticket.kind, &line.legs);
                let words = format!("{legs}{}: {}", lines::half_name(half), line.brings);
                self.add(Rule::Line, None, line.brings, words);
            }
        }
        let words = match paying {
            0 => "no line brings anything".to_string(),
            1 => format!("one of {} lines brings something", ticket.lines),
            n => format!("{n} of {} lines bring something", ticket.lines),
        };
        self.add(Rule::Line, None, paying, words);
    }

    fn one_price(&mut self, ticket: &Ticket, win: &Reading<'_>) {
        if !ticket.kind.has_one_price() {
            return;
        }
        let Ok(multiplier) = win.one_price() else { return };
        let multiplier = fraction(multiplier);
        let grades = || ticket.legs.iter().map(|leg| win.grade(leg));
        let standing = grades().filter(|g| *g == Grade::Win).count();
        let words = if grades().any(|g| g == Grade::Loss) {
            match (
                ticket.kind.table(),
                ticket.legs.iter().any(|leg| leg.grade == Grade::Loss),
            ) {
                (Some((_, PushRule::Lose)), false) => "the card says that a push loses".into(),
                _ => "a lost leg loses the ticket".into(),
            }
        } else if let Kind::SameGame { price } = &ticket.kind {
            format!("one price for all legs, {price}: pays {multiplier} times the stake")
        } else if standing < 2 {
            "fewer than two legs are left: the stake comes back".into()
        } else {
            format!("{standing} legs by the table: pays {multiplier} times the stake")
        };
        self.add(Rule::Price, None, multiplier, words);
    }

    fn extras(&mut self, ticket: &Ticket, win: &Reading<'_>) {
        if let Some(factor) = win.one_winner() {
            let times = fraction((factor.into(), 100));
            self.add(
                Rule::Bonus,
                None,
                &times,
                format!("the only winner is paid {times} times its odds"),
            );
        }
        if let Some(percent) = all_winners(win) {
            let percent = fraction((percent.into(), 100));
            self.add(
                Rule::Bonus,
                None,
                &percent,
                format!("all legs won: the winnings grow by {percent}%"),
            );
        }
        if ticket.terms.free_bet {
            self.add(
                Rule::FreeBet,
                None,
                "0",
                "a free bet: the stake is not returned".into(),
            );
        }
        let boost = ticket.terms.boost;
        if boost.hundredths() > 0 {
            self.add(
                Rule::Boost,
                None,
                boost,
                format!("the winnings are boosted by {boost}%"),
            );
        }
    }

    fn amounts(&mut self, rules: &RuleSet, paid: &super::Settlement) {
        let mode = match rules.rounding.mode {
            Rounding::HalfEven => "half-even",
            Rounding::HalfUp => "half up",
            Rounding::Down => "down",
        };
        let where_to = if rules.rounding.per_line {
            "each line rounded"
        } else {
            "rounded once"
        };
        let rounded = format!("{where_to} {mode} to {} decimals", rules.rounding.places);
        if let (Outcome::Open, Some(most)) = (paid.outcome, paid.max_returned) {
            let words = format!(
                "open: {} banked, {most} if every open leg wins, {rounded}",
                paid.returned
            );
            self.add(Rule::Outcome, None, paid.returned, words);
            return;
        }
        let words = format!("staked {}, returned {}, {rounded}", paid.staked, paid.returned);
        self.add(Rule::Rounding, None, paid.returned, words);
        let net = paid.net.unwrap_or(Units::ZERO);
        self.add(
            Rule::Outcome,
            None,
            net,
            format!("net {net}: {}", paid.outcome.title()),
        );
    }
}

fn units(amount: Units) -> String {
    let unit = if amount == Units::ONE { "unit" } else { "units" };
    format!("{} {unit}", amount.short())
}

/// A fraction in lowest terms.
fn fraction((num, den): (u128, u128)) -> String {
    let (mut a, mut b) = (num, den);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    let g = a.max(1);
    if den / g == 1 {
        (num / g).to_string()
    } else {
        format!("{}/{}", num / g, den / g)
    }
}
