//! A members-only slip: in the paid channel at once, sealed in the open until the start.

use crate::room::{begun, delivered, furnished, outbox_waited, starts};
use dbsbm_tests::stage::{Message, Stage};
use serde_json::json;
use std::process::{Command, Stdio};
use std::time::Duration;

const PICK: &str = "Packers -4.5 -110 2u to -120";

fn tells(message: &Message) -> bool {
    message.text().contains("Packers")
}

/// The room with a channel for members.
fn with_members() -> Stage {
    let mut stage = furnished();
    let (guild, paid) = (stage.guild(), stage.channel("commands"));
    stage.cli(&["guild", "set", "route.tier.members", &paid, "--guild", &guild]);
    stage.environment("DBSBM_SETTLE_EVERY", "1");
    stage.start_bot();
    stage
}

/// Posts the pick for members; gives the card that everybody sees.
fn sealed(stage: &Stage) -> Message {
    let preview = stage
        .slash("ann", "picks", "bet", json!({"text": PICK}))
        .message();
    assert!(preview.text().contains("to -120"), "{}", preview.text());
    let members = stage.click("ann", &preview, "For members only").message();
    assert!(members.text().contains("sealed card"), "{}", members.text());
    stage.click("ann", &members, "Post");
    let slip = stage.message_where("commands", tells);
    assert!(slip.text().contains("to -120"), "{}", slip.text());
    let card = stage.message_where("picks", |m| m.text().contains("Members-only pick"));
    assert!(!tells(&card) && card.files().is_empty(), "{}", card.text());
    card
}

fn commitment(card: &Message) -> String {
    let text = card.text();
    let (_, rest) = text.split_once("sealed as `").unwrap();
    rest.split('`').next().unwrap().to_string()
}

#[test]
fn it_is_opened_when_it_starts_and_proves_what_was_sealed() {
    let stage = with_members();
    let card = sealed(&stage);
    // The game is brought forward, and over.
    begun(&stage, "final", "30", "20");
    let opened = stage.message_where("picks", |m| tells(m) && m.text().contains("won"));
    assert_eq!(opened.id(), card.id());
    assert!(opened.text().contains(&commitment(&card)), "{}", opened.text());
    let files = opened.files();
    let (_, _, address) = files.iter().find(|(name, ..)| name == "seal-1.txt").unwrap();
    assert_eq!(sha256(&stage.bridge.file(address)), commitment(&card));
    stage.clean();
}

/// The start is moved: the card says the new one, and opens when the game begins before its time.
#[test]
fn it_goes_by_the_start_that_counts() {
    let stage = with_members();
    let card = sealed(&stage);
    starts(&stage, "2098-11-01T18:00:00Z");
    let later = stage.message_where("picks", |m| m.text().contains("<t:4065703200:"));
    assert!(later.id() == card.id() && !tells(&later), "{}", later.text());
    stage.message_where("commands", |m| tells(m) && m.text().contains("<t:4065703200:"));
    begun(&stage, "scheduled", "", "");
    assert_eq!(stage.message_where("picks", tells).id(), card.id());
    // It did not begin after all: the card is closed, and opens when it does.
    outbox_waited(&stage, "slip.edit", Duration::from_secs(20));
    delivered(&stage);
    starts(&stage, "2098-11-01T18:00:00Z");
    outbox_waited(&stage, "slip.edit", Duration::from_secs(20));
    stage.message_where("picks", |m| m.id() == card.id() && !tells(m));
    begun(&stage, "scheduled", "", "");
    assert_eq!(stage.message_where("picks", tells).id(), card.id());
    stage.clean();
}

/// What is offered while somebody types is seen by them alone, and is a leak all the same.
#[test]
fn typing_a_command_of_the_graders_tells_members_nothing() {
    let stage = with_members();
    sealed(&stage);
    stage.admin();
    stage.member("mia", &[]);
    let offered = |user: &str| {
        stage
            .autocomplete(user, "picks", ("grade", "bet"), "", json!({}))
            .choices()
    };
    assert_eq!(offered("mia"), Vec::<String>::new());
    assert_eq!(offered("ann"), Vec::<String>::new(), "nobody grades an own bet");
    assert!(offered("abe")[0].contains("Packers -4.5"));
    stage.clean();
}

#[test]
fn what_is_withdrawn_stays_sealed() {
    let stage = with_members();
    let card = sealed(&stage);
    stage.slash("ann", "picks", "withdraw", json!({"bet": "1"}));
    let withdrawn = stage.message_where("picks", |m| m.text().contains("withdrawn before the start"));
    assert!(withdrawn.id() == card.id() && !tells(&withdrawn));
    stage.clean();
}

/// Without a channel for members there is no button, so that nothing for them is posted in the open.
#[test]
fn without_a_channel_for_members_it_is_not_offered() {
    let mut stage = furnished();
    stage.start_bot();
    let preview = stage
        .slash("ann", "picks", "bet", json!({"text": PICK}))
        .message();
    assert!(!preview.buttons().iter().any(|label| label.contains("members")));
    stage.clean();
}

/// As anybody would check it.
fn sha256(bytes: &[u8]) -> String {
    use std::io::Write as _;
    let mut program = Command::new("sha256sum")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    program.stdin.take().unwrap().write_all(bytes).unwrap();
    let said = program.wait_with_output().unwrap().stdout;
    String::from_utf8(said).unwrap()[..64].to_string()
}
