//! What a member wants to hear: quiet hours, wishes about cappers and leagues, how often. Each choice changes what it is
//! about and leaves the rest as it stands.

use crate::{
    id::UserId,
    market::{League, codes},
};
use chrono::{DateTime, NaiveTime, Timelike as _, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use std::collections::BTreeMap;

/// The most direct messages a day that a member can ask for.
pub const MAX_DIRECT: u8 = 20;
/// The most cappers and leagues that a member can have wishes about.
pub const MAX_WISHES: usize = 100;

codes! {
    /// What a member wants to hear of a capper or a league.
    Wish, "wish", {
        /// Each bet at once.
        Ping = "ping",
        /// Each bet, in the digest.
        Digest = "digest",
        /// Nothing.
        Never = "never",
    }
}

codes! {
    /// Whether a member gets a digest.
    Digest, "digest", {
        /// None.
        Off = "off",
        /// One a day, with what was posted since the last.
        Daily = "daily",
    }
}

/// A stretch of every day, over midnight where it ends earlier than it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct QuietHours {
    from: u16,
    to: u16,
}

/// Minutes of a day.
const DAY: u16 = 24 * 60;

impl QuietHours {
    /// From two times of day in minutes after midnight.
    ///
    /// # Errors
    /// [`PrefsRefusal::QuietHours`] when they are equal, or not of a day.
    pub const fn new(from: u16, to: u16) -> Result<Self, PrefsRefusal> {
        if from < DAY && to < DAY && from != to {
            Ok(Self { from, to })
        } else {
            Err(PrefsRefusal::QuietHours)
        }
    }

    /// Minutes after midnight at which they begin.
    pub const fn from(self) -> u16 {
        self.from
    }

    /// Minutes after midnight at which they end.
    pub const fn to(self) -> u16 {
        self.to
    }

    /// Whether a time of day is within them.
    pub fn contains(self, time: NaiveTime) -> bool {
        let minute = u16::try_from(time.num_seconds_from_midnight() / 60).unwrap_or(0);
        if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

impl std::fmt::Display for QuietHours {
    /// `23:00-07:30`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [from, to] = [self.from, self.to].map(|at| (at / 60, at % 60));
        write!(f, "{:02}:{:02}-{:02}:{:02}", from.0, from.1, to.0, to.1)
    }
}

impl std::str::FromStr for QuietHours {
    type Err = PrefsRefusal;

    fn from_str(text: &str) -> Result<Self, PrefsRefusal> {
        let time = |text: &str| -> Option<u16> {
            let (hour, minute) = text.trim().split_once(':').unwrap_or((text.trim(), "0"));
            let two = |part: &str| {
                let digits = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
                digits.then(|| part.parse::<u16>().ok()).flatten()
            };
            let (hour, minute) = (two(hour)?, two(minute)?);
            (hour < 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let times = text
            .split_once(['-', '–'])
            .and_then(|(from, to)| Some((time(from)?, time(to)?)));
        let (from, to) = times.ok_or(PrefsRefusal::QuietHours)?;
        Self::new(from, to)
    }
}

impl Serialize for QuietHours {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

/// What a member wants to hear. Nothing at all unless they say so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Prefs {
    /// By capper.
    pub cappers: BTreeMap<UserId, Wish>,
    /// By league.
    pub leagues: BTreeMap<League, Wish>,
    /// When nothing is sent.
    pub quiet: Option<QuietHours>,
    /// The member's time zone; the guild's if not said.
    #[serde(serialize_with = "zone_name")]
    pub zone: Option<Tz>,
    /// Whether there is a digest.
    pub digest: Digest,
    /// Direct messages about single bets that may be sent in a day; 0 for none.
    pub direct: u8,
}

fn zone_name<S: serde::Serializer>(zone: &Option<Tz>, s: S) -> Result<S::Ok, S::Error> {
    zone.map(|zone| zone.name()).serialize(s)
}

impl Default for Prefs {
    fn default() -> Self {
        Self {
            cappers: BTreeMap::new(),
            leagues: BTreeMap::new(),
            quiet: None,
            zone: None,
            digest: Digest::Off,
            direct: 0,
        }
    }
}

/// Preferences that cannot be kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PrefsRefusal {
    /// Not two different times of day.
    #[error("quiet hours are two different times of day, such as 23:00-07:30")]
    QuietHours,
    /// Too many direct messages.
    #[error("{0} direct messages a day are too many: {MAX_DIRECT} is the most")]
    TooMany(u8),
    /// Too many wishes.
    #[error("{0} wishes about cappers and leagues are too many: {MAX_WISHES} is the most")]
    TooManyWishes(usize),
}

impl PrefsRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::QuietHours => "bad_quiet_hours",
            Self::TooMany(_) => "too_many_messages",
            Self::TooManyWishes(_) => "too_many_wishes",
        }
    }
}

/// One choice of a member. Whatever it is not about stays as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PrefsChange {
    /// Direct messages in a day.
    Direct(u8),
    /// Whether there is a digest.
    Digest(Digest),
    /// Quiet hours, or none.
    Quiet(Option<QuietHours>),
    /// Quiet hours and time zone, which are typed together.
    Hours(Option<QuietHours>, Option<Tz>),
    /// A wish about each of these cappers, or none any more.
    Cappers(Vec<UserId>, Option<Wish>),
    /// A wish about each of these leagues, or none any more.
    Leagues(Vec<League>, Option<Wish>),
    /// Neither direct messages nor a digest.
    Silence,
}

