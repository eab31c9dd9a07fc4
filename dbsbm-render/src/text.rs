//! What people typed, made safe for a picture: cleaned, bounded, escaped, cut to a width.

use unicode_segmentation::UnicodeSegmentation;

use crate::fonts::{Fonts, Weight};

/// More characters than any picture can show; what follows is not even measured.
const MAX_CHARS: usize = 240;
/// Accents on one letter; more of them would run over the lines above and below.
const MAX_ACCENTS: usize = 2;
/// Characters of one grapheme: enough for every emoji family and flag.
const MAX_CLUSTER: usize = 16;

/// A line of text with the size and width it will have.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) weight: Weight,
    pub(crate) size: f32,
    pub(crate) width: f32,
}

/// Takes out what breaks a line or a document: controls, direction overrides, stacked accents, endless text.
pub(crate) fn clean(text: &str) -> String {
    let mut out = String::new();
    let mut left = MAX_CHARS;
    // the bound on the input keeps ten megabytes in one name from costing anything
    let head: String = text.chars().take(4 * MAX_CHARS).collect();
    for cluster in head.graphemes(true) {
        if cluster.chars().all(|c| c.is_whitespace() || c.is_control()) {
            if !out.ends_with(' ') && !out.is_empty() && cluster.chars().any(char::is_whitespace) {
                out.push(' ');
            }
            continue;
        }
        let mut accents = 0;
        let kept: String = cluster
            .chars()
            .filter(|&c| is_drawable(c))
            .filter(|&c| {
                accents += usize::from(is_accent(c));
                !is_accent(c) || accents <= MAX_ACCENTS
            })
            .take(MAX_CLUSTER)
            .collect();
        let size = kept.chars().count();
        if size > left {
            out.push('…');
            break;
        }
        left -= size;
        out.push_str(&kept);
    }
    typographic(out.trim())
}

/// Whether a character may stand in the document and keeps to its own place.
fn is_drawable(c: char) -> bool {
    let overrides_direction =
        matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    let is_noncharacter = (c as u32) & 0xFFFE == 0xFFFE || matches!(c, '\u{FDD0}'..='\u{FDEF}');
    let is_invisible = matches!(
        c,
        '\u{200B}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
    );
    !(c.is_control() || overrides_direction || is_noncharacter || is_invisible)
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// A hyphen that is a minus sign becomes one: it stands as high and wide as the plus beside it.
fn typographic(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let opens = before.is_whitespace() || before == '(';
        let is_minus = c == '-' && opens && chars.peek().is_some_and(|n| n.is_ascii_digit() || *n == '.');
        out.push(if is_minus { '\u{2212}' } else { c });
        before = c;
    }
    out
}

/// Escapes text for an element or a quoted attribute.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Up to two capitals that stand for a name: `Green Bay Packers` gives `GP`, `Arsenal` gives `AR`.
pub(crate) fn initials(name: &str) -> String {
    let name = clean(name);
    let words: Vec<&str> = name
        .unicode_words()
        .filter(|w| w.chars().next().is_some_and(char::is_alphanumeric))
        .collect();
    let letters: Vec<&str> = match words.as_slice() {
        [] => name.graphemes(true).take(1).collect(),
        [one] => one.graphemes(true).take(2).collect(),
        [first, .., last] => first
            .graphemes(true)
            .take(1)
            .chain(last.graphemes(true).take(1))
            .collect(),
    };
    letters.concat().to_uppercase()
}

impl Fonts {
    /// One line at `size`, made smaller down to `smallest` and then cut so that it is never wider than `room`.
    pub(crate) fn fit(&self, text: &str, weight: Weight, size: f32, smallest: f32, room: f32) -> Line {
        let text = self.without_unknown_accents(clean(text));
        let em = self.em_width(&text, weight);
        if em * size <= room {
            return Line {
                text,
                weight,
                size,
                width: em * size,
            };
        }
        if em * smallest <= room {
            return Line {
                text,
                weight,
                size: room / em,
                width: room,
            };
        }
        self.cut(&text, weight, smallest, room)
    }

