//! What the bot is told from outside: its token, where Discord is, which shards are its own, who operates it.
//!
//! An address other than Discord's own is for tests, and must be on this machine: a token must not travel to a stranger
//! because of a wrong variable.

use crate::hosts::Hosts;
use dbsbm_core::id::{GuildId, UserId};
use dbsbm_store::GuildPart;
use std::{net::IpAddr, time::Duration};

/// Everything the bot is told from outside.
#[derive(Debug, Clone)]
pub struct BotConfig {
    /// The bot's token.
    pub token: Secret,
    /// Where Discord is.
    pub endpoints: Endpoints,
    /// Which shards this process runs.
    pub shards: Shards,
    /// The guild in which `/ops` exists.
    pub ops_guild: Option<GuildId>,
    /// Who may use what is the operator's.
    pub operators: Vec<UserId>,
    /// How often results are met with open bets.
    pub settle_every: Duration,
    /// Where the hosts of outgoing webhooks are.
    pub hosts: Hosts,
}

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one place that sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(...)")
    }
}

/// The shards of this process.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Shards {
    /// As many as Discord recommends, all of them here.
    #[default]
    Recommended,
    /// Some out of a number that all processes agree on.
    Some(GuildPart),
}

impl Shards {
    /// The guilds that this process answers and delivers for.
    pub(crate) const fn guilds(&self) -> GuildPart {
        match self {
            Self::Recommended => GuildPart::ALL,
            Self::Some(part) => *part,
        }
    }
}

impl std::str::FromStr for Shards {
    type Err = ConfigError;

    /// `auto`, or `0-3/8`: shards 0 to 3 of 8.
    fn from_str(text: &str) -> Result<Self, ConfigError> {
        if text == "auto" {
            return Ok(Self::Recommended);
        }
        let wrong = || ConfigError::Shards(text.chars().take(40).collect());
        let (range, total) = text.split_once('/').ok_or_else(wrong)?;
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        let number = |n: &str| n.parse::<u32>().map_err(|_| wrong());
        let (first, last, total) = (number(first)?, number(last)?, number(total)?);
        GuildPart::new(first, last, total)
            .map(Self::Some)
            .ok_or_else(wrong)
    }
}

/// Where Discord's HTTP API and its gateway are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Endpoints {
    /// Discord itself.
    Discord,
    /// A stand-in on this machine.
    Local {
        /// `http://127.0.0.1:3902`, without the path of the API.
        api: String,
        /// `ws://127.0.0.1:3902`.
        gateway: String,
    },
}

impl Endpoints {
    /// From the two overrides; none of them means Discord itself.
    ///
    /// # Errors
    /// [`ConfigError::NotLoopback`] for an address of another machine, [`ConfigError::OnlyOne`] when one is missing: the
    /// other would then be Discord's, and a test would talk to people.
    pub fn from_overrides(api: Option<&str>, gateway: Option<&str>) -> Result<Self, ConfigError> {
        match (api, gateway) {
            (None, None) => Ok(Self::Discord),
            (Some(api), Some(gateway)) => Ok(Self::Local {
                api: loopback("DBSBM_DISCORD_API", api, &["http", "https"])?,
                gateway: loopback("DBSBM_DISCORD_GATEWAY", gateway, &["ws", "wss"])?,
            }),
            (Some(_), None) => Err(ConfigError::OnlyOne("DBSBM_DISCORD_GATEWAY")),
            (None, Some(_)) => Err(ConfigError::OnlyOne("DBSBM_DISCORD_API")),
        }
    }

    /// What stands before `/api/v10`.
    pub(crate) fn base(&self) -> &str {
        match self {
            Self::Discord => "https://discord.com",
            Self::Local { api, .. } => api,
        }
    }
}

/// The address without the API's path, if it is one of this machine.
fn loopback(name: &'static str, address: &str, schemes: &[&str]) -> Result<String, ConfigError> {
    let refused = || ConfigError::NotLoopback {
        name,
        expected: schemes.join(" or "),
    };
    let url = reqwest::Url::parse(address).map_err(|_| refused())?;
    let host = url.host_str().unwrap_or_default();
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback());
    if !here || !schemes.contains(&url.scheme()) || !url.username().is_empty() {
        return Err(refused());
    }
    let plain = address.trim_end_matches('/');
    let plain = plain
        .strip_suffix("/api/v10")
        .or_else(|| plain.strip_suffix("/api"));
    Ok(plain.unwrap_or(address).trim_end_matches('/').to_string())
}

/// What is wrong with the configuration.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// An override that points away from this machine.
    #[error(
        "{name} is for tests and must be an address of this machine ({expected}://127.0.0.1:PORT); unset it to use Discord"
    )]
    NotLoopback {
        /// The variable.
        name: &'static str,
        /// The schemes that it takes.
        expected: String,
    },
    /// One override without the other.
    #[error(
        "{0} is missing: with one address overridden the other must be too, or the bot would talk to the real Discord"
    )]
    OnlyOne(&'static str),
    /// A table of hosts for a bot that talks to the real Discord.
    #[error("DBSBM_WEBHOOK_HOSTS is for tests, where Discord is a stand-in on this machine too: unset it")]
    HostsAlone,
    /// A row that is none of a table of hosts.
    #[error("`{0}` says of no host where it is: write HOST=http://127.0.0.1:PORT, or HOST=ADDRESS")]
    Hosts(String),
    /// Shards that make no range.
    #[error("`{0}` is no range of shards: write auto, or 0-3/8 for shards 0 to 3 of 8")]
    Shards(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_override_stays_on_this_machine() {
        let local = |api: &str, gateway: &str| Endpoints::from_overrides(Some(api), Some(gateway));
        for (api, base) in [
            ("http://127.0.0.1:3902", "http://127.0.0.1:3902"),
            ("http://127.0.0.1:3902/api/v10/", "http://127.0.0.1:3902"),
            ("http://[::1]:3902/api", "http://[::1]:3902"),
            ("http://localhost:1", "http://localhost:1"),
        ] {
            assert_eq!(local(api, "ws://127.0.0.1:3902").unwrap().base(), base);
        }
        for (api, gateway) in [
            ("http://10.0.0.1", "ws://127.0.0.1:1"),
            ("http://127.0.0.1.example.com", "ws://127.0.0.1:1"),
            ("http://127.0.0.1:1", "wss://gateway.discord.gg"),
            ("http://me@127.0.0.1:1", "ws://127.0.0.1:1"),
            ("127.0.0.1", "ws://127.0.0.1:1"),
        ] {
            assert!(local(api, gateway).is_err(), "{api} {gateway}");
        }
        assert!(Endpoints::from_overrides(Some("http://127.0.0.1:1"), None).is_err());
        assert_eq!(Endpoints::from_overrides(None, None), Ok(Endpoints::Discord));
    }

    #[test]
    fn shards_are_a_range() {
        assert_eq!("auto".parse(), Ok(Shards::Recommended));
        let some = |first, last, total| Ok(Shards::Some(GuildPart::new(first, last, total).unwrap()));
        assert_eq!("0-3/8".parse(), some(0, 3, 8));
        assert_eq!("2/3".parse(), some(2, 2, 3));
        for wrong in ["", "3", "3-1/8", "0-8/8", "a-b/c"] {
            assert!(wrong.parse::<Shards>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_not_shown() {
        assert!(!format!("{:?}", Secret::new("abc")).contains("abc"));
    }
}
