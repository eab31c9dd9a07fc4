//! Settlement: results that came in by any way reach the bets, and through the outbox their slips.

use crate::app::App;
use dbsbm_store::BookError;

/// Settles each guild; one that cannot be settled does not hold up the others.
pub(super) async fn run(app: &App) -> Result<(), BookError> {
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
            // Held for one is held for all, and no failure.
            Err(BookError::Held(_)) => break,
            Err(error) => {
                tracing::error!(guild = guild.get(), %error, "the guild cannot be settled");
                failed = Some(error);
            }
        }
    }
    failed.map_or(Ok(()), Err)
}
