//! Percentages and factors with two decimals: boosts, deductions, bonuses.

use serde::{Deserialize, Deserializer, de::Error};

/// A percentage from 0 to 1000 in hundredths: `25`, `12.5`, `7.25`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Percent(u32);

/// Text that is no percentage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}`: a number from 0 to 1000 with at most two decimals is expected")]
pub struct PercentError(String);

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// From hundredths of a percent; `None` above 1000%.
    pub const fn from_hundredths(n: u32) -> Option<Self> {
        if n <= 100_000 { Some(Self(n)) } else { None }
    }

    /// In hundredths of a percent.
    pub const fn hundredths(self) -> u32 {
        self.0
    }
}

impl std::str::FromStr for Percent {
    type Err = PercentError;

    fn from_str(text: &str) -> Result<Self, PercentError> {
        let refused = || PercentError(text.chars().take(40).collect());
        let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
        let decimals = decimals.trim_end_matches('0');
        let digits = |s: &str| s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 2 {
            return Err(refused());
        }
        let number = |s: &str| s.bytes().fold(0, |n, b| n * 10 + u32::from(b - b'0'));
        let fraction = number(decimals) * if decimals.len() == 1 { 10 } else { 1 };
        Self::from_hundredths(number(whole) * 100 + fraction).ok_or_else(refused)
    }
}

impl std::fmt::Display for Percent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0 / 100)?;
        match self.0 % 100 {
            0 => Ok(()),
            n if n % 10 == 0 => write!(f, ".{}", n / 10),
            n => write!(f, ".{n:02}"),
        }
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'_, str>::deserialize(d)?
            .parse()
            .map_err(D::Error::custom)
    }
}

/// Bonuses of full-cover systems, on the win part, when no leg is void.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Bonus {
    /// With one winner only, its net odds are multiplied by this.
    pub one_winner: Option<Factor>,
    /// With all winners, the winnings grow by this much.
    pub all_winners: Percent,
}

/// A factor on odds, from 1 to 100, with two decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor(u32);

impl Factor {
    /// `None` unless it is from 1 to 100.
    pub const fn from_hundredths(n: u32) -> Option<Self> {
        if n >= 100 && n <= 10_000 {
            Some(Self(n))
        } else {
            None
        }
    }

    /// In hundredths.
    pub const fn hundredths(self) -> u32 {
        self.0
    }
}

impl std::str::FromStr for Factor {
    type Err = PercentError;

    fn from_str(text: &str) -> Result<Self, PercentError> {
        let number: Percent = text.parse()?;
        Self::from_hundredths(number.hundredths()).ok_or_else(|| PercentError(text.into()))
    }
}

impl<'de> Deserialize<'de> for Factor {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        std::borrow::Cow::<'_, str>::deserialize(d)?
            .parse()
            .map_err(D::Error::custom)
    }
}
