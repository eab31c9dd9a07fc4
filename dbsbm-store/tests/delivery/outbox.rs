//! The outbox and its workers.

use crate::world::{GAMES, World, claim, guild, ids};
use chrono::{DateTime, TimeDelta};
use dbsbm_core::guild::Actor;
use dbsbm_store::{BookError, Claim, GuildPart, ManualGrade, Outlet, Task, import::Preset};
use serde_json::json;
use std::sync::atomic::Ordering;

#[tokio::test]
async fn whatever_happens_to_a_bet_reaches_its_slip() {
    let world = World::new().await;
    let actor = Actor::operator(guild(1));
    let first = world.post("Packers -3.5 -110 2u").await;
    assert_eq!(world.deliver().await, ["slip.post bet:1"]);
    let grade = |leg, grade| ManualGrade {
        leg,
        grade,
        reason: "seen".into(),
    };
    // A withdrawn bet is struck through; one leg of two settles nothing, but is shown.
    let second = world.post("Bears ML +150 1u").await;
    world.book.withdraw(&actor, second).await.unwrap();
    let third = world.post("Packers -3.5 -110 + Chiefs ML -150 1u").await;
    assert_eq!(
        world.deliver().await,
        ["slip.post bet:2", "slip.post bet:3", "slip.withdraw bet:2"]
    );
    world.wait(TimeDelta::hours(6));
    let win = dbsbm_core::settle::Grade::Win;
    world
        .book
        .grade(&actor, third, &grade(Some(1), win))
        .await
        .unwrap();
    assert_eq!(world.deliver().await, ["slip.edit bet:3"]);
    // By a result, and by another one.
    for score in ["24,20,7 7 3 7,10 0 7 3", "23,20,7 7 3 6,10 0 7 3"] {
        let games = GAMES.replace("Bears,scheduled,,,,", &format!("Bears,final,{score}"));
        world
            .book
            .import_games(Preset::Dbsbm, games.as_bytes(), &mut |_| {})
            .await
            .unwrap();
        world.book.settle(None, &mut |_| {}).await.unwrap();
        let done = world.deliver().await;
        assert!(
            done.len() == 1 && done[0].starts_with("slip.settle bet:1:"),
            "{done:?}"
        );
    }
    // By hand.
    world.book.grade(&actor, first, &grade(None, win)).await.unwrap();
    let done = world.deliver().await;
    assert!(
        done.len() == 1 && done[0].starts_with("slip.settle bet:1:"),
        "{done:?}"
    );
    world.healthy().await;
}

#[tokio::test]
async fn a_slate_that_is_sent_again_takes_no_result_back() {
    let world = World::new().await;
    let bet = world.post("Packers -3.5 -110 2u").await;
    let import = async |games: &str| {
        let read = world
            .book
            .import_games(Preset::Dbsbm, games.as_bytes(), &mut |_| {})
            .await;
        world.book.settle(None, &mut |_| {}).await.unwrap();
        read.unwrap()
    };
    let net = async || {
        world
            .book
            .bet(guild(1), bet)
            .await
            .unwrap()
            .net
            .map(|net| net.to_string())
    };
    let told = |status: &str| GAMES.replace("Bears,scheduled,,,,", &format!("Bears,{status}"));
    import(&told("final,24,20,7 7 3 7,10 0 7 3")).await;
    let won = net().await;
    assert!(won.is_some());
    assert_eq!(import(GAMES).await.unchanged, 2);
    assert_eq!(net().await, won);
    // What was recorded by mistake is taken back by saying so.
    import(&told("postponed,,,,")).await;
    assert_eq!(net().await, None);
    import(&told("final,20,24,7 7 3 3,10 0 7 7")).await;
    assert_ne!(net().await, won);
    world.healthy().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_never_share_a_task() {
    let world = World::new().await;
    for n in 0..60 {
        world
            .book
            .queue_task(guild(1), "report.daily", &format!("day:{n}"), &json!({}))
            .await
            .unwrap();
    }
    let work = |name: &'static str| {
        let book = world.book.clone();
        tokio::spawn(async move {
            let mut mine = Vec::new();
            loop {
                let tasks = book.claim_tasks(&claim(name, 7)).await.unwrap();
                if tasks.is_empty() {
                    return mine;
                }
                mine.extend(ids(&tasks));
            }
        })
    };
    let (a, b) = (work("a"), work("b"));
    let mut all = a.await.unwrap();
    all.extend(b.await.unwrap());
    assert_eq!(all.len(), 60);
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 60);
}

