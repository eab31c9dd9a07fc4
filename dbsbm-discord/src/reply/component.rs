//! Buttons and selects.

use crate::{custom_id::CustomId, limits};
use serde_json::{Value, json};

/// Something to click on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Component {
    /// A button.
    Button(Button),
    /// A list to choose from; stands alone in its row.
    Select(Select),
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Where a click goes.
    pub to: CustomId,
    /// What it says.
    pub label: String,
    /// How it looks.
    pub style: Style,
    /// Whether it cannot be clicked.
    pub off: bool,
}

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The thing to do.
    Main = 1,
    /// One of several things.
    Plain = 2,
    /// Yes.
    Good = 3,
    /// Cannot be undone.
    Danger = 4,
}

/// A list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Select {
    /// Where the choice goes.
    pub to: CustomId,
    /// What stands there while nothing is chosen.
    pub hint: String,
    /// What there is.
    pub of: SelectOf,
    /// How many can be chosen.
    pub most: u8,
    /// Whether everything can be taken out again; then what is chosen now is shown.
    pub emptied: Emptied,
}

/// Whether a choice can be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Emptied {
    /// Something has to be chosen.
    #[default]
    Never,
    /// Nothing may be chosen too; of roles and channels, this one is chosen now.
    From(Option<i64>),
}

/// What a select offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SelectOf {
    /// These.
    Choices(Vec<Choice>),
    /// The people of the guild.
    People,
    /// The roles of the guild.
    Roles,
    /// Its text channels.
    TextChannels,
    /// Its voice channels.
    VoiceChannels,
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What is shown.
    pub label: String,
    /// What comes back.
    pub value: String,
    /// More about it.
    pub about: String,
    /// Whether it is chosen already.
    pub chosen: bool,
}

impl Choice {
    /// A choice.
    pub fn new(label: impl Into<String>, value: impl ToString) -> Self {
        Self {
            label: label.into(),
            value: value.to_string(),
            ..Self::default()
        }
    }

    /// With more about it.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    /// Chosen already.
    #[must_use]
    pub fn chosen_if(mut self, chosen: bool) -> Self {
        self.chosen = chosen;
        self
    }
}

impl Button {
    /// A button.
    pub fn of(label: impl Into<String>, style: Style, to: CustomId) -> Component {
        Component::Button(Self {
            to,
            label: label.into(),
            style,
            off: false,
        })
    }
}

impl Select {
    /// A list of which one is chosen.
    pub fn one(hint: impl Into<String>, to: CustomId, of: SelectOf) -> Component {
        Component::Select(Self {
            to,
            hint: hint.into(),
            of,
            most: 1,
            emptied: Emptied::Never,
        })
    }

    /// A list of roles or channels of which one, or none, is chosen; and which is now.
    pub fn one_or_none(hint: impl Into<String>, to: CustomId, of: SelectOf, now: Option<i64>) -> Component {
        Component::Select(Self {
            to,
            hint: hint.into(),
            of,
            most: 1,
            emptied: Emptied::From(now),
        })
    }
}

impl Component {
    /// A button that cannot be clicked; a list is always open.
    #[must_use]
    pub fn off_if(mut self, off: bool) -> Self {
        if let Self::Button(button) = &mut self {
            button.off = off;
        }
        self
    }

    pub(super) fn json(&self) -> Value {
        match self {
            Self::Button(b) => json!({
                "type": 2,
                "style": b.style as u8,
                "label": limits::clip(&b.label, limits::LABEL),
                "custom_id": b.to.to_string(),
                "disabled": b.off,
            }),
            Self::Select(s) => s.json(),
        }
    }
}

impl Select {
    fn json(&self) -> Value {
        let mut out = json!({
            "custom_id": self.to.to_string(),
            "placeholder": limits::clip(&self.hint, limits::CHOICE),
            "min_values": 1,
            "max_values": self.most.max(1),
        });
        match &self.of {
            SelectOf::Choices(choices) => {
                let options: Vec<Value> = choices.iter().take(limits::MANY).map(option).collect();
                out["type"] = json!(3);
                out["max_values"] = json!(usize::from(self.most.max(1)).min(options.len()));
                out["options"] = json!(options);
            }
            SelectOf::People => out["type"] = json!(5),
            SelectOf::Roles => out["type"] = json!(6),
            SelectOf::TextChannels => {
                out["type"] = json!(8);
                out["channel_types"] = json!([0, 5]);
            }
            SelectOf::VoiceChannels => {
                out["type"] = json!(8);
                out["channel_types"] = json!([2]);
            }
        }
        if let Emptied::From(now) = self.emptied {
            out["min_values"] = json!(0);
            let kind = if self.of == SelectOf::Roles {
                "role"
            } else {
                "channel"
            };
            if let Some(id) = now {
                out["default_values"] = json!([{ "id": id.to_string(), "type": kind }]);
            }
        }
        out
    }
}

fn option(choice: &Choice) -> Value {
    let mut out = json!({
        "label": filled(&choice.label),
        "value": choice.value,
        "default": choice.chosen,
    });
    if !choice.about.is_empty() {
        out["description"] = json!(limits::clip(&choice.about, limits::CHOICE));
    }
    out
}

/// Discord takes no empty label.
pub(super) fn filled(label: &str) -> String {
    match label.trim() {
        "" => "-".into(),
        label => limits::clip(label, limits::CHOICE),
    }
}
