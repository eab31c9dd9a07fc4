//! Rule sets: what a house decides for itself, as data.

use super::{Bonus, Percent, Rounding};
use crate::{
    bet::{PriceTable, PushRule, System},
    market::{Line, Sport},
};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// The name of a rule set, short enough to travel with every settlement: at most 31 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct RuleName {
    len: u8,
    bytes: [u8; 31],
}

impl RuleName {
    /// `None` when the name is empty or longer than 31 bytes.
    pub fn new(name: &str) -> Option<Self> {
        let mut bytes = [0; 31];
        bytes.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        let len = u8::try_from(name.len()).ok()?;
        (len > 0).then_some(Self { len, bytes })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        self.bytes
            .get(..usize::from(self.len))
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

impl std::fmt::Display for RuleName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::fmt::Debug for RuleName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl serde::Serialize for RuleName {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RuleName {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'_, str>::deserialize(d)?;
        Self::new(&name).ok_or_else(|| serde::de::Error::custom("a rule set's name has 1 to 31 bytes"))
    }
}

/// How and where a house rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundingRule {
    /// How.
    pub mode: Rounding,
    /// To how many decimals: 0 to 4.
    pub places: u8,
    /// Each line by itself, instead of the ticket once.
    pub per_line: bool,
}

/// What a house decides for itself. Named sets come with the crate; each says where its rules were published.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RuleSet {
    /// Its name; every settlement states it.
    pub name: RuleName,
    /// How amounts are rounded.
    pub rounding: RoundingRule,
    /// False where ties are paid in full.
    pub dead_heat: bool,
    /// The most that Rule 4 may deduct.
    pub rule4_cap: Percent,
    /// Bonuses by system, for tickets that do not bring their own.
    pub bonuses: BTreeMap<System, Bonus>,
    /// Printed tables of teasers, pleasers and cards.
    pub tables: Vec<HouseTable>,
}

/// A printed table of a teaser, pleaser or card.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HouseTable {
    /// `teaser`, `pleaser` or `card`.
    pub kind: String,
    /// The sport, where it matters.
    pub sport: Option<Sport>,
    /// By how many points lines are moved.
    pub points: Option<Line>,
    /// What a push does.
    pub push: PushRule,
    /// Prices by number of legs.
    pub prices: PriceTable,
}

/// The rule sets that come with the crate; the first is the default.
static ALL: LazyLock<[RuleSet; 1]> = LazyLock::new(|| {
    [RuleSet {
        name: RuleName {
            len: 7,
            bytes: *b"default\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
        },
        rounding: RoundingRule {
            mode: Rounding::HalfEven,
            places: 4,
            per_line: false,
        },
        dead_heat: true,
        rule4_cap: Percent::from_hundredths(9_000).unwrap_or_default(),
        bonuses: BTreeMap::new(),
        tables: Vec::new(),
    }]
});

impl RuleSet {
    /// The rules when nobody picked any: rounded once, half-even, to four decimals.
    pub fn default_rules() -> &'static Self {
        let [first, ..] = &*ALL;
        first
    }

    /// The rule set of this name, if there is one.
    pub fn named(name: &str) -> Option<&'static Self> {
        Self::all().iter().find(|rules| rules.name.as_str() == name)
    }

    /// The house's printed table of a kind, for a sport and a number of points.
    pub fn table(&self, kind: &str, sport: Option<Sport>, points: Option<Line>) -> Option<&HouseTable> {
        self.tables
            .iter()
            .find(|t| t.kind == kind && t.sport == sport && t.points == points)
    }

    /// Every rule set that comes with the crate, the default first.
    pub fn all() -> &'static [Self] {
        &*ALL
    }
}
