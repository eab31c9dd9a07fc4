//! Worked tickets of other people, to four decimals. Each line of the file names its source.

use crate::common::{answer, lines_of};

#[test]
fn every_ticket_is_exact_to_four_decimals() {
    let lines = lines_of("tickets.jsonl");
    assert_eq!(lines.len(), 72);
    for line in lines {
        let answer = answer(&line["ticket"]);
        for field in ["lines", "staked", "returned", "net"] {
            assert_eq!(
                answer[field], line["expected"][field],
                "{field} of {line}\n{answer}"
            );
        }
        assert!(!answer["why"].as_array().unwrap().is_empty());
    }
}
