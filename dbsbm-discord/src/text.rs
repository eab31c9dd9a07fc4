//! Words of people inside words of the bot: shown as typed, never obeyed.

use crate::limits;
use std::fmt::Write as _;

/// A person's text for a message: markdown, mentions and writing direction lose their power.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\\' | '*' | '_' | '~' | '`' | '|' | '>' | '#' | '[' | ']' | '(' | ')' | '<' | ':' => {
                out.push('\\');
                out.push(c);
            }
            // The word joiner keeps `@everyone` from being one, even where mentions were allowed by mistake.
            '@' => out.push_str("@\u{2060}"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if hidden(c) => {}
            c => out.push(c),
        }
    }
    isolate(&out)
}

/// A person's text where Discord reads no markdown: labels, choices, file names.
pub(crate) fn label(text: &str) -> String {
    let shown = text.chars().filter(|c| !hidden(*c) && !c.is_control());
    isolate(&shown.collect::<String>())
}

/// What a person typed, quoted back: short, on one line, and calling nobody.
pub(crate) fn quoted(typed: &str) -> String {
    /// Enough to know one's own words by.
    const MOST: usize = 100;
    let shown = limits::clip(&label(typed), MOST);
    format!("`{}`", shown.replace('`', "'").replace('@', "@\u{2060}"))
}

/// Characters that are not seen but change what is: controls, and those that turn the writing direction.
pub(crate) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Right-to-left text in a frame of its own, so that it does not turn the words around it.
fn isolate(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if text.chars().any(turns) {
        format!("\u{2068}{text}\u{2069}")
    } else {
        text.to_string()
    }
}

/// A head, as many lines below it as a message takes, and a foot; what was left out is counted.
pub(crate) fn listed(head: &str, lines: &[String], foot: Option<&str>) -> String {
    /// For the words that count.
    const COUNT: usize = 40;
    let foot = foot.map(|foot| format!("\n{foot}")).unwrap_or_default();
    let mut left = limits::CONTENT.saturating_sub(limits::length(head) + limits::length(&foot) + COUNT);
    let mut out = head.to_string();
    for (shown, line) in lines.iter().enumerate() {
        let Some(rest) = left.checked_sub(limits::length(line) + 1) else {
            let _ = write!(out, "\n-# and {} more", lines.len() - shown);
            break;
        };
        left = rest;
        let _ = write!(out, "\n{line}");
    }
    out + &foot
}

/// `1 pick`, `2 picks`: how many there are of what takes an s.
pub(crate) fn counted<N: std::fmt::Display + PartialEq + From<u8>>(n: N, word: &str) -> String {
    let s = if n == N::from(1) { "" } else { "s" };
    format!("{n} {word}{s}")
}

/// A moment as everybody's own clock shows it: `<t:1538931600:f>`.
pub(crate) fn moment(at: chrono::DateTime<chrono::Utc>, style: char) -> String {
    let mut out = String::new();
    let _ = write!(out, "<t:{}:{style}>", at.timestamp());
    out
}

/// A moment as the books write it, and how long that is.
const WRITTEN: (&str, usize) = ("%Y-%m-%d %H:%M:%S UTC", "2024-09-08 17:00:00 UTC".len());

/// Words of the books with their moments as Discord shows them: to everybody in the own zone.
pub(crate) fn in_own_zone(words: &str) -> String {
    let (form, length) = WRITTEN;
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(end) = rest.find(" UTC").map(|at| at + " UTC".len()) {
        let (before, after) = rest.split_at(end);
        rest = after;
        let written = before
            .len()
            .checked_sub(length)
            .and_then(|at| before.split_at_checked(at));
        let read = written.and_then(|(start, written)| {
            let at = chrono::NaiveDateTime::parse_from_str(written, form).ok()?;
            Some(format!("{start}{}", moment(at.and_utc(), 'f')))
        });
        out.push_str(read.as_deref().unwrap_or(before));
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_the_books_are_shown_in_the_zone_of_the_reader() {
        for (words, shown) in [
            (
                "started at 2024-09-08 17:00:00 UTC, which is over",
                "started at <t:1725814800:f>, which is over",
            ),
            (
                "2024-09-08 17:00:00 UTC to 2024-09-08 17:00:01 UTC",
                "<t:1725814800:f> to <t:1725814801:f>",
            ),
            ("2024-19-08 17:00:00 UTC", "2024-19-08 17:00:00 UTC"),
            ("ünïcödé-ünïcödé-ü UTC", "ünïcödé-ünïcödé-ü UTC"),
            ("UTC", "UTC"),
            ("", ""),
        ] {
            assert_eq!(in_own_zone(words), shown);
        }
    }

    #[test]
    fn a_list_keeps_its_end_and_says_what_it_leaves_out() {
        let lines = vec!["x".repeat(99); 30];
        let whole = listed("Head", &lines[..3], Some("foot"));
        assert!(whole.starts_with("Head\nxxx") && whole.ends_with("x\nfoot") && whole.lines().count() == 5);
        let cut = listed("Head", &lines, Some("foot"));
        assert!(cut.ends_with("\n-# and 11 more\nfoot"), "{cut}");
        assert!(limits::length(&cut) <= limits::CONTENT);
        assert_eq!(listed("Head", &[], None), "Head");
    }

    #[test]
    fn one_is_not_many() {
        assert_eq!(counted(1, "decided pick"), "1 decided pick");
        assert_eq!(counted(0_i64, "event"), "0 events");
        assert_eq!(counted(2_usize, "line"), "2 lines");
    }

    #[test]
    fn people_cannot_command_the_message() {
        assert_eq!(
            plain("**x** <@1>"),
            "\\*\\*x\\*\\* \\<@\u{2060}1>".replace("1>", "1\\>")
        );
        assert!(!plain("@everyone").contains("@everyone"));
        assert_eq!(plain("a\u{202e}b"), "ab");
        assert_eq!(plain("مكابي"), "\u{2068}مكابي\u{2069}");
        assert_eq!(label("a\nb\u{200b}"), "ab");
        assert_eq!(quoted("`@here`"), "`'@\u{2060}here'`");
        assert_eq!(limits::length(&quoted(&"x".repeat(5_000))), 102);
    }
}
