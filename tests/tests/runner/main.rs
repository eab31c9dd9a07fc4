//! The one end-to-end test binary: each module tells one story. `cfg(test)` tells the lints that helpers are test code.
#![cfg(test)]

mod bad_input;
mod books;
mod calc;
#[cfg(unix)]
mod crash;
mod damage;
mod demo;
#[cfg(unix)]
mod disk_full;
#[cfg(unix)]
mod guides;
mod holds;
mod main_job;
mod reference;
mod tidy;
mod together;
mod usage;

// Not stories but what they share.
mod exact;
mod history;
mod program;
