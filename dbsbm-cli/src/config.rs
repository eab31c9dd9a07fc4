//! The configuration file: settings that no option and no environment variable gave.

use crate::{args::Global, failure::Failure};
use serde::Deserialize;

/// The database when nothing names one.
pub(crate) const DEFAULT_DATABASE: &str = "sqlite://dbsbm.db";

/// What the file may hold. Unknown keys are refused, so that a misspelt one is seen.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Config {
    /// The database, as `--db`.
    pub(crate) db: Option<String>,
}

impl Config {
    /// The options' file, read; the default where none is named.
    pub(crate) fn load(global: &Global) -> Result<Self, Failure> {
        let Some(path) = &global.config else {
            return Ok(Self::default());
        };
        let text = std::fs::read_to_string(path).map_err(|e| Failure::file(path, &e))?;
        toml::from_str(&text).map_err(|e| {
            Failure::refused(
                "config",
                format!("{}: {}", path.display(), e.to_string().trim_end()),
            )
            .hint("the file is TOML, such as: db = \"sqlite:///srv/book.db\"")
        })
    }

    /// The database: option, then environment, then file, then the default.
    pub(crate) fn database(&self, global: &Global) -> String {
        let named = global.db.as_ref().or(self.db.as_ref());
        named.map_or_else(|| DEFAULT_DATABASE.to_string(), Clone::clone)
    }
}
