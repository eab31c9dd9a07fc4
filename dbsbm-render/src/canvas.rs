//! Writes SVG: shapes and fitted text, one element a line, the same bytes for the same input.

use std::fmt::Write as _;

use crate::{
    fonts::{FAMILIES, Fonts, Weight},
    text::{Line, escape},
    theme::{Palette, contrast},
    view::{Badge, Rgb},
};

/// Where a text hangs on its x.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// A picture in the making.
pub(crate) struct Canvas<'f> {
    pub(crate) fonts: &'f Fonts,
    pub(crate) palette: &'f Palette,
    body: String,
}

/// A coordinate with at most two decimals.
pub(crate) fn num(v: f32) -> String {
    let text = format!("{v:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

impl<'f> Canvas<'f> {
    pub(crate) fn new(fonts: &'f Fonts, palette: &'f Palette) -> Self {
        Self {
            fonts,
            palette,
            body: String::with_capacity(8 * 1024),
        }
    }

    /// The finished document.
    pub(crate) fn finish(self, width: f32, height: f32, title: &str) -> String {
        let (w, h, title) = (num(width), num(height), escape(title));
        let card = self.palette.card;
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"0 0 {w} {h}\" \
             font-family=\"{FAMILIES}\" role=\"img\">\n<title>{title}</title>\n\
             <rect width=\"{w}\" height=\"{h}\" rx=\"24\" fill=\"{card}\"/>\n{}</svg>\n",
            self.body
        )
    }

    /// Adds one element, already written.
    pub(crate) fn raw(&mut self, element: &str) {
        self.body.push_str(element);
        self.body.push('\n');
    }

    pub(crate) fn rect(&mut self, x: f32, y: f32, w: f32, h: f32, radius: f32, fill: Rgb) {
        let (x, y, w, h, r) = (num(x), num(y), num(w.max(0.0)), num(h.max(0.0)), num(radius));
        self.raw(&format!(
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{r}\" fill=\"{fill}\"/>"
        ));
    }

    pub(crate) fn rule(&mut self, x1: f32, x2: f32, y: f32) {
        self.rect(x1, y - 0.75, x2 - x1, 1.5, 0.0, self.palette.line);
    }

    /// A line of text with its baseline at `y`.
    pub(crate) fn text(&mut self, x: f32, y: f32, anchor: Anchor, fill: Rgb, line: &Line) {
        if line.text.is_empty() {
            return;
        }
        let runs = self.fonts.runs(&line.text, line.weight);
        let mut out = format!(
            "<text y=\"{}\" font-size=\"{}\" font-weight=\"{}\" fill=\"{fill}\"",
            num(y),
            num(line.size),
            line.weight.css()
        );
        // one run leaves the alignment to the reader, whatever font it has
        if let [run] = runs.as_slice() {
            let _ = write!(out, " x=\"{}\"", num(x));
            match anchor {
                Anchor::Start => {}
                Anchor::Middle => out.push_str(" text-anchor=\"middle\""),
                Anchor::End => out.push_str(" text-anchor=\"end\""),
            }
            if let Some(family) = run.family {
                let _ = write!(out, " font-family=\"'{family}', {}\"", FAMILIES);
            }
            let _ = write!(out, ">{}</text>", escape(run.text));
        } else {
            out.push('>');
            let mut at = match anchor {
                Anchor::Start => x,
                Anchor::Middle => x - line.width / 2.0,
                Anchor::End => x - line.width,
            };
            for run in &runs {
                let shown = run.text.trim_start();
                let lead = run.text.len() - shown.len();
                let gap = self
                    .fonts
                    .em_width(run.text.get(..lead).unwrap_or_default(), line.weight)
                    * line.size;
                let _ = write!(out, "<tspan x=\"{}\"", num(at + gap));
                if let Some(family) = run.family {
                    let _ = write!(out, " font-family=\"'{family}', {}\"", FAMILIES);
                }
                let _ = write!(out, ">{}</tspan>", escape(shown.trim_end()));
                at += run.em * line.size;
            }
            out.push_str("</text>");
        }
        self.raw(&out);
    }

    /// Fits and writes in one step; gives the line back for what stands beside it.
    #[expect(
        clippy::too_many_arguments,
        reason = "place, look and limits of one text; a struct would only rename them"
    )]
    pub(crate) fn put(
        &mut self,
        x: f32,
        y: f32,
        anchor: Anchor,
        fill: Rgb,
        text: &str,
        weight: Weight,
        size: f32,
        room: f32,
    ) -> Line {
        let line = self.fonts.fit(text, weight, size, size * 0.85, room);
        self.text(x, y, anchor, fill, &line);
        line
    }

    /// A round badge with its centre at (cx, cy).
    pub(crate) fn badge(&mut self, cx: f32, cy: f32, radius: f32, badge: &Badge) {
        let (fill, ring) = badge.colours.unwrap_or((self.palette.raised, self.palette.line));
        let ink = match badge.colours {
            None => self.palette.text,
            Some((main, second)) if contrast(main, second) >= 4.5 => second,
            Some((main, _)) if contrast(main, Rgb(255, 255, 255)) >= 3.0 => Rgb(255, 255, 255),
            Some(_) => Rgb(0x10, 0x14, 0x1E),
        };
        let width = radius * 0.11;
        let (x, y, r, w) = (num(cx), num(cy), num(radius - width / 2.0), num(width));
        self.raw(&format!(
            "<circle cx=\"{x}\" cy=\"{y}\" r=\"{r}\" fill=\"{fill}\" stroke=\"{ring}\" stroke-width=\"{w}\"/>"
        ));
        let size = radius * 0.74;
        let line = self
            .fonts
            .fit(&badge.initials, Weight::ExtraBold, size, size * 0.5, radius * 1.5);
        self.text(cx, cy + line.size * 0.365, Anchor::Middle, ink, &line);
    }

    /// A pill with a word in it, its left edge at `x`, its middle at `cy`; returns its width.
    pub(crate) fn pill(&mut self, x: f32, cy: f32, word: &str, colour: Rgb) -> f32 {
        let line = self.fonts.fit(word, Weight::SemiBold, 17.0, 17.0, 300.0);
        let width = line.width + 22.0;
        let ground = self.palette.tinted(colour);
        self.rect(x, cy - 14.0, width, 28.0, 14.0, ground);
        self.text(x + 11.0, cy + 6.1, Anchor::Start, colour, &line);
        width
    }
}
