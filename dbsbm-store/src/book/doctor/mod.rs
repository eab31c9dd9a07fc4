//! The doctor: recomputes bets, states, tallies and balances from the events, and proves that the tables say the same.

mod posted;

use super::{Book, Progress};
use crate::{
    BookError,
    db::Connection,
    page::TRACKS,
    rows::{Record, TallyRow},
};
use dbsbm_core::{
    guild::Settings,
    id::GuildId,
    ledger::{Event, Fact, Settled},
    record::{Entry, Grain, SettlementDay, Tally},
    settle::Outcome,
};
use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, HashMap};

/// What the doctor found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Whether the books are as their events say.
    pub ok: bool,
    /// What is not.
    pub findings: Vec<Finding>,
}

/// Something that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// The guild.
    pub guild: i64,
    /// Where.
    pub place: String,
    /// What is wrong.
    pub problem: String,
}

/// Findings kept; a book that is wrong in more places is wrong enough.
const KEPT: usize = 1_000;

/// Events looked at together.
const AT_ONCE: i64 = 500;

/// What the events say of one bet.
#[derive(Debug, Clone)]
struct Replayed {
    subject: String,
    live: bool,
    shadow: bool,
    withdrawn: bool,
    settled: Option<Settled>,
}

impl Replayed {
    fn track(&self) -> &'static str {
        let [main, live, shadow] = TRACKS;
        match (self.shadow, self.live) {
            (true, _) => shadow,
            (_, true) => live,
            _ => main,
        }
    }

    fn status(&self) -> &'static str {
        match &self.settled {
            Some(settled) if settled.outcome != Outcome::Open => settled.outcome.code(),
            _ if self.withdrawn => "withdrawn",
            _ => "open",
        }
    }
}

impl Book {
    /// Examines the books of every guild.
    ///
    /// # Errors
    /// A failure of the database; what does not fit is an answer, not an error.
    pub async fn doctor(&self, progress: &mut (dyn FnMut(Progress) + Send)) -> Result<Report, BookError> {
        let mut findings = Findings::default();
        let guilds = self.guilds().await?;
        for (done, guild) in (0..).zip(&guilds) {
            progress(Progress {
                done,
                total: Some(guilds.len() as u64),
            });
            // One read transaction a guild: everything is of one moment.
            let mut db = self.pools.read.begin().await?;
            findings.guild = guild.get();
            let settings = super::guilds::load_settings(&mut db, *guild).await?;
            let bets = replay(&mut db, *guild, &mut findings).await?;
            check_states(&mut db, *guild, &settings, &bets, &mut findings).await?;
            check_ledger(&mut db, *guild, &bets, &mut findings).await?;
            check_references(&mut db, *guild, &mut findings).await?;
        }
        check_orphans(&mut *self.pools.read.acquire().await?, &mut findings).await?;
        Ok(Report {
            ok: findings.list.is_empty(),
            findings: findings.list,
        })
    }
}

#[derive(Default)]
struct Findings {
    guild: i64,
    list: Vec<Finding>,
}

impl Findings {
    fn add(&mut self, place: impl Into<String>, problem: impl Into<String>) {
        if self.list.len() < KEPT {
            self.list.push(Finding {
                guild: self.guild,
                place: place.into(),
                problem: problem.into(),
            });
        }
    }

    fn compare<T: PartialEq + std::fmt::Debug>(&mut self, place: &str, what: &str, stored: &T, expected: &T) {
        if stored != expected {
            self.add(
                place,
                format!("{what}: {stored:?} is in the table, {expected:?} should be"),
            );
        }
    }
}

