//! The books are held by somebody else while a person asks: told in time, and nothing half-done.

use crate::room::{bets, one_slip_each, room};
use dbsbm_tests::stage::{Message, Stage, eventually};
use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};
use std::time::Duration;
use tokio::runtime::Runtime;

/// Answers after the first one.
const LATER: &str = "^/webhooks/[0-9]+/simcord_interaction_";

/// Another program that writes into the books and does not come to an end.
struct Writer {
    runtime: Runtime,
    connection: SqliteConnection,
}

impl Writer {
    fn new(stage: &Stage) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let address = format!("sqlite://{}", stage.folder().join("books.db").display());
        let connection = runtime.block_on(async {
            let mut connection = SqliteConnection::connect(&address).await.unwrap();
            let begin = "BEGIN IMMEDIATE";
            sqlx::query(begin).execute(&mut connection).await.unwrap();
            connection
        });
        Self { runtime, connection }
    }

    fn end(mut self) {
        let end = sqlx::query("ROLLBACK").execute(&mut self.connection);
        self.runtime.block_on(end).unwrap();
    }
}

fn preview(stage: &Stage) -> Message {
    let text = json!({"text": "Packers -4.5 -110 2u"});
    stage.slash("ann", "picks", "bet", text).message()
}

/// A click on Post while the books are held: the person is told in time that it takes longer, and why.
fn click_in_vain(stage: &Stage, preview: &Message) -> u64 {
    let before = stage.log("", 0).last().unwrap().number();
    let answer = stage.click("ann", preview, "Post");
    assert!(answer.first_answer_ms() < 3_000.0, "{answer:?}");
    let busy = stage.log(LATER, before).remove(0);
    assert!(
        busy.body().to_string().contains("The books are busy"),
        "{}",
        busy.body()
    );
    busy.number()
}

/// What the person hears in the end.
fn heard(stage: &Stage, since: u64) -> String {
    let later = || {
        Some(
            stage
                .log("/simcord_interaction_", since)
                .first()?
                .body()
                .to_string(),
        )
    };
    eventually(Duration::from_secs(50), later).expect("a last word")
}

#[test]
fn books_that_are_free_again_soon_delay_the_answer() {
    let stage = room();
    let preview = preview(&stage);
    let writer = Writer::new(&stage);
    let told = click_in_vain(&stage, &preview);
    writer.end();
    assert!(heard(&stage, told).contains("Posted"));
    one_slip_each(&stage, 1);
    stage.clean();
}

/// The bot is told to stop while a click waits for the books, and Discord is slow besides: the person still hears what
/// became of it.
#[test]
fn a_stop_waits_for_who_waits_for_the_books() {
    let mut stage = room();
    let preview = preview(&stage);
    let writer = Writer::new(&stage);
    let told = click_in_vain(&stage, &preview);
    stage.inject(json!({"path": LATER, "delay": 3.0}));
    let bot = stage.bot.take().unwrap();
    let stopping = std::thread::spawn(move || bot.stop());
    std::thread::sleep(Duration::from_millis(300));
    writer.end();
    assert!(heard(&stage, told).contains("Posted"));
    assert_eq!(stopping.join().unwrap(), 0);
    let last = stage.log(LATER, told).remove(0);
    assert_eq!(last.status(), 200, "it was sent, and it arrived: {last:?}");
    stage.start_bot();
    one_slip_each(&stage, 1);
    assert_eq!(bets(&stage), 1);
    stage.clean();
}

#[test]
fn books_that_stay_away_are_said_to_be_away() {
    let stage = room();
    let preview = preview(&stage);
    let writer = Writer::new(&stage);
    let told = click_in_vain(&stage, &preview);
    let said = heard(&stage, told);
    assert!(
        said.contains("cannot be reached right now. Nothing was changed"),
        "{said}"
    );
    writer.end();
    assert_eq!(bets(&stage), 0);
    assert!(stage.messages("picks").is_empty());

    // The same preview posts, once, when the books are back.
    for _ in 0..2 {
        let answer = stage.stale_click("ann", &preview, &preview.button("Post"));
        assert!(answer.text().contains("Posted"), "{}", answer.text());
    }
    one_slip_each(&stage, 1);
    assert_eq!(bets(&stage), 1);
    stage.clean();
}
