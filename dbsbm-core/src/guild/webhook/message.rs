//! A message to a webhook: its body in canonical form, and the three headers that prove it.

use super::WebhookEvent;
use crate::{
    id::GuildId,
    proof::{ProofError, canonical},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde::Serialize;
use sha2::Sha256;

/// What sender and receiver share. It is shown once, when the webhook is made, and never printed by accident.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret([u8; 32]);

impl Secret {
    /// From random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The bytes, for keeping them.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The text that the receiver is given.
    pub fn reveal(&self) -> String {
        format!("whsec_{}", STANDARD.encode(self.0))
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

/// A message that can be sent as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The header `webhook-id`: the same in every attempt.
    pub id: String,
    /// The header `webhook-timestamp`: seconds of this attempt.
    pub timestamp: i64,
    /// The header `webhook-signature`.
    pub signature: String,
    /// The body: JSON in canonical form.
    pub body: String,
}

#[derive(Serialize)]
struct Body<'a, T> {
    #[serde(rename = "type")]
    event: WebhookEvent,
    timestamp: String,
    guild: String,
    data: &'a T,
}

impl Message {
    /// The message about something that happened at `at`, sent at `now`.
    ///
    /// # Errors
    /// [`ProofError::NotJson`] for data that JSON cannot hold.
    pub fn new<T: Serialize>(
        secret: &Secret,
        id: &str,
        (event, at): (WebhookEvent, DateTime<Utc>),
        (guild, data): (GuildId, &T),
        now: DateTime<Utc>,
    ) -> Result<Self, ProofError> {
        let body = canonical(&Body {
            event,
            timestamp: at.to_rfc3339_opts(SecondsFormat::Millis, true),
            guild: guild.to_string(),
            data,
        })?;
        let timestamp = now.timestamp();
        Ok(Self {
            id: id.to_string(),
            timestamp,
            signature: sign(&secret.0, id, timestamp, &body),
            body,
        })
    }

    /// The headers, content type included.
    pub fn headers(&self) -> [(&'static str, String); 4] {
        [
            ("content-type", "application/json".into()),
            ("webhook-id", self.id.clone()),
            ("webhook-timestamp", self.timestamp.to_string()),
            ("webhook-signature", self.signature.clone()),
        ]
    }
}

fn sign(secret: &[u8], id: &str, timestamp: i64, body: &str) -> String {
    // HMAC takes keys of any length: there is nothing to refuse.
    let Ok(mac) = Hmac::<Sha256>::new_from_slice(secret) else {
        return String::new();
    };
    let mac = mac.chain_update(format!("{id}.{timestamp}.")).chain_update(body);
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the Standard Webhooks reference libraries.
    #[test]
    fn the_published_example_is_signed_as_published() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signed = sign(
            &secret,
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1_614_265_330,
            "{\"test\": 2432232314}",
        );
        assert_eq!(signed, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn a_message_says_what_happened_and_a_secret_does_not_print() {
        let secret = Secret::new([7; 32]);
        let (at, now) = (
            "2024-09-08T17:00:00Z".parse().unwrap(),
            "2024-09-08T17:00:05Z".parse().unwrap(),
        );
        let guild = GuildId::new(1).unwrap();
        let data = serde_json::json!({ "bet": 7 });
        let event = (WebhookEvent::BetPosted, at);
        let message = Message::new(&secret, "e1", event, (guild, &data), now).unwrap();
        let body =
            r#"{"data":{"bet":7},"guild":"1","timestamp":"2024-09-08T17:00:00.000Z","type":"bet.posted"}"#;
        assert_eq!((message.body.as_str(), message.timestamp), (body, 1_725_814_805));
        let later = Message::new(&secret, "e1", event, (guild, &data), at).unwrap();
        assert_ne!(message.signature, later.signature, "a replay is told by its time");
        assert_eq!(format!("{secret:?}"), "Secret");
        assert!(secret.reveal().starts_with("whsec_"));
    }
}
