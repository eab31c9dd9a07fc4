//! Reports of a day, a week or a month: when they are due, and what they say.
//!
//! ```
//! use dbsbm_core::{guild::Settings, record::{Month, due_reports}};
//! let settings = Settings::from_stored([("report.hour", "9"), ("report.weekly", "yes")]).unwrap();
//! // A Monday, a minute past nine.
//! let due = due_reports(&settings, "2024-11-04T09:01:00Z".parse().unwrap());
//! let keys: Vec<String> = due.iter().map(|d| d.key()).collect();
//! assert_eq!(keys, ["daily:20241103", "weekly:20241028"]);
//! assert!(due_reports(&settings, "2024-11-04T08:59:00Z".parse().unwrap()).is_empty());
//! assert_eq!("2024-11".parse::<Month>().unwrap().code(), 202_411);
//! ```

use super::{
    BoardRow, Course, Entry, Figures, Grain, Metric, RecordError, SettlementDay, Tally, on_trial, rank,
};
use crate::{
    bet::PriceBasis,
    guild::Settings,
    id::{BetNo, UserId},
    market::codes,
    money::Units,
};
use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc, Weekday};
use serde::Serialize;
use std::collections::BTreeMap;

codes! {
    /// How much a report covers.
    ReportPeriod, "report period", {
        /// One day.
        Daily = "daily",
        /// Monday to Sunday.
        Weekly = "weekly",
        /// A calendar month.
        Monthly = "monthly",
    }
}

impl ReportPeriod {
    /// The last whole stretch before a day, by its first and last day.
    pub fn before(self, today: SettlementDay) -> DueReport {
        let date = today.date();
        let back = |from: NaiveDate, days: u64| from.checked_sub_days(Days::new(days)).unwrap_or(from);
        let (first, last) = match self {
            Self::Daily => (back(date, 1), back(date, 1)),
            Self::Weekly => {
                let monday = back(date, u64::from(date.weekday().num_days_from_monday()));
                (back(monday, 7), back(monday, 1))
            }
            Self::Monthly => {
                let month = Month::of(SettlementDay::on(back(date, u64::from(date.day()))));
                (month.first().date(), month.last().date())
            }
        };
        DueReport {
            period: self,
            first: SettlementDay::on(first),
            last: SettlementDay::on(last),
        }
    }
}

/// A report that is to be posted: the days that it covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueReport {
    /// Its period.
    pub period: ReportPeriod,
    /// The first day.
    pub first: SettlementDay,
    /// The last day.
    pub last: SettlementDay,
}

impl DueReport {
    /// What makes it the same report again.
    pub fn key(&self) -> String {
        format!("{}:{}", self.period, self.first.start(Grain::Day))
    }
}

/// How long after its hour a report is still worth posting.
const GRACE: TimeDelta = TimeDelta::hours(12);

/// The reports whose hour has come, by a guild's settings. Whoever posts them remembers which were posted.
pub fn due_reports(settings: &Settings, now: DateTime<Utc>) -> Vec<DueReport> {
    let Some(hour) = settings.report_hour else {
        return Vec::new();
    };
    let zone = settings.timezone;
    let today = SettlementDay::of(now, zone);
    let yesterday = today.date().checked_sub_days(Days::new(1)).map(SettlementDay::on);
    let mut due = Vec::new();
    for day in yesterday.into_iter().chain([today]) {
        let at = day.at_hour(hour.get(), zone);
        if at > now || now - at >= GRACE {
            continue;
        }
        due.push(ReportPeriod::Daily.before(day));
        if settings.report_weekly && day.date().weekday() == Weekday::Mon {
            due.push(ReportPeriod::Weekly.before(day));
        }
        if settings.report_monthly && day.date().day() == 1 {
            due.push(ReportPeriod::Monthly.before(day));
        }
    }
    due
}

/// A calendar month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

/// Text that is no month.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no month: write one such as 2024-11")]
pub struct MonthError(String);

impl Month {
    /// The month that a day lies in.
    pub fn of(day: SettlementDay) -> Self {
        Self(day.date().with_day(1).unwrap_or(day.date()))
    }

    /// Its first day.
    pub const fn first(self) -> SettlementDay {
        SettlementDay::on(self.0)
    }

