//! `/setup`: each answer is kept when it is given, and what stands in the way is said with its name.

use crate::room::{PROGRAM, room};
use dbsbm_tests::stage::{Answer, Message, Stage};
use serde_json::json;

/// Opens a step of the checklist.
fn step(stage: &Stage, list: &Message, code: &str) -> Message {
    let opened = stage.select("abe", list, &list.menu(":step"), json!([code]));
    opened.message()
}

/// Chooses in one of the menus of a step.
fn choose(stage: &Stage, page: &Message, key: &str, value: serde_json::Value) -> Answer {
    stage.select("abe", page, &page.menu(&format!("set:{key}")), json!([value]))
}

/// Changes some fields of the form of a step, and sends the others as they came.
fn fill(stage: &Stage, page: &Message, changed: &[(&str, &str)]) -> Answer {
    let form = stage.click("abe", page, "Type values");
    let mut values = json!({});
    for field in form.fields() {
        values[&field.0] = json!(field.1);
    }
    for (key, value) in changed {
        values[*key] = json!(value);
    }
    stage.submit("abe", &form, values)
}

#[test]
fn a_new_server_is_set_up_answer_by_answer() {
    let stage = Stage::start(PROGRAM);
    stage.admin();
    stage.role("cappers", &[]);
    let (picks, commands) = (stage.channel("picks"), stage.channel("commands"));
    let list = stage.slash("abe", "commands", "setup", json!({}));
    assert!(list.ephemeral());
    for part in [
        "16 of 17 steps are open",
        "until then picks are on the record and shown in no channel",
    ] {
        assert!(list.text().contains(part), "{}", list.text());
    }

    // A permission that is missing is named, with the place.
    let denied = json!({"channel": "picks", "user": "@bot", "deny": ["manage_webhooks"]});
    stage.bridge.ask("permissions", &denied);
    let page = step(&stage, &list.message(), "channels");
    let page = choose(&stage, &page, "channel.picks", json!({"$channel": "picks"}));
    let lacks = format!("<#{picks}>: I lack Manage Webhooks");
    assert!(page.text().contains(&lacks), "{}", page.text());
    assert_eq!(stage.setting("channel.picks"), picks, "kept all the same");
    let more = stage.click("abe", &page.message(), "More");
    let page = choose(
        &stage,
        &more.message(),
        "channel.staff",
        json!({"$channel": "commands"}),
    );
    assert_eq!(stage.setting("channel.staff"), commands, "{}", page.text());

    let menu = |page: &Message| stage.click("abe", page, "All steps").message();
    // What an admin may not set does not stand in the way of what they keep.
    let page = step(&stage, &menu(&page.message()), "roles");
    let page = stage.click("abe", &page, "Right as it is");
    assert!(page.text().contains("✅ **Roles**"), "{}", page.text());
    let page = choose(
        &stage,
        &page.message(),
        "role.capper",
        json!({"$role": "cappers"}),
    );
    assert_eq!(stage.setting("role.capper"), stage.role("cappers", &[]));
    // Who makes admins is for the owner to say.
    let refused = choose(&stage, &page.message(), "role.admin", json!({"$role": "boss"}));
    assert!(
        refused.ephemeral() && refused.text().contains("owner"),
        "{}",
        refused.text()
    );
    assert_eq!(stage.setting("role.admin"), "none");

    let page = step(&stage, &menu(&page.message()), "limits");
    let limits = [
        ("limit.min_units", "0.5"),
        ("limit.max_units", "many"),
        ("limit.daily_units", "20"),
    ];
    let page = fill(&stage, &page, &limits);
    assert!(
        page.text().contains("many") && page.text().contains("⚠️"),
        "{}",
        page.text()
    );
    assert_eq!(stage.setting("limit.min_units"), "0.5");
    assert_eq!(
        stage.setting("limit.max_units"),
        "10",
        "what was refused changes nothing"
    );
    // The lower bound passes the old upper one: both are set all the same.
    let page = fill(
        &stage,
        &page.message(),
        &[("limit.min_units", "12"), ("limit.max_units", "15")],
    );
    assert!(!page.text().contains("⚠️"), "{}", page.text());
    assert_eq!(stage.setting("limit.min_units"), "12");

    let page = step(&stage, &menu(&page.message()), "time_zone");
    let page = stage.click("abe", &page, "Right as it is");
    assert!(page.text().contains("✅ **Time zone**"), "{}", page.text());
    let all = menu(&page.message());
    let list = all.text();
    assert!(
        list.contains("12 of 17 steps are open") && list.contains("✅ Limits"),
        "{list}"
    );
    // An age that is right as it is counts from then on.
    stage.member("mia", &[]);
    let before = stage.slash("mia", "picks", "notify", json!({}));
    assert!(!before.text().contains("18 years"), "{}", before.text());
    let page = step(&stage, &all, "age");
    stage.click("abe", &page, "Right as it is");
    let asked = stage.slash("mia", "picks", "notify", json!({}));
    assert!(asked.text().contains("18 years"), "{}", asked.text());
    stage.clean();
}

