//! What the bot says by itself, by the clock and by what happened: reports, totals, months, streaks, digests.

use crate::{
    room::{begun, furnished, now},
    running::running,
};
use chrono::{Datelike as _, Days, NaiveDate, Timelike as _};
use dbsbm_tests::stage::{Message, Stage, eventually};
use serde_json::json;
use std::time::Duration;

/// Longer than a job takes to begin after a start.
const SOON: Duration = Duration::from_secs(20);

/// Two bets of `ann` on games of a day that is over, the first of which ended so.
fn history(stage: &Stage, day: NaiveDate, (home, away): (u8, u8)) {
    let games = format!(
        "key,league,start,home_team,away_team,status,home_score,away_score\n\
         a,NFL,{day}T15:00:00Z,Packers,Bears,final,{home},{away}\n\
         b,NFL,{day}T16:00:00Z,Lions,Vikings,final,20,10\n"
    );
    let ann = stage.member("ann", &[]);
    let bet = |ticket: &str, home: &str, away: &str| {
        format!(
            "{ticket},{ann},{day}T08:00:00Z,straight,risk,2,NFL,{day},{home},{away},moneyline,,home,,-110\n"
        )
    };
    let bets = format!(
        "ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price\n{}{}",
        bet("t1", "Packers", "Bears"),
        bet("t2", "Lions", "Vikings"),
    );
    std::fs::write(stage.folder().join("past.csv"), games).unwrap();
    std::fs::write(stage.folder().join("bets.csv"), bets).unwrap();
    stage.cli(&["import", "games", "past.csv", "--preset", "dbsbm"]);
    let taken = stage.cli(&["import", "bets", "bets.csv", "--guild", &stage.guild()]);
    assert_eq!(taken["inserted"], 2, "{taken}");
    stage.cli(&["settle"]);
}

/// The report of yesterday, whose first game ended so.
fn reported(score: (u8, u8)) -> (Message, Vec<u8>) {
    let mut stage = furnished();
    let now = now();
    history(&stage, now.date_naive() - Days::new(1), score);
    for (key, value) in [
        ("channel.reports", stage.channel("commands")),
        ("report.hour", now.hour().to_string()),
    ] {
        stage.cli(&["guild", "set", key, &value, "--guild", &stage.guild()]);
    }
    stage.start_bot();
    let report = stage.message_where("commands", |m| m.text().contains("Report (daily)"));
    let picture = stage.bridge.file(&report.files()[0].2);

    // The head at its foot is the one that the chain had then, for whoever asks later.
    let text = report.text();
    let foot = text.lines().find(|line| line.contains("events · head")).unwrap();
    let (events, head) = (foot.split(' ').next().unwrap(), foot.split(' ').nth(4).unwrap());
    stage.cli(&["guild", "set", "limit.max_units", "7", "--guild", &stage.guild()]);
    let events: u64 = events.parse().unwrap();
    let verified = stage
        .slash("ann", "picks", "verify", json!({"events": events}))
        .text();
    assert_eq!(head.len(), 16);
    assert!(
        verified.contains(&format!("After {events} events the head was `{head}")),
        "{verified}"
    );
    stage.clean();
    (report, picture)
}

#[test]
fn the_daily_report_is_figures_and_a_picture_that_move_with_the_results() {
    let [(won, won_png), (lost, lost_png)] = [(24, 17), (17, 24)].map(reported);
    for (report, net, words) in [
        (&won, "+3.64u · ROI +90.9% · n 2", "ending at +3.64"),
        (&lost, "-0.18u", "ending at -0.18"),
    ] {
        assert!(report.text().contains(net), "{}", report.text());
        assert!(report.text().contains("Ann"), "{}", report.text());
        let (name, alt, _) = &report.files()[0];
        assert!(
            name.ends_with(".png") && alt.contains(words) && alt.contains("Sharp Room"),
            "{alt}"
        );
    }
    assert_eq!((&won_png[1..4], &lost_png[1..4]), (&b"PNG"[..], &b"PNG"[..]));
    assert_ne!(won_png, lost_png);
}

