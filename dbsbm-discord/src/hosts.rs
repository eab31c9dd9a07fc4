//! Where the hosts of outgoing webhooks are: every address that a name leads to must be a public one.
//!
//! For tests a table says where some hosts are, in the place of what the internet says. It may let a server of this machine
//! play a host; so it is only taken by a bot whose Discord is a stand-in too.

use crate::config::{ConfigError, Endpoints};
use dbsbm_core::guild::webhook::{WebhookUrl, public_address};
use reqwest::Url;
use std::{
    collections::HashMap,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

/// How long finding a host may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Finds hosts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hosts(HashMap<String, Known>);

/// What the table says of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Known {
    /// The name leads to this address.
    Leads(IpAddr),
    /// This server on this machine plays the host, without TLS.
    Played(SocketAddr),
}

/// Where a request goes: this address and no other, whatever the name leads to a moment later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Destination {
    /// What is asked.
    pub url: Url,
    /// Where it is asked.
    pub addresses: Vec<SocketAddr>,
    /// Whether it is a host that a test plays.
    pub played: bool,
}

impl Hosts {
    /// Every host is where the internet says.
    pub fn of_the_internet() -> Self {
        Self::default()
    }

    /// With a table for tests: `a.example.com=http://127.0.0.1:4711` has this machine play a host, `b.example.com=10.0.0.1`
    /// says where a name leads.
    ///
    /// # Errors
    /// [`ConfigError::HostsAlone`] where Discord is no stand-in, [`ConfigError::Hosts`] for what is no such table.
    pub fn from_override(table: Option<&str>, endpoints: &Endpoints) -> Result<Self, ConfigError> {
        let Some(table) = table else {
            return Ok(Self::of_the_internet());
        };
        if matches!(endpoints, Endpoints::Discord) {
            return Err(ConfigError::HostsAlone);
        }
        let rows = table.split(',').map(|row| {
            let known = row
                .split_once('=')
                .and_then(|(host, place)| Some((host.to_string(), known(place)?)));
            known.ok_or_else(|| ConfigError::Hosts(row.chars().take(80).collect()))
        });
        rows.collect::<Result<_, _>>().map(Self)
    }

    /// Where a webhook's messages go.
    ///
    /// # Errors
    /// In words why it goes nowhere.
    pub(crate) async fn find(&self, webhook: &WebhookUrl) -> Result<Destination, String> {
        let mut url = Url::parse(webhook.as_str()).map_err(|e| e.to_string())?;
        let addresses = match self.0.get(webhook.host()) {
            Some(Known::Played(server)) => {
                let spoken = url
                    .set_scheme("http")
                    .and_then(|()| url.set_port(Some(server.port())));
                spoken.map_err(|()| "the host cannot be played".to_string())?;
                return Ok(Destination {
                    url,
                    addresses: vec![*server],
                    played: true,
                });
            }
            Some(Known::Leads(address)) => vec![SocketAddr::new(*address, webhook.port())],
            None => resolved(webhook.host(), webhook.port()).await?,
        };
        for address in &addresses {
            public_address(address.ip()).map_err(|e| e.to_string())?;
        }
        Ok(Destination {
            url,
            addresses,
            played: false,
        })
    }
}

fn known(place: &str) -> Option<Known> {
    match place.strip_prefix("http://") {
        Some(server) => {
            let server: SocketAddr = server.parse().ok()?;
            server.ip().is_loopback().then_some(Known::Played(server))
        }
        None => place.parse().ok().map(Known::Leads),
    }
}

/// Where the internet says that a name leads.
async fn resolved(host: &str, port: u16) -> Result<Vec<SocketAddr>, String> {
    let nowhere = || "the name leads nowhere".to_string();
    let asked = tokio::net::lookup_host((host.trim_matches(['[', ']']), port));
    let found = tokio::time::timeout(PATIENCE, asked).await;
    let found: Vec<SocketAddr> = found.map_err(|_| nowhere())?.map_err(|_| nowhere())?.collect();
    if found.is_empty() {
        return Err(nowhere());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbsbm_core::guild::webhook::check_url;

    fn local() -> Endpoints {
        Endpoints::from_overrides(Some("http://127.0.0.1:1"), Some("ws://127.0.0.1:1")).unwrap()
    }

    #[test]
    fn a_table_is_for_tests_alone() {
        let table = |text| Hosts::from_override(Some(text), &local());
        assert_eq!(
            Hosts::from_override(Some("a.example.com=10.0.0.1"), &Endpoints::Discord),
            Err(ConfigError::HostsAlone)
        );
        for wrong in [
            "",
            "a.example.com",
            "a.example.com=",
            "a.example.com=http://10.0.0.1:80",
            "a.example.com=https://127.0.0.1:80",
            "a.example.com=http://localhost:80",
        ] {
            assert!(matches!(table(wrong), Err(ConfigError::Hosts(_))), "{wrong}");
        }
        assert!(table("a.example.com=http://127.0.0.1:80,b.example.com=10.0.0.1").is_ok());
        assert_eq!(
            Hosts::from_override(None, &Endpoints::Discord),
            Ok(Hosts::default())
        );
    }

    #[tokio::test]
    async fn a_name_that_leads_inside_is_refused() {
        for (address, what) in [
            ("127.0.0.1", "loopback"),
            ("::1", "no public address"),
            ("10.0.0.1", "private"),
            ("169.254.169.254", "link-local"),
            ("::ffff:192.168.0.1", "no public address"),
        ] {
            let hosts = Hosts::from_override(Some(&format!("a.example.com={address}")), &local()).unwrap();
            let url = check_url("https://a.example.com/x").unwrap();
            let refused = hosts.find(&url).await.unwrap_err();
            assert!(refused.contains(what), "{address}: {refused}");
        }
    }

    #[tokio::test]
    async fn a_played_host_is_asked_on_this_machine() {
        let hosts = Hosts::from_override(Some("a.example.com=http://127.0.0.1:4711"), &local()).unwrap();
        let url = check_url("https://a.example.com/x?y=1").unwrap();
        let found = hosts.find(&url).await.unwrap();
        assert_eq!(found.url.as_str(), "http://a.example.com:4711/x?y=1");
        assert_eq!(found.addresses, ["127.0.0.1:4711".parse().unwrap()]);
        // What the table does not name is looked for outside, and this name can lead only inside.
        assert!(
            resolved("localhost", 443)
                .await
                .unwrap()
                .iter()
                .all(|a| public_address(a.ip()).is_err())
        );
    }
}
