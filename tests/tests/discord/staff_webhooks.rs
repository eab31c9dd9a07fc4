//! `/webhook`: a receiver outside is told, can tell who told it, and never gets the bot to talk to a network's inside.

use crate::room::furnished;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use dbsbm_tests::stage::{Answer, Received, Receiver, Stage, eventually};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::net::TcpListener;
use std::time::Duration;

/// A room of a plan with webhooks, whose bot finds `hooks.example.com` at the receiver, and another name inside.
fn hooked(origin: &str) -> Stage {
    let mut stage = furnished();
    stage.set("plan", "premium");
    let table = format!("hooks.example.com={origin},inside.example.com=10.1.2.3");
    stage.environment("DBSBM_WEBHOOK_HOSTS", &table);
    stage.start_bot();
    stage.admin();
    stage
}

fn webhook(stage: &Stage, what: &str, options: Value) -> Answer {
    let answer = stage.slash("abe", "commands", &format!("webhook {what}"), options);
    assert!(answer.ephemeral());
    answer
}

fn post(stage: &Stage, text: &str) {
    let preview = stage.slash("ann", "picks", "bet", json!({"text": text}));
    stage.click("ann", &preview.message(), "Post");
}

/// Waits until the receiver has had so many requests.
fn after(receiver: &Receiver, requests: usize) -> Vec<Received> {
    let came = eventually(Duration::from_secs(40), || {
        let came = receiver.came();
        (came.len() >= requests).then_some(came)
    });
    came.unwrap_or_else(|| panic!("{requests} requests were expected: {:?}", receiver.came()))
}

/// HMAC-SHA256 by its definition in RFC 2104.
fn hmac(key: &[u8], message: &str) -> Vec<u8> {
    let pad = |with: u8| -> Vec<u8> { (0..64).map(|i| key.get(i).copied().unwrap_or(0) ^ with).collect() };
    let inner = Sha256::new().chain_update(pad(0x36)).chain_update(message);
    let outer = Sha256::new()
        .chain_update(pad(0x5c))
        .chain_update(inner.finalize());
    outer.finalize().to_vec()
}

#[test]
fn a_delivery_is_signed_and_tried_again_under_the_same_id() {
    let receiver = Receiver::start(&["500 No"]);
    let stage = hooked(&receiver.origin());
    let added = webhook(
        &stage,
        "add",
        json!({"address": "https://hooks.example.com/x?y=1"}),
    );
    let secret = added
        .text()
        .split("whsec_")
        .nth(1)
        .unwrap()
        .split('`')
        .next()
        .unwrap()
        .to_string();
    post(&stage, "Packers -4.5 -110 2u");

    let came = after(&receiver, 2);
    let key = STANDARD.decode(&secret).unwrap();
    for request in &came {
        assert_eq!(request.line, "POST /x?y=1");
        let (id, at) = (request.header("webhook-id"), request.header("webhook-timestamp"));
        let signed = hmac(&key, &format!("{id}.{at}.{}", request.body));
        assert_eq!(
            request.header("webhook-signature"),
            format!("v1,{}", STANDARD.encode(signed))
        );
        let body: Value = serde_json::from_str(&request.body).unwrap();
        assert_eq!(
            (&body["type"], &body["data"]["bet"]),
            (&json!("bet.posted"), &json!(1)),
            "{body}"
        );
        assert_eq!(body["guild"], stage.guild());
    }
    assert_eq!(came[0].header("webhook-id"), came[1].header("webhook-id"));

    // The receiver knows of the second attempt a moment before the books do.
    let list = eventually(Duration::from_secs(5), || {
        let list = webhook(&stage, "list", json!({}));
        (!list.text().contains("failed")).then_some(list)
    });
    let list = list.unwrap_or_else(|| panic!("what went right does not clear what went wrong"));
    for part in [
        "1. https",
        "hooks.example.com",
        "active",
        "bet.posted, bet.settled",
    ] {
        assert!(list.text().contains(part), "{part}: {}", list.text());
    }
    assert!(!list.text().contains(&secret), "{}", list.text());
    let paused = webhook(&stage, "pause", json!({"webhook": 1}));
    assert!(paused.text().contains("paused"), "{}", paused.text());
    post(&stage, "Lions -1.5 -110 1u");
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(receiver.came().len(), 2, "a paused one is told nothing");
    let gone = webhook(&stage, "remove", json!({"webhook": 1}));
    assert!(gone.text().contains("removed"), "{}", gone.text());
    let none = webhook(&stage, "remove", json!({"webhook": 1}));
    assert!(none.text().contains("no webhook 1"), "{}", none.text());
    assert!(!stage.bot.as_ref().unwrap().log().contains(&secret));
    stage.clean();
}

