//! Where the results came from that a bet was settled by.

use super::{Book, guilds};
use crate::{BookError, convert::moment};
use chrono::{DateTime, Utc};
use dbsbm_core::id::{BetNo, GuildId};
use serde::Serialize;
use std::collections::BTreeMap;

/// A source of results, and what of a bet it decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResultSource {
    /// Its name, as the import of games gave it.
    pub source: String,
    /// The legs, from 1.
    pub legs: Vec<i64>,
    /// When the newest of these results was recorded.
    pub recorded_at: DateTime<Utc>,
}

impl Book {
    /// The sources of the results behind a bet, by name. A leg that a person graded has none, nor has one whose game goes on.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn result_sources(&self, guild: GuildId, bet: BetNo) -> Result<Vec<ResultSource>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let rows: Vec<(i64, String, i64)> = sqlx::query_as(
            "SELECT l.leg_no, r.source, r.recorded_at FROM legs l \
             JOIN games g ON g.game_id = l.game_id JOIN results r ON r.result_id = g.result_id \
             LEFT JOIN manual_grades m ON m.guild_id = l.guild_id AND m.bet_no = l.bet_no AND m.leg_no = l.leg_no \
             WHERE l.guild_id = ? AND l.bet_no = ? AND m.leg_no IS NULL AND r.status NOT IN ('scheduled', 'live') \
             ORDER BY l.leg_no",
        )
        .bind(guild.get())
        .bind(bet.get())
        .fetch_all(&mut *db)
        .await?;
        let mut sources: BTreeMap<String, (Vec<i64>, i64)> = BTreeMap::new();
        for (leg, source, at) in rows {
            let (legs, newest) = sources.entry(source).or_default();
            legs.push(leg);
            *newest = at.max(*newest);
        }
        let place = format!("results behind {guild}/{bet}");
        sources
            .into_iter()
            .map(|(source, (legs, at))| {
                Ok(ResultSource {
                    source,
                    legs,
                    recorded_at: moment(&place, at)?,
                })
            })
            .collect()
    }
}
