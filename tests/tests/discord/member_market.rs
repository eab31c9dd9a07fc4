//! What prices of the moment change: slips that say so, tails and fades at them, and where they are shown.

use crate::{
    market::{market, slip_of},
    room::{begun, settled},
};
use dbsbm_tests::stage::{Message, Stage};
use serde_json::json;

fn tap(stage: &Stage, who: &str, slip: &Message, label: &str) -> String {
    let answer = stage.click(who, slip, label);
    assert!(answer.ephemeral(), "a copy is nobody else's: {answer:?}");
    answer.text()
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn tails_and_fades_are_taken_at_the_price_of_the_moment_and_settled_by_it() {
    let mut stage = market();
    stage.start_bot();
    for name in ["mia", "ben", "eve"] {
        stage.member(name, &[]);
    }
    // The market has it at -108: what the capper says is to be had, and a better price is not.
    let slip = slip_of(&stage, "ann", "Packers -4.5 -110 2u", "picks", 1);
    assert!(slip.text().contains("price available"), "{}", slip.text());
    let dear = slip_of(&stage, "ann", "Packers -4.5 +150 1u", "picks", 2);
    assert!(dear.text().contains("price beyond the market"), "{}", dear.text());
    let alone = slip_of(&stage, "ann", "Lions -1.5 -110 1u", "picks", 3);
    assert!(alone.text().contains("no market to compare"), "{}", alone.text());

    let best = "the best price in the market at that moment";
    holds(
        &tap(&stage, "mia", &slip, "Tail"),
        &["Tail of #1", "1u at -108 (Pinnacle)", best],
    );
    holds(
        &tap(&stage, "ben", &slip, "Fade"),
        &["Fade of #1", "1u at -112 (Pinnacle)", best, "1 against it"],
    );
    // Who changes sides holds one copy; what nobody quotes the other side of can only be marked.
    tap(&stage, "eve", &slip, "Tail");
    holds(
        &tap(&stage, "eve", &slip, "Fade"),
        &[
            "Fade of #1",
            "your copy of the other side is gone",
            "2 against it",
        ],
    );
    holds(
        &tap(&stage, "ben", &alone, "Fade"),
        &[
            "Fade of #3",
            "a mark, with nothing to win or lose",
            "nothing was quoted",
        ],
    );

    let details = stage.click("mia", &slip, "Details");
    assert!(details.ephemeral());
    holds(
        &details.text(),
        &["**#1** · posted <t:", "proof `", "Packers -4.5"],
    );
    settled(&stage, 24, 17);
    stage.message_where("picks", |m| {
        m.id() == slip.id() && m.text().contains("won +1.82u")
    });
    let details = stage.click("mia", &slip, "Details").text();
    holds(
        &details,
        &["24-17", "margin 7", "settled by the rule set `default`"],
    );

    let of = |who: &str| {
        let open = stage.slash(who, "picks", "mytails", json!({}));
        let all = stage.click(who, &open.message(), "Settled");
        assert!(all.ephemeral());
        (open.text(), all.text())
    };
    let (open, all) = of("mia");
    holds(
        &open,
        &[
            "Tails**: 1-0-0 · +0.93u of 1.00u risked (n = 1) · 0 open",
            "Nothing open",
        ],
    );
    holds(
        &all,
        &["#1 tail of Ann", "1u at -108 (Pinnacle) · **won +0.93u**"],
    );
    let (open, all) = of("ben");
    holds(&open, &["#3 fade of Ann", "a mark without stake"]);
    holds(
        &all,
        &[
            "Fades**: 0-1-0 · -1.00u of 1.00u",
            "#1 fade of Ann",
            "**lost -1.00u**",
        ],
    );
    stage.clean();
}

#[test]
fn prices_and_scores_are_shown_with_their_time() {
    let mut stage = market();
    stage.start_bot();
    stage.member("mia", &[]);
    let offered = stage.autocomplete("mia", "picks", ("odds", "game"), "pack", json!({}));
    let game = json!({"game": offered.choice_values()[0]});
    let odds = stage.slash("mia", "picks", "odds", game).text();
    holds(
        &odds,
        &[
            "Bears at Packers",
            "Packers **-4.5 -108** · Pinnacle · as of <t:",
            "Bears **+4.5 -112** · Pinnacle",
            "over **47.5 -110**",
            "Packers **-210**",
        ],
    );
    begun(&stage, "live", "7", "3");
    let live = stage.slash("mia", "picks", "live", json!({})).text();
    holds(&live, &["Bears at Packers", "7-3 (home first) · as of <t:"]);
    stage.clean();
}