#[tokio::test]
async fn a_worker_takes_what_it_can_do_for_the_guilds_that_are_its_own() {
    let world = World::new().await;
    // Discord counts shards by what stands above the lowest 22 bits of an id.
    for shard in 0..4 {
        let guild = guild(shard << 22 | 1);
        world.book.add_guild(guild, "G").await.unwrap();
        for task in ["report.daily", "webhook.event"] {
            world.book.queue_task(guild, task, "k", &json!({})).await.unwrap();
        }
    }
    let take = async |outlet, first, last| {
        let part = GuildPart::new(first, last, 4).unwrap();
        let claim = Claim {
            outlet,
            part,
            ..claim("w", 100)
        };
        let tasks = world.book.claim_tasks(&claim).await.unwrap();
        let told = tasks
            .iter()
            .map(|t| format!("{} {}", t.kind, t.guild.get() >> 22));
        told.collect::<Vec<_>>()
    };
    assert_eq!(
        take(Outlet::Discord, 1, 2).await,
        ["report.daily 1", "report.daily 2"]
    );
    assert_eq!(take(Outlet::Webhooks, 3, 3).await, ["webhook.event 3"]);
    assert_eq!(
        take(Outlet::Discord, 0, 3).await,
        ["report.daily 0", "report.daily 3"]
    );
    let counts = world.book.outbox_counts().await.unwrap();
    assert_eq!((counts.waiting, counts.waiting_by_kind["webhook.event"]), (3, 3));
    assert_eq!(GuildPart::new(2, 1, 4), None);
    assert_eq!(GuildPart::new(0, 4, 4), None);
}

#[tokio::test]
async fn a_worker_that_stops_gives_back_what_it_has() {
    let world = World::new().await;
    for n in 0..4 {
        let key = format!("day:{n}");
        world
            .book
            .queue_task(guild(1), "report.daily", &key, &json!({}))
            .await
            .unwrap();
    }
    let (mine, others) = (world.claim("a", 3).await, world.claim("b", 3).await);
    assert_eq!((mine.len(), others.len()), (3, 1));
    world.book.tasks_done(&[mine[0].id]).await.unwrap();
    let after = TimeDelta::seconds(20);
    world.book.give_back_tasks("a", after).await.unwrap();
    assert!(world.claim("c", 9).await.is_empty(), "it may still be on its way");
    world.wait(after);
    assert_eq!(ids(&world.claim("c", 9).await), [mine[1].id, mine[2].id]);
}

#[tokio::test]
async fn the_tasks_of_a_dead_worker_come_back() {
    let world = World::new().await;
    world
        .book
        .queue_task(guild(1), "report.daily", "day:1", &json!({ "day": 1 }))
        .await
        .unwrap();
    // The same key is one task.
    world
        .book
        .queue_task(guild(1), "report.daily", "day:1", &json!({ "day": 2 }))
        .await
        .unwrap();
    let first = world.claim("a", 10).await;
    assert_eq!(
        (first.len(), first[0].attempts, &first[0].payload),
        (1, 1, &json!({ "day": 1 }))
    );
    world.wait(TimeDelta::seconds(59));
    assert!(world.claim("b", 10).await.is_empty());
    world.wait(TimeDelta::seconds(1));
    let again = world.claim("b", 10).await;
    assert_eq!((ids(&again), again[0].attempts), (ids(&first), 2));
    // Each worker that takes it dies: it is given up in the end.
    for _ in 0..30 {
        world.wait(TimeDelta::seconds(60));
        assert_eq!(world.claim("c", 10).await.len(), 1);
    }
    world.wait(TimeDelta::seconds(60));
    assert!(world.claim("c", 10).await.is_empty());
    let dead = world.book.dead_tasks(None).await.unwrap();
    assert_eq!((dead.len(), dead[0].task.attempts), (1, 32));
    // The one that was slow, not dead, reports late: done is done.
    world.book.tasks_done(&ids(&first)).await.unwrap();
    assert!(world.book.dead_tasks(None).await.unwrap().is_empty());
}

