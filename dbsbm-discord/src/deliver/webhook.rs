//! A guild's own webhooks: what happened to a bet, signed, to an address outside.
//!
//! The name is resolved here and every address that it leads to is looked at, then the request goes to these addresses and to
//! no others: a name that changes its mind between the look and the request gains nothing. Redirects are not followed.

use super::Done;
use crate::{app::App, fault::Fault, hosts::Hosts};
use dbsbm_core::guild::webhook::WebhookState;
use dbsbm_store::{BookError, Task, WebhookDelivery};
use std::time::Duration;

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends what happened; what came back decides whether the webhook stays on.
pub(super) async fn send(app: &App, task: &Task) -> Result<Done, Fault> {
    let Some(delivery) = app.book.webhook_delivery(task.guild, &task.payload).await? else {
        return Ok(Done::Delivered);
    };
    let answered = request(&app.config.hosts, &delivery).await;
    let told = answered.as_ref().copied().map_err(String::as_str);
    let state = match app
        .book
        .webhook_answered(task.guild, delivery.webhook, told)
        .await
    {
        Err(BookError::NoWebhook(_)) => return Ok(Done::Delivered),
        state => state?,
    };
    Ok(match answered {
        Ok(status) if (200..300).contains(&status) => Done::Delivered,
        // Switched off: the audit says why, and nobody waits for the rest.
        _ if state != WebhookState::Active => Done::Delivered,
        Ok(status) => Done::Later(format!("the webhook answered {status}")),
        Err(why) => Done::Later(why),
    })
}

async fn request(hosts: &Hosts, delivery: &WebhookDelivery) -> Result<u16, String> {
    let to = hosts.find(&delivery.url).await?;
    let client = reqwest::Client::builder()
        .https_only(!to.played)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .resolve_to_addrs(delivery.url.host(), &to.addresses)
        .build()
        .map_err(|e| e.to_string())?;
    let mut request = client.post(to.url).body(delivery.message.body.clone());
    for (name, value) in delivery.message.headers() {
        request = request.header(name, value);
    }
    let sent = request.send().await;
    sent.map(|answer| answer.status().as_u16())
        .map_err(|e| e.without_url().to_string())
}
