//! What the bot relies on, over a real file: drafts, the outbox and its workers, messages, webhooks, jobs, presence.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, TimeDelta, Utc};
use dbsbm_core::{
    bet::text::read_one,
    guild::Actor,
    id::{BetNo, ChannelId, DraftId, GuildId, MessageId, UserId, WebhookId},
    record::{BasisCount, SlipRecord},
};
use dbsbm_store::{
    Book, BookError, ChannelWebhook, Environment, ManualGrade, MessagePlace, Place, StatsQuery, Task,
    import::Preset,
};
use serde_json::json;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods
g1,NFL,2024-09-08T17:00:00Z,Packers,Bears,scheduled,,,,
g2,NFL,2024-09-08T20:25:00Z,Chiefs,Ravens,scheduled,,,,
";

/// Books whose clock the test moves.
struct World {
    book: Book,
    now: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", dir.path().join("books.db").display());
        let start: DateTime<Utc> = "2024-09-08T12:00:00Z".parse().unwrap();
        let now = Arc::new(AtomicI64::new(start.timestamp_millis()));
        let clock = now.clone();
        let read = move || DateTime::from_timestamp_millis(clock.load(Ordering::SeqCst)).unwrap();
        let book = Book::open(&address, Environment::with_clock(read)).await.unwrap();
        book.guild_joined(guild(1), "Sharp Room").await.unwrap();
        book.import_games(Preset::Dbsbm, GAMES.as_bytes(), &mut |_| {})
            .await
            .unwrap();
        book.add_capper(&Actor::operator(guild(1)), user(11), "Ann")
            .await
            .unwrap();
        Self { book, now, _dir: dir }
    }

    fn wait(&self, time: TimeDelta) {
        self.now.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }

    async fn post(&self, text: &str) -> BetNo {
        let slip = self
            .book
            .slip_of(guild(1), &read_one(text).unwrap())
            .await
            .unwrap();
        let place = Place {
            slip,
            capper: user(11),
            key: None,
            posted_at: None,
            channel: None,
        };
        self.book
            .place(&Actor::operator(guild(1)), place)
            .await
            .unwrap()
            .bet
    }

    async fn claim(&self, worker: &str, limit: u32) -> Vec<Task> {
        self.book
            .claim_tasks(worker, limit, TimeDelta::seconds(60))
            .await
            .unwrap()
    }

    /// Claims what is due and does it; gives kinds and keys.
    async fn deliver(&self) -> Vec<String> {
        let tasks = self.claim("w", 100).await;
        let ids: Vec<i64> = tasks.iter().map(|task| task.id).collect();
        self.book.tasks_done(&ids).await.unwrap();
        tasks
            .iter()
            .map(|task| format!("{} {}", task.kind, task.key))
            .collect()
    }

    async fn healthy(&self) {
        let report = self.book.doctor(&mut |_| {}).await.unwrap();
        assert!(report.ok, "{:#?}", report.findings);
        assert!(self.book.verify(guild(1)).await.unwrap().ok);
    }
}

fn guild(id: i64) -> GuildId {
    GuildId::new(id).unwrap()
}

fn user(id: i64) -> UserId {
    UserId::new(id).unwrap()
}

fn ids(tasks: &[Task]) -> Vec<i64> {
    tasks.iter().map(|task| task.id).collect()
}

#[tokio::test]
async fn a_pick_meets_the_open_games() {
    let world = World::new().await;
    let slip = async |text: &str| world.book.slip_of(guild(1), &read_one(text).unwrap()).await;
    assert_eq!(slip("Packers -3.5 -110 2u").await.unwrap().legs().len(), 1);
    let unknown = slip("Arsenal ML 2.10 1u").await.unwrap_err();
    assert_eq!(
        (unknown.code(), unknown.class()),
        ("unknown_name", dbsbm_store::ErrorClass::Refused)
    );
    // Two games are open and none is quoted at this line.
    assert_eq!(slip("over 47.5 -105 1u").await.unwrap_err().code(), "ambiguous");
}

