//! The seven notations: how each one writes a net return `b` per unit.
//!
//! | notation | b >= 1 | b < 1 |
//! | --- | --- | --- |
//! | American | `+100b` | `-100/b` |
//! | decimal | `1 + b` | `1 + b` |
//! | fractional | `b` as a fraction | the same |
//! | Hong Kong | `b` | `b` |
//! | Malay | `-1/b`, `1.00` at evens | `b` |
//! | Indonesian | `b` | `-1/b` |
//! | implied probability | `1/(1+b)` | the same |

use super::Odds;
use serde::{Deserialize, Serialize};

/// How a price is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Notation {
    /// `-110`, `+150`: whole numbers of at least 100.
    American,
    /// `1.91`: the stake included.
    Decimal,
    /// `10/11`, `evens`.
    Fractional,
    /// `0.91hk`: net return per unit.
    HongKong,
    /// `0.91my`, `-0.83my`: at most 1 in size.
    Malay,
    /// `1.50id`, `-1.10id`: at least 1 in size.
    Indonesian,
    /// `52.38%`: break-even probability.
    Implied,
}

impl Notation {
    /// Every notation.
    pub const ALL: [Self; 7] = [
        Self::American,
        Self::Decimal,
        Self::Fractional,
        Self::HongKong,
        Self::Malay,
        Self::Indonesian,
        Self::Implied,
    ];

    /// The name used in files and JSON.
    pub const fn code(self) -> &'static str {
        match self {
            Self::American => "american",
            Self::Decimal => "decimal",
            Self::Fractional => "fractional",
            Self::HongKong => "hong_kong",
            Self::Malay => "malay",
            Self::Indonesian => "indonesian",
            Self::Implied => "implied",
        }
    }

    /// The notation that all prices share; decimal where they share none.
    pub(crate) fn shared(prices: &[Odds]) -> Self {
        let mut each = prices.iter().map(|price| price.notation());
        let first = each.next().unwrap_or(Self::Decimal);
        if each.all(|other| other == first) {
            first
        } else {
            Self::Decimal
        }
    }

    /// The notation with this name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|n| n.code() == code)
    }
}

/// A price written in some notation, and whether the text says exactly what the price pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quoted {
    /// The price as text, without a notation mark.
    pub text: String,
    /// False when the notation could not hold the price and it was rounded.
    pub exact: bool,
}

impl Odds {
    /// The price in a notation, rounded half-even where the notation cannot hold it.
    pub fn to(self, notation: Notation) -> Quoted {
        let (n, d) = (u128::from(self.num()), u128::from(self.den()));
        let below_evens = n < d;
        match notation {
            Notation::American => {
                let (value, exact) = if below_evens {
                    ratio(100 * d, n, 0)
                } else {
                    ratio(100 * n, d, 0)
                };
                let sign = if below_evens && value != "100" { '-' } else { '+' };
                Quoted {
                    text: format!("{sign}{value}"),
                    exact,
                }
            }
            Notation::Decimal => plain(n + d, d, 2),
            Notation::Fractional => Quoted {
                text: fraction(self.num(), self.den()),
                exact: true,
            },
            Notation::HongKong => plain(n, d, 2),
            Notation::Malay if n > d => negative(plain(d, n, 2)),
            Notation::Malay => plain(n, d, 2),
            Notation::Indonesian if below_evens => negative(plain(d, n, 2)),
            Notation::Indonesian => plain(n, d, 2),
            Notation::Implied => {
                let percent = plain(100 * d, n + d, 2);
                Quoted {
                    text: format!("{}%", percent.text),
                    exact: percent.exact,
                }
            }
        }
    }
}

impl std::fmt::Display for Odds {
    /// The price in its own notation, with the mark (`hk`, `my`, `id`, `%`) that lets it be read back.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let quoted = self.to(self.notation());
        let mark = match self.notation() {
            Notation::HongKong => "hk",
            Notation::Malay => "my",
            Notation::Indonesian => "id",
            _ => "",
        };
        write!(f, "{}{mark}", quoted.text)
    }
}

/// Fractions that bookmakers traditionally leave unreduced.
fn fraction(num: u64, den: u64) -> String {
    match (num, den) {
        (3, 2) => "6/4".into(),
        (2, 3) => "4/6".into(),
        (10, 3) => "100/30".into(),
        (n, d) => format!("{n}/{d}"),
    }
}

fn negative(quoted: Quoted) -> Quoted {
    Quoted {
        text: format!("-{}", quoted.text),
        ..quoted
    }
}

/// A decimal with at least `shown` places: exact when seven places suffice, else rounded to four.
fn plain(n: u128, d: u128, shown: usize) -> Quoted {
    let (mut text, exact) = ratio(n, d, 7);
    if !exact {
        text = ratio(n, d, 4).0;
    }
    let kept = text.trim_end_matches('0').len();
    let point = text.find('.').map_or(text.len(), |p| p + 1 + shown);
    text.truncate(kept.max(point).min(text.len()));
    Quoted { text, exact }
}

/// `n/d` with this many decimals, half-even, and whether that is exact.
fn ratio(n: u128, d: u128, places: usize) -> (String, bool) {
    let scale = (0..places).fold(1u128, |s, _| s * 10);
    let (q, r) = (n * scale / d, n * scale % d);
    let up = 2 * r > d || (2 * r == d && q % 2 == 1);
    let q = q + u128::from(up);
    let text = match places {
        0 => q.to_string(),
        _ => format!("{}.{:0places$}", q / scale, q % scale),
    };
    (text, r == 0)
}
