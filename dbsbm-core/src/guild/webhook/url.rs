//! Addresses that a webhook may have: `https`, a plain public host, nothing that two readers could read differently.

use super::{AddressRefusal, public_address};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The longest address of a webhook, in bytes.
const MAX_LENGTH: usize = 500;
/// Endings of names that never leave a network.
const INNER_NAMES: &[&str] = &[
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "arpa",
    "test",
    "invalid",
    "onion",
];

/// An address that a webhook may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookUrl {
    text: String,
    host: String,
    port: u16,
}

impl WebhookUrl {
    /// The whole address.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host: a name, or an address without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port.
    pub const fn port(&self) -> u16 {
        self.port
    }
}

/// An address that a webhook may not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum UrlError {
    /// Too long.
    #[error("the address has {given} bytes, at most {MAX_LENGTH} are taken")]
    TooLong {
        /// How long it is.
        given: usize,
    },
    /// Another scheme, or none.
    #[error("a webhook's address begins with https://")]
    NotHttps,
    /// A blank, a control character, a backslash or something outside ASCII.
    #[error(
        "the address holds `{0}`, which addresses may not hold: encode it as %XX, and a host outside ASCII as xn--"
    )]
    BadCharacter(char),
    /// A name or password before the host.
    #[error("the address may not hold a user name or password: check the signature instead")]
    Login,
    /// The host is no name and no address in its usual spelling.
    #[error("`{0}` is no public host: write a name such as hooks.example.com")]
    BadHost(String),
    /// The port is no number from 1 to 65535.
    #[error("`{0}` is no port: write a number from 1 to 65535, or none")]
    BadPort(String),
    /// The host is an address that is not public.
    #[error(transparent)]
    Address(#[from] AddressRefusal),
}

impl UrlError {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Address(refusal) => refusal.code(),
            Self::BadHost(_) => "webhook_host",
            _ => "webhook_url",
        }
    }
}

/// Checks the address of a webhook.
///
/// # Errors
/// [`UrlError`] says what is wrong with it.
pub fn check_url(text: &str) -> Result<WebhookUrl, UrlError> {
    let text = text.trim();
    if text.len() > MAX_LENGTH {
        return Err(UrlError::TooLong { given: text.len() });
    }
    let odd = |c: &char| {
        !c.is_ascii_graphic() || matches!(c, '\\' | '"' | '<' | '>' | '`' | '{' | '}' | '^' | '|' | '#')
    };
    if let Some(c) = text.chars().find(odd) {
        return Err(UrlError::BadCharacter(c));
    }
    let rest = match text.split_at_checked(8) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https://") => rest,
        _ => return Err(UrlError::NotHttps),
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    if authority.contains('@') {
        return Err(UrlError::Login);
    }
    let (host, port) = host_and_port(authority)?;
    let shown = if host.contains(':') {
        format!("[{host}]")
    } else {
        host.clone()
    };
    let slash = if path.starts_with('/') { "" } else { "/" };
    let at = if port == 443 {
        String::new()
    } else {
        format!(":{port}")
    };
    Ok(WebhookUrl {
        text: format!("https://{shown}{at}{slash}{path}"),
        host,
        port,
    })
}

fn host_and_port(authority: &str) -> Result<(String, u16), UrlError> {
    let bad_host = || UrlError::BadHost(authority.chars().take(60).collect());
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (inside, after) = rest.split_once(']').ok_or_else(bad_host)?;
            let address: Ipv6Addr = inside.parse().map_err(|_| bad_host())?;
            public_address(IpAddr::V6(address))?;
            let port = match after {
                "" => None,
                after => Some(after.strip_prefix(':').ok_or_else(bad_host)?),
            };
            (address.to_string(), port)
        }
        None => {
            let (host, port) = match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, None),
            };
            (name_or_v4(host)?, port)
        }
    };
    let port = match port {
        None => 443,
        Some(text) => {
            let number = text
                .parse::<u16>()
                .ok()
                .filter(|n| *n > 0 && text.bytes().all(|b| b.is_ascii_digit()));
            number.ok_or_else(|| UrlError::BadPort(text.chars().take(20).collect()))?
        }
    };
    Ok((host, port))
}

