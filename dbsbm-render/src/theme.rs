//! Colours. Outcomes differ in hue (bluish green against vermilion), in a mark and in a word, so that nobody needs
//! to tell red from green.

use dbsbm_core::bet::{PriceBasis, Status};

use crate::view::Rgb;

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark text on white.
    Light,
    /// Light text on near-black.
    Dark,
}

/// The colours of one theme.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Palette {
    pub(crate) card: Rgb,
    pub(crate) raised: Rgb,
    pub(crate) line: Rgb,
    /// What messages stand on, and what is clicked in them: apart from cards and their feet.
    pub(crate) chat: Rgb,
    pub(crate) button: Rgb,
    pub(crate) text: Rgb,
    pub(crate) soft: Rgb,
    pub(crate) good: Rgb,
    pub(crate) bad: Rgb,
    pub(crate) even: Rgb,
    pub(crate) open: Rgb,
    pub(crate) warn: Rgb,
    /// How strongly an outcome tints the panel it stands on.
    pub(crate) tint: f32,
}

const LIGHT: Palette = Palette {
    card: Rgb(0xFF, 0xFF, 0xFF),
    raised: Rgb(0xF2, 0xF4, 0xF8),
    line: Rgb(0xE2, 0xE6, 0xEE),
    chat: Rgb(0xE9, 0xEC, 0xF2),
    button: Rgb(0xD3, 0xD9, 0xE4),
    text: Rgb(0x10, 0x14, 0x1E),
    soft: Rgb(0x58, 0x61, 0x74),
    good: Rgb(0x00, 0x74, 0x56),
    bad: Rgb(0xB8, 0x3A, 0x08),
    even: Rgb(0x4B, 0x5A, 0x78),
    open: Rgb(0x1F, 0x5F, 0xD6),
    warn: Rgb(0x8A, 0x5A, 0x00),
    tint: 0.10,
};

const DARK: Palette = Palette {
    card: Rgb(0x14, 0x17, 0x1F),
    raised: Rgb(0x1F, 0x24, 0x2F),
    line: Rgb(0x2C, 0x32, 0x40),
    chat: Rgb(0x2B, 0x30, 0x3C),
    button: Rgb(0x42, 0x49, 0x59),
    text: Rgb(0xF4, 0xF6, 0xFB),
    soft: Rgb(0xA3, 0xAD, 0xC0),
    good: Rgb(0x34, 0xD0, 0xA4),
    bad: Rgb(0xFF, 0x83, 0x55),
    even: Rgb(0xB4, 0xC0, 0xD8),
    open: Rgb(0x7D, 0xB2, 0xFF),
    warn: Rgb(0xF2, 0xC1, 0x4E),
    tint: 0.15,
};

impl Theme {
    pub(crate) fn palette(self) -> &'static Palette {
        match self {
            Theme::Light => &LIGHT,
            Theme::Dark => &DARK,
        }
    }
}

impl Palette {
    pub(crate) fn of_status(&self, status: Status) -> Rgb {
        match status {
            Status::Won | Status::HalfWon => self.good,
            Status::Lost | Status::HalfLost => self.bad,
            Status::Open => self.open,
            _ => self.even,
        }
    }

    pub(crate) fn of_basis(&self, basis: PriceBasis) -> Rgb {
        match basis {
            PriceBasis::Available => self.good,
            PriceBasis::BeyondMarket => self.warn,
            _ => self.soft,
        }
    }

    /// The panel colour for something of colour `over`.
    pub(crate) fn tinted(&self, over: Rgb) -> Rgb {
        mix(self.card, over, self.tint)
    }
}

/// `share` of `b` in `a`.
pub(crate) fn mix(a: Rgb, b: Rgb, share: f32) -> Rgb {
    let channel = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share).round() as u8;
    Rgb(channel(a.0, b.0), channel(a.1, b.1), channel(a.2, b.2))
}

/// Relative luminance as WCAG 2 defines it.
pub(crate) fn luminance(c: Rgb) -> f32 {
    let linear = |v: u8| {
        let v = f32::from(v) / 255.0;
        if v <= 0.04045 {
            v / 12.92
        } else {
            ((v + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(c.0) + 0.7152 * linear(c.1) + 0.0722 * linear(c.2)
}

/// Contrast ratio as WCAG 2 defines it.
pub(crate) fn contrast(a: Rgb, b: Rgb) -> f32 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

impl std::fmt::Display for Rgb {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chat_can_be_read() {
        for theme in [Theme::Light, Theme::Dark] {
            let p = theme.palette();
            for (ink, ground) in [
                (p.text, p.chat),
                (p.soft, p.chat),
                (p.text, p.button),
                (p.open, p.tinted(p.open)),
                (p.soft, p.card),
            ] {
                let ratio = contrast(ink, ground);
                assert!(ratio >= 4.5, "{theme:?} {ink} on {ground}: {ratio:.2}");
            }
        }
    }

    #[test]
    fn every_text_can_be_read_on_its_ground() {
        for theme in [Theme::Light, Theme::Dark] {
            let p = theme.palette();
            for (name, colour) in [
                ("text", p.text),
                ("soft", p.soft),
                ("good", p.good),
                ("bad", p.bad),
            ]
            .into_iter()
            .chain([("even", p.even), ("open", p.open), ("warn", p.warn)])
            {
                for ground in [p.card, p.raised, p.tinted(colour)] {
                    let ratio = contrast(colour, ground);
                    assert!(ratio >= 4.5, "{theme:?} {name} on {ground}: {ratio:.2}");
                }
            }
        }
    }
}
