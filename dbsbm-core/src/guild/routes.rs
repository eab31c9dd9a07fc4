//! Routes: which channel a slip goes to when it is not the usual one.
//!
//! ```
//! use dbsbm_core::guild::Settings;
//! let mut settings = Settings::default();
//! settings.set("route.league.NFL", "77").unwrap();
//! assert_eq!(settings.get("route.league.NFL").as_deref(), Some("77"));
//! assert!(settings.set("route.leage.NFL", "77").is_err());
//! ```

use crate::{bet::System, id::ChannelId, market::codes};
use std::collections::BTreeMap;

codes! {
    /// What a route looks at, the first to match deciding.
    RouteBy, "route", {
        /// The capper, by Discord id.
        Capper = "capper",
        /// The league, by its code.
        League = "league",
        /// The kind of bet.
        Kind = "kind",
        /// `members` or `public`.
        Tier = "tier",
    }
}

/// The most routes that a guild can have.
pub(super) const MOST: usize = 200;

/// Channels by what a slip is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Routes(BTreeMap<(RouteBy, String), ChannelId>);

impl Routes {
    /// The channel set for exactly this.
    pub fn get(&self, by: RouteBy, what: &str) -> Option<ChannelId> {
        self.0.get(&(by, what.to_string())).copied()
    }

    /// Every route with its full key.
    pub fn iter(&self) -> impl Iterator<Item = (String, ChannelId)> + '_ {
        self.0
            .iter()
            .map(|((by, what), channel)| (format!("route.{by}.{what}"), *channel))
    }

    pub(super) fn put(&mut self, by: RouteBy, what: String, channel: Option<ChannelId>) {
        match channel {
            Some(channel) => self.0.insert((by, what), channel),
            None => self.0.remove(&(by, what)),
        };
    }
}

impl RouteBy {
    /// The name in its one spelling, or why there is nothing of this name.
    pub(super) fn canonical(self, what: &str) -> Result<String, String> {
        match self {
            Self::Capper => what
                .parse::<crate::id::UserId>()
                .map(|id| id.to_string())
                .map_err(|e| e.to_string()),
            Self::League => what
                .parse::<crate::market::League>()
                .map(|league| league.code().to_string())
                .map_err(|e| e.to_string()),
            Self::Kind => one_of(what, &kinds()),
            Self::Tier => one_of(what, &["members", "public"]),
        }
    }
}

/// Every kind of bet by its code.
fn kinds() -> Vec<&'static str> {
    let plain = [
        "straight",
        "parlay",
        "same_game",
        "teaser",
        "pleaser",
        "card",
        "round_robin",
        "permutation",
        "up_and_down",
    ];
    plain
        .into_iter()
        .chain(System::ALL.iter().map(|s| s.code()))
        .collect()
}

fn one_of(what: &str, known: &[&str]) -> Result<String, String> {
    known
        .iter()
        .find(|code| **code == what)
        .map(|code| (*code).to_string())
        .ok_or_else(|| format!("one of {} is expected", known.join(", ")))
}
