//! What Discord is told of a command.

use crate::invite::permission;
use serde_json::{Value, json};

/// A command.
#[derive(Debug, Clone, PartialEq)]
pub struct Spec {
    /// Its name.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub about: &'static str,
    /// How it is called.
    pub kind: Kind,
    /// Who sees it, unless the server's admins decide otherwise.
    pub needs: Needs,
    /// Its options or subcommands.
    pub options: Vec<Opt>,
}

/// How a command is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Typed after a slash.
    Slash,
    /// Used on a message.
    OnMessage,
}

/// Who sees a command at first. What may be done with it the Book decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Needs {
    /// Everybody.
    Nothing,
    /// Who may manage the server.
    Admin,
    /// The operator's guild alone has it.
    Operator,
}

/// An option, or a subcommand with options of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Opt {
    /// Its name.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// What it takes.
    pub kind: OptKind,
    /// Whether it must be given.
    pub required: bool,
    /// Whether choices are asked for while a person types.
    pub typing: bool,
}

/// What an option takes.
#[derive(Debug, Clone, PartialEq)]
pub enum OptKind {
    /// Nothing: it is a subcommand with these options.
    Sub(Vec<Opt>),
    /// Nothing: it is a group of subcommands.
    Group(Vec<Opt>),
    /// A text of at most so many characters.
    Text(u16),
    /// One of these, by value and name.
    OneOf(Vec<(&'static str, &'static str)>),
    /// A whole number in these bounds.
    Whole(i64, i64),
    /// A number in these bounds.
    Number(f64, f64),
    /// Yes or no.
    Flag,
    /// A member.
    Person,
    /// A text channel.
    Channel,
    /// A voice channel.
    Voice,
    /// A role.
    Role,
    /// A file.
    File,
}

impl Opt {
    /// An option that may be left out.
    pub fn new(name: &'static str, about: &'static str, kind: OptKind) -> Self {
        Self {
            name,
            about,
            kind,
            required: false,
            typing: false,
        }
    }

    /// An option that must be given.
    pub fn needed(name: &'static str, about: &'static str, kind: OptKind) -> Self {
        Self {
            required: true,
            ..Self::new(name, about, kind)
        }
    }

    /// With choices while a person types.
    #[must_use]
    pub fn typing(mut self) -> Self {
        self.typing = true;
        self
    }

    fn json(&self, below: &str) -> Value {
        let path = format!("{below}.{}", self.name);
        let mut out = json!({ "name": self.name, "description": self.about });
        super::locale::add(&path, &mut out);
        let code = match &self.kind {
            OptKind::Sub(below) => {
                out["options"] = below.iter().map(|o| o.json(&path)).collect();
                1
            }
            OptKind::Group(below) => {
                out["options"] = below.iter().map(|o| o.json(&path)).collect();
                2
            }
            OptKind::Text(most) => {
                out["max_length"] = json!(most);
                3
            }
            OptKind::OneOf(choices) => {
                let choices = choices.iter().map(|(value, name)| {
                    let mut choice = json!({ "name": name, "value": value });
                    super::locale::add_choice(&path, value, &mut choice);
                    choice
                });
                out["choices"] = choices.collect();
                3
            }
            OptKind::Whole(least, most) => {
                (out["min_value"], out["max_value"]) = (json!(least), json!(most));
                4
            }
            OptKind::Flag => 5,
            OptKind::Person => 6,
            OptKind::Channel => {
                out["channel_types"] = json!([0, 5]);
                7
            }
            OptKind::Voice => {
                out["channel_types"] = json!([2]);
                7
            }
            OptKind::Role => 8,
            OptKind::Number(least, most) => {
                (out["min_value"], out["max_value"]) = (json!(least), json!(most));
                10
            }
            OptKind::File => 11,
        };
        out["type"] = json!(code);
        if self.required {
            out["required"] = json!(true);
        }
        if self.typing {
            out["autocomplete"] = json!(true);
        }
        out
    }
}

impl Spec {
    /// As Discord takes it. Every command is for servers alone: the books belong to one.
    pub fn json(&self) -> Value {
        let mut out = json!({ "name": self.name, "contexts": [0], "integration_types": [0] });
        match self.kind {
            Kind::Slash => {
                out["type"] = json!(1);
                out["description"] = json!(self.about);
                out["options"] = self.options.iter().map(|o| o.json(self.name)).collect();
            }
            Kind::OnMessage => out["type"] = json!(3),
        }
        super::locale::add(self.name, &mut out);
        if self.needs == Needs::Admin {
            out["default_member_permissions"] = json!(permission::MANAGE_GUILD);
        }
        out
    }
}
