//! The books, opened beside the bot as any other process may.

use chrono::TimeDelta;
use dbsbm_core::{
    bet::text::read_one,
    guild::Actor,
    id::{GuildId, UserId},
};
use dbsbm_store::{Book, Environment, Place};
use dbsbm_tests::stage::Stage;

/// Does something in the books, by a clock that is ahead by so much.
pub(crate) fn in_books<T>(stage: &Stage, ahead: TimeDelta, act: impl AsyncFnOnce(&Book, GuildId) -> T) -> T {
    let address = format!("sqlite://{}", stage.folder().join("books.db").display());
    let guild = stage.guild().parse().unwrap();
    let clock = Environment::with_clock(move || crate::room::now() + ahead);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let book = Book::open(&address, clock).await.unwrap();
        let done = act(&book, guild).await;
        book.close().await;
        done
    })
}

/// Picks of a capper that another process writes into the books, by a clock that is ahead by so much.
pub(crate) fn placed(stage: &Stage, ahead: TimeDelta, capper: &str, picks: &[String]) {
    let capper: UserId = stage.member(capper, &[]).parse().unwrap();
    in_books(stage, ahead, async |book, guild| {
        for text in picks {
            let slip = book.slip_of(guild, &read_one(text).unwrap()).await.unwrap();
            let place = Place {
                slip,
                capper,
                key: None,
                posted_at: None,
                channel: None,
            };
            book.place(&Actor::operator(guild), place).await.unwrap();
        }
    });
}

/// Days go by, in which nobody comes back to a draft.
pub(crate) fn drafts_expired(stage: &Stage) {
    let gone = in_books(stage, TimeDelta::days(2), async |book, _| {
        book.remove_expired_drafts().await.unwrap()
    });
    assert!(gone > 0);
}
