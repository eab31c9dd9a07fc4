//! Rule sets: what a house decides for itself, as data.
//!
//! A few named sets come with the crate, as the files in `rules/`; each says where its rules were published. Another
//! house's rules are read with [`RuleSet::from_toml`].
//!
//! ```
//! use dbsbm_core::settle::RuleSet;
//! assert_eq!(RuleSet::all()[0].name.as_str(), "default");
//! assert!(!RuleSet::named("pinnacle").unwrap().dead_heat);
//!
//! // Two non-runners at 5/1 and 14/1 take 15 and 5 percent of a winner's winnings.
//! let price = |text: &str| text.parse().unwrap();
//! let rules = RuleSet::default_rules();
//! assert_eq!(rules.rule4.deduction(&[price("5/1"), price("14/1")]).to_string(), "20");
//! ```

mod name;
mod play;

pub use name::RuleName;
pub use play::{Happened, ListedPitchers, MinimumPlay, Participation, Progress, Retirement, Verdict};

use super::{Bonus, Percent, Rounding};
use crate::{
    bet::{PriceTable, PushRule, System},
    market::{Line, Market, Period, Sport},
    odds::Odds,
};
use play::PlayRules;
use serde::Deserialize;
use std::{collections::BTreeMap, sync::LazyLock};

/// How and where a house rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RoundingRule {
    /// How.
    pub mode: Rounding,
    /// To how many decimals: 0 to 4.
    pub places: u8,
    /// Each line by itself, instead of the ticket once.
    pub per_line: bool,
}

/// Deductions for horses that did not run.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rule4 {
    /// The most that is deducted, however many did not run.
    pub cap: Percent,
    /// A total of at most this much is waived.
    pub waived: Percent,
    /// Bands by the price of the non-runner, shortest first.
    pub table: Vec<Rule4Band>,
}

/// One band of a Rule 4 table.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Rule4Band {
    /// The longest price of the band.
    pub up_to: Odds,
    /// The deduction.
    pub percent: Percent,
}

impl Rule4 {
    /// The deduction for one non-runner by the table.
    pub fn band(&self, price: Odds) -> Percent {
        self.table
            .iter()
            .find(|band| price <= band.up_to)
            .map_or(Percent::ZERO, |band| band.percent)
    }

    /// The deduction for non-runners at these prices: the bands added up, capped, and waived when it is small.
    pub fn deduction(&self, non_runners: &[Odds]) -> Percent {
        let percents = non_runners.iter().map(|price| self.band(*price).hundredths());
        let total = percents.fold(0, u32::saturating_add).min(self.cap.hundredths());
        self.due(Percent::from_hundredths(total).unwrap_or(self.cap))
    }

    /// What this house deducts of a total: at most its cap, and nothing where it waives the total.
    #[inline]
    pub fn due(&self, total: Percent) -> Percent {
        if total <= self.waived {
            Percent::ZERO
        } else {
            total.min(self.cap)
        }
    }
}

/// A printed table of a teaser, pleaser or card.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
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
    #[serde(deserialize_with = "rows")]
    pub prices: PriceTable,
}

/// Markets that a house settles on regulation, where others count overtime.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegulationOnly {
    sport: Sport,
    markets: Vec<Market>,
}

/// What a house decides for itself.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct RuleSet {
    /// Its name; every settlement states it.
    pub name: RuleName,
    /// What it is, in words.
    pub title: String,
    /// Where the rules were published.
    pub source: String,
    /// How amounts are rounded.
    pub rounding: RoundingRule,
    /// False where ties are paid in full.
    pub dead_heat: bool,
    /// Deductions for non-runners.
    pub rule4: Rule4,
    /// Bonuses by system, for tickets that do not bring their own.
    #[serde(default)]
    pub bonuses: BTreeMap<System, Bonus>,
    /// Printed tables of teasers, pleasers and cards.
    #[serde(default)]
    pub tables: Vec<HouseTable>,
    /// Markets settled on regulation where others count overtime.
    #[serde(default)]
    regulation_only: Vec<RegulationOnly>,
    /// Which games count.
    play: PlayRules,
}

/// A rule set that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RulesError {
    /// The text is no rule set.
    #[error("not a rule set: {0}")]
    Unreadable(String),
    /// A rule set says what it is and where it was published.
    #[error("a rule set needs its `{0}`")]
    Missing(&'static str),
    /// Amounts have four decimals.
    #[error("rounding to {0} decimals; amounts are kept to four at most")]
    Places(u8),
}

/// The rule sets that come with the crate, the default first.
static FILES: [&str; 11] = [
    include_str!("../../../rules/default.toml"),
    include_str!("../../../rules/pinnacle.toml"),
    include_str!("../../../rules/betmgm-nevada.toml"),
    include_str!("../../../rules/galaxysports.toml"),
    include_str!("../../../rules/skybook.toml"),
    include_str!("../../../rules/winnershack.toml"),
    include_str!("../../../rules/bodog.toml"),
    include_str!("../../../rules/betfair.toml"),
    include_str!("../../../rules/marathonbet.toml"),
    include_str!("../../../rules/betfred.toml"),
    include_str!("../../../rules/william-hill.toml"),
];

