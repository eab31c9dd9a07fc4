#![doc = include_str!("../README.md")]

pub mod bet;
pub mod community;
pub mod guild;
pub mod id;
pub mod ledger;
pub mod market;
pub mod money;
pub mod names;
pub mod odds;
pub mod proof;
pub mod record;
pub mod settle;
pub mod staking;
pub mod zone;
