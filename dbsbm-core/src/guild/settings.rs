//! Settings of a guild: one table with key, type, default and meaning, and the typed values made from it.
//!
//! ```
//! use dbsbm_core::guild::{SettingError, Settings};
//! let stored = [("limit.max_units", "5"), ("timezone", "America/New_York")];
//! let settings = Settings::from_stored(stored).unwrap();
//! assert_eq!(settings.limit_max_units.to_string(), "5.0000");
//! assert_eq!(settings.get("late_slips").as_deref(), Some("refuse"));
//! assert!(settings.rows().any(|row| row.key == "stake.display" && row.default == "risk"));
//! assert!(matches!(settings.clone().set("limit.min_units", "6"), Err(SettingError::LimitsCross { .. })));
//! ```

use super::{
    Books, LateSlips, Limit, OddsDisplay, Plan, PlanRefusal, Role, RouteBy, Routes, SelfGrading,
    StakeDisplay, Whole, WithdrawPolicy, routes, value::Value,
};
use crate::{
    community::Country,
    id::{ChannelId, RoleId},
    money::Units,
    names::nearest,
    settle::{RuleName, RuleSet},
};
use chrono_tz::Tz;
use std::collections::BTreeSet;

/// One row of the table of settings.
#[derive(Debug)]
pub struct Setting {
    /// Its name; `route.*` stands for all routes.
    pub key: &'static str,
    /// What it decides, in a sentence.
    pub meaning: &'static str,
    /// The lowest role that may change it.
    pub needs: Role,
    expects: fn() -> String,
    default: fn() -> String,
}

impl Setting {
    /// What values it takes, in words.
    pub fn expects(&self) -> String {
        (self.expects)()
    }

    /// The value of a guild that never set it.
    pub fn default_value(&self) -> String {
        (self.default)()
    }

    fn row(&self, key: String, value: String) -> SettingRow {
        SettingRow {
            key,
            value,
            default: self.default_value(),
            expects: self.expects(),
            meaning: self.meaning,
        }
    }
}

