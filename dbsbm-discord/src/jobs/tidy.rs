//! Removing what nobody needs any more.

use crate::app::App;
use dbsbm_store::BookError;

/// Removes drafts that nobody went on with, and deliveries done long ago.
pub(super) async fn run(app: &App) -> Result<(), BookError> {
    let drafts = app.book.remove_expired_drafts().await?;
    let tasks = app.book.remove_done_tasks().await?;
    tracing::debug!(drafts, tasks, "tidied up");
    Ok(())
}
