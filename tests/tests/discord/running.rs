//! A room in which a game runs: picks on it can be graded and settled at once.

use crate::room::{PROGRAM, begun};
use dbsbm_tests::stage::Stage;
use serde_json::json;

/// A room in which a game runs, late slips are taken, and settlement looks every second.
pub(crate) fn running() -> Stage {
    let mut stage = Stage::empty(PROGRAM);
    let (guild, ann) = (stage.guild(), stage.member("ann", &[]));
    stage.cli(&["guild", "add", &guild, "--name", "Sharp Room"]);
    begun(&stage, "live", "", "");
    stage.cli(&["capper", "add", &ann, "--name", "Ann", "--guild", &guild]);
    for (key, value) in [
        ("channel.picks", stage.channel("picks")),
        ("channel.staff", stage.channel("commands")),
        ("late_slips", "mark".into()),
    ] {
        stage.set(key, &value);
    }
    stage.environment("DBSBM_SETTLE_EVERY", "1");
    stage.start_bot();
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    stage
}
