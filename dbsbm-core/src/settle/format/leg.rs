//! One leg of a line: its price and deductions, and its grade, given or read from a score.

use super::{
    FormatError,
    game::{Facts, decide},
    raw,
};
use crate::{
    market::{League, Line, Market, MarketError, Score, Selection, Side, Sport},
    odds::{Notation, Odds},
    settle::{DeadHeat, Grade, PlaceFraction, RuleSet, TicketLeg},
};

/// Reads the value of a field, or says which field of which leg it is.
pub(super) struct At(pub(super) String);

impl At {
    pub(super) fn leg(i: usize, field: &str) -> Self {
        Self(format!("legs[{i}].{field}"))
    }

    pub(super) fn bad(self, message: impl ToString) -> FormatError {
        FormatError::BadValue {
            field: self.0,
            message: message.to_string(),
        }
    }

    pub(super) fn contradicts(self, message: impl ToString) -> FormatError {
        FormatError::Contradiction {
            field: self.0,
            message: message.to_string(),
        }
    }

    pub(super) fn missing(self, needs: &'static str) -> FormatError {
        FormatError::Missing { field: self.0, needs }
    }

    pub(super) fn review(self, why: &'static str) -> FormatError {
        FormatError::Review { field: self.0, why }
    }

    pub(super) fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(
        self,
        text: &raw::Text,
    ) -> Result<T, FormatError> {
        text.0.parse().map_err(|e: T::Err| self.bad(e))
    }
}

/// A leg, and why it has its grade where a score said so.
pub(super) fn read(
    i: usize,
    raw: &raw::Leg,
    ticket_price: Option<Odds>,
    rules: &RuleSet,
) -> Result<(TicketLeg, String), FormatError> {
    let at = |field: &str| At::leg(i, field);
    let price = price(i, raw, ticket_price)?;
    let (grade, why) = graded(i, raw, rules)?;
    let mut leg = TicketLeg::new(price, grade);
    leg.guaranteed_sp = match (&raw.sp, raw.bog) {
        (None, Some(true)) => return Err(at("sp").missing("best odds guaranteed compares the price with it")),
        (Some(sp), bog) => {
            let sp: Odds = at("sp").parse(sp)?;
            bog.unwrap_or(false).then_some(sp)
        }
        _ => None,
    };
    if let Some(text) = &raw.place_fraction {
        leg.place_fraction = Some(place_fraction(text).ok_or_else(|| {
            at("place_fraction")
                .bad("a place fraction is written as 1/4: above 0, at most 1, the lower part at most 1000")
        })?);
    }
    leg.dead_heat = raw.dead_heat.map(|d| dead_heat(at("dead_heat"), d)).transpose()?;
    leg.dead_heat_place = raw
        .dead_heat_place
        .map(|d| dead_heat(at("dead_heat_place"), d))
        .transpose()?;
    match (&raw.rule4, &raw.non_runners) {
        (Some(_), Some(_)) => {
            return Err(at("non_runners").contradicts("the deduction is given already, in `rule4`"));
        }
        (Some(rule4), None) => {
            leg.rule4 = at("rule4").parse(rule4)?;
            if leg.rule4.hundredths() > 9_000 {
                return Err(at("rule4").bad("a Rule 4 deduction is at most 90 percent"));
            }
        }
        (None, Some(prices)) => {
            let prices = prices.iter().map(|price| at("non_runners").parse(price));
            leg.rule4 = rules.rule4.deduction(&prices.collect::<Result<Vec<_>, _>>()?);
        }
        (None, None) => {}
    }
    Ok((leg, why))
}

fn price(i: usize, raw: &raw::Leg, ticket_price: Option<Odds>) -> Result<Odds, FormatError> {
    let at = |field: &str| At::leg(i, field);
    let notation = match &raw.notation {
        None => None,
        Some(name) => Some(Notation::from_code(&name.0).ok_or_else(|| {
            let known = Notation::ALL.map(Notation::code).join(", ");
            at("notation").bad(format!("no such notation; one of: {known}"))
        })?),
    };
    match (&raw.price, notation, ticket_price) {
        (Some(text), Some(notation), _) => Odds::parse_as(&text.0, notation).map_err(|e| at("price").bad(e)),
        (Some(text), None, _) => at("price").parse(text),
        (None, _, Some(price)) => Ok(price),
        (None, _, None) => Err(at("price").missing("the price taken, such as -110 or 10/11")),
    }
}

