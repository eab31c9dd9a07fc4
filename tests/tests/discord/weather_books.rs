//! The books are held by somebody else while a person asks: told in time, and nothing half-done.

use crate::room::{bets, one_slip_each, room};
use dbsbm_tests::stage::{Answer, Message, Stage};
use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};
use std::time::Duration;
use tokio::runtime::Runtime;

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

/// A click on Post, and the answer however late it comes.
fn post(stage: &Stage, preview: &Message) -> Answer {
    let click = json!({
        "user": "ann", "channel": preview.channel(), "message": preview.id(),
        "custom_id": preview.button("Post"), "patience": 50,
    });
    stage.act("click", click)
}

#[test]
fn books_that_are_free_again_soon_delay_the_answer() {
    let stage = room();
    let preview = preview(&stage);
    let writer = Writer::new(&stage);
    let answer = std::thread::scope(|scope| {
        let click = scope.spawn(|| post(&stage, &preview));
        std::thread::sleep(Duration::from_secs(4));
        writer.end();
        click.join().unwrap()
    });
    assert!(answer.first_answer_ms() < 3_000.0, "{answer:?}");
    assert!(answer.text().contains("Posted"), "{}", answer.text());
    one_slip_each(&stage, 1);
    stage.clean();
}

#[test]
fn books_that_stay_away_are_said_to_be_away() {
    let stage = room();
    let preview = preview(&stage);
    let writer = Writer::new(&stage);
    let answer = post(&stage, &preview);
    assert!(answer.first_answer_ms() < 3_000.0, "{answer:?}");
    let said: String = std::iter::once(answer.message())
        .chain(answer.followups())
        .map(|m| m.text())
        .collect();
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
