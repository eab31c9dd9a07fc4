//! The bookmakers whose prices a guild measures its quotes against.
//!
//! ```
//! use dbsbm_core::guild::Settings;
//! let mut settings = Settings::default();
//! settings.set("books", "Pinnacle, bet365").unwrap();
//! assert!(settings.books.tracks("pinnacle") && settings.books.trusted().is_none());
//! settings.set("books", "Pinnacle").unwrap();
//! assert_eq!(settings.books.trusted(), Some("Pinnacle"));
//! ```

/// Tracked bookmakers, at most 30; one alone is a source that the guild trusts by itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Books(Vec<String>);

/// The most books that a guild can track.
const MOST: usize = 30;

impl Books {
    /// From a comma list; the error says what is wrong with it.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut books: Vec<String> = Vec::new();
        for name in text.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            if name.chars().count() > 40 || name.chars().any(char::is_control) {
                return Err(format!(
                    "`{}` is no bookmaker's name",
                    name.chars().take(40).collect::<String>()
                ));
            }
            if !books.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                books.push(name.to_string());
            }
        }
        if books.len() > MOST {
            return Err(format!("{} books; at most {MOST} can be tracked", books.len()));
        }
        Ok(Self(books))
    }

    /// The names, in the order they were given. Empty: every bookmaker that quotes.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// The one source that the guild trusts, if it named just one.
    pub fn trusted(&self) -> Option<&str> {
        match self.0.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    /// Whether prices of this bookmaker count. Averages are nobody's price: they count only when they are named.
    pub fn tracks(&self, book: &str) -> bool {
        if self.0.is_empty() {
            book != "average"
        } else {
            self.0.iter().any(|name| name.eq_ignore_ascii_case(book))
        }
    }
}
