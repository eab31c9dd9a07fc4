//! What administrators do, over a real file: each change with its audit line, and again without effect.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{Kind, Leg, Prop, Slip, Stake, StakeIs, Terms},
    guild::{
        Actor, ImageKey, Limit, Role, SetupStep,
        webhook::{WebhookEvent, WebhookState},
    },
    id::{ChannelId, GameId, GuildId, UserId},
    market::{Market, Period, Selection, Side},
    record::{Month, ReportPeriod, SettlementDay, Stakes, TieBreak},
};
use dbsbm_store::{
    AuditFilter, BoardQuery, Book, BookError, Environment, Place, SeasonTerms, import::Preset,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

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

#[tokio::test]
async fn a_removed_capper_keeps_the_record_and_posts_no_more() {
    let world = World::new().await;
    world.post(11, 1, Side::Home, "a").await.unwrap();
    let gone = world.book.remove_capper(&admin(), user(11)).await.unwrap();
    assert!(gone.removed && gone.open == 1);
    world.book.remove_capper(&admin(), user(11)).await.unwrap();
    let refused = world.post(11, 2, Side::Home, "b").await.unwrap_err();
    assert_eq!(refused.code(), "capper_removed");
    assert_eq!(
        world.post(11, 1, Side::Home, "a").await.unwrap(),
        1,
        "the first answer stands"
    );
    world.first_game_ends().await;
    let all = BoardQuery {
        min: Some(1),
        ..BoardQuery::default()
    };
    assert_eq!(
        world.book.leaderboard(guild(), &all).await.unwrap()[0].rank,
        Some(1)
    );
    assert!(world.book.remove_capper(&capper(12), user(12)).await.is_err());
    assert_eq!(
        world
            .book
            .remove_capper(&admin(), user(77))
            .await
            .unwrap_err()
            .code(),
        "no_capper"
    );

    let back = world.book.add_capper(&admin(), user(11), "Ada").await.unwrap();
    assert!(!back.removed && back.settled == 1);
    let actions = world.actions().await;
    assert_eq!(&actions[..3], ["capper.restore", "capper.remove", "capper.add"]);
    world.healthy().await;
}

#[tokio::test]
async fn a_capper_on_trial_is_ranked_apart_until_enough_bets_are_verified() {
    let world = World::new().await;
    world
        .book
        .set(&admin(), "trial.verified_bets", "1")
        .await
        .unwrap();
    world.post(11, 1, Side::Home, "a").await.unwrap();
    world.first_game_ends().await;
    let query = BoardQuery {
        min: Some(1),
        ..BoardQuery::default()
    };
    let board = world.book.leaderboard(guild(), &query).await.unwrap();
    // Nothing was quoted, so the bet is not verified.
    assert_eq!((board[0].rank, board[0].trial), (Some(1), true));
    assert!(world.book.capper(guild(), user(11)).await.unwrap().trial);
    world
        .book
        .set(&admin(), "trial.verified_bets", "none")
        .await
        .unwrap();
    assert!(!world.book.leaderboard(guild(), &query).await.unwrap()[0].trial);
}

#[tokio::test]
async fn the_setup_knows_what_is_answered() {
    let world = World::new().await;
    let answered = async || {
        let steps = world.book.setup_steps(guild()).await.unwrap();
        steps
            .iter()
            .filter(|s| s.answered)
            .map(|s| s.step)
            .collect::<Vec<_>>()
    };
    assert_eq!(answered().await, []);
    world.book.set(&admin(), "timezone", "UTC").await.unwrap();
    world.book.set(&admin(), "timezone", "UTC").await.unwrap();
    assert_eq!(
        answered().await,
        [SetupStep::TimeZone],
        "a confirmed default is an answer"
    );
    assert_eq!(
        world.actions().await.iter().filter(|a| *a == "guild.set").count(),
        2
    );
}

#[tokio::test]
async fn exports_are_counted_a_day_and_the_plan_says_how_many() {
    let world = World::new().await;
    world
        .book
        .set(&Actor::operator(guild()), "plan", "free")
        .await
        .unwrap();
    for _ in 0..25 {
        world
            .book
            .export_bets(&admin(), None, &mut |_| Ok(()))
            .await
            .unwrap();
    }
    let full = world
        .book
        .export_events(&admin(), &mut |_| Ok(()))
        .await
        .unwrap_err();
    assert_eq!(full.code(), "plan_limit");
    let mut proof = Vec::new();
    world
        .book
        .export_proof(&Actor::operator(guild()), &mut proof)
        .await
        .unwrap();
    let (_, usage) = world.book.usage(guild()).await.unwrap();
    let of = |limit| usage.iter().find(|u| u.limit == limit).unwrap();
    assert_eq!(
        (of(Limit::Exports).used, of(Limit::Exports).most),
        (Some(25), Some(25))
    );
    assert_eq!(of(Limit::OpenBets).used, Some(0));
    world.now("2024-09-09T00:00:00Z");
    world.book.export_events(&admin(), &mut |_| Ok(())).await.unwrap();
    let exports = AuditFilter {
        action: Some("export".into()),
        limit: Some(3),
        ..AuditFilter::default()
    };
    let lines = world.book.audit(&admin(), &exports).await.unwrap();
    assert_eq!((lines.len(), lines[0].by.as_deref()), (3, Some("9")));
    assert!(world.book.audit(&capper(11), &exports).await.is_err());
    world.healthy().await;
}

#[tokio::test]
async fn an_announcement_is_made_once() {
    let world = World::new().await;
    let channel = ChannelId::new(5).unwrap();
    let say = async |key| world.book.announce(&admin(), channel, "Week 1 is on.", key).await;
    assert!(say("i1").await.unwrap());
    assert!(!say("i1").await.unwrap());
    assert!(say("i2").await.unwrap());
    assert!(world.book.announce(&admin(), channel, " ", "i3").await.is_err());
    assert!(
        world
            .book
            .announce(&capper(11), channel, "Hello", "i4")
            .await
            .is_err()
    );
    assert_eq!(
        world.actions().await.iter().filter(|a| *a == "announce").count(),
        2
    );
    world.healthy().await;
}

#[tokio::test]
async fn months_reports_and_totals_come_from_the_record() {
    let world = World::new().await;
    world.post(11, 1, Side::Home, "a").await.unwrap();
    world.post(12, 1, Side::Away, "b").await.unwrap();
    world.first_game_ends().await;
    let totals = world.book.totals(guild()).await.unwrap();
    assert_eq!(totals.month.to_string(), "0.0000");
    let month: Month = "2024-09".parse().unwrap();
    let days = world.book.calendar(guild(), Some(user(11)), month).await.unwrap();
    assert_eq!(
        (days.len(), days[0].net.to_string().as_str(), days[0].bets),
        (1, "1.0000", 1)
    );
    assert_eq!(
        world.book.calendar(guild(), None, month).await.unwrap()[0].bets,
        2
    );

    let due = ReportPeriod::Daily.before(SettlementDay::on("2024-09-09".parse().unwrap()));
    let report = world.book.report(guild(), &due).await.unwrap();
    assert_eq!((report.figures.decided, report.cappers), (2, 2));
    assert_eq!(report.best.unwrap().name, "Ada");
    assert_eq!(report.worst.unwrap().name, "Bo");

    assert_eq!(
        world.book.close_month(&admin(), month).await.unwrap_err().code(),
        "month_runs"
    );
    world.now("2024-10-01T09:30:00Z");
    world
        .book
        .set(&admin(), "leaderboard.min_bets", "1")
        .await
        .unwrap();
    let frozen = world.book.close_month(&admin(), month).await.unwrap();
    let shown: Vec<_> = frozen
        .iter()
        .map(|s| (s.capper.get(), s.rank, s.net.to_string()))
        .collect();
    assert_eq!(
        shown,
        [(11, Some(1), "1.0000".into()), (12, Some(2), "-1.0000".into())]
    );
    // A correction afterwards changes the record, not what was frozen.
    world
        .games(&GAMES.replace(
            "Packers,Bears,scheduled,,,,",
            "Packers,Bears,final,20,24,7 7 3 3,10 0 7 7",
        ))
        .await;
    world.book.settle(None, &mut |_| {}).await.unwrap();
    assert_eq!(world.book.month_standings(guild(), month).await.unwrap(), frozen);
    assert_eq!(world.book.close_month(&admin(), month).await.unwrap(), frozen);
    world.healthy().await;

    world.book.set(&admin(), "report.hour", "9").await.unwrap();
    world.book.set(&admin(), "report.monthly", "yes").await.unwrap();
    assert_eq!(world.book.queue_reports(guild()).await.unwrap().queued, 2);
    assert_eq!(world.book.queue_reports(guild()).await.unwrap().queued, 0);
}

#[tokio::test]
async fn a_season_is_entered_compared_and_frozen() {
    let world = World::new().await;
    let terms = SeasonTerms {
        name: "Autumn".into(),
        opens: at("2024-09-08T00:00:00Z"),
        closes: at("2024-09-16T00:00:00Z"),
        stakes: Stakes::Level,
        min_picks: 1,
        tie_break: TieBreak::Picks,
    };
    let season = world.book.create_season(&admin(), &terms, "k").await.unwrap();
    assert_eq!(
        world.book.create_season(&admin(), &terms, "k").await.unwrap(),
        season
    );
    assert!(world.book.create_season(&capper(11), &terms, "k2").await.is_err());
    world.post(12, 1, Side::Home, "before entering").await.unwrap();
    world.now("2024-09-08T12:01:00Z");
    for id in [11, 12, 12] {
        world
            .book
            .join_season(&capper(id), season.season, user(id))
            .await
            .unwrap();
    }
    assert!(
        world
            .book
            .join_season(&capper(11), season.season, user(12))
            .await
            .is_err()
    );
    assert_eq!(
        world
            .book
            .join_season(&admin(), 7, user(12))
            .await
            .unwrap_err()
            .code(),
        "no_season"
    );
    world.now("2024-09-08T12:02:00Z");
    world.post(11, 1, Side::Home, "a").await.unwrap();
    world.post(12, 2, Side::Home, "b").await.unwrap();
    world.now("2024-09-16T00:00:00Z");
    world.first_game_ends().await;
    let rows = world.book.season_standings(guild(), season.season).await.unwrap();
    let shown: Vec<_> = rows.iter().map(|s| (s.capper.get(), s.rank, s.decided)).collect();
    assert_eq!(shown, [(11, Some(1), 1), (12, None, 0)]);
    let close = async || world.book.close_season(&admin(), season.season).await;
    assert_eq!(close().await.unwrap_err().code(), "season_picks_open");
    let over = "Packers,Colts,cancelled,,,,";
    world
        .games(
            &GAMES
                .replace(
                    "Packers,Bears,scheduled,,,,",
                    "Packers,Bears,final,24,20,7 7 3 7,10 0 7 3",
                )
                .replace("Packers,Colts,scheduled,,,,", over),
        )
        .await;
    world.book.settle(None, &mut |_| {}).await.unwrap();
    let frozen = close().await.unwrap();
    assert_eq!(close().await.unwrap(), frozen);
    assert_eq!(
        world.book.season_standings(guild(), season.season).await.unwrap(),
        frozen
    );
    assert!(world.book.seasons(guild()).await.unwrap()[0].closed_at.is_some());
    assert_eq!(
        world
            .book
            .join_season(&admin(), season.season, user(12))
            .await
            .unwrap()
            .entered,
        2,
        "who entered is in"
    );
    world.healthy().await;
}

#[tokio::test]
async fn webhooks_are_told_signed_and_switched_off_when_they_fail() {
    let world = World::new().await;
    let events = [
        WebhookEvent::BetSettled,
        WebhookEvent::BetPosted,
        WebhookEvent::BetPosted,
    ];
    let add = async |url: &str| world.book.add_webhook(&admin(), url, &events).await;
    assert_eq!(
        add("https://127.0.0.1/").await.unwrap_err().code(),
        "webhook_address"
    );
    assert_eq!(
        world
            .book
            .add_webhook(&admin(), "https://a.example.com", &[])
            .await
            .unwrap_err()
            .code(),
        "bad_text"
    );
    let new = add("https://hooks.example.com/x").await.unwrap();
    assert_eq!((new.webhook.webhook, new.webhook.events.len()), (1, 2));
    assert_eq!(
        add("https://HOOKS.example.com/x").await.unwrap_err().code(),
        "bad_text"
    );
    let again = world
        .book
        .add_webhook(&capper(11), "https://b.example.com", &events)
        .await;
    assert_eq!(again.unwrap_err().code(), "needs_role");

    let bet = world.post(11, 1, Side::Home, "a").await.unwrap();
    let task = serde_json::json!({
        "webhook": 1, "event": "bet.posted", "bet": bet, "seq": 9, "at": "2024-09-08T12:00:00Z"
    });
    let ready = world
        .book
        .webhook_delivery(guild(), &task)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ready.url.host(), "hooks.example.com");
    assert_eq!(ready.message.id, "1-1-9");
    assert!(
        ready.message.body.contains("\"type\":\"bet.posted\""),
        "{}",
        ready.message.body
    );
    assert!(ready.message.signature.starts_with("v1,"));

    for answer in [Ok(500), Err("no answer"), Ok(204)] {
        world.book.webhook_answered(guild(), 1, answer).await.unwrap();
    }
    assert_eq!(world.book.webhook(guild(), 1).await.unwrap().failures, 0);
    let mut state = WebhookState::Active;
    for _ in 0..20 {
        state = world.book.webhook_answered(guild(), 1, Ok(500)).await.unwrap();
    }
    assert_eq!(state, WebhookState::Disabled);
    assert!(
        world
            .book
            .webhook_delivery(guild(), &task)
            .await
            .unwrap()
            .is_none()
    );
    assert_eq!(world.actions().await[0], "webhook.disable");
    let resumed = world.book.pause_webhook(&admin(), 1, false).await.unwrap();
    assert_eq!((resumed.state, resumed.failures), (WebhookState::Active, 0));
    assert!(world.book.remove_webhook(&admin(), 1).await.unwrap());
    assert!(!world.book.remove_webhook(&admin(), 1).await.unwrap());
    assert_eq!(
        world
            .book
            .webhook_answered(guild(), 1, Ok(200))
            .await
            .unwrap_err()
            .code(),
        "no_webhook"
    );
    world.healthy().await;
}

