//! The ledger with its running balance.

use super::{Book, guilds};
use crate::{BookError, convert::moment};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    id::{GuildId, UserId},
    money::Units,
};
use sqlx::Row as _;

/// One posting with the balance after it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LedgerLine {
    /// The event it was made by.
    pub event: i64,
    /// The bet.
    pub bet: i64,
    /// The capper's Discord id, as text.
    pub capper: String,
    /// `settlement` or `reversal`.
    pub kind: String,
    /// To whose day it belongs.
    pub settled_at: DateTime<Utc>,
    /// Risked.
    pub staked: Units,
    /// Returned.
    pub returned: Units,
    /// What it adds to the balance.
    pub net: Units,
    /// The balance after it.
    pub balance: Units,
}

impl Book {
    /// The postings of a guild's main record, in the order they were made, with the running balance; up to
    /// a moment of settlement, where one is given.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn ledger(
        &self,
        guild: GuildId,
        capper: Option<UserId>,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<LedgerLine>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let user = capper.map_or(0, UserId::get);
        let rows = sqlx::query(
            "SELECT seq, bet_no, user_id, kind, settled_at, staked, returned FROM postings \
             WHERE guild_id = ? AND (? = 0 OR user_id = ?) AND track = 'main' AND settled_at <= ? \
             ORDER BY seq, line",
        )
        .bind(guild.get())
        .bind(user)
        .bind(user)
        .bind(as_of.map_or(i64::MAX, |at| at.timestamp_millis()))
        .fetch_all(&mut *db)
        .await?;
        let mut balance = Units::ZERO;
        rows.iter()
            .map(|row| {
                let event: i64 = row.try_get(0)?;
                let place = format!("postings {guild}/{event}");
                let out_of_range = || BookError::corrupt(&place, "an amount out of range");
                let amount = |n: i64| Units::from_ten_thousandths(n).ok_or_else(out_of_range);
                let (staked, returned) = (amount(row.try_get(5)?)?, amount(row.try_get(6)?)?);
                let net = returned.checked_sub(staked).ok_or_else(out_of_range)?;
                balance = balance.checked_add(net).ok_or_else(out_of_range)?;
                Ok(LedgerLine {
                    event,
                    bet: row.try_get(1)?,
                    capper: row.try_get::<i64, _>(2)?.to_string(),
                    kind: row.try_get(3)?,
                    settled_at: moment(&place, row.try_get(4)?)?,
                    staked,
                    returned,
                    net,
                    balance,
                })
            })
            .collect()
    }
}