#[test]
fn totals_stand_in_channel_names_and_the_month_is_closed() {
    let mut stage = furnished();
    stage.admin();
    let today = now().date_naive();
    let last_month = today.with_day(1).unwrap() - Days::new(10);
    history(&stage, last_month, (24, 17));
    let channels: Vec<String> = ["month", "year", "lifetime"]
        .iter()
        .map(|total| {
            let made = stage
                .bridge
                .ask("channel", &json!({"name": total, "kind": "voice"}));
            let id = made["id"].as_str().unwrap().to_string();
            stage.cli(&[
                "guild",
                "set",
                &format!("voice.{total}"),
                &id,
                "--guild",
                &stage.guild(),
            ]);
            id
        })
        .collect();
    stage.start_bot();
    let year = if last_month.year() == today.year() {
        "+3.64u"
    } else {
        "0.00u"
    };
    let expected = [
        "Month: 0.00u".to_string(),
        format!("Year: {year}"),
        "All time: +3.64u".to_string(),
    ];
    let names = || -> Vec<String> {
        let name = |id: &String| stage.bridge.ask("view_channel", &json!({"channel": id}))["name"].clone();
        channels
            .iter()
            .map(|id| name(id).as_str().unwrap().to_string())
            .collect()
    };
    assert!(
        eventually(SOON, || (names() == expected).then_some(())).is_some(),
        "{:?}",
        names()
    );

    let frozen = || {
        stage
            .slash("abe", "commands", "audit", json!({"action": "standings."}))
            .text()
    };
    let closed = eventually(SOON, || {
        let text = frozen();
        text.contains(&last_month.format("%Y%m").to_string())
            .then_some(text)
    });
    assert!(
        closed.is_some_and(|text| text.contains("the operator")),
        "{}",
        frozen()
    );
    stage.stop_bot();
    stage.start_bot();
    std::thread::sleep(Duration::from_secs(2));
    let text = stage
        .slash("abe", "commands", "audit", json!({"action": "standings."}))
        .text();
    assert_eq!(text.lines().count(), 1, "once: {text}");
    stage.clean();
}

#[test]
fn a_streak_is_announced_where_the_guild_wants_it() {
    let stage = running();
    stage.cli(&[
        "guild",
        "set",
        "announce.streaks",
        "yes",
        "--guild",
        &stage.guild(),
    ]);
    for line in ["-1.5", "-2.5", "-3.5", "-5.5"] {
        let text = format!("Packers {line} -110 1u");
        let preview = stage.slash("ann", "picks", "bet", json!({"text": text}));
        stage.click("ann", &preview.message(), "Post");
    }
    begun(&stage, "final", "30", "10");
    let said = stage.message_where("picks", |m| m.text().contains("in a row"));
    assert!(
        said.text().contains("**Ann** has won 5 bets in a row"),
        "{}",
        said.text()
    );
    stage.clean();
}

/// What may not be said in quiet hours waits for the digest, and comes once they are over.
#[test]
fn a_digest_waits_until_quiet_hours_are_over() {
    let mut stage = furnished();
    // It is noon in the guild, whenever the test runs.
    let west = i64::from(now().hour()) - 12;
    let zone = format!("Etc/GMT{}{}", if west < 0 { '-' } else { '+' }, west.abs());
    stage.cli(&["guild", "set", "timezone", &zone, "--guild", &stage.guild()]);
    stage.start_bot();
    stage.member("mia", &[]);
    stage.slash("mia", "picks", "follow", json!({"capper": {"$user": "ann"}}));
    let page = stage.slash("mia", "picks", "notify", json!({})).message();
    let choose = |what: &str, value: &str| {
        stage
            .select("mia", &page, &page.menu(&format!(":{what}")), json!([value]))
            .text()
    };
    choose("direct", "3");
    choose("digest", "daily");
    let quiet = choose("quiet", "09:00-17:00");
    assert!(
        quiet.contains(&format!("Quiet hours: 09:00-17:00 ({zone})")),
        "{quiet}"
    );
    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    stage.click("ann", &preview.message(), "Post");
    stage.message_where("picks", |m| m.text().contains("Packers -4.5"));
    let heard = |stage: &Stage| stage.bridge.ask("direct", &json!({"user": "mia"})).to_string();
    stage.stop_bot();
    stage.start_bot();
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(heard(&stage), "[]", "it is quiet");

    stage.select("mia", &page, &page.menu(":quiet"), json!(["22:00-08:00"]));
    stage.stop_bot();
    stage.start_bot();
    let told = eventually(SOON, || {
        heard(&stage).contains("New picks in Sharp Room").then_some(())
    });
    assert!(
        told.is_some() && heard(&stage).contains("Packers -4.5"),
        "{}",
        heard(&stage)
    );
    stage.clean();
}
