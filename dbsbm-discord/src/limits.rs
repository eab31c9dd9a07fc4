//! Discord's limits, in one place, and how a text is made to fit them.
//!
//! Lengths are counted in UTF-16 code units, which is never less than what Discord counts.

use unicode_segmentation::UnicodeSegmentation as _;

/// Text of a message.
pub(crate) const CONTENT: usize = 2_000;
/// Title of an embed, name of a field.
pub(crate) const TITLE: usize = 256;
/// Description of an embed.
pub(crate) const DESCRIPTION: usize = 4_096;
/// Value of a field.
pub(crate) const FIELD_VALUE: usize = 1_024;
/// Footer of an embed.
pub(crate) const FOOTER: usize = 2_048;
/// All texts of a message's embeds together.
pub(crate) const EMBEDS: usize = 6_000;
/// Fields of an embed, options of a select, choices of an autocomplete.
pub(crate) const MANY: usize = 25;
/// Rows of components.
pub(crate) const ROWS: usize = 5;
/// Buttons in a row.
pub(crate) const BUTTONS: usize = 5;
/// Label of a button.
pub(crate) const LABEL: usize = 80;
/// Label, description and value of an option or choice, and placeholder.
pub(crate) const CHOICE: usize = 100;
/// Title of a modal, label of a text input.
pub(crate) const MODAL: usize = 45;
/// Alternative text of a picture.
pub(crate) const ALT: usize = 1_024;
/// Name under which a webhook posts, and name of a channel.
pub(crate) const NAME: usize = 80;
/// Name of a role.
pub(crate) const ROLE: usize = 100;

/// The length that Discord may count.
pub(crate) fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The text, cut between two characters as people see them, with a mark where it was cut.
pub(crate) fn clip(text: &str, most: usize) -> String {
    if length(text) <= most {
        return text.to_string();
    }
    let mut left = most.saturating_sub(1);
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        match left.checked_sub(length(grapheme)) {
            Some(rest) => left = rest,
            None => break,
        }
        out.push_str(grapheme);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_between_characters() {
        assert_eq!(clip("Packers", 7), "Packers");
        assert_eq!(clip("Packers", 6), "Packe…");
        // A family of four is one character of eleven units.
        assert_eq!(clip("a👨‍👩‍👧‍👦b", 12), "a…");
        assert_eq!(clip("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 12), "👨‍👩‍👧‍👦…");
    }
}
