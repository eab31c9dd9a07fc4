//! What the readers say of good files, of bad rows, and of files that are none.

mod bad_files;
mod bets;
mod games;

use super::*;

/// The documentation of the formats, which must name every code.
#[test]
fn every_code_is_documented() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/file-formats.md");
    let text = std::fs::read_to_string(path).expect("docs/file-formats.md is there");
    let files = [
        "empty_file",
        "missing_column",
        "duplicate_column",
        "bad_encoding",
        "bad_header",
        "unreadable",
    ];
    for code in RowCode::ALL.iter().map(|c| c.code()).chain(files) {
        assert!(
            text.contains(&format!("| `{code}` |")),
            "docs/file-formats.md does not describe `{code}`"
        );
    }
    for preset in Preset::ALL {
        assert!(
            text.contains(&format!("`{preset}`")),
            "docs/file-formats.md does not describe `{preset}`"
        );
    }
}