/// A receiver that takes the connection and says nothing holds up the events for it, and nothing else.
#[test]
fn a_receiver_that_never_answers_holds_up_no_slip() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let stage = hooked(&format!("http://{}", silent.local_addr().unwrap()));
    webhook(&stage, "add", json!({"address": "https://hooks.example.com/"}));
    post(&stage, "Packers -4.5 -110 2u");
    let (mut waits, _) = silent.accept().unwrap();
    for (text, shown) in [
        ("Lions -1.5 -110 1u", "Lions"),
        ("Bears ML +150 1u", "Bears to win"),
    ] {
        post(&stage, text);
        stage.message_where("picks", |m| m.text().contains(shown));
    }
    waits.set_nonblocking(true).unwrap();
    let ended = std::io::copy(&mut waits, &mut std::io::sink());
    let still = ended.is_err_and(|e| e.kind() == std::io::ErrorKind::WouldBlock);
    assert!(still, "the slips came when the bot had given up waiting");
    stage.clean();
}

#[test]
fn nothing_leads_it_inside() {
    let inside = Receiver::start(&[]);
    let location = format!("302 Found\r\nLocation: {}/secret", inside.origin());
    let receiver = Receiver::start(&[&location]);
    let stage = hooked(&receiver.origin());
    let before = stage.events();
    for (address, why) in [
        ("http://hooks.example.com/", "https"),
        ("https://127.0.0.1/", "loopback"),
        ("https://[::ffff:10.0.0.1]/", "no public address"),
        ("https://localhost/", "no public host"),
        ("https://2130706433/", "no public host"),
        ("https://169.254.169.254/latest/meta-data", "link-local"),
        ("https://hooks.example.com@10.0.0.1/", "user name"),
        ("https://inside.example.com/x", "10.1.2.3 is a private address"),
    ] {
        let refused = webhook(&stage, "add", json!({"address": address}));
        assert!(refused.text().contains(why), "{address}: {}", refused.text());
    }
    let events = json!({"address": "https://hooks.example.com/", "events": "bet.posted, @everyone"});
    let refused = webhook(&stage, "add", events);
    assert!(
        refused.text().contains("nothing that a webhook is told"),
        "{}",
        refused.text()
    );
    assert!(!refused.text().contains("@everyone"), "{}", refused.text());
    assert_eq!(stage.events(), before);

    // A receiver that sends the bot elsewhere is asked again, and elsewhere never hears of it.
    webhook(&stage, "add", json!({"address": "https://hooks.example.com/"}));
    let free = webhook(&stage, "add", json!({"address": "https://hooks.example.com/"}));
    assert!(free.text().contains("goes there already"), "{}", free.text());
    post(&stage, "Packers -4.5 -110 2u");
    after(&receiver, 1);
    let noted = eventually(Duration::from_secs(2), || {
        webhook(&stage, "list", json!({}))
            .text()
            .contains("answered 302")
            .then_some(())
    });
    assert!(noted.is_some(), "the list does not say what went wrong");
    after(&receiver, 2);
    assert!(inside.came().is_empty(), "{:?}", inside.came());
    stage.clean();
}

#[test]
fn a_receiver_that_wants_no_more_is_left_alone_until_an_admin_says_otherwise() {
    let receiver = Receiver::start(&["410 Gone"]);
    let stage = hooked(&receiver.origin());
    webhook(
        &stage,
        "add",
        json!({"address": "https://hooks.example.com/", "events": "bet.posted"}),
    );
    post(&stage, "Packers -4.5 -110 2u");
    let off = eventually(Duration::from_secs(20), || {
        webhook(&stage, "list", json!({}))
            .text()
            .contains("disabled")
            .then_some(())
    });
    assert!(off.is_some(), "{}", webhook(&stage, "list", json!({})).text());
    post(&stage, "Lions -1.5 -110 1u");
    let audit = stage
        .slash("abe", "commands", "audit", json!({"action": "webhook."}))
        .text();
    assert!(
        audit.contains("webhook.disable") && audit.contains("answered 410"),
        "{audit}"
    );
    let on = webhook(&stage, "pause", json!({"webhook": 1, "go_on": true}));
    assert!(
        on.text().contains("active") && !on.text().contains("failed"),
        "{}",
        on.text()
    );
    post(&stage, "Giants ML +120 1u");
    let came = after(&receiver, 2);
    assert!(came[1].body.contains("Giants") && came.len() == 2, "{came:?}");
    stage.clean();
}
