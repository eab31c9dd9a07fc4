//! Keeping the tallies: day, month, year and life of every capper, in the transaction that changes them.
//!
//! Bets are settled in the order of the record, so most of the time a bet is added at the end of four rows. When one
//! lands in the past - history imported later, a regrade - its day is counted anew from the bets, the month from its
//! days, the year from its months, the life from its years.

use super::changes::{Changes, Owner, Placed};
use crate::{
    BookError,
    convert::parse,
    db::{self, Arguments, Connection},
    insert::{BATCH, insert, marks, stays_prepared},
    rows::{Record, TallyRow},
};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use dbsbm_core::{
    id::{GuildId, UserId},
    money::Units,
    record::{Entry, Grain, SettlementDay, Tally},
};
use sqlx::{Arguments as _, AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet};

const KEY: &str = "guild_id, track, grain, start, user_id";

/// Grains from the smallest; each one but the first is made of the one before.
const GRAINS: [Grain; 4] = [Grain::Day, Grain::Month, Grain::Year, Grain::Life];

/// Writes what a page changed.
pub(super) async fn apply(
    db: &mut Connection,
    guild: GuildId,
    zone: Tz,
    changes: &Changes,
) -> Result<(), BookError> {
    let owners: BTreeSet<Owner> = changes
        .settled
        .keys()
        .chain(changes.disturbed.keys())
        .chain(changes.open.keys())
        .copied()
        .collect();
    let mut book = Rows::load_life(db, guild, &owners).await?;
    let mut appended: BTreeMap<Owner, Vec<Placed>> = BTreeMap::new();
    let mut recount: BTreeMap<Owner, BTreeSet<SettlementDay>> = BTreeMap::new();
    for owner in owners {
        let mut placed = changes.settled.get(&owner).cloned().unwrap_or_default();
        placed.sort_by_key(|p| (p.settled_at, p.bet_no));
        let life = book.life(owner);
        let in_order = placed
            .first()
            .is_none_or(|p| (p.settled_at, p.bet_no) > (life.last_at, life.last_bet));
        match changes.disturbed.get(&owner) {
            None if in_order => _ = appended.insert(owner, placed),
            disturbed => {
                let at = placed
                    .iter()
                    .map(|p| p.settled_at)
                    .chain(disturbed.into_iter().flatten().copied());
                let days: Result<_, BookError> = at.map(|at| day_of(at, zone)).collect();
                recount.insert(owner, days?);
            }
        }
    }
    book.load_parts(db, guild, zone, &appended).await?;
    for (owner, placed) in &appended {
        for one in placed {
            book.append(*owner, one, zone)?;
        }
    }
    for (owner, delta) in &changes.open {
        book.row(*owner, Grain::Life, 0).open_bets += delta;
    }
    book.write(db).await?;
    for (owner, days) in &recount {
        recount_days(db, guild, zone, *owner, days).await?;
    }
    Ok(())
}

/// Tally rows in memory, by track, grain, capper and start.
struct Rows {
    guild: i64,
    rows: BTreeMap<(&'static str, Grain, i64, i64), TallyRow>,
}

impl Rows {
    async fn load_life(
        db: &mut Connection,
        guild: GuildId,
        owners: &BTreeSet<Owner>,
    ) -> Result<Self, BookError> {
        let mut rows = Self {
            guild: guild.get(),
            rows: BTreeMap::new(),
        };
        for (track, users) in by_track(owners.iter().copied()) {
            let users: Vec<i64> = users.into_iter().collect();
            rows.load(db, track, Grain::Life, &users, &[0]).await?;
        }
        Ok(rows)
    }

