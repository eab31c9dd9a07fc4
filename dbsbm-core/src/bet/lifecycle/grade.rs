//! Grading by hand, where no feed can, and correcting what was settled.

use super::post::stamp;
use crate::{
    bet::{GradedBy, Status, Step, StepError},
    guild::{Action, Actor, Refusal, Settings, permit},
    id::UserId,
    settle::{Grade, Outcome},
};
use chrono::{DateTime, Utc};

/// The longest reason that is kept.
const REASON: usize = 500;

/// What the books say about a bet that is to be graded, and what is asked for.
#[derive(Debug, Clone, Copy)]
pub struct GradeFacts<'a> {
    /// Where the bet stands.
    pub status: Status,
    /// Whose bet it is.
    pub capper: UserId,
    /// The start of the first of the games whose legs are graded.
    pub start: DateTime<Utc>,
    /// The moment of the request.
    pub now: DateTime<Utc>,
    /// The grades of the legs as they are.
    pub before: &'a [Grade],
    /// The grades of the same legs as they should be.
    pub after: &'a [Grade],
    /// Why.
    pub reason: &'a str,
}

/// Why a bet may not be graded so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GradeRefusal {
    /// The actor may not.
    #[error(transparent)]
    Permission(#[from] Refusal),
    /// The bet does not stand where it could be.
    #[error(transparent)]
    Step(#[from] StepError),
    /// Nothing can be known yet.
    #[error("the game starts at {}; before that a leg can only be graded void", stamp(.start))]
    NotStarted {
        /// The start.
        start: DateTime<Utc>,
    },
    /// The grades are what they were.
    #[error("the bet has these grades already: nothing would change")]
    NoChange,
    /// A correction without a reason.
    #[error("a regrade needs a reason: it is shown with who did it and when")]
    NoReason,
    /// A reason too long to keep.
    #[error("the reason has {0} characters; at most {REASON} are kept")]
    ReasonTooLong(usize),
}

impl GradeRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Permission(refusal) => refusal.code(),
            Self::Step(refusal) => refusal.code(),
            Self::NotStarted { .. } => "not_started",
            Self::NoChange => "no_change",
            Self::NoReason => "no_reason",
            Self::ReasonTooLong(_) => "reason_too_long",
        }
    }
}

/// Decides whether legs of an open bet may be graded by hand, and says as what.
///
/// # Errors
/// [`GradeRefusal`] says which rule stands against it.
pub fn may_grade(
    actor: &Actor,
    facts: &GradeFacts<'_>,
    settings: &Settings,
) -> Result<GradedBy, GradeRefusal> {
    let capper = facts.capper;
    permit(actor, Action::Grade { capper }, settings)?;
    facts.status.after(Step::Settle(Outcome::Open))?;
    decide(actor, facts)
}

/// Decides whether legs of a settled bet may be graded anew. A reason is needed.
///
/// # Errors
/// [`GradeRefusal`] says which rule stands against it.
pub fn may_regrade(
    actor: &Actor,
    facts: &GradeFacts<'_>,
    settings: &Settings,
) -> Result<GradedBy, GradeRefusal> {
    let capper = facts.capper;
    permit(actor, Action::Regrade { capper }, settings)?;
    facts.status.after(Step::Regrade(Outcome::Open))?;
    if facts.reason.trim().is_empty() {
        return Err(GradeRefusal::NoReason);
    }
    decide(actor, facts)
}