macro_rules! settings {
    ($($key:literal $field:ident: $type:ty = $default:expr, $needs:ident, $meaning:literal;)+) => {
        /// The typed settings of one guild. Invariant: `limit.min_units <= limit.max_units`.
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct Settings {
            $(#[doc = $meaning] pub $field: $type,)+
            /// Channels for slips that do not go to the usual one.
            pub routes: Routes,
        }

        impl Default for Settings {
            fn default() -> Self {
                Self { $($field: $default,)+ routes: Routes::default() }
            }
        }

        static TABLE: &[Setting] = &[
            $(Setting {
                key: $key,
                meaning: $meaning,
                needs: Role::$needs,
                expects: <$type as Value>::expects,
                default: || { let value: $type = $default; value.write() },
            },)+
            ROUTE,
        ];

        impl Settings {
            /// The value of a key as text; for a route, none if it is not set. `None` if there is no such key.
            pub fn get(&self, key: &str) -> Option<String> {
                match key {
                    $($key => Some(self.$field.write()),)+
                    _ => {
                        let (by, what) = route(key)?.ok()?;
                        Some(self.routes.get(by, &what).write())
                    }
                }
            }

            /// Sets one value, without looking at the others.
            fn put(&mut self, key: &str, text: &str) -> Result<(), SettingError> {
                match key {
                    $($key => self.$field = Value::read(text).map_err(|why| bad(key, text, why))?,)+
                    _ => {
                        let (by, what) = route(key)
                            .ok_or_else(|| unknown(key))?
                            .map_err(|why| SettingError::BadRoute { key: short(key), why })?;
                        let channel = Value::read(text).map_err(|why| bad(key, text, why))?;
                        self.routes.put(by, what, channel);
                    }
                }
                Ok(())
            }

            /// Puts the default back.
            fn reset(&mut self, key: &str) -> Result<(), SettingError> {
                match key {
                    $($key => self.$field = $default,)+
                    _ => self.put(key, "none")?,
                }
                Ok(())
            }
        }
    };
}

settings! {
    "channel.picks" channel_picks: Option<ChannelId> = None, Admin, "The channel for picks that no other channel or route takes.";
    "channel.parlays" channel_parlays: Option<ChannelId> = None, Admin, "The channel for bets of several legs; without it they go to `channel.picks`.";
    "channel.props" channel_props: Option<ChannelId> = None, Admin, "The channel for player props; without it they go to `channel.picks`.";
    "channel.commands" channel_commands: Option<ChannelId> = None, Admin, "The channel where members use commands: elsewhere the one who asked sees the answer alone.";
    "channel.staff" channel_staff: Option<ChannelId> = None, Admin, "The channel for graders and admins: what needs review, questions, what failed.";
    "channel.reports" channel_reports: Option<ChannelId> = None, Admin, "The channel for daily, weekly and monthly reports.";
    "voice.month" voice_month: Option<ChannelId> = None, Admin, "The voice channel whose name shows the units of the month.";
    "voice.year" voice_year: Option<ChannelId> = None, Admin, "The voice channel whose name shows the units of the year.";
    "voice.lifetime" voice_lifetime: Option<ChannelId> = None, Admin, "The voice channel whose name shows the units of all time.";
    "role.admin" role_admin: Option<RoleId> = None, Owner, "The role that makes an admin, beside Discord's Manage Server permission.";
    "role.grader" role_grader: Option<RoleId> = None, Admin, "The role that makes a grader.";
    "role.capper" role_capper: Option<RoleId> = None, Admin, "The role that cappers wear.";
    "role.member" role_member: Option<RoleId> = None, Admin, "The role of members, who can be mentioned when a pick is posted.";
    "limit.min_units" limit_min_units: Units = units(1_000), Admin, "The smallest stake of one bet, as the capper names it.";
    "limit.max_units" limit_max_units: Units = units(100_000), Admin, "The largest stake of one bet, as the capper names it.";
    "limit.daily_units" limit_daily_units: Option<Units> = Some(units(1_000_000)), Admin, "The most that one capper can stake in a day of the guild's time zone, as named; bets withdrawn for free do not count.";
    "stake.display" stake_display: StakeDisplay = StakeDisplay::Risk, Admin, "What a bare stake such as `2u` means: the risk, the amount to win, or (auto) to win below evens and risk from evens up.";
    "timezone" timezone: Tz = Tz::UTC, Admin, "The time zone of the guild's days, months and reports.";
    "late_slips" late_slips: LateSlips = LateSlips::Refuse, Admin, "What becomes of a slip posted after its first game started: refused, or marked late and kept out of the verified record.";
    "withdraw" withdraw: WithdrawPolicy = WithdrawPolicy::Free, Admin, "What becomes of a withdrawal after the free two minutes or the first tail: refused (free), or taken with the bet settled beside the record (shadow).";
    "odds.display" odds_display: OddsDisplay = OddsDisplay::Quoted, Admin, "The notation in which prices are shown; quoted leaves them as the capper typed them, and shows what legs pay together in the notation that they share, else in decimal.";
    "rules" rules: RuleName = RuleSet::default_rules().name, Admin, "The rule set that settles the guild's bets.";
    "books" books: Books = Books::default(), Admin, "The bookmakers whose prices a quote is compared with; a single name is a source that is trusted alone, none means every bookmaker that quotes.";
    "self_grading" self_grading: SelfGrading = SelfGrading::No, Admin, "Whether cappers may grade own bets; if so, the bet is marked.";
    "leaderboard.min_bets" leaderboard_min_bets: Whole<1, 100_000> = Whole::clamped(20), Admin, "Decided bets below which a capper is unranked.";
    "trial.verified_bets" trial_verified_bets: Option<Whole<1, 10_000>> = None, Admin, "Verified bets that a capper needs to be ranked with the others; until then the capper is on trial and ranked apart.";
    "mention.members" mention_members: bool = false, Admin, "Whether a posted slip mentions the role set as `role.member`.";
    "follow.roles" follow_roles: bool = true, Admin, "Whether members who follow a capper get a role for it, which is mentioned when the capper posts.";
    "announce.streaks" announce_streaks: bool = false, Admin, "Whether winning streaks and milestones of cappers are announced.";
    "report.hour" report_hour: Option<Whole<0, 23>> = None, Admin, "The hour, in the guild's time zone, at which the report of the day before is posted; without it there are no reports.";
    "report.weekly" report_weekly: bool = false, Admin, "Whether the week before is reported on Mondays, at `report.hour`.";
    "report.monthly" report_monthly: bool = false, Admin, "Whether the month before is reported on the first of the next one, at `report.hour`.";
    "age.minimum" age_minimum: Whole<18, 99> = Whole::clamped(18), Admin, "The age that members confirm before they tail, follow or are told of picks; until it is set once, nobody is asked.";
    "age.restricted_channels" age_restricted_channels: bool = false, Admin, "Whether picks go only to channels that Discord marks as age-restricted.";
    "help.country" help_country: Option<Country> = None, Admin, "The country whose help line `/break` names; without it that of the language in which the member uses Discord.";
    "plan" plan: Plan = Plan::Free, Operator, "What the guild subscribed to; it sets the limits of channels, open bets, exports, webhooks, looks and live channels.";
}

const ROUTE: Setting = Setting {
    key: "route.*",
    meaning: "A channel by what a slip is: `route.capper.ID`, `route.league.CODE`, `route.kind.KIND`, `route.tier.members` or `route.tier.public`; the first of capper, league, kind, tier that matches decides, before the channels of `channel.*`. Members-only slips go by `route.tier.members` alone.",
    needs: Role::Admin,
    expects: <Option<ChannelId> as Value>::expects,
    default: || None::<ChannelId>.write(),
};

const fn units(ten_thousandths: i64) -> Units {
    match Units::from_ten_thousandths(ten_thousandths) {
        Some(units) => units,
        None => Units::ONE,
    }
}

/// A setting that cannot be set so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// No setting has this key.
    #[error("there is no setting `{given}`; nearest: {}", .nearest.join(", "))]
    UnknownKey {
        /// The key that was given, shortened.
        given: String,
        /// Keys that look alike, best first.
        nearest: Vec<String>,
    },
    /// A route by something that does not exist.
    #[error("`{key}` is no route: {why}")]
    BadRoute {
        /// The key that was given, shortened.
        key: String,
        /// What would be one.
        why: String,
    },
    /// The value does not fit the setting.
    #[error("`{given}` is no value for {key}: {why}")]
    BadValue {
        /// The setting.
        key: String,
        /// The value that was given, shortened.
        given: String,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// The smallest stake would be above the largest.
    #[error("limit.min_units ({min}) would be above limit.max_units ({max}); change the other one first")]
    LimitsCross {
        /// The smallest stake.
        min: String,
        /// The largest stake.
        max: String,
    },
    /// More routes than a guild can have.
    #[error("a guild can have {0} routes; remove one first (set it to none)")]
    TooManyRoutes(usize),
    /// A channel more than the plan allows.
    #[error(transparent)]
    Plan(#[from] PlanRefusal),
}

impl SettingError {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownKey { .. } => "unknown_setting",
            Self::BadRoute { .. } => "bad_route",
            Self::BadValue { .. } => "bad_setting_value",
            Self::LimitsCross { .. } => "limits_cross",
            Self::TooManyRoutes(_) => "too_many_routes",
            Self::Plan(refusal) => refusal.code(),
        }
    }
}

