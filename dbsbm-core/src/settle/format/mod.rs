//! The ticket format: one JSON object in, one JSON object out, a line each.
//!
//! Amounts, prices and percentages are decimal strings, so that no reader turns them into binary fractions on the way.
//! Unknown fields, contradictions and nonsense are refused with the field named; a refusal is an answer too.
//!
//! ```
//! let line = br#"{"id": "A1", "kind": "straight", "unit_stake": "15", "each_way": true,
//!     "legs": [{"price": "9/2", "grade": "placed", "place_fraction": "1/5"}]}"#;
//! let answer = dbsbm_core::settle::answer(line);
//! let json = serde_json::to_value(&answer).unwrap();
//! assert_eq!((json["returned"].as_str(), json["outcome"].as_str()), (Some("28.5000"), Some("lost")));
//!
//! let answer = dbsbm_core::settle::answer(br#"{"id": "A2", "kind": "trixie", "unit_stake": "1", "legs": []}"#);
//! assert_eq!(serde_json::to_value(&answer).unwrap()["error"]["field"], "legs");
//! ```

mod error;
mod game;
mod leg;
mod raw;
mod read;

pub use error::FormatError;

use super::{Grade, Outcome, Rule, RuleName, RuleSet, Step, Ticket, explain, settle};
use crate::money::Units;
use serde::Serialize;

/// The longest line that is read, in bytes. A ticket of 25 legs with scores needs a hundredth of it.
pub const MAX_LINE: usize = 1 << 20;

/// A ticket read from a line, with what the line says beside it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NamedTicket<'a> {
    /// The caller's name for it.
    pub id: Option<String>,
    /// The ticket, every leg graded.
    pub ticket: Ticket,
    /// The rules it asks for, or those of the house that reads it.
    pub rules: &'a RuleSet,
    /// Of legs that were graded here by a score, why; empty for others.
    pub graded: Vec<String>,
}

impl<'a> NamedTicket<'a> {
    /// Reads one line. A ticket that names no rule set is settled by these rules.
    ///
    /// # Errors
    /// [`FormatError`] names the field.
    pub fn read(line: &[u8], rules: &'a RuleSet) -> Result<Self, FormatError> {
        read::ticket(line, rules)
    }

    /// Settles it, with the reasons.
    ///
    /// # Errors
    /// [`FormatError::Settle`] when arithmetic cannot answer.
    pub fn settle(&self) -> Result<Settled, FormatError> {
        let paid = settle(&self.ticket, self.rules)?;
        let legs = self.ticket.legs().iter().zip(&self.graded).enumerate();
        let scored = legs.filter(|(_, (_, why))| !why.is_empty());
        let scored = scored.map(|(i, (leg, why))| Step {
            rule: Rule::Score,
            leg: Some(i),
            value: leg.grade.to_string(),
            words: why.clone(),
        });
        let steps = explain(&self.ticket, self.rules)?;
        Ok(Settled {
            id: self.id.clone(),
            outcome: paid.outcome,
            lines: paid.lines,
            staked: paid.staked,
            returned: paid.returned,
            net: paid.net,
            max_returned: paid.max_returned,
            grades: self.ticket.legs().iter().map(|leg| leg.grade).collect(),
            rules: paid.rules,
            steps: scored.chain(steps).collect(),
        })
    }
}

/// The answer to one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Answer {
    /// A settled ticket, or an open one with what is banked.
    Settled(Settled),
    /// A line that makes no sense, or that arithmetic cannot settle.
    Refused(Refused),
}

/// What a ticket came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Settled {
    /// The caller's name for it.
    pub id: Option<String>,
    /// The outcome.
    pub outcome: Outcome,
    /// How many lines were staked.
    pub lines: u32,
    /// What was staked.
    pub staked: Units,
    /// What came back, or is banked.
    pub returned: Units,
    /// The difference; null while open.
    pub net: Option<Units>,
    /// Of an open ticket, what it returns if every open leg wins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_returned: Option<Units>,
    /// The grade of every leg.
    pub grades: Vec<Grade>,
    /// The rule set used.
    pub rules: RuleName,
    /// Why, step by step; written as `why`, in words.
    #[serde(rename = "why", serialize_with = "words")]
    pub steps: Vec<Step>,
}

fn words<S: serde::Serializer>(steps: &[Step], s: S) -> Result<S::Ok, S::Error> {
    s.collect_seq(steps.iter().map(|step| &step.words))
}

/// A line that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Refused {
    /// The caller's name for it, where it can be read.
    pub id: Option<String>,
    /// Why.
    pub error: Refusal,
}

/// Why a line was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Refusal {
    /// A stable code.
    pub code: &'static str,
    /// What is wrong, in words.
    pub message: String,
    /// The field, such as `legs[2].price`.
    pub field: Option<String>,
}

/// Answers one line by the default rules, unless it names others: the settlement, or why there is none.
pub fn answer(line: &[u8]) -> Answer {
    answer_by(line, RuleSet::default_rules())
}

/// Answers one line by a house's own rules, unless it names others.
pub fn answer_by(line: &[u8], rules: &RuleSet) -> Answer {
    match NamedTicket::read(line, rules).and_then(|named| named.settle()) {
        Ok(settled) => Answer::Settled(settled),
        Err(error) => Answer::Refused(Refused {
            id: read::id(line),
            error: Refusal {
                code: error.code(),
                message: error.to_string(),
                field: error.field(),
            },
        }),
    }
}

impl Answer {
    /// True for a refusal.
    pub const fn is_refused(&self) -> bool {
        matches!(self, Self::Refused(_))
    }
}
