//! The calculators: fields, figures, refusals.

use crate::program::Program;

#[test]
fn a_price_in_seven_notations() {
    let answer = Program::new().json(&["calc", "odds", "6/5"]);
    for (name, expect) in [
        ("american", "+120"),
        ("decimal", "2.20"),
        ("hong_kong", "1.20"),
        ("indonesian", "1.20"),
        ("malay", "-0.8333"),
        ("net_return", "6/5"),
        ("notation", "fractional"),
    ] {
        assert_eq!(answer[name], expect, "{name}");
    }
}

#[test]
fn what_is_no_price_is_refused_with_the_reason() {
    let program = Program::new();
    let forty = "4".repeat(40);
    for (text, reason) in [
        ("-50", "-100 or lower"),
        ("0.9", "above 1"),
        ("abc", "no price"),
        ("NaN", "no price"),
        ("-105.5", "whole numbers"),
        (&forty, "too long"),
    ] {
        let (code, message) = program.refusal(&["calc", "odds", text], 1);
        assert!(code == "price" && message.contains(reason), "{text}: {message}");
    }
}
