//! Months: their standings, frozen when they are over; their days; and the totals that channel names show.

use super::{Book, guilds, standings};
use crate::{
    BookError,
    book::board::hidden_members,
    db::Connection,
    rows::{Record, TallyRow},
};
use chrono::NaiveDate;
use dbsbm_core::{
    guild::{Action, Actor, permit},
    id::{GuildId, UserId},
    money::Units,
    record::{Grain, Month, SettlementDay, Stakes, Standing, standings as order},
};
use sqlx::{AssertSqlSafe, Row as _};

/// Net of all cappers together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct ChannelTotals {
    /// In the month of today.
    pub month: Units,
    /// In the year of today.
    pub year: Units,
    /// In all.
    pub lifetime: Units,
}

/// One day of a calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct DayNet {
    /// The day, in the guild's time zone.
    pub day: NaiveDate,
    /// What it came to.
    pub net: Units,
    /// Decided bets settled on it: pushes and voids are none.
    pub decided: i64,
}

impl Book {
    /// Freezes the standings of a month that is over; again, it gives what was frozen.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] or [`BookError::MonthRuns`].
    pub async fn close_month(&self, actor: &Actor, month: Month) -> Result<Vec<Standing>, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::CloseMonth, &page.guild.settings)?;
        let about = about(month);
        if let Some(frozen) = standings::frozen(page.db(), actor.guild, &about).await? {
            return Ok(frozen);
        }
        if SettlementDay::of(page.now, page.guild.settings.timezone) <= month.last() {
            return Err(BookError::MonthRuns(month));
        }
        let min = page.guild.settings.leaderboard_min_bets.get();
        let rows = current(page.db(), actor.guild, month, min).await?;
        standings::freeze(&mut page, actor, &about, &rows).await?;
        page.commit().await?;
        Ok(rows)
    }

    /// The standings of a month: the frozen ones of a month that was closed, else as they are now.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn month_standings(&self, guild: GuildId, month: Month) -> Result<Vec<Standing>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let hidden = hidden_members(&mut db, guild).await?;
        if let Some(mut frozen) = standings::frozen(&mut db, guild, &about(month)).await? {
            frozen.retain(|line| !hidden.contains(&line.capper.get()));
            return Ok(frozen);
        }
        let min = guilds::load_settings(&mut db, guild)
            .await?
            .leaderboard_min_bets
            .get();
        current(&mut db, guild, month, min).await
    }

    /// The totals that channel names show.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn totals(&self, guild: GuildId) -> Result<ChannelTotals, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let zone = guilds::load_settings(&mut db, guild).await?.timezone;
        let today = SettlementDay::of(self.env.now(), zone);
        let mut sums = [Units::ZERO; 3];
        for (sum, grain) in sums.iter_mut().zip([Grain::Month, Grain::Year, Grain::Life]) {
            let net: i64 = sqlx::query_scalar(
                "SELECT COALESCE(SUM(net), 0) FROM tallies WHERE guild_id = ? AND track = 'main' AND grain = ? AND start = ?",
            )
            .bind(guild.get())
            .bind(grain.code())
            .bind(today.start(grain))
            .fetch_one(&mut *db)
            .await?;
            *sum = units(net)?;
        }
        let [month, year, lifetime] = sums;
        Ok(ChannelTotals {
            month,
            year,
            lifetime,
        })
    }

    /// The days of a month on which bets of a capper, or of anybody, settled.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn calendar(
        &self,
        guild: GuildId,
        capper: Option<UserId>,
        month: Month,
    ) -> Result<Vec<DayNet>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let rows = sqlx::query(
            "SELECT start, SUM(net), SUM(won + half_won + lost + half_lost) FROM tallies \
             WHERE guild_id = ? AND track = 'main' AND grain = 'day' AND start >= ? AND start <= ? \
             AND (? = 0 OR user_id = ?) GROUP BY start ORDER BY start",
        )
        .bind(guild.get())
        .bind(month.first().start(Grain::Day))
        .bind(month.last().start(Grain::Day))
        .bind(capper.map_or(0, UserId::get))
        .bind(capper.map_or(0, UserId::get))
        .fetch_all(&mut *db)
        .await?;
        rows.iter()
            .map(|row| {
                let day: i64 = row.try_get(0)?;
                let date = NaiveDate::parse_from_str(&day.to_string(), "%Y%m%d")
                    .map_err(|e| BookError::corrupt(format!("tallies {day}"), e))?;
                Ok(DayNet {
                    day: date,
                    net: units(row.try_get(1)?)?,
                    decided: row.try_get(2)?,
                })
            })
            .collect()
    }
}

fn about(month: Month) -> String {
    format!("month:{}", month.code())
}

fn units(ten_thousandths: i64) -> Result<Units, BookError> {
    Units::from_ten_thousandths(ten_thousandths)
        .ok_or(BookError::Record(dbsbm_core::record::RecordError::OutOfRange))
}

/// The standings of a month from its tallies, hidden cappers left out.
async fn current(
    db: &mut Connection,
    guild: GuildId,
    month: Month,
    min: u32,
) -> Result<Vec<Standing>, BookError> {
    let sql = format!(
        "SELECT {} FROM tallies t WHERE t.guild_id = ? AND t.track = 'main' AND t.grain = 'month' AND t.start = ?",
        TallyRow::columns("t")
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(guild.get())
        .bind(month.first().start(Grain::Month))
        .fetch_all(&mut *db)
        .await?;
    let hidden = hidden_members(db, guild).await?;
    let mut standings = Vec::with_capacity(rows.len());
    for row in &rows {
        let row = TallyRow::read(row, 0)?;
        if hidden.contains(&row.user_id) {
            continue;
        }
        let capper = UserId::new(row.user_id).map_err(|e| BookError::corrupt("tallies", e))?;
        standings.push(Standing::new(capper, &row.tally()));
    }
    order(&mut standings, Stakes::Free, min, |a, b| {
        b.decided.cmp(&a.decided)
    });
    Ok(standings)
}
