//! The values that a setting may take where a plain number or name is not enough.
//!
//! ```
//! use dbsbm_core::bet::{Kind, StakeIs};
//! use dbsbm_core::guild::StakeDisplay;
//! let minus = ["-110".parse().unwrap()];
//! assert_eq!(StakeDisplay::Risk.bare_stake(&Kind::Straight, &minus), StakeIs::Risk);
//! assert_eq!(StakeDisplay::Auto.bare_stake(&Kind::Straight, &minus), StakeIs::ToWin);
//! ```

use crate::{
    bet::{Kind, StakeIs},
    market::codes,
    odds::{Notation, Odds},
};
use num_bigint::BigUint;

codes! {
    /// What a stake means that says neither risk nor to win (`2u`).
    StakeDisplay, "stake display", {
        /// The amount is risked.
        Risk = "risk",
        /// The amount is to be won.
        ToWin = "to_win",
        /// To be won at a price below evens (minus in American odds), risked at evens and above.
        Auto = "auto",
    }
}

codes! {
    /// What becomes of a slip posted after the first of its games started.
    LateSlips, "policy for late slips", {
        /// It is refused.
        Refuse = "refuse",
        /// It is taken, marked late, and kept out of the verified record.
        Mark = "mark",
    }
}

codes! {
    /// What becomes of a withdrawal after the free two minutes or the first tail.
    WithdrawPolicy, "policy for withdrawals", {
        /// It is refused.
        Free = "free",
        /// It is taken; the bet is settled all the same and its net shown beside the record.
        Shadow = "shadow",
    }
}

codes! {
    /// Whether a capper may grade an own bet.
    SelfGrading, "policy for grading own bets", {
        /// Never.
        No = "no",
        /// Yes, and the bet says so.
        Marked = "marked",
    }
}

impl StakeDisplay {
    /// What a bare stake means on a slip of this kind with these leg prices. Kinds whose stake is per line, or whose
    /// price comes from a table, always risk it: no single price says what is to be won.
    pub fn bare_stake(self, kind: &Kind, prices: &[Odds]) -> StakeIs {
        let below_evens = || match kind {
            Kind::SameGame { price } => below_evens(std::slice::from_ref(price)),
            _ => below_evens(prices),
        };
        match (kind, self) {
            (Kind::Straight | Kind::Parlay | Kind::SameGame { .. }, Self::ToWin) => StakeIs::ToWin,
            (Kind::Straight | Kind::Parlay | Kind::SameGame { .. }, Self::Auto) if below_evens() => {
                StakeIs::ToWin
            }
            _ => StakeIs::Risk,
        }
    }
}

/// Whether the product of the decimal prices is below 2, exactly.
fn below_evens(prices: &[Odds]) -> bool {
    let (mut stake, mut back) = (BigUint::from(1u8), BigUint::from(1u8));
    for price in prices {
        stake *= price.den();
        back *= u128::from(price.num()) + u128::from(price.den());
    }
    !prices.is_empty() && back < stake * 2u8
}

/// In which notation prices are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OddsDisplay {
    /// As the capper typed them.
    Quoted,
    /// All in one notation.
    In(Notation),
}

impl OddsDisplay {
    /// The price as the guild sees it.
    pub fn show(self, price: Odds) -> String {
        match self {
            Self::Quoted => price.to_string(),
            Self::In(notation) => price.to(notation).text,
        }
    }
}

/// A whole number from `MIN` to `MAX`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Whole<const MIN: u32, const MAX: u32>(u32);

impl<const MIN: u32, const MAX: u32> Whole<MIN, MAX> {
    /// The nearest number within the bounds.
    pub const fn clamped(n: u32) -> Self {
        Self(if n < MIN {
            MIN
        } else if n > MAX {
            MAX
        } else {
            n
        })
    }

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bare_stake_means_what_the_guild_says() {
        use StakeDisplay::{Auto, Risk, ToWin};
        let parlay = Kind::Parlay;
        let straight = Kind::Straight;
        let same_game = |price: &str| Kind::SameGame {
            price: price.parse().unwrap(),
        };
        let many = vec!["1.000001"; 25];
        let trixie = Kind::System {
            system: crate::bet::System::Trixie,
        };
        for (display, kind, prices, expect) in [
            (Risk, &straight, vec!["-110"], StakeIs::Risk),
            (ToWin, &straight, vec!["+150"], StakeIs::ToWin),
            (Auto, &straight, vec!["-110"], StakeIs::ToWin),
            (Auto, &straight, vec!["1.91"], StakeIs::ToWin),
            (Auto, &straight, vec!["+100"], StakeIs::Risk),
            (Auto, &straight, vec!["-100"], StakeIs::Risk),
            (Auto, &straight, vec!["+150"], StakeIs::Risk),
            (Auto, &parlay, vec!["-110", "-110"], StakeIs::Risk),
            (Auto, &parlay, vec!["-300", "-300"], StakeIs::ToWin),
            (Auto, &parlay, many, StakeIs::ToWin),
            (ToWin, &parlay, vec!["-110", "-110"], StakeIs::ToWin),
            (Auto, &same_game("-120"), vec!["+150", "+150"], StakeIs::ToWin),
            (Auto, &same_game("+320"), vec!["-110", "-110"], StakeIs::Risk),
            (ToWin, &trixie, vec!["-110", "-110", "-110"], StakeIs::Risk),
            (Auto, &straight, vec![], StakeIs::Risk),
        ] {
            let odds: Vec<Odds> = prices.iter().map(|p| p.parse().unwrap()).collect();
            assert_eq!(
                display.bare_stake(kind, &odds),
                expect,
                "{display} {kind:?} {prices:?}"
            );
        }
    }

    #[test]
    fn prices_are_shown_as_quoted_or_in_one_notation() {
        let price: Odds = "-110".parse().unwrap();
        assert_eq!(OddsDisplay::Quoted.show(price), "-110");
        assert_eq!(OddsDisplay::In(Notation::Fractional).show(price), "10/11");
    }
}
