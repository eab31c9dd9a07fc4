//! The bookmaker's margin: taking it out of a whole market's prices, and putting it into probabilities.
//!
//! The reciprocals of a bookmaker's decimal prices sum to more than the number of winners. What is over is the
//! **margin** (overround). There is no single right way to take it out, because nobody but the bookmaker knows on which
//! outcomes it was loaded; each [`Method`] is one published assumption about that.
//!
//! ```
//! use dbsbm_core::odds::margin::{Method, remove};
//!
//! let fair = remove(&[2.7, 2.3, 4.4], Method::Shin)?;
//! assert!((fair.margin - 0.032_425_706_339).abs() < 1e-12);
//! assert!((fair.probabilities[0] - 0.359_343_919_592).abs() < 1e-12);
//! assert!((fair.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12);
//! // Shin's z: the share of insiders that explains the prices.
//! assert!((fair.parameter.unwrap() - 0.016_236_442_857).abs() < 1e-12);
//! # Ok::<(), dbsbm_core::odds::margin::MarginError>(())
//! ```
//!
//! # The definitions
//!
//! `d` is a decimal price, `q = 1/d`, `B` the sum of the `q` (the *book*), `n` the number of outcomes, `T` the sum that
//! the probabilities shall have (the number of winners: 1 for a match result, 3 for "finishes in the first three", 2 for
//! a double chance).
//!
//! | method | definition | parameter |
//! | --- | --- | --- |
//! | [`Method::Multiplicative`] | `p = q T / B` | none |
//! | [`Method::Additive`] | `p = q - (B - T) / n` | none |
//! | [`Method::Power`] | `p = q^k` | `k` |
//! | [`Method::Shin`] | `p = (sqrt(z^2 + 4 (1 - z) T q^2 / B) - z) / (2 (1 - z))` | `z`, the share of insiders |
//! | [`Method::OddsRatio`] | `p = q / (c + q - c q)` | `c`, the odds ratio |
//! | [`Method::Balanced`] | `p = (q - z) / (1 - z)`, `z = (B - T) / (n - T)` | `z`, the share of insiders |
//! | [`Method::Goto`] | `p = q - s sqrt(1 - q)` | `s`, standard errors taken off |
//!
//! Where a parameter is not given by a formula it is the one value for which the probabilities sum to `T`; the variant's
//! documentation says which prices have such a value. All methods return fair prices unchanged, keep the order of the
//! outcomes, and answer books under 100% as well. For two outcomes and `T = 1`, Shin and additive agree.
//!
//! Shin's model knows one winner only. For another `T` its prices are measured against the fair book `T` (the factor
//! `T` under the root), so that a market without margin is left alone there too; R's `implied` omits the factor and
//! moves such markets.
//!
//! [`Batch`] does the same for a whole table of markets, fast, with the same bits as a single one.
//!
//! Probabilities are floating point numbers here: they are estimates. Money is not, see [`crate::staking`].

mod add;
mod batch;
mod bracket;
mod error;
mod method;
mod remove;
mod root;
mod tile;

#[cfg(test)]
mod tests;

pub use add::{add, add_to};
pub use batch::{Batch, Layout, Status};
pub use error::MarginError;
pub use method::Method;
pub use remove::{Fair, remove, remove_to};
