//! What may be done to a bet, and when: posting, withdrawing, grading and regrading as decisions about facts.
//!
//! The Book loads the facts, asks here, and writes down the answer. Times are parameters; a refusal names the rule and
//! the number.
//!
//! ```
//! use dbsbm_core::bet::{Status, Withdrawal, WithdrawFacts, may_withdraw};
//! use dbsbm_core::guild::Settings;
//! let mut facts = WithdrawFacts {
//!     status: Status::Open,
//!     posted_at: "2024-09-08T16:00:00Z".parse().unwrap(),
//!     first_start: "2024-09-08T17:00:00Z".parse().unwrap(),
//!     now: "2024-09-08T16:01:59Z".parse().unwrap(),
//!     tails: 0,
//! };
//! let settings = Settings::default();
//! assert_eq!(may_withdraw(&facts, &settings), Ok(Withdrawal::Free));
//! facts.now = "2024-09-08T16:02:00Z".parse().unwrap();
//! assert!(may_withdraw(&facts, &settings).unwrap_err().to_string().contains("2 minutes"));
//! ```

mod grade;
mod post;
mod withdraw;

pub use grade::{GradeFacts, GradeRefusal, may_grade, may_regrade};
pub use post::{PostFacts, PostRefusal, Posted, is_late, may_post};
pub use withdraw::{FREE_WITHDRAWAL, WithdrawFacts, WithdrawRefusal, Withdrawal, may_withdraw};
