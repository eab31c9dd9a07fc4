//! Settlement: results that came in by any way reach the bets, and through the outbox their slips.

use crate::{app::App, switch::Switch};
use dbsbm_store::BookError;

/// Settles each guild; one that cannot be settled does not hold up the others.
pub(super) async fn run(app: &App) -> Result<(), BookError> {
    if Switch::Settlement.is_held(app).await? {
        return Ok(());
    }
    let mut failed = None;
    for guild in app.book.guilds_present().await? {
        match app.book.settle(Some(guild), &mut |_| {}).await {
            Ok(done) if done.settled + done.regraded > 0 => {
                tracing::info!(
                    guild = guild.get(),
                    settled = done.settled,
                    regraded = done.regraded,
                    "settled"
                );
                app.bell.notify_one();
            }
            Ok(_) => {}
            Err(error) => {
                tracing::error!(guild = guild.get(), %error, "the guild cannot be settled");
                failed = Some(error);
            }
        }
    }
    failed.map_or(Ok(()), Err)
}
