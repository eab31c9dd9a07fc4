//! Forms.

use crate::{custom_id::CustomId, limits};
use serde_json::{Value, json};

/// A form with up to five fields of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modal {
    /// Where it goes.
    pub to: CustomId,
    /// Its title.
    pub title: String,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Field {
    /// The name under which the text comes back.
    pub name: &'static str,
    /// What is asked for.
    pub label: String,
    /// An example.
    pub hint: String,
    /// What stands there already.
    pub value: String,
    /// Whether it has several lines.
    pub long: bool,
    /// Whether it may stay empty.
    pub optional: bool,
    /// The most characters.
    pub most: u16,
}

impl Modal {
    pub(super) fn json(&self) -> Value {
        let rows: Vec<Value> = self.fields.iter().take(limits::ROWS).map(row).collect();
        json!({
            "custom_id": self.to.to_string(),
            "title": limits::clip(&self.title, limits::MODAL),
            "components": rows,
        })
    }
}

fn row(field: &Field) -> Value {
    let mut input = json!({
        "type": 4,
        "custom_id": field.name,
        "label": limits::clip(&field.label, limits::MODAL),
        "style": if field.long { 2 } else { 1 },
        "required": !field.optional,
        "max_length": field.most.max(1),
    });
    if !field.hint.is_empty() {
        input["placeholder"] = json!(limits::clip(&field.hint, limits::CHOICE));
    }
    if !field.value.is_empty() {
        input["value"] = json!(limits::clip(&field.value, usize::from(field.most.max(1))));
    }
    json!({ "type": 1, "components": [input] })
}
