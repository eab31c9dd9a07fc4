//! The books kept a second time: slowly, simply, in exact fractions, straight from the rules and without a line of the
//! program's own code. It reads the same files and says what every figure of the leaderboard has to be.

mod bets;
mod board;
mod games;
mod grade;
mod pay;
mod price;

pub(crate) use board::{Expected, board, compare};
pub(crate) use games::{Game, Games};

use num_bigint::BigInt;

/// An exact fraction.
pub(crate) type Fraction = num_rational::Ratio<BigInt>;

fn whole(n: i64) -> Fraction {
    Fraction::from_integer(BigInt::from(n))
}

/// A decimal such as `-3.25`, exactly.
fn decimal(text: &str) -> Fraction {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    let (units, part) = digits.split_once('.').unwrap_or((digits, ""));
    let n: BigInt = format!("{units}{part}")
        .parse()
        .unwrap_or_else(|e| panic!("{text}: {e}"));
    let d = num_traits::pow(BigInt::from(10), part.len());
    Fraction::new(n * sign, d)
}

/// Ten-thousandths, rounded half to even.
fn rounded(amount: &Fraction) -> i64 {
    let scaled = amount * whole(10_000);
    let (floor, half) = (scaled.floor(), Fraction::new(BigInt::from(1), BigInt::from(2)));
    let rest = &scaled - &floor;
    let n = i64::try_from(floor.to_integer()).unwrap();
    match rest.cmp(&half) {
        std::cmp::Ordering::Less => n,
        std::cmp::Ordering::Equal => n + n.rem_euclid(2),
        std::cmp::Ordering::Greater => n + 1,
    }
}

/// Ten-thousandths as the program prints amounts.
fn printed(n: i64) -> String {
    let sign = if n < 0 { "-" } else { "" };
    format!(
        "{sign}{}.{:04}",
        n.unsigned_abs() / 10_000,
        n.unsigned_abs() % 10_000
    )
}

fn float(fraction: &Fraction) -> f64 {
    // Twelve digits behind the point are more than any comparison here asks for.
    let scale = num_traits::pow(BigInt::from(10), 12);
    let n = (fraction * Fraction::from_integer(scale)).round().to_integer();
    n.to_string().parse::<f64>().unwrap() / 1e12
}

#[test]
fn fractions_are_what_they_say() {
    assert_eq!(
        decimal("-3.25"),
        Fraction::new(BigInt::from(-13), BigInt::from(4))
    );
    for (text, expect) in [
        ("0.00005", "0.0000"),
        ("0.00015", "0.0002"),
        ("-0.00015", "-0.0002"),
        ("-0.00005", "0.0000"),
        ("1.00016", "1.0002"),
        ("-2.5", "-2.5000"),
    ] {
        assert_eq!(printed(rounded(&decimal(text))), expect, "{text}");
    }
}
