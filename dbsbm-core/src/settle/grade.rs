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
