//! `/ops`: how the whole system does. In the operator's guild alone.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    deliver,
    fault::Fault,
    limits,
    reply::{Answer, Reply},
    request::{Request, What},
    text,
};
use dbsbm_core::guild::Role;
use dbsbm_store::{DeadTask, OutboxCounts};

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
                "Deliveries that wait, and guilds",
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
                "deliveries",
                "Hold all deliveries in every process, or let them go",
                OptKind::Sub(vec![Opt::needed("hold", "Yes holds them", OptKind::Flag)]),
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
        "ops deliveries" => {
            let hold = options.flag("hold").unwrap_or_default();
            deliver::hold(app, hold).await?;
            if hold {
                "Deliveries are held, in every process, until `/ops deliveries hold:False`.".into()
            } else {
                "Deliveries go on.".into()
            }
        }
        _ => {
            let guilds = app.book.guilds_present().await?.len();
            health(
                &app.book.outbox_counts().await?,
                guilds,
                deliver::held(app).await?,
            )
        }
    };
    Ok(Reply::private(words).into())
}

fn health(counts: &OutboxCounts, guilds: usize, held: bool) -> String {
    let oldest = counts
        .oldest_waiting
        .map(|at| format!(", the oldest since {}", text::moment(at, 'R')))
        .unwrap_or_default();
    let held = if held { "\n**Deliveries are held.**" } else { "" };
    format!(
        "Guilds: {guilds}\nDeliveries: {} waiting{oldest}, {} under way, {} given up{held}",
        counts.waiting, counts.claimed, counts.dead
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
    use dbsbm_core::id::GuildId;
    use dbsbm_store::Task;

    #[test]
    fn health_says_how_much_waits_and_whether_it_is_held() {
        let counts = OutboxCounts {
            waiting: 3,
            claimed: 1,
            dead: 2,
            oldest_waiting: None,
        };
        assert_eq!(
            health(&counts, 7, true),
            "Guilds: 7\nDeliveries: 3 waiting, 1 under way, 2 given up\n**Deliveries are held.**"
        );
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
