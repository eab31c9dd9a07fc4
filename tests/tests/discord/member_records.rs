//! What the record says to whoever asks: nothing while there is nothing, then pictures and figures with n.

use crate::room::{room, settled};
use dbsbm_tests::stage::Stage;
use serde_json::json;

/// A bet of `ann` that won.
fn won(stage: &Stage) {
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    settled(stage, 24, 17);
}

#[test]
fn nothing_settled_is_said_with_n() {
    let stage = room();
    stage.member("mia", &[]);
    for command in ["record", "stats", "leaderboard", "calendar"] {
        let answer = stage.slash("mia", "picks", command, json!({}));
        assert!(answer.text().contains("n = 0"), "{command}: {}", answer.text());
    }
    let odd = stage.slash("mia", "picks", "calendar", json!({"month": "later"}));
    assert!(
        odd.ephemeral() && odd.text().contains("2024-11"),
        "{}",
        odd.text()
    );
    stage.clean();
}

#[test]
fn a_record_is_a_picture_with_figures_and_splits() {
    let stage = room();
    stage.member("mia", &[]);
    won(&stage);
    let ann = json!({"$user": "ann"});
    let stats = stage.slash("mia", "picks", "stats", json!({"capper": ann, "window": "30d"}));
    assert!(!stats.ephemeral());
    for part in ["Ann · last 30 days", "1-0-0", "n = 1", "no market"] {
        assert!(stats.text().contains(part), "{part}: {}", stats.text());
    }
    let message = stats.message();
    let files = message.files();
    assert_eq!(&stage.bridge.file(&files[0].2)[1..4], b"PNG");
    assert!(!files[0].1.is_empty(), "a picture has words");
    let (menu, options) = message.menus().remove(0);
    assert!(options.iter().any(|(_, value)| value == "league"));
    let split = stage.select("mia", &message, &menu, json!(["league"]));
    assert!(
        split.ephemeral() && split.text().contains("NFL: 1-0-0"),
        "{}",
        split.text()
    );

    let record = stage.slash("mia", "picks", "record", json!({}));
    assert!(
        record.text().contains("Sharp Room · all time"),
        "{}",
        record.text()
    );
    let board = stage.slash("mia", "picks", "leaderboard", json!({"metric": "roi"}));
    assert!(
        board.text().contains("Below 20 decided bets") && board.text().contains("**Ann**"),
        "{}",
        board.text()
    );
    let month = stage.slash("mia", "picks", "calendar", json!({"capper": ann}));
    assert!(month.text().contains("n = 1"), "{}", month.text());
    let before = stage.click("mia", &month.message(), "◀");
    assert!(before.text().contains("n = 0"), "{}", before.text());

    let stranger = stage.slash("mia", "picks", "stats", json!({"capper": {"$user": "mia"}}));
    assert!(stranger.ephemeral(), "{}", stranger.text());
    stage.clean();
}

/// Who leaves the board is counted with the hidden ones, so that leaving after a loss is no trick.
#[test]
fn a_capper_leaves_the_board_and_comes_back() {
    let stage = room();
    stage.member("mia", &[]);
    won(&stage);
    let board = || stage.slash("mia", "picks", "leaderboard", json!({})).text();
    assert!(board().contains("**Ann**"), "{}", board());
    let hide = |hidden: bool| stage.slash("ann", "picks", "privacy hide", json!({"hidden": hidden}));
    assert!(hide(true).ephemeral());
    let without = board();
    assert!(
        !without.contains("Ann")
            && without.contains("Not shown: 1 who left the board, +1.82u together (n = 1)"),
        "{without}"
    );
    hide(false);
    assert!(board().contains("**Ann**"), "{}", board());
    stage.clean();
}
