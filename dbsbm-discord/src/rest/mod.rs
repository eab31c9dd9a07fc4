//! Discord's HTTP API, as far as the bot uses it.
//!
//! The gateway is serenity's; for requests this is a thin client of our own, because serenity's gives no `Retry-After`
//! with its limiter off, and its limiter, which waits inside a call, has to be off where the address is not Discord's. Here
//! a call that has to wait long says so and lets the caller, who has a place to wait in, decide.

mod calls;
mod download;
mod limiter;

use crate::config::{Endpoints, Secret};
pub(crate) use calls::MessageRef;
pub(crate) use calls::{has_buttons, message_id, snowflake, webhook_id};
use dbsbm_store::GuildPart;
use limiter::Limiter;
use reqwest::{Method, StatusCode, header, multipart};
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::Instant;

/// A file that goes with a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What the picture shows, in words.
    pub alt: Option<String>,
}

/// Why a call came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RestError {
    /// Too many requests: to be tried again after this time.
    #[error("Discord asks to wait {} ms", after.as_millis())]
    Limited {
        /// How long to wait.
        after: Duration,
    },
    /// Discord understood and refused.
    #[error("Discord refuses ({status}, code {code}): {message}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// Discord's own code, 0 if it gave none.
        code: u64,
        /// Discord's words.
        message: String,
    },
    /// Discord is away, slow or broken: to be tried again later.
    #[error("Discord is not reachable: {0}")]
    Away(String),
}

impl RestError {
    /// Discord's own code of a refusal.
    pub const fn code(&self) -> Option<u64> {
        match self {
            Self::Refused { code, .. } => Some(*code),
            _ => None,
        }
    }

    /// Whether the thing that was addressed is gone.
    pub const fn is_gone(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// Whether a permission is missing.
    pub const fn is_forbidden(&self) -> bool {
        matches!(self, Self::Refused { status: 403, .. })
    }

    /// Whether the same call may work later.
    pub const fn is_temporary(&self) -> bool {
        matches!(self, Self::Limited { .. } | Self::Away(_))
    }
}

/// How long Discord may take to answer.
const PATIENCE: Duration = Duration::from_secs(15);
/// A wait that is worth waiting for inside a call.
const SHORT_WAIT: Duration = Duration::from_millis(1_500);
/// The pauses before an answer to a person is tried again.
const AGAIN: [Duration; 2] = [Duration::from_millis(150), Duration::from_millis(450)];
/// The version of the API.
const API: &str = "/api/v10";

/// The client. Cheap to share by reference; holds the token.
#[derive(Debug)]
pub(crate) struct Rest {
    client: reqwest::Client,
    base: String,
    token: Secret,
    limiter: Limiter,
}

/// One request.
struct Call<'a> {
    method: Method,
    /// Everything behind the version of the API.
    path: String,
    /// What Discord counts it under; none for answers to interactions, which have no limit of their own.
    bucket: Option<String>,
    body: Option<&'a Value>,
    files: &'a [Attachment],
    /// Calls with a token in the path are not signed.
    signed: bool,
    reason: Option<&'a str>,
}

