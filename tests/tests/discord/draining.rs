//! The bot is told to stop while work is under way: what it began it finishes, and what it cannot finish is done after the
//! next start.

use crate::room::{one_slip_each, outbox_waited, post, room, totals};
use dbsbm_tests::stage::{Request, Stage, eventually};
use serde_json::json;
use std::time::Duration;

/// Where slips are posted, and where people are answered.
const POSTS: &str = "^/webhooks/[0-9]+/simcord_webhook[^/]*$";
const ANSWERS: &str = "^/interactions/";

/// Requests of this path after a number that Discord has not answered yet, as soon as there are so many.
fn under_way(stage: &Stage, path: &str, since: u64, count: usize) {
    let open = || {
        let all = stage.log(path, since);
        all.iter().filter(|r| r.status() == 0).count()
    };
    let found = eventually(Duration::from_secs(15), || (open() >= count).then_some(()));
    assert!(found.is_some(), "{} of {path} are under way", open());
}

#[test]
fn what_was_begun_is_finished_and_nothing_comes_twice() {
    let mut stage = room();
    // Discord takes one slip, and leaves the other alone; it answers neither.
    stage.inject(json!({"path": POSTS, "method": "POST", "hang": true, "performed": true}));
    stage.inject(json!({"path": POSTS, "method": "POST", "hang": true}));
    post(&stage, &totals(41..43));
    under_way(&stage, POSTS, 0, 2);
    let last = stage.log("", 0).last().map_or(0, Request::number);
    stage.inject(json!({"path": ANSWERS, "delay": 1.5}));

    let bot = stage.bot.take().unwrap();
    let (code, answer) = std::thread::scope(|scope| {
        let asked =
            scope.spawn(|| stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"})));
        under_way(&stage, ANSWERS, last, 1);
        (bot.stop(), asked.join().unwrap())
    });
    assert_eq!(code, 0, "a stop that was asked for is no failure");
    assert!(
        answer.text().contains("Ready to post"),
        "the answer that was held up arrives: {answer:?}"
    );
    assert_eq!(stage.messages("picks").len(), 1);

    // The lease of whoever stopped ends after a while; the preview of before works as well.
    outbox_waited(&stage, "slip.post", Duration::from_secs(120));
    stage.start_bot();
    one_slip_each(&stage, 2);
    stage.click("ann", &answer.message(), "Post");
    one_slip_each(&stage, 3);
    stage.clean();
}