#[test]
fn running_it_again_changes_only_what_is_touched() {
    let stage = room();
    stage.admin();
    stage.member("mia", &[]);
    let old = stage.bridge.ask("channel", &json!({"name": "old"}))["id"].clone();
    stage.set("channel.reports", old.as_str().unwrap());
    let before = (stage.setting("channel.picks"), stage.events());

    // Looking changes nothing; neither does a form that is sent as it came.
    let list = stage.slash("abe", "commands", "setup", json!({})).message();
    let page = step(&stage, &list, "limits");
    let page = fill(&stage, &page, &[]);
    assert_eq!(
        (stage.setting("channel.picks"), stage.events()),
        before,
        "{}",
        page.text()
    );
    fill(&stage, &page.message(), &[("limit.max_units", "7")]);
    assert_eq!(
        (stage.setting("channel.picks"), stage.events()),
        (before.0, before.1 + 1)
    );

    // A channel that is gone, and a role that stands above the bot's, are named.
    stage.bridge.ask("delete_channel", &json!({"channel": "old"}));
    stage.bridge.ask("role", &json!({"name": "high", "position": 50}));
    let list = stage.slash("abe", "commands", "setup", json!({})).message();
    let page = step(&stage, &list, "roles");
    let page = choose(&stage, &page, "role.capper", json!({"$role": "high"}));
    assert!(
        page.text().contains("The role high stands above mine"),
        "{}",
        page.text()
    );
    let list = stage.slash("abe", "commands", "setup", json!({}));
    for part in ["`channel.reports`: the channel is gone", "stands above mine"] {
        assert!(list.text().contains(part), "{}", list.text());
    }
    let hidden = stage.bridge.try_ask(
        "slash",
        &json!({"user": "mia", "channel": "picks", "name": "setup", "options": {}}),
    );
    assert!(hidden.unwrap_err().contains("not visible"));
    stage.clean();
}

/// What only the command line set before: late slips, own bets, the board, followers.
#[test]
fn every_setting_of_an_owner_has_a_step() {
    let stage = room();
    stage.admin();
    let menu = |page: &Message| stage.click("abe", page, "All steps").message();
    let mut list = stage.slash("abe", "commands", "setup", json!({})).message();
    for (code, key, value) in [
        ("posting", "late_slips", "mark"),
        ("posting", "withdraw", "shadow"),
        ("grading", "self_grading", "marked"),
        ("followers", "follow.roles", "no"),
        ("age", "help.country", "ireland"),
    ] {
        let page = step(&stage, &list, code);
        let page = choose(&stage, &page, key, json!(value));
        assert_eq!(stage.setting(key), value, "{}", page.text());
        list = menu(&page.message());
    }
    let page = step(&stage, &list, "ranking");
    let ranks = [("leaderboard.min_bets", "5"), ("trial.verified_bets", "10")];
    let page = fill(&stage, &page, &ranks);
    for (key, value) in ranks {
        assert_eq!(stage.setting(key), value, "{}", page.text());
    }
    // The help line of the country counts before the language of the person.
    stage.member("mia", &[]);
    let asked = stage.slash("mia", "picks", "break", json!({"length": "1d"}));
    assert!(asked.text().contains("1800 936 725"), "{}", asked.text());
    stage.clean();
}

