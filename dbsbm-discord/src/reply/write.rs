//! A reply as Discord takes it, within its limits.

use super::{Answer, Component, Embed, Reply, component::filled};
use crate::limits;
use serde_json::{Value, json};

/// Kinds of answers.
mod kind {
    pub(super) const MESSAGE: u8 = 4;
    pub(super) const REPLACE: u8 = 7;
    pub(super) const CHOICES: u8 = 8;
    pub(super) const FORM: u8 = 9;
}

/// Only the person who asked sees it.
const EPHEMERAL: u32 = 1 << 6;

impl Reply {
    /// The message. Texts that are too long are cut and say so, and what Discord would refuse is left out.
    pub fn json(&self) -> Value {
        let mut left = limits::EMBEDS;
        let embeds: Vec<Value> = self.embeds.iter().take(10).map(|e| embed(e, &mut left)).collect();
        json!({
            "content": limits::clip(&self.content, limits::CONTENT),
            "embeds": embeds,
            "components": self.rows.iter().take(limits::ROWS).map(|r| row(r)).collect::<Vec<_>>(),
            "allowed_mentions": {
                "parse": [],
                "roles": self.calls.roles.iter().map(ToString::to_string).collect::<Vec<_>>(),
                "users": self.calls.people.iter().map(ToString::to_string).collect::<Vec<_>>(),
            },
        })
    }
}

impl Answer {
    /// The body of the first answer to an interaction.
    pub(crate) fn json(&self) -> Value {
        match self {
            Self::New(reply) => {
                let mut data = reply.json();
                if !reply.public {
                    data["flags"] = json!(EPHEMERAL);
                }
                json!({ "type": kind::MESSAGE, "data": data })
            }
            Self::Replace(reply) => json!({ "type": kind::REPLACE, "data": replacing(reply) }),
            Self::Form(modal) => json!({ "type": kind::FORM, "data": modal.json() }),
            Self::Choices(choices) => {
                let choices = choices.iter().take(limits::MANY).map(
                    |c| json!({ "name": filled(&c.label), "value": limits::clip(&c.value, limits::CHOICE) }),
                );
                json!({ "type": kind::CHOICES, "data": { "choices": choices.collect::<Vec<_>>() } })
            }
        }
    }
}

/// A message in the place of another one: files of the old one go.
pub(crate) fn replacing(reply: &Reply) -> Value {
    let mut data = reply.json();
    if reply.files.is_empty() {
        data["attachments"] = json!([]);
    }
    data
}

fn row(components: &[Component]) -> Value {
    let most = if matches!(components.first(), Some(Component::Select(_))) {
        1
    } else {
        limits::BUTTONS
    };
    json!({ "type": 1, "components": components.iter().take(most).map(Component::json).collect::<Vec<_>>() })
}

/// A frame that takes no more characters than are left for all of them.
fn embed(embed: &Embed, left: &mut usize) -> Value {
    let mut take = |text: &str, most: usize| {
        let text = limits::clip(text, most.min(*left));
        *left -= limits::length(&text).min(*left);
        text
    };
    let mut out = json!({});
    let mut put = |name: &str, value: Value| out[name] = value;
    if !embed.title.is_empty() {
        put("title", take(&embed.title, limits::TITLE).into());
    }
    if !embed.footer.is_empty() {
        put("footer", json!({ "text": take(&embed.footer, limits::FOOTER) }));
    }
    if !embed.text.is_empty() {
        put("description", take(&embed.text, limits::DESCRIPTION).into());
    }
    let fields = embed
        .fields
        .iter()
        .take(limits::MANY)
        .filter_map(|(name, value, side)| {
            let (name, value) = (take(name, limits::TITLE), take(value, limits::FIELD_VALUE));
            let empty = name.trim_matches('…').is_empty() || value.trim_matches('…').is_empty();
            (!empty).then(|| json!({ "name": name, "value": value, "inline": side }))
        });
    let fields: Vec<Value> = fields.collect();
    if !fields.is_empty() {
        put("fields", fields.into());
    }
    if let Some(colour) = embed.colour {
        put("color", colour.into());
    }
    if let Some(name) = &embed.picture {
        put("image", json!({ "url": format!("attachment://{name}") }));
    }
    out
}
