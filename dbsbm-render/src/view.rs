//! What a picture shows: plain data that a front-end fills from the books.
//!
//! ```
//! use dbsbm_core::record::Tally;
//! use dbsbm_render::{Badge, BasisCount, RecordView};
//!
//! let badge = Badge::of("Green Bay Packers");
//! assert_eq!(badge.initials, "GP");
//!
//! let tally = Tally { won: 3, half_won: 1, lost: 2, push: 1, ..Tally::default() };
//! let record = RecordView { period: "2011".into(), tally, basis: BasisCount::default() };
//! assert_eq!(record.won_lost_push(), "3.5-2-1");
//! assert_eq!(record.roi_percent(), "-");
//! ```

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use dbsbm_core::{
    bet::{PriceBasis, Status},
    id::BetNo,
    money::Units,
    record::{BasisCount, Tally},
    settle::Grade,
};

use crate::{portrait::Portrait, text};

/// A colour, eight bits each of red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rgb(pub u8, pub u8, pub u8);

impl From<u32> for Rgb {
    /// `0xRRGGBB`.
    fn from(hex: u32) -> Self {
        let [_, red, green, blue] = hex.to_be_bytes();
        Self(red, green, blue)
    }
}

impl From<[u8; 3]> for Rgb {
    fn from([red, green, blue]: [u8; 3]) -> Self {
        Self(red, green, blue)
    }
}

/// A round mark that stands for a team or a capper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Badge {
    /// Two to four letters, or an emoji.
    pub initials: String,
    /// Main and second colour, where they are known.
    pub colours: Option<(Rgb, Rgb)>,
    /// What is shown in place of the initials, where there is a picture.
    pub portrait: Option<Portrait>,
}

impl Badge {
    /// The badge of a name whose colours are not known.
    pub fn of(name: &str) -> Self {
        Self {
            initials: text::initials(name),
            colours: None,
            portrait: None,
        }
    }
}

/// What a slip is, beside its picks; it is said on the picture, so that nobody takes it for something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Mark {
    /// Brought in from elsewhere: kept apart from the verified record.
    Imported,
    /// Posted after the start.
    Late,
    /// Posted while the game was on: has its own record.
    Live,
    /// The stake is not returned.
    FreeBet,
    /// The capper said how it ended.
    SelfGraded,
    /// Made up, to show the program.
    Demo,
}

impl Mark {
    /// The word for people.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Imported => "Imported",
            Self::Late => "Late",
            Self::Live => "Live",
            Self::FreeBet => "Free bet",
            Self::SelfGraded => "Self-graded",
            Self::Demo => "Demo",
        }
    }
}

/// One leg of a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegView {
    /// The pick: `Packers -4.5`.
    pub title: String,
    /// Game, league and start: `Saints at Packers · NFL · Thu 8 Sep 2011`.
    pub subtitle: String,
    /// The price in the notation of the guild: `-110`. Empty where the ticket has one price for all legs.
    pub price: String,
    /// What became of the leg.
    pub grade: Grade,
    /// What decided it: `42-34`.
    pub note: Option<String>,
    /// The picked side.
    pub badge: Badge,
}

/// The full record that every picture carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordView {
    /// The time it covers: `all time`, `2011`.
    pub period: String,
    /// Counts and sums of the period.
    pub tally: Tally,
    /// How the prices stood against the market.
    pub basis: BasisCount,
}

impl RecordView {
    /// Won, lost and pushed, half results counting one half: `118.5-87-7`.
    pub fn won_lost_push(&self) -> String {
        let side = |whole: i64, halves: i64| {
            let rest = if halves % 2 == 1 { ".5" } else { "" };
            format!("{}{rest}", whole.saturating_add(halves / 2))
        };
        let t = &self.tally;
        format!(
            "{}-{}-{}",
            side(t.won, t.half_won),
            side(t.lost, t.half_lost),
            t.push
        )
    }

    /// ROI in percent with its sign, or a dash while nothing was risked: `+3.1%`.
    pub fn roi_percent(&self) -> String {
        match self.tally.roi() {
            Some(roi) if (1000.0 * roi).round() == 0.0 => "0.0%".to_owned(),
            Some(roi) => format!("{:+.1}%", 100.0 * roi),
            None => "-".to_owned(),
        }
    }

