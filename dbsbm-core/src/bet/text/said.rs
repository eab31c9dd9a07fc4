//! What a text said: picks as they were typed, before names meet games.

use crate::{
    bet::StakeIs,
    market::{Line, Period, Side, codes},
    money::Units,
    odds::{Odds, OddsError},
};
use serde::{Deserialize, Serialize, Serializer};

codes! {
    /// How the legs of a pick belong together.
    PickKind, "kind of pick", {
        /// One leg.
        Straight = "straight",
        /// All legs in one line.
        Parlay = "parlay",
        /// Legs of one game at one price.
        SameGame = "same_game",
        /// Every combination of some size.
        RoundRobin = "round_robin",
        /// Lines moved for the bettor.
        Teaser = "teaser",
    }
}

codes! {
    /// A market as it is named before the game is known: a team's own total has no home or away yet.
    PickMarket, "market", {
        /// Who wins.
        Moneyline = "moneyline",
        /// Home, draw or away.
        Moneyline3 = "moneyline_3way",
        /// The margin with a handicap.
        Spread = "spread",
        /// Both scores together.
        Total = "total",
        /// One team's own score.
        TeamTotal = "team_total",
        /// Whether both sides score.
        BothToScore = "both_to_score",
        /// Who wins; a draw pushes.
        DrawNoBet = "draw_no_bet",
        /// Two of the three outcomes.
        DoubleChance = "double_chance",
        /// Whether the total is odd or even.
        OddEven = "odd_even",
        /// The exact score.
        CorrectScore = "correct_score",
        /// A player's figure.
        PlayerProp = "player_prop",
    }
}

/// A price and the text it was typed as (`2.1` stays `2.1`), with a plain minus and a decimal point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedPrice {
    text: String,
    odds: Odds,
}

impl TypedPrice {
    /// What the price pays.
    pub const fn odds(&self) -> Odds {
        self.odds
    }

    /// The price as it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl std::str::FromStr for TypedPrice {
    type Err = OddsError;

    fn from_str(text: &str) -> Result<Self, OddsError> {
        let odds = text.parse()?;
        let text = super::clean::clean(text.trim()).replace(',', ".").to_lowercase();
        Ok(Self { text, odds })
    }
}

impl Serialize for TypedPrice {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for TypedPrice {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'_, str>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// One leg as it was typed. What was not said is `None`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PickLeg {
    /// Team or player as typed; `None` for a bare total.
    pub name: Option<String>,
    /// The other side, where it was named.
    pub opponent: Option<String>,
    /// The market.
    pub market: PickMarket,
    /// The side, unless only the game can tell it.
    pub side: Option<Side>,
    /// Handicap or total.
    pub line: Option<Line>,
    /// The part of the game, where it was named.
    pub period: Option<Period>,
    /// The price of the leg.
    pub price: Option<TypedPrice>,
    /// The figure of a player prop.
    pub stat: Option<String>,
}

/// One bet as it was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// How its legs belong together.
    pub kind: PickKind,
    /// Sizes of the combinations of a round robin.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<u8>,
    /// Points of a teaser.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<Line>,
    /// The amount named.
    #[serde(serialize_with = "short")]
    pub stake: Option<Units>,
    /// Whether that is risked or to be won; `None` for a bare `2u`.
    pub stake_is: Option<StakeIs>,
    /// The price of the whole ticket.
    pub price: Option<TypedPrice>,
    /// The worst price at which the capper still calls it a pick; of a single leg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub playable_to: Option<TypedPrice>,
    /// The legs, in the order they were named.
    pub legs: Vec<PickLeg>,
}

/// What was understood of a text, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    /// The picks, in the order of the text.
    pub picks: Vec<Pick>,
    /// Text that looked like a pick or part of one and was not understood.
    pub unread: Vec<String>,
}

#[expect(clippy::ref_option, reason = "serde passes the field by reference")]
fn short<S: Serializer>(stake: &Option<Units>, s: S) -> Result<S::Ok, S::Error> {
    match stake {
        Some(units) => s.serialize_str(&units.short()),
        None => s.serialize_none(),
    }
}