#[expect(
    clippy::expect_used,
    reason = "the files are part of the crate, and a test reads every one"
)]
static ALL: LazyLock<[RuleSet; 11]> =
    LazyLock::new(|| FILES.map(|text| RuleSet::from_toml(text).expect("a rule set of the crate")));

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

    /// Every rule set that comes with the crate, the default first.
    pub fn all() -> &'static [Self] {
        &*ALL
    }

    /// Reads a rule set in the form of the files in `rules/`. What it leaves unsaid is as in the default.
    ///
    /// # Errors
    /// [`RulesError`] names the field.
    pub fn from_toml(text: &str) -> Result<Self, RulesError> {
        let unreadable = |e: toml::de::Error| RulesError::Unreadable(e.to_string());
        let own: toml::Table = text.parse().map_err(unreadable)?;
        if let Some(field) = ["name", "title", "source"]
            .into_iter()
            .find(|field| !own.contains_key(*field))
        {
            return Err(RulesError::Missing(field));
        }
        let [default, ..] = FILES;
        let mut table: toml::Table = default.parse().map_err(unreadable)?;
        merge(&mut table, own);
        let rules: Self = table.try_into().map_err(unreadable)?;
        if rules.rounding.places > 4 {
            return Err(RulesError::Places(rules.rounding.places));
        }
        Ok(rules)
    }

    /// The house's printed table of a kind, for a sport and a number of points.
    pub fn table(&self, kind: &str, sport: Option<Sport>, points: Option<Line>) -> Option<&HouseTable> {
        self.tables
            .iter()
            .find(|t| t.kind == kind && t.sport == sport && t.points == points)
    }

    /// What a market means at this house when no period is named.
    pub fn period(&self, sport: Sport, market: Market) -> Period {
        let regulation = |rule: &RegulationOnly| rule.sport == sport && rule.markets.contains(&market);
        if self.regulation_only.iter().any(regulation) {
            Period::Regulation
        } else {
            Period::default_for(sport, market)
        }
    }
}

/// Lays one table over another; lists and values replace what was there.
fn merge(under: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (under.get_mut(&key), value) {
            (Some(toml::Value::Table(under)), toml::Value::Table(over)) => merge(under, over),
            (_, value) => {
                under.insert(key, value);
            }
        }
    }
}

/// Rows by number of legs; TOML keys are text.
fn rows<'de, D: serde::Deserializer<'de>>(d: D) -> Result<PriceTable, D::Error> {
    let rows = BTreeMap::<String, Odds>::deserialize(d)?;
    let row = |(legs, price): (String, Odds)| match legs.parse() {
        Ok(legs) => Ok((legs, price)),
        Err(_) => Err(serde::de::Error::custom(format!("`{legs}` is no number of legs"))),
    };
    rows.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_a_rule_set_of_its_own_name() {
        let names: std::collections::BTreeSet<_> = RuleSet::all().iter().map(|rules| rules.name).collect();
        assert_eq!(names.len(), FILES.len());
        assert!(
            RuleSet::all()
                .iter()
                .all(|rules| !rules.source.is_empty() && rules.rule4.table.len() == 18)
        );
        assert!(
            RuleSet::all()
                .iter()
                .skip(1)
                .all(|rules| rules.source != RuleSet::default_rules().source)
        );
    }

    #[test]
    fn what_a_file_leaves_unsaid_is_as_in_the_default() {
        let rules =
            RuleSet::from_toml("name = 'x'\ntitle = 'X'\nsource = 'y'\n[rounding]\nplaces = 2").unwrap();
        assert_eq!(
            (rules.rounding.places, rules.rounding.mode),
            (2, Rounding::HalfEven)
        );
        assert_eq!(rules.play, RuleSet::default_rules().play);
        for bad in [
            "",
            "name = 1",
            "name = 'x'\ntitle = 'X'\nsource = 'y'\ncolour = 'red'",
            "name = 'x'\ntitle = 'X'\nsource = 'y'\n[rounding]\nplaces = 5",
        ] {
            assert!(RuleSet::from_toml(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn small_totals_of_rule_4_are_waived_where_the_house_says_so() {
        let prices = |texts: &[&str]| texts.iter().map(|t| t.parse().unwrap()).collect::<Vec<Odds>>();
        let deduct = |rules: &str, texts: &[&str]| {
            RuleSet::named(rules)
                .unwrap()
                .rule4
                .deduction(&prices(texts))
                .to_string()
        };
        assert_eq!(deduct("default", &["10/1"]), "5");
        assert_eq!(deduct("william-hill", &["10/1", "20/1"]), "0");
        assert_eq!(deduct("william-hill", &["10/1", "12/1"]), "10");
        assert_eq!(deduct("default", &["4/6", "1/1"]), "90");
    }
}