    /// Its last day.
    pub fn last(self) -> SettlementDay {
        let next = self.0.checked_add_months(chrono::Months::new(1));
        SettlementDay::on(next.and_then(|d| d.pred_opt()).unwrap_or(self.0))
    }

    /// Year and month in one number: `202411`.
    pub fn code(self) -> i64 {
        i64::from(self.0.year()) * 100 + i64::from(self.0.month())
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.format("%Y-%m").fmt(f)
    }
}

impl std::str::FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let day = format!("{}-01", text.trim());
        let date = NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok();
        date.filter(|d| (1900..=9999).contains(&d.year()))
            .map(Self)
            .ok_or_else(|| MonthError(text.chars().take(40).collect()))
    }
}

/// A settled bet as a report names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReportBet {
    /// Its number.
    pub bet: BetNo,
    /// The capper.
    pub capper: UserId,
    /// The capper's name.
    pub name: String,
    /// What it came to.
    pub net: Units,
}

/// A settled bet as a report reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reported {
    /// Which one.
    pub bet: ReportBet,
    /// When it settled.
    pub at: DateTime<Utc>,
    /// What it adds to a record.
    pub entry: Entry,
    /// How its price stood.
    pub basis: PriceBasis,
}

/// What a report says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Its period.
    pub period: ReportPeriod,
    /// The first day.
    pub first: NaiveDate,
    /// The last day.
    pub last: NaiveDate,
    /// The record of all cappers together.
    pub figures: Figures,
    /// Cappers with a settled bet.
    pub cappers: usize,
    /// The bet that won most.
    pub best: Option<ReportBet>,
    /// The bet that lost most.
    pub worst: Option<ReportBet>,
    /// The first of the leaderboard of the period, by net, each with its number of bets.
    pub board: Vec<BoardRow>,
    /// How the record of all cappers came about within the period.
    #[serde(skip)]
    pub course: Course,
}

/// Rows of the leaderboard in a report.
const ROWS: usize = 5;