    /// How the prices stood against the market, in words.
    pub fn prices(&self) -> String {
        let BasisCount {
            available,
            beyond_market,
            no_market,
        } = self.basis;
        match (available, beyond_market, no_market) {
            (0, 0, 0) => "not compared with a market".to_owned(),
            _ => format!("{available} available · {beyond_market} beyond market · {no_market} no market"),
        }
    }
}

/// A bet slip.
#[derive(Debug, Clone, PartialEq)]
pub struct SlipView {
    /// The guild's name.
    pub guild: String,
    /// The capper's display name.
    pub capper: String,
    /// The capper's badge.
    pub badge: Badge,
    /// The bet's number in its guild.
    pub number: BetNo,
    /// The kind in words: `Straight`, `Parlay`, `Round robin by 2's`.
    pub kind: String,
    /// The legs, one to twenty-five.
    pub legs: Vec<LegView>,
    /// The stake as the capper named it: `2u`, `to win 1u`, `0.5u a line`.
    pub stake: String,
    /// The price of the whole ticket, where it has one.
    pub price: Option<String>,
    /// All that is at risk.
    pub risked: Units,
    /// What comes back: when settled what did, until then the most that can.
    pub returned: Units,
    /// Where the bet stands.
    pub status: Status,
    /// How the price stood against the market.
    pub basis: PriceBasis,
    /// When it was posted, in the guild's zone.
    pub placed: DateTime<Tz>,
    /// The first characters of the event's hash.
    pub hash: String,
    /// What else must be said of it.
    pub marks: Vec<Mark>,
    /// The capper's full record.
    pub record: RecordView,
}

/// What the amounts of a slip mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// They can still come.
    Pending,
    /// They came.
    Settled,
    /// They never will.
    Dropped,
}

impl SlipView {
    pub(crate) fn stage(&self) -> Stage {
        match self.status {
            Status::Draft | Status::Open => Stage::Pending,
            Status::Withdrawn | Status::Expired => Stage::Dropped,
            _ => Stage::Settled,
        }
    }

    /// Returned less risked.
    pub fn net(&self) -> Units {
        self.returned.checked_sub(self.risked).unwrap_or(Units::ZERO)
    }
}

/// A point of the curve: the sum of all nets after one settled bet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CurvePoint {
    /// When the bet was settled.
    pub at: DateTime<Utc>,
    /// Net of all bets up to it.
    pub total: Units,
}

/// Cumulative units over time.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveView {
    /// The guild's name.
    pub guild: String,
    /// Whose curve it is.
    pub title: String,
    /// The badge beside the title.
    pub badge: Badge,
    /// One point for each settled bet, in the order of settlement; the curve starts at 0 before the first.
    pub points: Vec<CurvePoint>,
    /// The guild's zone, for the dates.
    pub zone: Tz,
    /// What else must be said of it.
    pub marks: Vec<Mark>,
    /// The full record.
    pub record: RecordView,
}

/// The deepest fall of a curve from an earlier peak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fall {
    /// How many points had come when the peak was reached; 0 is the start at zero.
    pub peak: usize,
    /// How many points had come at the bottom.
    pub trough: usize,
    /// From peak to bottom; not negative.
    pub depth: Units,
}

impl CurveView {
    /// The maximum drawdown, with the peak starting at 0; `None` where the curve never falls.
    pub fn deepest_fall(&self) -> Option<Fall> {
        let (mut peak, mut peak_at) = (Units::ZERO, 0);
        let mut deepest: Option<Fall> = None;
        for (before, point) in self.points.iter().enumerate() {
            let count = before + 1;
            if point.total > peak {
                (peak, peak_at) = (point.total, count);
            }
            let depth = peak.checked_sub(point.total).unwrap_or(Units::MAX);
            if depth > deepest.map_or(Units::ZERO, |fall| fall.depth) {
                deepest = Some(Fall {
                    peak: peak_at,
                    trough: count,
                    depth,
                });
            }
        }
        deepest
    }
}
