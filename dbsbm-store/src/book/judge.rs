//! Judging a bet: what the results, the grades given by hand and the guild's rules make of it. No writing here.

use crate::{BookError, page::LoadedBet, page::Settling, rows::GameRow};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{GradedBy, Provenance, Terms},
    market::Game,
    record::level_e8,
    settle::{
        Grade, Graded, Happened, Outcome, RuleSet, SettleError, Ticket, TicketLeg, Verdict as Counts,
        grade_in, settle,
    },
};
use std::collections::HashMap;

/// What is to be done with a bet.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// It has an outcome.
    Decided(Settling),
    /// A leg can still change it.
    Open {
        /// What is banked and what can still come.
        settling: Settling,
        /// Whether a person has to look at a leg; the bet's explanation says why.
        review: bool,
    },
    /// Arithmetic cannot settle it: a person has to.
    Review,
}

impl Verdict {
    /// What can be written, and whether a person has to look at the bet.
    pub(crate) fn parts(self) -> (Option<Settling>, bool) {
        match self {
            Self::Decided(settling) => (Some(settling), false),
            Self::Open { settling, review } => (Some(settling), review),
            Self::Review => (None, true),
        }
    }
}

/// A leg with what became of it.
#[derive(Debug, Clone)]
pub(crate) struct JudgedLeg {
    pub(crate) grade: Grade,
    pub(crate) by: GradedBy,
    /// The figures it was read from, when it was graded by a score.
    pub(crate) figures: Option<Graded>,
    /// Why it counts, waits or is void, in words.
    pub(crate) why: &'static str,
    /// Why a person has to look at it.
    pub(crate) review: Option<&'static str>,
}

/// Grades every leg of a bet.
pub(crate) fn judge_legs(
    loaded: &LoadedBet,
    games: &HashMap<i64, Game>,
    rules: &RuleSet,
    now: DateTime<Utc>,
) -> Result<Vec<JudgedLeg>, BookError> {
    loaded
        .legs
        .iter()
        .map(|leg| {
            if let Some(given) = loaded.manual.get(&leg.leg_no) {
                let by = crate::convert::parse(&leg.place(), &given.given_by)?;
                let grade = crate::convert::parse(&leg.place(), &given.grade)?;
                return Ok(JudgedLeg {
                    grade,
                    by,
                    figures: None,
                    why: "graded by hand",
                    review: None,
                });
            }
            let game = games
                .get(&leg.game_id)
                .ok_or_else(|| BookError::corrupt(leg.place(), "its game is not in the books"))?;
            let selection = leg.selection()?;
            let happened = Happened {
                hours_since_start: (now - game.start).num_hours(),
                score: game.score.as_ref(),
                ..Happened::new(game.status)
            };
            let stat = (!leg.stat.is_empty()).then_some(leg.stat.as_str());
            let (counts, why) = rules.verdict(game.league, &selection, stat, &happened);
            let ungraded = |grade| JudgedLeg {
                grade,
                by: GradedBy::Source,
                figures: None,
                why,
                review: None,
            };
            Ok(match (counts, &game.score) {
                (Counts::Stands, Some(score)) => {
                    let graded = grade_in(game.league, &selection, score);
                    let review =
                        (graded.grade == Grade::Open).then_some("the result does not say how it ended");
                    JudgedLeg {
                        grade: graded.grade,
                        by: GradedBy::Source,
                        figures: Some(graded),
                        why,
                        review,
                    }
                }
                (Counts::Stands, None) => JudgedLeg {
                    review: Some("its game is over and has no score"),
                    ..ungraded(Grade::Open)
                },
                (Counts::Review, _) => JudgedLeg {
                    review: Some(why),
                    ..ungraded(Grade::Open)
                },
                (Counts::Void, _) => ungraded(Grade::Void),
                _ => ungraded(Grade::Open),
            })
        })
        .collect()
}

/// The ticket of a bet with its legs graded.
pub(crate) fn ticket(
    loaded: &LoadedBet,
    grades: impl IntoIterator<Item = Grade>,
) -> Result<(Ticket, Terms), BookError> {
    let (kind, stake, terms) = loaded.slip()?;
    let graded: Result<Vec<TicketLeg>, BookError> = loaded
        .legs
        .iter()
        .zip(grades)
        .map(|(leg, grade)| Ok(TicketLeg::new(leg.price()?, grade)))
        .collect();
    let ticket = Ticket::of_slip(kind, stake, &terms, graded?)
        .map_err(|e| BookError::corrupt(loaded.place(), format!("it makes no ticket: {e}")))?;
    Ok((ticket, terms))
}

/// Judges a bet.
pub(crate) fn judge(
    loaded: &LoadedBet,
    games: &HashMap<i64, Game>,
    rules: &RuleSet,
    now: DateTime<Utc>,
) -> Result<Verdict, BookError> {
    let legs = judge_legs(loaded, games, rules, now)?;
    let (ticket, terms) = ticket(loaded, legs.iter().map(|leg| leg.grade))?;
    let settlement = match settle(&ticket, rules) {
        Ok(settlement) => settlement,
        Err(error @ SettleError::TooLarge) => return Err(error.into()),
        Err(_) => return Ok(Verdict::Review),
    };
    let graded_by = legs
        .iter()
        .filter(|leg| leg.grade != Grade::Open)
        .map(|leg| leg.by)
        .max();
    let provenance = Provenance {
        imported: loaded.bet.origin == "imported",
        late: loaded.bet.late != 0,
        live: terms.live,
        edited: false,
        basis: crate::convert::parse(&loaded.place(), &loaded.bet.basis)?,
        graded_by,
    };
    let open = settlement.outcome == Outcome::Open;
    let settling = Settling {
        settlement,
        grades: legs.iter().map(|leg| leg.grade).collect(),
        level_e8: if open { 0 } else { level_e8(&ticket, rules) },
        verified: !open && provenance.is_verified(),
    };
    Ok(if open {
        let review = legs.iter().any(|leg| leg.review.is_some());
        Verdict::Open { settling, review }
    } else {
        Verdict::Decided(settling)
    })
}

/// Games as core knows them.
pub(crate) fn games_of(rows: &HashMap<i64, GameRow>) -> Result<HashMap<i64, Game>, BookError> {
    rows.iter().map(|(id, row)| Ok((*id, row.game()?))).collect()
}
