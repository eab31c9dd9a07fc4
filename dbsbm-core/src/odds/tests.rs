use super::*;
use proptest::prelude::*;

fn net(text: &str) -> Option<(u64, u64)> {
    text.parse::<Odds>().ok().map(|o| (o.num(), o.den()))
}

#[test]
fn the_strings_people_type() {
    for (text, expect) in [
        ("-110", Some((10, 11))),
        ("+150", Some((3, 2))),
        ("150", Some((3, 2))),
        ("100", Some((1, 1))),
        ("-100", Some((1, 1))),
        ("1.91", Some((91, 100))),
        ("1,91", Some((91, 100))),
        ("2", Some((1, 1))),
        ("5", Some((4, 1))),
        ("10/11", Some((10, 11))),
        ("100/30", Some((10, 3))),
        ("evens", Some((1, 1))),
        ("EV", Some((1, 1))),
        ("0.91hk", Some((91, 100))),
        ("0.91 HK", Some((91, 100))),
        ("-0.2my", Some((5, 1))),
        ("-1.20id", Some((5, 6))),
        ("50%", Some((1, 1))),
        ("\u{2212}110", Some((10, 11))),
        (" -110 ", Some((10, 11))),
        ("101.5", Some((201, 2))),
        ("-50", None),
        ("+99", None),
        ("0.9", None),
        ("1", None),
        ("1.0", None),
        ("-105.5", None),
        ("abc", None),
        ("NaN", None),
        ("inf", None),
        ("", None),
        ("1e5", None),
        ("0/1", None),
        ("1/0", None),
        ("5/", None),
        ("1.2.3", None),
        ("100%", None),
        ("0%", None),
        ("1.5my", None),
        ("0.5id", None),
        ("1.1234567", None),
        ("99999999999999", None),
    ] {
        assert_eq!(net(text), expect, "{text}");
    }
}

#[test]
fn a_refusal_says_what_is_wrong() {
    for (text, part) in [
        ("-50", "-100 or lower"),
        ("0.9", "0.9hk"),
        ("-105.5", "whole numbers"),
        ("abc", "no price"),
        ("1234567890123456789012345678901234567890", "too long"),
        ("1.12345678", "six decimals"),
        ("1/0", "pays nothing"),
    ] {
        let message = text.parse::<Odds>().unwrap_err().to_string();
        assert!(message.contains(part), "{text}: {message}");
    }
}

/// Worked conversions; the first rows are WE149 to WE156 of the golden figures.
#[test]
fn conversions() {
    use Notation::*;
    for (text, from, to, expect, exact) in [
        ("6/5", Fractional, Decimal, "2.20", true),
        ("6/5", Fractional, American, "+120", true),
        ("6/5", Fractional, HongKong, "1.20", true),
        ("6/5", Fractional, Indonesian, "1.20", true),
        ("6/5", Fractional, Malay, "-0.8333", false),
        ("-0.2", Malay, Decimal, "6.00", true),
        ("-0.7", Malay, Decimal, "2.4286", false),
        ("-175", American, Decimal, "1.5714", false),
        ("-175", American, Fractional, "4/7", true),
        ("-175", American, Implied, "63.6364%", false),
        ("3.5", Decimal, Fractional, "5/2", true),
        ("3.5", Decimal, American, "+250", true),
        ("1.91", Decimal, American, "-110", false),
        ("1.9975", Decimal, American, "+100", false),
        ("6/4", Fractional, Fractional, "6/4", true),
    ] {
        let quoted = Odds::parse_as(text, from).unwrap().to(to);
        assert_eq!(
            (quoted.text.as_str(), quoted.exact),
            (expect, exact),
            "{text} {from:?} -> {to:?}"
        );
    }
}

fn any_price() -> impl Strategy<Value = Odds> {
    let american = (100u64..100_000, any::<bool>())
        .prop_map(|(n, neg)| format!("{}{n}", if neg { '-' } else { '+' }).parse().unwrap());
    let decimal = (1_000_001u64..50_000_000)
        .prop_map(|n| Odds::from_net_return(n - 1_000_000, 1_000_000, Notation::Decimal).unwrap());
    let fractional = (1u64..1000, 1u64..1000)
        .prop_map(|(n, d)| Odds::from_net_return(n, d, Notation::Fractional).unwrap());
    let hong_kong = (1u64..5_000).prop_map(|n| Odds::from_net_return(n, 100, Notation::HongKong).unwrap());
    let malay = (1u64..=100, any::<bool>()).prop_map(|(n, neg)| {
        Odds::parse_as(
            &format!("{}{}.{:02}", if neg { "-" } else { "" }, n / 100, n % 100),
            Notation::Malay,
        )
        .unwrap()
    });
    let indonesian = (100u64..=5_000, any::<bool>()).prop_map(|(n, neg)| {
        Odds::parse_as(
            &format!("{}{}.{:02}", if neg { "-" } else { "" }, n / 100, n % 100),
            Notation::Indonesian,
        )
        .unwrap()
    });
    let implied = (1u64..10_000).prop_map(|n| format!("{}.{:02}%", n / 100, n % 100).parse().unwrap());
    prop_oneof![
        american, decimal, fractional, hong_kong, malay, indonesian, implied
    ]
}

proptest! {
    #[test]
    fn print_then_parse_in_its_notation_is_the_identity(price in any_price()) {
        let again: Odds = price.to_string().parse().unwrap();
        prop_assert_eq!(again, price);
    }

    #[test]
    fn any_text_is_a_price_or_an_error(text in "\\PC{0,30}") {
        let _ = text.parse::<Odds>();
        for notation in Notation::ALL {
            let _ = Odds::parse_as(&text, notation);
        }
    }

    #[test]
    fn order_is_the_order_of_what_they_pay(a in any_price(), b in any_price()) {
        prop_assert_eq!(a < b, a.decimal_f64() < b.decimal_f64());
    }
}
