//! Lines to tokens: words, numbers with their signs, fractions, scores, clock times and marks.
//!
//! People leave out spaces (`Packers-4.5`, `o47.5-110`, `ML(-135)`, `1.5u`), so a token ends where its kind does.

use super::clean::{BULLET, LOST, WON};
use crate::market::Sport;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Letters, with digits, dots, hyphens and apostrophes inside: `A.J.`, `49ers`, `1st`, `F5`.
    Word,
    /// A number, with or without sign: `-4.5`, `2,10`, `110`.
    Number,
    /// `10/11`.
    Fraction,
    /// `2-1`, `12-4-1`: two or three whole numbers joined by hyphens or colons.
    Score,
    /// `7:05`, `7pm`.
    Clock,
    /// `$50`, `€20`.
    Money,
    /// A hashtag, without its sign.
    Hashtag,
    /// Punctuation.
    Mark(char),
    /// A picture of a sport.
    Sport(Sport),
    /// A sign that a bet was won.
    Won,
    /// A sign that a bet was lost.
    Lost,
    /// An emoji or sign that says nothing.
    Decor,
}

/// A token and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Token<'_> {
    /// True when nothing stands between this token and the next.
    pub(super) const fn touches(&self, next: &Token<'_>) -> bool {
        self.end == next.start
    }
}

/// Words that may be glued to the number after them: `o47.5`.
const GLUED: [&str; 7] = ["o", "u", "ov", "un", "over", "under", "ovr"];
/// Words that keep their final dot.
const DOTTED: [&str; 8] = ["st", "jr", "sr", "vs", "no", "mt", "ft", "u.s"];
/// Endings that are a word of their own after a number, as in `2u` or `25pts`; other mixtures stay whole (`49ers`).
const UNITS: [&str; 34] = [
    "u", "un", "unit", "units", "uni", "pt", "pts", "points", "point", "k", "ks", "hk", "my", "id", "ast",
    "asts", "reb", "rebs", "yds", "yd", "yards", "sog", "td", "tds", "pra", "leg", "legger", "hr", "rec",
    "recs", "team", "teamer", "goals", "ml",
];

/// The tokens of one line.
pub(super) fn tokens(line: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        line,
        at: 0,
        emphasis: line.matches('*').count().is_multiple_of(2),
        found: Vec::new(),
    };
    while lexer.at < line.len() {
        lexer.step();
    }
    lexer.found
}

