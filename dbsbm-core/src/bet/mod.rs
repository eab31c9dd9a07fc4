//! Bets: what a capper posts, how its legs combine, and how its stake is named.

mod kind;
mod slip;
mod stake;

pub use kind::{Kind, PriceTable, PushRule, System};
pub use slip::{Leg, MAX_LEGS, Prop, Slip, SlipError, Terms};
pub use stake::{Stake, StakeIs};
