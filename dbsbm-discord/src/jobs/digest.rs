//! Digests that are due become tasks of the outbox.

use crate::app::App;
use dbsbm_store::BookError;

/// One turn over the guilds.
pub(super) async fn run(app: &App) -> Result<(), BookError> {
    let mut due = 0;
    for guild in app.book.guilds_present().await? {
        due += app.book.digest_due(guild).await?.len();
    }
    if due > 0 {
        app.bell.notify_one();
    }
    Ok(())
}
