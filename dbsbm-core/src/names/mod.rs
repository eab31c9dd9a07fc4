//! Names of teams: one franchise under the many names that text, files and providers give it.

/// The names that look most alike, best first, for the hint of an error.
pub fn nearest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<String> {
    let text = text.trim().to_lowercase();
    let mut scored: Vec<(f64, &str)> = names
        .into_iter()
        .map(|n| (strsim::jaro_winkler(&text, &n.to_lowercase()), n))
        .collect();
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    scored
        .into_iter()
        .take(most)
        .map(|(_, n)| n.to_string())
        .collect()
}
