//! A bet as people see it: plain data that the Book fills, and that front-ends and pictures read.

use super::{Kind, Status, Terms, slip::with_game};
use crate::{
    guild::OddsDisplay,
    id::BetNo,
    market::{Line, Market, Period, Selection, Side},
    money::Units,
    odds::Odds,
    settle::Grade,
};
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::borrow::Cow;

/// A bet with everything a person may ask about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BetView {
    /// Its number.
    pub bet: BetNo,
    /// The capper's Discord id, as text.
    pub capper: String,
    /// The capper's name.
    pub name: String,
    /// How its legs combine.
    pub kind: &'static str,
    /// The same with its details.
    pub slip_kind: Kind,
    /// What the named amount means, and the amount.
    pub stake_is: &'static str,
    /// The amount named.
    pub stake: Units,
    /// Everything else the slip says.
    pub terms: Terms,
    /// Where it stands.
    pub status: Status,
    /// Posted here, or imported.
    pub origin: String,
    /// Posted after the start, and marked so.
    pub late: bool,
    /// What the market said of its price.
    pub price_basis: String,
    /// In the verified record.
    pub verified: bool,
    /// In the shadow record: withdrawn late, settled beside the record.
    pub shadow: bool,
    /// When it was posted.
    pub placed_at: DateTime<Utc>,
    /// When its first leg starts: from then on it is locked.
    pub locks_at: DateTime<Utc>,
    /// To whose day the result belongs.
    pub settled_at: Option<DateTime<Utc>>,
    /// Risked; before settlement, what would be.
    pub staked: Units,
    /// Returned, once settled.
    pub returned: Option<Units>,
    /// Net, once settled.
    pub net: Option<Units>,
    /// While open, what it returns if every open leg wins.
    pub max_returned: Option<Units>,
    /// The rule set that settled it.
    pub rules: Option<String>,
    /// Decimal odds of the whole bet as posted.
    pub odds: f64,
    /// Won or lost for each unit staked, once settled.
    pub level: Option<f64>,
    /// The hash of its newest event, in short form.
    pub hash: String,
    /// Its legs.
    pub legs: Vec<LegView>,
}

impl BetView {
    /// The price of the whole ticket as a guild sees it.
    pub fn price(&self, display: OddsDisplay) -> String {
        let prices: Vec<Odds> = self.legs.iter().map(|leg| leg.price).collect();
        display.show_ticket(&self.slip_kind, &prices, self.odds)
    }

    /// When its first game starts, by what is known now.
    pub fn first_start(&self) -> DateTime<Utc> {
        let starts = self.legs.iter().map(|leg| leg.start);
        starts.min().unwrap_or(self.locks_at)
    }

    /// From when nobody can change it: its first start, as it was known at the post or is known now.
    pub fn locks(&self) -> DateTime<Utc> {
        self.first_start().min(self.locks_at)
    }

    /// Whether it is kept from whoever is no member: a pick for members alone is, until its first game starts, and one
    /// that was withdrawn for ever. Voided before the start it can still be opened again, and stays closed as long.
    pub fn is_sealed(&self, now: DateTime<Utc>) -> bool {
        let closed = match self.status {
            Status::Withdrawn => true,
            Status::Open => now < self.first_start(),
            Status::Void => now < self.locks(),
            _ => false,
        };
        self.terms.members_only && closed
    }
}

/// A leg with its game and grade.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LegView {
    /// League code.
    pub league: &'static str,
    /// The home side.
    pub home: String,
    /// The away side.
    pub away: String,
    /// The start.
    pub start: DateTime<Utc>,
    /// What is backed, in words: `Packers -4.5`.
    pub title: String,
    /// Market, period, side and line.
    #[serde(flatten)]
    pub selection: SelectionView,
    /// The player, for a prop.
    pub player: Option<String>,
    /// The figure, for a prop.
    pub stat: Option<String>,
    /// The price, in its notation.
    pub price: Odds,
    /// The bookmaker.
    pub book: Option<String>,
    /// The grade.
    pub grade: Grade,
    /// The score, when there is one.
    pub score: Option<String>,
    /// Why it was graded so, in words.
    pub why: Option<String>,
}

impl LegView {
    /// What is backed, with the game where the words name no side and no player: `over 47.5 (Saints at Packers)`.
    pub fn pick(&self) -> Cow<'_, str> {
        with_game(&self.title, [&self.away, &self.home], self.player.as_deref())
    }
}

/// A selection for JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct SelectionView {
    /// The market.
    pub market: Market,
    /// The part of the game.
    pub period: Period,
    /// The side backed.
    pub side: Side,
    /// The line.
    pub line: Option<Line>,
}

impl From<Selection> for SelectionView {
    fn from(s: Selection) -> Self {
        Self {
            market: s.market,
            period: s.period,
            side: s.side,
            line: s.line,
        }
    }
}
