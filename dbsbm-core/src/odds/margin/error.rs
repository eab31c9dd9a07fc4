//! What can be wrong with a market or a question about it.

use super::Method;

/// Why a margin could not be removed or added.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MarginError {
    /// No method has this name.
    #[error(
        "unknown method `{name}`: use multiplicative, additive, power, shin, odds_ratio, balanced or goto"
    )]
    UnknownMethod {
        /// The name as given (shortened).
        name: String,
    },
    /// A margin belongs to a whole market; one price alone says nothing about it.
    #[error("a market needs at least two outcomes, {given} given")]
    TooFewOutcomes {
        /// How many prices or probabilities were given.
        given: usize,
    },
    /// A decimal price is a finite number of at least 1.
    #[error("outcome {}: {price} is not a decimal price (a finite number, 1 or more)", .index + 1)]
    NotAPrice {
        /// Which outcome, from 0.
        index: usize,
        /// What stood there.
        price: f64,
    },
    /// To add a margin, every probability must lie in (0, 1].
    #[error("outcome {}: {probability} is not a probability above 0 and up to 1", .index + 1)]
    NotAProbability {
        /// Which outcome, from 0.
        index: usize,
        /// What stood there.
        probability: f64,
    },
    /// To add a margin, the probabilities must be those of the whole market.
    #[error("the probabilities sum to {sum}, not to {target}: give those of the whole market")]
    NotAMarket {
        /// What they sum to.
        sum: f64,
        /// What they should sum to.
        target: f64,
    },
    /// The number of winners must be above 0 and below the number of outcomes.
    #[error(
        "probabilities of {outcomes} outcomes cannot sum to {target}: use a target above 0 and below {outcomes}"
    )]
    BadTarget {
        /// The target that was asked for.
        target: f64,
        /// The number of outcomes in the market.
        outcomes: usize,
    },
    /// A margin is a finite number that leaves a positive book.
    #[error("{margin} is not a margin: use a share such as 0.05, so that the book stays above 0")]
    BadMargin {
        /// What was given.
        margin: f64,
    },
    /// The method would give an outcome no probability at all, or a negative one.
    #[error("{method}: outcome {} would get the probability {probability}, which is not above 0; power, shin and odds_ratio avoid this", .index + 1)]
    Negative {
        /// The method.
        method: Method,
        /// The first such outcome, from 0.
        index: usize,
        /// What it would get.
        probability: f64,
    },
    /// The method would give an outcome a probability above 1 (for prices: a price below 1).
    #[error("{method}: outcome {} would get the probability {probability}, which is above 1", .index + 1)]
    AboveOne {
        /// The method.
        method: Method,
        /// The first such outcome, from 0.
        index: usize,
        /// What it would get.
        probability: f64,
    },
    /// No value of the method's parameter makes the sum right.
    #[error("{method}: {reason}")]
    NoSolution {
        /// The method.
        method: Method,
        /// Why there is none.
        reason: &'static str,
    },
    /// The slices of a batch do not belong together.
    #[error(
        "{prices} prices and {probabilities} probabilities are not {markets} markets of {outcomes} outcomes"
    )]
    BadShape {
        /// Prices given.
        prices: usize,
        /// Room for probabilities given.
        probabilities: usize,
        /// Room for statuses given: one for each market.
        markets: usize,
        /// Outcomes per market.
        outcomes: usize,
    },
}
