//! Picks that meet games, and drafts that wait for their owner.

use crate::world::{World, guild, user};
use chrono::TimeDelta;
use dbsbm_core::{bet::text::read_one, id::DraftId};
use dbsbm_store::BookError;
use serde_json::json;

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
