//! Handicaps and totals: whole, half and quarter lines.

use serde::{Deserialize, Serialize};

/// A handicap or total, held in quarters. Invariant: |line| <= 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Line(i32);

/// Text that is no line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// Not a plain decimal number.
    #[error("`{0}` is no line: write a number such as -4.5, +7 or PK")]
    NotANumber(String),
    /// A fraction other than a quarter.
    #[error("`{0}`: lines come in whole, half and quarter points only")]
    NotAQuarter(String),
    /// Beyond any score.
    #[error("`{0}` is beyond any line (10000)")]
    OutOfRange(String),
}

impl Line {
    /// No handicap at all.
    pub const PICK: Self = Self(0);

    /// From quarters; `None` beyond 10,000 points.
    pub const fn from_quarters(quarters: i32) -> Option<Self> {
        if quarters >= -40_000 && quarters <= 40_000 {
            Some(Self(quarters))
        } else {
            None
        }
    }

    /// The line in quarters of a point.
    pub const fn quarters(self) -> i32 {
        self.0
    }

    /// True for a line that splits the stake over its two neighbours (`-0.75`).
    pub const fn is_split(self) -> bool {
        self.0 % 2 != 0
    }

    /// The line of the other side of a handicap.
    pub const fn opposite(self) -> Self {
        Self(-self.0)
    }

    /// As a handicap is written: with its sign, `PK` for none.
    pub fn handicap(self) -> String {
        match self.0 {
            0 => "PK".into(),
            q if q > 0 => format!("+{self}"),
            _ => self.to_string(),
        }
    }
}

impl std::fmt::Display for Line {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.unsigned_abs() / 4, self.0.unsigned_abs() % 4);
        let part = ["", ".25", ".5", ".75"]
            .get(rest as usize)
            .copied()
            .unwrap_or_default();
        write!(f, "{sign}{whole}{part}")
    }
}

impl std::str::FromStr for Line {
    type Err = LineError;

    fn from_str(text: &str) -> Result<Self, LineError> {
        let shown = || text.chars().take(40).collect::<String>();
        let trimmed = text.trim();
        if ["pk", "pick", "pick'em", "pickem", "ev"]
            .iter()
            .any(|pk| trimmed.eq_ignore_ascii_case(pk))
        {
            return Ok(Self(0));
        }
        let (negative, body) = match trimmed.strip_prefix(['-', '\u{2212}', '\u{2013}']) {
            Some(rest) => (true, rest),
            None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
        };
        // A half is often typed with its own sign.
        let body = body
            .replace('½', ".5")
            .replace('¼', ".25")
            .replace('¾', ".75")
            .replace(',', ".");
        let (whole, decimals) = body.split_once('.').unwrap_or((&body, ""));
        let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if (whole.is_empty() && decimals.is_empty()) || !digits(whole) || !digits(decimals) {
            return Err(LineError::NotANumber(shown()));
        }
        let quarters = match decimals.trim_end_matches('0') {
            "" => 0,
            "25" => 1,
            "5" => 2,
            "75" => 3,
            _ => return Err(LineError::NotAQuarter(shown())),
        };
        let whole = whole.trim_start_matches('0');
        if whole.len() > 5 {
            return Err(LineError::OutOfRange(shown()));
        }
        let points = whole.bytes().fold(0i32, |n, b| n * 10 + i32::from(b - b'0'));
        let line = points * 4 + quarters;
        Self::from_quarters(if negative { -line } else { line }).ok_or_else(|| LineError::OutOfRange(shown()))
    }
}

impl Serialize for Line {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Line {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_in_quarters() {
        for (text, expect) in [
            ("-4.5", Some(-18)),
            ("+0.25", Some(1)),
            ("PK", Some(0)),
            ("47", Some(188)),
            ("-0.750", Some(-3)),
            ("−7½", Some(-30)),
            ("2.1", None),
            ("2.125", None),
            ("", None),
            ("-", None),
            ("123456", None),
        ] {
            assert_eq!(text.parse::<Line>().ok().map(Line::quarters), expect, "{text}");
        }
        assert_eq!(Line(-18).to_string(), "-4.5");
        assert_eq!(
            (Line(18).handicap(), Line(0).handicap()),
            ("+4.5".into(), "PK".into())
        );
    }
}
