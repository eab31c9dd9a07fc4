//! What a member hears of a posted bet: at once, in the daily digest, or nothing.
//!
//! What a member wishes for the capper counts before what they wish for the league, and both before that they follow the
//! capper. A direct message goes only to who asked for them, never in quiet hours, and not more often than they said; what
//! may not go now waits for the digest, if there is one.
//!
//! ```
//! use dbsbm_core::community::{BetFacts, Digest, Notice, Prefs, notice};
//! use dbsbm_core::id::UserId;
//! let bet = BetFacts {
//!     capper: UserId::new(7).unwrap(),
//!     leagues: &["NFL".parse().unwrap()],
//!     follows: true,
//!     break_until: None,
//!     sent_today: 0,
//!     now: "2024-09-08T12:00:00Z".parse().unwrap(),
//!     guild_zone: chrono_tz::UTC,
//! };
//! // Nobody is written to who did not ask for it.
//! let mut prefs = Prefs::default();
//! assert_eq!(notice(UserId::new(1).unwrap(), &prefs, &bet), Notice::Nothing);
//! prefs.digest = Digest::Daily;
//! assert_eq!(notice(UserId::new(1).unwrap(), &prefs, &bet), Notice::Digest);
//! prefs.direct = 3;
//! assert_eq!(notice(UserId::new(1).unwrap(), &prefs, &bet), Notice::Ping);
//! ```

use super::{Digest, Prefs, Wish};
use crate::{
    id::UserId,
    market::{League, codes},
};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike as _, Utc};
use chrono_tz::Tz;

/// The local hour from which the digest of a day is due.
const DIGEST_HOUR: u32 = 9;

codes! {
    /// What becomes of a bet for one member.
    Notice, "notice", {
        /// A direct message now.
        Ping = "ping",
        /// A line in the digest.
        Digest = "digest",
        /// Nothing.
        Nothing = "nothing",
    }
}

impl Prefs {
    /// What the member wants to hear of a bet. Of several leagues the most urgent wish counts.
    fn wish(&self, bet: &BetFacts<'_>) -> Wish {
        if let Some(wish) = self.cappers.get(&bet.capper) {
            return *wish;
        }
        let by_league = |league: &League| self.leagues.get(league).copied();
        let otherwise = if bet.follows { Wish::Ping } else { Wish::Never };
        let wishes = bet
            .leagues
            .iter()
            .map(|league| by_league(league).unwrap_or(otherwise));
        wishes.min().unwrap_or(otherwise)
    }
}

/// A posted bet as one member stands to it.
#[derive(Debug, Clone, Copy)]
pub struct BetFacts<'a> {
    /// Whose bet it is.
    pub capper: UserId,
    /// The leagues of its legs.
    pub leagues: &'a [League],
    /// Whether the member follows the capper.
    pub follows: bool,
    /// The end of the member's break, if one was taken.
    pub break_until: Option<DateTime<Utc>>,
    /// Direct messages sent to the member on this day of theirs.
    pub sent_today: u32,
    /// The moment.
    pub now: DateTime<Utc>,
    /// The guild's time zone.
    pub guild_zone: Tz,
}

/// What becomes of a posted bet for a member.
pub fn notice(member: UserId, prefs: &Prefs, bet: &BetFacts<'_>) -> Notice {
    let on_break = bet.break_until.is_some_and(|until| until > bet.now);
    if on_break || member == bet.capper {
        return Notice::Nothing;
    }
    let may_ping = bet.sent_today < u32::from(prefs.direct) && !prefs.is_quiet(bet.now, bet.guild_zone);
    match prefs.wish(bet) {
        Wish::Never => Notice::Nothing,
        Wish::Ping if may_ping => Notice::Ping,
        _ if prefs.digest == Digest::Daily => Notice::Digest,
        _ => Notice::Nothing,
    }
}

/// The local day whose digest is due now, if one is: from nine in the morning on, once a day, outside quiet hours and
/// breaks.
pub fn digest_day(
    prefs: &Prefs,
    guild_zone: Tz,
    break_until: Option<DateTime<Utc>>,
    last: Option<NaiveDate>,
    now: DateTime<Utc>,
) -> Option<NaiveDate> {
    let local = now.with_timezone(&prefs.zone_in(guild_zone));
    let today = local.date_naive();
    let due = prefs.digest == Digest::Daily
        && break_until.is_none_or(|until| until <= now)
        && local.hour() >= DIGEST_HOUR
        && !prefs.is_quiet(now, guild_zone)
        && last.is_none_or(|last| last < today);
    due.then_some(today)
}

