//! Reading a price from the strings people type.
//!
//! The text alone decides the notation: a sign or a bare whole number of 100 or more is American, a point or comma is
//! decimal, a slash is fractional, `evens` and `EV` pay one for one, a mark (`hk`, `my`, `id`, `%`) names the rest.

use super::{Notation, Odds};

/// The longest text that can be a price.
const MAX_LENGTH: usize = 24;

/// Text that is no price: what is wrong, and what was probably meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OddsError {
    /// No number in any notation.
    #[error("`{given}` is no price: write American (-110), decimal (1.91) or fractional (10/11) odds")]
    NotAPrice {
        /// What was given, shortened.
        given: String,
    },
    /// More characters than any price has.
    #[error("`{given}...` is too long to be a price")]
    TooLong {
        /// The beginning of what was given.
        given: String,
    },
    /// American odds between -100 and +100.
    #[error("`{given}`: American odds are -100 or lower, or +100 or higher")]
    AmericanTooSmall {
        /// What was given.
        given: String,
    },
    /// American odds with decimals.
    #[error(
        "`{given}`: American odds are whole numbers; for decimal odds leave out the sign, for Malay or Indonesian add `my` or `id`"
    )]
    AmericanNotWhole {
        /// What was given.
        given: String,
    },
    /// Decimal odds of 1 or less.
    #[error(
        "`{given}`: decimal odds include the stake and are above 1; for Hong Kong odds write `{given}hk`"
    )]
    DecimalTooSmall {
        /// What was given.
        given: String,
    },
    /// Malay odds above 1, or Indonesian odds below 1 in size, or a probability outside 0 to 100%.
    #[error("`{given}` is outside the range of {notation} odds ({range})")]
    OutsideNotation {
        /// What was given.
        given: String,
        /// The notation's name.
        notation: &'static str,
        /// Its range in words.
        range: &'static str,
    },
    /// A price that returns nothing.
    #[error("`{given}` pays nothing: both parts of a price are above zero")]
    NoReturn {
        /// What was given.
        given: String,
    },
    /// More than a million for one.
    #[error("`{given}` pays more than 1000000 for one; that is no price")]
    TooLarge {
        /// What was given.
        given: String,
    },
    /// More decimals than a price has.
    #[error("`{given}` is written more finely than any price: at most six decimals")]
    TooPrecise {
        /// What was given.
        given: String,
    },
}

impl std::str::FromStr for Odds {
    type Err = OddsError;

    fn from_str(text: &str) -> Result<Self, OddsError> {
        let clean = clean(text)?;
        let lower = clean.to_ascii_lowercase();
        if matches!(lower.as_str(), "evens" | "even" | "ev" | "evs" | "evn") {
            let notation = if lower == "evens" || lower == "evs" {
                Notation::Fractional
            } else {
                Notation::American
            };
            return Self::from_net_return(1, 1, notation);
        }
        let marked = [
            ("hk", Notation::HongKong),
            ("my", Notation::Malay),
            ("id", Notation::Indonesian),
            ("%", Notation::Implied),
        ];
        for (mark, notation) in marked {
            if let Some(number) = lower.strip_suffix(mark) {
                return read(number.trim_end(), notation, &clean);
            }
        }
        let signed = lower.starts_with(['+', '-']);
        if lower.contains('/') {
            read(&lower, Notation::Fractional, &clean)
        } else if signed {
            read(&lower, Notation::American, &clean)
        } else if lower.contains('.') {
            read(&lower, Notation::Decimal, &clean)
        } else {
            match lower.parse::<u64>() {
                Ok(n) if n >= 100 => read(&lower, Notation::American, &clean),
                _ => read(&lower, Notation::Decimal, &clean),
            }
        }
    }
}

impl Odds {
    /// Reads a price in a known notation, whatever the text alone would suggest (`0.91` as Hong Kong).
    ///
    /// # Errors
    /// As for parsing without a notation.
    pub fn parse_as(text: &str, notation: Notation) -> Result<Self, OddsError> {
        let clean = clean(text)?;
        let lower = clean.to_ascii_lowercase();
        match lower.as_str() {
            "evens" | "even" | "ev" | "evs" => Self::from_net_return(1, 1, notation),
            number => {
                let bare = ["hk", "my", "id"]
                    .iter()
                    .find_map(|m| number.strip_suffix(m))
                    .unwrap_or(number);
                read(bare.trim_end(), notation, &clean)
            }
        }
    }
}

