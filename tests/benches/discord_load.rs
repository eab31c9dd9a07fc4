//! The bot under load: so many guilds, so many interactions a second, for so long; first answers and memory over time.
//!
//! `cargo bench -p dbsbm-tests --bench discord_load -- --guilds 50 --rate 20 --seconds 120`
//!
//! What is the bot's and what is the fake Discord's is told apart: the first answer is measured from the moment the event
//! was on the socket to the moment the request with the answer was read, and how late the fake Discord itself wakes up on
//! this machine is printed beside it.

#![expect(clippy::print_stdout, reason = "a bench prints its figures")]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a bench measures by the clock, and ends by panicking when it cannot"
)]

use dbsbm_tests::stage::{Message, Request, Stage, resident_kb};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Condvar, Mutex};
use std::time::{Duration, Instant};

const HELP: &str = "\
--guilds N      guilds that the bot is in (50)
--rate N        interactions a second (20)
--seconds N     how long (120)
--scenario S    mix: slips, records and boards; taps: everybody tails one slip; sunday: slips, then all games end at
                once and every slip is edited (mix)
--players N     acts at the same time at most (64)
--csv FILE      memory and latency over time, one line every five seconds";

/// Guilds that people are active in; the others are only there.
const BUSY_GUILDS: usize = 50;
const SAMPLE: Duration = Duration::from_secs(5);
/// How often at most the count on a slip is written anew.
const TAIL_EDIT: Duration = Duration::from_secs(15);
/// Nothing more comes after so long without a request.
const QUIET: Duration = Duration::from_secs(8);

/// Who plays whom.
const TEAMS: [(&str, &str); 12] = [
    ("Packers", "Bears"),
    ("Lions", "Vikings"),
    ("Cowboys", "Eagles"),
    ("Steelers", "Ravens"),
    ("Chiefs", "Raiders"),
    ("Broncos", "Chargers"),
    ("Patriots", "Bills"),
    ("Dolphins", "Colts"),
    ("Texans", "Titans"),
    ("Saints", "Buccaneers"),
    ("Seahawks", "Rams"),
    ("Commanders", "Bengals"),
];

struct Options {
    guilds: usize,
    rate: u32,
    seconds: u64,
    scenario: Scenario,
    players: usize,
    csv: Option<String>,
}

#[derive(Clone, Copy, PartialEq)]
enum Scenario {
    Mix,
    Taps,
    Sunday,
}

/// What people do.
#[derive(Clone, Copy)]
enum Role<'a> {
    Tails(&'a Message),
    Posts,
    DoesAll,
}

fn scenario(name: &str) -> Scenario {
    match name {
        "mix" => Scenario::Mix,
        "taps" => Scenario::Taps,
        "sunday" => Scenario::Sunday,
        _ => panic!("no scenario {name}\n{HELP}"),
    }
}

fn main() {
    let Some(options) = options() else {
        println!("{HELP}");
        return;
    };
    let mut stage = Stage::empty(env!("CARGO_BIN_EXE_dbsbm_under_test"));
    let guilds = furnish(&stage, options.guilds);
    let ready = stage.start_bot();
    println!("{} guilds, ready after {} ms", options.guilds, ready.as_millis());
    // The bot opens the books of each guild as the gateway tells of it.
    while stage.cli(&["guild", "list"]).as_array().map_or(0, Vec::len) < options.guilds {
        std::thread::sleep(Duration::from_millis(200));
    }
    appoint(&stage, &guilds);
    let slip = (options.scenario == Scenario::Taps).then(|| post_slip(&stage, &guilds[0]));
    std::thread::sleep(Duration::from_secs(2));
    println!("memory before: {}", megabytes(stage.bot.as_ref().unwrap().pid()));
    stage.bridge.ask("latency", &json!({"reset": true}));

    let role = match &slip {
        Some(slip) => Role::Tails(slip),
        None if options.scenario == Scenario::Sunday => Role::Posts,
        None => Role::DoesAll,
    };
    let failures = play(&stage, &guilds, role, &options);
    if let Some(slip) = &slip {
        count_tails(&stage, slip, u64::from(options.rate) * options.seconds);
    }
    if options.scenario == Scenario::Sunday {
        end_all_games(&stage);
    }
    let report = stage.bridge.ask("latency", &json!({}));
    let pid = stage.bot.as_ref().unwrap().pid();
    println!("memory after: {}", megabytes(pid));
    println!("fake Discord's memory: {}", megabytes(stage.bridge.pid()));
    for (name, meaning) in [
        ("bot_ms", "first answer, from the socket to the socket"),
        (
            "slip_ms",
            "slip, from the click on Post to the request with its picture",
        ),
        ("to_socket_ms", "before that, in the fake Discord"),
        ("bridge_ms", "after that, in the fake Discord"),
        ("loop_lag_ms", "how late the fake Discord wakes up"),
    ] {
        println!("{meaning}: {}", report[name]);
    }
    println!(
        "{} answers, {failures} acts without one; {} slips",
        report["answers"], report["slips"]
    );
    stage.clean();
    assert_eq!(failures, 0);
}

