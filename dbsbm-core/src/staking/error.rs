//! What can be wrong with a question about stakes.

/// Why no stake can be worked out. Every variant names the field and, where there are several, its position.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum StakingError {
    /// A probability outside its range.
    #[error("{field}: {value} is not a probability from 0 to 1")]
    NotAProbability {
        /// The field, with its position from 1 when there are several.
        field: String,
        /// What stood there.
        value: f64,
    },
    /// A decimal price that is no price.
    #[error("{field}: {value} is not a decimal price above 1")]
    NotAPrice {
        /// The field, with its position from 1 when there are several.
        field: String,
        /// What stood there.
        value: f64,
    },
    /// Outcomes of one event that together are more than certain.
    #[error("probabilities: they sum to {sum}, more than 1, but only one of the outcomes can happen")]
    TooLikely {
        /// What they sum to.
        sum: f64,
    },
    /// Lists that belong together and differ in length.
    #[error("{field}: {given} given, {expected} expected (one for each outcome)")]
    Length {
        /// The field.
        field: &'static str,
        /// How many stood there.
        given: usize,
        /// How many should.
        expected: usize,
    },
    /// Too few or too many bets for this calculation.
    #[error("{field}: {given} given, use {least} to {most}")]
    Count {
        /// The field.
        field: &'static str,
        /// How many stood there.
        given: usize,
        /// The smallest number.
        least: usize,
        /// The largest number.
        most: usize,
    },
    /// The share of full Kelly outside its range.
    #[error("fraction: {value} is not above 0 and up to 1 (0.5 is half Kelly)")]
    BadFraction {
        /// What was given.
        value: f64,
    },
    /// Growth is unbounded when a bet cannot lose.
    #[error("probabilities: bet {} is certain; Kelly has no answer for bets that cannot lose beside others", .index + 1)]
    Certain {
        /// Which bet, from 0.
        index: usize,
    },
    /// An amount that must be above zero.
    #[error("{field}: {value} is not an amount above 0")]
    NotPositive {
        /// The field.
        field: &'static str,
        /// What stood there, as text.
        value: String,
    },
    /// The amount is too small to be split into stakes of the wanted step.
    #[error("total: {total} is too little for {outcomes} stakes in steps of {step}")]
    TooLittle {
        /// The total.
        total: String,
        /// The step.
        step: String,
        /// Over how many outcomes.
        outcomes: usize,
    },
    /// A commission outside its range.
    #[error("commission: {basis_points} basis points is not below 10000 (100 basis points are one percent)")]
    BadCommission {
        /// What was given.
        basis_points: u32,
    },
    /// The prices leave no profit whatever the stakes.
    #[error("prices: the book is {book:.6}, not below 1, so there is no arbitrage")]
    NoArbitrage {
        /// The sum of the reciprocal prices.
        book: f64,
    },
    /// A result beyond what the books can hold.
    #[error("{field}: the result is too large to be held exactly")]
    TooLarge {
        /// The field of the result.
        field: &'static str,
    },
    /// The optimiser did not settle; never seen, and never a wrong number instead.
    #[error("stakes: the optimiser did not settle on these bets")]
    NotSettled,
}
