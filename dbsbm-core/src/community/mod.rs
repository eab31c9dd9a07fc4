//! The member side of a guild: tails and fades, what members hear of bets, breaks, questions about grades, and the names
//! and pictures of profiles. Decisions about facts; the Book loads them and writes the answers down.
//!
//! ```
//! use dbsbm_core::bet::Status;
//! use dbsbm_core::community::{TailChange, TailFacts, TailSide, Tap, tap};
//! use dbsbm_core::guild::{Actor, Role, Settings};
//! use dbsbm_core::id::{GuildId, UserId};
//! let mut facts = TailFacts {
//!     status: Status::Open,
//!     shadow: false,
//!     capper: UserId::new(7).unwrap(),
//!     first_start: "2024-09-08T17:00:00Z".parse().unwrap(),
//!     games: &[],
//!     now: "2024-09-08T16:00:00Z".parse().unwrap(),
//!     break_until: None,
//!     held: None,
//!     last_stake: None,
//! };
//! let member = Actor { guild: GuildId::new(1).unwrap(), user: UserId::new(42).ok(), role: Role::Member };
//! let with = Tap { side: TailSide::With, stake: None };
//! let settings = Settings::default();
//! let step = tap(&member, with, &facts, &settings).unwrap();
//! assert_eq!((step.change, step.stake.short().as_str()), (TailChange::Added, "1"));
//! facts.now = facts.first_start;
//! assert_eq!(tap(&member, with, &facts, &settings).unwrap_err().code(), "locked");
//! ```

mod copy;
mod help;
mod name;
mod notify;
mod pause;
mod prefs;
mod question;
mod tail;

pub use copy::{Copied, CopyBasis, CopyPrice, copy_prices, copy_ticket};
pub use help::Country;
pub use name::{MAX_NAME, NameRefusal, colour, display_name, name_key, picture};
pub use notify::{BetFacts, Notice, day_began, digest_day, notice};
pub use pause::{BreakLength, BreakRefusal, no_break, take_break};
pub use prefs::{Digest, MAX_DIRECT, MAX_WISHES, Prefs, PrefsChange, PrefsRefusal, QuietHours, Wish};
pub use question::{AskFacts, AskRefusal, MAX_NOTE, MAX_OPEN_QUESTIONS, may_ask, note};
pub use tail::{TailChange, TailFacts, TailRefusal, TailSide, TailStep, Tap, tap};

use chrono::{DateTime, Utc};

/// The fewest members whose tails make a followers' record that is shown: among fewer one could be told apart.
pub const FOLLOWERS_SHOWN: u32 = 10;

/// A rule of the member side that stands against something.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MemberRefusal {
    /// A tail or fade.
    #[error(transparent)]
    Tail(#[from] TailRefusal),
    /// A break.
    #[error(transparent)]
    Break(#[from] BreakRefusal),
    /// A name, colour or picture.
    #[error(transparent)]
    Name(#[from] NameRefusal),
    /// A question or answer.
    #[error(transparent)]
    Ask(#[from] AskRefusal),
    /// What a member wants to hear.
    #[error(transparent)]
    Prefs(#[from] PrefsRefusal),
}

impl MemberRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Tail(refusal) => refusal.code(),
            Self::Break(refusal) => refusal.code(),
            Self::Name(refusal) => refusal.code(),
            Self::Ask(refusal) => refusal.code(),
            Self::Prefs(refusal) => refusal.code(),
        }
    }
}

/// A moment as refusals write it.
fn stamp(at: &DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}
