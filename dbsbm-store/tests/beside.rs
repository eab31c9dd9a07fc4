//! What stands beside the record: bets withdrawn late, settled all the same and shown apart.

use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::text::read_one,
    guild::Actor,
    id::{GuildId, UserId},
    market::Sport,
    record::Split,
};
use dbsbm_store::{Book, Environment, Place, StatsQuery, import::Preset};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score
g1,NFL,2024-09-08T17:00:00Z,Packers,Bears,scheduled,,
";

#[tokio::test]
async fn a_bet_withdrawn_late_is_settled_beside_the_record() {
    let dir = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", dir.path().join("books.db").display());
    let posted: DateTime<Utc> = "2024-09-08T12:00:00Z".parse().unwrap();
    let now = Arc::new(AtomicI64::new(posted.timestamp()));
    let clock = now.clone();
    let read = move || DateTime::from_timestamp(clock.load(Ordering::SeqCst), 0).unwrap();
    let book = Book::open(&address, Environment::with_clock(read)).await.unwrap();
    let (guild, ann) = (GuildId::new(1).unwrap(), UserId::new(11).unwrap());
    let operator = Actor::operator(guild);
    book.add_guild(guild, "Sharp Room").await.unwrap();
    book.set(&operator, "withdraw", "shadow").await.unwrap();
    book.add_capper(&operator, ann, "Ann").await.unwrap();
    book.import_games(Preset::Dbsbm, GAMES.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    for text in ["Packers -3.5 -110 1u", "Bears +3.5 -110 2u"] {
        let slip = book.slip_of(guild, &read_one(text).unwrap()).await.unwrap();
        let place = Place {
            slip,
            capper: ann,
            key: None,
            posted_at: None,
            channel: None,
        };
        book.place(&operator, place).await.unwrap();
    }
    let query = StatsQuery {
        capper: Some(ann),
        by: Some(Split::Sport),
        ..StatsQuery::default()
    };
    assert_eq!(book.stats(guild, &query).await.unwrap().shadow, None);

    now.fetch_add(600, Ordering::SeqCst);
    book.withdraw(&operator, "2".parse().unwrap()).await.unwrap();
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
