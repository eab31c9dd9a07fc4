//! The fields of a line as they stand there, before anything is understood.

use crate::bet::MAX_LEGS;
use serde::{
    Deserialize, Deserializer,
    de::{Error, IgnoredAny, SeqAccess, Visitor},
};
use std::{collections::BTreeMap, fmt};

/// Text; a whole number is taken as its digits, a binary fraction is refused.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Text(pub(super) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Text;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string (amounts and prices are decimal strings, such as \"2.50\")")
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.into()))
            }
            fn visit_u64<E: Error>(self, n: u64) -> Result<Text, E> {
                Ok(Text(n.to_string()))
            }
            fn visit_i64<E: Error>(self, n: i64) -> Result<Text, E> {
                Ok(Text(n.to_string()))
            }
        }
        d.deserialize_any(Reader)
    }
}

/// Legs: one more than the most are kept, and the rest is skipped without being read.
#[derive(Debug)]
pub(super) struct Legs(pub(super) Vec<Leg>);

impl<'de> Deserialize<'de> for Legs {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Legs;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of legs")
            }
            fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Legs, S::Error> {
                let mut legs = Vec::new();
                while legs.len() <= MAX_LEGS {
                    match seq.next_element()? {
                        Some(leg) => legs.push(leg),
                        None => return Ok(Legs(legs)),
                    }
                }
                while seq.next_element::<IgnoredAny>()?.is_some() {}
                Ok(Legs(legs))
            }
        }
        d.deserialize_seq(Reader)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ticket {
    pub(super) id: Option<Text>,
    pub(super) kind: Option<Text>,
    pub(super) unit_stake: Option<Text>,
    pub(super) to_win: Option<Text>,
    pub(super) each_way: Option<bool>,
    pub(super) free_bet: Option<bool>,
    pub(super) boost_percent: Option<Text>,
    pub(super) ticket_price: Option<Text>,
    pub(super) by: Option<Vec<u8>>,
    pub(super) double_stakes: Option<bool>,
    pub(super) table: Option<BTreeMap<Text, Text>>,
    pub(super) points: Option<Text>,
    pub(super) sport: Option<Text>,
    pub(super) push: Option<Text>,
    pub(super) bonus: Option<Bonus>,
    pub(super) rules: Option<Text>,
    pub(super) legs: Option<Legs>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Bonus {
    pub(super) one_winner_price_factor: Option<Text>,
    pub(super) all_winners_percent: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Leg {
    pub(super) price: Option<Text>,
    pub(super) notation: Option<Text>,
    pub(super) sp: Option<Text>,
    pub(super) bog: Option<bool>,
    pub(super) grade: Option<Text>,
    pub(super) place_fraction: Option<Text>,
    pub(super) dead_heat: Option<(u64, u64)>,
    pub(super) dead_heat_place: Option<(u64, u64)>,
    pub(super) rule4: Option<Text>,
    pub(super) non_runners: Option<Vec<Text>>,
    pub(super) group: Option<Text>,
    pub(super) market: Option<Text>,
    pub(super) side: Option<Text>,
    pub(super) line: Option<Text>,
    pub(super) period: Option<Text>,
    pub(super) score: Option<Score>,
    pub(super) sport: Option<Text>,
    pub(super) league: Option<Text>,
    pub(super) stat: Option<Text>,
    pub(super) figure: Option<u16>,
    pub(super) game: Option<Game>,
}

/// What happened to a leg's game, beside its score.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Game {
    pub(super) status: Text,
    pub(super) hours_since_start: Option<i64>,
    pub(super) half_innings: Option<u16>,
    pub(super) minutes: Option<u16>,
    pub(super) sets: Option<u16>,
    pub(super) rounds: Option<u16>,
    pub(super) seven_innings: Option<bool>,
    pub(super) listed_pitchers_started: Option<bool>,
    pub(super) retired: Option<bool>,
    pub(super) no_contest: Option<bool>,
    pub(super) took_part: Option<Text>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Score {
    #[serde(default)]
    pub(super) home: Vec<u16>,
    #[serde(default)]
    pub(super) away: Vec<u16>,
    #[serde(rename = "final")]
    pub(super) total: (u16, u16),
}

/// The name of a line, whatever else is wrong with it.
#[derive(Deserialize)]
pub(super) struct Id {
    pub(super) id: Option<Text>,
}
