//! Grades of a leg.

use crate::market::codes;

codes! {
    /// What became of a leg.
    Grade, "grade", {
        /// Won: pays the decimal price.
        Win = "win",
        /// Half won: pays (d + 1) / 2.
        HalfWin = "half_win",
        /// Stake back.
        Push = "push",
        /// Half lost: pays 1/2.
        HalfLoss = "half_loss",
        /// Lost: pays nothing.
        Loss = "loss",
        /// No action: stake back.
        Void = "void",
        /// Each-way: lost the win part, won the place part.
        Placed = "placed",
        /// Not decided yet.
        Open = "open",
    }
}

impl Grade {
    /// The grade in words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::HalfWin => "half win",
            Self::HalfLoss => "half loss",
            other => other.code(),
        }
    }

    /// The grade of the other side of a two-sided market. None where the other side is not the mirror of this one.
    pub const fn opposite(self) -> Option<Self> {
        Some(match self {
            Self::Win => Self::Loss,
            Self::HalfWin => Self::HalfLoss,
            Self::HalfLoss => Self::HalfWin,
            Self::Loss => Self::Win,
            Self::Push | Self::Void | Self::Open => self,
            Self::Placed => return None,
        })
    }

    /// True when the leg has been played: anything but void and open.
    pub const fn had_action(self) -> bool {
        !matches!(self, Self::Void | Self::Open)
    }
}