impl Report {
    /// Of the bets that settled in the period, in the order of the record; `verified` gives a capper's verified bets so
    /// far, for who is on trial, and none for a capper who is hidden: such a one is counted but not named.
    ///
    /// # Errors
    /// [`RecordError::OutOfRange`].
    pub fn new(
        due: &DueReport,
        bets: &[Reported],
        verified: impl Fn(UserId) -> Option<i64>,
        settings: &Settings,
    ) -> Result<Self, RecordError> {
        let mut course = Course::default();
        let mut each: BTreeMap<UserId, (&str, Tally)> = BTreeMap::new();
        for Reported {
            bet,
            at,
            entry,
            basis,
        } in bets
        {
            course.add((*at, bet.bet.get()), entry, *basis)?;
            each.entry(bet.capper)
                .or_insert((bet.name.as_str(), Tally::default()))
                .1
                .add(entry)?;
        }
        let needed = settings.trial_verified_bets.map(|n| n.get());
        let mut board: Vec<BoardRow> = each
            .iter()
            .filter_map(|(capper, (name, tally))| {
                let trial = on_trial(verified(*capper)?, needed);
                let row = BoardRow::new(*capper, (*name).to_string(), Figures::new(0, tally));
                Some(row.with_trial(trial))
            })
            .collect();
        rank(&mut board, Metric::Net, 1);
        board.truncate(ROWS);
        // Of equals the earlier bet stands.
        let most = |sign: i64| {
            let mut found: Option<&ReportBet> = None;
            for Reported { bet, .. } in bets {
                let size = sign * bet.net.ten_thousandths();
                if size > found.map_or(0, |f| sign * f.net.ten_thousandths())
                    && verified(bet.capper).is_some()
                {
                    found = Some(bet);
                }
            }
            found.cloned()
        };
        Ok(Self {
            period: due.period,
            first: due.first.date(),
            last: due.last.date(),
            figures: Figures::new(0, &course.record.tally),
            cappers: each.len(),
            best: most(1),
            worst: most(-1),
            board,
            course,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settle::Outcome;

    fn keys(stored: &[(&str, &str)], now: &str) -> Vec<String> {
        let settings = Settings::from_stored(stored.iter().copied()).unwrap();
        let due = due_reports(&settings, now.parse().unwrap());
        due.iter().map(DueReport::key).collect()
    }

    #[test]
    fn a_report_is_due_from_its_hour_on_for_half_a_day() {
        let all = [
            ("report.hour", "23"),
            ("report.weekly", "yes"),
            ("report.monthly", "yes"),
        ];
        assert!(
            keys(&all[1..], "2024-07-01T23:30:00Z").is_empty(),
            "no hour, no reports"
        );
        // The first of July 2024 was a Monday.
        let three = ["daily:20240630", "weekly:20240624", "monthly:20240601"];
        assert_eq!(keys(&all, "2024-07-01T23:30:00Z"), three);
        assert_eq!(
            keys(&all, "2024-07-02T03:00:00Z"),
            three,
            "a bot that was down at the hour"
        );
        assert!(keys(&all, "2024-07-02T12:00:00Z").is_empty());
    }

    #[test]
    fn an_hour_that_is_skipped_comes_after_the_gap() {
        let stored = [("report.hour", "2"), ("timezone", "America/New_York")];
        assert!(keys(&stored, "2024-03-10T06:59:00Z").is_empty());
        assert_eq!(keys(&stored, "2024-03-10T07:00:00Z"), ["daily:20240309"]);
    }

    #[test]
    fn months_are_read_and_end_where_they_do() {
        let leap: Month = "2024-02".parse().unwrap();
        assert_eq!(leap.last().date().to_string(), "2024-02-29");
        assert_eq!(leap.to_string(), "2024-02");
        for wrong in ["", "2024", "2024-13", "24-1x", "0001-01"] {
            assert!(wrong.parse::<Month>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_report_names_the_best_and_the_worst_and_shows_every_n() {
        let bet = |number: i64, capper: i64, returned: &str| {
            let (staked, returned): (Units, Units) = ("1".parse().unwrap(), returned.parse().unwrap());
            let net = returned.checked_sub(staked).unwrap();
            let entry = Entry {
                outcome: if net.is_positive() {
                    Outcome::Won
                } else {
                    Outcome::Lost
                },
                staked,
                returned,
                odds_e8: 200_000_000,
                level_e8: 0,
                verified: true,
            };
            let bet = ReportBet {
                bet: BetNo::new(number).unwrap(),
                capper: UserId::new(capper).unwrap(),
                name: format!("c{capper}"),
                net,
            };
            Reported {
                bet,
                at: "2024-11-03T20:00:00Z".parse().unwrap(),
                entry,
                basis: PriceBasis::Available,
            }
        };
        let due = ReportPeriod::Daily.before(SettlementDay::on("2024-11-04".parse().unwrap()));
        let bets = [bet(1, 7, "2"), bet(2, 7, "0"), bet(3, 8, "2.5"), bet(4, 8, "0")];
        let settings = Settings::from_stored([("trial.verified_bets", "10")]).unwrap();
        let verified = |capper: UserId| if capper.get() == 7 { Some(10) } else { Some(2) };
        let report = Report::new(&due, &bets, verified, &settings).unwrap();
        assert_eq!(report.figures.net.to_string(), "0.5000");
        assert_eq!((report.cappers, report.figures.decided), (2, 4));
        let course: Vec<_> = report.course.points.iter().map(|p| p.net.to_string()).collect();
        assert_eq!(course, ["1.0000", "0.0000", "1.5000", "0.5000"]);
        assert_eq!(report.course.record.basis.available, 4);
        assert_eq!(report.best.unwrap().bet.get(), 3);
        assert_eq!(report.worst.unwrap().bet.get(), 2);
        let rows: Vec<_> = report
            .board
            .iter()
            .map(|r| (r.capper.get(), r.trial, r.rank))
            .collect();
        assert_eq!(rows, [(7, false, Some(1)), (8, true, Some(1))]);
        let empty = Report::new(&due, &[], |_| Some(0), &settings).unwrap();
        assert!(empty.best.is_none() && empty.board.is_empty());
        let hidden = Report::new(&due, &bets, |_| None, &settings).unwrap();
        assert!(hidden.best.is_none() && hidden.board.is_empty());
        assert_eq!((hidden.cappers, hidden.figures.decided), (2, 4));
    }
}
