//! What runs by itself: each job in one process of the whole system at a time, over the guilds that the bot is in.
//!
//! A job holds no memory: what was done last is in the books, so that another process goes on where this one ends.

mod digest;

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
    every: Duration,
    /// One turn.
    run: for<'a> fn(&'a App) -> Working<'a>,
}

static ALL: &[Job] = &[Job {
    name: "digests",
    every: Duration::from_secs(60),
    run: |app| Box::pin(digest::run(app)),
}];

/// Runs every job until told to stop, and gives the leases back.
pub(crate) async fn run(app: Arc<App>, over: CancellationToken) {
    // A name that no other process has, also not a later one of the same number.
    let holder = format!("bot-{}-{}", std::process::id(), app.book.now().timestamp_millis());
    let all = ALL.iter().map(|job| again(&app, job, &holder, &over));
    futures_util::future::join_all(all).await;
}

async fn again(app: &App, job: &Job, holder: &str, over: &CancellationToken) {
    let silence = TimeDelta::from_std(job.every * SILENCE).unwrap_or(TimeDelta::hours(1));
    while !over.is_cancelled() {
        if let Err(error) = turn(app, job, holder, silence).await {
            tracing::error!(job = job.name, %error, "the job failed; its next turn tries again");
        }
        tokio::select! {
            () = over.cancelled() => {}
            () = tokio::time::sleep(job.every) => {}
        }
    }
    if let Err(error) = app.book.release(job.name, holder).await {
        tracing::warn!(job = job.name, %error, "cannot give the job back; its lease ends by itself");
    }
}

async fn turn(app: &App, job: &Job, holder: &str, silence: TimeDelta) -> Result<(), BookError> {
    if app.book.lease(job.name, holder, silence).await? {
        (job.run)(app).await?;
    }
    Ok(())
}
