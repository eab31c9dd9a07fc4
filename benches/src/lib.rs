//! Benches of all crates: `cargo bench -p dbsbm-benches --bench NAME`.
//!
//! What is measured stands in `benches/`, one file for each crate; what more than one of them needs stands here.

pub mod prices;
pub mod season;
