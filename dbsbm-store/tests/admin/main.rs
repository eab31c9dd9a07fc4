//! What administrators do, over a real file: each change with its audit line, and again without effect.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{Kind, Leg, Prop, Slip, Stake, StakeIs, Terms},
    guild::{
        Actor, ImageKey, Limit, Role, SetupStep,
        webhook::{WebhookEvent, WebhookState},
    },
    id::{BetNo, ChannelId, GameId, GuildId, UserId},
    market::{Market, Period, Selection, Side},
    record::{Month, ReportPeriod, SettlementDay, Stakes, TieBreak},
    settle::Grade,
};
use dbsbm_store::{
    AuditFilter, BoardQuery, Book, BookError, Environment, ManualGrade, Place, SeasonTerms, import::Preset,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

mod guild;
mod outside;
mod players;

const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods
g1,NFL,2024-09-08T17:00:00Z,Packers,Bears,scheduled,,,,
g2,NFL,2024-09-15T17:00:00Z,Packers,Colts,scheduled,,,,
";

/// A book with a clock that the test moves.
struct World {
    _dir: tempfile::TempDir,
    book: Book,
    clock: Arc<AtomicI64>,
}

fn guild() -> GuildId {
    GuildId::new(1).unwrap()
}

fn user(id: i64) -> UserId {
    UserId::new(id).unwrap()
}

fn admin() -> Actor {
    Actor {
        guild: guild(),
        user: Some(user(9)),
        role: Role::Admin,
    }
}

fn capper(id: i64) -> Actor {
    Actor {
        guild: guild(),
        user: Some(user(id)),
        role: Role::Capper,
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

impl World {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", dir.path().join("books.db").display());
        let clock = Arc::new(AtomicI64::new(at("2024-09-08T12:00:00Z").timestamp_millis()));
        let seen = Arc::clone(&clock);
        let now = move || DateTime::from_timestamp_millis(seen.load(Ordering::SeqCst)).unwrap();
        let book = Book::open(&address, Environment::with_clock(now)).await.unwrap();
        book.add_guild(guild(), "Sharp Room").await.unwrap();
        book.set(&Actor::operator(guild()), "plan", "premium")
            .await
            .unwrap();
        book.add_capper(&admin(), user(11), "Ada").await.unwrap();
        book.add_capper(&admin(), user(12), "Bo").await.unwrap();
        let world = Self {
            _dir: dir,
            book,
            clock,
        };
        world.games(GAMES).await;
        world
    }

    fn now(&self, text: &str) {
        self.clock.store(at(text).timestamp_millis(), Ordering::SeqCst);
    }

    async fn games(&self, csv: &str) {
        let file = std::io::Cursor::new(csv.to_string());
        let done = self
            .book
            .import_games(Preset::Dbsbm, file, &mut |_| {})
            .await
            .unwrap();
        assert_eq!(done.rejected_count, 0, "{done:?}");
    }

    /// Game `g1` ends 24-20.
    async fn first_game_ends(&self) {
        self.games(&GAMES.replace(
            "Packers,Bears,scheduled,,,,",
            "Packers,Bears,final,24,20,7 7 3 7,10 0 7 3",
        ))
        .await;
        self.book.settle(None, &mut |_| {}).await.unwrap();
    }

    async fn post(&self, by: i64, game: i64, side: Side, key: &str) -> Result<i64, BookError> {
        let leg = Leg {
            game: GameId::new(game).unwrap(),
            selection: Selection::new(Market::Moneyline, Period::Full, side, None).unwrap(),
            prop: None,
            price: "+100".parse().unwrap(),
            book: None,
        };
        let stake = Stake {
            amount: "1".parse().unwrap(),
            is: StakeIs::Risk,
        };
        let place = Place {
            slip: Slip::new(Kind::Straight, stake, vec![leg], Terms::default()).unwrap(),
            capper: user(by),
            key: Some(key.into()),
            posted_at: None,
            channel: None,
        };
        Ok(self.book.place(&capper(by), place).await?.bet.get())
    }

    async fn actions(&self) -> Vec<String> {
        let lines = self.book.audit(&admin(), &AuditFilter::default()).await.unwrap();
        lines.into_iter().map(|line| line.action).collect()
    }

    async fn healthy(&self) {
        let report = self.book.doctor(&mut |_| {}).await.unwrap();
        assert!(report.ok, "{:#?}", report.findings);
        assert!(self.book.verify(guild()).await.unwrap().ok);
    }
}
