//! Where answers go: one JSON document, or text for people, on standard output; everything else on standard error.

use crate::{Verdict, failure::Failure, table::Table};
use anstream::AutoStream;
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use serde_json::Value;
use std::cell::RefCell;
use std::io::{self, IsTerminal, StdoutLock, Write};
use std::process::ExitCode;

/// Standard output for people: colour where a terminal takes it, none under `NO_COLOR`.
pub(crate) type People = AutoStream<StdoutLock<'static>>;

/// How this run presents its answers.
#[derive(Debug, Clone)]
pub(crate) struct Output {
    json: bool,
    quiet: bool,
    /// Where the document goes instead of standard output.
    kept: Option<RefCell<Value>>,
}

#[derive(Serialize)]
struct ErrorDocument<'a> {
    error: ErrorBody<'a>,
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    code: &'a str,
    message: &'a str,
    hint: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<String>,
}

impl Output {
    pub(crate) const fn new(json: bool, quiet: bool) -> Self {
        Self {
            json,
            quiet,
            kept: None,
        }
    }

    /// An answer that is kept for the caller as a document instead of being printed.
    pub(crate) const fn kept() -> Self {
        Self {
            json: true,
            quiet: true,
            kept: Some(RefCell::new(Value::Null)),
        }
    }

    /// The document that was kept; null where there was none.
    pub(crate) fn into_kept(self) -> Value {
        self.kept.map(RefCell::into_inner).unwrap_or_default()
    }

    /// True when the answer is JSON.
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// True when nobody wants progress and notes.
    pub(crate) const fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints the answer: `value` as JSON, or what `people` writes.
    pub(crate) fn answer<T: Serialize + ?Sized>(
        &self,
        value: &T,
        people: impl FnOnce(&mut People) -> io::Result<()>,
    ) -> Result<Verdict, Failure> {
        if self.json {
            self.document(value)?;
        } else {
            let mut stdout = self.people();
            people(&mut stdout)?;
            stdout.flush()?;
        }
        Ok(Verdict::Done)
    }

    /// Prints the answer: `value` as JSON, or a table.
    pub(crate) fn table<T: Serialize + ?Sized>(&self, value: &T, table: &Table) -> Result<Verdict, Failure> {
        self.answer(value, |w| table.write(w))
    }

    /// The stream for people.
    pub(crate) fn people(&self) -> People {
        let stdout = io::stdout();
        let choice = AutoStream::choice(&stdout);
        AutoStream::new(stdout.lock(), choice)
    }

    /// A remark on standard error, left out under `--quiet`.
    pub(crate) fn note(&self, text: &str) {
        if !self.quiet {
            let _ = writeln!(io::stderr(), "{text}");
        }
    }

    /// Reports a failure and gives its exit code.
    pub(crate) fn fail(&self, failure: &Failure) -> ExitCode {
        let code = failure.exit_code();
        if code == 0 {
            return ExitCode::SUCCESS;
        }
        let reference = failure.reference();
        let mut stderr = anstream::stderr().lock();
        if self.json {
            let body = ErrorBody {
                code: failure.code,
                message: &failure.message,
                hint: failure.hint.as_deref(),
                reference,
            };
            let _ = self.document(&ErrorDocument { error: body });
        } else {
            let red = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
            let _ = writeln!(stderr, "{red}error:{red:#} {}", failure.message);
            if let Some(hint) = &failure.hint {
                let _ = writeln!(stderr, " hint: {hint}");
            }
            if let Some(reference) = reference {
                let _ = writeln!(
                    stderr,
                    "This is a fault of the program; its reference is {reference}."
                );
            }
        }
        ExitCode::from(code)
    }

    fn document<T: Serialize + ?Sized>(&self, value: &T) -> Result<(), Failure> {
        if let Some(kept) = &self.kept {
            kept.replace(serde_json::to_value(value)?);
            return Ok(());
        }
        let stdout = io::stdout();
        let readable = stdout.is_terminal();
        let mut w = io::BufWriter::new(stdout.lock());
        if readable {
            serde_json::to_writer_pretty(&mut w, value)?;
        } else {
            serde_json::to_writer(&mut w, value)?;
        }
        writeln!(w)?;
        Ok(w.flush()?)
    }
}
