//! What runs by itself: each job in one process of the whole system at a time, over the guilds that the bot is in.
//!
//! A job holds no memory: what was done last is in the books, so that another process goes on where this one ends.

mod digest;
mod months;
mod reports;
mod settlement;
mod tidy;
pub(crate) mod voice;

use crate::app::App;
use chrono::TimeDelta;
use dbsbm_store::BookError;
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How many periods a process may be silent before another one takes its job.
const SILENCE: u32 = 3;

type Working<'a> = Pin<Box<dyn Future<Output = Result<(), BookError>> + Send + 'a>>;

/// Work that comes back.
struct Job {
    /// The name under which it is leased.
    name: &'static str,
    /// The pause after each turn.
    every: Every,
    /// One turn.
    run: for<'a> fn(&'a App) -> Working<'a>,
}

/// How often a job has its turn.
enum Every {
    /// As often as the operator said for settlement.
    Settlement,
    /// After so many seconds.
    Seconds(u64),
}

static ALL: &[Job] = &[
    Job {
        name: "settlement",
        every: Every::Settlement,
        run: |app| Box::pin(settlement::run(app)),
    },
    Job {
        name: "voice totals",
        every: Every::Settlement,
        run: |app| Box::pin(voice::run(app)),
    },
    Job {
        name: "reports",
        every: Every::Seconds(60),
        run: |app| Box::pin(reports::run(app)),
    },
    Job {
        name: "digests",
        every: Every::Seconds(60),
        run: |app| Box::pin(digest::run(app)),
    },
    Job {
        name: "months",
        every: Every::Seconds(900),
        run: |app| Box::pin(months::run(app)),
    },
    Job {
        name: "tidying up",
        every: Every::Seconds(600),
        run: |app| Box::pin(tidy::run(app)),
    },
];

/// The jobs that nobody is at: their last turn is too long ago.
pub(crate) async fn late(app: &App) -> Result<Vec<&'static str>, BookError> {
    let leases = app.book.leases().await?;
    let names = ALL.iter().map(|job| job.name);
    Ok(names.filter(|name| !leases.contains_key(*name)).collect())
}

/// Runs every job until told to stop, and gives the leases back.
pub(crate) async fn run(app: Arc<App>, over: CancellationToken) {
    let all = ALL.iter().map(|job| again(&app, job, &over));
    futures_util::future::join_all(all).await;
}

async fn again(app: &App, job: &Job, over: &CancellationToken) {
    let pause = match job.every {
        Every::Settlement => app.config.settle_every,
        Every::Seconds(n) => Duration::from_secs(n),
    };
    let silence = TimeDelta::from_std(pause * SILENCE).unwrap_or(TimeDelta::hours(1));
    while !over.is_cancelled() {
        if let Err(error) = turn(app, job, silence).await {
            tracing::error!(job = job.name, %error, "the job failed; its next turn tries again");
        }
        tokio::select! {
            () = over.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    if let Err(error) = app.book.release(job.name, &app.process).await {
        tracing::warn!(job = job.name, %error, "cannot give the job back; its lease ends by itself");
    }
}

async fn turn(app: &App, job: &Job, silence: TimeDelta) -> Result<(), BookError> {
    if app.book.lease(job.name, &app.process, silence).await? {
        (job.run)(app).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_has_a_lease_of_its_own() {
        let mut names: Vec<_> = ALL.iter().map(|job| job.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }
}