#[tokio::test]
async fn a_draft_is_its_owners_for_a_day() {
    let world = World::new().await;
    let book = &world.book;
    let draft = book
        .start_draft(guild(1), user(11), "bet", &json!({ "step": 1 }))
        .await
        .unwrap();
    assert_eq!(book.draft(guild(1), draft.id).await.unwrap(), draft);
    let theirs = book.change_draft(guild(1), user(12), draft.id, &json!({})).await;
    assert!(matches!(theirs, Err(BookError::NotYourDraft)));
    assert!(matches!(
        book.drop_draft(guild(1), user(12), draft.id).await,
        Err(BookError::NotYourDraft)
    ));
    // Another guild has no such draft.
    assert!(matches!(
        book.draft(guild(2), draft.id).await,
        Err(BookError::NoDraft)
    ));

    world.wait(TimeDelta::hours(23));
    let changed = book
        .change_draft(guild(1), user(11), draft.id, &json!({ "step": 2 }))
        .await
        .unwrap();
    assert_eq!((changed.id, changed.flow.as_str()), (draft.id, "bet"));
    world.wait(TimeDelta::hours(23));
    assert_eq!(
        book.draft(guild(1), draft.id).await.unwrap().body,
        json!({ "step": 2 })
    );
    world.wait(TimeDelta::hours(1));
    let gone = book.draft(guild(1), draft.id).await.unwrap_err();
    assert_eq!(gone.code(), "no_draft");
    assert!(gone.to_string().contains("expired") && gone.hint().unwrap().contains("start again"));
    assert_eq!(book.remove_expired_drafts().await.unwrap(), 1);
    book.drop_draft(guild(1), user(11), draft.id).await.unwrap();

    let huge = json!("x".repeat(70_000));
    assert!(matches!(
        book.start_draft(guild(1), user(11), "bet", &huge).await,
        Err(BookError::Text { .. })
    ));
    let nowhere = book.start_draft(guild(9), user(11), "bet", &json!({})).await;
    assert!(matches!(nowhere, Err(BookError::NoGuild(_))));
}

