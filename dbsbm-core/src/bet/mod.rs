//! Bets: what a capper posts, how its legs combine, and how its stake is named.

mod available;
mod kind;
mod lifecycle;
mod price_basis;
pub mod resolve;
mod seal;
mod slip;
mod stake;
mod status;
pub mod text;
mod verified;
pub mod view;

pub use available::best_price;
pub use kind::{Kind, PriceTable, PushRule, System};
pub use lifecycle::{
    FREE_WITHDRAWAL, GradeFacts, GradeRefusal, PostFacts, PostRefusal, Posted, WithdrawFacts,
    WithdrawRefusal, Withdrawal, is_late, may_grade, may_post, may_regrade, may_withdraw,
};
pub(crate) use price_basis::has_own_price;
pub use price_basis::{FRESH, PriceBasis, leg_price_basis, price_basis};
pub use seal::Seal;
pub use slip::{Leg, MAX_LEGS, Prop, Slip, SlipError, Terms};
pub use stake::{Stake, StakeIs};
pub use status::{Status, Step, StepError};
pub use verified::{GradedBy, Provenance, Unverified};
