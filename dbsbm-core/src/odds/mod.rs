//! Odds: what was quoted, in the notation it was quoted in, and what a market says without its margin.
//!
//! A price is held as the exact net return per unit, `b`, a ratio of two whole numbers: `+150` is 3/2, `-110` is
//! 10/11, `1.91` is 91/100. The notation stays with it, so that a slip shows what the capper typed.
//!
//! ```
//! use dbsbm_core::odds::{Notation, Odds};
//! let price: Odds = "-110".parse().unwrap();
//! assert_eq!((price.num(), price.den()), (10, 11));
//! assert_eq!(price.to_string(), "-110");
//! let decimal = price.to(Notation::Decimal);
//! assert_eq!((decimal.text.as_str(), decimal.exact), ("1.9091", false));
//! assert!("-50".parse::<Odds>().unwrap_err().to_string().contains("100"));
//! ```

pub mod clv;
pub mod margin;
mod notation;
mod parse;

pub use notation::{Notation, Quoted};
pub use parse::OddsError;

use std::{cmp::Ordering, ops::Rem};

/// The largest net return per unit that a price may have.
pub const MAX_NET_RETURN: u64 = 1_000_000;
/// The largest denominator of a net return; with it six decimals are exact.
pub const MAX_DENOMINATOR: u64 = 10_000_000;

/// A price: the exact net return per unit staked, and the notation it was quoted in.
///
/// Invariants: `num` and `den` are positive and share no factor, `num / den <= 10^6`, `den <= 10^7`. Two prices are
/// equal when they pay the same, whatever the notation.
#[derive(Debug, Clone, Copy)]
pub struct Odds {
    num: u64,
    den: u64,
    notation: Notation,
}

impl Odds {
    /// From the net return per unit as a ratio.
    ///
    /// # Errors
    /// [`OddsError::NoReturn`] when a part is zero, [`OddsError::TooLarge`] or [`OddsError::TooPrecise`] beyond the
    /// bounds above.
    pub fn from_net_return(num: u64, den: u64, notation: Notation) -> Result<Self, OddsError> {
        let ratio = || format!("{num}/{den}");
        if num == 0 || den == 0 {
            return Err(OddsError::NoReturn { given: ratio() });
        }
        let g = gcd(num, den);
        let (n, d) = (num / g, den / g);
        if d > MAX_DENOMINATOR {
            return Err(OddsError::TooPrecise { given: ratio() });
        }
        if n / d >= MAX_NET_RETURN && n != MAX_NET_RETURN * d {
            return Err(OddsError::TooLarge { given: ratio() });
        }
        Ok(Self {
            num: n,
            den: d,
            notation,
        })
    }

    /// Numerator of the net return per unit.
    pub const fn num(self) -> u64 {
        self.num
    }

    /// Denominator of the net return per unit.
    pub const fn den(self) -> u64 {
        self.den
    }

    /// The notation in which the price was quoted.
    pub const fn notation(self) -> Notation {
        self.notation
    }

    /// The same price, quoted in another notation.
    pub const fn quoted_in(self, notation: Notation) -> Self {
        Self { notation, ..self }
    }

    /// What all of them pay together when the return of one is staked on the next, exactly; none where that is larger or finer
    /// than a price can be. It is quoted in the notation that all of them share, for in that one whoever quoted them reads it;
    /// where they share none, in decimal, in which prices are multiplied.
    pub fn together(prices: &[Self]) -> Option<Self> {
        let (mut back, mut stake) = (1u128, 1u128);
        for price in prices {
            back = back.checked_mul(u128::from(price.num) + u128::from(price.den))?;
            stake = stake.checked_mul(u128::from(price.den))?;
            let g = gcd(back, stake);
            (back, stake) = (back / g, stake / g);
        }
        let net = back.checked_sub(stake)?;
        let (num, den) = (u64::try_from(net).ok()?, u64::try_from(stake).ok()?);
        Self::from_net_return(num, den, Notation::shared(prices)).ok()
    }

    /// Decimal odds as a float, for statistics only.
    #[expect(
        clippy::cast_precision_loss,
        reason = "statistics work on floats; money never comes from here"
    )]
    pub fn decimal_f64(self) -> f64 {
        (self.num + self.den) as f64 / self.den as f64
    }

    /// The share of winning bets at which this price breaks even: 1/d.
    pub fn break_even(self) -> f64 {
        1.0 / self.decimal_f64()
    }
}

impl PartialEq for Odds {
    fn eq(&self, other: &Self) -> bool {
        (self.num, self.den) == (other.num, other.den)
    }
}

impl Eq for Odds {}

impl std::hash::Hash for Odds {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (self.num, self.den).hash(state);
    }
}

impl PartialOrd for Odds {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Odds {
    /// By what the price pays.
    fn cmp(&self, other: &Self) -> Ordering {
        (u128::from(self.num) * u128::from(other.den)).cmp(&(u128::from(other.num) * u128::from(self.den)))
    }
}

impl serde::Serialize for Odds {
    /// The price as text in its own notation.
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Odds {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The greatest common divisor.
fn gcd<T: Copy + Default + PartialEq + Rem<Output = T>>(mut a: T, mut b: T) -> T {
    while b != T::default() {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests;
