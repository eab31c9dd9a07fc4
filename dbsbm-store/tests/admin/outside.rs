//! What reaches beyond the books: announcements, webhooks, pictures.

use super::*;
use dbsbm_store::{Claim, GuildPart, Outlet};

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
    for (others, expect) in [
        (ImageKey::Capper(user(12)), "not_yours"),
        (ImageKey::Guild, "needs_role"),
    ] {
        assert_eq!(put(capper(11), others).await.unwrap_err().code(), expect);
    }
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
    put(admin(), logo.clone()).await.unwrap();
    let own = ImageKey::Capper(user(11));
    assert_eq!(world.book.image_keys(guild()).await.unwrap(), [own, logo.clone()]);
    let found = world
        .book
        .images(guild(), &[logo.clone(), ImageKey::Guild])
        .await
        .unwrap();
    assert_eq!(found, [(logo, png.clone())].into());
    assert!(world.book.images(guild(), &[]).await.unwrap().is_empty());
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
    let mut tasks = Vec::new();
    for outlet in [Outlet::Discord, Outlet::Webhooks] {
        let claim = Claim {
            worker: "w",
            outlet,
            part: GuildPart::ALL,
            limit: 100,
            lease: chrono::TimeDelta::minutes(1),
        };
        tasks.extend(world.book.claim_tasks(&claim).await.unwrap());
    }
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
