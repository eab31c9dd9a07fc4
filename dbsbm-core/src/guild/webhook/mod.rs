//! Outgoing webhooks of a guild: what they tell, where they may go, and how they are signed.
//!
//! Messages follow the Standard Webhooks form (standardwebhooks.com): three headers with id, time and an HMAC-SHA256
//! signature over them and the body, so that a receiver knows who sent it, that it is whole, and that it is no replay.
//!
//! ```
//! use dbsbm_core::guild::webhook::{WebhookEvent, check_url};
//! assert_eq!(check_url("https://hooks.example.com/dbsbm?x=1").unwrap().host(), "hooks.example.com");
//! assert_eq!(check_url("https://169.254.169.254/latest").unwrap_err().code(), "webhook_address");
//! assert_eq!("bet.settled".parse(), Ok(WebhookEvent::BetSettled));
//! ```

mod address;
mod message;
mod url;

pub use address::{AddressRefusal, public_address};
pub use message::{Message, Secret};
pub use url::{UrlError, WebhookUrl, check_url};

use crate::market::codes;

codes! {
    /// What a webhook can tell.
    WebhookEvent, "webhook event", {
        /// A bet was posted.
        BetPosted = "bet.posted",
        /// A bet was settled for the first time.
        BetSettled = "bet.settled",
        /// A settlement was replaced.
        BetRegraded = "bet.regraded",
        /// A bet was taken back before the start.
        BetWithdrawn = "bet.withdrawn",
    }
}

codes! {
    /// Whether a webhook is told anything.
    WebhookState, "webhook state", {
        /// It is.
        Active = "active",
        /// An admin paused it.
        Paused = "paused",
        /// It failed too often.
        Disabled = "disabled",
    }
}

/// Deliveries failed in a row after which a webhook is told nothing more.
pub const MAX_FAILURES: u32 = 20;

/// What becomes of an active webhook after so many failures in a row.
pub const fn after_failures(failures: u32) -> WebhookState {
    if failures >= MAX_FAILURES {
        WebhookState::Disabled
    } else {
        WebhookState::Active
    }
}