#[test]
fn roles_for_followers_need_a_permission_that_setup_names() {
    let stage = room();
    stage.admin();
    let taken = json!({"permissions": ["view_channel", "send_messages", "embed_links", "attach_files",
        "read_message_history", "manage_webhooks"]});
    stage.bridge.ask("bot_permissions", &taken);
    let list = stage.slash("abe", "commands", "setup", json!({}));
    let lacks = "I lack Manage Roles, so who follows a capper gets no role";
    assert!(list.text().contains(lacks), "{}", list.text());
    let page = step(&stage, &list.message(), "followers");
    assert!(page.text().contains(lacks), "{}", page.text());
    let page = choose(&stage, &page, "follow.roles", json!("no"));
    assert!(!page.text().contains("I lack"), "{}", page.text());
    stage.clean();
}

#[test]
fn routes_are_made_and_taken_out() {
    let stage = room();
    stage.admin();
    stage.member("mia", &[]);
    let named = |name: &str| {
        let made = stage.bridge.ask("channel", &json!({"name": name}));
        made["id"].as_str().unwrap().to_string()
    };
    let (nfl, own) = (named("nfl"), named("own"));
    let list = stage.slash("abe", "commands", "setup", json!({})).message();
    let page = step(&stage, &list, "routes");
    assert!(page.text().contains("Routes**: none"), "{}", page.text());
    let by = |page: &Message, by: &str| stage.select("abe", page, &page.menu(":route"), json!([by]));
    let to = |page: &Message, key: &str, channel: serde_json::Value| {
        stage.select("abe", page, &page.menu(&format!("set:{key}")), channel)
    };

    // A league is typed; what is none is said, and what would be one.
    let form = by(&page, "by:league");
    let refused = stage.submit("abe", &form, json!({"what": "NFX"}));
    assert!(
        refused.ephemeral() && refused.text().contains("NFL"),
        "{}",
        refused.text()
    );
    let form = by(&page, "by:league");
    let route = stage.submit("abe", &form, json!({"what": "NFL"})).message();
    let denied = json!({"channel": "nfl", "user": "@bot", "deny": ["manage_webhooks"]});
    stage.bridge.ask("permissions", &denied);
    let page = to(&route, "route.league.NFL", json!([{"$channel": "nfl"}])).message();
    assert_eq!(stage.setting("route.league.NFL"), nfl);
    for part in [
        format!("`route.league.NFL`: <#{nfl}>"),
        format!("<#{nfl}>: I lack Manage Webhooks"),
    ] {
        assert!(page.text().contains(&part), "{}", page.text());
    }
    let again = stage.slash("abe", "commands", "setup", json!({})).text();
    assert!(again.contains("I lack Manage Webhooks"), "{again}");

    // A capper is chosen, and must be one.
    let who = by(&page, "by:capper").message();
    let refused = stage.select("abe", &who, &who.menu("what:capper"), json!([{"$user": "mia"}]));
    assert!(refused.text().contains("no capper"), "{}", refused.text());
    let route = stage.select("abe", &who, &who.menu("what:capper"), json!([{"$user": "ann"}]));
    let key = format!("route.capper.{}", stage.member("ann", &[]));
    let page = to(&route.message(), &key, json!([{"$channel": "own"}])).message();
    assert_eq!(stage.setting(&key), own);
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("own", |m| m.text().contains("Packers -4.5"));

    let route = by(&page, "route.tier.members").message();
    let page = to(&route, "route.tier.members", json!([{"$channel": "own"}])).message();
    let route = by(&page, "route.league.NFL").message();
    let page = to(&route, "route.league.NFL", json!([])).message();
    assert!(
        page.text().contains("Routes**: 2") && !page.text().contains("route.league.NFL"),
        "{}",
        page.text()
    );
    stage.clean();
}

#[test]
fn picks_for_adults_go_only_where_discord_says_so() {
    let stage = room();
    stage.admin();
    stage.set("channel.staff", &stage.channel("staff"));
    let list = stage.slash("abe", "commands", "setup", json!({}));
    let page = step(&stage, &list.message(), "age");
    let page = stage.select(
        "abe",
        &page,
        &page.menu("set:age.restricted_channels"),
        json!(["yes"]),
    );
    assert!(page.text().contains("not age-restricted"), "{}", page.text());
    let bet = |text: &str| {
        let preview = stage.slash("ann", "picks", "bet", json!({"text": text}));
        stage.click("ann", &preview.message(), "Post");
    };
    bet("Packers -4.5 -110 2u");
    let told = stage.message_where("staff", |m| m.text().contains("The slip of #1"));
    assert!(
        told.text().contains("not marked as age-restricted"),
        "{}",
        told.text()
    );
    assert!(stage.messages("picks").is_empty());

    let adults = json!({"name": "adults", "age_restricted": true});
    stage.bridge.ask("channel", &adults);
    let page = step(
        &stage,
        &stage.slash("abe", "commands", "setup", json!({})).message(),
        "channels",
    );
    let page = choose(&stage, &page, "channel.picks", json!({"$channel": "adults"}));
    assert!(!page.text().contains("age-restricted"), "{}", page.text());
    bet("Lions -1.5 -110 1u");
    stage.message_where("adults", |m| m.text().contains("Lions -1.5"));
    stage.clean();
}

