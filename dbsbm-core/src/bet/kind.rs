//! Kinds of bets. A kind is data: systems expand to lines, and settlement knows nothing but lines.

use crate::{market::codes, odds::Odds};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

codes! {
    /// The named full-cover systems.
    System, "full-cover system", {
        /// 3 selections: 3 doubles, 1 treble.
        Trixie = "trixie",
        /// Trixie with singles.
        Patent = "patent",
        /// 4 selections: 6 doubles, 4 trebles, 1 fourfold.
        Yankee = "yankee",
        /// Yankee with singles.
        Lucky15 = "lucky15",
        /// 5 selections, doubles and up.
        Canadian = "canadian",
        /// Canadian with singles.
        Lucky31 = "lucky31",
        /// 6 selections, doubles and up.
        Heinz = "heinz",
        /// Heinz with singles.
        Lucky63 = "lucky63",
        /// 7 selections, doubles and up.
        SuperHeinz = "superheinz",
        /// 8 selections, doubles and up: 247 lines.
        Goliath = "goliath",
    }
}

impl System {
    /// How many selections the system takes.
    pub const fn legs(self) -> usize {
        match self {
            Self::Trixie | Self::Patent => 3,
            Self::Yankee | Self::Lucky15 => 4,
            Self::Canadian | Self::Lucky31 => 5,
            Self::Heinz | Self::Lucky63 => 6,
            Self::SuperHeinz => 7,
            Self::Goliath => 8,
        }
    }

    /// Whether singles are among its lines.
    pub const fn has_singles(self) -> bool {
        matches!(self, Self::Patent | Self::Lucky15 | Self::Lucky31 | Self::Lucky63)
    }
}

codes! {
    /// What a push does to a teaser, pleaser or card.
    PushRule, "push rule", {
        /// The ticket drops to the row with one leg fewer.
        Reduce = "reduce",
        /// The ticket loses.
        Lose = "lose",
    }
}

/// Prices by number of legs, as a teaser or parlay card prints them.
pub type PriceTable = BTreeMap<u8, Odds>;

/// How the legs of a bet combine to lines.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Kind {
    /// One leg.
    Straight,
    /// All legs in one line.
    Parlay,
    /// Every combination of the given sizes.
    RoundRobin {
        /// Sizes of the combinations.
        by: Vec<u8>,
        /// Prices by number of legs, where the lines are paid like a card; a line that shrinks to one leg pays that
        /// leg's own price.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "some_table"
        )]
        table: Option<PriceTable>,
    },
    /// A named full-cover system.
    System {
        /// Which one.
        system: System,
    },
    /// Combinations of groups: the legs of one group stand or fall together, as a parlay does.
    Permutation {
        /// Sizes of the combinations.
        by: Vec<u8>,
    },
    /// Any-to-come: each leg single, its return staked on the other.
    UpAndDown {
        /// Double stakes about instead of single.
        double_stakes: bool,
    },
    /// Lines moved for the bettor; price by number of legs.
    Teaser {
        /// Price by number of legs.
        #[serde(deserialize_with = "table")]
        table: PriceTable,
        /// What a push does.
        push: PushRule,
    },
    /// Lines moved against the bettor; price by number of legs.
    Pleaser {
        /// Price by number of legs.
        #[serde(deserialize_with = "table")]
        table: PriceTable,
        /// What a push does.
        push: PushRule,
    },
    /// A parlay card with fixed prices by number of legs.
    Card {
        /// Price by number of legs.
        #[serde(deserialize_with = "table")]
        table: PriceTable,
        /// What a push does.
        push: PushRule,
    },
    /// Legs of one game at one price.
    SameGame {
        /// The price of the whole ticket.
        price: Odds,
    },
}

/// Reads a table whose numbers of legs are texts: below a tag, serde does not turn the keys of JSON into numbers.
fn table<'de, D: Deserializer<'de>>(d: D) -> Result<PriceTable, D::Error> {
    let rows = BTreeMap::<String, Odds>::deserialize(d)?;
    rows.into_iter()
        .map(|(legs, price)| Ok((legs.parse().map_err(serde::de::Error::custom)?, price)))
        .collect()
}

fn some_table<'de, D: Deserializer<'de>>(d: D) -> Result<Option<PriceTable>, D::Error> {
    table(d).map(Some)
}

impl Kind {
    /// The name used in files, JSON and the database.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Straight => "straight",
            Self::Parlay => "parlay",
            Self::RoundRobin { .. } => "round_robin",
            Self::System { system } => system.code(),
            Self::Permutation { .. } => "permutation",
            Self::UpAndDown { .. } => "up_and_down",
            Self::Teaser { .. } => "teaser",
            Self::Pleaser { .. } => "pleaser",
            Self::Card { .. } => "card",
            Self::SameGame { .. } => "same_game",
        }
    }

    /// The name that people read.
    pub fn title(&self) -> String {
        if matches!(self, Self::SameGame { .. }) {
            return "Same-game parlay".into();
        }
        let words = self.code().replace('_', " ");
        let mut letters = words.chars();
        let first = letters.next().map(|c| c.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    }

    /// The printed prices, and what a push does, where the price goes by the number of legs.
    pub const fn table(&self) -> Option<(&PriceTable, PushRule)> {
        match self {
            Self::Teaser { table, push } | Self::Pleaser { table, push } | Self::Card { table, push } => {
                Some((table, *push))
            }
            _ => None,
        }
    }

    /// The price that the ticket itself names for so many legs: that of a same-game parlay, or the row of its table.
    pub fn own_price(&self, legs: usize) -> Option<Odds> {
        match self {
            Self::SameGame { price } => Some(*price),
            _ => self.table()?.0.get(&u8::try_from(legs).ok()?).copied(),
        }
    }

    /// True when the stake is named for each of several lines.
    pub const fn stakes_lines(&self) -> bool {
        matches!(
            self,
            Self::RoundRobin { .. } | Self::System { .. } | Self::Permutation { .. } | Self::UpAndDown { .. }
        )
    }

    /// True when one price is paid for the ticket, whatever the prices of its legs.
    pub const fn has_one_price(&self) -> bool {
        self.table().is_some() || matches!(self, Self::SameGame { .. })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_of_prices_is_read_back() {
        let rows: PriceTable = [(2, "-110".parse().unwrap()), (3, "+160".parse().unwrap())].into();
        for kind in [
            Kind::Teaser {
                table: rows.clone(),
                push: PushRule::Reduce,
            },
            Kind::RoundRobin {
                by: vec![2],
                table: Some(rows),
            },
            Kind::RoundRobin {
                by: vec![2, 3],
                table: None,
            },
        ] {
            let written = serde_json::to_string(&kind).unwrap();
            assert_eq!(serde_json::from_str::<Kind>(&written).unwrap(), kind, "{written}");
        }
        assert!(
            serde_json::from_str::<Kind>(r#"{"kind":"card","table":{"x":"-110"},"push":"lose"}"#).is_err()
        );
    }
}
