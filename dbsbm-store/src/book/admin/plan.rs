//! What the guild's plan allows and what is used of it.

use super::{Book, guilds};
use crate::{
    BookError,
    db::{self, Connection},
};
use dbsbm_core::{
    guild::{Action, Actor, Limit, Plan, Role, permit},
    id::GuildId,
    record::{Grain, SettlementDay},
};
use sqlx::AssertSqlSafe;

/// One limit of the plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Usage {
    /// What is limited.
    pub limit: Limit,
    /// How much is used; null for what these books do not count.
    pub used: Option<u32>,
    /// The most that the plan allows; null for no limit.
    pub most: Option<u32>,
}

impl Book {
    /// The guild's plan with every limit and its use.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn usage(&self, guild: GuildId) -> Result<(Plan, Vec<Usage>), BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let settings = guilds::load_settings(&mut db, guild).await?;
        let today = SettlementDay::of(self.env.now(), settings.timezone).start(Grain::Day);
        let mut usage = Vec::with_capacity(Limit::ALL.len());
        for limit in Limit::ALL {
            let used = match limit {
                Limit::Channels => Some(settings.pick_channels()),
                Limit::LiveChannels => None,
                counted => Some(in_use(&mut db, guild, *counted, today).await?),
            };
            usage.push(Usage {
                limit: *limit,
                used,
                most: settings.plan.most(*limit),
            });
        }
        Ok((settings.plan, usage))
    }

    /// Lets an export begin, and counts it unless the operator takes it.
    pub(crate) async fn count_export(&self, actor: &Actor, what: &str) -> Result<(), BookError> {
        if actor.role == Role::Operator {
            return Ok(permit(actor, Action::Export, &self.settings(actor.guild).await?)?);
        }
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::Export, &page.guild.settings)?;
        let day = SettlementDay::of(page.now, page.guild.settings.timezone).start(Grain::Day);
        let taken = in_use(page.db(), actor.guild, Limit::Exports, day).await?;
        page.guild.settings.plan.check(Limit::Exports, taken)?;
        let sql = format!(
            "INSERT INTO exports (guild_id, day, taken) VALUES (?, ?, ?){}",
            db::on_conflict_replace("guild_id, day", &["taken"])
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(actor.guild.get())
            .bind(day)
            .bind(i64::from(taken) + 1)
            .execute(page.db())
            .await?;
        page.administer(actor, "export", what)?;
        page.commit().await?;
        Ok(())
    }
}

/// How much of a limited thing is in use; `day` counts exports.
pub(super) async fn in_use(
    db: &mut Connection,
    guild: GuildId,
    limit: Limit,
    day: i64,
) -> Result<u32, BookError> {
    let sql = match limit {
        Limit::OpenBets => {
            "SELECT COUNT(*) FROM bet_states WHERE guild_id = ? AND status = 'open' AND ? >= 0"
        }
        Limit::Exports => "SELECT COALESCE(SUM(taken), 0) FROM exports WHERE guild_id = ? AND day = ?",
        Limit::Webhooks => "SELECT COUNT(*) FROM webhooks WHERE guild_id = ? AND ? >= 0",
        Limit::Branding => {
            "SELECT COUNT(*) FROM images WHERE guild_id = ? AND about NOT LIKE 'capper:%' AND ? >= 0"
        }
        _ => return Ok(0),
    };
    let used: i64 = sqlx::query_scalar(sql)
        .bind(guild.get())
        .bind(day)
        .fetch_one(db)
        .await?;
    Ok(u32::try_from(used).unwrap_or(u32::MAX))
}
