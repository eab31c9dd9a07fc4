//! What people see, held against files, and against everything that Discord would refuse.
//!
//! The files lie in `golden/`, as JSON whose line breaks are real ones. `INSTA_UPDATE=always` writes them anew.

use crate::{
    limits,
    reply::{Answer, Modal, Reply},
};
use serde_json::{Value, json};
use std::collections::HashSet;

/// Everything in an embed and in a component may be missing; an absent list is an empty one.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A text of at least one and at most so many characters.
fn filled(value: &Value, most: usize) {
    let text = value.as_str().unwrap_or_else(|| panic!("a text: {value}"));
    let length = limits::length(text);
    assert!((1..=most).contains(&length), "{length} of {most}: {text}");
}

/// A text that may be missing.
fn at_most(value: &Value, most: usize) {
    if !value.is_null() {
        filled(value, most);
    }
}

/// Words that people read with markdown in them: nobody is called, and nothing shown is somebody else's link.
fn harmless(words: &str) {
    for call in ["@everyone", "@here", "<@&1>", "](http"] {
        assert!(!words.contains(call), "{call}: {words}");
    }
}

/// Holds a reply against Discord's limits; gives it as it is written.
pub(crate) fn fits(reply: &Reply) -> Value {
    let message = reply.json();
    let content = text(&message["content"]);
    assert!(limits::length(content) <= 2_000, "{content}");
    harmless(content);
    let embeds = list(&message["embeds"]);
    assert!(embeds.len() <= 10);
    assert!(embeds.iter().map(embed).sum::<usize>() <= 6_000);
    assert!(
        !content.is_empty() || !embeds.is_empty() || !reply.files.is_empty(),
        "nothing is said"
    );
    let ids = |ids: Vec<String>| json!(ids);
    let calls = &message["allowed_mentions"];
    assert_eq!(calls["parse"], json!([]), "what is typed calls nobody");
    assert_eq!(
        calls["roles"],
        ids(reply.calls.roles.iter().map(ToString::to_string).collect())
    );
    assert_eq!(
        calls["users"],
        ids(reply.calls.people.iter().map(ToString::to_string).collect())
    );
    let rows = list(&message["components"]);
    assert_eq!(rows.len(), reply.rows.len(), "a row was left out");
    assert!(rows.len() <= 5);
    let mut addresses = HashSet::new();
    for (row, meant) in rows.iter().zip(&reply.rows) {
        let parts = list(&row["components"]);
        assert_eq!(parts.len(), meant.len(), "a button was left out");
        let select = parts.iter().any(|part| part["type"] != 2);
        assert!((1..=if select { 1 } else { 5 }).contains(&parts.len()));
        for part in parts {
            filled(&part["custom_id"], 100);
            assert!(
                addresses.insert(text(&part["custom_id"])),
                "two with one address: {part}"
            );
            component(part);
        }
    }
    for file in &reply.files {
        // What is no picture is read, and needs no other words.
        let said = |alt: &String| !alt.is_empty() && limits::length(alt) <= 1_024;
        assert!(file.alt.as_ref().map_or(!file.name.ends_with(".png"), said));
    }
    message
}

/// The characters of an embed.
fn embed(embed: &Value) -> usize {
    at_most(&embed["title"], 256);
    at_most(&embed["description"], 4_096);
    at_most(&embed["footer"]["text"], 2_048);
    let fields = list(&embed["fields"]);
    assert!(fields.len() <= 25);
    let mut all = vec![&embed["title"], &embed["description"], &embed["footer"]["text"]];
    for field in fields {
        filled(&field["name"], 256);
        filled(&field["value"], 1_024);
        all.extend([&field["name"], &field["value"]]);
    }
    all.iter().map(|part| harmless(text(part))).for_each(drop);
    all.iter().map(|part| limits::length(text(part))).sum()
}

fn component(part: &Value) {
    if part["type"] == 2 {
        return filled(&part["label"], 80);
    }
    at_most(&part["placeholder"], 150);
    let options = list(&part["options"]);
    assert!(options.len() <= 25);
    let mut values = HashSet::new();
    for option in options {
        filled(&option["label"], 100);
        filled(&option["value"], 100);
        at_most(&option["description"], 100);
        assert!(
            values.insert(text(&option["value"])),
            "two options of one value: {option}"
        );
    }
    let most = part["max_values"].as_u64().unwrap_or(1);
    let chosen = options.iter().filter(|option| option["default"] == true).count() as u64;
    assert!(part["min_values"].as_u64().unwrap_or(1) <= most && chosen <= most);
    assert!(
        part["type"] != 3 || (1..=options.len() as u64).contains(&most),
        "{part}"
    );
}

/// Holds a form against Discord's limits; gives it as it is written.
pub(crate) fn form_fits(form: &Modal) -> Value {
    let form = Answer::Form(form.clone()).json()["data"].clone();
    filled(&form["custom_id"], 100);
    filled(&form["title"], 45);
    let rows = list(&form["components"]);
    assert!((1..=5).contains(&rows.len()));
    for field in rows.iter().flat_map(|row| list(&row["components"])) {
        filled(&field["custom_id"], 100);
        filled(&field["label"], 45);
        at_most(&field["placeholder"], 100);
        let most = field["max_length"].as_u64().unwrap_or(4_000);
        assert!(most <= 4_000);
        at_most(&field["value"], usize::try_from(most).unwrap_or(4_000));
    }
    form
}

/// Holds a reply against its file, and against Discord's limits.
pub(crate) fn shows(name: &str, reply: &Reply) {
    let mut shown = fits(reply);
    shown["seen_by"] = json!(if reply.public { "everybody" } else { "who asked" });
    shown["files"] = reply
        .files
        .iter()
        .map(|file| json!({ "name": file.name, "alt": file.alt }))
        .collect();
    against_file(name, &shown);
}

/// Holds a form against its file, and against Discord's limits.
pub(crate) fn form_shows(name: &str, form: &Modal) {
    against_file(name, &form_fits(form));
}

fn against_file(name: &str, shown: &Value) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/golden"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let words = serde_json::to_string_pretty(shown)
        .unwrap()
        .replace("\\n", "\n    ");
    settings.bind(|| insta::assert_snapshot!(name, words));
}
