//! Reports whose hour has come.

use crate::app::App;
use dbsbm_store::BookError;

/// Asks for the reports of each guild; the Book asks for each of them once.
pub(super) async fn run(app: &App) -> Result<(), BookError> {
    for guild in app.book.guilds_present().await? {
        if app.book.queue_reports(guild).await?.queued > 0 {
            app.bell.notify_one();
        }
    }
    Ok(())
}
