#![doc = include_str!("../README.md")]

pub mod bet;
pub mod id;
pub mod market;
pub mod money;
pub mod names;
pub mod odds;
pub mod settle;
pub mod staking;
