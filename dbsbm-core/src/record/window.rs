//! Days of settlement and the windows that a leaderboard looks through.

use super::Grain;
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

/// A calendar day in a guild's time zone: every monthly and yearly figure goes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SettlementDay(NaiveDate);

impl SettlementDay {
    /// The day on which a moment falls in a zone.
    pub fn of(at: DateTime<Utc>, zone: Tz) -> Self {
        Self(at.with_timezone(&zone).date_naive())
    }

    /// The day of a date.
    pub const fn on(date: NaiveDate) -> Self {
        Self(date)
    }

    /// The date.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// The first day of the stretch of this grain that the day lies in, as `yyyymmdd`; 0 for the whole life.
    pub fn start(self, grain: Grain) -> i64 {
        let (y, m, d) = (
            i64::from(self.0.year()),
            i64::from(self.0.month()),
            i64::from(self.0.day()),
        );
        match grain {
            Grain::Day => y * 10_000 + m * 100 + d,
            Grain::Month => y * 10_000 + m * 100 + 1,
            Grain::Year => y * 10_000 + 101,
            _ => 0,
        }
    }

    /// The moments at which the day begins and the next one does.
    pub fn bounds(self, zone: Tz) -> (DateTime<Utc>, DateTime<Utc>) {
        let next = self.0.checked_add_days(Days::new(1)).unwrap_or(self.0);
        (at_hour(self.0, 0, zone), at_hour(next, 0, zone))
    }

    /// The moment at which an hour of the day begins; one that daylight saving skips begins after the gap, one that
    /// repeats begins the first time.
    pub fn at_hour(self, hour: u32, zone: Tz) -> DateTime<Utc> {
        at_hour(self.0, hour, zone)
    }
}

fn at_hour(date: NaiveDate, hour: u32, zone: Tz) -> DateTime<Utc> {
    let zero = date.and_time(chrono::NaiveTime::MIN) + chrono::Duration::hours(i64::from(hour));
    (0..24 * 60)
        .find_map(|minute| {
            zone.from_local_datetime(&(zero + chrono::Duration::minutes(minute)))
                .earliest()
        })
        .map_or_else(|| zero.and_utc(), |at| at.with_timezone(&Utc))
}

/// The stretch of time that a leaderboard covers, ending now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Window {
    /// The last so many days, today included.
    Days(u16),
    /// The calendar month so far.
    Month,
    /// The calendar year so far.
    Year,
    /// Everything.
    All,
}

impl Window {
    /// The tallies to add up, as grain and inclusive range of their starts.
    pub fn tallies(self, today: SettlementDay) -> (Grain, i64, i64) {
        let exactly = |grain| (grain, today.start(grain), today.start(grain));
        match self {
            Self::Days(n) => {
                let back = Days::new(u64::from(n.saturating_sub(1)));
                let first = today.0.checked_sub_days(back).map_or(today, SettlementDay);
                (Grain::Day, first.start(Grain::Day), today.start(Grain::Day))
            }
            Self::Month => exactly(Grain::Month),
            Self::Year => exactly(Grain::Year),
            Self::All => exactly(Grain::Life),
        }
    }

    /// Whether a settlement day lies in the window that ends today.
    pub fn contains(self, day: SettlementDay, today: SettlementDay) -> bool {
        let (grain, first, last) = self.tallies(today);
        (first..=last).contains(&day.start(grain)) && day <= today
    }
}

impl std::fmt::Display for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Days(n) => write!(f, "{n}d"),
            Self::Month => f.write_str("month"),
            Self::Year => f.write_str("year"),
            Self::All => f.write_str("all"),
        }
    }
}

impl std::str::FromStr for Window {
    type Err = crate::market::UnknownName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "7d" => Ok(Self::Days(7)),
            "30d" => Ok(Self::Days(30)),
            "90d" => Ok(Self::Days(90)),
            "month" => Ok(Self::Month),
            "year" => Ok(Self::Year),
            "all" => Ok(Self::All),
            _ => Err(crate::market::UnknownName::new(
                "window",
                text,
                &["7d", "30d", "90d", "month", "year", "all"],
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_the_guilds_day() {
        let late: DateTime<Utc> = "2018-02-05T03:30:00Z".parse().unwrap();
        assert_eq!(
            SettlementDay::of(late, Tz::America__New_York).start(Grain::Day),
            20_180_204
        );
        assert_eq!(SettlementDay::of(late, Tz::UTC).start(Grain::Month), 20_180_201);
    }

    #[test]
    fn a_skipped_midnight_begins_after_the_gap() {
        // Cairo's clocks went from 00:00 to 01:00 on 28 April 2023.
        let day = SettlementDay(NaiveDate::from_ymd_opt(2023, 4, 28).unwrap());
        let (begin, end) = day.bounds(Tz::Africa__Cairo);
        assert_eq!(SettlementDay::of(begin, Tz::Africa__Cairo), day);
        assert_eq!((end - begin).num_hours(), 23);
    }

    #[test]
    fn windows_end_today() {
        let today = SettlementDay(NaiveDate::from_ymd_opt(2024, 3, 2).unwrap());
        let yesterday_week = SettlementDay(NaiveDate::from_ymd_opt(2024, 2, 25).unwrap());
        assert_eq!(
            Window::Days(7).tallies(today),
            (Grain::Day, 20_240_225, 20_240_302)
        );
        assert!(Window::Days(7).contains(yesterday_week, today));
        assert!(!Window::Month.contains(yesterday_week, today));
    }
}
