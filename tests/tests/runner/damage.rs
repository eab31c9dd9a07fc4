//! Books that somebody changed behind the program's back: the doctor and the chain say where.

use crate::books::room;
use crate::program::Program;
use serde_json::Value;
use sqlx::Connection as _;

async fn change(program: &Program, sql: &'static str) {
    let address = format!("sqlite://{}", program.path("dbsbm.db").display());
    let mut db = sqlx::SqliteConnection::connect(&address).await.unwrap();
    let changed = sqlx::query(sql).execute(&mut db).await.unwrap().rows_affected();
    assert!(changed > 0, "{sql}");
    db.close().await.unwrap();
}

/// What a check says of the damage.
fn finds(program: &Program, check: &str, damage: &str) -> Value {
    let ran = program.run(&[check, "--json"]);
    assert_eq!(ran.code, 1, "{damage}: {ran:?}");
    let report = ran.json();
    assert_eq!(report["ok"], false, "{report}");
    report
}

#[tokio::test]
async fn the_doctor_says_what_does_not_fit() {
    let program = room();
    let sound = std::fs::read(program.path("dbsbm.db")).unwrap();
    for (damage, finding) in [
        (
            "UPDATE bets SET stake = 20000 WHERE bet_no = 1",
            r#"stake: "2.0000" is in the table, "1.0000" should be"#,
        ),
        (
            "UPDATE bets SET stake_is = 'to_win' WHERE bet_no = 1",
            "stake_is: ",
        ),
        ("UPDATE bets SET kind = 'straight' WHERE bet_no = 3", "kind: "),
        (
            "UPDATE bets SET placed_at = placed_at - 1 WHERE bet_no = 1",
            "placed_at: ",
        ),
        ("UPDATE bets SET late = 1 WHERE bet_no = 1", "late: "),
        ("UPDATE bets SET origin = 'posted' WHERE bet_no = 1", "imported: "),
        ("UPDATE bets SET odds_e8 = odds_e8 + 1 WHERE bet_no = 1", "odds: "),
        (
            "UPDATE bets SET basis = 'available' WHERE bet_no = 1",
            "price basis: ",
        ),
        ("UPDATE bets SET user_id = 43 WHERE bet_no = 1", "capper: "),
        (
            "DELETE FROM bets WHERE bet_no = 2",
            "it was posted, and its rows are not all there",
        ),
        ("UPDATE legs SET line = '-2' WHERE bet_no = 1", "legs: "),
        ("UPDATE legs SET num = num + 1 WHERE bet_no = 1", "legs: "),
        ("UPDATE legs SET side = 'away' WHERE bet_no = 1", "legs: "),
        ("UPDATE legs SET book = 'Another' WHERE bet_no = 1", "legs: "),
        ("UPDATE legs SET side = 'nobody' WHERE bet_no = 1", "nobody"),
        ("UPDATE bets SET seq = seq + 1 WHERE bet_no = 1", "event: "),
        ("DELETE FROM bets WHERE bet_no = 1", "states belong to no bet"),
        ("DELETE FROM legs WHERE bet_no = 3 AND leg_no = 2", "legs: "),
        (
            "UPDATE bet_states SET returned = returned + 1 WHERE bet_no = 1",
            "settlement: ",
        ),
        (
            "UPDATE bet_states SET status = 'lost' WHERE bet_no = 1",
            "status: ",
        ),
        (
            "UPDATE bet_states SET track = 'live' WHERE bet_no = 1",
            "record: ",
        ),
        (
            "UPDATE bet_states SET basis = 'available' WHERE bet_no = 1",
            "price basis: ",
        ),
        ("DELETE FROM bet_states WHERE bet_no = 1", "bets have no state"),
        (
            "UPDATE postings SET returned = returned + 1 WHERE bet_no = 1",
            "balance: ",
        ),
        (
            "UPDATE tallies SET won = won + 1 WHERE grain = 'life' AND user_id = 42",
            "figures: ",
        ),
        (
            "DELETE FROM tallies WHERE grain = 'life' AND user_id = 42",
            "it is missing",
        ),
        (
            "UPDATE tallies SET open_bets = 1 WHERE grain = 'life' AND user_id = 42",
            "figures: ",
        ),
        (
            "DELETE FROM events WHERE bet_no = 1",
            "there is no event that posted it",
        ),
        (
            "UPDATE events SET body = '{' WHERE bet_no = 1",
            "it cannot be read",
        ),
        ("UPDATE games SET game_key = 'x' WHERE game_key = 'a'", "legs: "),
        (
            "DELETE FROM games WHERE game_key = 'a'",
            "legs name games that are not in the books",
        ),
    ] {
        change(&program, damage).await;
        let report = finds(&program, "doctor", damage);
        let found = report["findings"].as_array().unwrap();
        assert!(
            found
                .iter()
                .any(|f| f["problem"].as_str().unwrap().contains(finding)),
            "{damage}: {report:#}"
        );
        std::fs::write(program.path("dbsbm.db"), &sound).unwrap();
    }
    assert_eq!(program.json(&["doctor"])["ok"], true);
}