#[test]
fn a_minimum_age_is_confirmed_once_by_who_wants_picks() {
    let stage = room();
    stage.admin();
    stage.member("mia", &[]);
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    let slip = stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    let list = stage.slash("abe", "commands", "setup", json!({}));
    let page = step(&stage, &list.message(), "age");
    let page = fill(&stage, &page, &[("age.minimum", "16")]);
    assert!(page.text().contains("from 18 to 99"), "{}", page.text());
    fill(&stage, &page.message(), &[("age.minimum", "21")]);

    let follow = || stage.slash("mia", "picks", "follow", json!({"capper": {"$user": "ann"}}));
    for asked in [
        stage.click("mia", &slip, "Tail"),
        follow(),
        stage.slash("mia", "picks", "notify", json!({})),
    ] {
        assert!(
            asked.ephemeral() && asked.text().contains("21 years and older"),
            "{}",
            asked.text()
        );
        assert_eq!(asked.message().buttons(), ["I am 21 or older"]);
    }
    // A button confirms the age that stands on it, whatever the server has said since.
    let of_21 = follow().message();
    fill(&stage, &page.message(), &[("age.minimum", "25")]);
    let raised = stage.click("mia", &of_21, "I am 21");
    assert!(raised.text().contains("25 years and older"), "{}", raised.text());
    assert_eq!(raised.message().buttons(), ["I am 25 or older"]);
    fill(&stage, &page.message(), &[("age.minimum", "21")]);
    assert!(follow().text().contains("You follow"), "{}", follow().text());
    fill(&stage, &page.message(), &[("age.minimum", "25")]);
    let noted = stage.click("mia", &raised.message(), "I am 25");
    assert!(noted.text().contains("once more"), "{}", noted.text());
    assert!(follow().text().contains("You follow"), "{}", follow().text());
    let tailed = stage.click("mia", &slip, "Tail");
    assert!(tailed.text().contains("Tail"), "{}", tailed.text());
    assert!(!tailed.text().contains("years and older"), "{}", tailed.text());
    stage.clean();
}

#[test]
fn answers_for_everybody_stay_in_the_channel_for_commands() {
    let stage = room();
    stage.member("mia", &[]);
    let ask = |channel: &str| stage.slash("mia", channel, "leaderboard", json!({}));
    assert!(!ask("picks").ephemeral(), "while there is no such channel");
    stage.set("channel.commands", &stage.channel("commands"));
    let aside = ask("picks");
    let everybody = format!("In <#{}> everybody sees it", stage.channel("commands"));
    assert!(
        aside.ephemeral() && aside.text().contains(&everybody),
        "{}",
        aside.text()
    );
    let here = ask("commands");
    assert!(
        !here.ephemeral() && !here.text().contains("Shown to you alone"),
        "{}",
        here.text()
    );
    stage.clean();
}

/// The books have it, and Discord does not say which rights the bot has: nobody is told that nothing was changed.
#[test]
fn what_discord_does_not_answer_is_not_said_to_be_undone() {
    let stage = room();
    stage.admin();
    let list = stage.slash("abe", "commands", "setup", json!({})).message();
    let page = step(&stage, &list, "channels");
    stage.inject(json!({"path": "^/guilds/[0-9]+/members/", "status": 500, "times": 50}));
    let commands = json!({"$channel": "commands"});
    choose(&stage, &page, "channel.commands", commands);
    let said = stage.log("/simcord_interaction_|/callback", 0);
    let last = said.last().unwrap().body().to_string();
    assert!(last.contains("Discord does not answer me right now"), "{last}");
    assert_eq!(stage.setting("channel.commands"), stage.channel("commands"));
}
