//! What a picture shows beside its figures: the guild's name and zone, and how its people and teams look.

use crate::{app::App, fault::Fault};
use dbsbm_core::{
    community,
    guild::{ImageKey, Settings},
    id::GuildId,
};
use dbsbm_render::{Caption, Look, Rgb};

/// The caption of a picture on which these people and teams are.
pub(crate) async fn caption(
    app: &App,
    guild: GuildId,
    settings: &Settings,
    on_it: &[ImageKey],
) -> Result<Caption, Fault> {
    let mut look = Look {
        pictures: app.book.images(guild, on_it).await?,
        ..Look::default()
    };
    for key in on_it {
        if let ImageKey::Capper(capper) = key {
            let chosen = app.book.profile(guild, *capper).await?.colour;
            let colour = chosen.and_then(|typed| community::colour(&typed).ok().flatten());
            look.colours
                .extend(colour.map(|colour| (*capper, Rgb::from(colour))));
        }
    }
    Ok(Caption {
        guild: app.book.guild_name(guild).await?,
        zone: settings.timezone,
        marks: Vec::new(),
        odds: settings.odds_display,
        look,
    })
}
