//! Events: what happened, in the form that is chained and exported.

use crate::{
    bet::{StakeIs, Terms},
    id::{BetNo, EventSeq},
    market::{Line, Market, Period, Side},
    money::Units,
    proof::{ProofError, canonical},
    settle::{Grade, Outcome},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

/// The version of the form of events.
const VERSION: u8 = 1;

/// One event of a guild's books.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The version of the form.
    pub v: u8,
    /// Its place in the chain, from 1.
    pub seq: EventSeq,
    /// When it was recorded.
    #[serde(with = "millis")]
    pub at: DateTime<Utc>,
    /// What happened.
    #[serde(flatten)]
    pub fact: Fact,
}

impl Event {
    /// An event of the current version.
    pub const fn new(seq: EventSeq, at: DateTime<Utc>, fact: Fact) -> Self {
        Self {
            v: VERSION,
            seq,
            at,
            fact,
        }
    }

    /// The canonical form that is hashed and stored.
    ///
    /// # Errors
    /// [`ProofError::NotJson`], which no event should meet.
    pub fn canonical(&self) -> Result<String, ProofError> {
        canonical(self)
    }
}

/// What happened. Members appear as random subject ids, text as salted digests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Fact {
    /// The guild's books were opened.
    GuildOpened {
        /// The guild's own random id.
        subject: String,
    },
    /// A setting was given a value; the value itself may name a channel, so only its digest is kept.
    SettingChanged {
        /// The setting.
        key: String,
        /// Digest of the new value.
        value: String,
    },
    /// A member became a capper.
    CapperAdded {
        /// The capper.
        subject: String,
    },
    /// A capper was taken off the list; the record stays.
    CapperRemoved {
        /// The capper.
        subject: String,
    },
    /// A capper who had been taken off the list is on it again.
    CapperRestored {
        /// The capper.
        subject: String,
    },
    /// An act of administration that leaves the record as it is.
    Administered {
        /// What was done, by its name in the audit.
        action: String,
        /// Digest of its line there.
        detail: String,
    },
    /// A season was opened.
    SeasonOpened {
        /// Its number in the guild.
        season: u32,
        /// Digest of its name.
        name: String,
    },
    /// A capper entered a season.
    SeasonEntered {
        /// The season.
        season: u32,
        /// The capper.
        subject: String,
    },
    /// Standings were frozen, of a month (`month:202411`) or a season (`season:3`).
    StandingsFrozen {
        /// What they are of.
        about: String,
        /// Digest of the standings in canonical form.
        standings: String,
    },
    /// A bet was posted or imported.
    BetPosted {
        /// Its number.
        bet: BetNo,
        /// The capper.
        subject: String,
        /// How its legs combine, with the terms of that.
        kind: serde_json::Value,
        /// What the named amount means.
        stake_is: StakeIs,
        /// The amount named.
        stake: Units,
        /// Its legs.
        legs: Vec<PostedLeg>,
        /// Whatever else it says.
        #[serde(skip_serializing_if = "Terms::is_plain", default)]
        terms: Terms,
        /// When it was posted.
        #[serde(with = "millis")]
        placed_at: DateTime<Utc>,
        /// True when it came from a file of history.
        imported: bool,
        /// True when it was posted after the start and marked so.
        late: bool,
        /// The salt of the seal of a members-only bet: the hash of its event is for everybody, and without a secret in it
        /// the few picks that a game has could be tried out against it before the start.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        salt: Option<String>,
    },
    /// A bet was settled for the first time.
    BetSettled(Settled),
    /// A settlement was replaced: the old posting is reversed, a new one made.
    BetRegraded(Settled),
    /// A bet was taken back before the start.
    BetWithdrawn {
        /// Its number.
        bet: BetNo,
        /// True when it goes on in the shadow record.
        shadow: bool,
    },
    /// A leg was graded by hand.
    LegGraded {
        /// The bet.
        bet: BetNo,
        /// The leg, from 1.
        leg: u8,
        /// The grade.
        grade: Grade,
        /// Who graded.
        subject: String,
        /// Digest of the reason.
        reason: String,
    },
    /// The message that showed a bet was deleted; the bet remains.
    MessageDeleted {
        /// The bet.
        bet: BetNo,
    },
    /// A capper's name and account were erased; the record goes on under the same subject, and nobody's name.
    CapperErased {
        /// The capper.
        subject: String,
    },
}

/// A leg as it was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PostedLeg {
    /// The game's key in the reference data.
    pub game: String,
    /// Its market.
    pub market: Market,
    /// The part of the game.
    pub period: Period,
    /// The side backed.
    pub side: Side,
    /// The line, where there is one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<Line>,
    /// The price, in its notation.
    pub price: String,
    /// Digest of player and figure, or of the bookmaker's name, where there are any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub named: Option<String>,
}

/// How a bet was settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// Its number.
    pub bet: BetNo,
    /// How it ended.
    pub outcome: Outcome,
    /// Risked.
    pub staked: Units,
    /// Returned.
    pub returned: Units,
    /// Won or lost for each unit staked, times 10^8.
    pub level_e8: i64,
    /// The grades of its legs.
    pub grades: Vec<Grade>,
    /// The rule set used.
    pub rules: String,
    /// The moment to whose day the result belongs.
    #[serde(with = "millis")]
    pub settled_at: DateTime<Utc>,
}

mod millis {
    //! Moments as RFC 3339 in UTC with milliseconds: one spelling, so that the canonical form is one.
    use super::{DateTime, SecondsFormat, Utc};
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(at: &DateTime<Utc>, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&at.to_rfc3339_opts(SecondsFormat::Millis, true))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(d: D) -> Result<DateTime<Utc>, D::Error> {
        let text = <std::borrow::Cow<'_, str>>::deserialize(d)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_canonical_form_reads_back_and_holds_no_floats() {
        let settled = Settled {
            bet: BetNo::new(17).unwrap(),
            outcome: Outcome::Won,
            staked: "1.1".parse().unwrap(),
            returned: "2.1".parse().unwrap(),
            level_e8: 90_909_091,
            grades: vec![Grade::Win],
            rules: "default".into(),
            settled_at: "2018-02-05T03:30:00Z".parse().unwrap(),
        };
        let event = Event::new(
            EventSeq::new(3).unwrap(),
            settled.settled_at,
            Fact::BetSettled(settled),
        );
        let text = event.canonical().unwrap();
        assert!(
            text.starts_with(r#"{"at":"2018-02-05T03:30:00.000Z","bet":17,"grades":["win"],"level_e8":90909091,"outcome":"won""#),
            "{text}"
        );
        assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), event);
    }
}
