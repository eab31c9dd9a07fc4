//! Who follows a capper wears a role for it, and the role is called when the capper posts.

use crate::room::{furnished, room};
use dbsbm_tests::stage::{Stage, eventually};
use serde_json::{Value, json};
use std::time::Duration;

const ROLE: &str = "Follows Ann";

/// Whether a member wears the role, as soon as it is so.
fn wears(stage: &Stage, name: &str, expected: bool) {
    let roles = || stage.bridge.ask("wears", &json!({"user": name}));
    let has = |roles: &Value| roles.as_array().unwrap().contains(&json!(ROLE));
    let as_expected = eventually(Duration::from_secs(15), || {
        (has(&roles()) == expected).then_some(())
    });
    assert!(as_expected.is_some(), "{name}: {}", roles());
}

fn follow(stage: &Stage, name: &str, more: Value) -> String {
    let mut options = json!({"capper": {"$user": "ann"}});
    if let (Value::Object(all), Value::Object(more)) = (&mut options, more) {
        all.extend(more);
    }
    stage.slash(name, "picks", "follow", options).text()
}

#[test]
fn followers_wear_one_role_which_a_new_slip_calls() {
    let stage = room();
    for name in ["mia", "ben"] {
        stage.member(name, &[]);
        assert!(follow(&stage, name, json!({})).contains("role"));
    }
    wears(&stage, "mia", true);
    wears(&stage, "ben", true);
    let info = stage.info();
    let role = info["guild"]["roles"][ROLE].as_str().unwrap();

    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    let slip = stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    assert!(slip.text().contains(&format!("<@&{role}>")), "{}", slip.text());
    let sent = stage.log("^/webhooks/[0-9]+/simcord_webhook", 0);
    assert_eq!(sent[0].body()["allowed_mentions"]["roles"], json!([role]));

    follow(&stage, "ben", json!({"stop": true}));
    wears(&stage, "ben", false);
    // A break takes everything away that would call.
    let asked = stage.slash("mia", "picks", "break", json!({"length": "1d"}));
    stage.click("mia", &asked.message(), "Take the break");
    wears(&stage, "mia", false);
    stage.clean();
}

/// A role that an admin deleted is made anew; without the permission the staff is told once, and following goes on.
#[test]
fn a_deleted_role_and_a_missing_permission() {
    let stage = room();
    stage.member("mia", &[]);
    follow(&stage, "mia", json!({}));
    wears(&stage, "mia", true);
    stage.bridge.ask("delete_role", &json!({"role": ROLE}));
    stage.member("ben", &[]);
    follow(&stage, "ben", json!({}));
    wears(&stage, "ben", true);

    let (guild, staff) = (stage.guild(), stage.channel("commands"));
    stage.cli(&["guild", "set", "channel.staff", &staff, "--guild", &guild]);
    stage.inject(json!({"path": "/members/[0-9]+/roles/", "status": 403, "code": 50_013}));
    stage.member("eve", &[]);
    follow(&stage, "eve", json!({}));
    stage.message_where("commands", |m| m.text().contains("Manage Roles"));
    assert!(
        stage
            .slash("eve", "picks", "follow", json!({}))
            .text()
            .contains("Ann")
    );
    stage.clean();
}

/// The role bears a name, and who is erased leaves none.
#[test]
fn the_role_of_an_erased_capper_is_gone() {
    let stage = room();
    stage.member("mia", &[]);
    follow(&stage, "mia", json!({}));
    wears(&stage, "mia", true);
    let asked = stage.slash("ann", "picks", "privacy delete", json!({}));
    stage.click("ann", &asked.message(), "Erase");
    let gone = eventually(Duration::from_secs(15), || {
        stage.info()["guild"]["roles"][ROLE].is_null().then_some(())
    });
    assert!(gone.is_some(), "{}", stage.info());
    stage.clean();
}

#[test]
fn a_guild_can_do_without_roles() {
    let mut stage = furnished();
    stage.cli(&["guild", "set", "follow.roles", "no", "--guild", &stage.guild()]);
    stage.start_bot();
    stage.member("mia", &[]);
    assert!(!follow(&stage, "mia", json!({})).contains("role"));
    std::thread::sleep(Duration::from_secs(2));
    assert!(stage.info()["guild"]["roles"][ROLE].is_null());
    stage.clean();
}
