//! Finding a player by what somebody typed: parts of the name, last name first, with typing errors.
//!
//! ```
//! use dbsbm_core::names::find_players;
//! let names = ["LeBron James", "James Harden", "Nikola Jokić"];
//! assert_eq!(find_players("jokic", names, 5), [2]);
//! assert_eq!(find_players("lebron", names, 5), [0]);
//! assert_eq!(find_players("Lebrno Jmaes", names, 5), [0]);
//! assert_eq!(find_players("james", names, 5), [0, 1]);
//! assert!(find_players("xyz", names, 5).is_empty());
//! ```

use super::fold;

/// Likeness below which a name is not meant.
const ENOUGH: f64 = 0.86;
/// The most characters of what is looked for.
const MAX_TEXT: usize = 60;

/// The places of the names that the text can mean, best first; of equals the earlier. An empty text finds the first ones.
pub fn find_players<'a>(text: &str, names: impl IntoIterator<Item = &'a str>, limit: usize) -> Vec<usize> {
    let wanted = words(&text.chars().take(MAX_TEXT).collect::<String>());
    let mut found: Vec<(f64, usize)> = names
        .into_iter()
        .enumerate()
        .map(|(place, name)| (likeness(&wanted, &words(name)), place))
        .filter(|(likeness, _)| *likeness >= ENOUGH)
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    found.into_iter().take(limit).map(|(_, place)| place).collect()
}

fn words(name: &str) -> Vec<String> {
    let parts = name.split(|c: char| c.is_whitespace() || c == '-');
    parts.map(fold).filter(|word| !word.is_empty()).collect()
}

/// How well each word that was typed meets a word of the name, on average; last names count a little more than first
/// ones, and words that nobody typed cost a little.
fn likeness(wanted: &[String], name: &[String]) -> f64 {
    if wanted.is_empty() {
        return 1.0;
    }
    let (mut sum, mut count) = (0.0, 0.0);
    for typed in wanted {
        let best = name.iter().rev().enumerate().map(|(from_end, word)| {
            let nearer = if from_end == 0 { 0.005 } else { 0.0 };
            one(typed, word) + nearer
        });
        sum += best.fold(0.0, f64::max);
        count += 1.0;
    }
    let untyped = name.len().saturating_sub(wanted.len());
    sum / count - if untyped > 1 { 0.001 } else { 0.0 }
}

/// A beginning is as good as the word while it is being typed; else the number of letters that differ decides.
fn one(typed: &str, word: &str) -> f64 {
    match () {
        () if typed == word => 1.0,
        () if word.starts_with(typed) => 0.97,
        () if typed.len() < 3 => 0.0,
        () => {
            let same = strsim::normalized_damerau_levenshtein(typed, word);
            // A letter swapped or missing in a short word is a large share of it.
            let close = strsim::damerau_levenshtein(typed, word) == 1;
            if close && typed.len() >= 4 {
                same.max(0.9)
            } else {
                same
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [&str; 7] = [
        "Patrick Mahomes",
        "Josh Allen",
        "Keenan Allen",
        "Amon-Ra St. Brown",
        "A.J. Brown",
        "Luka Dončić",
        "D'Angelo Russell",
    ];

    #[test]
    fn names_are_found_by_parts_and_with_typing_errors() {
        for (text, expect) in [
            ("mahomes", &[0][..]),
            ("Mahoems", &[0]),
            ("pat mah", &[0]),
            ("allen", &[1, 2]),
            ("josh alen", &[1]),
            ("st brown", &[3]),
            ("aj brown", &[4]),
            ("brown", &[3, 4]),
            ("doncic", &[5]),
            ("DONCIC LUKA", &[5]),
            ("dangelo", &[6]),
            ("zz", &[]),
        ] {
            let mut found = find_players(text, NAMES, 3);
            found.sort_unstable();
            assert!(expect.iter().all(|e| found.contains(e)), "{text}: {found:?}");
            if expect.is_empty() {
                assert!(found.is_empty(), "{text}: {found:?}");
            }
        }
        assert_eq!(find_players("", NAMES, 2), [0, 1]);
        assert!(find_players(&"x".repeat(10_000), NAMES, 3).is_empty());
    }
}