struct Lexer<'a> {
    line: &'a str,
    at: usize,
    /// Stars come in pairs: they mark text up, and rate nothing.
    emphasis: bool,
    found: Vec<Token<'a>>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        self.line.get(self.at..).unwrap_or_default()
    }

    fn push(&mut self, kind: Kind, length: usize) {
        let (start, end) = (self.at, self.at + length);
        let text = self.line.get(start..end).unwrap_or_default();
        self.found.push(Token {
            kind,
            text,
            start,
            end,
        });
        self.at = end;
    }

    fn step(&mut self) {
        let rest = self.rest();
        let Some(c) = rest.chars().next() else { return };
        let second = rest.chars().nth(1);
        if c.is_whitespace() || (c == '*' && self.emphasis) {
            self.at += c.len_utf8();
        } else if let Some(length) = link(rest) {
            self.at += length;
        } else if c == '#' && second.is_some_and(char::is_alphabetic) {
            self.at += 1;
            let length = span(self.rest(), |c| c.is_alphanumeric() || c == '_');
            self.push(Kind::Hashtag, length);
        } else if matches!(c, '$' | '€' | '£') && second.is_some_and(|d| d.is_ascii_digit()) {
            let length =
                1 + span(&rest[c.len_utf8()..], |c| {
                    c.is_ascii_digit() || c == '.' || c == ','
                }) + c.len_utf8()
                    - 1;
            self.push(Kind::Money, length);
        } else if starts_number(rest) {
            self.number();
        } else if c.is_alphabetic() {
            self.word();
        } else {
            let kind = match c {
                WON => Kind::Won,
                LOST => Kind::Lost,
                BULLET => Kind::Mark(BULLET),
                _ if sport_of(c).is_some() => sport_of(c).map_or(Kind::Decor, Kind::Sport),
                _ if c.is_ascii_punctuation() => Kind::Mark(c),
                _ => Kind::Decor,
            };
            self.push(kind, c.len_utf8());
        }
    }

    fn number(&mut self) {
        let rest = self.rest();
        let signed = rest.starts_with(['+', '-']);
        let glued_to_side = self
            .found
            .last()
            .is_some_and(|t| t.end == self.at && GLUED.contains(&t.text.to_lowercase().as_str()));
        let body = &rest[usize::from(signed)..];
        let plain = !signed && !glued_to_side;
        if let Some((kind, length)) = plain.then(|| joined(body)).flatten() {
            self.push(kind, length);
            return;
        }
        let length = usize::from(signed) + decimal(body);
        let after = rest.get(length..).unwrap_or_default();
        let suffix = span(after, |c| c.is_alphabetic() || c == '\'');
        let word = after.get(..suffix).unwrap_or_default().to_lowercase();
        let half_day = after.get(..3).unwrap_or_default().to_lowercase();
        let bare = after
            .get(3..)
            .is_none_or(|r| !r.starts_with(char::is_alphanumeric));
        if plain && matches!(half_day.as_str(), " am" | " pm") && bare {
            self.push(Kind::Clock, length + 3);
        } else if word == "pm"
            && rest.starts_with('3')
            && length == 1
            && self.found.last().is_some_and(|t| {
                t.text == "+"
                    || t.kind == Kind::Number
                    || t.text.len() <= 5 && GLUED.contains(&t.text.to_lowercase().as_str())
            })
        {
            // threes made are written 3PM
            self.push(Kind::Word, length + suffix);
        } else if suffix > 0 && plain && matches!(word.as_str(), "am" | "pm") {
            self.push(Kind::Clock, length + suffix);
        } else if suffix == 0 || !plain || UNITS.contains(&word.as_str()) {
            self.push(Kind::Number, length);
        } else {
            // `49ers`, `1st`, `2H`, `1X`, `1st-half`
            let tail = span(&after[suffix..], |c| c.is_alphanumeric());
            self.push(Kind::Word, length + suffix + tail);
        }
    }

    fn word(&mut self) {
        let rest = self.rest();
        for glued in GLUED.iter().rev() {
            let head = rest.get(..glued.len()).unwrap_or_default();
            let next = rest.get(glued.len()..).unwrap_or_default();
            let number = next.starts_with(|c: char| c.is_ascii_digit())
                || (next.starts_with('.') && next[1..].starts_with(|c: char| c.is_ascii_digit()));
            if head.eq_ignore_ascii_case(glued) && number {
                self.push(Kind::Word, glued.len());
                return;
            }
        }
        let behind_number = self
            .found
            .last()
            .is_some_and(|t| t.kind == Kind::Number && t.end == self.at);
        let mut length = 0;
        let mut chars = rest.chars().peekable();
        while let Some(c) = chars.next() {
            let next = chars.peek().copied();
            let inside = match c {
                '-' | '&' => next.is_some_and(char::is_alphabetic),
                '\'' => next.is_some_and(char::is_alphabetic) || rest[..length].ends_with(['s', 'z']),
                '.' => {
                    let so_far = rest.get(..length).unwrap_or_default();
                    let initial = so_far.chars().rev().take_while(|c| c.is_alphabetic()).count() == 1;
                    (initial && (so_far.ends_with(char::is_uppercase) || (length == 1 && !behind_number)))
                        || next.is_some_and(char::is_alphabetic)
                        || DOTTED.contains(&so_far.to_lowercase().as_str())
                }
                c => c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}'),
            };
            if !inside {
                break;
            }
            length += c.len_utf8();
        }
        self.push(Kind::Word, length.max(1));
    }
}

fn span(text: &str, inside: impl Fn(char) -> bool) -> usize {
    text.find(|c| !inside(c)).unwrap_or(text.len())
}

fn starts_number(text: &str) -> bool {
    let body = text.strip_prefix(['+', '-']).unwrap_or(text);
    let body = body.strip_prefix('.').unwrap_or(body);
    body.starts_with(|c: char| c.is_ascii_digit())
}

/// Length of a plain decimal: `47.5`, `2,10`, `.5`. A comma is a point only with one or two digits behind it.
fn decimal(text: &str) -> usize {
    let whole = span(text, |c| c.is_ascii_digit());
    let after = text.get(whole..).unwrap_or_default();
    let places = after.get(1..).map_or(0, |p| span(p, |c| c.is_ascii_digit()));
    match after.chars().next() {
        Some('.') if places > 0 => whole + 1 + places,
        Some(',') if whole > 0 && (1..=2).contains(&places) => whole + 1 + places,
        Some(',') if (1..=3).contains(&whole) && places == 3 => whole + 1 + places,
        _ => whole,
    }
}

