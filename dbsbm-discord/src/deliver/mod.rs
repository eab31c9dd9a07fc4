//! Delivering what the books want done outside: at least once, made once.
//!
//! Tasks are claimed by lease in the order of their urgency. What cannot be done now goes back with a time to try
//! again; what cannot be done at all is kept where an operator sees it.

mod adults;
mod cards;
mod follows;
mod hook;
mod named;
mod news;
mod notices;
mod report;
mod slips;
mod trouble;
mod voice;
mod webhook;

pub(crate) use trouble::tell_staff;

use crate::{app::App, fault::Fault, rest::RestError};
use chrono::TimeDelta;
use dbsbm_core::id::ChannelId;
use dbsbm_store::{BookError, Task};
use futures_util::{StreamExt as _, stream};
use std::{str::FromStr, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// Tasks claimed at once: few, so that a new slip does not wait behind many edits.
const AT_ONCE: u32 = 24;
/// Deliveries under way at the same time.
const SIDE_BY_SIDE: usize = 8;
/// How long a claim holds; far longer than a delivery takes.
const LEASE: TimeDelta = TimeDelta::seconds(90);
/// How long to wait for the bell before looking anyway: other processes write into the same books.
const LOOK: Duration = Duration::from_secs(1);

/// Where it is noted that an operator holds the deliveries, and how.
const SWITCH: &str = "deliveries";
const HELD: &str = "held";

/// How a delivery ended.
#[derive(Debug)]
enum Done {
    /// It is out there, or nothing needs to be.
    Delivered,
    /// It failed, and is tried again after a time that grows with each failure.
    Later(String),
    /// It is not its turn: for this reason it waits so long, however often.
    Wait(&'static str, TimeDelta),
    /// Never: the reason is for an operator.
    Never(String),
}

/// Why something did not come about: at the books, or at Discord.
enum Trouble {
    Fault(Fault),
    Rest(RestError),
}

impl From<RestError> for Trouble {
    fn from(error: RestError) -> Self {
        Self::Rest(error)
    }
}

impl From<BookError> for Trouble {
    fn from(error: BookError) -> Self {
        Self::Fault(error.into())
    }
}

/// Delivers until told to stop, then finishes what is under way.
pub(crate) async fn run(app: Arc<App>, over: CancellationToken) {
    let worker = format!("bot-{}", std::process::id());
    while !over.is_cancelled() {
        match claim(&app, &worker).await {
            Ok(tasks) if tasks.is_empty() => {
                tokio::select! {
                    () = over.cancelled() => {}
                    () = app.bell.notified() => {}
                    () = tokio::time::sleep(LOOK) => {}
                }
            }
            Ok(tasks) => {
                stream::iter(tasks)
                    .for_each_concurrent(SIDE_BY_SIDE, |task| one(&app, task))
                    .await;
            }
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read");
                tokio::time::sleep(LOOK).await;
            }
        }
    }
}

/// The next tasks; none while an operator holds them.
async fn claim(app: &App, worker: &str) -> Result<Vec<Task>, BookError> {
    if held(app).await? {
        return Ok(Vec::new());
    }
    app.book.claim_tasks(worker, AT_ONCE, LEASE).await
}

/// Whether an operator holds all deliveries.
pub(crate) async fn held(app: &App) -> Result<bool, BookError> {
    Ok(app.book.job_mark(SWITCH).await?.as_deref() == Some(HELD))
}

/// Holds all deliveries in every process, or lets them go.
pub(crate) async fn hold(app: &App, hold: bool) -> Result<(), BookError> {
    app.book
        .set_job_mark(SWITCH, if hold { HELD } else { "on" })
        .await?;
    app.bell.notify_one();
    Ok(())
}

async fn one(app: &App, task: Task) {
    let done = match task.kind.as_str() {
        "slip.post" => slips::post(app, &task).await,
        "follow.role" => follows::dress(app, &task).await,
        "follow.end" => follows::end(app, &task).await,
        "card.post" => cards::show(app, &task).await,
        "slip.settle" | "slip.withdraw" | "slip.edit" => slips::edit(app, &task).await,
        "notify.ping" => notices::ping(app, &task).await,
        "notify.digest" => notices::digest(app, &task).await,
        "notify.answer" => notices::answer(app, &task).await,
        "announce" => news::announcement(app, &task).await,
        "announce.streak" => news::reached(app, &task).await,
        "notify.review" => news::review(app, &task).await,
        "notify.question" => news::question(app, &task).await,
        trouble::NOTE => news::note(app, &task).await,
        "report.post" => report::post(app, &task).await,
        "webhook.event" => webhook::send(app, &task).await,
        "channel.rename" => voice::rename(app, &task).await,
        other => Ok(Done::Never(format!("this version knows no task `{other}`"))),
    };
    let done = done.unwrap_or_else(after_fault);
    let written = match done {
        Done::Delivered => app.book.tasks_done(&[task.id]).await,
        Done::Later(why) => {
            tracing::debug!(task = task.id, kind = task.kind, why, "delivered later");
            let at = app.book.retry_at(task.attempts);
            match app.book.task_failed(task.id, &why, Some(at)).await {
                Ok(true) => {
                    given_up(app, &task, &why).await;
                    Ok(())
                }
                other => other.map(drop),
            }
        }
        Done::Wait(why, time) => {
            let until = app.book.now() + time;
            app.book.task_postponed(task.id, why, until).await
        }
        Done::Never(why) => {
            given_up(app, &task, &why).await;
            app.book.task_failed(task.id, &why, None).await.map(drop)
        }
    };
    if let Err(error) = written {
        tracing::error!(task = task.id, %error, "cannot note how the delivery ended; it will be tried again");
    }
}

async fn given_up(app: &App, task: &Task, why: &str) {
    tracing::warn!(
        task = task.id,
        kind = task.kind,
        guild = task.guild.get(),
        why,
        "cannot be delivered"
    );
    trouble::tell(app, task, why).await;
}

fn after_fault(fault: Fault) -> Done {
    match fault {
        Fault::Away(why) => Done::Later(why),
        Fault::Refused(why) | Fault::Internal(why) => Done::Never(why),
    }
}

/// What an answer of Discord means for a delivery.
fn after_rest(error: RestError) -> Done {
    match error {
        RestError::Limited { after } => {
            let after = TimeDelta::from_std(after).unwrap_or(TimeDelta::seconds(60));
            Done::Wait("Discord asks to wait", after)
        }
        e if e.is_temporary() => Done::Later(e.to_string()),
        e => Done::Never(e.to_string()),
    }
}

/// The same with the words for the staff, where it is about a channel.
fn after_rest_in(channel: ChannelId, error: RestError) -> Done {
    match trouble::in_channel(channel, &error) {
        Some(words) => Done::Never(words),
        None => after_rest(error),
    }
}

/// An id in what a task says.
fn id<T: FromStr>(task: &Task, name: &str) -> Result<T, Fault> {
    let value = &task.payload[name];
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
    text.parse()
        .map_err(|_| Fault::Internal(format!("task {} names no {name}", task.id)))
}
