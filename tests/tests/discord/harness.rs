//! The fake Discord itself: it must notice what it is there to notice. No bot takes part.

use dbsbm_tests::stage::{Bridge, python_command};

/// A client without any library of ours speaks to the fake Discord, does everything wrong that the bot must not do,
/// and checks that each is noticed: `tests/discord/selftest`.
#[test]
fn notices_what_a_bot_does_wrong() {
    let ran = python_command(&["-m", "unittest", "--quiet", "selftest"])
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}{}",
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr)
    );
}

/// The driver and the fake Discord find each other, and the latter ends with the former.
#[test]
fn starts_and_ends() {
    let bridge = Bridge::start();
    assert_eq!(bridge.connected(), 0);
    let refusal = bridge
        .try_ask("no_such_thing", &serde_json::json!({}))
        .unwrap_err();
    assert!(refusal.contains("no such address"), "{refusal}");
    let process = std::path::PathBuf::from(format!("/proc/{}", bridge.pid()));
    drop(bridge);
    assert!(!process.exists());
}
