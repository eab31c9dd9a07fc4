//! One spelling for names that people write in many ways.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The form in which names are compared: lower case, letters and digits only, no diacritics, `&` as `and`.
///
/// ```
/// use dbsbm_core::names::fold;
/// assert_eq!(fold("San Diego"), fold("SanDiego"));
/// assert_eq!(fold("Nott'm Forest"), "nottmforest");
/// assert_eq!(fold("1. FC Köln"), "1fckoln");
/// assert_eq!(fold("Bodø/Glimt"), "bodoglimt");
/// ```
pub fn fold(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.is_ascii() {
        text.bytes().for_each(|b| ascii(b, &mut key));
        return key;
    }
    for c in text.nfkd().filter(|c| !is_combining_mark(*c)) {
        match c {
            c if c.is_ascii() => ascii(c as u8, &mut key),
            // Letters that are no base letter with a mark.
            'ß' | 'ẞ' => key.push_str("ss"),
            'æ' | 'Æ' => key.push_str("ae"),
            'œ' | 'Œ' => key.push_str("oe"),
            'ø' | 'Ø' => key.push('o'),
            'ł' | 'Ł' => key.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => key.push('d'),
            'þ' | 'Þ' => key.push_str("th"),
            'ı' => key.push('i'),
            c if c.is_alphanumeric() => key.extend(c.to_lowercase()),
            _ => {}
        }
    }
    key
}

fn ascii(byte: u8, key: &mut String) {
    match byte {
        b'&' => key.push_str("and"),
        b if b.is_ascii_alphanumeric() => key.push(char::from(b.to_ascii_lowercase())),
        _ => {}
    }
}