/// The command line; none when help is asked for.
fn options() -> Option<Options> {
    let mut options = Options {
        guilds: 50,
        rate: 20,
        seconds: 120,
        scenario: Scenario::Mix,
        players: 64,
        csv: None,
    };
    let mut arguments = std::env::args().skip(1).filter(|a| a != "--bench");
    while let Some(name) = arguments.next() {
        if name == "--help" {
            return None;
        }
        let value = arguments
            .next()
            .unwrap_or_else(|| panic!("{name} takes a value\n{HELP}"));
        let number = || {
            value
                .parse::<u32>()
                .unwrap_or_else(|_| panic!("{name} takes a number, not {value}"))
        };
        match name.as_str() {
            "--guilds" => options.guilds = number() as usize,
            "--rate" => options.rate = number().max(1),
            "--seconds" => options.seconds = u64::from(number()),
            "--players" => options.players = number() as usize,
            "--scenario" => options.scenario = scenario(&value),
            "--csv" => options.csv = Some(value),
            _ => panic!("no option {name}\n{HELP}"),
        }
    }
    Some(options)
}

/// Guilds, and games to bet on.
fn furnish(stage: &Stage, count: usize) -> Vec<String> {
    let made = stage
        .bridge
        .ask("guild", &json!({"name": "Room", "count": count.max(1)}));
    import(stage, &games("scheduled,,"));
    let ids = made["guilds"].as_array().unwrap().iter();
    ids.map(|guild| guild["id"].as_str().unwrap().to_string())
        .take(BUSY_GUILDS)
        .collect()
}

/// A round of games, all in one state.
fn games(state: &str) -> String {
    let head = "key,league,start,home_team,away_team,status,home_score,away_score\n".to_string();
    let game = |(day, (home, away)): (usize, &(&str, &str))| {
        format!(
            "g{day},NFL,2098-10-{:02}T17:00:00Z,{home},{away},{state}\n",
            day + 1
        )
    };
    std::iter::once(head)
        .chain(TEAMS.iter().enumerate().map(game))
        .collect()
}

fn import(stage: &Stage, games: &str) {
    std::fs::write(stage.folder().join("games.csv"), games).unwrap();
    stage.cli(&["import", "games", "games.csv", "--preset", "dbsbm"]);
}

/// The count on the slip must come to what was tapped.
fn count_tails(stage: &Stage, slip: &Message, taps: u64) {
    let begin = Instant::now();
    let place = json!({"guild": slip.0["guild_id"], "channel": slip.channel()});
    let labels = || {
        let messages = stage.bridge.ask("messages", &place);
        let found = messages
            .as_array()
            .unwrap()
            .iter()
            .find(|m| m["id"] == slip.0["id"]);
        Message(found.unwrap().clone()).buttons()
    };
    let right = |labels: &[String]| labels.iter().any(|label| label.contains(&taps.to_string()));
    while !right(&labels()) && begin.elapsed() < TAIL_EDIT * 3 {
        std::thread::sleep(Duration::from_millis(200));
    }
    println!(
        "{taps} taps; the slip shows {:?} after {:.1} s",
        labels(),
        begin.elapsed().as_secs_f64()
    );
}

/// Ends every game, settles, and times how long the edits take to drain.
fn end_all_games(stage: &Stage) {
    let last = stage.log("", 0).last().map_or(0, Request::number);
    import(stage, &games("final,24,17"));
    let begin = Instant::now();
    let settled = stage.cli(&["settle"]);
    println!(
        "settled {} in {:.2} s",
        settled["settled"],
        begin.elapsed().as_secs_f64()
    );
    let (mut seen, mut quiet) = (Vec::new(), Instant::now());
    while quiet.elapsed() < QUIET {
        std::thread::sleep(Duration::from_millis(500));
        let now = stage.log("", last);
        if now.len() > seen.len() {
            quiet = Instant::now();
        }
        seen = now;
    }
    let edits: Vec<f64> = seen
        .iter()
        .filter(|r| r.method() == "PATCH")
        .map(Request::at)
        .collect();
    let took = edits
        .last()
        .zip(edits.first())
        .map_or(0.0, |(last, first)| last - first);
    println!(
        "{} edits in {took:.1} s, {:.1} a second; {} requests in all",
        edits.len(),
        edits.len() as f64 / took.max(0.001),
        seen.len()
    );
}

/// One capper in every busy guild, and its channel for slips.
fn appoint(stage: &Stage, guilds: &[String]) {
    for guild in guilds {
        let made = stage.bridge.ask("user", &json!({"guild": guild, "name": "cap"}));
        let info = stage.bridge.ask("info", &json!({"guild": guild}));
        let picks = info["guild"]["channels"]["picks"].as_str().unwrap();
        stage.cli(&[
            "capper",
            "add",
            made["id"].as_str().unwrap(),
            "--name",
            "Cap",
            "--guild",
            guild,
        ]);
        // A capper of a load posts more in an hour than the limit of a day allows, or the open bets of the free plan.
        for (key, value) in [
            ("channel.picks", picks),
            ("limit.daily_units", "none"),
            ("plan", "premium"),
        ] {
            stage.cli(&["guild", "set", key, value, "--guild", guild]);
        }
    }
}

