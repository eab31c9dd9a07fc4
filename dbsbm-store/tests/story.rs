//! The main job over a real file: games in, bets in, settled, a leaderboard out, and nothing lost on the way.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{
        StakeIs,
        resolve::{Open, resolve},
        text::read_one,
    },
    guild::Actor,
    id::{BetNo, GuildId, UserId},
    record::{BoardRow, Figures},
};
use dbsbm_store::{BoardQuery, Book, Environment, Place, import::Preset};

const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods
g1,NFL,2024-09-08T17:00:00Z,Packers,Bears,final,24,20,7 7 3 7,10 0 7 3
g2,NFL,2024-09-08T20:25:00Z,Chiefs,Ravens,final,27,27,7 10 0 10,7 10 3 7
g3,NFL,2024-09-15T17:00:00Z,Packers,Colts,scheduled,,,,
";

const BETS: &str = "\
ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price
1,11,2024-09-08T12:00:00Z,straight,risk,2,NFL,2024-09-08,Packers,Bears,spread,full,home,-3.5,-110
2,11,2024-09-08T12:05:00Z,straight,to_win,1,NFL,2024-09-08,Chiefs,Ravens,moneyline,full,home,,-150
3,12,2024-09-08T12:10:00Z,parlay,risk,1,NFL,2024-09-08,Packers,Bears,total,full,over,44.5,-105
3,12,2024-09-08T12:10:00Z,parlay,risk,1,NFL,2024-09-08,Chiefs,Ravens,spread,full,away,3,-110
4,12,2024-09-08T12:15:00Z,straight,risk,1,NFL,2024-09-15,Packers,Colts,moneyline,full,home,,-200
";

async fn book(dir: &tempfile::TempDir) -> Book {
    let address = format!("sqlite://{}", dir.path().join("books.db").display());
    let now: DateTime<Utc> = "2024-09-20T00:00:00Z".parse().unwrap();
    Book::open(&address, Environment::with_clock(move || now))
        .await
        .unwrap()
}

fn guild() -> GuildId {
    GuildId::new(1).unwrap()
}

async fn healthy(book: &Book) {
    let report = book.doctor(&mut |_| {}).await.unwrap();
    assert!(report.ok, "{:#?}", report.findings);
    assert!(book.verify(guild()).await.unwrap().ok);
}

fn row(board: &[BoardRow], capper: i64) -> &Figures {
    &board
        .iter()
        .find(|row| row.capper.get() == capper)
        .unwrap()
        .figures
}

