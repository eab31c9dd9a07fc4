//! Which crate may use which, and what core must never see.

use super::{CRATES, none, root, text};
use std::process::Command;

/// What core may not have anywhere below it: it has no runtime, no database, no network and no front-end.
const NOT_IN_CORE: [&str; 7] = ["tokio", "sqlx", "redis", "serenity", "reqwest", "axum", "pyo3"];

/// A crate and what it may use of ours. Nothing points back up.
const ARROWS: [(&str, &[&str]); 10] = [
    ("dbsbm-core", &[]),
    ("dbsbm-store", &["dbsbm-core"]),
    ("dbsbm-feeds", &["dbsbm-core"]),
    ("dbsbm-render", &["dbsbm-core"]),
    ("dbsbm-discord", &["dbsbm-store", "dbsbm-render", "dbsbm-core"]),
    ("dbsbm-web", &["dbsbm-store", "dbsbm-render", "dbsbm-core"]),
    ("dbsbm-py", &["dbsbm-core", "dbsbm-render", "dbsbm-store"]),
    (
        "dbsbm-cli",
        &[
            "dbsbm-core",
            "dbsbm-store",
            "dbsbm-feeds",
            "dbsbm-render",
            "dbsbm-discord",
            "dbsbm-web",
        ],
    ),
    ("tests", &CRATES),
    ("benches", &CRATES),
];

/// What binds a crate to an operating system, a browser or a clock of its own.
const NOT_PORTABLE: [&str; 10] = [
    "libc",
    "rustix",
    "nix",
    "windows-sys",
    "getrandom",
    "wasm-bindgen",
    "js-sys",
    "web-sys",
    "iana-time-zone",
    "num_cpus",
];

/// Everything below core in a build for `target`, one name each. Where the packages of a target were never needed before, this
/// fetches them.
fn below_core(target: &[&str]) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", "dbsbm-core", "--all-features"])
        .args(["--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(target)
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let tree = String::from_utf8(output.stdout).unwrap();
    assert!(tree.starts_with("dbsbm-core"), "{tree}");
    let name = |line: &str| line.split(' ').next().unwrap_or_default().to_string();
    tree.lines().map(name).collect()
}

#[test]
fn nothing_below_core_knows_a_runtime_a_database_or_a_network() {
    let never = |name: &String| {
        NOT_IN_CORE
            .iter()
            .any(|never| name == never || name.strip_prefix(never).is_some_and(|r| r.starts_with('-')))
    };
    let found: Vec<String> = below_core(&[]).into_iter().filter(never).collect();
    none(&found, "dbsbm-core stays pure, but depends on");
}

/// `scripts/test` also builds core for a target without an operating system, where the toolchain has one.
#[test]
fn nothing_below_core_needs_an_operating_system() {
    let bound = |name: &String| NOT_PORTABLE.contains(&name.as_str());
    let found: Vec<String> = below_core(&["--target", "wasm32-unknown-unknown"])
        .into_iter()
        .filter(bound)
        .collect();
    none(&found, "dbsbm-core stays portable, but depends on");
    let asked = [
        "std::fs",
        "std::env",
        "TcpStream",
        "std::process",
        "SystemTime",
        "Instant::now",
        "Utc::now",
    ];
    let mut wrong = Vec::new();
    for path in super::files(&root().join("dbsbm-core/src"), ".rs") {
        if path.ends_with("tests.rs") {
            continue;
        }
        let code = text(&path);
        let shipped = code.lines().take_while(|line| *line != "#[cfg(test)]");
        for (number, line) in (1..).zip(shipped) {
            if !line.trim_start().starts_with("//") && asked.iter().any(|word| line.contains(word)) {
                wrong.push(format!("{}:{number}: {}", super::shown(&path), line.trim()));
            }
        }
    }
    none(&wrong, "dbsbm-core asks the operating system");
}

/// Names of ours in a table of dependencies.
fn ours(manifest: &toml::Table, table: &str) -> Vec<String> {
    let Some(dependencies) = manifest.get(table).and_then(toml::Value::as_table) else {
        return Vec::new();
    };
    dependencies
        .keys()
        .filter(|name| name.starts_with("dbsbm-"))
        .cloned()
        .collect()
}

#[test]
fn arrows_point_down() {
    let members: toml::Table = text(&root().join("Cargo.toml")).parse().unwrap();
    let mut wrong = Vec::new();
    for member in members["workspace"]["members"].as_array().unwrap() {
        let member = member.as_str().unwrap();
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == member) else {
            wrong.push(format!("{member} has no place in ARROWS"));
            continue;
        };
        let manifest: toml::Table = text(&root().join(member).join("Cargo.toml")).parse().unwrap();
        for table in ["dependencies", "build-dependencies", "dev-dependencies"] {
            for used in ours(&manifest, table) {
                // A crate may name itself, to turn a feature on in its tests.
                if !allowed.contains(&used.as_str()) && used != member {
                    wrong.push(format!("{member} -> {used} ({table})"));
                }
            }
        }
        let inherits = manifest
            .get("lints")
            .and_then(|l| l.get("workspace"))
            .and_then(toml::Value::as_bool);
        if inherits != Some(true) {
            wrong.push(format!("{member} does not take the lints of the workspace"));
        }
    }
    none(&wrong, "a crate may use only what it points to");
}

/// The database belongs to the store; the others call the Book.
#[test]
fn only_the_store_speaks_sql() {
    let mut wrong = Vec::new();
    for member in CRATES.iter().filter(|name| **name != "dbsbm-store") {
        for path in super::files(&root().join(member), ".toml") {
            if text(&path)
                .lines()
                .any(|line| line.trim_start().starts_with("sqlx"))
            {
                wrong.push(super::shown(&path));
            }
        }
        for path in super::files(&root().join(member), ".rs") {
            let code = text(&path);
            let sql = [
                "SELECT ",
                "INSERT INTO ",
                "DELETE FROM ",
                "CREATE TABLE ",
                "sqlx::",
            ];
            for (number, line) in (1..).zip(code.lines()) {
                if !line.trim_start().starts_with("//") && sql.iter().any(|word| line.contains(word)) {
                    wrong.push(format!("{}:{number}: {}", super::shown(&path), line.trim()));
                }
            }
        }
    }
    none(&wrong, "SQL outside of dbsbm-store");
}
