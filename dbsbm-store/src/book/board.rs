//! Leaderboards: one tally row per capper, never a scan over bets.

use super::{Book, guilds};
use crate::{
    BookError,
    rows::{Record, TallyRow},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    id::{GuildId, UserId},
    money::Units,
    record::{BoardRow, Entry, Figures, Grain, Metric, SettlementDay, Tally, Window, on_trial, rank},
};
use serde::Serialize;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What leaderboard is asked for.
#[derive(Debug, Clone, Copy)]
pub struct BoardQuery {
    /// What it is ordered by.
    pub metric: Metric,
    /// The stretch of time it covers.
    pub window: Window,
    /// Decided bets below which a capper is unranked; the guild's setting if not said.
    pub min: Option<u32>,
    /// As the books stood then, instead of now: this reads the bets themselves.
    pub as_of: Option<DateTime<Utc>>,
}

impl Default for BoardQuery {
    fn default() -> Self {
        Self {
            metric: Metric::Net,
            window: Window::All,
            min: None,
            as_of: None,
        }
    }
}

/// A leaderboard, ranked rows first.
pub type Board = Vec<BoardRow>;

/// A leaderboard with what it does not show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WholeBoard {
    /// The rows of those who are shown.
    pub rows: Board,
    /// Those who are not, together.
    pub hidden: Hidden,
}

/// Cappers who opted out of the boards, and those who were erased: their sums stay in sight, so that leaving after a loss
/// is no trick.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Hidden {
    /// How many have a record in the window.
    pub cappers: u32,
    /// Their decided bets.
    pub decided: i64,
    /// Their net.
    pub net: Units,
}

impl Book {
    /// The leaderboard of a guild, without those who are hidden.
    ///
    /// # Errors
    /// [`BookError::NoGuild`], or a failure of the database.
    pub async fn leaderboard(&self, guild: GuildId, query: &BoardQuery) -> Result<Board, BookError> {
        Ok(self.whole_board(guild, query).await?.rows)
    }

    /// The leaderboard of a guild, with how many are hidden and what they come to.
    ///
    /// # Errors
    /// [`BookError::NoGuild`], or a failure of the database.
    pub async fn whole_board(&self, guild: GuildId, query: &BoardQuery) -> Result<WholeBoard, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let settings = guilds::load_settings(&mut db, guild).await?;
        let today = SettlementDay::of(query.as_of.unwrap_or_else(|| self.env.now()), settings.timezone);
        let mut sums: BTreeMap<i64, (i64, Tally)> = BTreeMap::new();
        match query.as_of {
            Some(at) => {
                let zone = settings.timezone;
                let counts = |day: SettlementDay| query.window.contains(day, today);
                tallies_at(
                    &mut db,
                    guild,
                    at,
                    |settled| counts(SettlementDay::of(settled, zone)),
                    &mut sums,
                )
                .await?;
            }
            None => {
                let (grain, first, last) = query.window.tallies(today);
                let sql = format!(
                    "SELECT {} FROM tallies t WHERE t.guild_id = ? AND t.track = 'main' AND t.grain = ? \
                     AND t.start >= ? AND t.start <= ? ORDER BY t.start",
                    TallyRow::columns("t")
                );
                let rows = sqlx::query(AssertSqlSafe(sql))
                    .bind(guild.get())
                    .bind(grain.code())
                    .bind(first)
                    .bind(last)
                    .fetch_all(&mut *db)
                    .await?;
                for row in &rows {
                    let row = TallyRow::read(row, 0)?;
                    let (open, sum) = sums.entry(row.user_id).or_default();
                    *open += row.open_bets;
                    *sum = sum.then(&row.tally())?;
                }
                if grain != Grain::Life {
                    add_open(&mut db, guild, &mut sums).await?;
                }
            }
        }
        let names = guilds::capper_names(&mut db, guild).await?;
        let needed = settings.trial_verified_bets.map(dbsbm_core::guild::Whole::get);
        let verified = match needed {
            Some(_) => super::admin::verified_bets(&mut db, guild).await?,
            None => HashMap::new(),
        };
        let hidden_ones = hidden_members(&mut db, guild).await?;
        let (mut board, mut hidden) = (Board::with_capacity(sums.len()), Hidden::default());
        for (user, (open, tally)) in sums {
            let capper = UserId::new(user).map_err(|e| BookError::corrupt("tallies", e))?;
            let name = names.get(&user).cloned().unwrap_or_else(|| user.to_string());
            if open + tally.settled() == 0 {
                continue;
            }
            if hidden_ones.contains(&user) {
                hidden.add(&tally)?;
            } else {
                let trial = on_trial(verified.get(&user).copied().unwrap_or_default(), needed);
                board.push(BoardRow::new(capper, name, Figures::new(open, &tally)).with_trial(trial));
            }
        }
        let min = query
            .min
            .map_or_else(|| i64::from(settings.leaderboard_min_bets.get()), i64::from);
        rank(&mut board, query.metric, min);
        Ok(WholeBoard { rows: board, hidden })
    }
}

