//! Names and descriptions of commands in other languages, from one file a language.
//!
//! A file may leave out what it likes: Discord then shows the English words.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, sync::LazyLock};

/// Discord's code of a language, and its file.
const FILES: &[(&str, &str)] = &[("de", include_str!("../../locales/de.toml"))];

/// What a file says of a command, subcommand or option.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    name: Option<String>,
    about: Option<String>,
}

type Language = BTreeMap<String, Words>;

static LANGUAGES: LazyLock<Vec<(&str, Language)>> = LazyLock::new(|| {
    // A file that cannot be read is left out; a test reads them all.
    FILES
        .iter()
        .filter_map(|(code, text)| Some((*code, toml::from_str(text).ok()?)))
        .collect()
});

/// Adds the words of every language for what stands at this path: `bet.text`.
pub(super) fn add(path: &str, to: &mut Value) {
    for (key, pick) in [
        (
            "name_localizations",
            (|w: &Words| w.name.clone()) as fn(&Words) -> Option<String>,
        ),
        ("description_localizations", |w| w.about.clone()),
    ] {
        let said = LANGUAGES
            .iter()
            .filter_map(|(code, language)| Some(((*code).to_string(), json!(pick(language.get(path)?)?))));
        let said: Map<String, Value> = said.collect();
        if !said.is_empty() {
            to[key] = Value::Object(said);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::{Opt, OptKind, specs};

    fn paths(prefix: &str, options: &[Opt], found: &mut Vec<String>) {
        for option in options {
            let path = format!("{prefix}.{}", option.name);
            if let OptKind::Sub(below) | OptKind::Group(below) = &option.kind {
                paths(&path, below, found);
            }
            found.push(path);
        }
    }

    #[test]
    fn every_file_speaks_of_commands_that_exist_in_names_that_discord_takes() {
        let mut known = Vec::new();
        for spec in specs() {
            known.push(spec.name.to_string());
            paths(spec.name, &spec.options, &mut known);
        }
        for (code, text) in FILES {
            let language: Language = toml::from_str(text).unwrap();
            for (path, words) in &language {
                assert!(known.contains(path), "{code}: there is no {path}");
                let name = words.name.as_deref().unwrap_or("ok");
                let plain = name
                    .chars()
                    .all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '-' | '_'));
                assert!(
                    plain && (1..=32).contains(&name.chars().count()),
                    "{code}: {path}: {name}"
                );
                let about = words.about.as_deref().unwrap_or("ok");
                assert!(
                    (1..=100).contains(&about.chars().count()),
                    "{code}: {path}: {about}"
                );
            }
        }
    }
}