#[tokio::test]
async fn pictures_are_bounded_by_size_and_plan() {
    let world = World::new().await;
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    png.extend([0, 0, 0, 64, 0, 0, 0, 64, 8, 6, 0, 0, 0]);
    let put = async |actor: Actor, key: ImageKey| world.book.put_image(&actor, &key, &png).await;
    put(admin(), ImageKey::Guild).await.unwrap();
    put(admin(), ImageKey::Guild).await.unwrap();
    put(capper(11), ImageKey::Capper(user(11))).await.unwrap();
    assert!(put(capper(11), ImageKey::Capper(user(12))).await.is_err());
    let logo = ImageKey::TeamLogo {
        league: "NFL".parse().unwrap(),
        team: "Packers".into(),
    };
    assert_eq!(put(admin(), logo.clone()).await.unwrap_err().code(), "plan_limit");
    assert_eq!(
        world.book.image(guild(), &ImageKey::Guild).await.unwrap(),
        Some(png.clone())
    );
    assert!(world.book.remove_image(&admin(), &ImageKey::Guild).await.unwrap());
    put(admin(), logo).await.unwrap();
    assert!(
        world
            .book
            .put_image(&admin(), &ImageKey::Guild, b"GIF89a")
            .await
            .is_err()
    );
    world.healthy().await;
}

