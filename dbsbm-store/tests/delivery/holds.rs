//! What an operator holds: no front-end gets past it, the operator's own no more than others, and what there is can still be
//! undone.

use crate::world::{GAMES, World, guild, user};
use chrono::TimeDelta;
use dbsbm_core::{
    bet::text::read_one,
    community::{TailChange, TailSide},
    guild::{Actor, Role},
    settle::Grade,
};
use dbsbm_store::{BookError, Hold, ManualGrade, Place, import::Preset};

const BETS: &str = "\
ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price
1,11,2024-09-07T12:00:00Z,straight,risk,1,NFL,2024-09-08,Packers,Bears,moneyline,,home,,-150
";

fn is_held<T: std::fmt::Debug>(done: Result<T, BookError>, what: Hold) {
    let held = matches!(&done, Err(BookError::Held(held)) if held.what == what);
    assert!(held, "{done:?}");
}

#[tokio::test]
async fn while_new_bets_are_held_there_is_none_by_any_way() {
    let world = World::new().await;
    let book = &world.book;
    let operator = Actor::operator(guild(1));
    let before = world.post("Packers -3.5 -110 2u").await;
    let member = |id| Actor {
        user: Some(user(id)),
        role: Role::Member,
        ..operator
    };
    let (mia, ben) = (member(21), member(22));
    let tail = async |who, key| book.tail(who, before, TailSide::With, None, key).await;
    tail(&mia, "first").await.unwrap();
    let slip = book
        .slip_of(guild(1), &read_one("Chiefs ML -150 1u").unwrap())
        .await
        .unwrap();
    let place = |key: &str| Place {
        slip: slip.clone(),
        capper: user(11),
        key: Some(key.into()),
        posted_at: None,
        channel: None,
    };
    let other = book.place(&operator, place("before")).await.unwrap().bet;
    let import = async || book.import_bets(&operator, BETS.as_bytes(), &mut |_| {}).await;

    book.hold(Hold::Posting, Some(user(42))).await.unwrap();
    // Who holds it once more is not who held it.
    book.hold(Hold::Posting, None).await.unwrap();
    let holds = book.holds().await.unwrap();
    assert_eq!(
        holds.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["New bets and tails: held for every guild by 42 since 2024-09-08 12:00 UTC"]
    );
    let proof = book.verify(guild(1)).await.unwrap();
    is_held(book.place(&operator, place("new")).await, Hold::Posting);
    is_held(import().await, Hold::Posting);
    is_held(tail(&ben, "new").await, Hold::Posting);
    // A bet can be looked at, and a repeated request finds its answer.
    book.preview(&operator, place("new")).await.unwrap();
    assert_eq!(book.place(&operator, place("before")).await.unwrap().bet, other);
    assert_eq!(book.verify(guild(1)).await.unwrap(), proof);
    // What there is can be undone.
    assert_eq!(tail(&mia, "back").await.unwrap().0.change, TailChange::Removed);
    book.withdraw(&operator, other).await.unwrap();

    book.let_go(Hold::Posting).await.unwrap();
    assert!(book.holds().await.unwrap().is_empty());
    book.place(&operator, place("new")).await.unwrap();
    assert_eq!(import().await.unwrap().inserted, 1);
    tail(&ben, "new").await.unwrap();
    world.healthy().await;
}

#[tokio::test]
async fn while_settlement_is_held_only_people_grade() {
    let world = World::new().await;
    let book = &world.book;
    let operator = Actor::operator(guild(1));
    let first = world.post("Packers -3.5 -110 2u").await;
    world.post("Packers ML -150 1u").await;
    let both = world.post("Packers ML -150 + Chiefs ML -150 1u").await;
    book.hold(Hold::Settlement, None).await.unwrap();
    let wrong = GAMES.replace("Bears,scheduled,,,,", "Bears,final,20,24,7 7 3 3,10 0 7 7");
    book.import_games(Preset::Dbsbm, wrong.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    for which in [None, Some(guild(1))] {
        is_held(book.settle(which, &mut |_| {}).await, Hold::Settlement);
    }
    world.wait(TimeDelta::hours(12));
    let seen = ManualGrade {
        leg: None,
        grade: Grade::Win,
        reason: "seen".into(),
    };
    book.grade(&operator, first, &seen).await.unwrap();
    // What is said of one leg settles the ticket by no result that is held.
    let second = ManualGrade { leg: Some(2), ..seen };
    is_held(book.grade(&operator, both, &second).await, Hold::Settlement);
    book.let_go(Hold::Settlement).await.unwrap();
    let done = book.settle(None, &mut |_| {}).await.unwrap();
    assert_eq!((done.settled, done.open), (2, 0));
    world.healthy().await;
}

#[tokio::test]
async fn while_deliveries_are_held_no_worker_gets_one() {
    let world = World::new().await;
    world.post("Packers -3.5 -110 2u").await;
    world.book.hold(Hold::Deliveries, None).await.unwrap();
    assert!(world.deliver().await.is_empty());
    world.book.let_go(Hold::Deliveries).await.unwrap();
    assert_eq!(world.deliver().await, ["slip.post bet:1"]);
}

#[tokio::test]
async fn what_was_held_before_the_books_kept_holds_stays_held() {
    let world = World::new().await;
    let book = &world.book;
    book.migrate_down(9).await.unwrap();
    book.set_job_mark("settlement", "held").await.unwrap();
    book.set_job_mark("posting", "on").await.unwrap();
    book.migrate_up().await.unwrap();
    let holds = book.holds().await.unwrap();
    assert_eq!(
        holds.iter().map(|held| held.what).collect::<Vec<_>>(),
        [Hold::Settlement]
    );
    book.hold(Hold::Posting, None).await.unwrap();
    book.let_go(Hold::Settlement).await.unwrap();
    book.migrate_down(9).await.unwrap();
    assert_eq!(book.job_mark("posting").await.unwrap().as_deref(), Some("held"));
    assert_eq!(book.job_mark("settlement").await.unwrap(), None);
    book.migrate_up().await.unwrap();
}
