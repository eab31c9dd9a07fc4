//! Any text is read without a panic, as picks or as something that was not understood.
#![no_main]

use dbsbm_core::bet::text;
use dbsbm_core::market::Sport;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let _ = text::read_one(text);
    for sport in [None, Some(Sport::AmericanFootball), Some(Sport::Soccer)] {
        let _ = text::read(text, sport);
    }
});