/// What holds for both.
fn decide(actor: &Actor, facts: &GradeFacts<'_>) -> Result<GradedBy, GradeRefusal> {
    let length = facts.reason.chars().count();
    if length > REASON {
        return Err(GradeRefusal::ReasonTooLong(length));
    }
    if facts.before == facts.after {
        return Err(GradeRefusal::NoChange);
    }
    let needs_a_start = |grade: &Grade| !matches!(grade, Grade::Void | Grade::Open);
    if facts.now < facts.start && facts.after.iter().any(needs_a_start) {
        return Err(GradeRefusal::NotStarted { start: facts.start });
    }
    Ok(if actor.is(facts.capper) {
        GradedBy::Capper
    } else {
        GradedBy::Grader
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{guild::Role, id::GuildId};

    const CAPPER: i64 = 7;
    const START: &str = "2024-09-08T17:00:00Z";

    fn answer(
        decide: fn(&Actor, &GradeFacts<'_>, &Settings) -> Result<GradedBy, GradeRefusal>,
        (user, role, self_grading): (i64, Role, &str),
        facts: &GradeFacts<'_>,
    ) -> Result<bool, &'static str> {
        let actor = Actor {
            guild: GuildId::new(1).unwrap(),
            user: Some(UserId::new(user).unwrap()),
            role,
        };
        let settings = Settings::from_stored([("self_grading", self_grading)]).unwrap();
        decide(&actor, facts, &settings)
            .map(|by| by == GradedBy::Capper)
            .map_err(|refusal| refusal.code())
    }

    fn facts(status: Status) -> GradeFacts<'static> {
        GradeFacts {
            status,
            capper: UserId::new(CAPPER).unwrap(),
            start: START.parse().unwrap(),
            now: START.parse().unwrap(),
            before: &[Grade::Open],
            after: &[Grade::Win],
            reason: "final 42-34",
        }
    }

    #[test]
    fn who_grades_what() {
        let open = facts(Status::Open);
        for (who, expect) in [
            ((1, Role::Member, "no"), Err("needs_role")),
            ((1, Role::Capper, "marked"), Err("needs_role")),
            ((1, Role::Grader, "no"), Ok(false)),
            ((1, Role::Admin, "no"), Ok(false)),
            ((CAPPER, Role::Capper, "no"), Err("needs_role")),
            ((CAPPER, Role::Grader, "no"), Err("own_bet")),
            ((CAPPER, Role::Owner, "no"), Err("own_bet")),
            ((CAPPER, Role::Capper, "marked"), Ok(true)),
            ((CAPPER, Role::Grader, "marked"), Ok(true)),
        ] {
            assert_eq!(answer(may_grade, who, &open), expect, "{who:?}");
            let settled = facts(Status::Won);
            assert_eq!(answer(may_regrade, who, &settled), expect, "{who:?}");
        }
    }

    #[test]
    fn what_is_graded_when() {
        const GRADER: (i64, Role, &str) = (1, Role::Grader, "no");
        let early = "2024-09-08T16:59:59Z".parse().unwrap();
        let long = "x".repeat(501);
        let open = facts(Status::Open);
        for (facts, grade, regrade) in [
            (open, Ok(false), Err("not_settled")),
            (facts(Status::Won), Err("already_settled"), Ok(false)),
            (facts(Status::Void), Err("already_settled"), Ok(false)),
            (facts(Status::Withdrawn), Err("withdrawn"), Err("withdrawn")),
            (facts(Status::Draft), Err("never_posted"), Err("never_posted")),
            (
                GradeFacts { now: early, ..open },
                Err("not_started"),
                Err("not_settled"),
            ),
            (
                GradeFacts {
                    now: early,
                    after: &[Grade::Void],
                    ..open
                },
                Ok(false),
                Err("not_settled"),
            ),
            (
                GradeFacts {
                    after: &[Grade::Open],
                    ..open
                },
                Err("no_change"),
                Err("not_settled"),
            ),
            (GradeFacts { reason: "", ..open }, Ok(false), Err("not_settled")),
            (
                GradeFacts {
                    reason: &long,
                    ..open
                },
                Err("reason_too_long"),
                Err("not_settled"),
            ),
            (
                GradeFacts {
                    reason: " \n",
                    ..facts(Status::Lost)
                },
                Err("already_settled"),
                Err("no_reason"),
            ),
            (
                GradeFacts {
                    before: &[Grade::Win],
                    ..facts(Status::Won)
                },
                Err("already_settled"),
                Err("no_change"),
            ),
            (
                GradeFacts {
                    reason: &long,
                    ..facts(Status::Won)
                },
                Err("already_settled"),
                Err("reason_too_long"),
            ),
        ] {
            assert_eq!(answer(may_grade, GRADER, &facts), grade, "grade {facts:?}");
            assert_eq!(answer(may_regrade, GRADER, &facts), regrade, "regrade {facts:?}");
        }
    }

    #[test]
    fn refusals_say_the_rule_and_the_number() {
        let start = START.parse().unwrap();
        for (refusal, says) in [
            (GradeRefusal::NotStarted { start }, "2024-09-08 17:00:00 UTC"),
            (GradeRefusal::ReasonTooLong(501), "501 characters; at most 500"),
            (GradeRefusal::NoReason, "needs a reason"),
            (GradeRefusal::NoChange, "already"),
        ] {
            assert!(refusal.to_string().contains(says), "{refusal}");
        }
    }
}