    /// The rows of days, months and years that the bets fall in.
    async fn load_parts(
        &mut self,
        db: &mut Connection,
        guild: GuildId,
        zone: Tz,
        appended: &BTreeMap<Owner, Vec<Placed>>,
    ) -> Result<(), BookError> {
        debug_assert_eq!(guild.get(), self.guild);
        for (track, users) in by_track(appended.keys().copied()) {
            let users: Vec<i64> = users.into_iter().collect();
            let mut starts: BTreeMap<Grain, BTreeSet<i64>> = BTreeMap::new();
            for placed in appended
                .iter()
                .filter(|(owner, _)| owner.1 == track)
                .flat_map(|(_, placed)| placed)
            {
                let day = day_of(placed.settled_at, zone)?;
                for grain in [Grain::Day, Grain::Month, Grain::Year] {
                    starts.entry(grain).or_default().insert(day.start(grain));
                }
            }
            for (grain, starts) in starts {
                let starts: Vec<i64> = starts.into_iter().collect();
                self.load(db, track, grain, &users, &starts).await?;
            }
        }
        Ok(())
    }

    async fn load(
        &mut self,
        db: &mut Connection,
        track: &'static str,
        grain: Grain,
        users: &[i64],
        starts: &[i64],
    ) -> Result<(), BookError> {
        for users in users.chunks(BATCH) {
            for starts in starts.chunks(BATCH) {
                let sql = format!(
                    "SELECT {} FROM tallies t WHERE t.guild_id = ? AND t.track = ? AND t.grain = ? \
                     AND t.user_id IN ({}) AND t.start IN ({})",
                    TallyRow::columns("t"),
                    marks(users.len()),
                    marks(starts.len())
                );
                let mut arguments = Arguments::default();
                arguments.add(self.guild).map_err(BookError::Database)?;
                arguments.add(track).map_err(BookError::Database)?;
                arguments.add(grain.code()).map_err(BookError::Database)?;
                for value in users.iter().chain(starts) {
                    arguments.add(value).map_err(BookError::Database)?;
                }
                for row in sqlx::query_with(AssertSqlSafe(sql), arguments)
                    .persistent(stays_prepared(users.len() * starts.len()))
                    .fetch_all(&mut *db)
                    .await?
                {
                    let row = TallyRow::read(&row, 0)?;
                    self.rows.insert((track, grain, row.user_id, row.start), row);
                }
            }
        }
        Ok(())
    }

    fn row(&mut self, (user, track): Owner, grain: Grain, start: i64) -> &mut TallyRow {
        let guild = self.guild;
        self.rows
            .entry((track, grain, user.get(), start))
            .or_insert_with(|| TallyRow::empty(guild, track, grain, user.get(), start))
    }

    fn life(&mut self, owner: Owner) -> &TallyRow {
        self.row(owner, Grain::Life, 0)
    }

    fn append(&mut self, owner: Owner, placed: &Placed, zone: Tz) -> Result<(), BookError> {
        let day = day_of(placed.settled_at, zone)?;
        for grain in GRAINS {
            let row = self.row(owner, grain, day.start(grain));
            let mut tally = row.tally();
            tally.add(&placed.entry)?;
            row.put(&tally, (placed.settled_at, placed.bet_no));
        }
        Ok(())
    }

    async fn write(self, db: &mut Connection) -> Result<(), BookError> {
        let rows: Vec<TallyRow> = self.rows.into_values().collect();
        insert(db, &rows, &db::on_conflict_replace(KEY, TallyRow::COLUMNS)).await
    }
}

fn by_track(owners: impl Iterator<Item = Owner>) -> BTreeMap<&'static str, BTreeSet<i64>> {
    let mut tracks: BTreeMap<&'static str, BTreeSet<i64>> = BTreeMap::new();
    for (user, track) in owners {
        tracks.entry(track).or_default().insert(user.get());
    }
    tracks
}

fn day_of(at: i64, zone: Tz) -> Result<SettlementDay, BookError> {
    let at: DateTime<Utc> = crate::convert::moment("bet_states", at)?;
    Ok(SettlementDay::of(at, zone))
}

