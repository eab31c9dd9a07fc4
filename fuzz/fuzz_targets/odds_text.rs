//! Any text is a price or an error, and a price that is printed is read back as the same price.
#![no_main]

use dbsbm_core::odds::{Notation, Odds};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let readings = Notation::ALL.map(|notation| Odds::parse_as(text, notation));
    for price in readings.into_iter().chain([text.parse()]).flatten() {
        let printed = price.to_string();
        if price.to(price.notation()).exact {
            assert_eq!(printed.parse::<Odds>().as_ref(), Ok(&price), "{text} {printed}");
        }
        for notation in Notation::ALL {
            let _ = price.to(notation);
        }
    }
});
