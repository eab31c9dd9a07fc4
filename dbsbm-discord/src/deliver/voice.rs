//! Names of voice channels. The number is read when the name is given; whether the channel is still the one for it, too.

use super::{Done, after_rest_in};
use crate::{app::App, fault::Fault, jobs::voice};
use dbsbm_core::id::ChannelId;
use dbsbm_store::Task;

/// Gives a channel the name with the total of now.
pub(super) async fn rename(app: &App, task: &Task) -> Result<Done, Fault> {
    let channel: ChannelId = super::id(task, "channel")?;
    let settings = app.settings(task.guild).await?;
    let Some(total) = voice::shown_by(&settings, channel) else {
        return Ok(Done::Delivered);
    };
    let name = total.name(&app.book.totals(task.guild).await?);
    match app.rest.rename(channel, &name).await {
        Ok(()) => {
            app.book.set_job_mark(&voice::mark(channel), &name).await?;
            Ok(Done::Delivered)
        }
        Err(error) => Ok(after_rest_in(channel, error)),
    }
}