/// The moment at which the member's day began, for counting what was sent in it. A midnight that daylight saving skips
/// is the first moment after it.
pub fn day_began(now: DateTime<Utc>, zone: Tz) -> DateTime<Utc> {
    let local = now.with_timezone(&zone);
    let since = TimeDelta::seconds(i64::from(local.time().num_seconds_from_midnight()));
    local
        .date_naive()
        .and_time(NaiveTime::MIN)
        .and_local_timezone(zone)
        .earliest()
        .map_or(now - since, |begin| begin.to_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: &str = "2024-09-08T12:00:00Z";
    const CAPPER: i64 = 7;

    fn id(n: i64) -> UserId {
        UserId::new(n).unwrap()
    }

    fn leagues(codes: &str) -> Vec<League> {
        codes
            .split_whitespace()
            .map(|code| code.parse().unwrap())
            .collect()
    }

    /// `capper=never NFL=ping quiet=23-7 digest direct=2 follows sent=1 break`.
    fn check(said: &str, of: &str, expect: Notice) {
        let leagues = leagues(of);
        let mut prefs = Prefs::default();
        let mut bet = BetFacts {
            capper: id(CAPPER),
            leagues: &leagues,
            follows: false,
            break_until: None,
            sent_today: 0,
            now: NOW.parse().unwrap(),
            guild_zone: Tz::UTC,
        };
        for word in said.split_whitespace() {
            match word.split_once('=') {
                Some(("capper", wish)) => _ = prefs.cappers.insert(id(CAPPER), wish.parse().unwrap()),
                Some(("quiet", hours)) => prefs.quiet = Some(hours.parse().unwrap()),
                Some(("zone", zone)) => prefs.zone = Some(zone.parse().unwrap()),
                Some(("direct", n)) => prefs.direct = n.parse().unwrap(),
                Some(("sent", n)) => bet.sent_today = n.parse().unwrap(),
                Some((league, wish)) => {
                    _ = prefs
                        .leagues
                        .insert(league.parse().unwrap(), wish.parse().unwrap())
                }
                None if word == "digest" => prefs.digest = Digest::Daily,
                None if word == "follows" => bet.follows = true,
                None => bet.break_until = Some(bet.now + TimeDelta::seconds(1)),
            }
        }
        assert_eq!(notice(id(1), &prefs, &bet), expect, "{said} / {of}");
        assert_eq!(notice(id(CAPPER), &prefs, &bet), Notice::Nothing, "an own bet");
    }

    #[test]
    fn who_hears_what() {
        use Notice::{Digest, Nothing, Ping};
        for (said, of, expect) in [
            ("", "NFL", Nothing),
            ("follows", "NFL", Nothing),
            ("follows digest", "NFL", Digest),
            ("follows direct=2", "NFL", Ping),
            ("direct=2 digest", "NFL", Nothing),
            ("direct=2 NFL=ping", "NFL", Ping),
            ("direct=2 digest NFL=digest", "NFL", Digest),
            ("follows direct=2 NFL=never", "NFL", Nothing),
            ("follows direct=2 NFL=never", "NFL NBA", Ping),
            ("direct=2 NFL=never NBA=ping", "NFL NBA", Ping),
            ("direct=2 capper=ping NFL=never", "NFL", Ping),
            ("follows direct=2 digest capper=never NFL=ping", "NFL", Nothing),
            ("follows direct=2 digest capper=digest", "NFL", Digest),
            // The cap, quiet hours and a break.
            ("follows direct=2 sent=1", "NFL", Ping),
            ("follows direct=2 sent=2", "NFL", Nothing),
            ("follows direct=2 sent=2 digest", "NFL", Digest),
            ("follows direct=2 quiet=11-13", "NFL", Nothing),
            ("follows direct=2 quiet=11-13 digest", "NFL", Digest),
            ("follows direct=2 quiet=23-7", "NFL", Ping),
            (
                "follows direct=2 quiet=23-7 zone=Pacific/Auckland",
                "NFL",
                Nothing,
            ),
            ("follows direct=2 digest break", "NFL", Nothing),
        ] {
            check(said, of, expect);
        }
    }

    #[test]
    fn one_digest_a_day_from_nine_on() {
        let berlin: Tz = "Europe/Berlin".parse().unwrap();
        let mut prefs = Prefs {
            digest: Digest::Daily,
            ..Prefs::default()
        };
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let due = |prefs: &Prefs, last: Option<&str>, now: &str| {
            digest_day(prefs, berlin, None, last.map(day), now.parse().unwrap())
        };
        assert_eq!(due(&prefs, None, "2024-07-01T06:59:59Z"), None);
        assert_eq!(due(&prefs, None, "2024-07-01T07:00:00Z"), Some(day("2024-07-01")));
        assert_eq!(due(&prefs, Some("2024-07-01"), "2024-07-01T21:59:59Z"), None);
        assert_eq!(due(&prefs, Some("2024-07-01"), "2024-07-01T22:30:00Z"), None);
        assert_eq!(
            due(&prefs, Some("2024-07-01"), "2024-07-02T07:00:00Z"),
            Some(day("2024-07-02"))
        );
        prefs.quiet = Some("8-12".parse().unwrap());
        assert_eq!(due(&prefs, None, "2024-07-01T07:00:00Z"), None);
        prefs.digest = Digest::Off;
        assert_eq!(due(&prefs, None, "2024-07-01T12:00:00Z"), None);
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        let began = |now: &str, zone: &str| {
            let zone: Tz = zone.parse().unwrap();
            day_began(now.parse().unwrap(), zone).to_rfc3339()
        };
        assert_eq!(
            began("2024-07-01T00:30:00Z", "Europe/Berlin"),
            "2024-06-30T22:00:00+00:00"
        );
        // In Santiago the clocks went from midnight to one.
        assert_eq!(
            began("2024-09-08T12:00:00Z", "America/Santiago"),
            "2024-09-08T03:00:00+00:00"
        );
    }
}