/// One act of one person, numbered; what came of it.
fn act(stage: &Stage, guilds: &[String], role: Role<'_>, number: u64) -> Result<(), String> {
    if let Role::Tails(slip) = role {
        let body = json!({"guild": slip.0["guild_id"], "user": format!("member {number}"), "channel": slip.channel(),
                          "message": slip.id(), "custom_id": slip.button("Tail"), "wait": "first"});
        return answered(stage.bridge.try_ask("click", &body)?);
    }
    let guild = &guilds[usize::try_from(number).unwrap() % guilds.len()];
    let command = |name: &str, options: Value| {
        let body = json!({"guild": guild, "user": "cap", "channel": "picks", "name": name, "options": options,
                          "wait": if name == "bet" { "final" } else { "first" }});
        stage.bridge.try_ask("slash", &body)
    };
    match number % 4 {
        kind if kind == 0 || matches!(role, Role::Posts) => {
            let (home, _) = TEAMS[usize::try_from(number / 3).unwrap() % TEAMS.len()];
            let line = 1 + number % 9;
            let preview = command("bet", json!({"text": format!("{home} -{line}.5 -110 1u")}))?;
            answered(preview.clone())?;
            let message = Message(preview["message"].clone());
            let body = json!({"guild": guild, "user": "cap", "channel": "picks", "message": message.id(),
                              "custom_id": message.button("Post"), "wait": "first"});
            answered(stage.bridge.try_ask("click", &body)?)
        }
        1 => answered(command("stats", json!({}))?),
        2 => answered(command("leaderboard", json!({}))?),
        _ => answered(command("mybets", json!({}))?),
    }
}

fn answered(answer: Value) -> Result<(), String> {
    (answer["answered"] == true)
        .then_some(())
        .ok_or_else(|| "no answer".to_string())
}

/// A slip for everybody to tail.
fn post_slip(stage: &Stage, guild: &String) -> Message {
    act(stage, std::slice::from_ref(guild), Role::Posts, 0).unwrap();
    let place = json!({"guild": guild, "channel": "picks"});
    let begin = Instant::now();
    loop {
        let messages = stage.bridge.ask("messages", &place);
        if let Some(slip) = messages.as_array().unwrap().last() {
            return Message(slip.clone());
        }
        assert!(begin.elapsed() < Duration::from_secs(15), "no slip was posted");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Plays the acts at their pace; how many had no answer.
fn play(stage: &Stage, guilds: &[String], role: Role<'_>, options: &Options) -> u64 {
    let total = u64::from(options.rate) * options.seconds;
    let failures = AtomicU64::new(0);
    let (queue, wake) = (Mutex::new((VecDeque::new(), false)), Condvar::new());
    let (first_failure, begin) = (Mutex::new(None), Instant::now());
    std::thread::scope(|scope| {
        for _ in 0..options.players {
            scope.spawn(|| {
                loop {
                    let mut state = queue.lock().unwrap();
                    while state.0.is_empty() && !state.1 {
                        state = wake.wait(state).unwrap();
                    }
                    let Some(number) = state.0.pop_front() else { return };
                    drop(state);
                    if let Err(reason) = act(stage, guilds, role, number) {
                        failures.fetch_add(1, Ordering::Relaxed);
                        first_failure.lock().unwrap().get_or_insert(reason);
                    }
                }
            });
        }
        scope.spawn(|| watch(stage, options, begin));
        for number in 0..total {
            let due = begin + Duration::from_secs(number) / options.rate;
            std::thread::sleep(due.saturating_duration_since(Instant::now()));
            queue.lock().unwrap().0.push_back(number);
            wake.notify_one();
        }
        queue.lock().unwrap().1 = true;
        wake.notify_all();
    });
    if let Some(reason) = first_failure.into_inner().unwrap() {
        println!("the first that failed: {reason}");
    }
    failures.into_inner()
}

/// Memory and latency over time.
fn watch(stage: &Stage, options: &Options, begin: Instant) {
    let mut file = options
        .csv
        .as_ref()
        .map(|path| std::fs::File::create(path).unwrap());
    if let Some(file) = &mut file {
        writeln!(file, "seconds,bot_kb,answers,p50_ms,p99_ms").unwrap();
    }
    let pid = stage.bot.as_ref().unwrap().pid();
    while begin.elapsed() + SAMPLE < Duration::from_secs(options.seconds) {
        std::thread::sleep(SAMPLE);
        let report = stage.bridge.ask("latency", &json!({}));
        let line = format!(
            "{},{},{},{},{}",
            begin.elapsed().as_secs(),
            resident_kb(pid).unwrap_or(0),
            report["answers"],
            report["bot_ms"]["p50"],
            report["bot_ms"]["p99"]
        );
        if let Some(file) = &mut file {
            writeln!(file, "{line}").unwrap();
        }
    }
}

fn megabytes(pid: u32) -> String {
    match resident_kb(pid) {
        Some(kb) => format!("{:.1} MB", kb as f64 / 1024.0),
        None => "not known on this system".into(),
    }
}
