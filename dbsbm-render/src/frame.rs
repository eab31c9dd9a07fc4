//! What every picture shares: the head with name and badge, and the foot with the full record.

use std::cmp::Ordering;

use dbsbm_core::money::Units;

use crate::{
    canvas::{At, Canvas, num},
    fonts::Weight::{Medium, SemiBold},
    text::clean,
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
pub(crate) const HEAD: f32 = 120.0;

/// A value under its label.
pub(crate) struct Cell<'t> {
    pub(crate) label: &'t str,
    pub(crate) value: String,
    pub(crate) colour: Rgb,
}

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
        let (soft, left) = (self.soft(20.0), PAD + 72.0);
        self.badge(PAD + 28.0, 65.0, 28.0, badge);
        let top = self.put(At::right(RIGHT, 59.0), self.strong(26.0), right, 220.0);
        let low = self.put(At::right(RIGHT, 88.0), soft, below, 250.0);
        let room = RIGHT - left - 20.0;
        self.put(At::left(left, 59.0), self.strong(27.0), name, room - top.width);
        self.put(At::left(left, 88.0), soft, guild, room - low.width);
    }

    /// Values under their labels, with even gaps between them; the last stands at the right edge.
    pub(crate) fn cells(&mut self, y: f32, left: f32, right: f32, size: f32, cells: &[Cell<'_>]) {
        let measure = |text: &str, weight, size: f32| self.fonts.em_width(&clean(text), weight) * size;
        let wanted: Vec<f32> = cells
            .iter()
            .map(|cell| measure(cell.label, Medium, SMALL).max(measure(&cell.value, SemiBold, size)))
            .collect();
        let gaps = cells.len().saturating_sub(1).max(1) as f32;
        // where they do not fit side by side, the wide ones give way to one width
        let widest = fair_limit(&wanted, right - left - 16.0 * gaps);
        let widths: Vec<f32> = wanted.iter().map(|w| w.min(widest)).collect();
        let gap = (right - left - widths.iter().sum::<f32>()) / gaps;
        let mut x = left;
        for (i, (cell, width)) in cells.iter().zip(&widths).enumerate() {
            let is_last = i + 1 == cells.len() && i > 0;
            let at = |y| {
                if is_last {
                    At::right(right, y)
                } else {
                    At::left(x, y)
                }
            };
            // a hair more room, so that rounding does not shrink what was measured to fit
            let (label, value) = (self.soft(SMALL), self.ink(cell.colour, SemiBold, size));
            self.put(at(y), label, cell.label, width + 0.5);
            self.figure(at(y + 30.0), value, &cell.value, width + 0.5);
            x += width + gap;
        }
    }

    /// Gains in one colour, losses in the other, nothing in neither.
    pub(crate) fn sign_colour(&self, net: Units) -> Rgb {
        match net.cmp(&Units::ZERO) {
            Ordering::Greater => self.palette.good,
            Ordering::Equal => self.palette.text,
            Ordering::Less => self.palette.bad,
        }
    }

    /// The marks as pills from the left; returns where they end.
    pub(crate) fn marks(&mut self, x: f32, cy: f32, marks: &[Mark]) -> f32 {
        let mut at = x;
        for (i, mark) in marks.iter().enumerate() {
            if !marks.iter().take(i).any(|earlier| earlier == mark) {
                at += self.pill(at, cy, mark.word(), self.palette.warn) + 8.0;
            }
        }
        at
    }

    /// The band with the full record, down to the card's lower edge; returns the height of the card.
    pub(crate) fn foot(&mut self, y: f32, record: &RecordView) -> f32 {
        let (text, ground) = (self.palette.text, self.palette.raised);
        let height = y + 146.0;
        self.raw(&format!(
            "<path d=\"M0 {y}H600V{b}A24 24 0 0 1 576 {h}H24A24 24 0 0 1 0 {b}Z\" fill=\"{ground}\"/>",
            y = num(y),
            b = num(height - 24.0),
            h = num(height),
        ));
        let net = record.tally.net();
        let sign = self.sign_colour(net);
        let period = format!("Record, {}", record.period);
        let cell = |label, value, colour| Cell { label, value, colour };
        let cells = [
            cell(&period, record.won_lost_push(), text),
            cell("Decided", format!("n = {}", record.tally.decided()), text),
            cell("Net", signed(net), sign),
            cell("ROI", record.roi_percent(), sign),
        ];
        self.cells(y + 37.0, PAD, RIGHT, 24.0, &cells);
        let prices = format!("Prices: {}", record.prices());
        self.put(At::left(PAD, y + 116.0), self.soft(SMALL), &prices, RIGHT - PAD);
        height
    }
}

/// The largest width that all may have so that together they take no more than `room`.
fn fair_limit(wanted: &[f32], room: f32) -> f32 {
    let mut sorted = wanted.to_vec();
    sorted.sort_by(f32::total_cmp);
    let mut left = room;
    for (i, width) in sorted.iter().enumerate() {
        let share = left / (sorted.len() - i) as f32;
        if *width > share {
            return share;
        }
        left -= width;
    }
    f32::INFINITY
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_cells_give_way_and_narrow_ones_do_not() {
        assert!(fair_limit(&[10.0, 20.0], 100.0).is_infinite());
        let limit = fair_limit(&[10.0, 200.0, 300.0], 100.0);
        assert!((limit - 45.0).abs() < 1e-3, "{limit}");
    }
}
