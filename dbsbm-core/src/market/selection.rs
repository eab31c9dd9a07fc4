//! Markets, their sides, and the selection: one side of one market of one game, over one period, at one line.

use super::{Line, Period, UnknownName, codes};
use serde::{Deserialize, Serialize};

codes! {
    /// A market: a question that a game answers.
    Market, "market", {
        /// Who wins; a tie pushes.
        Moneyline = "moneyline",
        /// Home, draw or away.
        Moneyline3 = "moneyline_3way",
        /// The margin with a handicap.
        Spread = "spread",
        /// Both scores together.
        Total = "total",
        /// The home side's own score.
        TeamTotalHome = "team_total_home",
        /// The away side's own score.
        TeamTotalAway = "team_total_away",
        /// Whether both sides score.
        BothToScore = "both_to_score",
        /// Who wins; a draw pushes, on regulation.
        DrawNoBet = "draw_no_bet",
        /// Two of the three outcomes.
        DoubleChance = "double_chance",
        /// Whether the total is odd or even.
        OddEven = "odd_even",
        /// The exact score.
        CorrectScore = "correct_score",
        /// Leader at half-time and at full-time.
        HalfTimeFullTime = "half_time_full_time",
        /// A player's figure, over or under, or yes.
        PlayerProp = "player_prop",
        /// A winner among many.
        Outright = "outright",
    }
}

/// The side of a market that is backed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Side {
    /// The home side.
    Home,
    /// The away side.
    Away,
    /// The draw.
    Draw,
    /// Over the line.
    Over,
    /// Under the line.
    Under,
    /// It happens.
    Yes,
    /// It does not.
    No,
    /// Home or draw.
    HomeDraw,
    /// Home or away.
    HomeAway,
    /// Draw or away.
    DrawAway,
    /// An odd total.
    Odd,
    /// An even total.
    Even,
    /// An exact score, home first.
    Score(u16, u16),
    /// Leader at half-time, then at full-time.
    HalfFull(Leader, Leader),
}

/// One of the three outcomes of a half.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Leader {
    /// The home side leads.
    Home,
    /// Level.
    Draw,
    /// The away side leads.
    Away,
}

impl Leader {
    const fn code(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Draw => "draw",
            Self::Away => "away",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        [Self::Home, Self::Draw, Self::Away]
            .into_iter()
            .find(|o| o.code() == code)
    }
}

const PLAIN_SIDES: [(Side, &str); 12] = [
    (Side::Home, "home"),
    (Side::Away, "away"),
    (Side::Draw, "draw"),
    (Side::Over, "over"),
    (Side::Under, "under"),
    (Side::Yes, "yes"),
    (Side::No, "no"),
    (Side::HomeDraw, "home_draw"),
    (Side::HomeAway, "home_away"),
    (Side::DrawAway, "draw_away"),
    (Side::Odd, "odd"),
    (Side::Even, "even"),
];

impl std::fmt::Display for Side {
    /// The name used in files, JSON and the database; a score as `2-1`, a half-time/full-time pair as `home/draw`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Score(home, away) => write!(f, "{home}-{away}"),
            Self::HalfFull(half, full) => write!(f, "{}/{}", half.code(), full.code()),
            plain => PLAIN_SIDES
                .iter()
                .find(|(s, _)| s == plain)
                .map_or(Ok(()), |(_, code)| f.write_str(code)),
        }
    }
}

impl std::str::FromStr for Side {
    type Err = UnknownName;

    fn from_str(text: &str) -> Result<Self, UnknownName> {
        if let Some((side, _)) = PLAIN_SIDES.iter().find(|(_, code)| *code == text) {
            return Ok(*side);
        }
        let goals = |s: &str| {
            s.bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| s.parse::<u16>().ok())
                .flatten()
        };
        let score = text
            .split_once(['-', ':'])
            .and_then(|(h, a)| Some(Self::Score(goals(h)?, goals(a)?)));
        let pair = || {
            let (half, full) = text.split_once('/')?;
            Some(Self::HalfFull(Leader::from_code(half)?, Leader::from_code(full)?))
        };
        score.or_else(pair).ok_or_else(|| {
            let known: Vec<&str> = PLAIN_SIDES
                .iter()
                .map(|(_, c)| *c)
                .chain(["2-1", "home/draw"])
                .collect();
            UnknownName::new("side", text, &known)
        })
    }
}

