//! Books whose clock the test moves.

use chrono::{DateTime, TimeDelta, Utc};
use dbsbm_core::{bet::text::read_one, guild::Actor, id::BetNo, id::GuildId, id::UserId};
use dbsbm_store::{Book, Claim, Environment, GuildPart, Outlet, Place, Task, import::Preset};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

pub(crate) const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods
g1,NFL,2024-09-08T17:00:00Z,Packers,Bears,scheduled,,,,
g2,NFL,2024-09-08T20:25:00Z,Chiefs,Ravens,scheduled,,,,
";

/// Books whose clock the test moves.
pub(crate) struct World {
    pub(crate) book: Book,
    pub(crate) now: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
}

impl World {
    pub(crate) async fn new() -> Self {
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

    pub(crate) fn wait(&self, time: TimeDelta) {
        self.now.fetch_add(time.num_milliseconds(), Ordering::SeqCst);
    }

    pub(crate) async fn post(&self, text: &str) -> BetNo {
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

    pub(crate) async fn claim(&self, worker: &str, limit: u32) -> Vec<Task> {
        self.book.claim_tasks(&claim(worker, limit)).await.unwrap()
    }

    /// Claims what is due and does it; gives kinds and keys.
    pub(crate) async fn deliver(&self) -> Vec<String> {
        let tasks = self.claim("w", 100).await;
        let ids: Vec<i64> = tasks.iter().map(|task| task.id).collect();
        self.book.tasks_done(&ids).await.unwrap();
        tasks
            .iter()
            .map(|task| format!("{} {}", task.kind, task.key))
            .collect()
    }

    pub(crate) async fn healthy(&self) {
        let report = self.book.doctor(&mut |_| {}).await.unwrap();
        assert!(report.ok, "{:#?}", report.findings);
        assert!(self.book.verify(guild(1)).await.unwrap().ok);
    }
}

/// What a worker for everything at Discord asks for.
pub(crate) fn claim(worker: &str, limit: u32) -> Claim<'_> {
    Claim {
        worker,
        outlet: Outlet::Discord,
        part: GuildPart::ALL,
        limit,
        lease: TimeDelta::seconds(60),
    }
}

pub(crate) fn guild(id: i64) -> GuildId {
    GuildId::new(id).unwrap()
}

pub(crate) fn user(id: i64) -> UserId {
    UserId::new(id).unwrap()
}

pub(crate) fn ids(tasks: &[Task]) -> Vec<i64> {
    tasks.iter().map(|task| task.id).collect()
}
