//! One spelling for what people type: plain dashes and quotes, ASCII letters for styled ones, halves as decimals.
//!
//! Social media brings several minus signs, invisible characters and "bold" letters from the mathematical block. Every
//! later step sees one form of each.

/// The mark that replaces a bullet.
pub(super) const BULLET: char = '•';
/// The mark that replaces a sign for a bet that was won.
pub(super) const WON: char = '✔';
/// The mark that replaces a sign for a bet that was lost.
pub(super) const LOST: char = '✘';

/// The cleaned text; lines end with `\n`.
pub(super) fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => {}
            '\u{fe00}'..='\u{fe0f}' | '\u{ad}' | '\u{1f3fb}'..='\u{1f3ff}' => {}
            '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' => out.push('\n'),
            '\t' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
                out.push(' ');
            }
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{2043}' | '\u{ff0d}' => {
                out.push('-')
            }
            '‘' | '’' | 'ʼ' | '`' | '´' | '′' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '\u{2044}' | '\u{2215}' => out.push('/'),
            '×' => out.push('x'),
            '➕' => out.push('+'),
            '…' => out.push_str("..."),
            '½' | '¼' | '¾' => {
                let unit = chars
                    .clone()
                    .find(|c| *c != ' ')
                    .is_some_and(|c| matches!(c, 'u' | 'U'));
                fraction(&mut out, c, unit);
            }
            '\u{20e3}' => keycap(&mut out),
            '·' | '●' | '○' | '▪' | '▫' | '◦' | '‣' | '►' | '▶' | '▸' | '➡' | '→' | '➤' | '➔' | '■'
            | '◾' | '◆' | '🔹' | '🔸' | '🔘' | '📍' | '👉' | '➜' => out.push(BULLET),
            '✅' | '☑' | '✓' | '💚' | '🤑' | '🧹' => out.push(WON),
            '❌' | '✖' | '✗' | '⛔' | '🚫' => out.push(LOST),
            '\u{ff01}'..='\u{ff5e}' => out.push(shifted(c, 0xfee0)),
            '\u{1d400}'..='\u{1d7ff}' => out.push(styled(c)),
            other => out.push(other),
        }
        if c == '\u{2764}' && chars.peek() == Some(&'\u{fe0f}') {
            chars.next();
        }
    }
    out
}

/// `7½` and `7 ½` are 7.5, a lone `½` is 0.5, and so is one that counts units behind another number.
fn fraction(out: &mut String, c: char, unit: bool) {
    let before = out.trim_end();
    let digits = before.chars().rev().take_while(char::is_ascii_digit).count();
    if out.ends_with(' ') && (1..=2).contains(&digits) && !unit {
        out.truncate(before.len());
    }
    if !out.ends_with(|d: char| d.is_ascii_digit()) {
        out.push('0');
    }
    out.push_str(match c {
        '½' => ".5",
        '¼' => ".25",
        _ => ".75",
    });
}

/// A digit in a box numbers a list: it is a bullet, no figure.
fn keycap(out: &mut String) {
    if out.ends_with(|d: char| d.is_ascii_digit() || d == '#' || d == '*') {
        out.pop();
        out.push(BULLET);
    }
}

fn shifted(c: char, by: u32) -> char {
    u32::from(c)
        .checked_sub(by)
        .and_then(char::from_u32)
        .unwrap_or(' ')
}

/// Letters and digits of the mathematical block, in any of its alphabets.
fn styled(c: char) -> char {
    let code = u32::from(c);
    if code >= 0x1d7ce {
        return char::from_digit((code - 0x1d7ce) % 10, 10).unwrap_or(' ');
    }
    let place = (code - 0x1d400) % 52;
    let base = if place < 26 {
        u32::from('A')
    } else {
        u32::from('a') - 26
    };
    if code < 0x1d6a4 {
        char::from_u32(base + place).unwrap_or(' ')
    } else {
        ' '
    }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn one_spelling() {
        for (typed, expect) in [
            ("−4½", "-4.5"),
            ("7 ½", "7.5"),
            ("½u", "0.5u"),
            ("𝗣𝗮𝗰𝗸𝗲𝗿𝘀 \u{1d7ef}", "Packers 3"),
            ("1️⃣ Bills", "• Bills"),
            ("Ｏｖｅｒ", "Over"),
            ("a\u{200b}b\u{a0}c", "ab c"),
        ] {
            assert_eq!(clean(typed), expect);
        }
    }
}
