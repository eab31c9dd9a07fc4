//! Totals in the names of voice channels: asked for when the number is another one than the last that was asked for.

use crate::app::App;
use dbsbm_core::{
    guild::Settings,
    id::{ChannelId, GuildId},
};
use dbsbm_store::{BookError, ChannelTotals};

/// What a channel's name shows the total of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Total {
    /// The month of today.
    Month,
    /// The year of today.
    Year,
    /// Everything.
    Lifetime,
}

impl Total {
    /// The name of a channel that shows it.
    pub(crate) fn name(self, totals: &ChannelTotals) -> String {
        let (word, net) = match self {
            Self::Month => ("Month", totals.month),
            Self::Year => ("Year", totals.year),
            Self::Lifetime => ("All time", totals.lifetime),
        };
        format!("{word}: {}u", net.signed())
    }
}

/// The total that a channel is set to show; none when it was meanwhile taken out of the settings.
pub(crate) fn shown_by(settings: &Settings, channel: ChannelId) -> Option<Total> {
    shown(settings)
        .find(|(c, _)| *c == channel)
        .map(|(_, total)| total)
}

fn shown(settings: &Settings) -> impl Iterator<Item = (ChannelId, Total)> {
    let each = [
        (settings.voice_month, Total::Month),
        (settings.voice_year, Total::Year),
        (settings.voice_lifetime, Total::Lifetime),
    ];
    each.into_iter()
        .filter_map(|(channel, total)| Some((channel?, total)))
}

/// Where it is noted which name was last asked for.
pub(crate) fn mark(channel: ChannelId) -> String {
    format!("name of {channel}")
}

/// Asks for the names that changed. The number itself is read when the name is given, so that the last one counts.
pub(super) async fn run(app: &App) -> Result<(), BookError> {
    for guild in app.book.guilds_present().await? {
        of(app, guild).await?;
    }
    Ok(())
}

async fn of(app: &App, guild: GuildId) -> Result<(), BookError> {
    let settings = app.book.settings(guild).await?;
    if shown(&settings).next().is_none() {
        return Ok(());
    }
    let totals = app.book.totals(guild).await?;
    for (channel, total) in shown(&settings) {
        let name = total.name(&totals);
        if app.book.job_mark(&mark(channel)).await?.as_ref() == Some(&name) {
            continue;
        }
        let payload = serde_json::json!({ "channel": channel.to_string() });
        app.book
            .queue_task(guild, "channel.rename", &channel.to_string(), &payload)
            .await?;
        app.book.set_job_mark(&mark(channel), &name).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbsbm_core::money::Units;

    #[test]
    fn a_name_says_which_total_it_shows() {
        let units = |text: &str| text.parse::<Units>().unwrap();
        let totals = ChannelTotals {
            month: units("12.345"),
            year: units("-3"),
            lifetime: Units::ZERO,
        };
        assert_eq!(Total::Month.name(&totals), "Month: +12.34u");
        assert_eq!(Total::Year.name(&totals), "Year: -3.00u");
        assert_eq!(Total::Lifetime.name(&totals), "All time: 0.00u");
    }

    #[test]
    fn a_channel_shows_what_it_is_set_to() {
        let settings = Settings::from_stored([("voice.year", "5")]).unwrap();
        assert_eq!(shown_by(&settings, ChannelId::new(5).unwrap()), Some(Total::Year));
        assert_eq!(shown_by(&settings, ChannelId::new(6).unwrap()), None);
    }
}
