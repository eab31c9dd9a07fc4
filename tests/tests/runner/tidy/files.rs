//! Source files: one idea each, all of them compiled, none of them a stub.

use super::{files, none, root, shown, text};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// The most lines of a source file. Past 500 a file is probably two ideas; past this it is.
const MOST_LINES: usize = 600;

/// Longer files, each with its reason: tables of data that are read by looking a row up, not from top to bottom.
const TABLES: [&str; 0] = [];

fn sources() -> Vec<PathBuf> {
    [".rs", ".sql", ".py"]
        .iter()
        .flat_map(|ending| files(root(), ending))
        .collect()
}

#[test]
fn a_file_is_one_idea() {
    let long = |path: &PathBuf| {
        let lines = text(path).lines().count();
        let exempt = TABLES.contains(&shown(path).as_str());
        (lines > MOST_LINES && !exempt).then(|| format!("{lines} lines: {}", shown(path)))
    };
    let found: Vec<String> = sources().iter().filter_map(long).collect();
    none(&found, "more than 600 lines are more than one idea: divide");
}

#[test]
fn nothing_is_a_stub() {
    // Written apart, so that this file is not its own finding.
    let stubs = [
        concat!("to", "do!"),
        concat!("unimplement", "ed!"),
        concat!("#[", "ignore"),
        concat!("FIX", "ME"),
    ];
    let mut found = Vec::new();
    for path in files(root(), ".rs") {
        for (number, line) in (1..).zip(text(&path).lines()) {
            if stubs.iter().any(|stub| line.contains(stub)) {
                found.push(format!("{}:{number}: {}", shown(&path), line.trim()));
            }
        }
    }
    none(
        &found,
        "a stub is not a feature, and a test that never runs tests nothing",
    );
}

/// Every Rust file belongs to a crate: a root that cargo finds by itself or its manifest names, or a module that one of
/// those declares.
#[test]
fn every_file_is_compiled() {
    let mut reached = BTreeSet::new();
    let mut all = BTreeSet::new();
    for manifest in files(root(), "Cargo.toml") {
        let package = manifest.parent().unwrap();
        all.extend(files(package, ".rs"));
        let declared: toml::Table = text(&manifest).parse().unwrap();
        let mut roots: Vec<PathBuf> = ["build.rs", "src/lib.rs", "src/main.rs"]
            .iter()
            .map(|path| package.join(path))
            .collect();
        for folder in ["src/bin", "tests", "benches", "examples", "fuzz_targets"] {
            // The member crates `tests` and `benches` have their roots one level down like every other package.
            for entry in std::fs::read_dir(package.join(folder)).into_iter().flatten() {
                let path = entry.unwrap().path();
                roots.push(path.join("main.rs"));
                if path.extension().is_some_and(|e| e == "rs") {
                    roots.push(path);
                }
            }
        }
        for table in ["lib", "bin", "test", "bench", "example"] {
            let targets = match declared.get(table) {
                Some(toml::Value::Array(many)) => many.clone(),
                Some(one) => vec![one.clone()],
                None => Vec::new(),
            };
            roots.extend(
                targets
                    .iter()
                    .filter_map(|t| Some(package.join(t.get("path")?.as_str()?))),
            );
        }
        for file in roots.into_iter().filter(|path| path.is_file()) {
            reach(&file, true, &mut reached);
        }
    }
    let orphans: Vec<String> = all.difference(&reached).map(|path| shown(path)).collect();
    none(&orphans, "files that no crate compiles");
}

/// Marks a file and the modules that it declares.
fn reach(file: &Path, is_root: bool, reached: &mut BTreeSet<PathBuf>) {
    if !reached.insert(file.to_path_buf()) {
        return;
    }
    let beside = file.parent().unwrap();
    let stem = file.file_stem().unwrap().to_string_lossy();
    let below = if is_root || stem == "mod" {
        beside.to_path_buf()
    } else {
        beside.join(stem.as_ref())
    };
    let mut path_attribute = None;
    for line in text(file).lines().map(str::trim) {
        if let Some(path) = line
            .strip_prefix("#[path = \"")
            .and_then(|rest| rest.strip_suffix("\"]"))
        {
            path_attribute = Some(beside.join(path));
        }
        let Some(name) = module(line) else { continue };
        let candidates = match path_attribute.take() {
            Some(path) => vec![path],
            None => vec![below.join(format!("{name}.rs")), below.join(name).join("mod.rs")],
        };
        for candidate in candidates.iter().filter(|path| path.is_file()) {
            reach(&candidate.canonicalize().unwrap(), false, reached);
        }
    }
}

/// The name that a line declares as a module in a file of its own.
fn module(line: &str) -> Option<&str> {
    let rest = line
        .strip_prefix("pub")
        .map_or(line, |rest| match rest.split_once(") ") {
            Some((scope, rest)) if scope.starts_with('(') => rest,
            _ => rest.trim_start(),
        });
    let name = rest.strip_prefix("mod ")?.strip_suffix(';')?;
    name.chars()
        .all(|c| c.is_alphanumeric() || c == '_')
        .then_some(name)
}

#[test]
fn modules_are_seen() {
    for (line, name) in [
        ("mod a;", Some("a")),
        ("pub mod b_2;", Some("b_2")),
        ("pub(crate) mod c;", Some("c")),
        ("pub(in crate::x) mod d;", Some("d")),
        ("mod e {", None),
        ("// mod f;", None),
    ] {
        assert_eq!(module(line), name, "{line}");
    }
}