/// Every bet as the events tell it. What was posted is compared with its rows on the way, a page of events at a time.
async fn replay(
    db: &mut Connection,
    guild: GuildId,
    findings: &mut Findings,
) -> Result<HashMap<i64, Replayed>, BookError> {
    let salt: Vec<u8> = sqlx::query_scalar("SELECT salt FROM guilds WHERE guild_id = ?")
        .bind(guild.get())
        .fetch_one(&mut *db)
        .await?;
    let mut bets: HashMap<i64, Replayed> = HashMap::new();
    let mut after = 0;
    loop {
        let page: Vec<(i64, String)> = sqlx::query_as(
            "SELECT seq, body FROM events WHERE guild_id = ? AND seq > ? ORDER BY seq LIMIT ?",
        )
        .bind(guild.get())
        .bind(after)
        .bind(AT_ONCE)
        .fetch_all(&mut *db)
        .await?;
        let Some((last, _)) = page.last() else {
            return Ok(bets);
        };
        after = *last;
        let mut posted = Vec::with_capacity(page.len());
        for (seq, body) in page {
            match serde_json::from_str::<Event>(&body) {
                Ok(event) => {
                    retell(&mut bets, seq, &event.fact, findings);
                    if let Fact::BetPosted { bet, .. } = &event.fact {
                        posted.push((bet.get(), seq, event.fact));
                    }
                }
                Err(error) => findings.add(format!("event {seq}"), format!("it cannot be read: {error}")),
            }
        }
        posted::check(db, guild, &salt, posted, findings).await?;
    }
}

/// What an event adds to the story of its bet.
fn retell(bets: &mut HashMap<i64, Replayed>, seq: i64, fact: &Fact, findings: &mut Findings) {
    let place = format!("event {seq}");
    match fact {
        Fact::BetPosted {
            bet, subject, terms, ..
        } => {
            let new = Replayed {
                subject: subject.clone(),
                live: terms.live,
                shadow: false,
                withdrawn: false,
                settled: None,
            };
            if bets.insert(bet.get(), new).is_some() {
                findings.add(place, format!("bet #{bet} is posted twice"));
            }
        }
        Fact::BetSettled(settled) | Fact::BetRegraded(settled) => match bets.get_mut(&settled.bet.get()) {
            Some(bet) => bet.settled = Some(settled.clone()),
            None => findings.add(
                place,
                format!("bet #{} is settled but was never posted", settled.bet),
            ),
        },
        Fact::BetWithdrawn { bet, shadow } => match bets.get_mut(&bet.get()) {
            Some(found) if *shadow => found.shadow = true,
            Some(found) => found.withdrawn = true,
            None => findings.add(place, format!("bet #{bet} is withdrawn but was never posted")),
        },
        _ => {}
    }
}

/// States against events, and tallies against both.
async fn check_states(
    db: &mut Connection,
    guild: GuildId,
    settings: &Settings,
    bets: &HashMap<i64, Replayed>,
    findings: &mut Findings,
) -> Result<(), BookError> {
    let subjects: HashMap<i64, String> =
        sqlx::query_as("SELECT user_id, subject FROM cappers WHERE guild_id = ?")
            .bind(guild.get())
            .fetch_all(&mut *db)
            .await?
            .into_iter()
            .collect();
    let mut tallies = Expected::default();
    {
        let mut rows = sqlx::query(
            "SELECT s.bet_no, s.user_id, s.track, s.status, s.settled_at, s.staked, s.returned, s.odds_e8, s.verified, b.odds_e8, s.level_e8, s.basis, b.basis \
             FROM bet_states s JOIN bets b ON b.guild_id = s.guild_id AND b.bet_no = s.bet_no \
             WHERE s.guild_id = ? ORDER BY s.settled_at, s.bet_no",
        )
        .bind(guild.get())
        .fetch(&mut *db);
        while let Some(row) = rows.try_next().await? {
            let (number, user): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            let place = format!("bet #{number}");
            let Some(bet) = bets.get(&number) else {
                findings.add(place, "there is no event that posted it");
                continue;
            };
            if let Some(subject) = subjects.get(&user) {
                findings.compare(&place, "capper", subject, &bet.subject);
            }
            findings.compare(&place, "record", &row.try_get::<&str, _>(2)?, &bet.track());
            findings.compare(&place, "status", &row.try_get::<&str, _>(3)?, &bet.status());
            findings.compare(&place, "odds", &row.try_get::<i64, _>(7)?, &row.try_get(9)?);
            let basis: (&str, &str) = (row.try_get(11)?, row.try_get(12)?);
            findings.compare(&place, "price basis", &basis.0, &basis.1);
            let settled = bet.settled.as_ref().filter(|s| s.outcome != Outcome::Open);
            let expected = settled.map_or((0, 0, 0, 0), |s| {
                (
                    s.settled_at.timestamp_millis(),
                    s.staked.ten_thousandths(),
                    s.returned.ten_thousandths(),
                    s.level_e8,
                )
            });
            findings.compare(
                &place,
                "settlement",
                &(
                    row.try_get::<i64, _>(4)?,
                    row.try_get::<i64, _>(5)?,
                    row.try_get::<i64, _>(6)?,
                    row.try_get::<i64, _>(10)?,
                ),
                &expected,
            );
            match settled {
                Some(settled) => {
                    let entry = Entry {
                        outcome: settled.outcome,
                        staked: settled.staked,
                        returned: settled.returned,
                        odds_e8: row.try_get(7)?,
                        level_e8: settled.level_e8,
                        verified: row.try_get::<i64, _>(8)? != 0,
                    };
                    let day = SettlementDay::of(settled.settled_at, settings.timezone);
                    tallies.count(bet.track(), user, day, &entry, (expected.0, number))?;
                }
                None if !bet.withdrawn => tallies.open(bet.track(), user),
                None => {}
            }
        }
    }
    tallies.compare(db, guild, findings).await
}

