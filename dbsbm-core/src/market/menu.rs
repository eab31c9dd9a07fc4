//! What a form offers for a game of a sport: the markets that are played most, side by side.
//!
//! ```
//! use dbsbm_core::market::{Market, Side, Sport, offers};
//! let soccer = offers(Sport::Soccer);
//! assert!(soccer.iter().any(|o| (o.market, o.side) == (Market::Moneyline3, Side::Draw)));
//! assert!(offers(Sport::Basketball).iter().all(|o| o.side != Side::Draw));
//! ```

use super::{Market, Period, Side, Sport};

/// A side of a market over a period; its line is still to be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// The market.
    pub market: Market,
    /// The part of the game.
    pub period: Period,
    /// The side.
    pub side: Side,
}

impl Offer {
    /// Whether a line has to be named.
    pub const fn has_line(&self) -> bool {
        matches!(
            self.market,
            Market::Spread | Market::Total | Market::TeamTotalHome | Market::TeamTotalAway
        )
    }
}

const TWO_SIDED: &[(Market, &[Side])] = &[
    (Market::Spread, &[Side::Away, Side::Home]),
    (Market::Moneyline, &[Side::Away, Side::Home]),
    (Market::Total, &[Side::Over, Side::Under]),
];
const TEAM_TOTALS: &[(Market, &[Side])] = &[
    (Market::TeamTotalAway, &[Side::Over, Side::Under]),
    (Market::TeamTotalHome, &[Side::Over, Side::Under]),
];
const SOCCER: &[(Market, &[Side])] = &[
    (Market::Moneyline3, &[Side::Home, Side::Draw, Side::Away]),
    (Market::Spread, &[Side::Home, Side::Away]),
    (Market::Total, &[Side::Over, Side::Under]),
    (Market::BothToScore, &[Side::Yes, Side::No]),
    (Market::DrawNoBet, &[Side::Home, Side::Away]),
    (
        Market::DoubleChance,
        &[Side::HomeDraw, Side::DrawAway, Side::HomeAway],
    ),
];

/// The sides that a form offers in a sport, the most played first; never more than 25.
pub fn offers(sport: Sport) -> Vec<Offer> {
    let mut all = Vec::new();
    let mut add = |table: &[(Market, &[Side])], period: Option<Period>| {
        for (market, sides) in table {
            let period = period.unwrap_or(Period::default_for(sport, *market));
            all.extend(sides.iter().map(|side| Offer {
                market: *market,
                period,
                side: *side,
            }));
        }
    };
    match sport {
        Sport::Soccer => add(SOCCER, None),
        _ => add(TWO_SIDED, None),
    }
    match sport {
        Sport::AmericanFootball | Sport::Basketball => {
            add(TEAM_TOTALS, None);
            add(TWO_SIDED, Some(Period::Half(1)));
        }
        Sport::Baseball => {
            add(TEAM_TOTALS, None);
            add(TWO_SIDED, Some(Period::FirstFive));
        }
        Sport::IceHockey => {
            add(TEAM_TOTALS, None);
            add(TWO_SIDED, Some(Period::Third(1)));
        }
        _ => {}
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::{Line, Selection};

    #[test]
    fn every_offer_is_a_selection_and_all_fit_a_menu() {
        for sport in Sport::ALL {
            let all = offers(*sport);
            assert!((2..=25).contains(&all.len()), "{sport}");
            for offer in all {
                let line = offer.has_line().then_some(Line::PICK);
                let made = Selection::new(offer.market, offer.period, offer.side, line);
                assert!(made.is_ok(), "{sport} {offer:?}");
            }
        }
    }
}
