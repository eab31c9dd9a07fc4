//! Prices of made-up markets, from a small generator, so that every run sees the same ones.

/// Decimal prices of `markets` markets with `outcomes` outcomes each, in rows, with margins from 2% to 10% and rounded to
/// hundredths as bookmakers quote them.
#[must_use]
pub fn markets(markets: usize, outcomes: usize) -> Vec<f64> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut uniform = move || {
        // Marsaglia's xorshift: no randomness of quality is needed here, only the same one every time.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as f64 / (1u64 << 53) as f64
    };
    let mut prices = Vec::with_capacity(markets * outcomes);
    for _ in 0..markets {
        let weights: Vec<f64> = (0..outcomes).map(|_| 0.15 + uniform()).collect();
        let book = (1.02 + 0.08 * uniform()) / weights.iter().sum::<f64>();
        prices.extend(
            weights
                .iter()
                .map(|w| (100.0 / (w * book)).round().max(101.0) / 100.0),
        );
    }
    prices
}

/// The same prices by columns.
#[must_use]
pub fn by_columns(rows: &[f64], outcomes: usize) -> Vec<f64> {
    (0..outcomes)
        .flat_map(|j| rows.iter().skip(j).step_by(outcomes).copied())
        .collect()
}