impl Rest {
    /// A client for these endpoints, in a process that is there for these guilds.
    ///
    /// # Errors
    /// When the TLS of the machine cannot be used.
    pub(crate) fn new(endpoints: &Endpoints, token: Secret, part: &GuildPart) -> Result<Self, RestError> {
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!(
                "DiscordBot (https://github.com/dbsbm/dbsbm, ",
                env!("CARGO_PKG_VERSION"),
                ")"
            ))
            .build()
            .map_err(|e| RestError::Away(e.to_string()))?;
        Ok(Self {
            client,
            base: format!("{}{API}", endpoints.base()),
            token,
            limiter: Limiter::new(part),
        })
    }

    /// Sends what a person waits for: tried again at once when it fails quickly.
    async fn insist(&self, call: &Call<'_>) -> Result<Value, RestError> {
        for pause in AGAIN {
            let begin = Instant::now();
            match self.send(call).await {
                Err(RestError::Away(_)) if begin.elapsed() < SHORT_WAIT => tokio::time::sleep(pause).await,
                done => return done,
            }
        }
        self.send(call).await
    }

    /// Sends a request; what Discord answers, `null` where it answers nothing.
    async fn send(&self, call: &Call<'_>) -> Result<Value, RestError> {
        let mut waited = Duration::ZERO;
        loop {
            match self.once(call).await {
                Err(RestError::Limited { after }) if waited + after <= SHORT_WAIT => {
                    waited += after;
                    tokio::time::sleep(after).await;
                }
                done => return done,
            }
        }
    }

    async fn once(&self, call: &Call<'_>) -> Result<Value, RestError> {
        let _turn = match &call.bucket {
            Some(bucket) => Some(self.limiter.admit(bucket).await?),
            None => None,
        };
        let request = self.build(call)?;
        // The path may hold a token: an error is told without its address.
        let away = |e: reqwest::Error| RestError::Away(e.without_url().to_string());
        let response = request.send().await.map_err(away)?;
        let status = response.status();
        let headers = response.headers().clone();
        let text = response.text().await.map_err(away)?;
        let body: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        if let Some(bucket) = &call.bucket {
            self.limiter.learn(bucket, status, &headers, &body);
        }
        match status {
            s if s.is_success() => Ok(body),
            StatusCode::TOO_MANY_REQUESTS => Err(RestError::Limited {
                after: limiter::retry_after(&headers, &body),
            }),
            s if s.is_server_error() => Err(RestError::Away(format!("status {}", s.as_u16()))),
            s => Err(RestError::Refused {
                status: s.as_u16(),
                code: body["code"].as_u64().unwrap_or(0),
                message: refusal(&body),
            }),
        }
    }

    fn build(&self, call: &Call<'_>) -> Result<reqwest::RequestBuilder, RestError> {
        let mut request = self
            .client
            .request(call.method.clone(), format!("{}{}", self.base, call.path));
        if call.signed {
            let mut value = header::HeaderValue::from_str(&format!("Bot {}", self.token.reveal()))
                .map_err(|_| RestError::Away("the token has characters that no token has".into()))?;
            value.set_sensitive(true);
            request = request.header(header::AUTHORIZATION, value);
        }
        if let Some(reason) = call.reason {
            let encoded: String = reason
                .chars()
                .filter(|c| c.is_ascii() && !c.is_control())
                .take(500)
                .collect();
            request = request.header("X-Audit-Log-Reason", encoded);
        }
        match call.body {
            Some(body) if !call.files.is_empty() => Ok(request.multipart(form(body, call.files)?)),
            Some(body) => Ok(request.json(body)),
            None if call.method == Method::GET => Ok(request),
            None => Ok(request.header(header::CONTENT_LENGTH, 0)),
        }
    }
}

/// Message and files in one form. The files are named in the message itself, with their alternative text.
fn form(body: &Value, files: &[Attachment]) -> Result<multipart::Form, RestError> {
    let mut body = body.clone();
    let message = if body["data"].is_object() {
        &mut body["data"]
    } else {
        &mut body
    };
    message["attachments"] = files
        .iter()
        .enumerate()
        .map(|(i, f)| {
            let mut entry = json!({ "id": i.to_string(), "filename": f.name });
            if let Some(alt) = &f.alt {
                entry["description"] = json!(alt);
            }
            entry
        })
        .collect();
    let mut form = multipart::Form::new().text("payload_json", body.to_string());
    for (i, file) in files.iter().enumerate() {
        let mime = if file.name.ends_with(".png") {
            "image/png"
        } else {
            "application/octet-stream"
        };
        let part = multipart::Part::bytes(file.bytes.clone())
            .file_name(file.name.clone())
            .mime_str(mime)
            .map_err(|e| RestError::Away(e.to_string()))?;
        form = form.part(format!("files[{i}]"), part);
    }
    Ok(form)
}

/// Discord's words about a refusal, with the field it names.
fn refusal(body: &Value) -> String {
    let mut words = body["message"].as_str().unwrap_or("no reason given").to_string();
    if let Some(errors) = body.get("errors") {
        words.push_str(": ");
        words.push_str(&errors.to_string());
    }
    words.chars().take(500).collect()
}
