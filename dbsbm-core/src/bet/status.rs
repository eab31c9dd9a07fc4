//! Where a bet stands, and every step from there.
//!
//! ```text
//! draft -> open -> settled (won lost push half_won half_lost void) -> regraded ...
//!      \       \-> withdrawn
//!       \-> expired
//! ```
//!
//! ```
//! use dbsbm_core::bet::{Status, Step};
//! use dbsbm_core::settle::Outcome;
//! let open = Status::Draft.after(Step::Post).unwrap();
//! let won = open.after(Step::Settle(Outcome::Won)).unwrap();
//! assert_eq!((open, won.is_settled()), (Status::Open, true));
//! assert!(won.after(Step::Withdraw).unwrap_err().to_string().contains("settled"));
//! ```

use crate::{market::codes, settle::Outcome};

codes! {
    /// Where a bet stands.
    Status, "status of a bet", {
        /// Being written; never posted.
        Draft = "draft",
        /// Posted, not decided.
        Open = "open",
        /// Settled with a gain.
        Won = "won",
        /// Settled with a loss.
        Lost = "lost",
        /// Settled without either, with action.
        Push = "push",
        /// A straight bet, half won.
        HalfWon = "half_won",
        /// A straight bet, half lost.
        HalfLost = "half_lost",
        /// Settled without action.
        Void = "void",
        /// Taken back; in no denominator.
        Withdrawn = "withdrawn",
        /// A draft that was never posted; the only thing that may be removed.
        Expired = "expired",
    }
}

/// What can happen to a bet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The capper posts the draft.
    Post,
    /// The draft is dropped.
    Expire,
    /// The capper takes the bet back.
    Withdraw,
    /// It is settled for the first time. With [`Outcome::Open`] it stays open: some leg is not decided.
    Settle(Outcome),
    /// Its settlement is replaced: a reversal and a new posting. With [`Outcome::Open`] the result was taken back, and
    /// there is the reversal alone.
    Regrade(Outcome),
}

/// A step that the bet cannot take from where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StepError {
    /// Only drafts are posted or expire.
    #[error("the bet is {0}: only a draft can be posted or expire, and what was posted stays")]
    NotADraft(Status),
    /// A draft is not on the books yet.
    #[error("the slip is a {0} and was never posted: there is nothing to withdraw, settle or regrade")]
    NeverPosted(Status),
    /// The bet has its outcome.
    #[error("the bet is settled ({0}): it cannot be withdrawn or settled again; a regrade corrects it")]
    Settled(Status),
    /// The bet has no outcome to correct.
    #[error("the bet is open: there is no settlement to correct; grade it instead")]
    NotSettled,
    /// The bet was taken back.
    #[error("the bet was withdrawn: it counts in no record, and a shadow figure is kept beside it only")]
    Withdrawn,
}

impl StepError {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotADraft(_) => "not_a_draft",
            Self::NeverPosted(_) => "never_posted",
            Self::Settled(_) => "already_settled",
            Self::NotSettled => "not_settled",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl From<Outcome> for Status {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Open => Self::Open,
            Outcome::Won => Self::Won,
            Outcome::Lost => Self::Lost,
            Outcome::Push => Self::Push,
            Outcome::HalfWon => Self::HalfWon,
            Outcome::HalfLost => Self::HalfLost,
            Outcome::Void => Self::Void,
        }
    }
}

impl Status {
    /// Whether the bet has its outcome.
    pub const fn is_settled(self) -> bool {
        matches!(
            self,
            Self::Won | Self::Lost | Self::Push | Self::HalfWon | Self::HalfLost | Self::Void
        )
    }

    /// Where the bet stands after a step.
    ///
    /// # Errors
    /// [`StepError`] when the lifecycle has no such step from here.
    pub fn after(self, step: Step) -> Result<Self, StepError> {
        match (self, step) {
            (Self::Draft, Step::Post) => Ok(Self::Open),
            (Self::Draft, Step::Expire) => Ok(Self::Expired),
            (Self::Open, Step::Withdraw) => Ok(Self::Withdrawn),
            (Self::Open, Step::Settle(outcome)) => Ok(outcome.into()),
            (settled, Step::Regrade(outcome)) if settled.is_settled() => Ok(outcome.into()),
            (other, Step::Post | Step::Expire) => Err(StepError::NotADraft(other)),
            (Self::Draft | Self::Expired, _) => Err(StepError::NeverPosted(self)),
            (Self::Withdrawn, _) => Err(StepError::Withdrawn),
            (Self::Open, Step::Regrade(_)) => Err(StepError::NotSettled),
            (settled, _) => Err(StepError::Settled(settled)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One row per status: what posting, expiring, withdrawing, settling as won and regrading as lost lead to.
    #[test]
    fn every_step_from_every_status() {
        const STEPS: [Step; 5] = [
            Step::Post,
            Step::Expire,
            Step::Withdraw,
            Step::Settle(Outcome::Won),
            Step::Regrade(Outcome::Lost),
        ];
        let settled = [
            "not_a_draft",
            "not_a_draft",
            "already_settled",
            "already_settled",
            "lost",
        ];
        let table = [
            (
                Status::Draft,
                ["open", "expired", "never_posted", "never_posted", "never_posted"],
            ),
            (
                Status::Open,
                ["not_a_draft", "not_a_draft", "withdrawn", "won", "not_settled"],
            ),
            (Status::Won, settled),
            (Status::Lost, settled),
            (Status::Push, settled),
            (Status::HalfWon, settled),
            (Status::HalfLost, settled),
            (Status::Void, settled),
            (
                Status::Withdrawn,
                [
                    "not_a_draft",
                    "not_a_draft",
                    "withdrawn",
                    "withdrawn",
                    "withdrawn",
                ],
            ),
            (
                Status::Expired,
                [
                    "not_a_draft",
                    "not_a_draft",
                    "never_posted",
                    "never_posted",
                    "never_posted",
                ],
            ),
        ];
        assert!(table.iter().map(|(status, _)| status).eq(Status::ALL));
        for (status, expect) in table {
            for (step, expect) in STEPS.into_iter().zip(expect) {
                let got = status.after(step).map_or_else(|e| e.code(), Status::code);
                assert_eq!(got, expect, "{status} {step:?}");
            }
        }
        // A withdrawal that is refused and one that is taken have the same word, but not the same result.
        assert!(
            Status::Open.after(Step::Withdraw).is_ok() && Status::Withdrawn.after(Step::Withdraw).is_err()
        );
    }

    #[test]
    fn every_outcome_is_a_status_of_the_same_name() {
        for outcome in Outcome::ALL {
            assert_eq!(Status::from(*outcome).code(), outcome.code());
            assert_eq!(Status::Open.after(Step::Settle(*outcome)), Ok((*outcome).into()));
            assert_eq!(Status::Won.after(Step::Regrade(*outcome)), Ok((*outcome).into()));
        }
    }
}