fn place_fraction(text: &raw::Text) -> Option<PlaceFraction> {
    let (num, den) = text.0.split_once('/')?;
    let part = |s: &str| {
        s.trim()
            .bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| s.trim().parse().ok())
            .flatten()
    };
    PlaceFraction::new(part(num)?, part(den)?)
}

fn dead_heat(at: At, (tied, places): (u64, u64)) -> Result<DeadHeat, FormatError> {
    let narrow = |n: u64| u16::try_from(n).ok();
    narrow(tied)
        .zip(narrow(places))
        .and_then(|(tied, places)| DeadHeat::new(tied, places))
        .ok_or_else(|| {
            at.bad(format!(
                "{tied} tied for {places} places: at least one place, no fewer tied than places"
            ))
        })
}

fn graded(i: usize, raw: &raw::Leg, rules: &RuleSet) -> Result<(Grade, String), FormatError> {
    let at = |field: &str| At::leg(i, field);
    let other = [
        ("market", raw.market.is_some()),
        ("side", raw.side.is_some()),
        ("line", raw.line.is_some()),
        ("period", raw.period.is_some()),
        ("score", raw.score.is_some()),
        ("sport", raw.sport.is_some()),
        ("league", raw.league.is_some()),
        ("stat", raw.stat.is_some()),
        ("figure", raw.figure.is_some()),
        ("game", raw.game.is_some()),
    ];
    if let Some(grade) = &raw.grade {
        return match other.iter().find(|(_, given)| *given) {
            Some((field, _)) => Err(at(field).contradicts("the leg has a grade already")),
            None => Ok((at("grade").parse(grade)?, String::new())),
        };
    }
    let Some(market) = &raw.market else {
        return Err(at("grade").missing("a grade, or market, side and score to grade by"));
    };
    let market: Market = at("market").parse(market)?;
    let prop = market == Market::PlayerProp;
    if market == Market::Outright || (prop && raw.figure.is_none() && raw.game.is_none()) {
        return Err(at("market").bad(format!(
            "a score does not answer a {market}; give its grade{}",
            if prop { " or its figure" } else { "" }
        )));
    }
    if let Some((field, _)) = [("figure", raw.figure.is_some()), ("stat", raw.stat.is_some())]
        .iter()
        .find(|(_, given)| *given && !prop)
    {
        return Err(at(field).contradicts("only a player_prop is decided by a figure"));
    }
    let side = raw
        .side
        .as_ref()
        .ok_or_else(|| at("side").missing("the side that is backed"))?;
    let side: Side = at("side").parse(side)?;
    let line = raw
        .line
        .as_ref()
        .map(|line| at("line").parse::<Line>(line))
        .transpose()?;
    let score = match &raw.score {
        None => None,
        Some(s) => Some(Score::new(s.home.clone(), s.away.clone(), s.total).map_err(|e| at("score").bad(e))?),
    };
    let league: Option<League> = match &raw.league {
        Some(league) => Some(at("league").parse(league)?),
        None => None,
    };
    let sport = match (&raw.sport, league) {
        (None, None) => sport_of(score.as_ref()),
        (None, Some(league)) => league.sport(),
        (Some(text), league) => {
            let sport: Sport = at("sport").parse(text)?;
            if let Some(league) = league.filter(|league| league.sport() != sport) {
                return Err(at("sport").contradicts(format!("{league} is {}", league.sport())));
            }
            sport
        }
    };
    let period = match &raw.period {
        Some(period) => at("period").parse(period)?,
        None => rules.period(sport, market),
    };
    let selection = Selection::new(market, period, side, line).map_err(|e| match e {
        MarketError::WrongSide { .. } => at("side").bad(e),
        _ => at("line").bad(e),
    })?;
    let facts = Facts {
        raw,
        league,
        sport,
        selection,
        score: score.as_ref(),
    };
    decide(i, &facts, rules)
}

/// The sport that a score looks like: two parts are halves, three periods, four quarters, nine innings.
fn sport_of(score: Option<&Score>) -> Sport {
    match score.map(|s| s.periods().0.len()) {
        Some(2) => Sport::Soccer,
        Some(3) => Sport::IceHockey,
        Some(4) => Sport::AmericanFootball,
        Some(9) => Sport::Baseball,
        _ => Sport::Esports,
    }
}