impl Serialize for Side {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Side {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A market, side and line that do not go together.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MarketError {
    /// The market does not have this side.
    #[error("a {market} has no side `{side}`; its sides are {sides}")]
    WrongSide {
        /// The market.
        market: Market,
        /// The side that was asked for.
        side: String,
        /// The sides it has.
        sides: &'static str,
    },
    /// A line where none belongs.
    #[error("a {market} has no line, but `{line}` was given; a spread or total has one")]
    UnexpectedLine {
        /// The market.
        market: Market,
        /// The line that was given.
        line: Line,
    },
    /// No line where one belongs.
    #[error("a {market} needs a line (such as {example})")]
    MissingLine {
        /// The market.
        market: Market,
        /// A line as it might be.
        example: &'static str,
    },
    /// A total below zero.
    #[error("a {market} of {line} cannot be: totals are zero or more")]
    NegativeTotal {
        /// The market.
        market: Market,
        /// The line that was given.
        line: Line,
    },
}

/// One side of one market over one period, at one line. Whose game it is stands on the leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "RawSelection")]
pub struct Selection {
    /// The question.
    pub market: Market,
    /// The part of the game.
    pub period: Period,
    /// The answer that is backed.
    pub side: Side,
    /// Handicap or total, seen from `side`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<Line>,
}

/// A selection as it was written down, before the check.
#[derive(Deserialize)]
struct RawSelection {
    market: Market,
    period: Period,
    side: Side,
    #[serde(default)]
    line: Option<Line>,
}

impl TryFrom<RawSelection> for Selection {
    type Error = MarketError;
    fn try_from(raw: RawSelection) -> Result<Self, MarketError> {
        Self::new(raw.market, raw.period, raw.side, raw.line)
    }
}

impl Selection {
    /// Checks that side and line belong to the market.
    ///
    /// # Errors
    /// [`MarketError`] says which part does not fit and what would.
    pub fn new(market: Market, period: Period, side: Side, line: Option<Line>) -> Result<Self, MarketError> {
        let sides = market.sides();
        if !market.has_side(side) {
            return Err(MarketError::WrongSide {
                market,
                side: side.to_string(),
                sides,
            });
        }
        match (market.line_example(side), line) {
            (None, Some(line)) => return Err(MarketError::UnexpectedLine { market, line }),
            (Some(example), None) => return Err(MarketError::MissingLine { market, example }),
            (Some(_), Some(line)) if market != Market::Spread && line.quarters() < 0 => {
                return Err(MarketError::NegativeTotal { market, line });
            }
            _ => {}
        }
        Ok(Self {
            market,
            period,
            side,
            line,
        })
    }

    /// The selection on the other side of a two-sided market, at the same line: what a fade takes. `None` where there
    /// is no single other side.
    pub fn opposite(self) -> Option<Self> {
        let side = match self.side {
            Side::Home if self.market != Market::Moneyline3 => Side::Away,
            Side::Away if self.market != Market::Moneyline3 => Side::Home,
            Side::Over => Side::Under,
            Side::Under => Side::Over,
            Side::Yes => Side::No,
            Side::No => Side::Yes,
            Side::Odd => Side::Even,
            Side::Even => Side::Odd,
            _ => return None,
        };
        let line = if self.market == Market::Spread {
            self.line.map(Line::opposite)
        } else {
            self.line
        };
        Some(Self { side, line, ..self })
    }
}

impl Market {
    /// Its sides in words.
    const fn sides(self) -> &'static str {
        match self {
            Self::Moneyline | Self::Spread | Self::DrawNoBet => "home, away",
            Self::Moneyline3 => "home, draw, away",
            Self::Total | Self::TeamTotalHome | Self::TeamTotalAway => "over, under",
            Self::BothToScore => "yes, no",
            Self::DoubleChance => "home_draw, home_away, draw_away",
            Self::OddEven => "odd, even",
            Self::CorrectScore => "a score such as 2-1",
            Self::HalfTimeFullTime => "a pair such as home/draw",
            Self::PlayerProp => "over, under, yes, no",
            Self::Outright => "yes",
        }
    }

    const fn has_side(self, side: Side) -> bool {
        match self {
            Self::Moneyline | Self::Spread | Self::DrawNoBet => matches!(side, Side::Home | Side::Away),
            Self::Moneyline3 => matches!(side, Side::Home | Side::Draw | Side::Away),
            Self::Total | Self::TeamTotalHome | Self::TeamTotalAway => {
                matches!(side, Side::Over | Side::Under)
            }
            Self::BothToScore => matches!(side, Side::Yes | Side::No),
            Self::DoubleChance => matches!(side, Side::HomeDraw | Side::HomeAway | Side::DrawAway),
            Self::OddEven => matches!(side, Side::Odd | Side::Even),
            Self::CorrectScore => matches!(side, Side::Score(..)),
            Self::HalfTimeFullTime => matches!(side, Side::HalfFull(..)),
            Self::PlayerProp => matches!(side, Side::Over | Side::Under | Side::Yes | Side::No),
            Self::Outright => matches!(side, Side::Yes),
        }
    }

    /// A line as it might be, where the market has one.
    const fn line_example(self, side: Side) -> Option<&'static str> {
        match (self, side) {
            (Self::Spread, _) => Some("-4.5"),
            (Self::Total, _) => Some("47.5"),
            (Self::TeamTotalHome | Self::TeamTotalAway, _) => Some("20.5"),
            (Self::PlayerProp, Side::Over | Side::Under) => Some("25.5"),
            _ => None,
        }
    }
}