/// Tallies counted from the events, bet by bet.
#[derive(Default)]
struct Expected(BTreeMap<Key, Figures>);

/// Record, grain, capper and start.
type Key = (&'static str, Grain, i64, i64);
/// Open bets, the tally, and the place of the latest bet in it.
type Figures = (i64, Tally, (i64, i64));

impl Expected {
    fn count(
        &mut self,
        track: &'static str,
        user: i64,
        day: SettlementDay,
        entry: &Entry,
        last: (i64, i64),
    ) -> Result<(), BookError> {
        for grain in Grain::ALL {
            let (_, tally, end) = self
                .0
                .entry((track, *grain, user, day.start(*grain)))
                .or_default();
            tally.add(entry)?;
            *end = last;
        }
        Ok(())
    }

    fn open(&mut self, track: &'static str, user: i64) {
        self.0.entry((track, Grain::Life, user, 0)).or_default().0 += 1;
    }

    async fn compare(
        mut self,
        db: &mut Connection,
        guild: GuildId,
        findings: &mut Findings,
    ) -> Result<(), BookError> {
        let sql = format!(
            "SELECT {} FROM tallies t WHERE t.guild_id = ?",
            TallyRow::columns("t")
        );
        let mut rows = sqlx::query(AssertSqlSafe(sql)).bind(guild.get()).fetch(db);
        while let Some(row) = rows.try_next().await? {
            let row = TallyRow::read(&row, 0)?;
            let place = format!(
                "tally of {} ({} {} {})",
                row.user_id, row.track, row.grain, row.start
            );
            let track = TRACKS.into_iter().find(|t| *t == row.track);
            let key = track.zip(row.grain.parse::<Grain>().ok());
            let expected =
                key.and_then(|(track, grain)| self.0.remove(&(track, grain, row.user_id, row.start)));
            let stored = (row.open_bets, row.tally(), (row.last_at, row.last_bet));
            findings.compare(&place, "figures", &stored, &expected.unwrap_or_default());
        }
        for ((track, grain, user, start), (open, tally, _)) in self.0 {
            if open != 0 || tally != Tally::default() {
                findings.add(
                    format!("tally of {user} ({track} {grain} {start})"),
                    "it is missing",
                );
            }
        }
        Ok(())
    }
}

/// The balance of every bet in the ledger against its last settlement.
async fn check_ledger(
    db: &mut Connection,
    guild: GuildId,
    bets: &HashMap<i64, Replayed>,
    findings: &mut Findings,
) -> Result<(), BookError> {
    let mut posted = 0usize;
    let mut rows = sqlx::query(
        "SELECT bet_no, SUM(staked), SUM(returned) FROM postings WHERE guild_id = ? GROUP BY bet_no ORDER BY bet_no",
    )
    .bind(guild.get())
    .fetch(db);
    while let Some(row) = rows.try_next().await? {
        let number: i64 = row.try_get(0)?;
        let settled = bets.get(&number).and_then(|bet| bet.settled.as_ref());
        posted += usize::from(settled.is_some());
        let expected = settled.map_or((0, 0), |s| {
            (s.staked.ten_thousandths(), s.returned.ten_thousandths())
        });
        findings.compare(
            &format!("postings of #{number}"),
            "balance",
            &(row.try_get::<i64, _>(1)?, row.try_get::<i64, _>(2)?),
            &expected,
        );
    }
    let settled = bets.values().filter(|bet| bet.settled.is_some()).count();
    if posted != settled {
        findings.add(
            "postings",
            format!("{settled} bets were settled, {posted} of them have postings"),
        );
    }
    Ok(())
}

/// Rows of guilds that have no books.
async fn check_orphans(db: &mut Connection, findings: &mut Findings) -> Result<(), BookError> {
    for table in ["outbox", "drafts", "messages", "channel_webhooks"] {
        let sql = format!(
            "SELECT guild_id, COUNT(*) FROM {table} WHERE guild_id NOT IN (SELECT guild_id FROM guilds) GROUP BY guild_id"
        );
        let found: Vec<(i64, i64)> = sqlx::query_as(AssertSqlSafe(sql)).fetch_all(&mut *db).await?;
        for (guild, count) in found {
            findings.guild = guild;
            findings.add(
                "references",
                format!("{count} rows of {table} are of a guild without books"),
            );
        }
    }
    Ok(())
}

/// Rows that point to rows.
async fn check_references(
    db: &mut Connection,
    guild: GuildId,
    findings: &mut Findings,
) -> Result<(), BookError> {
    let checks = [
        (
            "SELECT COUNT(*) FROM legs l LEFT JOIN games g ON g.game_id = l.game_id WHERE l.guild_id = ? AND g.game_id IS NULL",
            "legs name games that are not in the books",
        ),
        (
            "SELECT COUNT(*) FROM bets b LEFT JOIN legs l ON l.guild_id = b.guild_id AND l.bet_no = b.bet_no AND l.leg_no = 1 WHERE b.guild_id = ? AND l.bet_no IS NULL",
            "bets have no legs",
        ),
        (
            "SELECT COUNT(*) FROM legs l LEFT JOIN bets b ON b.guild_id = l.guild_id AND b.bet_no = l.bet_no WHERE l.guild_id = ? AND b.bet_no IS NULL",
            "legs belong to no bet",
        ),
        (
            "SELECT COUNT(*) FROM bets b LEFT JOIN bet_states s ON s.guild_id = b.guild_id AND s.bet_no = b.bet_no WHERE b.guild_id = ? AND s.bet_no IS NULL",
            "bets have no state",
        ),
        (
            "SELECT COUNT(*) FROM bet_states s LEFT JOIN bets b ON b.guild_id = s.guild_id AND b.bet_no = s.bet_no WHERE s.guild_id = ? AND b.bet_no IS NULL",
            "states belong to no bet",
        ),
        (
            "SELECT COUNT(*) FROM postings p LEFT JOIN events e ON e.guild_id = p.guild_id AND e.seq = p.seq WHERE p.guild_id = ? AND e.seq IS NULL",
            "postings come from no event",
        ),
        (
            "SELECT COUNT(*) FROM messages m LEFT JOIN bets b ON b.guild_id = m.guild_id AND b.bet_no = m.bet_no WHERE m.guild_id = ? AND m.bet_no <> 0 AND b.bet_no IS NULL",
            "messages show bets that are not in the books",
        ),
        (
            "SELECT COUNT(*) FROM outbox WHERE guild_id = ? AND state NOT IN ('waiting', 'claimed', 'done', 'dead')",
            "tasks of the outbox are in no known state",
        ),
    ];
    for (sql, problem) in checks.into_iter().chain(super::members::REFERENCES) {
        let count: i64 = sqlx::query_scalar(sql)
            .bind(guild.get())
            .fetch_one(&mut *db)
            .await?;
        if count != 0 {
            findings.add("references", format!("{count} {problem}"));
        }
    }
    Ok(())
}
