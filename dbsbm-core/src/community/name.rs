//! Display names: what a capper's slips are signed with, unique in the guild and unable to pass for another's.
//!
//! ```
//! use dbsbm_core::community::{display_name, name_key};
//! assert_eq!(display_name("  Zoë   the Sharp ").unwrap(), "Zoë the Sharp");
//! assert_eq!(name_key("Zoë the Sharp"), name_key("zoe THE sharp"));
//! assert!(display_name("admin\u{202e}").is_err());
//! ```

use crate::names::fold;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The longest display name, in characters: Discord's own bound for nicknames.
pub const MAX_NAME: usize = 32;
/// The longest reference to a picture, in characters.
const MAX_PICTURE: usize = 500;
/// Marks on one letter; more is no name but a drawing over the lines around it.
const MARKS: usize = 2;
/// Words that Discord does not take in the name of a webhook, folded.
const RESERVED: [&str; 2] = ["discord", "clyde"];
/// Whole names that are mentions, folded.
const MENTIONS: [&str; 2] = ["everyone", "here"];

/// A name or picture that a profile does not take.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NameRefusal {
    /// Nothing to read.
    #[error("a display name needs at least one letter or digit")]
    Empty,
    /// Too long.
    #[error("the display name has {0} characters; at most {MAX_NAME} fit")]
    TooLong(usize),
    /// A character that cannot be seen, or turns the text around.
    #[error(
        "the display name holds a character that cannot be seen or that changes the direction of text (U+{0:04X}); leave it out"
    )]
    Hidden(u32),
    /// Marks upon marks.
    #[error("the display name stacks more than {MARKS} marks on a letter; leave some out")]
    Marks,
    /// A word that Discord keeps for itself.
    #[error("Discord does not take `{0}` in a name; choose another one")]
    Reserved(&'static str),
    /// Somebody has it, or one that reads alike.
    #[error(
        "`{taken}` is a capper's name here already, and upper case, accents, spaces and signs make no difference; choose another one"
    )]
    Taken {
        /// The name that is there.
        taken: String,
    },
    /// No colour.
    #[error("`{0}` is no colour; write six digits such as #1f8b4c, or none")]
    Colour(String),
    /// No reference to a picture.
    #[error("a picture is an https address of at most {MAX_PICTURE} characters without spaces, or none")]
    Picture,
}

impl NameRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty | Self::TooLong(_) | Self::Hidden(_) | Self::Marks | Self::Reserved(_) => "bad_name",
            Self::Taken { .. } => "name_taken",
            Self::Colour(_) => "bad_colour",
            Self::Picture => "bad_picture",
        }
    }
}

/// A display name in its one spelling: composed, runs of spaces made one.
///
/// # Errors
/// [`NameRefusal`] says what is wrong with it.
pub fn display_name(typed: &str) -> Result<String, NameRefusal> {
    let name: String = typed
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .nfc()
        .collect();
    let length = name.chars().count();
    if length > MAX_NAME {
        return Err(NameRefusal::TooLong(length));
    }
    if let Some(hidden) = name.chars().find(|c| is_hidden(*c)) {
        return Err(NameRefusal::Hidden(u32::from(hidden)));
    }
    let mut marks = 0;
    for c in name.nfd() {
        marks = if is_combining_mark(c) { marks + 1 } else { 0 };
        if marks > MARKS {
            return Err(NameRefusal::Marks);
        }
    }
    let key = name_key(&name);
    if key.is_empty() {
        return Err(NameRefusal::Empty);
    }
    let reserved = RESERVED.into_iter().find(|word| key.contains(word));
    if let Some(word) = reserved.or_else(|| MENTIONS.into_iter().find(|word| key == *word)) {
        return Err(NameRefusal::Reserved(word));
    }
    Ok(name)
}

/// The form in which names of a guild are compared: neither case, accents, spaces nor signs count.
pub fn name_key(name: &str) -> String {
    fold(name)
}

