//! Units: the community's stake measure, exact to four decimals.
//!
//! | operation | result |
//! | --- | --- |
//! | `Units + Units`, `-`, sum | [`Units`], checked: `None` when it would leave the range |
//! | `-Units`, `abs` | [`Units`] (the range is symmetric) |
//! | text -> `Units` | exact, at most four decimals, or a [`MoneyError`] |
//! | float -> `Units` | does not exist |
//!
//! ```
//! use dbsbm_core::money::Units;
//! let stake: Units = "1.5".parse().unwrap();
//! assert_eq!(stake.to_string(), "1.5000");
//! assert_eq!(stake.short(), "1.5");
//! assert_eq!(stake.two_decimals(), "1.50");
//! assert!("1.00001".parse::<Units>().is_err());
//! ```

use serde::{Deserialize, Serialize};

/// Ten-thousandths in one unit.
pub const PER_UNIT: i64 = 10_000;

/// An amount in units, held as a whole number of ten-thousandths. Invariant: |amount| <= 10^14 units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Units(i64);

/// Text that is no amount.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Not a plain decimal number.
    #[error("`{0}` is no amount of units: write a plain number such as 2 or 1.5")]
    NotANumber(String),
    /// More than four decimals.
    #[error("`{0}` has more than four decimals; units are kept to four")]
    TooPrecise(String),
    /// Outside the range that the books can hold.
    #[error("`{0}` units is more than the books can hold")]
    OutOfRange(String),
}

impl Units {
    /// No units.
    pub const ZERO: Self = Self(0);
    /// One unit.
    pub const ONE: Self = Self(PER_UNIT);
    /// The largest amount: 10^14 units.
    pub const MAX: Self = Self(1_000_000_000_000_000_000);

    /// From ten-thousandths of a unit; `None` outside the range.
    pub const fn from_ten_thousandths(amount: i64) -> Option<Self> {
        if amount <= Self::MAX.0 && amount >= -Self::MAX.0 {
            Some(Self(amount))
        } else {
            None
        }
    }

    /// From whole units; `None` outside the range.
    pub const fn whole(units: i64) -> Option<Self> {
        match units.checked_mul(PER_UNIT) {
            Some(n) => Self::from_ten_thousandths(n),
            None => None,
        }
    }

    /// The amount in ten-thousandths of a unit.
    pub const fn ten_thousandths(self) -> i64 {
        self.0
    }

    /// The sum, or `None` outside the range.
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(n) => Self::from_ten_thousandths(n),
            None => None,
        }
    }

    /// The difference, or `None` outside the range.
    pub const fn checked_sub(self, other: Self) -> Option<Self> {
        self.checked_add(Self(-other.0))
    }

    /// The amount without its sign.
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// True for amounts above zero.
    pub const fn is_positive(self) -> bool {
        self.0 > 0
    }

    /// As people write it: no trailing zeros (`2`, `1.5`, `-0.25`).
    pub fn short(self) -> String {
        let text = self.to_string();
        text.trim_end_matches('0').trim_end_matches('.').to_string()
    }

    /// As people see it: rounded half-even to two decimals.
    pub fn two_decimals(self) -> String {
        let (whole, rest) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let up = rest > 50 || (rest == 50 && whole % 2 == 1);
        let hundredths = whole + u64::from(up);
        let sign = if self.0 < 0 && hundredths > 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", hundredths / 100, hundredths % 100)
    }

    /// Like [`Units::two_decimals`], with a plus sign in front of gains.
    pub fn signed(self) -> String {
        let text = self.two_decimals();
        if self.0 > 0 && text != "0.00" {
            format!("+{text}")
        } else {
            text
        }
    }
}

impl std::ops::Neg for Units {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl std::fmt::Display for Units {
    /// Always four decimals, the form of the books and of JSON.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let n = self.0.unsigned_abs();
        write!(
            f,
            "{sign}{}.{:04}",
            n / PER_UNIT.unsigned_abs(),
            n % PER_UNIT.unsigned_abs()
        )
    }
}

impl std::str::FromStr for Units {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Self, MoneyError> {
        let shown = || text.chars().take(40).collect::<String>();
        let (negative, body) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, decimals) = body.split_once('.').unwrap_or((body, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && decimals.is_empty()) || !digits(whole) || !digits(decimals) {
            return Err(MoneyError::NotANumber(shown()));
        }
        let decimals = decimals.trim_end_matches('0');
        if decimals.len() > 4 {
            return Err(MoneyError::TooPrecise(shown()));
        }
        let whole: i64 = match whole.trim_start_matches('0') {
            "" => 0,
            w => w.parse().map_err(|_| MoneyError::OutOfRange(shown()))?,
        };
        let part = decimals.bytes().fold((0, PER_UNIT / 10), |(sum, place), b| {
            (sum + i64::from(b - b'0') * place, place / 10)
        });
        whole
            .checked_mul(PER_UNIT)
            .and_then(|n| n.checked_add(part.0))
            .and_then(Self::from_ten_thousandths)
            .map(|u| if negative { -u } else { u })
            .ok_or_else(|| MoneyError::OutOfRange(shown()))
    }
}

impl std::iter::Sum<Units> for Option<Units> {
    fn sum<I: Iterator<Item = Units>>(mut amounts: I) -> Self {
        amounts.try_fold(Units::ZERO, Units::checked_add)
    }
}

impl Serialize for Units {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Units {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_is_exact_or_refused() {
        for (text, expect) in [
            ("2", Some(20_000)),
            (".5", Some(5_000)),
            ("-0.25", Some(-2_500)),
            ("1.50000", Some(15_000)),
            ("007", Some(70_000)),
            ("", None),
            (".", None),
            ("1e3", None),
            ("1.00001", None),
            ("9999999999999999999", None),
            ("NaN", None),
        ] {
            assert_eq!(
                text.parse::<Units>().ok().map(Units::ten_thousandths),
                expect,
                "{text}"
            );
        }
    }

    #[test]
    fn people_see_two_decimals_rounded_half_even() {
        for (n, expect) in [
            (12_350, "1.24"),
            (12_250, "1.22"),
            (-50, "0.00"),
            (-51, "-0.01"),
            (20_000, "2.00"),
        ] {
            assert_eq!(Units(n).two_decimals(), expect);
        }
        assert_eq!(Units(12_345).signed(), "+1.23");
    }

    proptest! {
        #[test]
        fn print_then_parse_is_the_identity(n in -1_000_000_000_000_000_000i64..=1_000_000_000_000_000_000) {
            let units = Units(n);
            prop_assert_eq!(units.to_string().parse::<Units>().unwrap(), units);
            prop_assert_eq!(units.short().parse::<Units>().unwrap(), units);
        }
    }
}
