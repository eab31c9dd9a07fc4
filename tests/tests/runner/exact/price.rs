//! Prices as people type them: the exact net return of one unit.

use super::{Fraction, decimal, whole};
use num_traits::{One as _, Signed as _};

pub(super) fn net_return(text: &str) -> Fraction {
    let text = text.replace('\u{2212}', "-").replace(',', ".");
    if matches!(text.as_str(), "evens" | "EV") {
        return whole(1);
    }
    if let Some((n, d)) = text.split_once('/') {
        return decimal(n) / decimal(d);
    }
    if let Some(hong_kong) = text.strip_suffix("hk") {
        return decimal(hong_kong);
    }
    if text.contains('.') {
        return decimal(&text) - Fraction::one();
    }
    let american = decimal(&text);
    if american.is_negative() {
        whole(-100) / american
    } else {
        american / whole(100)
    }
}

#[test]
fn prices_in_every_notation() {
    for (text, n, d) in [
        ("-110", 10, 11),
        ("+150", 3, 2),
        ("150", 3, 2),
        ("1,87", 87, 100),
        ("1.91", 91, 100),
        ("10/11", 10, 11),
        ("EV", 1, 1),
        ("0.91hk", 91, 100),
        ("\u{2212}120", 5, 6),
    ] {
        assert_eq!(net_return(text), whole(n) / whole(d), "{text}");
    }
}