#[tokio::test]
async fn the_urgent_first_then_the_oldest_each_guild_in_turn() {
    let world = World::new().await;
    world.book.guild_joined(guild(2), "Square Room").await.unwrap();
    for (at, kind, key) in [
        (1, "channel.rename", "1"),
        (1, "report.daily", "2"),
        (1, "slip.settle", "3"),
        (1, "slip.settle", "4"),
        (1, "slip.settle", "5"),
        (2, "slip.settle", "6"),
        (2, "slip.edit", "7"),
        (1, "slip.post", "8"),
        (2, "card.post", "9"),
    ] {
        world.wait(TimeDelta::seconds(1));
        world
            .book
            .queue_task(guild(at), kind, key, &json!({}))
            .await
            .unwrap();
    }
    world.wait(TimeDelta::seconds(1));
    let keys: Vec<String> = world
        .claim("w", 5)
        .await
        .into_iter()
        .map(|task| task.key)
        .collect();
    assert_eq!(keys, ["8", "9", "3", "6", "4"]);
    let keys: Vec<String> = world
        .claim("w", 5)
        .await
        .into_iter()
        .map(|task| task.key)
        .collect();
    // What is left of each guild takes turns again.
    assert_eq!(keys, ["5", "7", "2", "1"]);
}

#[tokio::test]
async fn what_comes_back_stands_where_it_stood() {
    let world = World::new().await;
    for (kind, key) in [
        ("slip.settle", "1"),
        ("slip.settle", "2"),
        ("slip.post", "3"),
        ("slip.post", "4"),
    ] {
        world.wait(TimeDelta::seconds(1));
        world
            .book
            .queue_task(guild(1), kind, key, &json!({}))
            .await
            .unwrap();
    }
    let keys = |tasks: &[Task]| tasks.iter().map(|task| task.key.clone()).collect::<Vec<_>>();
    // One worker dies with what is new; another is told to come back later with the rest.
    assert_eq!(keys(&world.claim("dies", 2).await), ["3", "4"]);
    let rest = world.claim("lives", 2).await;
    assert_eq!(keys(&rest), ["1", "2"]);
    for task in &rest {
        let later = world.book.now() + TimeDelta::seconds(90);
        world
            .book
            .task_postponed(task.id, "not yet", later)
            .await
            .unwrap();
    }
    world
        .book
        .queue_task(guild(1), "slip.settle", "5", &json!({}))
        .await
        .unwrap();
    world.wait(TimeDelta::seconds(60));
    assert_eq!(keys(&world.claim("next", 1).await), ["3"], "its lease ended");
    world.wait(TimeDelta::seconds(30));
    assert_eq!(keys(&world.claim("last", 9).await), ["4", "1", "2", "5"]);
}

