//! The one end-to-end test binary: each module tells one story.

mod books;
mod calc;
mod demo;
mod reference;
mod usage;

// Not a story but what they share; `cfg(test)` tells the lints that it is test code.
#[cfg(test)]
mod program;
