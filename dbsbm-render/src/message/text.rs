//! Text as people write it in a chat, set in lines: bold, small print, lists, code and mentions.

use crate::{
    canvas::{At, Canvas},
    fonts::Weight::{Medium, SemiBold},
    text::{Line, clean},
};

/// The most characters of one text: what a chat takes.
const MAX: usize = 4_096;
/// Size of text, and of small print.
pub(super) const SIZE: f32 = 20.0;
const SMALL: f32 = 17.5;
/// From one baseline to the next.
const LEADING: f32 = 1.4;
/// How far a list stands in.
const INDENT: f32 = 22.0;

/// How far the ground of a word reaches beyond it.
const GROUND: f32 = 4.0;

/// How a word stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Plain,
    Strong,
    Code,
    Mention,
}

impl Look {
    const fn has_ground(self) -> bool {
        matches!(self, Self::Code | Self::Mention)
    }
}

/// A word; `joined` to the one before where there is no space between them.
#[derive(Debug, Clone, PartialEq)]
struct Word {
    text: String,
    look: Look,
    joined: bool,
}

/// What is written up to the end of a line.
#[derive(Debug, PartialEq)]
struct Paragraph {
    is_small: bool,
    is_item: bool,
    words: Vec<Word>,
}

impl Paragraph {
    fn read(line: &str) -> Self {
        let (is_small, line) = begins(line, "-# ");
        let (is_item, line) = begins(line, "- ");
        let mut reader = Reader::default();
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            rest = reader.take(c, rest);
        }
        reader.end();
        Self {
            is_small,
            is_item,
            words: reader.words,
        }
    }
}

/// A line without its marks.
pub(super) fn unmarked(line: &str) -> String {
    let mut out = String::new();
    for word in Paragraph::read(line).words {
        if !word.joined && !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.text);
    }
    out
}

fn begins<'t>(line: &'t str, with: &str) -> (bool, &'t str) {
    line.strip_prefix(with).map_or((false, line), |rest| (true, rest))
}

/// Whether a star before this begins what another star ends.
fn leans(after: &str) -> bool {
    !after.starts_with(char::is_whitespace) && after.contains('*')
}

/// Takes a line apart, mark by mark.
#[derive(Default)]
struct Reader {
    words: Vec<Word>,
    text: String,
    is_strong: bool,
    /// Between two stars. No face is slanted here, so that the stars go and the words stay as they are.
    is_leaning: bool,
    is_code: bool,
    /// No space came since the word before.
    joined: bool,
}