/// Two or three whole numbers joined without spaces.
fn joined(text: &str) -> Option<(Kind, usize)> {
    let first = span(text, |c| c.is_ascii_digit());
    let mark = text.get(first..)?.chars().next()?;
    let second = span(text.get(first + 1..)?, |c| c.is_ascii_digit());
    let end = first + 1 + second;
    let after = text.get(end..)?;
    if first == 0 || second == 0 || first > 4 || second > 4 {
        return None;
    }
    let more = after.starts_with('.') && after.get(1..)?.starts_with(|c: char| c.is_ascii_digit());
    match mark {
        ':' if second == 2 => {
            let space = usize::from(after.starts_with(' '));
            let half = after.get(space..space + 2).unwrap_or_default().to_lowercase();
            let half_day = matches!(half.as_str(), "am" | "pm");
            let short =
                after.starts_with(['a', 'p', 'A', 'P']) && !after[1..].starts_with(char::is_alphanumeric);
            let length = match (half_day, short) {
                (true, _) => end + space + 2,
                (_, true) => end + 1,
                _ => end,
            };
            Some((Kind::Clock, length))
        }
        ':' => Some((Kind::Score, end)),
        // a date, or a line of figures such as 31/8/11
        '/' if after.starts_with('/') => {
            let third = after.get(1..).map_or(0, |t| span(t, |c| c.is_ascii_digit()));
            (third > 0).then_some((Kind::Score, end + 1 + third))
        }
        '/' if !more => Some((Kind::Fraction, end)),
        '/' => None,
        '-' if !more && first <= 3 && second <= 3 => {
            let third = after
                .strip_prefix('-')
                .map_or(0, |t| span(t, |c| c.is_ascii_digit()));
            Some((Kind::Score, if third > 0 { end + 1 + third } else { end }))
        }
        _ => None,
    }
}

/// Length of a web address or mail address at the start of the text.
fn link(text: &str) -> Option<usize> {
    let length = span(text, |c| !c.is_whitespace());
    let word = text.get(..length)?.to_lowercase();
    let domain = [
        ".com", ".net", ".org", ".gg/", ".ly/", ".co/", ".me/", ".app", ".io/", ".tv",
    ];
    let is = word.starts_with("http") && word.contains("://")
        || word.starts_with("www.")
        || domain.iter().any(|d| word.contains(d));
    is.then_some(length)
}

fn sport_of(c: char) -> Option<Sport> {
    Some(match c {
        '🏈' => Sport::AmericanFootball,
        '🏀' => Sport::Basketball,
        '⚾' => Sport::Baseball,
        '🏒' | '🥅' => Sport::IceHockey,
        '⚽' => Sport::Soccer,
        '🎾' => Sport::Tennis,
        '🥊' => Sport::Boxing,
        '🥋' => Sport::Mma,
        '🏇' | '🐎' => Sport::HorseRacing,
        '⛳' | '🏌' => Sport::Golf,
        '🏎' => Sport::MotorRacing,
        '🏉' => Sport::Rugby,
        '🏏' => Sport::Cricket,
        '🏐' => Sport::Volleyball,
        '🤾' => Sport::Handball,
        '🎯' => Sport::Darts,
        '🎮' => Sport::Esports,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_end_where_their_kind_does() {
        for (line, expect) in [
            ("Packers-4.5-110 2u", "Packers -4.5 -110 2 u"),
            ("o47.5(-105)", "o 47.5 ( -105 )"),
            ("49ers ML -120", "49ers ML -120"),
            ("1H u10.5", "1H u 10.5"),
            ("Over 2,5 @1,85", "Over 2,5 @ 1,85"),
            ("went 12-4 last 16", "went 12-4 last 16"),
            ("7:05 PM Texas A&M", "7:05 PM Texas A&M"),
            ("10/11 A.J. Brown", "10/11 A.J. Brown"),
            ("Over 2.5/3", "Over 2.5 / 3"),
            ("25+ pts", "25 + pts"),
            ("see https://x.com/a now", "see now"),
            ("St. Louis Karl-Anthony", "St. Louis Karl-Anthony"),
        ] {
            let found: Vec<_> = tokens(line).iter().map(|t| t.text).collect();
            assert_eq!(found.join(" "), expect, "{line}");
        }
    }
}
