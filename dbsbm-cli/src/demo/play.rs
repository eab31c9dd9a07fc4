//! Playing the season: games and prices come in, cappers post, results come in, bets are settled.

use super::chance::Chance;
use super::picks::{CAPPERS, texts};
use super::season::{BOOK, Fixture, Stage, csv, rounds};
use crate::books::{bet::Explained, place};
use crate::{failure::Failure, output::Output, progress::Progress};
use chrono::{DateTime, TimeDelta, Utc};
use dbsbm_core::bet::Status;
use dbsbm_core::bet::text::read_one;
use dbsbm_core::guild::Actor;
use dbsbm_core::id::{GuildId, UserId};
use dbsbm_core::record::{BoardRow, CurvePoint, SlipRecord};
use dbsbm_store::{BetFilter, BetView, BoardQuery, Book, StatsQuery, import::Preset};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The demo's guild.
const GUILD: i64 = 1;
pub(super) const NAME: &str = "Demo Room (made up)";
const ROUNDS: usize = 15;
pub(super) const SEED: u64 = 99;

/// The clock of the made-up world: the Book reads it, the season turns it.
#[derive(Debug, Clone, Default)]
pub(super) struct Clock(Arc<AtomicI64>);

impl Clock {
    pub(super) fn reader(&self) -> impl Fn() -> DateTime<Utc> + Send + Sync + 'static {
        let seconds = Arc::clone(&self.0);
        move || DateTime::from_timestamp(seconds.load(Ordering::Relaxed), 0).unwrap_or_default()
    }

    fn turn_to(&self, now: DateTime<Utc>) {
        self.0.store(now.timestamp(), Ordering::Relaxed);
    }
}

/// What is shown of a season.
pub(super) struct Played {
    pub(super) games: usize,
    pub(super) bets: usize,
    pub(super) regraded: u64,
    pub(super) board: Vec<BoardRow>,
    pub(super) explained: Explained,
    /// The record of the explained bet's capper.
    pub(super) record: SlipRecord,
    pub(super) leader: Leader,
}

/// Who is ahead, and how that came.
pub(super) struct Leader {
    pub(super) id: UserId,
    pub(super) name: String,
    pub(super) record: SlipRecord,
    pub(super) points: Vec<CurvePoint>,
}

pub(super) async fn season(book: &Book, clock: &Clock, out: &Output) -> Result<Played, Failure> {
    let mut chance = Chance::new(SEED);
    let first = DateTime::from_timestamp(1_757_031_600, 0).unwrap_or_default();
    clock.turn_to(first - TimeDelta::days(1));
    let guild = open_books(book).await?;
    let rounds = rounds(&mut chance, first, ROUNDS);
    let bar = Progress::counting(out, Some(ROUNDS as u64), "rounds");
    let mut played = (0, 0);
    for (i, games) in rounds.iter().enumerate() {
        let wrong = if i == ROUNDS / 2 { 1 } else { 0 };
        played.0 += round(book, clock, guild, games, wrong, &mut chance).await?;
        if wrong > 0 {
            played.1 += correct(book, guild, games).await?;
        }
        bar.set(i as u64 + 1, None);
    }
    drop(bar);
    let board = book.leaderboard(guild, &BoardQuery::default()).await?;
    let leader = leader(book, guild, &board).await?;
    let explained = explained(book, guild).await?;
    let capper = explained.view.capper.parse()?;
    Ok(Played {
        games: rounds.iter().map(Vec::len).sum(),
        bets: played.0,
        regraded: played.1,
        explained,
        record: book.slip_record(guild, capper).await?,
        leader,
        board,
    })
}

async fn open_books(book: &Book) -> Result<GuildId, Failure> {
    let guild = GuildId::new(GUILD)?;
    book.add_guild(guild, NAME).await?;
    let operator = Actor::operator(guild);
    for (key, value) in [
        ("books", BOOK),
        ("timezone", "America/New_York"),
        ("limit.daily_units", "50"),
    ] {
        book.set(&operator, key, value).await?;
    }
    for capper in &CAPPERS {
        book.add_capper(&operator, UserId::new(capper.id)?, capper.name)
            .await?;
    }
    Ok(guild)
}

