//! How a bet ended.

use crate::market::codes;

codes! {
    /// How a bet stands or ended. `half_won` and `half_lost` belong to straight bets with that grade; everything else goes
    /// by the sign of the net.
    Outcome, "outcome", {
        /// A leg can still change it.
        Open = "open",
        /// Net above zero.
        Won = "won",
        /// Net below zero.
        Lost = "lost",
        /// Net of zero, with action.
        Push = "push",
        /// A straight bet on a quarter line, half won.
        HalfWon = "half_won",
        /// A straight bet on a quarter line, half lost.
        HalfLost = "half_lost",
        /// No leg had action.
        Void = "void",
    }
}