#[tokio::test]
async fn the_main_job() {
    let dir = tempfile::tempdir().unwrap();
    let book = book(&dir).await;
    book.add_guild(guild(), "Sharp Room").await.unwrap();
    let actor = Actor::operator(guild());
    let games = book
        .import_games(Preset::Dbsbm, GAMES.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    assert_eq!(
        (games.read, games.inserted, games.rejected.len()),
        (3, 3, 0),
        "{games:?}"
    );
    let bets = book
        .import_bets(&actor, BETS.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    assert_eq!(
        (bets.read, bets.inserted, bets.rejected.len()),
        (5, 4, 0),
        "{bets:?}"
    );
    let run = book.settle(Some(guild()), &mut |_| {}).await.unwrap();
    assert_eq!(
        (run.settled, run.regraded, run.open, run.needs_review),
        (3, 0, 1, 0)
    );
    healthy(&book).await;

    let query = BoardQuery {
        min: Some(1),
        ..BoardQuery::default()
    };
    let board = book.leaderboard(guild(), &query).await.unwrap();
    let first = row(&board, 11);
    // -3.5 by 4 wins 2 * 10/11; the tied moneyline pushes.
    assert_eq!(
        (
            first.net.to_string().as_str(),
            first.won,
            first.push,
            board[0].rank
        ),
        ("1.8182", 1, 1, Some(1))
    );
    // Over 44.5 fell one short: the parlay is lost whatever the other leg did.
    let second = row(&board, 12);
    assert_eq!(
        (second.net.to_string().as_str(), second.lost, second.open),
        ("-1.0000", 1, 1)
    );

    // The same files again change nothing.
    let again = book
        .import_games(Preset::Dbsbm, GAMES.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    assert_eq!((again.inserted, again.updated, again.unchanged), (0, 0, 3));
    let again = book
        .import_bets(&actor, BETS.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    assert_eq!((again.inserted, again.unchanged), (0, 4));
    let run = book.settle(None, &mut |_| {}).await.unwrap();
    assert_eq!((run.settled, run.regraded), (0, 0));
    assert_eq!(book.leaderboard(guild(), &query).await.unwrap(), board);

    // As of a moment before anything was settled, everything placed by then is open.
    let early = BoardQuery {
        as_of: Some("2024-09-08T12:06:00Z".parse().unwrap()),
        ..query
    };
    let then = book.leaderboard(guild(), &early).await.unwrap();
    assert_eq!(
        (then.len(), row(&then, 11).open, row(&then, 11).decided),
        (1, 2, 0)
    );
    let late = BoardQuery {
        as_of: Some("2024-09-20T00:00:00Z".parse().unwrap()),
        ..query
    };
    assert_eq!(book.leaderboard(guild(), &late).await.unwrap(), board);

    // A corrected score is a reversal and a new posting.
    let corrected = GAMES.replace(
        "g1,NFL,2024-09-08T17:00:00Z,Packers,Bears,final,24,20,7 7 3 7,",
        "g1,NFL,2024-09-08T17:00:00Z,Packers,Bears,final,23,20,7 7 3 6,",
    );
    let games = book
        .import_games(Preset::Dbsbm, corrected.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    assert_eq!((games.updated, games.unchanged), (1, 2));
    let run = book.settle(None, &mut |_| {}).await.unwrap();
    assert_eq!((run.settled, run.regraded), (0, 1));
    healthy(&book).await;
    let board = book.leaderboard(guild(), &query).await.unwrap();
    assert_eq!(row(&board, 11).net.to_string(), "-2.0000");
    let ledger = book
        .ledger(guild(), Some(UserId::new(11).unwrap()), None)
        .await
        .unwrap();
    let kinds: Vec<&str> = ledger.iter().map(|line| line.kind.as_str()).collect();
    assert_eq!(kinds, ["settlement", "settlement", "reversal", "settlement"]);
    assert_eq!(ledger.last().unwrap().balance.to_string(), "-2.0000");

    let view = book.bet(guild(), BetNo::new(1).unwrap()).await.unwrap();
    assert_eq!(
        (view.status.code(), view.net.unwrap().to_string().as_str()),
        ("lost", "-2.0000")
    );
    let first = BetNo::new(1).unwrap();
    let why = book.explain(guild(), first, None).await.unwrap();
    assert!(
        why[0].contains("Packers -3.5: 23-20, margin 3, 0.5 under the line: loss"),
        "{why:?}"
    );

    // Another time zone has other days, and the same sums.
    book.set(&actor, "timezone", "Pacific/Auckland").await.unwrap();
    healthy(&book).await;
    assert_eq!(book.leaderboard(guild(), &query).await.unwrap(), board);
}

#[tokio::test]
async fn a_preview_is_the_bet_without_a_trace() {
    let dir = tempfile::tempdir().unwrap();
    let address = format!("sqlite://{}", dir.path().join("books.db").display());
    let now: DateTime<Utc> = "2024-09-14T00:00:00Z".parse().unwrap();
    let book = Book::open(&address, Environment::with_clock(move || now))
        .await
        .unwrap();
    book.add_guild(guild(), "Sharp Room").await.unwrap();
    let actor = Actor::operator(guild());
    book.import_games(Preset::Dbsbm, GAMES.as_bytes(), &mut |_| {})
        .await
        .unwrap();
    let capper = UserId::new(11).unwrap();
    book.add_capper(&actor, capper, "Ann").await.unwrap();
    let games = book.open_games().await.unwrap();
    let slip = resolve(
        &read_one("Packers -3.5 -110 2u").unwrap(),
        &Open::new(&games),
        StakeIs::Risk,
    )
    .unwrap();
    let place = Place {
        slip,
        capper,
        key: Some("once".into()),
        posted_at: None,
        channel: None,
    };
    let before = book.verify(guild()).await.unwrap();
    let seen = book.preview(&actor, place.clone()).await.unwrap();
    assert_eq!(book.verify(guild()).await.unwrap(), before);
    assert!(book.bet(guild(), seen.bet).await.is_err());
    let mut posted = book.place(&actor, place.clone()).await.unwrap();
    assert_eq!(book.preview(&actor, place).await.unwrap(), posted);
    // Each has an event of its own, with subjects and salts alike but nothing else that differs.
    posted.hash = seen.hash.clone();
    assert_eq!(seen, posted);
}