#[tokio::test]
async fn players_are_found_by_parts_of_their_names_and_learnt_from_props() {
    let world = World::new().await;
    let file = "league,team,player\nNFL,Packers,Jordan Love\nNFL,GB,Josh Jacobs\nNFL,Nobody,X Y\nNFL,Bears,Caleb Williams\n";
    let import = async || {
        world
            .book
            .import_players(std::io::Cursor::new(file))
            .await
            .unwrap()
    };
    let first = import().await;
    assert_eq!(
        (first.read, first.inserted, first.rejected_count),
        (4, 3, 1),
        "{first:?}"
    );
    let again = import().await;
    assert_eq!((again.inserted, again.unchanged), (0, 3));
    let nfl = "NFL".parse().unwrap();
    let found = async |text: &str| world.book.find_players(nfl, text, 5).await.unwrap();
    let jacobs = found("jocobs").await;
    assert_eq!(
        (jacobs[0].name.as_str(), jacobs[0].team.as_deref()),
        ("Josh Jacobs", Some("Packers"))
    );

    let prop = async |player: &str, stat: &str, line: &str| {
        let leg = Leg {
            game: GameId::new(1).unwrap(),
            selection: Selection::new(
                Market::PlayerProp,
                Period::Full,
                Side::Over,
                Some(line.parse().unwrap()),
            )
            .unwrap(),
            prop: Some(Prop {
                player: player.into(),
                stat: stat.into(),
            }),
            price: "-110".parse().unwrap(),
            book: None,
        };
        let stake = Stake {
            amount: "1".parse().unwrap(),
            is: StakeIs::Risk,
        };
        let place = Place {
            slip: Slip::new(Kind::Straight, stake, vec![leg], Terms::default()).unwrap(),
            capper: user(11),
            key: None,
            posted_at: None,
            channel: None,
        };
        world
            .book
            .place(&capper(11), place)
            .await
            .map(|bet| bet.bet.get())
    };
    let refused = prop("Jordan Love", "passing_yards", "2750.5").await.unwrap_err();
    assert_eq!(refused.code(), "prop_line");
    assert!(refused.to_string().contains("from 20.5 to 550.5"), "{refused}");
    assert_eq!(
        prop("Jordan Love", "rebounds", "5.5").await.unwrap_err().code(),
        "prop_stat"
    );
    prop("Romeo Doubs", "receiving_yards", "45.5").await.unwrap();
    prop("Jordan Love", "passing_yards", "245.5").await.unwrap();
    let doubs = found("doubs").await;
    assert_eq!(
        (doubs[0].name.as_str(), doubs[0].team.as_deref()),
        ("Romeo Doubs", None)
    );
    let love = found("love").await;
    assert_eq!((love.len(), love[0].team.as_deref()), (1, Some("Packers")));
}