/// One round: opening prices, picks within minutes, closing prices, results - some of them the wrong way round -,
/// settlement. Tells how many bets.
async fn round(
    book: &Book,
    clock: &Clock,
    guild: GuildId,
    games: &[Fixture],
    wrong: usize,
    chance: &mut Chance,
) -> Result<usize, Failure> {
    let start = games.iter().map(|g| g.start).min().unwrap_or_default();
    let opening = start - TimeDelta::hours(3);
    let mut posted = 0;
    clock.turn_to(opening);
    import(book, csv(games, Stage::Open, opening)).await?;
    for capper in &CAPPERS {
        for text in texts(capper, games, chance) {
            clock.turn_to(opening + TimeDelta::seconds(15 * (posted as i64 + 1)));
            let slip = book.slip_of(guild, &read_one(&text)?).await?;
            place::post(book, guild, UserId::new(capper.id)?, slip, None).await?;
            posted += 1;
        }
    }
    let closing = start - TimeDelta::minutes(2);
    clock.turn_to(closing);
    import(book, csv(games, Stage::Close, closing)).await?;
    for (i, game) in games.iter().enumerate() {
        let reported = if i < wrong { game.swapped() } else { game.clone() };
        clock.turn_to(game.start + TimeDelta::hours(4));
        import(book, csv(&[reported], Stage::Final, DateTime::default())).await?;
        book.settle(Some(guild), &mut |_| {}).await?;
    }
    Ok(posted)
}

/// The source puts its scores right: the books answer with reversals and new postings. Tells how many bets changed.
async fn correct(book: &Book, guild: GuildId, games: &[Fixture]) -> Result<u64, Failure> {
    import(book, csv(games, Stage::Final, DateTime::default())).await?;
    Ok(book.settle(Some(guild), &mut |_| {}).await?.regraded)
}

async fn import(book: &Book, text: String) -> Result<(), Failure> {
    let summary = book
        .import_games(Preset::Dbsbm, std::io::Cursor::new(text), &mut |_| {})
        .await?;
    match summary.rejected.first() {
        Some(row) => Err(Failure::internal(
            "demo",
            format!("the demo's own file is refused: {}", row.message),
        )),
        None => Ok(()),
    }
}

/// A won parlay shows most; else the newest settled bet.
async fn explained(book: &Book, guild: GuildId) -> Result<Explained, Failure> {
    let mut bets = all_bets(book, guild).await?;
    bets.retain(|bet| bet.status.is_settled());
    let best = bets
        .iter()
        .rposition(|bet| bet.legs.len() > 1 && bet.status == Status::Won);
    let at = best.unwrap_or(bets.len().saturating_sub(1));
    if bets.is_empty() {
        return Err(Failure::internal("demo", "the demo's season has no settled bet"));
    }
    let view = bets.swap_remove(at);
    let why = Some(book.explain(guild, view.bet, None).await?);
    Ok(Explained { view, why })
}

async fn leader(book: &Book, guild: GuildId, board: &[BoardRow]) -> Result<Leader, Failure> {
    let Some(row) = board.first() else {
        return Err(Failure::internal("demo", "nobody is ahead in the demo's season"));
    };
    let query = StatsQuery {
        capper: Some(row.capper),
        ..StatsQuery::default()
    };
    Ok(Leader {
        id: row.capper,
        name: row.name.clone(),
        record: book.slip_record(guild, row.capper).await?,
        points: book.curve(guild, &query).await?.points,
    })
}

async fn all_bets(book: &Book, guild: GuildId) -> Result<Vec<BetView>, Failure> {
    let filter = BetFilter {
        limit: Some(1_000),
        ..BetFilter::default()
    };
    let mut bets = book.bets(guild, &filter).await?;
    bets.sort_by_key(|bet| (bet.settled_at, bet.bet));
    Ok(bets)
}
