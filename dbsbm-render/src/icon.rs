//! Marks for outcomes and grades: a shape for each, so that colour is never the only sign.

use dbsbm_core::{bet::Status, settle::Grade};

use crate::{
    canvas::{Canvas, num},
    view::Rgb,
};

/// The shapes, in a box from -10 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Check,
    HalfCheck,
    Equals,
    HalfCross,
    Cross,
    Slash,
    Clock,
    Back,
    Dots,
}

impl Icon {
    pub(crate) fn of_status(status: Status) -> Self {
        match status {
            Status::Draft => Icon::Dots,
            Status::Won => Icon::Check,
            Status::HalfWon => Icon::HalfCheck,
            Status::Push => Icon::Equals,
            Status::HalfLost => Icon::HalfCross,
            Status::Lost => Icon::Cross,
            Status::Void | Status::Expired => Icon::Slash,
            Status::Withdrawn => Icon::Back,
            _ => Icon::Clock,
        }
    }

    pub(crate) fn of_grade(grade: Grade) -> Self {
        match grade {
            Grade::Win => Icon::Check,
            Grade::HalfWin | Grade::Placed => Icon::HalfCheck,
            Grade::Push => Icon::Equals,
            Grade::HalfLoss => Icon::HalfCross,
            Grade::Loss => Icon::Cross,
            Grade::Void => Icon::Slash,
            _ => Icon::Clock,
        }
    }

    /// A stroke, and whether the disc behind it is full, half full or a ring.
    fn parts(self) -> (&'static str, Disc) {
        match self {
            Icon::Check => ("M-4.6 0.4L-1.4 3.6L4.8 -3.4", Disc::Full),
            Icon::HalfCheck => ("M-4.6 0.4L-1.4 3.6L4.8 -3.4", Disc::Half),
            Icon::Equals => ("M-4.4 -2.2H4.4M-4.4 2.2H4.4", Disc::Full),
            Icon::HalfCross => ("M-3.6 -3.6L3.6 3.6M3.6 -3.6L-3.6 3.6", Disc::Half),
            Icon::Cross => ("M-3.6 -3.6L3.6 3.6M3.6 -3.6L-3.6 3.6", Disc::Full),
            Icon::Slash => ("M-4.2 4.2L4.2 -4.2", Disc::Ring),
            Icon::Clock => ("M0 -5V0.4L3.6 2.6", Disc::Ring),
            Icon::Dots => ("M-4 0h0.01M0 0h0.01M4 0h0.01", Disc::Ring),
            Icon::Back => ("M4.6 0H-4.6M-1 -3.6L-4.6 0L-1 3.6", Disc::Ring),
        }
    }
}

enum Disc {
    Full,
    Half,
    Ring,
}

impl Canvas<'_> {
    /// A mark with its centre at (cx, cy); `ground` is what it stands on.
    pub(crate) fn icon(&mut self, cx: f32, cy: f32, radius: f32, icon: Icon, colour: Rgb, ground: Rgb) {
        let (stroke, disc) = icon.parts();
        let (behind, ink) = match disc {
            Disc::Full => (format!("<circle r=\"10\" fill=\"{colour}\"/>"), ground),
            Disc::Half => (
                format!(
                    "<circle r=\"9\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\
                     <path d=\"M-10 0A10 10 0 0 0 10 0Z\" fill=\"{colour}\" fill-opacity=\"0.35\"/>"
                ),
                colour,
            ),
            Disc::Ring => (
                format!("<circle r=\"9\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>"),
                colour,
            ),
        };
        self.raw(&format!(
            "<g transform=\"translate({} {}) scale({})\">{behind}<path d=\"{stroke}\" fill=\"none\" \
             stroke=\"{ink}\" stroke-width=\"2.4\" stroke-linecap=\"round\" stroke-linejoin=\"round\"/></g>",
            num(cx),
            num(cy),
            num(radius / 10.0),
        ));
    }
}
