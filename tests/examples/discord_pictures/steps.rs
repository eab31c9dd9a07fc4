//! What takes several steps: a pick put together by choices, a ticket of several legs, the graders' queue.

use dbsbm_tests::stage::{Message, Stage};
use serde_json::json;

/// Keeps the picture of a message under a name; with what it answers.
type Save<'a> = &'a dyn Fn(&str, &Message, Option<&str>);

/// Chooses the option whose label begins with this, in whichever list has it.
fn choose(stage: &Stage, who: &str, message: &Message, label: &str) -> Message {
    let menus = message.menus();
    let found = menus.iter().find_map(|(address, options)| {
        let (_, value) = options.iter().find(|(shown, _)| shown.starts_with(label))?;
        Some((address, value))
    });
    let (address, value) = found.unwrap_or_else(|| panic!("no {label} in {menus:?}"));
    stage.select(who, message, address, json!([value])).message()
}

/// `/bet` without a text: league, game, side.
pub(crate) fn guided(stage: &Stage, save: Save<'_>) {
    let leagues = stage.slash("ann", "picks", "bet", json!({})).message();
    save("message-steps-league", &leagues, Some("Marcus Kane used /bet"));
    let games = choose(stage, "ann", &leagues, "NFL");
    save("message-steps-game", &games, None);
    let game = games.menus()[0].1[0].0.clone();
    let sides = choose(stage, "ann", &games, &game);
    save("message-steps-side", &sides, None);
}

/// A ticket that is being put together.
pub(crate) fn parlay(stage: &Stage, save: Save<'_>) {
    let legs = json!({"text": "Lions -4.5 -110 + Chiefs ML -150"});
    let ticket = stage.slash("ben", "picks", "parlay", legs).message();
    save("message-parlay", &ticket, Some("Lena Ortiz used /parlay"));
}

/// What waits for a grader: a question about a slip.
pub(crate) fn queue(stage: &Stage, save: Save<'_>, slip: &Message) {
    let form = stage.click("mia", slip, "Question this grade");
    let reason = json!({"reason": "The league corrected the score to 24-20"});
    stage.submit("mia", &form, reason);
    let queue = stage.slash("eve", "commands", "queue", json!({}));
    save("message-queue", &queue.message(), Some("eve used /queue"));
}
