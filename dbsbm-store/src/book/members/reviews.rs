//! Bets that arithmetic leaves to a person.

use crate::{
    BookError,
    book::{Book, bets::review_words, games::games_behind, guilds},
    convert::moment,
    db::{self, Arguments, Connection},
    insert::{BATCH, insert, marks},
    page::{LoadedBet, Page, load_bets},
    rows::ReviewRow,
};
use chrono::{DateTime, Utc};
use dbsbm_core::id::{BetNo, GuildId};
use serde::Serialize;
use sqlx::{Arguments as _, AssertSqlSafe};
use std::collections::HashMap;

/// A bet that waits for a grader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReviewView {
    /// The bet.
    pub bet: BetNo,
    /// Since when.
    pub since: DateTime<Utc>,
    /// Each leg that a person has to look at, and why.
    pub why: Vec<String>,
}

impl Book {
    /// What waits for a grader in a bet; nothing where nothing does.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn review(&self, guild: GuildId, bet: BetNo) -> Result<Option<ReviewView>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let since: Option<i64> =
            sqlx::query_scalar("SELECT since FROM reviews WHERE guild_id = ? AND bet_no = ?")
                .bind(guild.get())
                .bind(bet.get())
                .fetch_optional(&mut *db)
                .await?;
        let waiting: Vec<(i64, i64)> = since.map(|since| (bet.get(), since)).into_iter().collect();
        let mut found = self.reviews(&mut db, guild, &waiting).await?;
        Ok(found.pop())
    }

    /// Bets that wait for a grader, by number and since when, with the reasons.
    pub(super) async fn reviews(
        &self,
        db: &mut Connection,
        guild: GuildId,
        waiting: &[(i64, i64)],
    ) -> Result<Vec<ReviewView>, BookError> {
        let numbers: Vec<i64> = waiting.iter().map(|(bet, _)| *bet).collect();
        let settings = guilds::load_settings(db, guild).await?;
        let loaded = load_bets(db, guild, &numbers).await?;
        let games = games_behind(db, &loaded).await?;
        let mut why = HashMap::new();
        for bet in &loaded {
            let words = review_words(bet, &games, settings.rules.as_str(), self.env.now())?;
            why.insert(bet.bet.bet_no, words);
        }
        let view = |&(bet, since): &(i64, i64)| {
            let place = format!("reviews {guild}/{bet}");
            Ok(ReviewView {
                bet: BetNo::new(bet).map_err(|e| BookError::corrupt(&place, e))?,
                since: moment(&place, since)?,
                why: why.remove(&bet).unwrap_or_default(),
            })
        };
        waiting.iter().map(view).collect()
    }
}

impl Page {
    /// Notes which of the bets a person has to look at; the others need nobody any more.
    pub(crate) async fn mark_reviews(&mut self, bets: &[(&LoadedBet, bool)]) -> Result<(), BookError> {
        let guild_id = self.guild.id.get();
        let any: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM reviews WHERE guild_id = ?)")
            .bind(guild_id)
            .fetch_one(self.db())
            .await?;
        let done: Vec<i64> = bets
            .iter()
            .filter(|(_, review)| !review)
            .map(|(bet, _)| bet.bet.bet_no)
            .collect();
        for batch in done.chunks(BATCH).filter(|_| any) {
            let sql = format!(
                "DELETE FROM reviews WHERE guild_id = ? AND bet_no IN ({})",
                marks(batch.len())
            );
            let mut arguments = Arguments::default();
            for value in std::iter::once(&guild_id).chain(batch) {
                arguments.add(value).map_err(BookError::Database)?;
            }
            sqlx::query_with(AssertSqlSafe(sql), arguments)
                .execute(self.db())
                .await?;
        }
        let since = self.now.timestamp_millis();
        let mut rows = Vec::new();
        for (bet, _) in bets.iter().filter(|(_, review)| *review) {
            let bet_no = bet.bet.bet_no;
            rows.push(ReviewRow {
                guild_id,
                bet_no,
                since,
            });
            // History that is brought in can need a person by the thousand; the queue shows it, and nobody is called.
            if bet.bet.origin == "posted" {
                let payload = serde_json::json!({ "bet": bet_no });
                self.outbox("notify.review", format!("bet:{bet_no}"), &payload);
            }
        }
        insert(self.db(), &rows, db::ON_CONFLICT_KEEP).await
    }
}