/// Counts a whole guild anew, day by day: after its time zone changed, its days are others.
pub(crate) async fn recount_guild(db: &mut Connection, guild: GuildId, zone: Tz) -> Result<(), BookError> {
    sqlx::query("DELETE FROM tallies WHERE guild_id = ? AND grain <> 'life'")
        .bind(guild.get())
        .execute(&mut *db)
        .await?;
    let owners: Vec<(i64, String)> = sqlx::query_as(
        "SELECT DISTINCT user_id, track FROM bet_states WHERE guild_id = ? AND settled_at > 0",
    )
    .bind(guild.get())
    .fetch_all(&mut *db)
    .await?;
    for (user, track) in owners {
        let user = UserId::new(user).map_err(|e| BookError::corrupt("bet_states", e))?;
        let owner = (user, super::settle::track(&track));
        let moments: Vec<i64> = sqlx::query_scalar(
            "SELECT DISTINCT settled_at FROM bet_states WHERE guild_id = ? AND user_id = ? AND settled_at > 0",
        )
        .bind(guild.get())
        .bind(user.get())
        .fetch_all(&mut *db)
        .await?;
        let days: Result<BTreeSet<SettlementDay>, BookError> =
            moments.into_iter().map(|at| day_of(at, zone)).collect();
        recount_days(db, guild, zone, owner, &days?).await?;
    }
    Ok(())
}

/// Counts days anew from their bets, and everything that is made of them.
async fn recount_days(
    db: &mut Connection,
    guild: GuildId,
    zone: Tz,
    owner: Owner,
    days: &BTreeSet<SettlementDay>,
) -> Result<(), BookError> {
    let mut counted = Vec::with_capacity(days.len());
    for day in days {
        let (begin, end) = day.bounds(zone);
        let bets =
            settled_between(db, guild, owner, begin.timestamp_millis(), end.timestamp_millis()).await?;
        let mut row = TallyRow::empty(
            guild.get(),
            owner.1,
            Grain::Day,
            owner.0.get(),
            day.start(Grain::Day),
        );
        let mut tally = Tally::default();
        for bet in bets {
            tally.add(&bet.entry)?;
            row.put(&tally, (bet.settled_at, bet.bet_no));
        }
        counted.push(row);
    }
    replace(db, counted).await?;
    let starts = |grain| days.iter().map(|d| d.start(grain)).collect::<BTreeSet<i64>>();
    for (part, whole) in [
        (Grain::Day, Grain::Month),
        (Grain::Month, Grain::Year),
        (Grain::Year, Grain::Life),
    ] {
        let mut sums = Vec::new();
        for start in starts(whole) {
            sums.push(sum_of_parts(db, guild, owner, part, whole, start).await?);
        }
        replace(db, sums).await?;
    }
    Ok(())
}

/// Settled bets of a capper between two moments, in the order of the record.
pub(super) async fn settled_between(
    db: &mut Connection,
    guild: GuildId,
    (user, track): Owner,
    begin: i64,
    end: i64,
) -> Result<Vec<Placed>, BookError> {
    let rows = sqlx::query(
        "SELECT settled_at, bet_no, status, staked, returned, odds_e8, level_e8, verified FROM bet_states \
         WHERE guild_id = ? AND user_id = ? AND settled_at >= ? AND settled_at < ? AND settled_at > 0 AND track = ? \
         ORDER BY settled_at, bet_no",
    )
    .bind(guild.get())
    .bind(user.get())
    .bind(begin)
    .bind(end)
    .bind(track)
    .fetch_all(db)
    .await?;
    rows.iter()
        .map(|row| {
            let bet_no: i64 = row.try_get(1)?;
            let place = format!("bet_states {guild}/{bet_no}");
            let amount = |n: i64| {
                Units::from_ten_thousandths(n).ok_or_else(|| BookError::corrupt(&place, "an amount"))
            };
            let status: String = row.try_get(2)?;
            let entry = Entry {
                outcome: parse(&place, &status)?,
                staked: amount(row.try_get(3)?)?,
                returned: amount(row.try_get(4)?)?,
                odds_e8: row.try_get(5)?,
                level_e8: row.try_get(6)?,
                verified: row.try_get::<i64, _>(7)? != 0,
            };
            Ok(Placed {
                settled_at: row.try_get(0)?,
                bet_no,
                entry,
            })
        })
        .collect()
}

