//! The curve of a record as a picture, drawn one way for every answer and report.

use crate::{app::App, fault::Fault, look, studio::Png};
use dbsbm_core::{guild::ImageKey, id::GuildId, record::CurvePoint};
use dbsbm_render::{CurveView, RecordView};

/// Draws the curve of a capper or of the whole guild, with its name and its look.
pub(crate) async fn draw(
    app: &App,
    guild: GuildId,
    (title, whose): (&str, &ImageKey),
    points: &[CurvePoint],
    record: RecordView,
) -> Result<Png, Fault> {
    let settings = app.settings(guild).await?;
    let caption = look::caption(app, guild, &settings, std::slice::from_ref(whose)).await?;
    app.studio
        .curve(CurveView::of(title, whose, points, record, &caption))
        .await
}
