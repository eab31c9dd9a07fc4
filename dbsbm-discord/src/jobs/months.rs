//! Closing the month that is over: its standings stay as they are from then on.

use crate::app::App;
use dbsbm_core::{
    guild::Actor,
    id::GuildId,
    record::{Month, ReportPeriod, SettlementDay},
};
use dbsbm_store::BookError;

/// Closes the last month of each guild that has a record of it, once.
pub(super) async fn run(app: &App) -> Result<(), BookError> {
    for guild in app.book.guilds_present().await? {
        close(app, guild).await?;
    }
    Ok(())
}

async fn close(app: &App, guild: GuildId) -> Result<(), BookError> {
    let zone = app.book.settings(guild).await?.timezone;
    let today = SettlementDay::of(app.book.now(), zone);
    let month = Month::of(ReportPeriod::Monthly.before(today).first);
    let (job, mark) = (format!("month of {guild}"), month.to_string());
    if app.book.job_mark(&job).await?.as_ref() == Some(&mark) {
        return Ok(());
    }
    if !app.book.month_standings(guild, month).await?.is_empty() {
        app.book.close_month(&Actor::operator(guild), month).await?;
        tracing::info!(guild = guild.get(), %month, "month closed");
    }
    app.book.set_job_mark(&job, &mark).await
}
