//! How the values of settings are read and written: one implementation per type, one text form per value.

use super::{Books, LateSlips, OddsDisplay, Plan, SelfGrading, StakeDisplay, Whole, WithdrawPolicy};
use crate::{
    community::Country,
    id::{ChannelId, RoleId},
    money::Units,
    odds::Notation,
    settle::{RuleName, RuleSet},
    zone::zone_named,
};
use chrono_tz::Tz;

/// A type that a setting can have. Reading what was written gives the value again.
pub(super) trait Value: Sized {
    /// What is expected, in words.
    fn expects() -> String;
    /// From text, or why not.
    fn read(text: &str) -> Result<Self, String>;
    /// The text form.
    fn write(&self) -> String;
}

const NONE: &str = "none";

impl<T: Value> Value for Option<T> {
    fn expects() -> String {
        format!("{}, or {NONE}", T::expects())
    }

    fn read(text: &str) -> Result<Self, String> {
        if text.is_empty() || text.eq_ignore_ascii_case(NONE) {
            Ok(None)
        } else {
            T::read(text).map(Some)
        }
    }

    fn write(&self) -> String {
        self.as_ref().map_or_else(|| NONE.into(), T::write)
    }
}

/// A Discord id, or the mention that Discord makes of it.
macro_rules! discord_ids {
    ($($name:ident, $expects:literal, $open:literal;)*) => {$(
        impl Value for $name {
            fn expects() -> String {
                $expects.into()
            }

            fn read(text: &str) -> Result<Self, String> {
                let id = text.strip_prefix($open).and_then(|rest| rest.strip_suffix('>')).unwrap_or(text);
                id.parse().map_err(|_| format!("{} is expected", $expects))
            }

            fn write(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

discord_ids! {
    ChannelId, "a channel (its id or mention)", "<#";
    RoleId, "a role (its id or mention)", "<@&";
}

/// Fixed lists: the code is the text.
macro_rules! listed {
    ($($name:ident),*) => {$(
        impl Value for $name {
            fn expects() -> String {
                Self::ALL.iter().map(|value| value.code()).collect::<Vec<_>>().join(", ")
            }

            fn read(text: &str) -> Result<Self, String> {
                text.to_lowercase().parse().map_err(|_| format!("one of {} is expected", Self::expects()))
            }

            fn write(&self) -> String {
                self.code().into()
            }
        }
    )*};
}

listed!(
    StakeDisplay,
    LateSlips,
    WithdrawPolicy,
    SelfGrading,
    Plan,
    Country
);

impl Value for Units {
    fn expects() -> String {
        "units above zero".into()
    }

    fn read(text: &str) -> Result<Self, String> {
        let number = text.strip_suffix(['u', 'U']).unwrap_or(text).trim_end();
        let units: Self = number
            .parse()
            .map_err(|e: crate::money::MoneyError| e.to_string())?;
        if units.is_positive() {
            Ok(units)
        } else {
            Err("a number above zero is expected".into())
        }
    }

    fn write(&self) -> String {
        self.short()
    }
}

impl<const MIN: u32, const MAX: u32> Value for Whole<MIN, MAX> {
    fn expects() -> String {
        format!("a whole number from {MIN} to {MAX}")
    }

    fn read(text: &str) -> Result<Self, String> {
        let wrong = || format!("{} is expected", Self::expects());
        let n: u32 = text.parse().map_err(|_| wrong())?;
        if (MIN..=MAX).contains(&n) {
            Ok(Self::clamped(n))
        } else {
            Err(wrong())
        }
    }

    fn write(&self) -> String {
        self.get().to_string()
    }
}

impl Value for bool {
    fn expects() -> String {
        "yes, no".into()
    }

    fn read(text: &str) -> Result<Self, String> {
        match text.to_lowercase().as_str() {
            "yes" | "on" | "true" => Ok(true),
            "no" | "off" | "false" => Ok(false),
            _ => Err("yes or no is expected".into()),
        }
    }

    fn write(&self) -> String {
        if *self { "yes" } else { "no" }.into()
    }
}

impl Value for Tz {
    fn expects() -> String {
        "an IANA time zone such as America/New_York".into()
    }

    fn read(text: &str) -> Result<Self, String> {
        zone_named(text).map_err(|none| none.to_string())
    }

    fn write(&self) -> String {
        self.name().into()
    }
}

impl Value for OddsDisplay {
    fn expects() -> String {
        let notations = Notation::ALL.map(Notation::code).join(", ");
        format!("quoted, {notations}")
    }

    fn read(text: &str) -> Result<Self, String> {
        let text = text.to_lowercase();
        if text == "quoted" {
            return Ok(Self::Quoted);
        }
        Notation::from_code(&text)
            .map(Self::In)
            .ok_or_else(|| format!("one of {} is expected", Self::expects()))
    }

    fn write(&self) -> String {
        match self {
            Self::Quoted => "quoted".into(),
            Self::In(notation) => notation.code().into(),
        }
    }
}

impl Value for RuleName {
    fn expects() -> String {
        let names: Vec<_> = RuleSet::all().iter().map(|rules| rules.name.as_str()).collect();
        names.join(", ")
    }

    fn read(text: &str) -> Result<Self, String> {
        RuleSet::named(text)
            .map(|rules| rules.name)
            .ok_or_else(|| format!("one of {} is expected", Self::expects()))
    }

    fn write(&self) -> String {
        self.as_str().into()
    }
}

impl Value for Books {
    fn expects() -> String {
        "bookmakers, separated by commas, or none".into()
    }

    fn read(text: &str) -> Result<Self, String> {
        if text.eq_ignore_ascii_case(NONE) {
            return Ok(Self::default());
        }
        Self::read(text)
    }

    fn write(&self) -> String {
        if self.names().is_empty() {
            NONE.into()
        } else {
            self.names().join(",")
        }
    }
}
