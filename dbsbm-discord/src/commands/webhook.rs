//! `/webhook`: who outside is told of bets. The secret is shown once, to who added it.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::{Fault, sentence},
    limits,
    reply::{Answer, Reply},
    request::{Options, Request, What},
    text,
};
use dbsbm_core::guild::{
    Action, Actor, permit,
    webhook::{WebhookEvent, check_url},
};
use dbsbm_store::{BookError, WebhookView};

/// Characters of an address in a list.
const ADDRESS: usize = 60;

pub(super) fn spec() -> Spec {
    let number = || Opt::needed("webhook", "Its number in the list", OptKind::Whole(1, 1_000_000));
    Spec {
        name: "webhook",
        about: "Tell another program of this server's bets",
        kind: Kind::Slash,
        needs: Needs::Admin,
        options: vec![
            Opt::new(
                "add",
                "Add one; its secret is shown once",
                OptKind::Sub(vec![
                    Opt::needed("address", "Where it goes: https://...", OptKind::Text(500)),
                    Opt::new(
                        "events",
                        "What it is told, by commas; everything if left out",
                        OptKind::Text(200),
                    ),
                ]),
            ),
            Opt::new("list", "The webhooks and how they do", OptKind::Sub(Vec::new())),
            Opt::new(
                "pause",
                "Tell one nothing for now, or go on",
                OptKind::Sub(vec![number(), Opt::new("go_on", "Go on instead", OptKind::Flag)]),
            ),
            Opt::new("remove", "Remove one", OptKind::Sub(vec![number()])),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Command { name, options } = &request.what else {
        return Err(Fault::refused("This command is typed."));
    };
    let (_, actor) = app.acting(request).await?;
    let words = match name.as_str() {
        "webhook add" => {
            let address = options.text("address").unwrap_or_default();
            let events = events(options)?;
            leads_outside(app, &actor, address).await?;
            let added = app.book.add_webhook(&actor, address, &events).await?;
            format!(
                "Added: {}\nIts secret, which is not shown again: ||`{}`||",
                line(&added.webhook),
                added.secret.reveal()
            )
        }
        "webhook pause" => {
            let pause = !options.flag("go_on").unwrap_or_default();
            line(&app.book.pause_webhook(&actor, number(options)?, pause).await?)
        }
        "webhook remove" => {
            let number = number(options)?;
            match app.book.remove_webhook(&actor, number).await? {
                true => format!("Webhook {number} is removed, with what waited for it."),
                false => {
                    return Err(Fault::refused(format!(
                        "There is no webhook {number}: `/webhook list` shows them."
                    )));
                }
            }
        }
        _ => list(&app.book.webhooks(request.guild).await?),
    };
    Ok(Reply::private(words).into())
}

/// Refuses at once what could never be delivered to. Whether it still leads outside is looked at with every delivery.
async fn leads_outside(app: &App, actor: &Actor, address: &str) -> Result<(), Fault> {
    let settings = app.settings(actor.guild).await?;
    permit(actor, Action::ManageWebhooks, &settings).map_err(BookError::from)?;
    let url = check_url(address).map_err(BookError::from)?;
    let found = app.config.hosts.find(&url).await;
    found.map(drop).map_err(|why| {
        let host = text::quoted(url.host());
        Fault::refused(sentence(&format!("{host} takes no webhook: {why}")))
    })
}

fn number(options: &Options) -> Result<u32, Fault> {
    let given = options.whole("webhook").and_then(|n| u32::try_from(n).ok());
    given.ok_or_else(|| Fault::refused("Type the number of the webhook."))
}

/// What it is to be told: everything, or what was typed.
fn events(options: &Options) -> Result<Vec<WebhookEvent>, Fault> {
    let Some(typed) = options.text("events").filter(|typed| !typed.is_empty()) else {
        return Ok(WebhookEvent::ALL.to_vec());
    };
    let each = typed.split(',').map(str::trim).filter(|event| !event.is_empty());
    each.map(|event| {
        event.parse().map_err(|_| {
            let known: Vec<&str> = WebhookEvent::ALL.iter().map(|e| e.code()).collect();
            Fault::refused(format!(
                "{} is nothing that a webhook is told; there are {}.",
                text::quoted(event),
                known.join(", ")
            ))
        })
    })
    .collect()
}

fn line(hook: &WebhookView) -> String {
    let events: Vec<&str> = hook.events.iter().map(|e| e.code()).collect();
    let trouble = if hook.failures == 0 {
        String::new()
    } else {
        format!(
            " · {} failed in a row: {}",
            hook.failures,
            text::plain(&hook.last_error)
        )
    };
    format!(
        "{}. {} · {} · {}{trouble}",
        hook.webhook,
        text::plain(&limits::clip(&hook.url, ADDRESS)),
        hook.state,
        events.join(", ")
    )
}

fn list(hooks: &[WebhookView]) -> String {
    if hooks.is_empty() {
        return "There are no webhooks. `/webhook add` adds one, where the plan allows it.".into();
    }
    let lines: Vec<String> = hooks.iter().map(line).collect();
    text::listed(&format!("**Webhooks: {}**", hooks.len()), &lines, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::guild::webhook::WebhookState;

    fn hook(url: &str, last_error: &str) -> WebhookView {
        WebhookView {
            webhook: 1,
            url: url.into(),
            events: WebhookEvent::ALL.to_vec(),
            state: WebhookState::Active,
            failures: u32::from(!last_error.is_empty()) * 3,
            last_status: None,
            last_at: None,
            last_error: last_error.into(),
        }
    }

    #[test]
    fn a_list_says_how_each_does_and_fits() {
        let hooks = [
            hook("https://example.com/bets", ""),
            hook("https://example.com/other", "status 500"),
        ];
        golden::shows("webhooks", &Reply::private(list(&hooks)));
        let nasty = hook(sample::NASTY, sample::NASTY);
        golden::fits(&Reply::private(list(&vec![nasty; 60])));
    }
}