#[tokio::test]
async fn a_failing_task_backs_off_and_dies_where_it_can_be_seen() {
    let world = World::new().await;
    let book = &world.book;
    book.queue_task(guild(1), "report.daily", "day:1", &json!({}))
        .await
        .unwrap();
    let mut pauses = Vec::new();
    for attempt in 1..=32 {
        let task = world.claim("w", 1).await.pop().unwrap();
        assert_eq!(task.attempts, attempt);
        let at = book.retry_at(attempt);
        let dead = book
            .task_failed(task.id, "Discord is away", Some(at))
            .await
            .unwrap();
        assert_eq!(dead, attempt == 32);
        let pause = at - DateTime::from_timestamp_millis(world.now.load(Ordering::SeqCst)).unwrap();
        pauses.push(pause.num_seconds());
        if !dead {
            world.wait(pause - TimeDelta::milliseconds(1));
            assert!(world.claim("w", 1).await.is_empty());
            world.wait(TimeDelta::milliseconds(1));
        }
    }
    let bounds = (0..32).map(|n| (5_i64 << n).min(3_600));
    for (pause, longest) in pauses.iter().zip(bounds) {
        assert!((longest / 2 - 1..=longest).contains(pause), "{pauses:?}");
    }
    // An outage over night is shorter than that.
    assert!(pauses.iter().sum::<i64>() > 10 * 3_600, "{pauses:?}");
    let counts = book.outbox_counts().await.unwrap();
    assert_eq!((counts.waiting, counts.claimed, counts.dead), (0, 0, 1));
    let dead = book.dead_tasks(Some(guild(1))).await.unwrap().pop().unwrap();
    assert_eq!(
        (dead.error.as_str(), dead.task.kind.as_str()),
        ("Discord is away", "report.daily")
    );
    assert!(book.dead_tasks(Some(guild(2))).await.unwrap().is_empty());
    book.retry_task(dead.task.id).await.unwrap();
    assert!(matches!(
        book.retry_task(dead.task.id).await,
        Err(BookError::NoTask(_))
    ));
    let task = world.claim("w", 1).await.pop().unwrap();
    assert_eq!(task.attempts, 1);
    // Where trying again is of no use it dies at once.
    assert!(book.task_failed(task.id, "no such channel", None).await.unwrap());
    // A task that nobody holds cannot fail.
    assert!(!book.task_failed(task.id, "again", None).await.unwrap());
    world.healthy().await;
}

#[tokio::test]
async fn a_task_that_is_not_its_turn_waits_without_failing() {
    let world = World::new().await;
    let book = &world.book;
    book.queue_task(guild(1), "slip.post", "bet:1", &json!({}))
        .await
        .unwrap();
    for _ in 0..30 {
        let task = world.claim("w", 1).await.pop().unwrap();
        assert_eq!(task.attempts, 1);
        book.task_postponed(
            task.id,
            "Discord asks to wait",
            book.now() + TimeDelta::seconds(2),
        )
        .await
        .unwrap();
        assert!(world.claim("w", 1).await.is_empty());
        world.wait(TimeDelta::seconds(2));
    }
    let task = world.claim("w", 1).await.pop().unwrap();
    book.tasks_done(&[task.id]).await.unwrap();
    // What is done is left alone.
    book.task_postponed(task.id, "late", book.now()).await.unwrap();
    assert_eq!(book.outbox_counts().await.unwrap().waiting, 0);
    world.healthy().await;
}

#[tokio::test]
async fn the_latest_name_of_a_channel_is_enough() {
    let world = World::new().await;
    let book = &world.book;
    let rename = async |name: &str| {
        book.queue_task(guild(1), "channel.rename", "77", &json!(name))
            .await
            .unwrap();
    };
    rename("a").await;
    rename("b").await;
    let tasks = world.claim("w", 10).await;
    assert_eq!((tasks.len(), &tasks[0].payload), (1, &json!("b")));
    // Another name while the worker is at it: not lost by the worker's "done", and not before its time.
    rename("c").await;
    book.tasks_done(&ids(&tasks)).await.unwrap();
    assert!(world.claim("w", 10).await.is_empty());
    rename("d").await;
    world.wait(TimeDelta::seconds(299));
    assert!(world.claim("w", 10).await.is_empty());
    world.wait(TimeDelta::seconds(1));
    let tasks = world.claim("w", 10).await;
    assert_eq!((tasks.len(), &tasks[0].payload), (1, &json!("d")));
    book.tasks_done(&ids(&tasks)).await.unwrap();
    // A change long after is made at once.
    world.wait(TimeDelta::hours(1));
    rename("e").await;
    assert_eq!(world.claim("w", 10).await.len(), 1);
}

#[tokio::test]
async fn done_tasks_hold_their_key_for_a_week() {
    let world = World::new().await;
    let book = &world.book;
    let report = async || {
        book.queue_task(guild(1), "report.daily", "day:1", &json!({}))
            .await
            .unwrap()
    };
    report().await;
    assert_eq!(world.deliver().await.len(), 1);
    report().await;
    assert!(world.deliver().await.is_empty());
    assert_eq!(book.remove_done_tasks().await.unwrap(), 0);
    world.wait(TimeDelta::days(7));
    assert_eq!(book.remove_done_tasks().await.unwrap(), 1);
}
