//! What stands beside the record: bets withdrawn late, settled all the same and shown apart; and what members alone see.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::text::read_one,
    community::TailSide,
    guild::{Actor, Role},
    id::{GuildId, UserId},
    market::Sport,
    record::Split,
};
use dbsbm_store::{Book, Environment, EventLine, Place, StatsQuery, import::Preset};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score
g1,NFL,2024-09-08T17:00:00Z,Packers,Bears,scheduled,,
";

/// A room with two bets of Ann's on the Packers' game, withdrawn late beside the record.
struct Room {
    book: Book,
    operator: Actor,
    now: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
}

const ANN: i64 = 11;

async fn room() -> Room {
    let dir = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", dir.path().join("books.db").display());
    let posted: DateTime<Utc> = "2024-09-08T12:00:00Z".parse().unwrap();
    let now = Arc::new(AtomicI64::new(posted.timestamp()));
    let clock = now.clone();
    let read = move || DateTime::from_timestamp(clock.load(Ordering::SeqCst), 0).unwrap();
    let book = Book::open(&address, Environment::with_clock(read)).await.unwrap();
    let (guild, ann) = (GuildId::new(1).unwrap(), UserId::new(ANN).unwrap());
    let operator = Actor::operator(guild);
    book.add_guild(guild, "Sharp Room").await.unwrap();
    book.set(&operator, "withdraw", "shadow").await.unwrap();
    book.add_capper(&operator, ann, "Ann").await.unwrap();
    book.import_games(Preset::Dbsbm, GAMES.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    let room = Room {
        book,
        operator,
        now,
        _dir: dir,
    };
    for text in ["Packers -3.5 -110 1u", "Bears +3.5 -110 2u"] {
        room.post(text, false).await;
    }
    room
}

impl Room {
    async fn post(&self, text: &str, members_only: bool) {
        let slip = self
            .book
            .slip_of(self.operator.guild, &read_one(text).unwrap())
            .await
            .unwrap();
        let place = Place {
            slip: slip.for_members_only(members_only),
            capper: UserId::new(ANN).unwrap(),
            key: None,
            posted_at: None,
            channel: None,
        };
        self.book.place(&self.operator, place).await.unwrap();
    }
}

/// The start that was known at the post is no way out of a game that began sooner.
#[tokio::test]
async fn a_game_that_was_brought_forward_locks_a_bet_sooner() {
    let room = room().await;
    let sooner = GAMES.replace("T17:00", "T13:00");
    room.book
        .import_games(Preset::Dbsbm, sooner.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    room.now.fetch_add(2 * 3600, Ordering::SeqCst);
    let refused = room.book.withdraw(&room.operator, "2".parse().unwrap()).await;
    assert_eq!(refused.unwrap_err().code(), "game_started");
    // And one that is put off afterwards opens it no more.
    let later = GAMES.replace("T17:00", "T20:00");
    room.book
        .import_games(Preset::Dbsbm, later.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    room.now.fetch_add(4 * 3600, Ordering::SeqCst);
    let refused = room.book.withdraw(&room.operator, "2".parse().unwrap()).await;
    assert_eq!(refused.unwrap_err().code(), "game_started");
}

#[tokio::test]
async fn a_game_that_began_ahead_of_its_schedule_locks_a_bet() {
    let room = room().await;
    let bob = Actor {
        user: Some(UserId::new(12).unwrap()),
        role: Role::Member,
        ..room.operator
    };
    let (book, second) = (&room.book, "2".parse().unwrap());
    let ask = async |key| book.question(&bob, second, "Is it off?", key).await;
    let tap = async |key| book.tail(&bob, second, TailSide::With, None, key).await;
    tap("before").await.unwrap();
    assert_eq!(ask("before").await.unwrap_err().code(), "not_graded");
    let live = GAMES.replace("scheduled", "live");
    room.book
        .import_games(Preset::Dbsbm, live.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    let refused = room.book.withdraw(&room.operator, second).await;
    assert_eq!(refused.unwrap_err().code(), "game_started");
    assert_eq!(tap("after").await.unwrap_err().code(), "locked");
    assert_eq!(ask("after").await.unwrap().bet, second);
}

/// The head of the chain is for everybody, also before the start.
#[tokio::test]
async fn the_event_of_a_members_only_bet_cannot_be_tried_out() {
    let room = room().await;
    let (book, guild) = (&room.book, room.operator.guild);
    book.set(&room.operator, "route.tier.members", "77")
        .await
        .unwrap();
    room.post("Packers -4.5 -110 1u", true).await;
    let seal = book.seal(guild, "3".parse().unwrap()).await.unwrap().unwrap();
    assert_eq!(seal.salt.len(), 32);
    let mut posted = Vec::new();
    let mut take = |line: EventLine| {
        posted.extend(Some(line.event).filter(|event| event.contains("bet_posted")));
        Ok(())
    };
    book.export_events(&room.operator, &mut take).await.unwrap();
    let salted = |event: &String| event.contains(&format!("\"salt\":\"{}\"", seal.salt));
    assert_eq!(
        posted.iter().map(salted).collect::<Vec<_>>(),
        [false, false, true]
    );
    assert!(book.doctor(&mut |_| {}).await.unwrap().ok);
}

#[tokio::test]
async fn a_bet_withdrawn_late_is_settled_beside_the_record() {
    let room = room().await;
    let Room {
        book, operator, now, ..
    } = &room;
    let (guild, ann) = (operator.guild, UserId::new(ANN).unwrap());
    let query = StatsQuery {
        capper: Some(ann),
        by: Some(Split::Sport),
        ..StatsQuery::default()
    };
    assert_eq!(book.stats(guild, &query).await.unwrap().shadow, None);

    now.fetch_add(600, Ordering::SeqCst);
    book.withdraw(operator, "2".parse().unwrap()).await.unwrap();
    let stats = book.stats(guild, &query).await.unwrap();
    assert_eq!((stats.record.open, stats.shadow.unwrap().open), (1, 1));

    now.fetch_add(24 * 3600, Ordering::SeqCst);
    let played = GAMES.replace("scheduled,,", "final,24,17");
    book.import_games(Preset::Dbsbm, played.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    assert_eq!(book.settle(None, &mut |_| {}).await.unwrap().settled, 2);
    let stats = book.stats(guild, &query).await.unwrap();
    // Packers by 7: the bet that stayed won, the one that was taken back would have lost its two units.
    assert_eq!(stats.record.net.to_string(), "0.9091");
    assert_eq!(stats.shadow.unwrap().net.to_string(), "-2.0000");
    assert_eq!(stats.live, None);
    assert_eq!(
        (stats.splits.len(), stats.splits[0].key.as_str()),
        (1, "american_football")
    );
    for (sport, decided) in [(Sport::AmericanFootball, 1), (Sport::Soccer, 0)] {
        let of_sport = StatsQuery {
            sport: Some(sport),
            ..query
        };
        let stats = book.stats(guild, &of_sport).await.unwrap();
        assert_eq!(stats.record.decided, decided, "{sport}");
        assert_eq!(
            book.curve(guild, &of_sport).await.unwrap().points.len() as i64,
            decided
        );
    }
    assert!(book.doctor(&mut |_| {}).await.unwrap().ok);
}
