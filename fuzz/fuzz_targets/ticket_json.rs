//! Any bytes are answered; a settled ticket keeps within what it may return, and says why.
#![no_main]

use dbsbm_core::settle::{Answer, MAX_POSSIBLE_RETURN, answer};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|line: &[u8]| {
    let answer = answer(line);
    let json = serde_json::to_string(&answer).unwrap();
    match answer {
        Answer::Settled(settled) => {
            assert!(settled.returned.ten_thousandths() <= MAX_POSSIBLE_RETURN * 10_000, "{json}");
            assert!(settled.max_returned.is_none_or(|most| most >= settled.returned), "{json}");
            assert!(!settled.steps.is_empty());
        }
        _ => assert!(json.contains("\"error\"")),
    }
});
