//! What the bot says, as plain data. [`json`](Reply::json) is the one place where it is brought within Discord's limits.

mod component;
mod modal;
mod write;

pub(crate) use crate::rest::Attachment;
pub(crate) use component::{Button, Choice, Component, Emptied, Select, SelectOf, Style};
pub(crate) use modal::{Field, Modal};
pub(crate) use write::replacing;

use dbsbm_core::id::{RoleId, UserId};

/// An answer to an interaction.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// A message of its own; seen by the person alone where the reply says so.
    New(Reply),
    /// The message that was clicked on becomes this.
    Replace(Reply),
    /// A form opens.
    Form(Modal),
    /// Choices while a person types.
    Choices(Vec<Choice>),
}

/// A message.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reply {
    /// Its text.
    pub content: String,
    /// Frames below the text.
    pub embeds: Vec<Embed>,
    /// Rows of buttons, or one select each.
    pub rows: Vec<Vec<Component>>,
    /// Files; pictures with their alternative text.
    pub files: Vec<Attachment>,
    /// Whether everybody sees it; where not, only the person who asked does.
    pub public: bool,
    /// Whom it may call. Nobody, if not said.
    pub calls: Calls,
}

/// Whom a message may call: no mention in its text does otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calls {
    /// Roles.
    pub roles: Vec<RoleId>,
    /// People.
    pub people: Vec<UserId>,
}

/// A frame with a title, a text, fields and a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Embed {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Pairs of name and value; `true` for those that stand side by side.
    pub fields: Vec<(String, String, bool)>,
    /// Small text below.
    pub footer: String,
    /// The colour at its edge.
    pub colour: Option<u32>,
    /// The name of an attached picture.
    pub picture: Option<String>,
}

impl Reply {
    /// A text for the person alone.
    pub fn private(content: impl Into<String>) -> Self {
        Self {
            content: content.into(),
            ..Self::default()
        }
    }

    /// A text for everybody in the channel.
    pub fn public(content: impl Into<String>) -> Self {
        Self {
            public: true,
            ..Self::private(content)
        }
    }

    /// With a frame.
    #[must_use]
    pub fn embed(mut self, embed: Embed) -> Self {
        self.embeds.push(embed);
        self
    }

    /// With a row of components.
    #[must_use]
    pub fn row(mut self, row: Vec<Component>) -> Self {
        if !row.is_empty() {
            self.rows.push(row);
        }
        self
    }

    /// With a picture.
    #[must_use]
    pub fn picture(mut self, name: &str, png: Vec<u8>, alt: &str) -> Self {
        self = self.file(name, png);
        if let Some(picture) = self.files.last_mut() {
            picture.alt = Some(crate::limits::clip(alt, crate::limits::ALT));
        }
        self
    }

    /// With a file.
    #[must_use]
    pub fn file(mut self, name: impl Into<String>, bytes: Vec<u8>) -> Self {
        self.files.push(Attachment {
            name: name.into(),
            bytes,
            alt: None,
        });
        self
    }
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        Self::New(reply)
    }
}
