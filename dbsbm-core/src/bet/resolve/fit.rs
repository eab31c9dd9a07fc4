//! Whether a market, side or period exists in a sport, and which one the words mean there.

use super::{Market, Open, Period, PickLeg, PickMarket, ResolveError, Side, Sport};

/// Sports whose winner market has the draw as an outcome of its own.
const fn has_draw(sport: Sport) -> bool {
    matches!(
        sport,
        Sport::Soccer
            | Sport::IceHockey
            | Sport::Handball
            | Sport::Rugby
            | Sport::AussieRules
            | Sport::Boxing
            | Sport::Cricket
    )
}

/// Whether the market of a leg can be played in a sport.
pub(super) fn is_possible(leg: &PickLeg, sport: Sport) -> bool {
    let market = match leg.market {
        PickMarket::Moneyline3 | PickMarket::DoubleChance | PickMarket::DrawNoBet => has_draw(sport),
        PickMarket::BothToScore | PickMarket::CorrectScore => {
            matches!(sport, Sport::Soccer | Sport::IceHockey | Sport::Handball)
        }
        _ => true,
    };
    market && leg.period.is_none_or(|p| has_period(sport, p))
}

const fn has_period(sport: Sport, period: Period) -> bool {
    match period {
        Period::Full => true,
        Period::Regulation => sport.regulation_parts().is_some(),
        Period::Half(_) => matches!(
            sport,
            Sport::AmericanFootball
                | Sport::Basketball
                | Sport::Soccer
                | Sport::Rugby
                | Sport::Handball
                | Sport::AussieRules
        ),
        Period::Quarter(_) => matches!(
            sport,
            Sport::AmericanFootball | Sport::Basketball | Sport::AussieRules
        ),
        Period::Third(_) => matches!(sport, Sport::IceHockey),
        Period::FirstFive | Period::Inning(_) => matches!(sport, Sport::Baseball),
        Period::Set(_) => matches!(sport, Sport::Tennis | Sport::Volleyball | Sport::Darts),
        Period::Round(_) => matches!(sport, Sport::Mma | Sport::Boxing),
    }
}

/// The period that was named, or the one that the market has in the sport, by the rules of the house.
pub(super) fn period(
    said: Option<Period>,
    sport: Sport,
    market: Market,
    open: &Open<'_>,
) -> Result<Period, ResolveError> {
    match said {
        Some(period) if !has_period(sport, period) => Err(ResolveError::NoSuchPeriod {
            sport: sport.title(),
            period: period.title(),
        }),
        // the full game of soccer is its 90 minutes
        Some(Period::Full) => Ok(Period::default_for(sport, market)),
        None => Ok(open.period(sport, market)),
        Some(period) => Ok(period),
    }
}

/// The market as the books know it, and the side that the game decides.
pub(super) fn market_and_side(
    leg: &PickLeg,
    sport: Sport,
    backed: Option<Side>,
) -> Result<(Market, Side), ResolveError> {
    if !is_possible(leg, sport) && leg.period.is_none_or(|p| has_period(sport, p)) {
        let draw = leg.side == Some(Side::Draw);
        return Err(ResolveError::NotInSport {
            sport: sport.title(),
            market: if draw {
                "draw market".into()
            } else {
                leg.market.code().replace('_', " ")
            },
            hint: if has_draw(sport) {
                ""
            } else {
                ": a tie pushes the moneyline"
            },
        });
    }
    let named = || {
        backed.ok_or_else(|| ResolveError::WhichGame {
            what: super::words(leg),
            choices: Vec::new(),
        })
    };
    let said = || {
        leg.side.ok_or_else(|| ResolveError::WhichGame {
            what: super::words(leg),
            choices: Vec::new(),
        })
    };
    Ok(match leg.market {
        PickMarket::Moneyline if sport == Sport::Soccer => (Market::Moneyline3, named()?),
        PickMarket::Moneyline => (Market::Moneyline, named()?),
        PickMarket::Moneyline3 if leg.side.is_some() => (Market::Moneyline3, said()?),
        PickMarket::Moneyline3 => (Market::Moneyline3, named()?),
        PickMarket::Spread => (Market::Spread, named()?),
        PickMarket::Total => (Market::Total, said()?),
        PickMarket::TeamTotal if named()? == Side::Home => (Market::TeamTotalHome, said()?),
        PickMarket::TeamTotal => (Market::TeamTotalAway, said()?),
        PickMarket::BothToScore => (Market::BothToScore, said()?),
        PickMarket::DrawNoBet => (Market::DrawNoBet, named()?),
        PickMarket::DoubleChance => match (leg.side, backed) {
            (Some(side), _) => (Market::DoubleChance, turned(side, leg, backed)),
            (None, Some(Side::Away)) => (Market::DoubleChance, Side::DrawAway),
            (None, _) => {
                named()?;
                (Market::DoubleChance, Side::HomeDraw)
            }
        },
        PickMarket::OddEven => (Market::OddEven, said()?),
        // a score is typed from the side that is named first
        PickMarket::CorrectScore => match (said()?, backed) {
            (Side::Score(a, b), Some(Side::Away)) => (Market::CorrectScore, Side::Score(b, a)),
            (score, _) => (Market::CorrectScore, score),
        },
        PickMarket::PlayerProp => (Market::PlayerProp, said()?),
    })
}

/// `1X` speaks of the home side, unless it stands beside two names in the other order.
const fn turned(side: Side, leg: &PickLeg, backed: Option<Side>) -> Side {
    match (side, backed) {
        (Side::HomeDraw, Some(Side::Away)) if leg.opponent.is_some() => Side::DrawAway,
        (Side::DrawAway, Some(Side::Away)) if leg.opponent.is_some() => Side::HomeDraw,
        _ => side,
    }
}
