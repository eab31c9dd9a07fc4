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
use chrono::{DateTime, TimeDelta, Utc};
use dbsbm_store::{BookError, Turns};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// How many periods a process may be silent before another one takes its job, and a job without a success before it is late.
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

impl Job {
    /// The pause after each turn.
    fn pause(&self, app: &App) -> Duration {
        match self.every {
            Every::Settlement => app.config.settle_every,
            Every::Seconds(n) => Duration::from_secs(n),
        }
    }

    /// How long nothing may be heard of it.
    fn silence(&self, app: &App) -> TimeDelta {
        TimeDelta::from_std(self.pause(app) * SILENCE).unwrap_or(TimeDelta::hours(1))
    }
}

/// A job that does not get on.
#[derive(Debug)]
pub(crate) struct Behind {
    pub(crate) job: &'static str,
    pub(crate) turns: Turns,
}

/// The jobs whose last turn failed, or whose last success is too long ago.
pub(crate) async fn behind(app: &App) -> Result<Vec<Behind>, BookError> {
    let (mut turns, now) = (app.book.turns().await?, app.book.now());
    let behind = ALL.iter().filter_map(|job| {
        let turns = turns.remove(job.name).unwrap_or_default();
        is_behind(&turns, now - job.silence(app)).then_some(Behind { job: job.name, turns })
    });
    Ok(behind.collect())
}

fn is_behind(turns: &Turns, since: DateTime<Utc>) -> bool {
    !turns.error.is_empty() || turns.done_at.is_none_or(|at| at < since)
}

/// Runs every job until told to stop, and gives the leases back.
pub(crate) async fn run(app: Arc<App>, over: CancellationToken) {
    let all = ALL.iter().map(|job| again(&app, job, &over));
    futures_util::future::join_all(all).await;
}

async fn again(app: &App, job: &Job, over: &CancellationToken) {
    while !over.is_cancelled() {
        if let Err(error) = turn(app, job).await {
            tracing::error!(job = job.name, %error, "the job failed; its next turn tries again");
        }
        tokio::select! {
            () = over.cancelled() => {}
            () = tokio::time::sleep(job.pause(app)) => {}
        }
    }
    if let Err(error) = app.book.release(job.name, &app.process).await {
        tracing::warn!(job = job.name, %error, "cannot give the job back; its lease ends by itself");
    }
}

async fn turn(app: &App, job: &Job) -> Result<(), BookError> {
    if !app.book.lease(job.name, &app.process, job.silence(app)).await? {
        return Ok(());
    }
    let done = (job.run)(app).await;
    let failure = done.as_ref().err().map(ToString::to_string);
    let noted = app
        .book
        .turn_ended(job.name, &app.process, failure.as_deref())
        .await;
    done.and(noted)
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

    #[test]
    fn a_job_is_behind_without_a_success_in_time() {
        let at = |time: &str| format!("2024-09-08T{time}Z").parse::<DateTime<Utc>>().unwrap();
        let is_behind = |done: Option<&str>, error: &str| {
            let turns = Turns {
                done_at: done.map(at),
                error: error.into(),
            };
            is_behind(&turns, at("12:00:00"))
        };
        assert!(!is_behind(Some("12:00:00"), ""));
        assert!(is_behind(Some("11:59:59"), ""), "late");
        assert!(is_behind(Some("12:00:00"), "the disk is full"), "failing");
        assert!(is_behind(None, ""), "never done");
    }
}
