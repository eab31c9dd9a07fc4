//! A ticket of several legs: by text, step by step, and with a leg too many.

use crate::room::room;
use dbsbm_tests::stage::{Message, Stage};
use serde_json::json;

fn menu(message: &Message, hint: &str) -> (String, Vec<(String, String)>) {
    message
        .menus()
        .into_iter()
        .find(|(address, _)| address.contains(hint))
        .unwrap_or_else(|| panic!("no menu {hint} on {}", message.text()))
}

fn choose(stage: &Stage, message: &Message, hint: &str, label: &str) -> dbsbm_tests::stage::Answer {
    let (address, options) = menu(message, hint);
    let (_, value) = options.iter().find(|(shown, _)| shown.contains(label)).unwrap();
    stage.select("ann", message, &address, json!([value]))
}

#[test]
fn legs_by_text_and_step_by_step_make_one_ticket() {
    let mut stage = room();
    let ticket = stage.slash(
        "ann",
        "picks",
        "parlay",
        json!({"text": "Packers -4.5 -110 + Lions ML +120"}),
    );
    assert!(ticket.ephemeral());
    assert!(
        ticket.text().contains("Parlay** of 2 · +320"),
        "{}",
        ticket.text()
    );

    let leagues = stage
        .click("ann", &ticket.message(), "Add step by step")
        .message();
    stage.kill_bot();
    stage.start_bot();
    let games = choose(&stage, &leagues, "league", "NFL").message();
    let sides = choose(&stage, &games, "game", "Jets at Giants").message();
    let form = choose(&stage, &sides, "side", "Jets to win");
    assert!(!form.modal().to_string().contains("Stake"), "{}", form.modal());
    let ticket = stage.submit("ann", &form, json!({"price": "+150"}));
    assert!(ticket.text().contains("of 3"), "{}", ticket.text());

    let ticket = choose(&stage, &ticket.message(), "remove", "Lions");
    assert!(
        ticket.text().contains("Parlay** of 2 · +377"),
        "{}",
        ticket.text()
    );
    let form = stage.click("ann", &ticket.message(), "Add by text");
    let ticket = stage.submit(
        "ann",
        &form,
        json!({"legs": "Packers ML -200\nnothing at all 12 34"}),
    );
    let form = stage.click("ann", &ticket.message(), "Stake and preview");
    let refused = stage.submit("ann", &form, json!({"stake": "1u"}));
    assert!(refused.text().contains("of the same game"), "{}", refused.text());
    let ticket = choose(&stage, &refused.message(), "remove", "Packers to win");
    let form = stage.click("ann", &ticket.message(), "Stake and preview");
    let preview = stage.submit("ann", &form, json!({"stake": "1.5u"}));
    assert!(preview.text().contains("Parlay of 2"), "{}", preview.text());
    let back = stage.click("ann", &preview.message(), "Back");
    let form = stage.click("ann", &back.message(), "Stake and preview");
    assert!(form.modal().to_string().contains("1.5u"), "what was typed stays");
    let preview = stage.submit("ann", &form, json!({"stake": "2u"}));
    stage.set("odds.display", "decimal");
    stage.click("ann", &preview.message(), "Post");
    let slip = stage.message_where("picks", |m| m.text().contains("Parlay of 2 · 4.7727"));
    let (_, alt, _) = &slip.files()[0];
    for part in ["at 1.9091", "at 2.50", "Stake 2u at 4.7727"] {
        assert!(alt.contains(part), "{part}: {alt}");
    }
    stage.clean();
}

#[test]
fn teaser_and_round_robin_from_the_same_screen() {
    let stage = room();
    let text = "Packers +1.5 -110\nLions +7 -110\nJets +9 -110";
    let ticket = stage.slash("ann", "picks", "parlay", json!({"text": text}));
    let ticket = choose(&stage, &ticket.message(), "combine", "by 2s");
    let form = stage.click("ann", &ticket.message(), "Stake and preview");
    let preview = stage.submit("ann", &form, json!({"stake": "0.5"}));
    assert!(preview.text().contains("risks 1.50u"), "{}", preview.text());
    let ticket = stage.click("ann", &preview.message(), "Back");
    let ticket = choose(&stage, &ticket.message(), "combine", "Teaser");
    let form = stage.click("ann", &ticket.message(), "Stake and preview");
    let preview = stage.submit("ann", &form, json!({"stake": "1", "price": "+160"}));
    assert!(
        preview.text().contains("Teaser of 3 · +160"),
        "{}",
        preview.text()
    );
    // The slip and its picture show the price in the notation of the server, whatever was typed.
    stage.set("odds.display", "decimal");
    stage.click("ann", &preview.message(), "Post");
    let slip = stage.message_where("picks", |m| m.text().contains("Teaser of 3 · 2.60"));
    let (_, alt, _) = &slip.files()[0];
    assert!(alt.contains("Stake 1u at 2.60"), "{alt}");
    stage.clean();
}
