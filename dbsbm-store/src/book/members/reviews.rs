//! Bets that arithmetic leaves to a person.

use crate::{
    BookError, db,
    db::Arguments,
    insert::{BATCH, insert, marks},
    page::{LoadedBet, Page},
    rows::ReviewRow,
};
use chrono::{DateTime, Utc};
use dbsbm_core::id::BetNo;
use serde::Serialize;
use sqlx::{Arguments as _, AssertSqlSafe};

/// A bet that waits for a grader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct ReviewView {
    /// The bet; its explanation says why.
    pub bet: BetNo,
    /// Since when.
    pub since: DateTime<Utc>,
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
