//! A member's own copies: the list, and what they came to.

use super::tail::{TailView, view};
use crate::{
    BookError,
    book::{Book, guilds},
    convert::parse,
    rows::{Record, TailLegRow, TailRow},
};
use dbsbm_core::{
    bet::view::BetView,
    community::TailSide,
    id::{GuildId, UserId},
    money::Units,
    settle::Outcome,
};
use serde::Serialize;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::HashMap;

/// Which copies to list.
#[derive(Debug, Clone, Copy, Default)]
pub struct TailFilter {
    /// Open ones, or settled ones; all if not said.
    pub open: Option<bool>,
    /// Of this side only.
    pub side: Option<TailSide>,
    /// Of bets before this number.
    pub before: Option<i64>,
    /// At most so many; 25 unless said, 100 at the most.
    pub limit: Option<u32>,
}

/// A copy with its bet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeldTail {
    /// The copy.
    pub tail: TailView,
    /// The bet.
    pub bet: BetView,
}

/// What a member's copies of one side came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct MySide {
    /// Still open; marks, which never settle, are not counted.
    pub open: i64,
    /// Won, half won ones included.
    pub won: i64,
    /// Lost, half lost ones included.
    pub lost: i64,
    /// Pushed or void.
    pub push: i64,
    /// Risked on decided ones.
    pub staked: Units,
    /// Net.
    pub net: Units,
}

/// What a member's copies came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TailSummary {
    /// Tails.
    pub with: MySide,
    /// Fades.
    pub against: MySide,
}

impl Book {
    /// A member's copies, the newest bets first.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn tails(
        &self,
        guild: GuildId,
        user: UserId,
        filter: &TailFilter,
    ) -> Result<Vec<HeldTail>, BookError> {
        // A mark never settles: whether it is over is said by its bet.
        let open = match filter.open {
            None => "",
            Some(true) => "AND s.status = 'open'",
            Some(false) => "AND s.status <> 'open'",
        };
        let sql = format!(
            "SELECT {} FROM tails t JOIN bet_states s ON s.guild_id = t.guild_id AND s.bet_no = t.bet_no \
             WHERE t.guild_id = ? AND t.user_id = ? AND t.side <> 'off' {open} AND (? = '' OR t.side = ?) AND t.bet_no < ? ORDER BY t.bet_no DESC LIMIT ?",
            TailRow::columns("t")
        );
        let side = filter.side.map_or("", TailSide::code);
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(user.get())
            .bind(side)
            .bind(side)
            .bind(filter.before.unwrap_or(i64::MAX))
            .bind(filter.limit.unwrap_or(25).min(100))
            .fetch_all(&mut *db)
            .await?;
        let rows: Vec<TailRow> = rows
            .iter()
            .map(|row| TailRow::read(row, 0))
            .collect::<Result<_, _>>()?;
        let lowest = rows.iter().map(|row| row.bet_no).min().unwrap_or_default();
        let sql = format!(
            "SELECT {} FROM tail_legs l JOIN tails t ON t.guild_id = l.guild_id AND t.bet_no = l.bet_no \
             AND t.user_id = l.user_id WHERE t.guild_id = ? AND t.user_id = ? AND t.bet_no >= ? ORDER BY l.leg_no",
            TailLegRow::columns("l")
        );
        let legs = sqlx::query(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(user.get())
            .bind(lowest)
            .fetch_all(&mut *db)
            .await?;
        drop(db);
        let mut prices: HashMap<i64, Vec<_>> = HashMap::new();
        for leg in &legs {
            let leg = TailLegRow::read(leg, 0)?;
            prices.entry(leg.bet_no).or_default().push(leg.copy()?);
        }
        let numbers: Vec<i64> = rows.iter().map(|row| row.bet_no).collect();
        let bets = self.views(guild, &numbers, None).await?;
        let mut bets: HashMap<i64, BetView> = bets.into_iter().map(|bet| (bet.bet.get(), bet)).collect();
        let mut held = Vec::with_capacity(rows.len());
        for row in &rows {
            let tail = view(row, prices.remove(&row.bet_no).unwrap_or_default())?;
            let bet = bets
                .remove(&row.bet_no)
                .ok_or_else(|| BookError::corrupt(row.place(), "its bet is not in the books"))?;
            held.push(HeldTail { tail, bet });
        }
        Ok(held)
    }

    /// What a member's copies came to, tails and fades apart.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn tail_summary(&self, guild: GuildId, user: UserId) -> Result<TailSummary, BookError> {
        let rows = sqlx::query(
            "SELECT side, outcome, COUNT(*), SUM(staked), SUM(returned) FROM tails \
             WHERE guild_id = ? AND user_id = ? AND side <> 'off' AND basis <> 'mark' GROUP BY side, outcome",
        )
        .bind(guild.get())
        .bind(user.get())
        .fetch_all(&self.pools.read)
        .await?;
        let place = format!("tails {guild}/{user}");
        let amount = |n: i64| {
            Units::from_ten_thousandths(n).ok_or_else(|| BookError::corrupt(&place, "an amount out of range"))
        };
        let plus = |a: Units, b: Units| {
            a.checked_add(b)
                .ok_or_else(|| BookError::corrupt(&place, "a sum out of range"))
        };
        let mut summary = TailSummary::default();
        for row in &rows {
            let (side, outcome): (&str, &str) = (row.try_get(0)?, row.try_get(1)?);
            let (count, staked, returned): (i64, i64, i64) =
                (row.try_get(2)?, row.try_get(3)?, row.try_get(4)?);
            let side = match parse(&place, side)? {
                TailSide::Against => &mut summary.against,
                _ => &mut summary.with,
            };
            let decided = match parse(&place, outcome)? {
                Outcome::Open => &mut side.open,
                Outcome::Won | Outcome::HalfWon => &mut side.won,
                Outcome::Lost | Outcome::HalfLost => &mut side.lost,
                _ => &mut side.push,
            };
            *decided += count;
            if matches!(
                parse(&place, outcome)?,
                Outcome::Won | Outcome::HalfWon | Outcome::Lost | Outcome::HalfLost
            ) {
                side.staked = plus(side.staked, amount(staked)?)?;
            }
            side.net = plus(side.net, amount(returned - staked)?)?;
        }
        Ok(summary)
    }
}
