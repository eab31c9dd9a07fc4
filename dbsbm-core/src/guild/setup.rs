//! Setting a guild up: the steps of the checklist, and which of them are answered.
//!
//! A step is answered when each setting that it cannot do without has a value and at least one of its settings was ever
//! stored, the default included: saying "as it is" is an answer too. Routes are no question: most guilds have none.
//!
//! ```
//! use dbsbm_core::guild::{Settings, SetupStep, setup_states};
//! let settings = Settings::from_stored([("channel.picks", "5")]).unwrap();
//! let states = setup_states(&settings, |key| key == "channel.picks");
//! let open: Vec<_> = states.iter().filter(|s| !s.answered).map(|s| s.step).collect();
//! assert!(!open.contains(&SetupStep::Channels) && open.contains(&SetupStep::TimeZone));
//! ```

use super::{SettingRow, Settings};
use crate::market::codes;

codes! {
    /// A step of the checklist, in the order in which it is walked through.
    SetupStep, "setup step", {
        /// Where picks, commands, staff messages and reports go.
        Channels = "channels",
        /// Which roles make admins, graders, cappers and members.
        Roles = "roles",
        /// The smallest and largest stake, and the most for a day.
        Limits = "limits",
        /// Slips that come late, and slips that are taken back.
        Posting = "posting",
        /// What a bare stake means.
        StakeDisplay = "stake_display",
        /// The time zone.
        TimeZone = "time_zone",
        /// The minimum age, whether picks need age-restricted channels, and whose help line a break names.
        Age = "age",
        /// The notation in which prices are shown.
        OddsDisplay = "odds_display",
        /// The rule set that settles bets.
        Rules = "rules",
        /// Whether cappers may grade own bets.
        Grading = "grading",
        /// The tracked bookmakers.
        Books = "books",
        /// Who is ranked, and who is ranked apart.
        Ranking = "ranking",
        /// What a slip looks like, and whom it mentions.
        Look = "look",
        /// Whether followers wear a role.
        Followers = "followers",
        /// Voice channels with totals in their names.
        VoiceTotals = "voice_totals",
        /// Reports and announcements.
        Reports = "reports",
        /// Channels for slips that do not go to the usual one.
        Routes = "routes",
    }
}

impl SetupStep {
    /// The settings that the step asks for; `route.*` stands for all routes.
    pub const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Channels => &[
                "channel.picks",
                "channel.parlays",
                "channel.props",
                "channel.commands",
                "channel.staff",
                "channel.reports",
            ],
            Self::Roles => &["role.admin", "role.grader", "role.capper", "role.member"],
            Self::Limits => &["limit.min_units", "limit.max_units", "limit.daily_units"],
            Self::Posting => &["late_slips", "withdraw"],
            Self::StakeDisplay => &["stake.display"],
            Self::TimeZone => &["timezone"],
            Self::Age => &["age.minimum", "age.restricted_channels", "help.country"],
            Self::OddsDisplay => &["odds.display"],
            Self::Rules => &["rules"],
            Self::Grading => &["self_grading"],
            Self::Books => &["books"],
            Self::Ranking => &["leaderboard.min_bets", "trial.verified_bets"],
            Self::Look => &["mention.members"],
            Self::Followers => &["follow.roles"],
            Self::VoiceTotals => &["voice.month", "voice.year", "voice.lifetime"],
            Self::Reports => &[
                "report.hour",
                "report.weekly",
                "report.monthly",
                "announce.streaks",
            ],
            Self::Routes => &["route.*"],
        }
    }

    /// Whether the step asks for this setting, or for this route.
    pub fn asks_for(self, key: &str) -> bool {
        Settings::find(key).is_ok_and(|setting| self.keys().contains(&setting.key))
    }

    /// Whether it is answered without a word: a guild needs no routes, and having none cannot be stored.
    const fn is_optional(self) -> bool {
        matches!(self, Self::Routes)
    }

    /// The settings among them that must have a value before the guild can post picks.
    pub const fn required(self) -> &'static [&'static str] {
        match self {
            Self::Channels => &["channel.picks"],
            _ => &[],
        }
    }
}

/// Where a step stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SetupState {
    /// The step.
    pub step: SetupStep,
    /// Whether it is answered.
    pub answered: bool,
    /// Settings that it cannot do without and that have no value yet.
    pub missing: Vec<&'static str>,
    /// Its settings as they are now.
    pub settings: Vec<SettingRow>,
}

/// Every step with what is answered; `stored` says whether a setting was ever given a value.
pub fn setup_states(settings: &Settings, stored: impl Fn(&str) -> bool) -> Vec<SetupState> {
    let rows: Vec<SettingRow> = settings.rows().collect();
    let state = |step: SetupStep| {
        let missing: Vec<&'static str> = step
            .required()
            .iter()
            .copied()
            .filter(|key| settings.get(key).is_none_or(|value| value == "none"))
            .collect();
        SetupState {
            step,
            answered: missing.is_empty() && (step.is_optional() || step.keys().iter().any(|key| stored(key))),
            missing,
            settings: rows
                .iter()
                .filter(|row| step.asks_for(&row.key))
                .cloned()
                .collect(),
        }
    };
    SetupStep::ALL.iter().copied().map(state).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_asks_for_settings_that_exist() {
        for step in SetupStep::ALL {
            assert!(!step.keys().is_empty(), "{step}");
            for key in step.keys() {
                assert!(Settings::find(key).is_ok(), "{key}");
            }
            assert!(step.required().iter().all(|key| step.keys().contains(key)));
        }
    }

    #[test]
    fn every_setting_of_an_admin_is_in_one_step() {
        for setting in Settings::table() {
            let steps = SetupStep::ALL.iter().filter(|step| step.asks_for(setting.key));
            let operators = setting.needs == crate::guild::Role::Operator;
            assert_eq!(steps.count(), usize::from(!operators), "{}", setting.key);
        }
    }

    #[test]
    fn routes_are_shown_and_need_no_answer() {
        let mut settings = Settings::default();
        settings.set("route.league.NFL", "5").unwrap();
        let states = setup_states(&settings, |_| false);
        let routes = states.iter().find(|s| s.step == SetupStep::Routes).unwrap();
        let keys: Vec<&str> = routes.settings.iter().map(|row| row.key.as_str()).collect();
        assert_eq!(keys, ["route.*", "route.league.NFL"]);
        assert!(routes.answered && states.iter().filter(|s| s.answered).count() == 1);
    }

    #[test]
    fn a_default_that_was_confirmed_is_an_answer_but_no_channel_is_not() {
        let settings = Settings::default();
        let states = setup_states(&settings, |key| ["timezone", "channel.picks"].contains(&key));
        let of = |step| states.iter().find(|s| s.step == step).unwrap();
        assert!(of(SetupStep::TimeZone).answered);
        assert!(!of(SetupStep::Rules).answered && of(SetupStep::Rules).missing.is_empty());
        assert!(!of(SetupStep::Channels).answered);
        assert_eq!(of(SetupStep::Channels).missing, ["channel.picks"]);
        assert_eq!(of(SetupStep::Channels).settings.len(), 6);
    }
}
