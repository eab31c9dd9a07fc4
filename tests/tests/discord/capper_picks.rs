//! Several picks at once, and picks that can be of two games.

use crate::room::{bets, furnished, room};
use dbsbm_tests::stage::Message;
use serde_json::json;

/// Six picks as they are pasted, and a line that is none.
const PASTED: &str = "\
Packers -4.5 -110 2u
Lions ML +120 1u
Packers/Bears over 48 -105 1u
Jets +3 -110 1u
Vikings -2.5 -110 1u
Bears TT u20.5 -115 1u
Packers -4..5 banana 2u";

/// A second team called Giants.
const BASEBALL: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods,moneyline_home,moneyline_away,spread_home,spread_home_price,spread_away_price,total,over_price,under_price,as_of,book
m,MLB,2098-10-08T20:00:00Z,Dodgers,Giants,scheduled,,,,,,,,,,,,,,
";

fn slip_of(part: &'static str) -> impl Fn(&Message) -> bool {
    move |message| message.text().contains(part)
}

#[test]
fn six_pasted_picks_in_three_taps() {
    let stage = room();
    let form = stage.slash("ann", "picks", "picks", json!({}));
    assert!(form.modal().to_string().contains("One pick a line"));
    let preview = stage.submit("ann", &form, json!({"text": PASTED}));
    assert!(preview.ephemeral());
    assert!(
        preview.text().contains("was not understood"),
        "{}",
        preview.text()
    );
    let posted = stage.click("ann", &preview.message(), "Post 6 picks");
    assert_eq!(posted.text().matches('✅').count(), 6, "{}", posted.text());
    for part in ["Lions to win", "over 48", "Bears under 20.5"] {
        stage.message_where("picks", slip_of(part));
    }
    // A second click finds them posted.
    stage.stale_click("ann", &preview.message(), &preview.message().button("Post 6"));
    assert_eq!(bets(&stage), 6);
    stage.clean();
}

#[test]
fn only_the_own_message_is_posted_as_picks() {
    let stage = room();
    stage.member("mia", &[]);
    let said = stage.say("ann", "picks", "Packers -4.5 -110 2u");
    let refused = stage.message_command("mia", &said, "Post as picks");
    assert!(refused.text().contains("/capper add"), "{}", refused.text());
    let others = stage.say("mia", "picks", "Packers -4.5 -110 2u");
    let refused = stage.message_command("ann", &others, "Post as picks");
    assert!(
        refused.ephemeral() && refused.text().contains("message of yours"),
        "{}",
        refused.text()
    );
    assert_eq!(bets(&stage), 0);

    let preview = stage.message_command("ann", &said, "Post as picks");
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.author() == "Ann" && !m.files().is_empty());
    assert_eq!(bets(&stage), 1);
    stage.clean();
}

#[test]
fn a_team_in_two_games_is_a_choice_and_the_rest_waits_for_it() {
    let mut stage = furnished();
    std::fs::write(stage.folder().join("more.csv"), BASEBALL).unwrap();
    stage.cli(&["import", "games", "more.csv", "--preset", "dbsbm"]);
    stage.start_bot();
    let text = "Giants ML +150 1u\nPackers -4.5 -110 2u";
    let form = stage.slash("ann", "picks", "picks", json!({}));
    let preview = stage.submit("ann", &form, json!({"text": text}));
    assert!(
        preview.text().contains("2 games have Giants"),
        "{}",
        preview.text()
    );
    let message = preview.message();
    let (address, choices) = message.menus().remove(0);
    let dodgers = choices
        .iter()
        .find(|(label, _)| label.contains("Dodgers"))
        .unwrap();
    // A restart between question and answer loses nothing.
    stage.kill_bot();
    stage.start_bot();
    let answered = stage.select("ann", &message, &address, json!([dodgers.1]));
    assert!(answered.text().contains("MLB"), "{}", answered.text());
    let posted = stage.click("ann", &answered.message(), "Post 2 picks");
    assert_eq!(posted.text().matches('✅').count(), 2, "{}", posted.text());
    assert_eq!(bets(&stage), 2);
    stage.clean();
}
