//! Which internet addresses a webhook may reach: public ones. The sender asks this again for every address that a name
//! resolves to, because a name can point anywhere.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// An address inside a machine or network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{address} is {what}: a webhook goes to public addresses only")]
pub struct AddressRefusal {
    /// The address.
    pub address: IpAddr,
    /// What it is.
    pub what: &'static str,
}

impl AddressRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        "webhook_address"
    }
}

/// Ranges that are not public: IANA's special-purpose registry for IPv4, by first address and prefix length.
const NOT_PUBLIC_V4: &[([u8; 4], u32, &str)] = &[
    ([0, 0, 0, 0], 8, "no address of a host"),
    ([10, 0, 0, 0], 8, "a private address"),
    ([100, 64, 0, 0], 10, "an address of a carrier's own network"),
    ([127, 0, 0, 0], 8, "a loopback address"),
    (
        [169, 254, 0, 0],
        16,
        "a link-local address, where clouds keep their metadata",
    ),
    ([172, 16, 0, 0], 12, "a private address"),
    ([192, 0, 0, 0], 24, "reserved"),
    ([192, 0, 2, 0], 24, "kept for documentation"),
    ([192, 88, 99, 0], 24, "a relay of IPv6"),
    ([192, 168, 0, 0], 16, "a private address"),
    ([198, 18, 0, 0], 15, "kept for measurements"),
    ([198, 51, 100, 0], 24, "kept for documentation"),
    ([203, 0, 113, 0], 24, "kept for documentation"),
    ([224, 0, 0, 0], 4, "a multicast address"),
    ([240, 0, 0, 0], 4, "reserved"),
];

/// The part of IPv6 that is handed out to the public, and what in it is not: documentation, and everything that stands
/// for an IPv4 address.
const PUBLIC_V6: (u128, u32) = (0x2000 << 112, 3);
const NOT_PUBLIC_V6: &[(u128, u32, &str)] = &[
    (0x2001 << 112, 23, "kept for protocols"),
    (0x2001_0db8 << 96, 32, "kept for documentation"),
    (0x2002 << 112, 16, "an IPv4 address in disguise"),
    (0x3fff << 112, 20, "kept for documentation"),
];

/// Whether a webhook may connect to this address.
///
/// # Errors
/// [`AddressRefusal`] says what the address is.
pub fn public_address(address: IpAddr) -> Result<(), AddressRefusal> {
    let found = match address {
        IpAddr::V4(v4) => inner_v4(v4),
        IpAddr::V6(v6) => inner_v6(v6),
    };
    found.map_or(Ok(()), |what| Err(AddressRefusal { address, what }))
}

fn inner_v4(address: Ipv4Addr) -> Option<&'static str> {
    let bits = address.to_bits();
    let row = NOT_PUBLIC_V4
        .iter()
        .find(|(first, length, _)| (bits ^ u32::from_be_bytes(*first)) >> (32 - length) == 0);
    row.map(|(_, _, what)| *what)
}

fn inner_v6(address: Ipv6Addr) -> Option<&'static str> {
    let bits = address.to_bits();
    let within = |first: u128, length: u32| (bits ^ first) >> (128 - length) == 0;
    if !within(PUBLIC_V6.0, PUBLIC_V6.1) {
        return Some("no public address");
    }
    let row = NOT_PUBLIC_V6
        .iter()
        .find(|(first, length, _)| within(*first, *length));
    row.map(|(_, _, what)| *what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_reached() {
        for inner in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.168.1.1",
            "198.19.255.255",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::127.0.0.1",
            "64:ff9b::7f00:1",
            "fc00::1",
            "fd00:ec2::254",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "3fff::1",
            "100::1",
        ] {
            assert!(public_address(inner.parse().unwrap()).is_err(), "{inner}");
        }
        for public in [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.255.255",
            "172.32.0.0",
            "192.167.255.255",
            "198.17.255.255",
            "223.255.255.255",
            "2606:4700::1111",
            "2001:4860:4860::8888",
            "2a00:1450:4001::1",
        ] {
            assert_eq!(public_address(public.parse().unwrap()), Ok(()), "{public}");
        }
    }
}
