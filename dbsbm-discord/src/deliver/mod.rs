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
use dbsbm_store::{BookError, Claim, Outlet, Task};
use std::{str::FromStr, sync::Arc, time::Duration};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Where a worker delivers, and how many deliveries it has under way at the same time.
#[derive(Clone, Copy)]
struct Lane {
    outlet: Outlet,
    width: usize,
}

/// A receiver of webhooks may take its time, for which no slip waits.
const LANES: [Lane; 2] = [
    Lane {
        outlet: Outlet::Discord,
        width: 8,
    },
    Lane {
        outlet: Outlet::Webhooks,
        width: 8,
    },
];
/// How long a claim holds; far longer than a delivery takes.
const LEASE: TimeDelta = TimeDelta::seconds(90);
/// How long a request that nobody waits for any more may still be on its way; longer than Discord may take to answer.
const ON_ITS_WAY: TimeDelta = TimeDelta::seconds(20);
/// How long to wait for the bell before looking anyway: other processes write into the same books.
const LOOK: Duration = Duration::from_secs(1);
/// The least time between two claims on a busy day: places that become free in it are filled together.
const GATHER: Duration = Duration::from_millis(50);

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
    let lanes = LANES.map(|lane| work(&app, lane, &over));
    futures_util::future::join_all(lanes).await;
}

/// Works in one lane: whenever there is a place, the most urgent task takes it.
async fn work(app: &Arc<App>, lane: Lane, over: &CancellationToken) {
    let mut under_way = JoinSet::new();
    while !over.is_cancelled() {
        while under_way.try_join_next().is_some() {}
        let places = lane.width - under_way.len();
        if places == 0 {
            tokio::select! {
                () = over.cancelled() => {}
                _ = under_way.join_next() => {}
            }
            continue;
        }
        let pause = match claim(app, lane.outlet, places).await {
            Ok(tasks) if tasks.is_empty() => LOOK,
            Ok(tasks) => {
                for task in tasks {
                    let app = Arc::clone(app);
                    under_way.spawn(async move { one(&app, task).await });
                }
                GATHER
            }
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read");
                LOOK
            }
        };
        tokio::select! {
            () = over.cancelled() => {}
            () = app.bell.notified(), if lane.outlet == Outlet::Discord && pause == LOOK => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
    while under_way.join_next().await.is_some() {}
}

/// Gives back what is still under way when the bot stops: it is done after the next start, or by another process.
pub(crate) async fn give_back(app: &App) {
    if let Err(error) = app.book.give_back_tasks(&app.process, ON_ITS_WAY).await {
        tracing::warn!(%error, "cannot give deliveries back; they wait for their lease to end");
    }
}

/// The next tasks for so many places.
async fn claim(app: &App, outlet: Outlet, places: usize) -> Result<Vec<Task>, BookError> {
    let claim = Claim {
        worker: &app.process,
        outlet,
        part: app.config.shards.guilds(),
        limit: u32::try_from(places).unwrap_or(u32::MAX),
        lease: LEASE,
    };
    app.book.claim_tasks(&claim).await
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
        Fault::Away(why) | Fault::Silent(why) => Done::Later(why),
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
