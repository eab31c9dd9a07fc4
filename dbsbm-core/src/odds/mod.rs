//! Odds: what was quoted, in the notation it was quoted in, and what a market says without its margin.

pub mod margin;
