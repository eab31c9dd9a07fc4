//! Names and descriptions of commands in other languages, from one file a language.
//!
//! A language has all of it, so that nobody meets two languages in one command; a test compares files and commands.

use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, sync::LazyLock};

/// Discord's code of a language, and its file.
const FILES: &[(&str, &str)] = &[("de", include_str!("../../locales/de.toml"))];

/// What a file says of a command, subcommand or option.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    name: String,
    /// None of a command on messages.
    about: Option<String>,
    /// What the choices of an option are called, by their values.
    #[serde(default)]
    choices: BTreeMap<String, String>,
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
    say(path, "name_localizations", to, |words| Some(&words.name));
    say(path, "description_localizations", to, |words| {
        words.about.as_ref()
    });
}

/// The same for a choice of the option at this path.
pub(super) fn add_choice(path: &str, value: &str, to: &mut Value) {
    say(path, "name_localizations", to, |words| words.choices.get(value));
}

fn say(path: &str, key: &str, to: &mut Value, pick: impl Fn(&Words) -> Option<&String>) {
    let said = LANGUAGES
        .iter()
        .filter_map(|(code, language)| Some(((*code).to_string(), json!(pick(language.get(path)?)?))));
    let said: Map<String, Value> = said.collect();
    if !said.is_empty() {
        to[key] = Value::Object(said);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::{Kind, Opt, OptKind, specs};
    use std::collections::BTreeSet;

    /// What has a name: its path, the path above it, whether it is typed, and the values of its choices.
    struct Named {
        path: String,
        above: String,
        typed: bool,
        choices: Vec<&'static str>,
    }

    fn named_below(above: &str, options: &[Opt], found: &mut Vec<Named>) {
        for option in options {
            let path = format!("{above}.{}", option.name);
            if let OptKind::Sub(below) | OptKind::Group(below) = &option.kind {
                named_below(&path, below, found);
            }
            let choices = match &option.kind {
                OptKind::OneOf(choices) => choices.iter().map(|(value, _)| *value).collect(),
                _ => Vec::new(),
            };
            found.push(Named {
                path,
                above: above.into(),
                typed: true,
                choices,
            });
        }
    }

    fn all_named() -> Vec<Named> {
        let mut found = Vec::new();
        for spec in specs() {
            named_below(spec.name, &spec.options, &mut found);
            found.push(Named {
                path: spec.name.into(),
                above: String::new(),
                typed: spec.kind == Kind::Slash,
                choices: Vec::new(),
            });
        }
        found
    }

    /// Whether Discord takes it as the name of something that is typed.
    fn can_be_typed(name: &str) -> bool {
        name.chars()
            .all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || matches!(c, '-' | '_'))
    }

    #[test]
    fn every_language_has_everything_and_nothing_else() {
        let there: BTreeSet<String> = all_named().into_iter().map(|named| named.path).collect();
        for (code, text) in FILES {
            let language: Language = toml::from_str(text).unwrap();
            let said: BTreeSet<String> = language.into_keys().collect();
            let missing: Vec<_> = there.difference(&said).collect();
            let unknown: Vec<_> = said.difference(&there).collect();
            assert!(
                missing.is_empty(),
                "locales/{code}.toml says nothing of {missing:?}"
            );
            assert!(
                unknown.is_empty(),
                "locales/{code}.toml speaks of {unknown:?}, which is not there"
            );
        }
    }

    #[test]
    fn every_name_and_description_is_one_that_discord_takes() {
        for (code, text) in FILES {
            let language: Language = toml::from_str(text).unwrap();
            let mut taken = BTreeSet::new();
            for Named {
                path,
                above,
                typed,
                choices,
            } in all_named()
            {
                let Some(Words {
                    name,
                    about,
                    choices: said,
                }) = language.get(&path)
                else {
                    continue;
                };
                let long_enough = (1..=32).contains(&name.chars().count());
                assert!(
                    long_enough && (!typed || can_be_typed(name)),
                    "{code}: {path}: {name}"
                );
                assert!(
                    taken.insert((above, name.to_string())),
                    "{code}: {path}: two called {name}"
                );
                let there: BTreeSet<&str> = choices.into_iter().collect();
                let named: BTreeSet<&str> = said.keys().map(String::as_str).collect();
                assert_eq!(named, there, "{code}: {path}: its choices");
                let short_enough = |name: &String| (1..=100).contains(&name.chars().count());
                assert!(said.values().all(short_enough), "{code}: {path}: {said:?}");
                // What is used on a message has a name alone.
                assert_eq!(about.is_some(), typed, "{code}: {path}");
                let about = about.as_deref().unwrap_or("-");
                assert!(
                    (1..=100).contains(&about.chars().count()),
                    "{code}: {path}: {about}"
                );
            }
        }
    }

    #[test]
    fn words_stand_beside_the_english_ones() {
        let spec = specs().into_iter().find(|s| s.name == "profile").unwrap();
        let json = spec.json();
        assert_eq!(json["name_localizations"]["de"], "profil");
        assert_eq!(json["options"][1]["name_localizations"]["de"], "farbe");
        let board = specs().into_iter().find(|s| s.name == "leaderboard").unwrap();
        let rate = &board.json()["options"][0]["choices"][2];
        assert_eq!(rate["name"], "Win rate");
        assert_eq!(rate["name_localizations"]["de"], "Trefferquote");
        let on_message = specs()
            .into_iter()
            .find(|s| s.kind == Kind::OnMessage)
            .unwrap()
            .json();
        assert_eq!(on_message["name_localizations"]["de"], "Als Tipps posten");
        assert!(on_message["description_localizations"].is_null());
    }
}
