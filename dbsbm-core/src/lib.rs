#![doc = include_str!("../README.md")]

pub mod odds;
pub mod staking;
