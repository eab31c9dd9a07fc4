//! The one end-to-end test binary: each module tells one story. `cfg(test)` tells the lints that helpers are test code.
#![cfg(test)]

mod books;
mod calc;
mod demo;
mod program;
mod reference;
mod usage;
