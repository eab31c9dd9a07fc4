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

    /// The price of a whole ticket as the guild sees it: its own where it names one, that of its legs together where they
    /// make one line. What neither gives is read from its decimal odds: what several lines pay for each unit, or a product
    /// that is too fine for a price.
    pub fn show_ticket(self, kind: &Kind, prices: &[Odds], odds: f64) -> String {
        let one_line = matches!(kind, Kind::Straight | Kind::Parlay);
        let exact = kind
            .own_price(prices.len())
            .or_else(|| one_line.then(|| Odds::together(prices)).flatten());
        let rounded = || {
            let price: Odds = format!("{odds:.4}").parse().ok()?;
            Some(price.quoted_in(Notation::shared(prices)))
        };
        match exact.or_else(rounded) {
            Some(price) => self.show(price),
            // More than a price can be, or nothing: only decimal odds say that.
            None => format!("{odds:.2}"),
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
    fn a_ticket_is_priced_in_the_notation_of_the_guild() {
        use Notation::{American, Decimal, Fractional};
        let of = |text: &str| text.parse::<Odds>().unwrap();
        let teaser = Kind::Teaser {
            table: [(2, of("-110")), (3, of("+160"))].into(),
            push: crate::bet::PushRule::Reduce,
        };
        let same_game = Kind::SameGame { price: of("13/5") };
        let twos = Kind::RoundRobin {
            by: vec![2],
            table: None,
        };
        let (quoted, american) = (OddsDisplay::Quoted, OddsDisplay::In(American));
        let (decimal, fractional) = (OddsDisplay::In(Decimal), OddsDisplay::In(Fractional));
        for (display, kind, prices, odds, shown) in [
            // As typed: in the notation of the legs if they share one, else in the one that multiplies.
            (quoted, &Kind::Parlay, vec!["-110", "+120"], 4.2, "+320"),
            (quoted, &Kind::Parlay, vec!["-110", "2.20"], 4.2, "4.20"),
            (quoted, &Kind::Parlay, vec!["1/2", "1/3"], 2.0, "1/1"),
            (quoted, &Kind::Parlay, vec!["2.20"], 2.2, "2.20"),
            (american, &Kind::Parlay, vec!["1.50", "2.20"], 3.3, "+230"),
            (
                decimal,
                &Kind::Parlay,
                vec!["-110", "-110"],
                3.644_628_1,
                "3.6446",
            ),
            (
                fractional,
                &Kind::Parlay,
                vec!["-110", "-110"],
                3.644_628_1,
                "320/121",
            ),
            // The ticket's own price, not that of its legs.
            (quoted, &teaser, vec!["-110"; 3], 2.6, "+160"),
            (decimal, &teaser, vec!["-110"; 3], 2.6, "2.60"),
            (quoted, &same_game, vec!["-110"; 3], 3.6, "13/5"),
            (american, &same_game, vec!["-110"; 3], 3.6, "+260"),
            // Several lines, and what is too fine or too large for a price.
            (american, &twos, vec!["2.0"; 3], 4.0, "+300"),
            (quoted, &twos, vec!["-110"; 3], 3.644_628_1, "+264"),
            (decimal, &Kind::Parlay, vec!["-110"; 8], 176.446_43, "176.4464"),
            (
                american,
                &Kind::Parlay,
                vec!["2.0"; 25],
                33_554_432.0,
                "33554432.00",
            ),
            (american, &twos, vec!["2.0"; 3], 1.0, "1.00"),
        ] {
            let odds_of: Vec<Odds> = prices.iter().map(|price| of(price)).collect();
            assert_eq!(
                display.show_ticket(kind, &odds_of, odds),
                shown,
                "{kind:?} {prices:?}"
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
