//! The ledger: events and postings, appended and never changed. A correction is a reversal and a new posting.
//!
//! ```
//! use dbsbm_core::ledger::Posting;
//! let first = Posting::settlement("1".parse().unwrap(), "0".parse().unwrap());
//! let corrected = Posting::settlement("1".parse().unwrap(), "1.9091".parse().unwrap());
//! let lines = [first, first.reversed(), corrected];
//! let balance: i64 = lines.iter().map(|p| p.net().ten_thousandths()).sum();
//! assert_eq!(balance, 9_091);
//! ```

mod event;
mod posting;

pub use event::{Event, Fact, PostedLeg, Settled};
pub use posting::{Posting, PostingKind};