#[tokio::test]
async fn the_oldest_draft_makes_room() {
    let world = World::new().await;
    let mut begun: Vec<DraftId> = Vec::new();
    for step in 0..21 {
        world.wait(TimeDelta::seconds(1));
        begun.push(
            world
                .book
                .start_draft(guild(1), user(11), "bet", &json!(step))
                .await
                .unwrap()
                .id,
        );
    }
    let other = world
        .book
        .start_draft(guild(1), user(12), "bet", &json!({}))
        .await
        .unwrap();
    assert!(matches!(
        world.book.draft(guild(1), begun[0]).await,
        Err(BookError::NoDraft)
    ));
    for id in &begun[1..] {
        world.book.draft(guild(1), *id).await.unwrap();
    }
    world.book.draft(guild(1), other.id).await.unwrap();
}

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
                let tasks = book.claim_tasks(name, 7, TimeDelta::seconds(60)).await.unwrap();
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
    for _ in 0..10 {
        world.wait(TimeDelta::seconds(60));
        assert_eq!(world.claim("c", 10).await.len(), 1);
    }
    world.wait(TimeDelta::seconds(60));
    assert!(world.claim("c", 10).await.is_empty());
    let dead = world.book.dead_tasks(None).await.unwrap();
    assert_eq!((dead.len(), dead[0].task.attempts), (1, 12));
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
async fn a_failing_task_backs_off_and_dies_where_it_can_be_seen() {
    let world = World::new().await;
    let book = &world.book;
    book.queue_task(guild(1), "report.daily", "day:1", &json!({}))
        .await
        .unwrap();
    let mut pauses = Vec::new();
    for attempt in 1..=12 {
        let task = world.claim("w", 1).await.pop().unwrap();
        assert_eq!(task.attempts, attempt);
        let at = book.retry_at(attempt);
        let dead = book
            .task_failed(task.id, "Discord is away", Some(at))
            .await
            .unwrap();
        assert_eq!(dead, attempt == 12);
        let pause = at - DateTime::from_timestamp_millis(world.now.load(Ordering::SeqCst)).unwrap();
        pauses.push(pause.num_seconds());
        if !dead {
            world.wait(pause - TimeDelta::milliseconds(1));
            assert!(world.claim("w", 1).await.is_empty());
            world.wait(TimeDelta::milliseconds(1));
        }
    }
    let bounds = (0..12).map(|n| (5_i64 << n).min(3_600));
    for (pause, longest) in pauses.iter().zip(bounds) {
        assert!((longest / 2 - 1..=longest).contains(pause), "{pauses:?}");
    }
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

#[tokio::test]
async fn a_deleted_message_leaves_the_bet() {
    let world = World::new().await;
    let book = &world.book;
    let bet = world.post("Packers -3.5 -110 2u").await;
    let place = |message| MessagePlace {
        channel: ChannelId::new(5).unwrap(),
        message: MessageId::new(message).unwrap(),
        webhook: WebhookId::new(6).ok(),
    };
    book.remember_message(guild(1), "slip:1", &place(70))
        .await
        .unwrap();
    book.remember_message(guild(1), "slip:1", &place(71))
        .await
        .unwrap();
    book.remember_message(guild(1), "board:week", &place(72))
        .await
        .unwrap();
    assert_eq!(book.message(guild(1), "slip:1").await.unwrap(), Some(place(71)));
    let about = async |message| {
        let place = place(message);
        book.about_message(guild(1), place.channel, place.message)
            .await
            .unwrap()
    };
    assert_eq!(about(71).await.as_deref(), Some("slip:1"));
    assert_eq!(about(70).await, None);
    let nobody = book.remember_message(guild(1), "slip:9", &place(73)).await;
    assert!(matches!(nobody, Err(BookError::NoBet { .. })));
    world.healthy().await;

    let events = book.guild(guild(1)).await.unwrap().events;
    let deleted = async |message| {
        let place = place(message);
        book.message_deleted(guild(1), place.channel, place.message)
            .await
            .unwrap()
    };
    assert_eq!(deleted(71).await.as_deref(), Some("slip:1"));
    assert_eq!(deleted(71).await, None);
    assert_eq!(deleted(72).await.as_deref(), Some("board:week"));
    assert_eq!(book.message(guild(1), "slip:1").await.unwrap(), None);
    assert_eq!(book.bet(guild(1), bet).await.unwrap().status.code(), "open");
    // The slip's deletion is an event, the board's is not.
    assert_eq!(book.guild(guild(1)).await.unwrap().events, events + 1);
    let mut last = String::new();
    let actor = Actor::operator(guild(1));
    let take = &mut |line: dbsbm_store::EventLine| {
        last = line.event;
        Ok(())
    };
    book.export_events(&actor, take).await.unwrap();
    assert!(
        last.contains(r#""type":"message_deleted""#) && !last.contains("71"),
        "{last}"
    );
    world.healthy().await;
}

#[tokio::test]
async fn a_webhook_belongs_to_its_channel_and_is_not_printed() {
    let world = World::new().await;
    let (book, channel) = (&world.book, ChannelId::new(5).unwrap());
    let webhook = |id: i64, token: &str| ChannelWebhook {
        id: WebhookId::new(id).unwrap(),
        token: token.into(),
    };
    assert_eq!(book.channel_webhook(guild(1), channel).await.unwrap(), None);
    book.set_channel_webhook(guild(1), channel, &webhook(6, "hush"))
        .await
        .unwrap();
    book.set_channel_webhook(guild(1), channel, &webhook(7, "hush-hush"))
        .await
        .unwrap();
    let kept = book.channel_webhook(guild(1), channel).await.unwrap().unwrap();
    assert_eq!(kept, webhook(7, "hush-hush"));
    assert!(!format!("{kept:?}").contains("hush"));
    book.forget_channel_webhook(guild(1), channel).await.unwrap();
    assert_eq!(book.channel_webhook(guild(1), channel).await.unwrap(), None);
}

#[tokio::test]
async fn a_job_is_done_by_one() {
    let world = World::new().await;
    let book = &world.book;
    let ttl = TimeDelta::seconds(30);
    assert!(book.lease("settle", "a", ttl).await.unwrap());
    assert!(!book.lease("settle", "b", ttl).await.unwrap());
    assert!(book.lease("report", "b", ttl).await.unwrap());
    world.wait(TimeDelta::seconds(20));
    assert!(
        book.lease("settle", "a", ttl).await.unwrap(),
        "its holder goes on"
    );
    world.wait(TimeDelta::seconds(20));
    assert!(!book.lease("settle", "b", ttl).await.unwrap());
    world.wait(TimeDelta::seconds(10));
    assert!(
        book.lease("settle", "b", ttl).await.unwrap(),
        "a dead holder's lease ends"
    );
    book.release("settle", "a").await.unwrap();
    assert!(
        !book.lease("settle", "a", ttl).await.unwrap(),
        "who lost it cannot give it back"
    );
    book.release("settle", "b").await.unwrap();
    assert!(book.lease("settle", "a", ttl).await.unwrap());

    assert_eq!(book.job_mark("report").await.unwrap(), None);
    book.set_job_mark("report", "2024-09-07").await.unwrap();
    book.set_job_mark("report", "2024-09-08").await.unwrap();
    assert_eq!(
        book.job_mark("report").await.unwrap().as_deref(),
        Some("2024-09-08")
    );
}

#[tokio::test]
async fn a_guild_that_was_left_gets_nothing() {
    let world = World::new().await;
    let book = &world.book;
    world.post("Packers -3.5 -110 2u").await;
    book.guild_left(guild(1)).await.unwrap();
    assert!(world.claim("w", 10).await.is_empty());
    assert!(book.guilds_present().await.unwrap().is_empty());
    assert_eq!(book.outbox_counts().await.unwrap().waiting, 0);
    assert_eq!(book.guilds().await.unwrap(), [guild(1)]);
    assert_eq!(
        book.bet(guild(1), BetNo::new(1).unwrap())
            .await
            .unwrap()
            .status
            .code(),
        "open"
    );
    world.healthy().await;
    book.guild_joined(guild(1), "Sharp Room II").await.unwrap();
    assert_eq!(book.guild(guild(1)).await.unwrap().name, "Sharp Room II");
    assert_eq!(world.deliver().await, ["slip.post bet:1"]);
    // A guild without books leaves none behind.
    book.guild_left(guild(3)).await.unwrap();
    assert_eq!(book.guilds().await.unwrap(), [guild(1)]);
}

#[tokio::test]
async fn the_record_on_a_slip_is_the_record() {
    let world = World::new().await;
    let book = &world.book;
    assert_eq!(
        book.slip_record(guild(1), user(11)).await.unwrap(),
        SlipRecord::default()
    );
    for text in ["Packers -3.5 -110 2u", "Bears ML +150 1u", "Chiefs ML -150 1u"] {
        world.post(text).await;
    }
    let games = GAMES.replace("Bears,scheduled,,,,", "Bears,final,24,20,7 7 3 7,10 0 7 3");
    world.wait(TimeDelta::hours(9));
    book.import_games(Preset::Dbsbm, games.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    book.settle(None, &mut |_| {}).await.unwrap();
    let record = book.slip_record(guild(1), user(11)).await.unwrap();
    let stats = book.stats(guild(1), &StatsQuery::default()).await.unwrap().record;
    assert_eq!((record.tally.won, record.tally.lost), (1, 1));
    assert_eq!(record.tally.net(), stats.net);
    // Nothing was quoted, so nothing could be compared; the open bet does not count yet.
    assert_eq!(
        record.basis,
        BasisCount {
            no_market: 2,
            ..BasisCount::default()
        }
    );
    assert!(matches!(
        book.slip_record(guild(9), user(11)).await,
        Err(BookError::NoGuild(_))
    ));
}
