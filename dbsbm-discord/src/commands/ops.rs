//! `/ops`: how the whole system does. In the operator's guild alone.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    jobs::{self, Behind},
    limits,
    reply::{Answer, Reply},
    request::{Request, What},
    text,
};
use dbsbm_core::guild::Role;
use dbsbm_store::{DeadTask, Held, Hold, OutboxCounts};

/// Dead tasks in one answer.
const DEAD: usize = 10;
/// Characters of what went wrong.
const ERROR: usize = 110;

pub(super) fn spec() -> Spec {
    Spec {
        name: "ops",
        about: "How the bot does, for who operates it",
        kind: Kind::Slash,
        needs: Needs::Operator,
        options: vec![
            Opt::new(
                "health",
                "Guilds, deliveries that wait, jobs, and what is held",
                OptKind::Sub(Vec::new()),
            ),
            Opt::new("dead", "Deliveries that were given up", OptKind::Sub(Vec::new())),
            Opt::new(
                "retry",
                "Try a delivery again that was given up",
                OptKind::Sub(vec![Opt::needed(
                    "task",
                    "Its number",
                    OptKind::Whole(1, 9_007_199_254_740_991),
                )]),
            ),
            Opt::new(
                "hold",
                "Hold something for every server, or let it go",
                OptKind::Sub(vec![
                    Opt::needed(
                        "what",
                        "What",
                        OptKind::OneOf(Hold::ALL.map(|hold| (hold.code(), hold.title())).into()),
                    ),
                    Opt::needed("held", "Yes holds it, no lets it go", OptKind::Flag),
                ]),
            ),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Command { name, options } = &request.what else {
        return Err(Fault::refused("This command is typed."));
    };
    let (_, actor) = app.acting(request).await?;
    if actor.role != Role::Operator {
        return Err(Fault::refused(
            "This is for who operates the bot: the accounts named with `--operator` when it was started.",
        ));
    }
    let words = match name.as_str() {
        "ops dead" => dead(&app.book.dead_tasks(None).await?),
        "ops retry" => {
            let task = options.whole("task").unwrap_or_default();
            app.book.retry_task(task).await?;
            app.bell.notify_one();
            format!("Task {task} is tried again.")
        }
        "ops hold" => {
            let what = options.text("what").and_then(|code| code.parse().ok());
            let what = what.ok_or_else(|| Fault::refused("Choose what to hold."))?;
            match options.flag("held").unwrap_or_default() {
                true => app.book.hold(what, Some(request.person.id)).await?,
                false => app.book.let_go(what).await?,
            }
            app.bell.notify_one();
            held(what, &app.book.holds().await?)
        }
        _ => health(&Health::of(app).await?),
    };
    Ok(Reply::private(words).into())
}

/// How the system does.
struct Health {
    guilds: usize,
    counts: OutboxCounts,
    behind: Vec<Behind>,
    held: Vec<Held>,
}

impl Health {
    async fn of(app: &App) -> Result<Self, Fault> {
        Ok(Self {
            guilds: app.book.guilds_present().await?.len(),
            counts: app.book.outbox_counts().await?,
            behind: jobs::behind(app).await?,
            held: app.book.holds().await?,
        })
    }
}

fn health(health: &Health) -> String {
    let counts = &health.counts;
    let oldest = counts
        .oldest_waiting
        .map(|at| format!(", the oldest since {}", text::moment(at, 'R')))
        .unwrap_or_default();
    let mut lines = vec![
        format!("Guilds: {}", health.guilds),
        format!(
            "Deliveries: {} waiting{oldest}, {} under way, {} given up",
            counts.waiting, counts.claimed, counts.dead
        ),
    ];
    let kinds = counts.waiting_by_kind.iter();
    lines.extend(kinds.map(|(kind, waiting)| format!("- `{kind}`: {waiting} waiting")));
    lines.push(match health.behind.len() {
        0 => "Jobs: all had their turn".into(),
        n => format!("**Jobs that do not get on: {n}**"),
    });
    lines.extend(health.behind.iter().map(behind));
    let holds = health.held.iter().map(|one| held(one.what, &health.held));
    lines.extend(holds.map(|line| format!("**{line}**")));
    lines.join("\n")
}

fn behind(job: &Behind) -> String {
    let done = job.turns.done_at.map_or_else(
        || "never done".into(),
        |at| format!("last done {}", text::moment(at, 'R')),
    );
    let failed = match job.turns.error.as_str() {
        "" => String::new(),
        error => format!(", then failed: {}", text::plain(&limits::clip(error, ERROR))),
    };
    format!("- {}: {done}{failed}", job.job)
}

/// Whether something is among what is held, by whom, and how it is let go.
fn held(what: Hold, holds: &[Held]) -> String {
    let (title, code) = (what.title(), what.code());
    let Some(held) = holds.iter().find(|held| held.what == what) else {
        return format!("{title}: not held.");
    };
    let by = held
        .by
        .map_or_else(|| "the command line".into(), |operator| format!("<@{operator}>"));
    format!(
        "{title}: held everywhere by {by} since {}, until `/ops hold what:{code} held:False`.",
        text::moment(held.since, 'R')
    )
}

fn dead(tasks: &[DeadTask]) -> String {
    if tasks.is_empty() {
        return "No delivery was given up.".into();
    }
    let mut lines = vec![format!("**Given up: {}**", tasks.len())];
    lines.extend(tasks.iter().take(DEAD).map(|dead| {
        format!(
            "- `{}` {} · guild {} · {} · {}",
            dead.task.id,
            dead.task.kind,
            dead.task.guild,
            text::moment(dead.died_at, 'R'),
            text::plain(&limits::clip(&dead.error, ERROR))
        )
    }));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::id::{GuildId, UserId};
    use dbsbm_store::{Task, Turns};

    #[test]
    fn health_says_how_much_waits_and_whether_it_is_held() {
        let mut now = Health {
            guilds: 7,
            counts: OutboxCounts::default(),
            behind: Vec::new(),
            held: Vec::new(),
        };
        assert_eq!(
            health(&now),
            "Guilds: 7\nDeliveries: 0 waiting, 0 under way, 0 given up\nJobs: all had their turn"
        );
        now.counts = OutboxCounts {
            waiting: 3,
            claimed: 1,
            dead: 2,
            oldest_waiting: Some("2024-09-08T17:00:00Z".parse().unwrap()),
            waiting_by_kind: [("slip.post".into(), 1), ("webhook.event".into(), 2)].into(),
        };
        let behind = |job, done: Option<&str>, error: &str| Behind {
            job,
            turns: Turns {
                done_at: done.map(|at| at.parse().unwrap()),
                error: error.into(),
            },
        };
        now.behind = vec![
            behind("settlement", Some("2024-09-08T17:00:00Z"), "the disk is full"),
            behind("reports", Some("2024-09-08T16:00:00Z"), ""),
            behind("months", None, ""),
        ];
        now.held = Hold::ALL
            .map(|what| Held {
                what,
                by: UserId::new(42).ok().filter(|_| what != Hold::Settlement),
                since: "2024-09-08T17:00:00Z".parse().unwrap(),
            })
            .into();
        golden::shows("ops-health", &Reply::private(health(&now)));
        assert_eq!(dead(&[]), "No delivery was given up.");
    }

    #[test]
    fn what_was_given_up_is_listed_with_why() {
        let task = |id: i64, error: &str| DeadTask {
            task: Task {
                id,
                guild: GuildId::new(1).unwrap(),
                kind: "announce".into(),
                key: "k".into(),
                payload: serde_json::Value::Null,
                attempts: 12,
                queued_at: "2024-09-08T17:00:00Z".parse().unwrap(),
            },
            error: error.into(),
            died_at: "2024-09-08T18:00:00Z".parse().unwrap(),
        };
        let one = [task(
            17,
            "<#5>: this channel is gone. Choose another one with `/setup`.",
        )];
        golden::shows("ops-dead", &Reply::private(dead(&one)));
        let many: Vec<DeadTask> = (1..=500).map(|id| task(id << 40, sample::NASTY)).collect();
        golden::fits(&Reply::private(dead(&many)));
    }
}
