//! A guild's own webhooks: what happened to a bet, signed, to an address outside.
//!
//! The name is resolved here and every address that it leads to is looked at, then the request goes to these addresses and to
//! no others: a name that changes its mind between the look and the request gains nothing. Redirects are not followed.

use super::Done;
use crate::{app::App, fault::Fault};
use dbsbm_core::guild::webhook::{WebhookState, public_address};
use dbsbm_store::{BookError, Task, WebhookDelivery};
use std::{net::SocketAddr, time::Duration};

/// How long a receiver may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends what happened; what came back decides whether the webhook stays on.
pub(super) async fn send(app: &App, task: &Task) -> Result<Done, Fault> {
    let Some(delivery) = app.book.webhook_delivery(task.guild, &task.payload).await? else {
        return Ok(Done::Delivered);
    };
    let answered = request(&delivery).await;
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

async fn request(delivery: &WebhookDelivery) -> Result<u16, String> {
    let url = &delivery.url;
    let addresses = addresses(url.host(), url.port()).await?;
    let client = reqwest::Client::builder()
        .https_only(true)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .resolve_to_addrs(url.host(), &addresses)
        .build()
        .map_err(|e| e.to_string())?;
    let mut request = client.post(url.as_str()).body(delivery.message.body.clone());
    for (name, value) in delivery.message.headers() {
        request = request.header(name, value);
    }
    let sent = request.send().await;
    sent.map(|answer| answer.status().as_u16())
        .map_err(|e| e.without_url().to_string())
}

/// Where the name leads, if all of it is public.
async fn addresses(host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
    let found: Vec<SocketAddr> = tokio::net::lookup_host((host.trim_matches(['[', ']']), port))
        .await
        .map_err(|_| "the name leads nowhere".to_string())?
        .collect();
    for address in &found {
        public_address(address.ip()).map_err(|e| e.to_string())?;
    }
    if found.is_empty() {
        return Err("the name leads nowhere".into());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn names_of_this_machine_and_its_neighbours_are_refused() {
        for host in [
            "localhost",
            "127.0.0.1",
            "[::1]",
            "10.0.0.1",
            "169.254.169.254",
            "[::ffff:192.168.0.1]",
        ] {
            let refused = addresses(host, 443).await.unwrap_err();
            assert!(!refused.is_empty(), "{host}");
        }
    }
}
