//! A room to play in: games to bet on, a capper, and the channel for picks.

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use dbsbm_tests::stage::{Answer, Stage, eventually};
use serde_json::{Value, json};
use sqlx::Connection as _;
use std::time::Duration;

/// Open games of a distant season, and nothing that a feed would have to tell.
const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods,moneyline_home,moneyline_away,spread_home,spread_home_price,spread_away_price,total,over_price,under_price,as_of,book
a,NFL,2098-10-07T17:00:00Z,Packers,Bears,scheduled,,,,,,,,,,,,,,
b,NFL,2098-10-07T20:00:00Z,Lions,Vikings,scheduled,,,,,,,,,,,,,,
c,NFL,2098-10-08T17:00:00Z,Giants,Jets,scheduled,,,,,,,,,,,,,,
";

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_dbsbm_under_test");

/// Arranges the books of "Sharp Room" before the bot comes: `ann` is a capper, and picks go to `picks`.
pub(crate) fn furnished() -> Stage {
    let stage = Stage::empty(PROGRAM);
    let (guild, ann) = (stage.guild(), stage.member("ann", &[]));
    std::fs::write(stage.folder().join("games.csv"), GAMES).unwrap();
    stage.cli(&["guild", "add", &guild, "--name", "Sharp Room"]);
    stage.cli(&["import", "games", "games.csv", "--preset", "dbsbm"]);
    stage.cli(&["capper", "add", &ann, "--name", "Ann", "--guild", &guild]);
    let picks = stage.channel("picks");
    stage.cli(&["guild", "set", "channel.picks", &picks, "--guild", &guild]);
    stage
}

/// [`furnished`], with the bot there.
pub(crate) fn room() -> Stage {
    let mut stage = furnished();
    stage.start_bot();
    stage
}

/// Bets in the books.
pub(crate) fn bets(stage: &Stage) -> usize {
    let all = stage.cli(&["export", "bets", "--guild", &stage.guild()]);
    all.as_array().map_or(0, Vec::len)
}

/// Picks that differ from each other in the number of points.
pub(crate) fn totals(numbers: impl Iterator<Item = u32>) -> Vec<String> {
    numbers
        .map(|n| format!("Packers/Bears over {n} -105 1u"))
        .collect()
}

/// Posts picks of `ann`, up to ten, by one form and one click.
pub(crate) fn post(stage: &Stage, picks: &[String]) -> Answer {
    let form = stage.slash("ann", "picks", "picks", json!({}));
    let preview = stage.submit("ann", &form, json!({"text": picks.join("\n")}));
    let posted = stage.click("ann", &preview.message(), "Post");
    assert_eq!(
        posted.text().matches('✅').count(),
        picks.len(),
        "{}",
        posted.text()
    );
    posted
}

/// Waits until nothing is left to deliver, and none of it was given up.
pub(crate) fn delivered(stage: &Stage) {
    let counts = || stage.cli(&["outbox", "counts"]);
    let empty = |counts: &Value| counts["waiting"] == 0 && counts["claimed"] == 0;
    let done = eventually(Duration::from_secs(120), || Some(counts()).filter(|c| empty(c)));
    let counts = done.unwrap_or_else(counts);
    assert!(
        empty(&counts) && counts["dead"] == 0,
        "{counts}: {}",
        stage.cli(&["outbox", "list"])
    );
}

/// Waits for all deliveries, and expects one slip for each bet from 1 to this number, and nothing else.
pub(crate) fn one_slip_each(stage: &Stage, count: usize) {
    delivered(stage);
    let messages = stage.messages("picks");
    let mut names: Vec<String> = messages
        .iter()
        .flat_map(|m| m.files())
        .map(|file| file.0)
        .collect();
    names.sort();
    let mut expected: Vec<String> = (1..=count).map(|n| format!("slip-{n}.png")).collect();
    expected.sort();
    assert_eq!(names, expected);
    assert_eq!(messages.len(), count);
}

/// The first game of the room is over with this score, and the books are settled by it.
pub(crate) fn settled(stage: &Stage, home: u32, away: u32) {
    let head = GAMES.lines().next().unwrap_or_default();
    let game = "a,NFL,2098-10-07T17:00:00Z,Packers,Bears,final";
    let result = format!("{head}\n{game},{home},{away},,,,,,,,,,,,\n");
    std::fs::write(stage.folder().join("played.csv"), result).unwrap();
    stage.cli(&["import", "games", "played.csv", "--preset", "dbsbm"]);
    stage.cli(&["settle"]);
}

/// The first game of the room starts at another time.
pub(crate) fn starts(stage: &Stage, at: &str) {
    let slate = format!("key,league,start,home_team,away_team,status\na,NFL,{at},Packers,Bears,scheduled\n");
    std::fs::write(stage.folder().join("moved.csv"), slate).unwrap();
    stage.cli(&["import", "games", "moved.csv", "--preset", "dbsbm"]);
}

/// The bot goes by the real clock, and so do its games.
#[expect(clippy::disallowed_methods, reason = "there is no other clock to ask")]
pub(crate) fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Imports a game of Packers and Bears that began within the last hour.
pub(crate) fn begun(stage: &Stage, status: &str, home: &str, away: &str) {
    std::fs::write(stage.folder().join("games.csv"), begun_game(status, home, away)).unwrap();
    stage.cli(&["import", "games", "games.csv", "--preset", "dbsbm"]);
}

fn begun_game(status: &str, home: &str, away: &str) -> String {
    let now = now();
    let began = now - TimeDelta::seconds(now.timestamp() % 3_600 + 60);
    let began = began.to_rfc3339_opts(SecondsFormat::Secs, true);
    format!(
        "key,league,start,home_team,away_team,status,home_score,away_score\n\
         a,NFL,{began},Packers,Bears,{status},{home},{away}\n"
    )
}

/// Time passes for what the outbox keeps waiting or has given to a worker; the bot's own clock is that of the machine.
pub(crate) fn outbox_waited(stage: &Stage, task: &str, time: Duration) {
    let address = format!("sqlite://{}", stage.folder().join("books.db").display());
    let earlier = "UPDATE outbox SET due_at = due_at - ? WHERE task = ?";
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut books = sqlx::SqliteConnection::connect(&address).await.unwrap();
        let moved = sqlx::query(earlier).bind(time.as_millis() as i64).bind(task);
        moved.execute(&mut books).await.unwrap();
    });
}

/// Changes the books behind the bot's back.
pub(crate) fn change_books(stage: &Stage, sql: &'static str) {
    let address = format!("sqlite://{}", stage.folder().join("books.db").display());
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let done = runtime.block_on(async {
        let mut books = sqlx::SqliteConnection::connect(&address).await.unwrap();
        sqlx::query(sql).execute(&mut books).await
    });
    done.unwrap();
}