#[tokio::test]
async fn what_happens_to_bets_waits_for_webhooks_and_streaks_for_the_guild() {
    let world = World::new().await;
    let events = [WebhookEvent::BetPosted, WebhookEvent::BetSettled];
    world
        .book
        .add_webhook(&admin(), "https://hooks.example.com", &events)
        .await
        .unwrap();
    world.book.set(&admin(), "announce.streaks", "yes").await.unwrap();
    for n in 0..5 {
        world.post(11, 1, Side::Home, &format!("k{n}")).await.unwrap();
    }
    world.first_game_ends().await;
    let mut kinds = std::collections::BTreeMap::new();
    let tasks = world
        .book
        .claim_tasks("w", 100, chrono::TimeDelta::minutes(1))
        .await
        .unwrap();
    for task in &tasks {
        *kinds.entry(task.kind.as_str()).or_insert(0) += 1;
    }
    assert_eq!(
        (kinds.get("webhook.event"), kinds.get("announce.streak")),
        (Some(&10), Some(&1)),
        "{kinds:?}"
    );
    let told = tasks.iter().find(|t| t.kind == "webhook.event").unwrap();
    assert!(
        world
            .book
            .webhook_delivery(guild(), &told.payload)
            .await
            .unwrap()
            .is_some()
    );
    world.healthy().await;
}