#[tokio::test]
async fn the_chain_says_where_it_was_changed() {
    let program = room();
    let sound = std::fs::read(program.path("dbsbm.db")).unwrap();
    let events = program.json(&["verify"])["events"].as_i64().unwrap();
    for (damage, first_bad) in [
        ("UPDATE events SET body = replace(body, '1.9091', '2.9091')", None),
        ("UPDATE events SET hash = zeroblob(32) WHERE seq = 3", Some(3)),
        ("DELETE FROM events WHERE seq = 3", Some(3)),
        (
            "UPDATE events SET body = replace(body, 'T', 't') WHERE seq = (SELECT max(seq) FROM events)",
            Some(events),
        ),
        (
            "DELETE FROM events WHERE seq = (SELECT max(seq) FROM events)",
            Some(events),
        ),
    ] {
        change(&program, damage).await;
        let report = finds(&program, "verify", damage);
        let found = report["first_bad"].as_i64();
        assert!(
            found.is_some() && (first_bad.is_none() || found == first_bad),
            "{damage}: {report}"
        );
        std::fs::write(program.path("dbsbm.db"), &sound).unwrap();
    }
}

/// What a migration adds to old rows is what new rows have.
#[test]
fn books_that_went_back_a_version_and_came_again_are_sound() {
    let program = room();
    program.json(&["migrate", "down", "--to", "8"]);
    program.json(&["migrate", "up"]);
    assert_eq!(program.json(&["doctor"])["ok"], true);
}

#[test]
fn the_books_are_one_file_between_two_commands() {
    let program = room();
    let files = || -> Vec<String> {
        let dir = std::fs::read_dir(program.path(".")).unwrap();
        let names = dir.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with("dbsbm.db")).collect()
    };
    assert_eq!(files(), ["dbsbm.db"]);
    // A refusal leaves no more behind than an answer does.
    program.refusal(&["bet", "show", "77", "--guild", "1"], 1);
    program.json(&["migrate", "status"]);
    assert_eq!(files(), ["dbsbm.db"]);
}

/// Whatever kind a bet is of, its rows say what its event says.
#[test]
fn bets_of_every_kind_are_sound() {
    let program = room();
    program.json(&["capper", "add", "42", "--guild", "1", "--name", "Ada"]);
    program.json(&["guild", "set", "route.tier.members", "77", "--guild", "1"]);
    for text in [
        "Packers -4.5 -110 2u to -120",
        "Dodgers ML +110 to win 1u",
        "Packers ML -150 + Jets +3 -110 1u",
        "SGP: Packers ML, Henry anytime TD +450 1u",
        "6pt teaser: Packers -2 / Jets +8.5 -120 1u",
        "RR by 2s 0.5u: Packers -3 -110, Jets +7 -110, Dodgers ML +120",
    ] {
        for more in [&[][..], &["--members-only"]] {
            let place = ["bet", "place", text, "--guild", "1", "--capper", "42"];
            program.json(&[&place, more].concat());
        }
    }
    let report = program.json(&["doctor"]);
    assert_eq!(report["ok"], true, "{report:#}");
}