/// What a call of [`Settings::set`] changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The key in its one spelling: what to store.
    pub key: String,
    /// The value before, as text.
    pub before: String,
    /// The value now, as text: what to store.
    pub after: String,
}

/// A setting with its value, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SettingRow {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
    /// The value of a guild that never set it.
    pub default: String,
    /// What values it takes.
    pub expects: String,
    /// What it decides.
    pub meaning: &'static str,
}

impl Settings {
    /// The table: every setting that exists.
    pub fn table() -> &'static [Setting] {
        TABLE
    }

    /// The row of the table that a key belongs to.
    ///
    /// # Errors
    /// [`SettingError::UnknownKey`] with the nearest keys.
    pub fn find(key: &str) -> Result<&'static Setting, SettingError> {
        let row = if key.starts_with("route.") { ROUTE.key } else { key };
        TABLE
            .iter()
            .find(|setting| setting.key == row)
            .ok_or_else(|| unknown(key))
    }

    /// From what is stored. Order is irrelevant.
    ///
    /// # Errors
    /// [`SettingError`] for a pair that [`Settings::set`] would never have let in.
    pub fn from_stored<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, SettingError> {
        let mut settings = Self::default();
        for (key, value) in pairs {
            settings.put(key, value)?;
        }
        settings.check()?;
        Ok(settings)
    }

    /// Sets one value; `default` puts the default back. Nothing changes on an error.
    ///
    /// # Errors
    /// [`SettingError`] says what is wrong with key or value, and what would be right.
    pub fn set(&mut self, key: &str, text: &str) -> Result<Change, SettingError> {
        let (key, text) = (key.trim(), text.trim());
        let mut next = self.clone();
        if text == "default" {
            next.reset(key)?;
        } else {
            next.put(key, text)?;
        }
        next.check()?;
        // Only growing is checked: a guild whose plan became smaller keeps its channels and can give them up one by one.
        let (had, has) = (self.pick_channels(), next.pick_channels());
        if has > had {
            next.plan.check(Limit::Channels, had)?;
        }
        let key = match route(key) {
            Some(Ok((by, what))) => format!("route.{by}.{what}"),
            _ => key.to_string(),
        };
        let text_of = |settings: &Self| settings.get(&key).unwrap_or_default();
        let (before, after) = (text_of(self), text_of(&next));
        *self = next;
        Ok(Change { key, before, after })
    }

    /// Every setting with its value, then every route that is set.
    pub fn rows(&self) -> impl Iterator<Item = SettingRow> + '_ {
        let listed = TABLE.iter().map(|setting| {
            let value = self.get(setting.key).unwrap_or_else(|| setting.default_value());
            setting.row(setting.key.to_string(), value)
        });
        let routes = self
            .routes
            .iter()
            .map(|(key, channel)| ROUTE.row(key, channel.write()));
        listed.chain(routes)
    }

    /// One setting with its value, or one route, set or not. `None` if there is no such key.
    pub fn row(&self, key: &str) -> Option<SettingRow> {
        let value = self.get(key)?;
        Self::find(key)
            .ok()
            .map(|setting| setting.row(key.to_string(), value))
    }

    /// How many channels picks go to.
    pub fn pick_channels(&self) -> u32 {
        let usual = [self.channel_picks, self.channel_parlays, self.channel_props];
        let routed = self.routes.iter().map(|(_, channel)| channel);
        let all: BTreeSet<ChannelId> = usual.into_iter().flatten().chain(routed).collect();
        u32::try_from(all.len()).unwrap_or(u32::MAX)
    }

    fn check(&self) -> Result<(), SettingError> {
        if self.limit_min_units > self.limit_max_units {
            return Err(SettingError::LimitsCross {
                min: self.limit_min_units.short(),
                max: self.limit_max_units.short(),
            });
        }
        if self.routes.iter().count() > routes::MOST {
            return Err(SettingError::TooManyRoutes(routes::MOST));
        }
        Ok(())
    }
}

/// The parts of a route's key; `None` if it is no route at all.
fn route(key: &str) -> Option<Result<(RouteBy, String), String>> {
    let rest = key.strip_prefix("route.")?;
    let (by, what) = rest.split_once('.').unwrap_or((rest, ""));
    Some(
        by.parse::<RouteBy>()
            .map_err(|e| e.to_string())
            .and_then(|by| Ok((by, by.canonical(what)?))),
    )
}

fn short(text: &str) -> String {
    text.chars().take(60).collect()
}

fn unknown(key: &str) -> SettingError {
    let given = short(key);
    let nearest = nearest(&given, TABLE.iter().map(|setting| setting.key), 3);
    SettingError::UnknownKey { given, nearest }
}

fn bad(key: &str, given: &str, why: String) -> SettingError {
    SettingError::BadValue {
        key: short(key),
        given: short(given),
        why,
    }
}

#[cfg(test)]
mod tests;
