//! Closing line value: the price that was taken against the last one before the start.
//!
//! Three figures, for the very same selection and line. All are positive when the price taken was the better one.
//!
//! | figure | definition |
//! | --- | --- |
//! | price CLV | `d_taken / d_close - 1` |
//! | probability points | `1 / d_close - 1 / d_taken` |
//! | fair CLV | `d_taken * p_close - 1`, with the margin removed from the whole closing market |
//!
//! ```
//! use dbsbm_core::odds::clv;
//! use dbsbm_core::odds::margin::{Method, remove};
//!
//! let (taken, close) = ("-125".parse().unwrap(), "-150".parse().unwrap());
//! assert!((clv::price(taken, close) - 0.08).abs() < 1e-12);
//! // The other side closed at +130: without the margin -150 is 58.4% and not 60%.
//! let market = remove(&[1.0 + 100.0 / 150.0, 2.3], Method::Power).unwrap();
//! assert!((clv::fair(taken, market.probabilities[0]) - 0.0512).abs() < 1e-4);
//! ```
//!
//! Beating the close is strict: an unchanged price has a CLV of 0 and did not beat it.

use super::Odds;

/// How much more the price taken returns than the closing price: `d_taken / d_close - 1`.
#[must_use]
pub fn price(taken: Odds, close: Odds) -> f64 {
    taken.decimal_f64() / close.decimal_f64() - 1.0
}

/// How much the break-even chance has risen until the close.
#[must_use]
pub fn points(taken: Odds, close: Odds) -> f64 {
    close.break_even() - taken.break_even()
}

/// The value of the price taken if the closing market without its margin is right: `d_taken * p_close - 1`.
#[must_use]
pub fn fair(taken: Odds, closing_probability: f64) -> f64 {
    taken.decimal_f64() * closing_probability - 1.0
}

/// The price CLV of a parlay: the legs multiply.
#[must_use]
pub fn parlay(legs: impl IntoIterator<Item = (Odds, Odds)>) -> f64 {
    legs.into_iter()
        .map(|(taken, close)| 1.0 + price(taken, close))
        .product::<f64>()
        - 1.0
}

/// Whether the price taken was strictly better than the closing price. Exact.
#[must_use]
pub fn beat(taken: Odds, close: Odds) -> bool {
    taken > close
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_figure() {
        let line = include_str!("../../../tests/golden/figures.jsonl")
            .lines()
            .find(|line| line.contains("\"clv\""))
            .unwrap();
        let figure: serde_json::Value = serde_json::from_str(line).unwrap();
        let odds = |name: &str| figure["inputs"][name].as_str().unwrap().parse::<Odds>().unwrap();
        let number = |name: &str| figure["expected"][name].as_str().unwrap().parse::<f64>().unwrap();
        let (bet, close) = (odds("bet"), odds("close"));
        assert!((bet.break_even() - number("breakeven_bet")).abs() < 1e-6);
        assert!((close.break_even() - number("breakeven_close")).abs() < 1e-6);
        assert!((points(bet, close) - number("clv_prob_points")).abs() < 1e-6);
        assert!((price(bet, close) - number("clv_pct")).abs() < 1e-12);
    }

    #[test]
    fn an_unchanged_price_did_not_beat_the_close() {
        let (a, b) = ("1.91".parse().unwrap(), "91/100".parse().unwrap());
        assert!(!beat(a, b) && !beat(b, a));
        assert!(price(a, b).abs() < 1e-15);
        let shorter = "1.90".parse().unwrap();
        assert!(beat(a, shorter) && !beat(shorter, a));
        assert!((parlay([(a, shorter), (a, shorter)]) - ((1.91 / 1.9) * (1.91 / 1.9) - 1.0)).abs() < 1e-12);
    }
}