impl Hidden {
    fn add(&mut self, tally: &Tally) -> Result<(), BookError> {
        self.cappers += 1;
        self.decided += tally.decided();
        self.net = self
            .net
            .checked_add(tally.net())
            .ok_or_else(|| BookError::corrupt("tallies", "a sum out of range"))?;
        Ok(())
    }
}

/// Who is not shown on the boards.
pub(crate) async fn hidden_members(
    db: &mut crate::db::Connection,
    guild: GuildId,
) -> Result<HashSet<i64>, BookError> {
    let users: Vec<i64> = sqlx::query_scalar("SELECT user_id FROM members WHERE guild_id = ? AND hidden = 1")
        .bind(guild.get())
        .fetch_all(db)
        .await?;
    Ok(users.into_iter().collect())
}

/// Bets that are open now belong to every window.
async fn add_open(
    db: &mut crate::db::Connection,
    guild: GuildId,
    sums: &mut BTreeMap<i64, (i64, Tally)>,
) -> Result<(), BookError> {
    let rows: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT user_id, open_bets FROM tallies WHERE guild_id = ? AND track = 'main' AND grain = 'life' AND open_bets > 0",
    )
    .bind(guild.get())
    .fetch_all(db)
    .await?;
    for (user, open) in rows {
        sums.entry(user).or_default().0 += open;
    }
    Ok(())
}

/// Sums as they stood at a moment, from the bets themselves: what was placed by then, and settled by then.
async fn tallies_at(
    db: &mut crate::db::Connection,
    guild: GuildId,
    at: DateTime<Utc>,
    counts: impl Fn(DateTime<Utc>) -> bool,
    sums: &mut BTreeMap<i64, (i64, Tally)>,
) -> Result<(), BookError> {
    let rows = sqlx::query(
        "SELECT s.user_id, s.bet_no, s.status, s.settled_at, s.staked, s.returned, s.odds_e8, s.level_e8, s.verified \
         FROM bet_states s JOIN bets b ON b.guild_id = s.guild_id AND b.bet_no = s.bet_no \
         WHERE s.guild_id = ? AND s.track = 'main' AND s.status <> 'withdrawn' AND b.placed_at <= ? \
         ORDER BY s.user_id, s.settled_at, s.bet_no",
    )
    .bind(guild.get())
    .bind(at.timestamp_millis())
    .fetch_all(db)
    .await?;
    for row in &rows {
        let (user, bet, settled_at): (i64, i64, i64) = (row.try_get(0)?, row.try_get(1)?, row.try_get(3)?);
        let (open, sum) = sums.entry(user).or_default();
        let place = format!("bet_states {guild}/{bet}");
        if settled_at == 0 || settled_at > at.timestamp_millis() {
            *open += 1;
        } else if counts(crate::convert::moment(&place, settled_at)?) {
            let entry = entry(
                &place,
                row.try_get(2)?,
                row.try_get(4)?,
                row.try_get(5)?,
                row.try_get(6)?,
                row.try_get(7)?,
                row.try_get(8)?,
            )?;
            sum.add(&entry)?;
        }
    }
    Ok(())
}

/// A settled bet from its columns.
pub(crate) fn entry(
    place: &str,
    status: &str,
    staked: i64,
    returned: i64,
    odds_e8: i64,
    level_e8: i64,
    verified: i64,
) -> Result<Entry, BookError> {
    let amount = |n: i64| {
        dbsbm_core::money::Units::from_ten_thousandths(n)
            .ok_or_else(|| BookError::corrupt(place, "an amount out of range"))
    };
    Ok(Entry {
        outcome: crate::convert::parse(place, status)?,
        staked: amount(staked)?,
        returned: amount(returned)?,
        odds_e8,
        level_e8,
        verified: verified != 0,
    })
}
