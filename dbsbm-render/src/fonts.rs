//! The fonts in the crate: which of them draws a character, and how wide text will be.
//!
//! A line is split here into runs of one font each, so that the picture and the measure agree and nothing is
//! left to a renderer's own idea of a fallback.

use std::sync::Arc;

use harfrust::{FontRef, ShapeOptions, ShaperData, UnicodeBuffer};
use resvg::usvg::{self, fontdb};
use skrifa::MetadataProvider;
use unicode_segmentation::UnicodeSegmentation;

use crate::{RenderError, portrait};

/// Names a browser finds where the crate's own fonts are not installed.
pub(crate) const FAMILIES: &str = "'DBSBM Sans', Inter, 'Segoe UI', system-ui, sans-serif";

/// The three weights of the main typeface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// Captions and running text.
    Medium,
    /// Titles, prices, names.
    SemiBold,
    /// Headline figures.
    ExtraBold,
}

impl Weight {
    pub(crate) fn css(self) -> u16 {
        match self {
            Weight::Medium => 500,
            Weight::SemiBold => 600,
            Weight::ExtraBold => 800,
        }
    }
}

const FILES: [(&str, &[u8]); 5] = [
    (
        "DBSBM Sans Medium",
        include_bytes!("../fonts/DbsbmSans-Medium.ttf"),
    ),
    (
        "DBSBM Sans SemiBold",
        include_bytes!("../fonts/DbsbmSans-SemiBold.ttf"),
    ),
    (
        "DBSBM Sans ExtraBold",
        include_bytes!("../fonts/DbsbmSans-ExtraBold.ttf"),
    ),
    (FALLBACK, include_bytes!("../fonts/DbsbmFallback.ttf")),
    (EMOJI, include_bytes!("../fonts/DbsbmEmoji.ttf")),
];
const FALLBACK: &str = "DBSBM Fallback";
const EMOJI: &str = "DBSBM Emoji";
const FALLBACK_FACE: usize = 3;
const EMOJI_FACE: usize = 4;

/// A stretch of a line that one font draws.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run<'t> {
    pub(crate) text: &'t str,
    /// The family to name, where it is not the main one.
    pub(crate) family: Option<&'static str>,
    /// Width at font size 1.
    pub(crate) em: f32,
}

struct Face {
    font: FontRef<'static>,
    shaper: ShaperData,
    units_per_em: f32,
    id: fontdb::ID,
}

/// The parsed fonts; made once and shared by every picture.
pub(crate) struct Fonts {
    faces: Vec<Face>,
    database: Arc<fontdb::Database>,
}

impl Fonts {
    pub(crate) fn new() -> Result<Self, RenderError> {
        let mut database = fontdb::Database::new();
        let mut faces = Vec::with_capacity(FILES.len());
        for (name, bytes) in FILES {
            let broken = || RenderError::Font { name };
            let id = database.load_font_source(fontdb::Source::Binary(Arc::new(bytes)));
            let font = FontRef::new(bytes).map_err(|_| broken())?;
            let shaper = ShaperData::new(&font);
            let units = shaper.shaper(&font).build().units_per_em();
            faces.push(Face {
                font,
                shaper,
                units_per_em: f32::from(u16::try_from(units).map_err(|_| broken())?),
                id: *id.first().ok_or_else(broken)?,
            });
        }
        Ok(Fonts {
            faces,
            database: Arc::new(database),
        })
    }

    /// Width of a line at font size 1.
    pub(crate) fn em_width(&self, text: &str, weight: Weight) -> f32 {
        self.runs(text, weight).iter().map(|run| run.em).sum()
    }