    /// One line if it fits at `smallest`, else two of that size, parted at a ` · ` if there is one, and the second
    /// cut where it is too long.
    pub(crate) fn lines(&self, text: &str, weight: Weight, size: f32, smallest: f32, room: f32) -> Vec<Line> {
        let text = self.without_unknown_accents(clean(text));
        if self.em_width(&text, weight) * smallest <= room {
            return vec![self.fit(&text, weight, size, smallest, room)];
        }
        let fits = |part: &str| self.em_width(part.trim_end(), weight) * smallest <= room;
        let longest = |ends: &mut dyn Iterator<Item = usize>| {
            ends.take_while(|&end| text.get(..end).is_some_and(fits))
                .last()
                .unwrap_or(0)
        };
        let by_part = longest(&mut text.match_indices(" · ").map(|(at, _)| at));
        let by_word = longest(&mut text.match_indices(' ').map(|(at, _)| at));
        // a word wider than the line is broken inside
        let split = match (by_part, by_word) {
            (0, 0) => longest(&mut text.grapheme_indices(true).map(|(at, _)| at)),
            (0, at) | (at, _) => at,
        };
        let (first, rest) = text.split_at_checked(split).unwrap_or((&text, ""));
        [first.trim_end(), rest.trim_start_matches([' ', '·'])]
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| self.fit(part, weight, smallest, smallest, room))
            .collect()
    }

    /// An accent that no font has would be a box of its own beside its letter: the letter is enough.
    fn without_unknown_accents(&self, text: String) -> String {
        if text.is_ascii() {
            return text;
        }
        text.chars()
            .filter(|&c| !is_accent(c) || self.has_any(c))
            .collect()
    }

    /// Cuts the middle out of a line, keeping a short last word: in `Long Name FC -4.5` the line is what counts.
    fn cut(&self, text: &str, weight: Weight, size: f32, room: f32) -> Line {
        let tail = text
            .rsplit_once(' ')
            .map_or("", |(_, last)| last)
            .trim_start_matches('…');
        let mut tail = if tail.graphemes(true).count() <= 7 {
            format!("… {tail}")
        } else {
            "…".to_owned()
        };
        if tail == "… " || self.em_width(&tail, weight) * size > room / 2.0 {
            tail = "…".to_owned();
        }
        let budget = room - self.em_width(&tail, weight) * size;
        let mut used = 0.0;
        let mut head = String::new();
        for cluster in text.graphemes(true) {
            used += self.em_width(cluster, weight) * size;
            if used > budget {
                break;
            }
            head.push_str(cluster);
        }
        let text = format!("{}{tail}", head.trim_end());
        let width = (self.em_width(&text, weight) * size).min(room);
        Line {
            text,
            weight,
            size,
            width,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_overrides_and_stacked_accents_go() {
        assert_eq!(clean("a\u{0}b\u{202E}c\r\n\td"), "abc d");
        assert_eq!(clean(&format!("Z{}", "\u{0301}".repeat(50))), "Z\u{301}\u{301}");
        assert_eq!(clean("  \u{FEFF} "), "");
        assert_eq!(clean(&"x".repeat(1 << 20)).chars().count(), MAX_CHARS + 1);
    }

    #[test]
    fn joined_emoji_stay_whole() {
        assert_eq!(clean("👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪"), "👩‍👩‍👧‍👦 🏴󠁧󠁢󠁥󠁮󠁧󠁿 🇩🇪");
    }

    #[test]
    fn a_minus_is_a_minus_and_a_hyphen_stays() {
        assert_eq!(
            clean("Packers -4.5 (-110) Jean-Luc 24-7"),
            "Packers −4.5 (−110) Jean-Luc 24-7"
        );
    }

    #[test]
    fn markup_is_text() {
        assert_eq!(escape(r#"<b a="1">&'"#), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;");
    }

    #[test]
    fn initials_of_any_name() {
        for (name, want) in [
            ("Green Bay Packers", "GP"),
            ("arsenal", "AR"),
            ("", ""),
            ("🔥 Heat", "HE"),
            ("🔥", "🔥"),
            ("1. FC Köln", "1K"),
        ] {
            assert_eq!(initials(name), want, "{name}");
        }
    }

    #[test]
    fn a_long_line_keeps_its_number() {
        let fonts = Fonts::new().unwrap();
        let line = fonts.fit(
            &format!("{} -4.5", "Long Team Name ".repeat(8)),
            Weight::SemiBold,
            30.0,
            24.0,
            300.0,
        );
        assert!(line.text.ends_with("… −4.5"), "{}", line.text);
        assert!(line.width <= 300.0);
        let lines = fonts.lines(
            &format!("{} +3.5", "W".repeat(100)),
            Weight::SemiBold,
            30.0,
            24.0,
            300.0,
        );
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|l| l.width <= 300.0), "{lines:?}");
        let lines = fonts.lines(
            "Badgers at Hornets · Demo · 23 Nov 2025",
            Weight::Medium,
            20.0,
            18.0,
            280.0,
        );
        let texts: Vec<&str> = lines.iter().map(|l| l.text.as_str()).collect();
        assert_eq!(texts, ["Badgers at Hornets · Demo", "23 Nov 2025"]);
    }
}
