//! A progress bar on standard error for anything that takes longer than a second.

use crate::output::Output;
use indicatif::{ProgressBar, ProgressBarIter, ProgressDrawTarget, ProgressStyle};
use std::io::Read;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Shows itself after a second, on a terminal, unless the run is quiet.
pub(crate) struct Progress {
    bar: ProgressBar,
    wanted: bool,
    shown: AtomicBool,
}

impl Progress {
    /// Counts what is named; `total` where it is known.
    pub(crate) fn counting(out: &Output, total: Option<u64>, of: &'static str) -> Self {
        Self::new(
            out,
            total,
            "{bar:30} {human_pos}/{human_len} {msg} {eta}",
            "{spinner} {human_pos} {msg} {elapsed}",
            of,
        )
    }

    /// Counts the bytes that a reader gives.
    pub(crate) fn bytes(out: &Output, total: Option<u64>) -> Self {
        Self::new(
            out,
            total,
            "{bar:30} {bytes}/{total_bytes} {msg}{eta}",
            "{spinner} {bytes} {msg}{elapsed}",
            "",
        )
    }

    fn new(out: &Output, total: Option<u64>, known: &str, unknown: &str, of: &'static str) -> Self {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(if total.is_some() { known } else { unknown }) {
            bar.set_style(style);
        }
        bar.set_message(of);
        Self {
            bar,
            wanted: !out.is_quiet(),
            shown: AtomicBool::new(false),
        }
    }

    /// The reader, counted.
    pub(crate) fn reads<R: Read>(&self, source: R) -> ProgressBarIter<R> {
        self.bar.wrap_read(source)
    }

    /// So many are done.
    pub(crate) fn set(&self, done: u64, total: Option<u64>) {
        if let Some(total) = total {
            self.bar.set_length(total);
        }
        self.bar.set_position(done);
        self.show_when_slow();
    }

    /// Shows the bar once a second has passed.
    pub(crate) fn show_when_slow(&self) {
        let slow = self.wanted && self.bar.elapsed() > Duration::from_secs(1);
        if slow && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
