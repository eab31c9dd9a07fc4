//! What the bot says by itself, by the clock and by what happened: reports, totals, months, streaks, digests.

use crate::{
    room::{begun, furnished, now, room},
    running::running,
};
use chrono::{DateTime, Datelike as _, Days, NaiveDate, Timelike as _, Utc};
use dbsbm_store::{Book, Environment};
use dbsbm_tests::stage::{Message, Stage, eventually};
use serde_json::json;
use std::time::Duration;

/// Longer than a job takes to begin after a start.
const SOON: Duration = Duration::from_secs(20);

/// Two bets of `ann` on games of a day that is over, the first of which ended so.
fn history(stage: &Stage, day: NaiveDate, (home, away): (u8, u8)) {
    let games = format!(
        "key,league,start,home_team,away_team,status,home_score,away_score\n\
         {day}a,NFL,{day}T15:00:00Z,Packers,Bears,final,{home},{away}\n\
         {day}b,NFL,{day}T16:00:00Z,Lions,Vikings,final,20,10\n"
    );
    let ann = stage.member("ann", &[]);
    let bet = |ticket: &str, home: &str, away: &str| {
        format!(
            "{day}{ticket},{ann},{day}T08:00:00Z,straight,risk,2,NFL,{day},{home},{away},moneyline,,home,,-110\n"
        )
    };
    let bets = format!(
        "ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price\n{}{}",
        bet("a", "Packers", "Bears"),
        bet("b", "Lions", "Vikings"),
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
        stage.set(key, &value);
    }
    stage.start_bot();
    let report = stage.message_where("commands", |m| m.text().contains("Report (daily)"));
    let picture = stage.bridge.file(&report.files()[0].2);

    // The head at its foot is the one that the chain had then, for whoever asks later.
    let text = report.text();
    let foot = text.lines().find(|line| line.contains("events · head")).unwrap();
    let (events, head) = (foot.split(' ').next().unwrap(), foot.split(' ').nth(4).unwrap());
    stage.set("limit.max_units", "7");
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

/// Has the bot's outbox asked for the reports that are due at another time than now; gives how many that are.
fn reports_of(stage: &Stage, at: &str) -> u64 {
    let at: DateTime<Utc> = at.parse().unwrap();
    let address = format!("sqlite://{}", stage.folder().join("books.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let book = Book::open(&address, Environment::with_clock(move || at))
            .await
            .unwrap();
        let guild = stage.guild().parse().unwrap();
        book.queue_reports(guild).await.unwrap().queued
    })
}

#[test]
fn week_and_month_are_reported_by_their_own_days() {
    let stage = room();
    for (key, value) in [
        ("channel.reports", stage.channel("reports")),
        ("channel.staff", stage.channel("staff")),
        ("report.hour", "9".into()),
        ("report.weekly", "yes".into()),
        ("report.monthly", "yes".into()),
    ] {
        stage.set(key, &value);
    }
    for (day, score) in [
        ("2026-05-31", (24, 17)),
        ("2026-05-27", (17, 24)),
        ("2026-05-04", (17, 24)),
    ] {
        history(&stage, day.parse().unwrap(), score);
    }
    // A Monday, and the first of a month.
    assert_eq!(reports_of(&stage, "2026-06-01T09:30:00Z"), 3);
    assert_eq!(reports_of(&stage, "2026-06-01T09:31:00Z"), 0, "each once");
    for (title, figures, [span, record]) in [
        (
            "Report (daily): 2026-05-31",
            "+3.64u · ROI +90.9% · n 2",
            ["from 31 May 2026", "Record, 31 May 2026:"],
        ),
        (
            "Report (weekly): 2026-05-25 to 2026-05-31",
            "+3.45u · ROI +43.2% · n 4",
            ["from 27 May 2026", "Record, 25 May to 31 May:"],
        ),
        (
            "Report (monthly): 2026-05-01 to 2026-05-31",
            "+3.27u · ROI +27.3% · n 6",
            ["from 4 May 2026", "Record, May 2026:"],
        ),
    ] {
        let report = stage.message_where("reports", |m| m.text().contains(title));
        assert!(report.text().contains(figures), "{title}: {}", report.text());
        let (_, alt, address) = &report.files()[0];
        assert!(alt.contains(span) && alt.contains(record), "{title}: {alt}");
        assert_eq!(&stage.bridge.file(address)[1..4], b"PNG");
    }
    assert_eq!(stage.messages("reports").len(), 3);

    stage.bridge.ask("delete_channel", &json!({"channel": "reports"}));
    assert_eq!(reports_of(&stage, "2026-06-02T09:30:00Z"), 1);
    let told = stage.message_where("staff", |m| m.text().contains("A report could not be posted"));
    assert!(told.text().contains("this channel is gone"), "{}", told.text());
    stage.clean();
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
            stage.set(&format!("voice.{total}"), &id);
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
    stage.set("announce.streaks", "yes");
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
    stage.set("timezone", &zone);
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
