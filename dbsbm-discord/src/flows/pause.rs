//! A break: asked once more, because it cannot be ended early; and where help is.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Reply, Style},
    request::Request,
    text,
};
use chrono::{DateTime, Utc};
use dbsbm_core::community::{BreakLength, Country};

/// The name of the flow.
pub(crate) const NAME: &str = "break";

/// Asks whether it is meant.
pub(crate) async fn ask(app: &App, request: &Request, length: BreakLength) -> Result<Reply, Fault> {
    let settings = app.settings(request.guild).await?;
    Ok(question(length, &help(settings.help_country, &request.locale)))
}

fn question(length: BreakLength, help: &str) -> Reply {
    let to = |step: &str| CustomId::new(NAME, length, step);
    Reply::private(format!(
        "A break of {}: until it ends nothing is sent to you, and you can neither tail nor follow. What you hold stays. \
         **It can be made longer, but not ended early.**\n{}",
        words(length),
        help
    ))
    .row(vec![
        Button::of("Take the break", Style::Danger, to("take")),
        Button::of("Not now", Style::Plain, to("leave")),
    ])
}

/// Answers the confirmation.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let unknown = || Fault::refused("This button is from an older version of me. `/break` still answers.");
    let to = request.to().ok_or_else(unknown)?;
    if to.step == "leave" {
        return Ok(Answer::Replace(Reply::private("No break was taken.")));
    }
    let length: BreakLength = to.subject.parse().map_err(|_| unknown())?;
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let until = app.book.take_break(&actor, length).await?;
    let help = help(settings.help_country, &request.locale);
    Ok(Answer::Replace(taken(until, &help)))
}

fn taken(until: DateTime<Utc>, help: &str) -> Reply {
    Reply::private(format!(
        "You are on a break until {}. Take care.\n{help}",
        text::moment(until, 'F'),
    ))
}

fn words(length: BreakLength) -> &'static str {
    match length {
        BreakLength::Day => "a day",
        BreakLength::Week => "a week",
        _ => "a month",
    }
}

/// Whom to talk to: in the country that the server is for, else in that of the person's language.
fn help(country: Option<Country>, locale: &str) -> String {
    let line = country.or_else(|| Country::of_language(locale)).map_or(
        "Your doctor, or a gambling helpline of your country: most are free and confidential",
        Country::help,
    );
    format!("-# Somebody to talk to. {line}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn asks_once_more_and_names_help() {
        let reply = question(BreakLength::Week, &help(None, "en-GB"));
        assert!(reply.content.contains("a week") && reply.content.contains("0808 8020 133"));
        let json = reply.json();
        assert_eq!(
            json["components"][0]["components"][0]["custom_id"],
            "v1:break:1w:take"
        );
        golden::shows("break", &reply);
    }

    #[test]
    fn the_country_of_the_server_counts_before_the_language_of_the_person() {
        for (country, locale, says) in [
            (None, "en-US", "1-800-GAMBLER"),
            (None, "de", "0800 1372700"),
            (None, "fi", "of your country"),
            (Some(Country::Australia), "en-US", "1800 858 858"),
            (Some(Country::Switzerland), "de", "0800 040 080"),
        ] {
            let said = help(country, locale);
            assert!(said.contains(says), "{said}");
        }
    }
}
