//! Withdrawing: free at once, dear later, because taking a bet back when the line moves is a way to look good.

use super::post::stamp;
use crate::{
    bet::{Status, Step, StepError},
    guild::{Settings, WithdrawPolicy},
    market::codes,
};
use chrono::{DateTime, TimeDelta, Utc};

/// How long a withdrawal is free.
pub const FREE_WITHDRAWAL: TimeDelta = TimeDelta::minutes(2);

codes! {
    /// How a bet is withdrawn.
    Withdrawal, "kind of withdrawal", {
        /// As if it had never been posted, but for the event.
        Free = "free",
        /// Settled all the same, its net shown beside the record.
        Shadow = "shadow",
    }
}

/// What the books say about a bet that its capper wants back.
#[derive(Debug, Clone, Copy)]
pub struct WithdrawFacts {
    /// Where the bet stands.
    pub status: Status,
    /// When it was posted.
    pub posted_at: DateTime<Utc>,
    /// The start of its first game.
    pub first_start: DateTime<Utc>,
    /// The moment of the request.
    pub now: DateTime<Utc>,
    /// How many members tailed it.
    pub tails: u32,
}

/// Why a bet cannot be withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WithdrawRefusal {
    /// It is not open.
    #[error(transparent)]
    Step(#[from] StepError),
    /// Its first game started.
    #[error("the first game started at {}; a bet locks then and stays on the record", stamp(.start))]
    Started {
        /// The start.
        start: DateTime<Utc>,
    },
    /// Members follow it already.
    #[error("members who tailed the bet: {tails}; withdrawing is free until the first tail")]
    Tailed {
        /// How many.
        tails: u32,
    },
    /// The free time is over.
    #[error(
        "the bet was posted at {}; withdrawing is free for {} minutes, and they are over",
        stamp(.posted_at),
        FREE_WITHDRAWAL.num_minutes()
    )]
    TimeIsUp {
        /// When it was posted.
        posted_at: DateTime<Utc>,
    },
}

impl WithdrawRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Step(refusal) => refusal.code(),
            Self::Started { .. } => "game_started",
            Self::Tailed { .. } => "tailed",
            Self::TimeIsUp { .. } => "withdrawal_time_is_up",
        }
    }
}

/// Decides whether and how a bet may be withdrawn. Who may ask is the business of [`permit`](crate::guild::permit).
///
/// # Errors
/// [`WithdrawRefusal`] says which rule stands against it.
pub fn may_withdraw(facts: &WithdrawFacts, settings: &Settings) -> Result<Withdrawal, WithdrawRefusal> {
    facts.status.after(Step::Withdraw)?;
    if facts.now >= facts.first_start {
        return Err(WithdrawRefusal::Started {
            start: facts.first_start,
        });
    }
    let refusal = if facts.tails > 0 {
        WithdrawRefusal::Tailed { tails: facts.tails }
    } else if facts.now.signed_duration_since(facts.posted_at) >= FREE_WITHDRAWAL {
        WithdrawRefusal::TimeIsUp {
            posted_at: facts.posted_at,
        }
    } else {
        return Ok(Withdrawal::Free);
    };
    match settings.withdraw {
        WithdrawPolicy::Shadow => Ok(Withdrawal::Shadow),
        WithdrawPolicy::Free => Err(refusal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_withdrawal() {
        let (posted, start) = ("2024-09-08T16:00:00Z", "2024-09-08T17:00:00Z");
        let (soon, after, close) = (
            "2024-09-08T16:01:59Z",
            "2024-09-08T16:02:00Z",
            "2024-09-08T16:59:59Z",
        );
        // Status, now, start, tails; the answer where late withdrawals are refused, and where they are shadowed.
        for (status, now, start, tails, free, shadow) in [
            (Status::Open, soon, start, 0, "free", "free"),
            (Status::Open, posted, start, 0, "free", "free"),
            (Status::Open, "2024-09-08T15:59:00Z", start, 0, "free", "free"),
            (Status::Open, after, start, 0, "withdrawal_time_is_up", "shadow"),
            (Status::Open, close, start, 0, "withdrawal_time_is_up", "shadow"),
            (Status::Open, soon, start, 1, "tailed", "shadow"),
            (Status::Open, after, start, 3, "tailed", "shadow"),
            (Status::Open, start, start, 0, "game_started", "game_started"),
            (Status::Open, soon, posted, 0, "game_started", "game_started"),
            (Status::Won, soon, start, 0, "already_settled", "already_settled"),
            (Status::Withdrawn, soon, start, 0, "withdrawn", "withdrawn"),
            (Status::Draft, soon, start, 0, "never_posted", "never_posted"),
        ] {
            let facts = WithdrawFacts {
                status,
                posted_at: posted.parse().unwrap(),
                first_start: start.parse().unwrap(),
                now: now.parse().unwrap(),
                tails,
            };
            for (policy, expect) in [("free", free), ("shadow", shadow)] {
                let settings = Settings::from_stored([("withdraw", policy)]).unwrap();
                let got = may_withdraw(&facts, &settings);
                let got = got.map_or_else(|refusal| refusal.code(), Withdrawal::code);
                assert_eq!(got, expect, "{policy} {facts:?}");
            }
        }
    }

    #[test]
    fn refusals_say_the_rule_and_the_number() {
        let start = "2024-09-08T17:00:00Z".parse().unwrap();
        for (refusal, says) in [
            (WithdrawRefusal::Started { start }, "2024-09-08 17:00:00 UTC"),
            (WithdrawRefusal::Tailed { tails: 3 }, "tailed the bet: 3"),
            (
                WithdrawRefusal::TimeIsUp { posted_at: start },
                "free for 2 minutes",
            ),
        ] {
            assert!(refusal.to_string().contains(says), "{refusal}");
        }
    }
}
