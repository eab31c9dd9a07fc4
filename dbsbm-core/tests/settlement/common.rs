//! What the stories share.

use dbsbm_core::settle;
use serde_json::Value;

/// A file of `tests/golden`, line by line.
pub(crate) fn lines_of(name: &str) -> Vec<Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/golden")
        .join(name);
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

pub(crate) fn answer(ticket: &Value) -> Value {
    serde_json::to_value(settle::answer(ticket.to_string().as_bytes())).unwrap()
}
