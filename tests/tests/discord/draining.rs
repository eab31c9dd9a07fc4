//! The bot is told to stop while work is under way: what it began it finishes, and what it cannot finish is done after the
//! next start.

use crate::room::{one_slip_each, outbox_waited, post, room, totals};
use dbsbm_tests::stage::{Stage, eventually};
use serde_json::json;
use std::time::Duration;

/// Where slips are posted, and where people are answered.
const POSTS: &str = "^/webhooks/[0-9]+/simcord_webhook[^/]*$";
const ANSWERS: &str = "^/interactions/";

/// Waits until so many requests of this path are there that Discord has not answered.
fn under_way(stage: &Stage, path: &str, count: usize) {
    let open = || {
        let all = stage.log(path, 0);
        all.iter().filter(|r| r.status() == 0).count()
    };
    let found = eventually(Duration::from_secs(15), || (open() >= count).then_some(()));
    assert!(found.is_some(), "{} of {path} are under way", open());
}

/// The bot is told to stop while Discord is slow to take an answer.
#[test]
fn an_answer_that_is_held_up_arrives() {
    let mut stage = room();
    stage.inject(json!({"path": ANSWERS, "delay": 1.5}));
    let bot = stage.bot.take().unwrap();
    let (code, preview) = std::thread::scope(|scope| {
        let text = json!({"text": "Packers -4.5 -110 2u"});
        let asked = scope.spawn(|| stage.slash("ann", "picks", "bet", text));
        under_way(&stage, ANSWERS, 1);
        (bot.stop(), asked.join().unwrap())
    });
    assert_eq!(code, 0, "a stop that was asked for is no failure");
    assert!(preview.text().contains("Ready to post"), "{preview:?}");
    stage.start_bot();
    stage.click("ann", &preview.message(), "Post");
    one_slip_each(&stage, 1);
    stage.clean();
}

/// Discord takes one slip, and leaves the other alone; it answers neither.
#[test]
fn posts_that_hang_are_done_after_the_next_start_and_none_comes_twice() {
    let mut stage = room();
    stage.inject(json!({"path": POSTS, "method": "POST", "hang": true, "performed": true}));
    stage.inject(json!({"path": POSTS, "method": "POST", "hang": true}));
    post(&stage, &totals(41..43));
    under_way(&stage, POSTS, 2);
    stage.stop_bot();
    assert_eq!(stage.messages("picks").len(), 1);
    // What hung may still be on its way for a while.
    outbox_waited(&stage, "slip.post", Duration::from_secs(20));
    stage.start_bot();
    one_slip_each(&stage, 2);
    stage.clean();
}
