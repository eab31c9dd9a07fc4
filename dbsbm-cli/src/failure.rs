//! What went wrong, classified once: who has to act decides the exit code.

use std::fmt;

/// Who has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// The input, a rule or a permission: the caller changes something.
    Refused,
    /// The command line itself.
    Usage,
    /// A database or network that is away: try again.
    Temporary,
    /// A fault of the program.
    Internal,
    /// The reader of our output went away: nobody has to act.
    Unread,
}

/// A failed command.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) class: Class,
    /// A short name that programs can match on.
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) hint: Option<String>,
}

impl Failure {
    fn new(class: Class, code: &'static str, message: impl fmt::Display) -> Self {
        Self {
            class,
            code,
            message: message.to_string(),
            hint: None,
        }
    }

    pub(crate) fn refused(code: &'static str, message: impl fmt::Display) -> Self {
        Self::new(Class::Refused, code, message)
    }

    pub(crate) fn temporary(code: &'static str, message: impl fmt::Display) -> Self {
        Self::new(Class::Temporary, code, message)
    }

    pub(crate) fn internal(code: &'static str, message: impl fmt::Display) -> Self {
        Self::new(Class::Internal, code, message)
    }

    pub(crate) fn hint(self, hint: impl Into<String>) -> Self {
        Self {
            hint: Some(hint.into()),
            ..self
        }
    }

    /// What clap says, on one line: its first line is the message, the rest is the way to the help.
    pub(crate) fn from_clap(error: &clap::Error) -> Self {
        let text = error.render().to_string();
        let message = text
            .lines()
            .take_while(|l| !l.starts_with("Usage:") && !l.starts_with("For more"))
            .map(str::trim)
            .filter(|l| !l.is_empty())
            .collect::<Vec<_>>()
            .join(" ");
        let message = message.strip_prefix("error: ").unwrap_or(&message);
        Self::new(Class::Usage, "usage", message).hint("`dbsbm COMMAND --help` shows what a command takes")
    }

    /// A file that could not be read.
    pub(crate) fn file(path: &std::path::Path, error: &std::io::Error) -> Self {
        Self::refused("file", format!("{}: {}", path.display(), plain_reason(error)))
    }

    pub(crate) const fn exit_code(&self) -> u8 {
        match self.class {
            Class::Unread => 0,
            Class::Refused => 1,
            Class::Usage => 2,
            Class::Temporary => 3,
            Class::Internal => 4,
        }
    }

    /// A name for this very fault, the same each time it happens, for whoever reports it.
    pub(crate) fn reference(&self) -> Option<String> {
        use std::hash::{DefaultHasher, Hash, Hasher};
        (self.class == Class::Internal).then(|| {
            let mut hasher = DefaultHasher::new();
            (self.code, &self.message, env!("CARGO_PKG_VERSION")).hash(&mut hasher);
            format!("{:08x}", hasher.finish() >> 32)
        })
    }
}

/// An error of standard output: the reader may simply have gone.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::BrokenPipe => Self::new(Class::Unread, "unread", "output closed"),
            _ => Self::new(
                Class::Temporary,
                "output",
                format!("cannot write the output: {error}"),
            ),
        }
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => std::io::Error::from(kind).into(),
            None => Self::internal("json", error),
        }
    }
}

/// The reason without the system's error number.
fn plain_reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((reason, _)) => reason.to_string(),
        None => text,
    }
}
