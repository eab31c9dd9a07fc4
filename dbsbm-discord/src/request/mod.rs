//! What a person asks of the bot, as plain data: who, where, and what.

mod read;

use crate::{config::Secret, custom_id::CustomId};
use chrono::{DateTime, Utc};
use dbsbm_core::id::{ChannelId, GuildId, RoleId, UserId};
use std::collections::BTreeMap;

pub(crate) use read::read;

/// One interaction.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its id: a new one for every click, the same for a repeated delivery.
    pub id: i64,
    /// The moment Discord stamped on it. Lateness is judged by it.
    pub at: DateTime<Utc>,
    /// What lets the bot answer.
    pub token: Secret,
    /// The guild.
    pub guild: GuildId,
    /// The channel.
    pub channel: ChannelId,
    /// Who asks.
    pub person: Person,
    /// What the bot may do in the channel, as Discord's bits.
    pub bot_permissions: u64,
    /// The person's language.
    pub locale: String,
    /// What is asked.
    pub what: What,
}

/// Who asks, as Discord says.
#[derive(Debug, Clone)]
pub struct Person {
    /// The account.
    pub id: UserId,
    /// The name shown in the guild.
    pub name: String,
    /// The roles worn.
    pub roles: Vec<RoleId>,
    /// What the person may do in the channel, as Discord's bits.
    pub permissions: u64,
}

/// The form of the question.
#[derive(Debug, Clone)]
pub enum What {
    /// A slash command, with subcommands in the name: `setup channels`.
    Command {
        /// Names, separated by a blank.
        name: String,
        /// Its options.
        options: Options,
    },
    /// A command used on a message.
    OnMessage {
        /// The command.
        name: String,
        /// The message.
        message: i64,
        /// Who wrote it.
        author: UserId,
        /// Its text.
        text: String,
    },
    /// A person types, and choices are asked for.
    Typing {
        /// The command, as in `Command`.
        name: String,
        /// The option that is typed in.
        option: String,
        /// What stands there so far.
        text: String,
        /// The options filled before.
        options: Options,
    },
    /// A button or a select.
    Click {
        /// Its address; none for one that no version of the bot knows.
        to: Option<CustomId>,
        /// What was chosen.
        values: Vec<String>,
        /// The message it is on.
        message: i64,
    },
    /// A form that was sent.
    Form {
        /// Its address.
        to: Option<CustomId>,
        /// What was typed, by field.
        fields: BTreeMap<String, String>,
        /// Whether it was opened from a message of the bot, which the answer may then replace.
        on_message: bool,
    },
}

/// A file that a person attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Where it is.
    pub url: String,
    /// How large Discord says it is, in bytes.
    pub size: u64,
    /// What Discord takes it for.
    pub mime: Option<String>,
}

/// The value of an option.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A person, with the name shown in the guild.
    Person(UserId, String),
    /// A channel.
    Channel(ChannelId),
    /// A role.
    Role(RoleId),
    /// A file.
    File(Upload),
}

/// The options of a command, by name.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options(pub(crate) BTreeMap<String, Given>);

impl Options {
    /// A text.
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.0.get(name)? {
            Given::Text(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// A whole number.
    pub fn whole(&self, name: &str) -> Option<i64> {
        match self.0.get(name)? {
            Given::Whole(n) => Some(*n),
            _ => None,
        }
    }

    /// A number.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.0.get(name)? {
            Given::Number(n) => Some(*n),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.0.get(name)? {
            Given::Flag(yes) => Some(*yes),
            _ => None,
        }
    }

    /// A person.
    pub fn person(&self, name: &str) -> Option<(UserId, &str)> {
        match self.0.get(name)? {
            Given::Person(id, shown) => Some((*id, shown)),
            _ => None,
        }
    }

    /// A channel.
    pub fn channel(&self, name: &str) -> Option<ChannelId> {
        match self.0.get(name)? {
            Given::Channel(id) => Some(*id),
            _ => None,
        }
    }

    /// A role.
    pub fn role(&self, name: &str) -> Option<RoleId> {
        match self.0.get(name)? {
            Given::Role(id) => Some(*id),
            _ => None,
        }
    }

    /// A file.
    pub fn file(&self, name: &str) -> Option<&Upload> {
        match self.0.get(name)? {
            Given::File(file) => Some(file),
            _ => None,
        }
    }
}

impl Request {
    /// The options of a command, none for anything else.
    pub fn options(&self) -> Options {
        match &self.what {
            What::Command { options, .. } | What::Typing { options, .. } => options.clone(),
            _ => Options::default(),
        }
    }

    /// The address of a click or form, where it has one of ours.
    pub fn to(&self) -> Option<&CustomId> {
        match &self.what {
            What::Click { to, .. } | What::Form { to, .. } => to.as_ref(),
            _ => None,
        }
    }

    /// The only value that was chosen in a select.
    pub fn chosen(&self) -> Option<&str> {
        match &self.what {
            What::Click { values, .. } => values.first().map(String::as_str),
            _ => None,
        }
    }

    /// What was typed in a field of a form.
    pub fn field(&self, name: &str) -> Option<&str> {
        match &self.what {
            What::Form { fields, .. } => fields.get(name).map(|text| text.trim()),
            _ => None,
        }
    }

    /// A key for the Book: a repeated delivery of this interaction changes nothing.
    pub fn key(&self) -> String {
        format!("interaction:{}", self.id)
    }
}
