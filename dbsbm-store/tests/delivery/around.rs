//! Messages, webhooks, jobs, presence, and the record on a slip.

use crate::world::{GAMES, World, guild, user};
use chrono::TimeDelta;
use dbsbm_core::{
    guild::Actor,
    id::BetNo,
    id::ChannelId,
    id::MessageId,
    id::WebhookId,
    record::{BasisCount, SlipRecord},
};
use dbsbm_store::{BookError, ChannelWebhook, MessagePlace, StatsQuery, Turns, import::Preset};

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
    let keep = async |hook| book.keep_channel_webhook(guild(1), channel, hook).await.unwrap();
    assert_eq!(keep(webhook(6, "hush")).await, webhook(6, "hush"));
    // Two made one at the same time: both post by the first one.
    assert_eq!(keep(webhook(7, "hush-hush")).await, webhook(6, "hush"));
    let kept = book.channel_webhook(guild(1), channel).await.unwrap().unwrap();
    assert!(!format!("{kept:?}").contains("hush"));
    let forget = async |id| {
        let id = WebhookId::new(id).unwrap();
        book.forget_channel_webhook(guild(1), channel, id).await.unwrap();
    };
    // Who hears late that an older one is gone does not take the new one away.
    forget(5).await;
    assert_eq!(book.channel_webhook(guild(1), channel).await.unwrap(), Some(kept));
    forget(6).await;
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
async fn a_turn_counts_when_it_succeeded() {
    let world = World::new().await;
    let book = &world.book;
    let turn = async |holder, failure| {
        let ttl = TimeDelta::seconds(30);
        assert!(book.lease("settle", holder, ttl).await.unwrap());
        book.turn_ended("settle", holder, failure).await.unwrap();
    };
    let stands = async || book.turns().await.unwrap().remove("settle");
    let after = |done_at, error: &str| {
        let error = error.into();
        Some(Turns { done_at, error })
    };
    assert!(book.lease("settle", "a", TimeDelta::seconds(30)).await.unwrap());
    assert_eq!(stands().await, None, "to have the job is not to have done it");
    turn("a", Some("the disk is full")).await;
    assert_eq!(stands().await, after(None, "the disk is full"));
    turn("a", None).await;
    let done = Some(book.now());
    assert_eq!(stands().await, after(done, ""));
    // Neither giving the job back nor a failure takes away what was done.
    world.wait(TimeDelta::seconds(5));
    book.release("settle", "a").await.unwrap();
    assert_eq!(stands().await, after(done, ""));
    turn("b", Some("the disk is full")).await;
    assert_eq!(stands().await, after(done, "the disk is full"));
    // Who lost the job says nothing of it any more.
    book.turn_ended("settle", "a", None).await.unwrap();
    assert_eq!(stands().await, after(done, "the disk is full"));
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
