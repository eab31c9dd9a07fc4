//! Reports of a day, a week or a month, from the bets that settled in it.

use super::{Book, guilds, verified_bets};
use crate::{
    BookError,
    book::board::{entry, hidden_members},
    convert::{moment, parse},
};
use dbsbm_core::{
    id::{BetNo, GuildId, UserId},
    record::{DueReport, Grain, Report, ReportBet, Reported, due_reports},
};
use sqlx::Row as _;

/// What a look at the clock asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct ReportRun {
    /// Reports that were asked for now.
    pub queued: u64,
}

impl Book {
    /// What a report says: of the days that it covers, in the guild's time zone.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn report(&self, guild: GuildId, due: &DueReport) -> Result<Report, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let settings = guilds::load_settings(&mut db, guild).await?;
        let begin = due.first.bounds(settings.timezone).0.timestamp_millis();
        let end = due.last.bounds(settings.timezone).1.timestamp_millis();
        let rows = sqlx::query(
            "SELECT s.bet_no, s.user_id, s.status, s.staked, s.returned, s.odds_e8, s.level_e8, s.verified, s.settled_at, s.basis \
             FROM (SELECT DISTINCT user_id FROM tallies WHERE guild_id = ? AND track = 'main' AND grain = 'day' \
             AND start >= ? AND start <= ?) t JOIN bet_states s ON s.guild_id = ? AND s.user_id = t.user_id \
             AND s.settled_at >= ? AND s.settled_at < ? WHERE s.track = 'main' AND s.settled_at > 0 \
             ORDER BY s.settled_at, s.bet_no",
        )
        .bind(guild.get())
        .bind(due.first.start(Grain::Day))
        .bind(due.last.start(Grain::Day))
        .bind(guild.get())
        .bind(begin)
        .bind(end)
        .fetch_all(&mut *db)
        .await?;
        let names = guilds::capper_names(&mut db, guild).await?;
        let verified = match settings.trial_verified_bets {
            Some(_) => verified_bets(&mut db, guild).await?,
            None => Default::default(),
        };
        let hidden = hidden_members(&mut db, guild).await?;
        let mut bets: Vec<Reported> = Vec::with_capacity(rows.len());
        for row in &rows {
            let (number, user): (i64, i64) = (row.try_get(0)?, row.try_get(1)?);
            let place = format!("bet_states {guild}/{number}");
            let entry = entry(
                &place,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?,
                row.try_get(6)?,
                row.try_get(7)?,
            )?;
            let bet = ReportBet {
                bet: BetNo::new(number).map_err(|e| BookError::corrupt(&place, e))?,
                capper: UserId::new(user).map_err(|e| BookError::corrupt(&place, e))?,
                name: names.get(&user).cloned().unwrap_or_else(|| user.to_string()),
                net: entry.net()?,
            };
            bets.push(Reported {
                bet,
                at: moment(&place, row.try_get(8)?)?,
                entry,
                basis: parse(&place, row.try_get(9)?)?,
            });
        }
        let verified = |capper: UserId| {
            let so_far = verified.get(&capper.get()).copied().unwrap_or_default();
            (!hidden.contains(&capper.get())).then_some(so_far)
        };
        Ok(Report::new(due, &bets, verified, &settings)?)
    }

    /// Asks for the reports of a guild whose hour has come, each once.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn queue_reports(&self, guild: GuildId) -> Result<ReportRun, BookError> {
        let due = due_reports(&self.settings(guild).await?, self.env.now());
        if due.is_empty() {
            return Ok(ReportRun::default());
        }
        let mut page = self.page(guild).await?;
        let mut run = ReportRun::default();
        for report in due {
            let there: Option<i64> = sqlx::query_scalar(
                "SELECT outbox_id FROM outbox WHERE guild_id = ? AND task = 'report.post' AND task_key = ?",
            )
            .bind(guild.get())
            .bind(report.key())
            .fetch_optional(page.db())
            .await?;
            if there.is_some() {
                continue;
            }
            let payload = serde_json::json!({
                "period": report.period,
                "first": report.first.date(),
                "last": report.last.date(),
            });
            page.outbox("report.post", report.key(), &payload);
            run.queued += 1;
        }
        page.commit().await?;
        Ok(run)
    }
}
