//! The administrator's use-cases: who may post, who did what, what the plan allows, seasons, webhooks, reports.

mod announce;
mod audit;
mod cappers;
mod images;
mod months;
mod plan;
mod reports;
mod seasons;
mod standings;
mod webhooks;

pub use audit::{AuditFilter, AuditView};
pub use cappers::CapperView;
pub(crate) use cappers::verified_bets;
pub use months::{ChannelTotals, DayNet};
pub use plan::Usage;
pub use reports::ReportRun;
pub use seasons::{SeasonTerms, SeasonView};
pub(crate) use webhooks::webhook_tasks;
pub use webhooks::{NewWebhook, WebhookDelivery, WebhookView};

use super::{Book, guilds};
use crate::BookError;
use dbsbm_core::{
    guild::{SetupState, setup_states},
    id::GuildId,
};
use std::collections::HashSet;

impl Book {
    /// The steps of setting the guild up, and which are answered.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn setup_steps(&self, guild: GuildId) -> Result<Vec<SetupState>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let settings = guilds::load_settings(&mut db, guild).await?;
        let stored: Vec<String> = sqlx::query_scalar("SELECT name FROM guild_settings WHERE guild_id = ?")
            .bind(guild.get())
            .fetch_all(&mut *db)
            .await?;
        let stored: HashSet<String> = stored.into_iter().collect();
        Ok(setup_states(&settings, |key| stored.contains(key)))
    }
}

/// A column that holds a number of ours as Rust's.
fn small(place: &str, n: i64) -> Result<u32, BookError> {
    u32::try_from(n).map_err(|e| BookError::corrupt(place, e))
}