/// A colour such as `#1f8b4c`; none for `none`.
///
/// # Errors
/// [`NameRefusal::Colour`].
pub fn colour(typed: &str) -> Result<Option<u32>, NameRefusal> {
    let text = typed.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    let digits = text.strip_prefix('#').unwrap_or(text);
    let hex = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
    match u32::from_str_radix(digits, 16) {
        Ok(colour) if hex => Ok(Some(colour)),
        _ => Err(NameRefusal::Colour(text.chars().take(40).collect())),
    }
}

/// A reference to a picture; none for `none`.
///
/// # Errors
/// [`NameRefusal::Picture`].
pub fn picture(typed: &str) -> Result<Option<String>, NameRefusal> {
    let text = typed.trim();
    if text.is_empty() || text.eq_ignore_ascii_case("none") {
        return Ok(None);
    }
    let host = text.strip_prefix("https://").unwrap_or_default();
    let fits =
        text.chars().count() <= MAX_PICTURE && text.chars().all(|c| !c.is_whitespace() && !is_hidden(c));
    if fits && host.starts_with(char::is_alphanumeric) {
        Ok(Some(text.to_string()))
    } else {
        Err(NameRefusal::Picture)
    }
}

/// Characters that nobody sees: controls, those that turn text around, and those without width.
pub(super) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e0fff}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_name_may_be() {
        for (typed, expect) in [
            ("Sharp Joe", Ok("Sharp Joe")),
            (" Sharp\t Joe\n", Ok("Sharp Joe")),
            ("Zoe\u{308}", Ok("Zoë")),
            ("Ваня 7", Ok("Ваня 7")),
            ("Fire 🔥", Ok("Fire 🔥")),
            ("", Err("letter or digit")),
            (" \n ", Err("letter or digit")),
            ("🔥🔥", Err("letter or digit")),
            ("a\u{202e}b", Err("U+202E")),
            ("a\u{200b}b", Err("U+200B")),
            ("a\u{0}b", Err("U+0000")),
            ("a\u{301}\u{302}\u{303}b", Err("marks")),
            (
                "x23456789012345678901234567890123",
                Err("33 characters; at most 32"),
            ),
            ("Dis-Cord Official", Err("`discord`")),
            ("@everyone", Err("`everyone`")),
            ("Here we go", Ok("Here we go")),
        ] {
            match (display_name(typed), expect) {
                (Ok(name), Ok(expect)) => assert_eq!(name, expect),
                (Err(refusal), Err(says)) => assert!(refusal.to_string().contains(says), "{refusal}"),
                (got, expect) => panic!("{typed:?}: {got:?}, not {expect:?}"),
            }
        }
    }

    #[test]
    fn names_that_read_alike_are_one() {
        for (one, other) in [
            ("Sharp Joe", "SHARP-JOE"),
            ("Zoë", "zoe"),
            ("Ｊoe", "joe"),
            ("Joe!", "joe"),
        ] {
            assert_eq!(name_key(one), name_key(other));
        }
        assert_ne!(name_key("Joe"), name_key("Jo"));
    }

    #[test]
    fn colours_and_pictures() {
        assert_eq!(colour("#1F8b4c"), Ok(Some(0x1f_8b4c)));
        assert_eq!(colour("none"), Ok(None));
        for bad in ["red", "#12345", "+12345", "#1234567"] {
            assert_eq!(colour(bad).unwrap_err().code(), "bad_colour", "{bad}");
        }
        assert_eq!(picture("none"), Ok(None));
        assert!(picture("https://cdn.example.org/a.png").unwrap().is_some());
        for bad in [
            "http://a.org/x",
            "https://",
            "https:///x",
            "https://a b",
            "javascript:alert(1)",
        ] {
            assert_eq!(picture(bad), Err(NameRefusal::Picture), "{bad}");
        }
    }
}