/// A name of at least two labels, or four plain decimal numbers. What ends in a number otherwise (`0x7f.1`, `127.1`,
/// `2130706433`, `0177.0.0.1`) is an address to some readers and a name to others.
fn name_or_v4(host: &str) -> Result<String, UrlError> {
    let bad = || UrlError::BadHost(host.chars().take(60).collect());
    let host = host.to_ascii_lowercase();
    let labels: Vec<&str> = host.split('.').collect();
    let last = labels.last().copied().unwrap_or_default();
    let numeric = last.starts_with(|c: char| c.is_ascii_digit());
    if numeric {
        let address: Ipv4Addr = host.parse().map_err(|_| bad())?;
        public_address(IpAddr::V4(address))?;
        return Ok(host);
    }
    let label = |l: &&str| {
        (1..=63).contains(&l.len())
            && l.bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !l.starts_with('-')
            && !l.ends_with('-')
    };
    let inner = INNER_NAMES.contains(&last);
    if host.len() > 253 || labels.len() < 2 || inner || !labels.iter().all(label) {
        return Err(bad());
    }
    Ok(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_public_addresses_pass_in_one_spelling() {
        for (given, text, host, port) in [
            (
                "https://hooks.example.com",
                "https://hooks.example.com/",
                "hooks.example.com",
                443,
            ),
            (
                "HTTPS://Hooks.Example.COM:443/a?b=c",
                "https://hooks.example.com/a?b=c",
                "hooks.example.com",
                443,
            ),
            (
                "https://example.com:8443?x",
                "https://example.com:8443/?x",
                "example.com",
                8443,
            ),
            ("https://8.8.8.8/x", "https://8.8.8.8/x", "8.8.8.8", 443),
            (
                "https://[2606:4700::1111]/x",
                "https://[2606:4700::1111]/x",
                "2606:4700::1111",
                443,
            ),
            (
                "https://xn--bcher-kva.example.com/%20",
                "https://xn--bcher-kva.example.com/%20",
                "xn--bcher-kva.example.com",
                443,
            ),
        ] {
            let url = check_url(given).unwrap();
            assert_eq!(
                (url.as_str(), url.host(), url.port()),
                (text, host, port),
                "{given}"
            );
        }
    }

    #[test]
    fn whatever_leads_inside_or_reads_two_ways_is_refused() {
        for (given, code) in [
            ("http://example.com/", "webhook_url"),
            ("ftp://example.com/", "webhook_url"),
            ("example.com/hook", "webhook_url"),
            ("https://", "webhook_host"),
            ("https://user:pass@example.com/", "webhook_url"),
            ("https://example.com@10.0.0.1/", "webhook_url"),
            ("https://example.com\\@10.0.0.1/", "webhook_url"),
            ("https://exa mple.com/", "webhook_url"),
            ("https://\u{ff11}27.0.0.1/", "webhook_url"),
            ("https://localhost/", "webhook_host"),
            ("https://db/", "webhook_host"),
            ("https://foo.localhost/", "webhook_host"),
            ("https://metadata.google.internal/", "webhook_host"),
            ("https://printer.local/", "webhook_host"),
            ("https://example.com./", "webhook_host"),
            ("https://127.0.0.1/", "webhook_address"),
            ("https://169.254.169.254/latest/meta-data", "webhook_address"),
            ("https://192.168.0.1/", "webhook_address"),
            ("https://127.1/", "webhook_host"),
            ("https://2130706433/", "webhook_host"),
            ("https://0x7f000001/", "webhook_host"),
            ("https://0x7f.0.0.1/", "webhook_host"),
            ("https://0177.0.0.1/", "webhook_host"),
            ("https://1.2.3.4.5/", "webhook_host"),
            ("https://a.0x7f/", "webhook_host"),
            ("https://[::1]/", "webhook_address"),
            ("https://[::ffff:127.0.0.1]/", "webhook_address"),
            ("https://[fd00::1]/", "webhook_address"),
            ("https://[fe80::1%25eth0]/", "webhook_host"),
            ("https://[::1/", "webhook_host"),
            ("https://example.com:0/", "webhook_url"),
            ("https://example.com:+1/", "webhook_url"),
            ("https://example.com:70000/", "webhook_url"),
            ("https://example.com:/", "webhook_url"),
            ("https://example.com/#part", "webhook_url"),
        ] {
            let error = check_url(given).unwrap_err();
            assert_eq!(error.code(), code, "{given}: {error}");
        }
        assert!(check_url(&format!("https://example.com/{}", "a".repeat(500))).is_err());
    }
}
