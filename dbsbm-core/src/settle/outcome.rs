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

impl Outcome {
    /// The outcome in words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::HalfWon => "half won",
            Self::HalfLost => "half lost",
            other => other.code(),
        }
    }

    /// True for won, half won, lost and half lost: the bets that rates are counted over.
    pub const fn is_decided(self) -> bool {
        matches!(self, Self::Won | Self::Lost | Self::HalfWon | Self::HalfLost)
    }
}
