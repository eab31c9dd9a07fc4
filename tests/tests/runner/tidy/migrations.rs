//! A migration that shipped is never edited: databases out there carry its checksum. A change is a new migration.

use super::{files, none, root, shown, text};
use sha2::{Digest as _, Sha256};

#[test]
fn migrations_stay_as_they_shipped() {
    let kept = root().join("tests/golden/migrations.sha256");
    let listed: Vec<String> = text(&kept).lines().map(str::to_string).collect();
    let present: Vec<String> = files(&root().join("dbsbm-store/migrations"), ".sql")
        .iter()
        .map(|path| {
            let hash = Sha256::digest(text(path).as_bytes());
            let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
            format!("{hex}  {}", shown(path))
        })
        .collect();
    let changed: Vec<String> = listed
        .iter()
        .filter(|line| !present.contains(line))
        .cloned()
        .collect();
    none(&changed, "migrations that shipped and are edited or gone");
    let new: Vec<String> = present
        .iter()
        .filter(|line| !listed.contains(line))
        .cloned()
        .collect();
    none(
        &new,
        "new migrations: add these lines to tests/golden/migrations.sha256",
    );
}
