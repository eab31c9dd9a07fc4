//! Settlement against other people's numbers, against an independent solver, and against its own laws.

// `cfg(test)` tells the lints that it is test code.
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod common;
#[cfg(test)]
mod explained;
#[cfg(test)]
mod figures;
#[cfg(test)]
mod fraction;
#[cfg(test)]
mod golden;
#[cfg(test)]
mod house_rules;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod random;
#[cfg(test)]
mod solver;
