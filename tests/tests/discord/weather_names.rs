//! A storm of settlements over a voice channel that shows the total: renamed rarely, and right in the end.

use crate::room::{furnished, outbox_waited, post, settled, totals};
use dbsbm_tests::stage::{Request, Stage, eventually};
use serde_json::json;
use std::time::Duration;

/// The time between two names of a channel.
const PACE: Duration = Duration::from_secs(300);

fn renames(stage: &Stage, channel: &str) -> Vec<Request> {
    let all = stage.log(&format!("^/channels/{channel}$"), 0);
    all.into_iter().filter(|r| r.method() == "PATCH").collect()
}

fn name(stage: &Stage, channel: &str) -> String {
    let shown = stage.bridge.ask("view_channel", &json!({"channel": channel}));
    shown["name"].as_str().unwrap().to_string()
}

/// Time passes in Discord, and for what the outbox keeps waiting; the bot's own clock is that of the machine.
fn pass(stage: &Stage, time: Duration) {
    stage.advance(time.as_secs());
    outbox_waited(stage, "channel.rename", time);
}

/// Every settlement changes the total; the last one leaves it at what is asked for.
fn storm(stage: &Stage, last: (u32, u32)) {
    for n in 0..6 {
        settled(stage, 10 + 7 * (n % 2), 30 + 7 * (n % 2));
    }
    settled(stage, last.0, last.1);
}

fn named(stage: &Stage, channel: &str, expected: &str) {
    let right = || (name(stage, channel) == expected).then_some(());
    eventually(Duration::from_secs(20), right).unwrap_or_else(|| {
        panic!(
            "{} instead of {expected}: {:#?}",
            name(stage, channel),
            renames(stage, channel)
        )
    });
}

#[test]
fn a_storm_of_settlements_ends_on_the_right_number() {
    let mut stage = furnished();
    let (channel, guild) = (stage.channel("Lifetime"), stage.guild());
    stage.cli(&["guild", "set", "voice.lifetime", &channel, "--guild", &guild]);
    stage.environment("DBSBM_SETTLE_EVERY", "1");
    stage.start_bot();
    named(&stage, &channel, "All time: 0.00u");
    // Over 44 and over 45: both win and both lose in the storms, and each storm leaves a total of its own.
    post(&stage, &totals(44..46));
    pass(&stage, PACE);
    storm(&stage, (24, 20));
    std::thread::sleep(Duration::from_secs(3));
    let renamed = renames(&stage, &channel).len();
    assert!(renamed <= 2, "{renamed} names in ten minutes");
    pass(&stage, PACE);
    named(&stage, &channel, "All time: -1.00u");
    storm(&stage, (25, 20));
    pass(&stage, PACE);
    named(&stage, &channel, "All time: +0.95u");
    assert_eq!(stage.messages("picks").len(), 2);
    stage.clean();
}
