//! Setting a guild up: the steps of the checklist, and which of them are answered.
//!
//! A step is answered when each setting that it cannot do without has a value and at least one of its settings was ever
//! stored, the default included: saying "as it is" is an answer too.
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
        /// What a bare stake means.
        StakeDisplay = "stake_display",
        /// The time zone.
        TimeZone = "time_zone",
        /// The minimum age, and whether picks need age-restricted channels.
        Age = "age",
        /// The notation in which prices are shown.
        OddsDisplay = "odds_display",
        /// The rule set that settles bets.
        Rules = "rules",
        /// The tracked bookmakers.
        Books = "books",
        /// What a slip looks like, and whom it mentions.
        Look = "look",
        /// Voice channels with totals in their names.
        VoiceTotals = "voice_totals",
        /// Reports and announcements.
        Reports = "reports",
    }
}

impl SetupStep {
    /// The settings that the step asks for.
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
            Self::StakeDisplay => &["stake.display"],
            Self::TimeZone => &["timezone"],
            Self::Age => &["age.minimum", "age.restricted_channels"],
            Self::OddsDisplay => &["odds.display"],
            Self::Rules => &["rules"],
            Self::Books => &["books"],
            Self::Look => &["mention.members"],
            Self::VoiceTotals => &["voice.month", "voice.year", "voice.lifetime"],
            Self::Reports => &[
                "report.hour",
                "report.weekly",
                "report.monthly",
                "announce.streaks",
            ],
        }
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
            answered: missing.is_empty() && step.keys().iter().any(|key| stored(key)),
            missing,
            settings: rows
                .iter()
                .filter(|row| step.keys().contains(&row.key.as_str()))
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