impl Reader {
    /// Takes what begins with `c`; gives what is left.
    fn take<'t>(&mut self, c: char, rest: &'t str) -> &'t str {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        if c == '`' {
            self.end();
            self.is_code = !self.is_code;
        } else if self.is_code {
            self.text.push(c);
        } else if let Some(after) = rest.strip_prefix("**") {
            self.end();
            self.is_strong = !self.is_strong;
            return after;
        } else if c == '*' && (self.is_leaning || leans(after)) {
            self.is_leaning = !self.is_leaning;
        } else if let Some((name, after)) = rest.strip_prefix("<@").and_then(|r| r.split_once('>')) {
            self.end();
            self.push(format!("@{name}"), Look::Mention);
            return after;
        } else if let Some(escaped) = after.chars().next().filter(|_| c == '\\') {
            self.text.push(escaped);
            return after.get(escaped.len_utf8()..).unwrap_or_default();
        } else if c.is_whitespace() {
            self.end();
            self.joined = false;
        } else {
            self.text.push(c);
        }
        after
    }

    fn end(&mut self) {
        let look = match (self.is_code, self.is_strong) {
            (true, _) => Look::Code,
            (false, true) => Look::Strong,
            (false, false) => Look::Plain,
        };
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            self.push(text, look);
        }
    }

    fn push(&mut self, text: String, look: Look) {
        let joined = self.joined && !self.words.is_empty();
        self.words.push(Word { text, look, joined });
        self.joined = true;
    }
}

impl Canvas<'_> {
    /// Writes text from `y` down, between two edges; gives where it ends.
    pub(super) fn prose(&mut self, left: f32, right: f32, mut y: f32, text: &str) -> f32 {
        let text: String = text.chars().take(MAX).collect();
        for line in text.lines() {
            if line.trim().is_empty() {
                y += SIZE * 0.6;
                continue;
            }
            let paragraph = Paragraph::read(line);
            let size = if paragraph.is_small { SMALL } else { SIZE };
            let inset = if paragraph.is_item { INDENT } else { 0.0 };
            if paragraph.is_item {
                let soft = self.palette.soft;
                self.rect(left + 6.0, y + size * LEADING - 12.0, 6.0, 6.0, 3.0, soft);
            }
            y = self.words(left + inset, right, y, size, &paragraph);
        }
        y
    }

    fn words(&mut self, left: f32, right: f32, mut y: f32, size: f32, paragraph: &Paragraph) -> f32 {
        let space = self.fonts.em_width(" ", Medium) * size;
        let mut x = left;
        y += size * LEADING;
        for word in &paragraph.words {
            let weight = if word.look == Look::Strong {
                SemiBold
            } else {
                Medium
            };
            let line = self
                .fonts
                .fit(&clean(&word.text), weight, size, size * 0.6, right - left);
            let gap = if word.joined || x <= left { 0.0 } else { space };
            if x > left && x + gap + line.width > right {
                (x, y) = (left, y + size * LEADING);
            } else {
                x += gap;
            }
            let around = if word.look.has_ground() { GROUND } else { 0.0 };
            self.word(x + around, y, word.look, paragraph.is_small, &line);
            x += line.width + 2.0 * around;
        }
        y
    }

    fn word(&mut self, x: f32, y: f32, look: Look, is_small: bool, line: &Line) {
        let (palette, size) = (self.palette, line.size);
        let ground = match look {
            Look::Code => Some(palette.card),
            Look::Mention => Some(palette.tinted(palette.open)),
            _ => None,
        };
        if let Some(ground) = ground {
            let (from, width) = (x - GROUND, line.width + 2.0 * GROUND);
            self.rect(from, y - size, width, size * 1.3, 5.0, ground);
        }
        let colour = match look {
            Look::Mention => palette.open,
            _ if is_small => palette.soft,
            _ => palette.text,
        };
        self.text(At::left(x, y), colour, line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<(String, Look, bool)> {
        let read = Paragraph::read(line).words.into_iter();
        read.map(|w| (w.text, w.look, w.joined)).collect()
    }

    #[test]
    fn marks_become_looks() {
        let word = |text: &str, look, joined| (text.to_string(), look, joined);
        assert_eq!(
            words("**Packers** -4.5, by <@Ann>: `ab 1`"),
            [
                word("Packers", Look::Strong, false),
                word("-4.5,", Look::Plain, false),
                word("by", Look::Plain, false),
                word("@Ann", Look::Mention, false),
                word(":", Look::Plain, true),
                word("ab 1", Look::Code, false),
            ]
        );
        assert_eq!(
            words("1\\. \\*x\\*"),
            [word("1.", Look::Plain, false), word("*x*", Look::Plain, false)]
        );
        assert_eq!(
            unmarked("a tap on *Tail*, 2 * 3 and 4*"),
            "a tap on Tail, 2 * 3 and 4*"
        );
        let small = Paragraph::read("-# - a");
        assert!(small.is_small && small.is_item && small.words.len() == 1);
    }

    #[test]
    fn half_a_mark_is_text() {
        for line in ["**", "`", "<@", "\\", "a ** b", "<@>"] {
            Paragraph::read(line);
        }
        assert_eq!(words("<@x").len(), 1);
        assert_eq!(unmarked("-# by <@Ann>: **a** `b c`"), "by @Ann: a b c");
    }
}
