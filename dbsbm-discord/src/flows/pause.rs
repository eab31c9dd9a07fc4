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
use dbsbm_core::community::BreakLength;

/// The name of the flow.
pub(crate) const NAME: &str = "break";

/// Free and confidential help by the language that a person's Discord is set to.
const HELP: &[(&str, &str)] = &[
    ("en-US", "United States: 1-800-GAMBLER (1-800-426-2537)"),
    (
        "en-GB",
        "Great Britain: National Gambling Helpline (GamCare), 0808 8020 133",
    ),
];

/// Asks whether it is meant.
pub(crate) fn ask(length: BreakLength, locale: &str) -> Reply {
    let to = |step: &str| CustomId::new(NAME, length, step);
    Reply::private(format!(
        "A break of {}: until it ends nothing is sent to you, and you can neither tail nor follow. What you hold stays. \
         **It can be made longer, but not ended early.**\n{}",
        words(length),
        help(locale)
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
    Ok(Answer::Replace(taken(until, &request.locale)))
}

fn taken(until: DateTime<Utc>, locale: &str) -> Reply {
    Reply::private(format!(
        "You are on a break until {}. Take care.\n{}",
        text::moment(until, 'F'),
        help(locale)
    ))
}

fn words(length: BreakLength) -> &'static str {
    match length {
        BreakLength::Day => "a day",
        BreakLength::Week => "a week",
        _ => "a month",
    }
}

fn help(locale: &str) -> String {
    let line = HELP.iter().find(|(code, _)| *code == locale).map_or(
        "your doctor or a gambling helpline of your country; most are free and confidential",
        |(_, line)| line,
    );
    format!("-# Somebody to talk to: {line}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn asks_once_more_and_names_help() {
        let reply = ask(BreakLength::Week, "en-GB");
        assert!(reply.content.contains("a week") && reply.content.contains("0808 8020 133"));
        let json = reply.json();
        assert_eq!(
            json["components"][0]["components"][0]["custom_id"],
            "v1:break:1w:take"
        );
        assert!(ask(BreakLength::Day, "en-US").content.contains("1-800-GAMBLER"));
        assert!(ask(BreakLength::Day, "fi").content.contains("of your country"));
    }
}