impl Prefs {
    /// What the member wants to hear once a choice is made.
    ///
    /// # Errors
    /// [`PrefsRefusal`] with the bound that would be passed.
    pub fn with(mut self, change: &PrefsChange) -> Result<Self, PrefsRefusal> {
        match change {
            PrefsChange::Direct(a_day) => self.direct = *a_day,
            PrefsChange::Digest(digest) => self.digest = *digest,
            PrefsChange::Quiet(quiet) => self.quiet = *quiet,
            PrefsChange::Hours(quiet, zone) => (self.quiet, self.zone) = (*quiet, *zone),
            PrefsChange::Cappers(cappers, wish) => put(&mut self.cappers, cappers, *wish),
            PrefsChange::Leagues(leagues, wish) => put(&mut self.leagues, leagues, *wish),
            PrefsChange::Silence => (self.direct, self.digest) = (0, Digest::Off),
        }
        self.check()?;
        Ok(self)
    }

    /// Refuses what is beyond bounds.
    fn check(&self) -> Result<(), PrefsRefusal> {
        let wishes = self.cappers.len() + self.leagues.len();
        if self.direct > MAX_DIRECT {
            return Err(PrefsRefusal::TooMany(self.direct));
        }
        if wishes > MAX_WISHES {
            return Err(PrefsRefusal::TooManyWishes(wishes));
        }
        Ok(())
    }

    /// The zone of the member's days.
    pub fn zone_in(&self, guild: Tz) -> Tz {
        self.zone.unwrap_or(guild)
    }

    /// Whether the member wants nothing at this moment, in a guild of this zone.
    pub(super) fn is_quiet(&self, now: DateTime<Utc>, guild: Tz) -> bool {
        let local = now.with_timezone(&self.zone_in(guild)).time();
        self.quiet.is_some_and(|quiet| quiet.contains(local))
    }
}

fn put<K: Ord + Copy>(wishes: &mut BTreeMap<K, Wish>, about: &[K], wish: Option<Wish>) {
    match wish {
        Some(wish) => wishes.extend(about.iter().map(|key| (*key, wish))),
        None => wishes.retain(|key, _| !about.contains(key)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_pass_midnight() {
        let at = |text: &str| text.parse::<NaiveTime>().unwrap();
        let night: QuietHours = "23:30-7".parse().unwrap();
        assert_eq!(night.to_string(), "23:30-07:00");
        for (time, quiet) in [
            ("23:29:59", false),
            ("23:30:00", true),
            ("00:00:00", true),
            ("06:59:59", true),
            ("07:00:00", false),
        ] {
            assert_eq!(night.contains(at(time)), quiet, "{time}");
        }
        for bad in ["7-7", "24-7", "7", "7:60-8", "a-b", "-", "+7-8"] {
            assert!(bad.parse::<QuietHours>().is_err(), "{bad}");
        }
    }

    fn all(changes: &[PrefsChange]) -> Result<Prefs, PrefsRefusal> {
        changes.iter().try_fold(Prefs::default(), Prefs::with)
    }

    fn cappers(ids: impl IntoIterator<Item = i64>) -> Vec<UserId> {
        ids.into_iter().map(|n| UserId::new(n).unwrap()).collect()
    }

    #[test]
    fn a_choice_changes_what_it_is_about_and_nothing_else() {
        let [nfl, nba] = ["NFL", "NBA"].map(|code| code.parse().unwrap());
        let night = "23-7".parse().ok();
        let zone = "Europe/London".parse().ok();
        let chosen = [
            PrefsChange::Direct(5),
            PrefsChange::Digest(Digest::Daily),
            PrefsChange::Hours("12-13".parse().ok(), zone),
            PrefsChange::Quiet(night),
            PrefsChange::Cappers(cappers(1..=30), Some(Wish::Never)),
            PrefsChange::Leagues(vec![nfl, nba], Some(Wish::Ping)),
            PrefsChange::Leagues(vec![nba], Some(Wish::Digest)),
            PrefsChange::Cappers(cappers([3]), Some(Wish::Ping)),
            PrefsChange::Cappers(cappers([30, 99]), None),
        ];
        let prefs = all(&chosen).unwrap();
        let mut wishes: BTreeMap<UserId, Wish> =
            cappers(1..30).into_iter().map(|id| (id, Wish::Never)).collect();
        wishes.insert(UserId::new(3).unwrap(), Wish::Ping);
        let expected = Prefs {
            cappers: wishes,
            leagues: [(nfl, Wish::Ping), (nba, Wish::Digest)].into(),
            quiet: night,
            zone,
            digest: Digest::Daily,
            direct: 5,
        };
        assert_eq!(prefs, expected);
        let silent = prefs.with(&PrefsChange::Silence).unwrap();
        let expected = Prefs {
            digest: Digest::Off,
            direct: 0,
            ..expected
        };
        assert_eq!(silent, expected);
    }

    #[test]
    fn preferences_have_bounds() {
        for (change, expect) in [
            (PrefsChange::Direct(20), Ok(())),
            (PrefsChange::Direct(21), Err("too_many_messages")),
            (PrefsChange::Cappers(cappers(1..=100), Some(Wish::Ping)), Ok(())),
            (
                PrefsChange::Cappers(cappers(1..=101), Some(Wish::Ping)),
                Err("too_many_wishes"),
            ),
        ] {
            let done = Prefs::default().with(&change);
            assert_eq!(done.map(drop).map_err(|why| why.code()), expect, "{change:?}");
        }
    }
}
