//! The part of a game that a market is about.

use super::{Market, Sport, UnknownName};

/// Full game, regulation, or a part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Period {
    /// The final score, overtime included.
    Full,
    /// Without overtime (soccer: 90 minutes and stoppage).
    Regulation,
    /// First or second half.
    Half(u8),
    /// A quarter, 1 to 4.
    Quarter(u8),
    /// A hockey period, 1 to 3.
    Third(u8),
    /// The first five innings.
    FirstFive,
    /// One inning.
    Inning(u8),
    /// A set.
    Set(u8),
    /// A round.
    Round(u8),
}

impl Period {
    /// What a market means when no period is named: regulation for soccer and every three-way market, else the full
    /// game with overtime.
    pub const fn default_for(sport: Sport, market: Market) -> Self {
        match (sport, market) {
            (Sport::Soccer, _) | (_, Market::Moneyline3 | Market::DoubleChance) => Self::Regulation,
            _ => Self::Full,
        }
    }

    /// The name in words, for slips and explanations.
    pub fn title(self) -> String {
        match self {
            Self::Full => "full game".into(),
            Self::Regulation => "regulation".into(),
            Self::Half(1) => "first half".into(),
            Self::Half(_) => "second half".into(),
            Self::Quarter(n) => format!("quarter {n}"),
            Self::Third(n) => format!("period {n}"),
            Self::FirstFive => "first five innings".into(),
            Self::Inning(n) => format!("inning {n}"),
            Self::Set(n) => format!("set {n}"),
            Self::Round(n) => format!("round {n}"),
        }
    }
}

impl std::fmt::Display for Period {
    /// The name used in files, JSON and the database: `full`, `regulation`, `h1`, `q4`, `p2`, `f5`, `i1`, `s1`, `r1`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Full => f.write_str("full"),
            Self::Regulation => f.write_str("regulation"),
            Self::Half(n) => write!(f, "h{n}"),
            Self::Quarter(n) => write!(f, "q{n}"),
            Self::Third(n) => write!(f, "p{n}"),
            Self::FirstFive => f.write_str("f5"),
            Self::Inning(n) => write!(f, "i{n}"),
            Self::Set(n) => write!(f, "s{n}"),
            Self::Round(n) => write!(f, "r{n}"),
        }
    }
}

impl std::str::FromStr for Period {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        let unknown = || {
            let known = [
                "full",
                "regulation",
                "h1",
                "h2",
                "q1..q4",
                "p1..p3",
                "f5",
                "i1..i9",
                "s1..s5",
                "r1..r15",
            ];
            UnknownName::new("period", text, &known)
        };
        let numbered = |max: u8| {
            let n: u8 = text.get(1..).and_then(|n| n.parse().ok()).ok_or_else(unknown)?;
            if (1..=max).contains(&n) && !text.contains('+') {
                Ok(n)
            } else {
                Err(unknown())
            }
        };
        Ok(match text.bytes().next() {
            _ if text == "full" => Self::Full,
            _ if text == "regulation" => Self::Regulation,
            _ if text == "f5" => Self::FirstFive,
            Some(b'h') => Self::Half(numbered(2)?),
            Some(b'q') => Self::Quarter(numbered(4)?),
            Some(b'p') => Self::Third(numbered(3)?),
            Some(b'i') => Self::Inning(numbered(9)?),
            Some(b's') => Self::Set(numbered(5)?),
            Some(b'r') => Self::Round(numbered(15)?),
            _ => return Err(unknown()),
        })
    }
}

impl serde::Serialize for Period {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Period {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
