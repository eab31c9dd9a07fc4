//! Pictures that a guild keeps: what they show, and what may be kept.
//!
//! ```
//! use dbsbm_core::guild::{ImageKey, check_png};
//! let key = ImageKey::team("UCL".parse().unwrap(), "Arsenal");
//! assert_eq!(key.to_string(), "team:EPL:Arsenal");
//! assert_eq!("team:EPL:Arsenal".parse(), Ok(key));
//! assert_eq!(check_png(b"GIF89a").unwrap_err().code(), "bad_image");
//! ```

use crate::{id::UserId, market::League, names};

/// The most bytes of a picture.
pub const MAX_IMAGE_BYTES: usize = 256 * 1024;
/// The most pixels of a side.
const MAX_SIDE: u32 = 1_024;
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What a picture shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImageKey {
    /// A team, on slips.
    TeamLogo {
        /// Its league.
        league: League,
        /// Its canonical name.
        team: String,
    },
    /// A capper, beside the name.
    Capper(UserId),
    /// The guild itself.
    Guild,
}

impl ImageKey {
    /// The logo of a team, the same in every competition that it plays in.
    pub fn team(league: League, team: &str) -> Self {
        Self::TeamLogo {
            league: names::home_league(league, team),
            team: team.into(),
        }
    }

    /// Whether the picture is part of the guild's own look, of which its plan allows so many.
    pub const fn is_look(&self) -> bool {
        matches!(self, Self::TeamLogo { .. } | Self::Guild)
    }
}

impl std::fmt::Display for ImageKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TeamLogo { league, team } => write!(f, "team:{league}:{team}"),
            Self::Capper(user) => write!(f, "capper:{user}"),
            Self::Guild => f.write_str("guild"),
        }
    }
}

/// No key of a picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` says of no picture what it shows")]
pub struct ImageKeyError(String);

impl std::str::FromStr for ImageKey {
    type Err = ImageKeyError;

    fn from_str(text: &str) -> Result<Self, ImageKeyError> {
        let (kind, rest) = text.split_once(':').unwrap_or((text, ""));
        let team = |(league, team): (&str, &str)| {
            Some(Self::TeamLogo {
                league: league.parse().ok()?,
                team: team.into(),
            })
        };
        match kind {
            "team" => rest.split_once(':').and_then(team),
            "capper" => rest.parse().ok().map(Self::Capper),
            "guild" => Some(Self::Guild),
            _ => None,
        }
        .ok_or_else(|| ImageKeyError(text.chars().take(40).collect()))
    }
}

/// A picture that is not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// Too many bytes.
    #[error("the picture has {given} bytes, at most {MAX_IMAGE_BYTES} are kept: make it smaller")]
    TooLarge {
        /// How many it has.
        given: usize,
    },
    /// Something else than a PNG.
    #[error("the file is no PNG picture")]
    NotPng,
    /// Too many pixels.
    #[error("the picture is {width} by {height} pixels, at most {MAX_SIDE} a side are kept: scale it down")]
    TooWide {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
}

impl ImageError {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } | Self::TooWide { .. } => "image_too_large",
            Self::NotPng => "bad_image",
        }
    }
}

/// Checks size and head of a PNG; width and height when it may be kept.
///
/// # Errors
/// [`ImageError`] names the bound.
pub fn check_png(bytes: &[u8]) -> Result<(u32, u32), ImageError> {
    if bytes.len() > MAX_IMAGE_BYTES {
        return Err(ImageError::TooLarge { given: bytes.len() });
    }
    // The first chunk of a PNG is IHDR: its length, its name, then width and height.
    let head = bytes.strip_prefix(SIGNATURE).ok_or(ImageError::NotPng)?;
    if head.get(4..8) != Some(b"IHDR") {
        return Err(ImageError::NotPng);
    }
    let side = |from: usize| {
        let bytes = head.get(from..from + 4).and_then(|b| <[u8; 4]>::try_from(b).ok());
        bytes
            .map(u32::from_be_bytes)
            .filter(|side| *side > 0)
            .ok_or(ImageError::NotPng)
    };
    let (width, height) = (side(8)?, side(12)?);
    if width > MAX_SIDE || height > MAX_SIDE {
        return Err(ImageError::TooWide { width, height });
    }
    Ok((width, height))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = SIGNATURE.to_vec();
        bytes.extend([0, 0, 0, 13]);
        bytes.extend(b"IHDR");
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        let keys = [
            ImageKey::team("EPL".parse().unwrap(), "Club: of colons"),
            ImageKey::Capper(UserId::new(7).unwrap()),
            ImageKey::Guild,
        ];
        for key in keys {
            assert_eq!(key.to_string().parse(), Ok(key));
        }
        for odd in ["", "team", "team:NFL", "team:XYZ:Packers", "capper:x", "guilds"] {
            assert!(odd.parse::<ImageKey>().is_err(), "{odd}");
        }
    }

    #[test]
    fn only_small_png_pictures_are_kept() {
        assert_eq!(check_png(&png(64, 32)), Ok((64, 32)));
        assert_eq!(check_png(&png(0, 32)), Err(ImageError::NotPng));
        assert_eq!(check_png(SIGNATURE), Err(ImageError::NotPng));
        assert_eq!(check_png(&png(1, 1)[..20]), Err(ImageError::NotPng));
        assert_eq!(check_png(&png(2_000, 1)).unwrap_err().code(), "image_too_large");
        let large = vec![0; MAX_IMAGE_BYTES + 1];
        assert_eq!(check_png(&large).unwrap_err().code(), "image_too_large");
    }
}
