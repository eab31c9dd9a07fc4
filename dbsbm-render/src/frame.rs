//! What every picture shares: the head with name and badge, and the foot with the full record.

use dbsbm_core::money::Units;

use crate::{
    canvas::{Anchor, Canvas, num},
    fonts::Weight,
    view::{Badge, Mark, RecordView, Rgb},
};

/// Width of every picture in its own units; a PNG is this or a multiple of it.
pub(crate) const WIDTH: f32 = 600.0;
/// Space between the card's edge and what it shows.
pub(crate) const PAD: f32 = 32.0;
/// The right edge of what it shows.
pub(crate) const RIGHT: f32 = WIDTH - PAD;
/// Size of the smallest text: about eleven pixels on a phone.
pub(crate) const SMALL: f32 = 19.0;
/// Height of the head.
pub(crate) const HEAD: f32 = 116.0;

/// An amount as people see it, with its unit: `2.00u`.
pub(crate) fn amount(units: Units) -> String {
    format!("{}u", units.two_decimals())
}

/// A net with its sign: `+1.82u`.
pub(crate) fn signed(units: Units) -> String {
    format!("{}u", units.signed())
}

impl Canvas<'_> {
    /// Name and guild on the left, two lines on the right.
    pub(crate) fn head(&mut self, badge: &Badge, name: &str, guild: &str, right: &str, below: &str) {
        let (text, soft) = (self.palette.text, self.palette.soft);
        self.badge(PAD + 28.0, 60.0, 28.0, badge);
        let left = PAD + 56.0 + 16.0;
        let top = self.put(
            RIGHT,
            54.0,
            Anchor::End,
            text,
            right,
            Weight::SemiBold,
            26.0,
            220.0,
        );
        let low = self.put(RIGHT, 83.0, Anchor::End, soft, below, Weight::Medium, 20.0, 250.0);
        self.put(
            left,
            54.0,
            Anchor::Start,
            text,
            name,
            Weight::SemiBold,
            27.0,
            RIGHT - left - top.width - 20.0,
        );
        self.put(
            left,
            83.0,
            Anchor::Start,
            soft,
            guild,
            Weight::Medium,
            20.0,
            RIGHT - left - low.width - 20.0,
        );
    }

    /// Values under their labels, spread over the width; the last stands at the right edge.
    pub(crate) fn cells(&mut self, y: f32, left: f32, right: f32, size: f32, cells: &[(&str, String, Rgb)]) {
        let soft = self.palette.soft;
        let slot = (right - left) / cells.len().max(1) as f32;
        for (i, (label, value, colour)) in cells.iter().enumerate() {
            let is_last = i + 1 == cells.len() && i > 0;
            let (x, anchor) = if is_last {
                (right, Anchor::End)
            } else {
                (left + slot * i as f32, Anchor::Start)
            };
            self.put(x, y, anchor, soft, label, Weight::Medium, SMALL, slot - 10.0);
            self.put(
                x,
                y + 30.0,
                anchor,
                *colour,
                value,
                Weight::SemiBold,
                size,
                slot - 10.0,
            );
        }
    }

    /// The marks as pills from the left; returns where they end.
    pub(crate) fn marks(&mut self, x: f32, cy: f32, marks: &[Mark]) -> f32 {
        let colour = self.palette.warn;
        let mut at = x;
        let mut seen = Vec::new();
        for mark in marks {
            if !seen.contains(mark) {
                at += self.pill(at, cy, mark.word(), colour) + 8.0;
                seen.push(*mark);
            }
        }
        at
    }

    /// The band with the full record, down to the card's lower edge; returns the height of the card.
    pub(crate) fn foot(&mut self, y: f32, record: &RecordView) -> f32 {
        let (text, soft, ground) = (self.palette.text, self.palette.soft, self.palette.raised);
        let height = y + 150.0;
        self.raw(&format!(
            "<path d=\"M0 {y}H600V{b}A24 24 0 0 1 576 {h}H24A24 24 0 0 1 0 {b}Z\" fill=\"{ground}\"/>",
            y = num(y),
            b = num(height - 24.0),
            h = num(height),
        ));
        let sign = if record.net.is_positive() {
            self.palette.good
        } else if record.net == Units::ZERO {
            text
        } else {
            self.palette.bad
        };
        let period = format!("Record, {}", record.period);
        let cells = [
            (period.as_str(), record.won_lost_push(), text),
            ("Decided", format!("n = {}", record.decided()), text),
            ("Net", signed(record.net), sign),
            ("ROI", record.roi_percent(), sign),
        ];
        self.record_cells(y + 36.0, &cells);
        let basis = record.basis;
        let prices = format!(
            "Prices: {} available · {} beyond market · {} no market",
            basis.available, basis.beyond_market, basis.no_market
        );
        self.put(
            PAD,
            y + 118.0,
            Anchor::Start,
            soft,
            &prices,
            Weight::Medium,
            SMALL,
            RIGHT - PAD,
        );
        height
    }

    fn record_cells(&mut self, y: f32, cells: &[(&str, String, Rgb); 4]) {
        self.cells(y, PAD, RIGHT, 24.0, cells);
    }
}
