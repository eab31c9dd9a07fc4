//! Settlement: grade each leg, combine legs to lines, pay out, and say why.
//!
//! A bet becomes a [`Ticket`]: kind, stake and graded legs, checked once. [`settle`] pays it by a [`RuleSet`], exactly:
//! everything stays a fraction until the end, in 128 bits while they suffice and in big integers when they do not.
//!
//! ```
//! use dbsbm_core::bet::{Kind, Stake, StakeIs};
//! use dbsbm_core::settle::{Grade, Outcome, RuleSet, Ticket, TicketLeg, TicketTerms, settle};
//!
//! let leg = |price: &str, grade| TicketLeg::new(price.parse().unwrap(), grade);
//! let stake = Stake { amount: "100".parse().unwrap(), is: StakeIs::Risk };
//! let legs = vec![leg("-110", Grade::Win), leg("-110", Grade::Push)];
//! let ticket = Ticket::new(Kind::Parlay, stake, legs, TicketTerms::default()).unwrap();
//! let paid = settle(&ticket, RuleSet::default_rules()).unwrap();
//! assert_eq!((paid.outcome, paid.returned.to_string().as_str()), (Outcome::Won, "190.9091"));
//! ```

mod explain;
mod format;
mod grade;
mod grading;
mod lines;
mod number;
mod outcome;
mod pay;
mod percent;
mod rules;
mod settlement;
mod ticket;

pub use explain::{Rule, Step, explain};
pub use format::{Answer, FormatError, MAX_LINE, NamedTicket, Refusal, Refused, Settled, answer, answer_by};
pub use grade::Grade;
pub use grading::{Graded, grade, grade_figure, grade_in};
pub use number::Rounding;
pub use outcome::Outcome;
pub use pay::settle;
pub use percent::{Bonus, Factor, Percent, PercentError};
pub use rules::{
    Happened, HouseTable, ListedPitchers, MinimumPlay, Participation, Progress, Retirement, RoundingRule,
    Rule4, Rule4Band, RuleName, RuleSet, RulesError, Verdict,
};
pub use settlement::{SettleError, Settlement};
pub use ticket::{
    DeadHeat, MAX_LINES, MAX_POSSIBLE_RETURN, PlaceFraction, Ticket, TicketError, TicketLeg, TicketTerms,
};
