//! Time zones as people name them.
//!
//! ```
//! use dbsbm_core::zone::zone_named;
//! assert_eq!(zone_named("america/new_york").unwrap().name(), "America/New_York");
//! assert!(zone_named("New York").unwrap_err().to_string().contains("America/New_York"));
//! ```

use crate::names::nearest;
use chrono_tz::{TZ_VARIANTS, Tz};

/// The longest text that is compared with names of zones, in characters.
const LONGEST: usize = 60;

/// No zone has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no such time zone; nearest: {}", .nearest.join(", "))]
pub struct NoZone {
    /// Zones that look alike, best first.
    pub nearest: Vec<String>,
}

/// The IANA zone of this name, in whatever case.
///
/// # Errors
/// [`NoZone`] with those that look alike.
pub fn zone_named(text: &str) -> Result<Tz, NoZone> {
    let text = text.trim();
    let known = TZ_VARIANTS
        .iter()
        .find(|zone| zone.name().eq_ignore_ascii_case(text));
    known.copied().ok_or_else(|| NoZone {
        nearest: zones_like(text),
    })
}

/// Zones that look alike; a bare city is compared with cities.
fn zones_like(text: &str) -> Vec<String> {
    let text: String = text.chars().take(LONGEST).collect::<String>().replace(' ', "_");
    if text.contains('/') {
        return nearest(&text, TZ_VARIANTS.iter().map(|zone| zone.name()), 3);
    }
    let city = |zone: &Tz| zone.name().rsplit('/').next().unwrap_or_default();
    let mut cities = nearest(&text, TZ_VARIANTS.iter().map(city), 3);
    cities.dedup();
    let zone_of = |name: &String| {
        TZ_VARIANTS
            .iter()
            .find(|zone| city(zone) == name)
            .map(|zone| zone.name().to_string())
    };
    cities.iter().filter_map(zone_of).collect()
}
