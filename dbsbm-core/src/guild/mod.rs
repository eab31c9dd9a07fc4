//! A guild: its settings, who may do what in it, and what its plan allows.
//!
//! ```
//! use dbsbm_core::guild::{Action, Actor, Role, Settings, permit};
//! use dbsbm_core::id::{GuildId, UserId};
//!
//! let mut settings = Settings::default();
//! let change = settings.set("limit.max_units", "5").unwrap();
//! assert_eq!((change.before.as_str(), change.after.as_str()), ("10", "5"));
//! let wrong = settings.set("limit.maxunits", "5").unwrap_err();
//! assert!(wrong.to_string().contains("limit.max_units"));
//!
//! let (guild, me) = (GuildId::new(1).unwrap(), UserId::new(42).unwrap());
//! let member = Actor { guild, user: Some(me), role: Role::Member };
//! let refusal = permit(&member, Action::Post { capper: me }, &settings).unwrap_err();
//! assert!(refusal.to_string().contains("capper"));
//! ```

mod books;
mod choices;
mod image;
mod permit;
mod plans;
mod reference;
mod roles;
mod routes;
mod settings;
mod setup;
mod value;
pub mod webhook;

pub use books::Books;
pub use choices::{LateSlips, OddsDisplay, SelfGrading, StakeDisplay, Whole, WithdrawPolicy};
pub use image::{ImageError, ImageKey, ImageKeyError, MAX_IMAGE_BYTES, check_png};
pub use permit::{Action, Refusal, permit};
pub use plans::{Limit, Plan, PlanRefusal};
pub use reference::reference_markdown;
pub use roles::{Actor, Role};
pub use routes::{Addressed, RouteBy, Routes};
pub use settings::{Change, Setting, SettingError, SettingRow, Settings};
pub use setup::{SetupState, SetupStep, setup_states};