/// One spelling: trimmed, plain minus, decimal point; refused when it is too long.
fn clean(text: &str) -> Result<String, OddsError> {
    let trimmed = text.trim();
    if trimmed.chars().nth(MAX_LENGTH).is_some() {
        return Err(OddsError::TooLong {
            given: trimmed.chars().take(MAX_LENGTH).collect(),
        });
    }
    let plain: String = trimmed
        .chars()
        .map(|c| match c {
            '\u{2212}' | '\u{2013}' | '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}' => '-',
            '\u{ff0b}' => '+',
            '\u{2044}' => '/',
            ',' => '.',
            other => other,
        })
        .collect();
    Ok(plain)
}

fn read(number: &str, notation: Notation, given: &str) -> Result<Odds, OddsError> {
    let given = || given.to_string();
    let outside = |notation: &'static str, range: &'static str| OddsError::OutsideNotation {
        given: given(),
        notation,
        range,
    };
    let build = |num: u64, den: u64| {
        Odds::from_net_return(num, den, notation).map_err(|e| match e {
            OddsError::TooPrecise { .. } => OddsError::TooPrecise { given: given() },
            OddsError::TooLarge { .. } => OddsError::TooLarge { given: given() },
            _ => OddsError::NoReturn { given: given() },
        })
    };
    match notation {
        Notation::Fractional => {
            let (n, d) = number
                .split_once('/')
                .ok_or_else(|| OddsError::NotAPrice { given: given() })?;
            let part = |s: &str| whole(s.trim()).ok_or_else(|| OddsError::NotAPrice { given: given() });
            build(part(n)?, part(d)?)
        }
        Notation::American => {
            let (negative, digits) = sign(number);
            if digits.contains('.') && decimal(digits).is_some() {
                return Err(OddsError::AmericanNotWhole { given: given() });
            }
            match whole(digits).ok_or_else(|| OddsError::NotAPrice { given: given() })? {
                n if n < 100 => Err(OddsError::AmericanTooSmall { given: given() }),
                n if negative => build(100, n),
                n => build(n, 100),
            }
        }
        Notation::Decimal | Notation::HongKong => {
            let (n, d) = decimal(number).ok_or_else(|| number_error(number, given()))?;
            match notation {
                Notation::HongKong => build(n, d),
                _ if n > d => build(n - d, d),
                _ => Err(OddsError::DecimalTooSmall { given: given() }),
            }
        }
        Notation::Malay | Notation::Indonesian => {
            let (negative, digits) = sign(number);
            let (n, d) = decimal(digits).ok_or_else(|| number_error(digits, given()))?;
            match notation {
                Notation::Malay if n > d => return Err(outside("Malay", "from -1 to 1, zero excepted")),
                Notation::Indonesian if n < d => {
                    return Err(outside("Indonesian", "-1 or lower, or 1 or higher"));
                }
                _ => {}
            }
            if negative { build(d, n) } else { build(n, d) }
        }
        Notation::Implied => {
            let (percent, bare) = match number.strip_suffix('%') {
                Some(p) => (true, p.trim_end()),
                None => (given().ends_with('%'), number),
            };
            let (n, d) = decimal(bare).ok_or_else(|| number_error(bare, given()))?;
            let d = if percent { d * 100 } else { d };
            if n == 0 || n >= d {
                return Err(outside("implied probability", "above 0% and below 100%"));
            }
            build(d - n, n)
        }
    }
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.len() <= 12 && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

/// Why a number could not be read: too many places, or no number at all.
fn number_error(text: &str, given: String) -> OddsError {
    let numeric = text.bytes().all(|b| b.is_ascii_digit() || b == b'.') && text.matches('.').count() <= 1;
    match text.split_once('.') {
        Some((_, places)) if numeric && places.trim_end_matches('0').len() > 6 => {
            OddsError::TooPrecise { given }
        }
        None if numeric && text.len() > 8 => OddsError::TooLarge { given },
        _ => OddsError::NotAPrice { given },
    }
}

/// A plain decimal as a ratio: at most eight digits before the point and six after it.
fn decimal(text: &str) -> Option<(u64, u64)> {
    let (before, after) = text.split_once('.').unwrap_or((text, ""));
    let after = after.trim_end_matches('0');
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if text.is_empty()
        || text == "."
        || !digits(before)
        || !digits(after)
        || before.len() > 8
        || after.len() > 6
    {
        return None;
    }
    let scale = after.bytes().fold(1u64, |s, _| s * 10);
    let n = before
        .bytes()
        .chain(after.bytes())
        .fold(0u64, |n, b| n * 10 + u64::from(b - b'0'));
    Some((n, scale))
}
