//! Starting: commands are registered once, and a bot that could talk to the wrong Discord does not start.

use crate::room::{PROGRAM, furnished, one_slip_each, post, room, totals};
use dbsbm_tests::stage::{Stage, eventually};
use serde_json::json;
use std::process::Command;
use std::time::Duration;

#[test]
fn commands_are_registered_once_and_not_again() {
    let mut stage = room();
    let written = |since: u64| {
        let all = stage.log("/commands", since);
        all.into_iter()
            .filter(|r| r.method() != "GET")
            .collect::<Vec<_>>()
    };
    let first = written(0);
    assert!(!first.is_empty());
    let last = first.last().unwrap().number();
    stage.stop_bot();
    stage.start_bot();
    let again: Vec<_> = stage
        .log("/commands", last)
        .into_iter()
        .filter(|r| r.method() != "GET")
        .collect();
    assert!(again.is_empty(), "{again:#?}");
    stage.clean();
}

/// A bot that starts again and again keeps the sessions that the day has left, and comes when there are new ones.
#[test]
fn it_waits_for_a_session_when_the_day_has_none_left() {
    let mut stage = room();
    stage.stop_bot();
    stage.bridge.ask("no_sessions", &json!({"seconds": 3}));
    assert!(stage.start_bot() > Duration::from_secs(2), "it did not wait");
    let log = stage.bot.as_ref().unwrap().log();
    assert!(log.contains("no more sessions today"), "{log}");
    stage.clean();
}

/// An address that is not of this machine, or only half of an override, ends the bot before it says a word to anybody.
#[test]
fn a_stray_override_stops_it() {
    let stage = Stage::empty(PROGRAM);
    for (name, value) in [
        ("DBSBM_DISCORD_API", "http://discord.example"),
        ("DBSBM_DISCORD_GATEWAY", "ws://192.0.2.1:80"),
        ("DBSBM_DISCORD_GATEWAY", ""),
    ] {
        let mut command = Command::new(PROGRAM);
        command
            .arg("bot")
            .current_dir(stage.folder())
            .env("DISCORD_TOKEN", &stage.bridge.token)
            .env("DBSBM_DISCORD_API", &stage.bridge.api)
            .env("DBSBM_DISCORD_GATEWAY", &stage.bridge.gateway)
            .env(name, value);
        let mut process = command.spawn().unwrap();
        let ended = eventually(Duration::from_secs(10), || process.try_wait().unwrap());
        let _ = process.kill();
        let _ = process.wait();
        assert!(ended.is_some_and(|status| !status.success()), "{name}={value}");
    }
    assert!(stage.log("", 0).is_empty());
    stage.clean();
}

/// `dbsbm up` runs what is configured: with a token, the bot.
#[test]
fn all_services_at_once_have_the_bot_among_them() {
    let mut stage = furnished();
    stage.service("up");
    stage.start_bot();
    post(&stage, &totals(41..42));
    one_slip_each(&stage, 1);
    stage.stop_bot();
    stage.clean();
}