    /// Splits a line into runs of one font each, in reading order.
    pub(crate) fn runs<'t>(&self, text: &'t str, weight: Weight) -> Vec<Run<'t>> {
        let main = weight as usize;
        let mut parts: Vec<(usize, usize, usize)> = Vec::new();
        for (at, cluster) in text.grapheme_indices(true) {
            let current = parts.last().map(|part| part.0);
            let face = self.face_for(cluster, main, current);
            let end = at + cluster.len();
            match parts.last_mut() {
                Some(part) if part.0 == face => part.2 = end,
                _ => parts.push((face, at, end)),
            }
        }
        parts
            .into_iter()
            .filter_map(|(face, start, end)| {
                let text = text.get(start..end)?;
                let family = match face {
                    FALLBACK_FACE => Some(FALLBACK),
                    EMOJI_FACE => Some(EMOJI),
                    _ => None,
                };
                Some(Run {
                    text,
                    family,
                    em: self.shape(text, face),
                })
            })
            .collect()
    }

    /// The font that draws a grapheme whole; the main one (with its empty box) where none does.
    fn face_for(&self, cluster: &str, main: usize, current: Option<usize>) -> usize {
        if cluster.is_ascii() && cluster != " " {
            return main;
        }
        if cluster == " " {
            // words of one script stay in one run, else their order would be lost in right-to-left text
            return current.filter(|&face| face != EMOJI_FACE).unwrap_or(main);
        }
        let order = if is_emoji(cluster) {
            [EMOJI_FACE, main, FALLBACK_FACE]
        } else {
            [main, FALLBACK_FACE, EMOJI_FACE]
        };
        let covers = |&face: &usize| cluster.chars().all(|c| is_ignorable(c) || self.has(face, c));
        order.iter().copied().find(covers).unwrap_or(main)
    }

    /// Whether any font draws a character.
    pub(crate) fn has_any(&self, c: char) -> bool {
        (0..self.faces.len()).any(|face| self.has(face, c))
    }

    fn has(&self, face: usize, c: char) -> bool {
        self.faces
            .get(face)
            .is_some_and(|face| face.font.charmap().map(c).is_some())
    }

    fn shape(&self, text: &str, face: usize) -> f32 {
        let Some(face) = self.faces.get(face) else {
            return 0.0;
        };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaper = face.shaper.shaper(&face.font).build();
        let glyphs = shaper.shape(buffer, ShapeOptions::new());
        let width: i64 = glyphs
            .glyph_positions()
            .iter()
            .map(|p| i64::from(p.x_advance))
            .sum();
        width as f32 / face.units_per_em
    }

    /// Settings for the SVG reader: our fonts by name and weight, and no fallback of its own.
    pub(crate) fn options(&self) -> usvg::Options<'static> {
        let ids: Vec<fontdb::ID> = self.faces.iter().map(|face| face.id).collect();
        let select_font = Box::new(move |font: &usvg::Font, _: &mut Arc<fontdb::Database>| {
            let named = |family: &str| {
                font.families()
                    .iter()
                    .any(|f| matches!(f, usvg::FontFamily::Named(name) if name == family))
            };
            let face = match font.weight() {
                _ if named(EMOJI) => EMOJI_FACE,
                _ if named(FALLBACK) => FALLBACK_FACE,
                0..=500 => Weight::Medium as usize,
                501..=700 => Weight::SemiBold as usize,
                _ => Weight::ExtraBold as usize,
            };
            ids.get(face).copied()
        });
        let font_resolver = usvg::FontResolver {
            select_font,
            select_fallback: Box::new(|_, _, _| None),
        };
        usvg::Options {
            fontdb: Arc::clone(&self.database),
            font_resolver,
            image_href_resolver: portrait::only_png(),
            ..usvg::Options::default()
        }
    }
}

fn is_emoji(cluster: &str) -> bool {
    cluster.contains('\u{FE0F}')
        || cluster.chars().next().is_some_and(|c| {
            matches!(c, '\u{1F000}'..='\u{1FAFF}' | '\u{231A}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}' | '\u{2B50}' | '\u{2B55}')
        })
}

/// Joiners and selectors: they change how others look and have no look of their own.
fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{2060}' | '\u{AD}' | '\u{E0020}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn families(text: &str) -> Vec<(String, Option<&'static str>)> {
        let fonts = Fonts::new().unwrap();
        fonts
            .runs(text, Weight::Medium)
            .into_iter()
            .map(|r| (r.text.to_owned(), r.family))
            .collect()
    }

    #[test]
    fn each_character_finds_its_font() {
        assert_eq!(families("Bodø/Glimt"), [("Bodø/Glimt".to_owned(), None)]);
        assert_eq!(
            families("הפועל תל אביב -4.5 🔥"),
            [
                ("הפועל תל אביב ".to_owned(), Some(FALLBACK)),
                ("-4.5 ".to_owned(), None),
                ("🔥".to_owned(), Some(EMOJI))
            ]
        );
        assert_eq!(families("漢字"), [("漢字".to_owned(), None)]);
    }

    #[test]
    fn digits_are_of_one_width() {
        let fonts = Fonts::new().unwrap();
        for weight in [Weight::Medium, Weight::SemiBold, Weight::ExtraBold] {
            let widths: Vec<f32> = ('0'..='9')
                .map(|d| fonts.em_width(&d.to_string(), weight))
                .collect();
            assert!(
                widths.windows(2).all(|w| (w[0] - w[1]).abs() < 1e-6),
                "{widths:?}"
            );
        }
    }

    #[test]
    fn a_joined_emoji_is_as_wide_as_one() {
        let fonts = Fonts::new().unwrap();
        let one = fonts.em_width("👩", Weight::Medium);
        assert!((fonts.em_width("👩‍👩‍👧‍👦", Weight::Medium) - one).abs() < 0.2);
    }
}