async fn sum_of_parts(
    db: &mut Connection,
    guild: GuildId,
    (user, track): Owner,
    part: Grain,
    whole: Grain,
    start: i64,
) -> Result<TallyRow, BookError> {
    let starts = parts_of(db, guild, track, part, whole, start).await?;
    let sql = format!(
        "SELECT {} FROM tallies t WHERE t.guild_id = ? AND t.track = ? AND t.grain = ? AND t.user_id = ? \
         AND t.start IN ({}) ORDER BY t.start",
        TallyRow::columns("t"),
        marks(starts.len())
    );
    let mut asked = sqlx::query(AssertSqlSafe(sql))
        .bind(guild.get())
        .bind(track)
        .bind(part.code())
        .bind(user.get());
    for start in starts {
        asked = asked.bind(start);
    }
    let rows = asked.fetch_all(&mut *db).await?;
    let mut sum = TallyRow::empty(guild.get(), track, whole, user.get(), start);
    for row in rows {
        let row = TallyRow::read(&row, 0)?;
        sum.put(&sum.tally().then(&row.tally())?, (row.last_at, row.last_bet));
    }
    if whole == Grain::Life {
        sum.open_bets = sqlx::query_scalar(
            "SELECT open_bets FROM tallies WHERE guild_id = ? AND track = ? AND grain = 'life' AND user_id = ?",
        )
        .bind(guild.get())
        .bind(track)
        .bind(user.get())
        .fetch_optional(&mut *db)
        .await?
        .unwrap_or(0);
    }
    Ok(sum)
}

/// Every start that a part of the whole can have. Rows lie by start first, so that naming the starts finds a capper's rows
/// without reading those of the others.
async fn parts_of(
    db: &mut Connection,
    guild: GuildId,
    track: &str,
    part: Grain,
    whole: Grain,
    start: i64,
) -> Result<Vec<i64>, BookError> {
    // Starts are yyyymmdd: a month has at most 31 of them, the months of a year lie a hundred apart, years ten thousand.
    if whole == Grain::Month {
        return Ok((start..start + 31).collect());
    }
    if whole == Grain::Year {
        return Ok((0..12).map(|month| start + 100 * month).collect());
    }
    let end = |which: &str| {
        format!("(SELECT {which}(start) FROM tallies WHERE guild_id = ? AND track = ? AND grain = ?)")
    };
    let sql = format!("SELECT {}, {}", end("MIN"), end("MAX"));
    let ends: (Option<i64>, Option<i64>) = sqlx::query_as(AssertSqlSafe(sql))
        .bind(guild.get())
        .bind(track)
        .bind(part.code())
        .bind(guild.get())
        .bind(track)
        .bind(part.code())
        .fetch_one(db)
        .await?;
    Ok(match ends {
        (Some(first), Some(last)) => (first..=last).step_by(10_000).collect(),
        _ => Vec::new(),
    })
}

/// Puts rows in place of those of the same key; a row that counts nothing goes.
async fn replace(db: &mut Connection, rows: Vec<TallyRow>) -> Result<(), BookError> {
    let (empty, rows): (Vec<_>, Vec<_>) = rows.into_iter().partition(|r| r.last_at == 0 && r.open_bets == 0);
    for row in empty {
        sqlx::query("DELETE FROM tallies WHERE guild_id = ? AND track = ? AND grain = ? AND user_id = ? AND start = ?")
            .bind(row.guild_id)
            .bind(row.track)
            .bind(row.grain)
            .bind(row.user_id)
            .bind(row.start)
            .execute(&mut *db)
            .await?;
    }
    insert(db, &rows, &db::on_conflict_replace(KEY, TallyRow::COLUMNS)).await
}
