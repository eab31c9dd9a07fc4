//! Links in the documentation lead somewhere.

use super::{files, none, root, shown, text};
use std::path::Path;

#[test]
fn every_link_between_documents_resolves() {
    let mut dead = Vec::new();
    for path in files(root(), ".md") {
        let document = text(&path);
        for target in targets(&document) {
            let (file, heading) = target.split_once('#').unwrap_or((target, ""));
            let place = if file.is_empty() {
                path.clone()
            } else {
                path.parent().unwrap().join(file)
            };
            let found = place.exists()
                && (heading.is_empty()
                    || !file_is_markdown(&place)
                    || headings(&text(&place)).contains(&heading.into()));
            if !found {
                dead.push(format!("{}: {target}", shown(&path)));
            }
        }
    }
    none(&dead, "links that lead nowhere");
}

fn file_is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "md")
}

/// What a document links to within the repository, code left out.
fn targets(document: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut code = false;
    for line in document.lines() {
        if line.trim_start().starts_with("```") {
            code = !code;
        }
        if code {
            continue;
        }
        for (start, _) in line.match_indices("](") {
            let before = line[..start].matches('`').count();
            let rest = &line[start + 2..];
            let Some(target) = rest.split(')').next().and_then(|t| t.split(' ').next()) else {
                continue;
            };
            let outside = ["http:", "https:", "mailto:"]
                .iter()
                .any(|scheme| target.starts_with(scheme));
            if before % 2 == 0 && !outside && !target.is_empty() {
                found.push(target);
            }
        }
    }
    found
}

/// The anchors of a document's headings, as GitHub makes them.
fn headings(document: &str) -> Vec<String> {
    let anchor = |line: &str| {
        let title = line.trim_start_matches('#').trim().to_lowercase();
        let kept = title
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>()
    };
    document
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(anchor)
        .collect()
}

#[test]
fn links_are_seen() {
    let document = "# A b: `c`!\n[x](y.md#z) and `[no](code)` ![p](q.svg \"t\") [w](https://w.example)\n```\n[n](o)\n```\n";
    assert_eq!(targets(document), ["y.md#z", "q.svg"]);
    assert_eq!(headings(document), ["a-b-c"]);
}
