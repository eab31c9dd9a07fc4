//! Which channel a slip goes to, and whom it calls.

use crate::market::{market, slip_of};
use dbsbm_tests::stage::Message;
use serde_json::json;

/// Whom a message calls.
fn called(slip: &Message) -> Vec<String> {
    let roles = slip.0["mention_roles"].as_array().unwrap();
    roles.iter().map(|r| r.as_str().unwrap().to_string()).collect()
}

#[test]
fn a_slip_goes_by_capper_league_kind_and_sort_and_calls_members_alone() {
    let mut stage = market();
    let ben = stage.member("ben", &[]);
    stage.cli(&[
        "capper",
        "add",
        &ben,
        "--name",
        "<@&1> Ben",
        "--guild",
        &stage.guild(),
    ]);
    let (members, others) = (stage.role("members", &[]), stage.role("others", &[]));
    stage.set("plan", "premium");
    for (key, channel) in [
        ("channel.parlays", "parlays"),
        ("channel.props", "props"),
        ("route.league.NBA", "commands"),
        ("route.kind.teaser", "reports"),
    ] {
        stage.set(key, &stage.channel(channel));
    }
    stage.set(&format!("route.capper.{ben}"), &stage.channel("staff"));
    stage.set("role.member", &members);
    stage.set("mention.members", "yes");
    stage.start_bot();

    let teaser = "6pt teaser: Packers +1.5 / Lions +7 -120 1u";
    let two_leagues = "Lakers ML -120 + Lions ML +120 1u";
    for (number, (who, pick, channel)) in [
        ("ann", "Packers -4.5 -110 1u", "picks"),
        ("ann", "Packers ML -150 + Lions ML +120 1u", "parlays"),
        ("ann", "Jordan Love over 244.5 passing yards -114 1u", "props"),
        // The kind has a route, and comes before the channel for parlays.
        ("ann", teaser, "reports"),
        // So has the league, where all legs are of it.
        ("ann", "Lakers -3.5 -110 1u", "commands"),
        ("ann", "LeBron James o25.5 pts -115 1u", "commands"),
        ("ann", two_leagues, "parlays"),
        // The capper's own comes before all of them.
        ("ben", "Lakers -3.5 -110 1u", "staff"),
        ("ben", teaser, "staff"),
    ]
    .into_iter()
    .enumerate()
    {
        let slip = slip_of(&stage, who, pick, channel, number + 1);
        assert!(
            slip.text().ends_with(&format!("<@&{members}>")),
            "{}",
            slip.text()
        );
        assert_eq!(called(&slip), std::slice::from_ref(&members), "{pick}");
    }
    let sent = stage.log("^/webhooks/[0-9]+/simcord_webhook", 0);
    for request in &sent {
        assert_eq!(
            request.body()["allowed_mentions"],
            json!({"parse": [], "roles": [members], "users": []})
        );
        assert!(!request.body().to_string().contains(&others));
    }

    // A guild that does not want it calls nobody.
    stage.set("mention.members", "no");
    let slip = slip_of(&stage, "ann", "Packers -5.5 -110 1u", "picks", sent.len() + 1);
    assert!(!slip.text().contains("<@&"), "{}", slip.text());
    // What everybody may see can have a channel of its own; a kind that has a route still goes by it.
    stage.set("route.tier.public", &stage.channel("props"));
    slip_of(&stage, "ann", "Packers -6.5 -110 1u", "props", sent.len() + 2);
    slip_of(&stage, "ann", teaser, "reports", sent.len() + 3);
    stage.clean();
}
