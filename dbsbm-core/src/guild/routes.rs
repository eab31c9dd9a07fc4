//! Routes: which channel a slip goes to when it is not the usual one.
//!
//! ```
//! use dbsbm_core::guild::Settings;
//! let mut settings = Settings::default();
//! settings.set("route.league.NFL", "77").unwrap();
//! assert_eq!(settings.get("route.league.NFL").as_deref(), Some("77"));
//! assert!(settings.set("route.leage.NFL", "77").is_err());
//! ```

use super::Settings;
use crate::{
    bet::System,
    id::{ChannelId, UserId},
    market::codes,
};
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

/// What a slip is, as far as its channel depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Addressed<'a> {
    /// Whose it is.
    pub capper: UserId,
    /// The league, where all legs are of one.
    pub league: Option<&'a str>,
    /// The kind of bet, by its code.
    pub kind: &'a str,
    /// How many legs it has.
    pub legs: usize,
    /// Whether a leg is a player prop.
    pub prop: bool,
    /// Whether it is for members alone.
    pub members_only: bool,
}

impl Settings {
    /// The channel of a slip. One for members alone goes where `route.tier.members` says, and nowhere else: no other route
    /// may show it to everybody. Any other goes by the first of the routes by capper, league, kind and tier that is set, else the channel for its
    /// sort of bet, else the one for picks. `None` while the guild has set none of them.
    ///
    /// ```
    /// use dbsbm_core::{guild::{Addressed, Settings}, id::UserId};
    /// let mut settings = Settings::default();
    /// settings.set("channel.picks", "7").unwrap();
    /// settings.set("route.league.NFL", "8").unwrap();
    /// let nfl = Addressed {
    ///     capper: UserId::new(42).unwrap(),
    ///     league: Some("NFL"),
    ///     kind: "straight",
    ///     legs: 1,
    ///     prop: false,
    ///     members_only: false,
    /// };
    /// let other = Addressed { league: Some("EPL"), ..nfl };
    /// assert_eq!(settings.channel_for(nfl).map(i64::from), Some(8));
    /// assert_eq!(settings.channel_for(other).map(i64::from), Some(7));
    /// ```
    pub fn channel_for(&self, slip: Addressed<'_>) -> Option<ChannelId> {
        let routes = &self.routes;
        if slip.members_only {
            return self.members_channel();
        }
        let sort = match slip {
            s if s.prop => self.channel_props,
            s if s.legs > 1 => self.channel_parlays,
            _ => None,
        };
        routes
            .get(RouteBy::Capper, &slip.capper.to_string())
            .or_else(|| slip.league.and_then(|league| routes.get(RouteBy::League, league)))
            .or_else(|| routes.get(RouteBy::Kind, slip.kind))
            .or_else(|| routes.get(RouteBy::Tier, "public"))
            .or(sort)
            .or(self.channel_picks)
    }
}

impl Settings {
    /// The channel of slips for members alone.
    pub fn members_channel(&self) -> Option<ChannelId> {
        self.routes.get(RouteBy::Tier, "members")
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
