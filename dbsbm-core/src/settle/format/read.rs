//! From a line to a ticket.

use super::{
    FormatError, MAX_LINE, NamedTicket,
    leg::{self, At},
    raw,
};
use crate::{
    bet::{Kind, MAX_LEGS, PriceTable, PushRule, Stake, StakeIs, System},
    money::Units,
    odds::Odds,
    settle::{Bonus, RuleSet, Ticket, TicketError, TicketLeg, TicketTerms},
};
use std::collections::BTreeMap;

/// The kinds that a line may name.
pub(super) const KINDS: &str = "straight, parlay, round_robin, trixie, patent, yankee, lucky15, canadian, lucky31, \
heinz, lucky63, superheinz, goliath, teaser, pleaser, card, same_game, permutation, up_and_down";

/// The name of a line, where it can be read.
pub(super) fn id(line: &[u8]) -> Option<String> {
    let line = line.get(..line.len().min(MAX_LINE))?;
    let id = serde_json::from_slice::<raw::Id>(line).ok()?.id?.0;
    Some(id.chars().take(200).collect())
}

pub(super) fn ticket<'a>(line: &[u8], rules: &'a RuleSet) -> Result<NamedTicket<'a>, FormatError> {
    let raw = parse(line)?;
    let rules = match &raw.rules {
        Some(name) => named(name)?,
        None => rules,
    };
    let kind = kind(&raw, rules)?;
    let stake = stake(&raw)?;
    let terms = terms(&raw)?;
    let legs = raw.legs.as_ref().map(|legs| legs.0.as_slice());
    let legs = legs.ok_or(FormatError::Missing {
        field: "legs".into(),
        needs: "what is bet on",
    })?;
    if legs.len() > MAX_LEGS {
        return Err(TicketError::TooManyLegs.into());
    }
    let ticket_price = match (&kind, kind.table()) {
        (Kind::SameGame { price }, _) => Some(*price),
        (_, Some((table, _))) => table.values().next().copied(),
        _ => None,
    };
    let (mut ticket_legs, mut graded) = (Vec::with_capacity(legs.len()), Vec::with_capacity(legs.len()));
    for (i, raw_leg) in legs.iter().enumerate() {
        let (leg, why) = leg::read(i, raw_leg, ticket_price, rules)?;
        ticket_legs.push(leg);
        graded.push(why);
    }
    group(&mut ticket_legs, legs, &kind)?;
    Ok(NamedTicket {
        id: raw.id.map(|id| id.0.chars().take(200).collect()),
        ticket: Ticket::new(kind, stake, ticket_legs, terms)?,
        rules,
        graded,
    })
}

fn parse(line: &[u8]) -> Result<raw::Ticket, FormatError> {
    if line.len() > MAX_LINE {
        return Err(FormatError::TooLong(line.len()));
    }
    let mut json = serde_json::Deserializer::from_slice(line);
    let raw = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let path = error.path().to_string();
        shape_error(&path, error.inner())
    })?;
    json.end().map_err(|e| FormatError::NotJson(e.to_string()))?;
    Ok(raw)
}

/// A refusal of the JSON reader as one of ours, with the field it is about.
fn shape_error(path: &str, error: &serde_json::Error) -> FormatError {
    let text = error.to_string();
    // The position inside the line helps nobody who sees one line.
    let message = text.split(" at line ").next().unwrap_or(&text).to_string();
    let quoted = || message.split('`').nth(1).unwrap_or_default();
    let inside = |name: &str| match path {
        "." | "" => name.to_string(),
        _ if path.rsplit('.').next() == Some(name) => path.to_string(),
        _ => format!("{path}.{name}"),
    };
    if !error.is_data() || (path == "." && message.starts_with("invalid type")) {
        FormatError::NotJson(text)
    } else if message.starts_with("unknown field") {
        FormatError::UnknownField {
            field: inside(quoted()),
            message,
        }
    } else if message.starts_with("missing field") {
        FormatError::Missing {
            field: inside(quoted()),
            needs: "it has no default",
        }
    } else if message.starts_with("duplicate field") {
        FormatError::Contradiction {
            field: inside(quoted()),
            message,
        }
    } else {
        FormatError::WrongType {
            field: path.to_string(),
            message,
        }
    }
}

fn named(name: &raw::Text) -> Result<&'static RuleSet, FormatError> {
    RuleSet::named(&name.0).ok_or_else(|| FormatError::UnknownRules {
        given: name.0.chars().take(40).collect(),
        known: RuleSet::all()
            .iter()
            .map(|r| r.name.as_str())
            .collect::<Vec<_>>()
            .join(", "),
    })
}

fn stake(raw: &raw::Ticket) -> Result<Stake, FormatError> {
    let at = |field: &str| At(field.into());
    let (field, text, is) = match (&raw.unit_stake, &raw.to_win) {
        (Some(_), Some(_)) => {
            return Err(at("to_win").contradicts("a ticket names its stake or what it is to win, not both"));
        }
        (Some(text), None) => ("unit_stake", text, StakeIs::Risk),
        (None, Some(text)) => ("to_win", text, StakeIs::ToWin),
        (None, None) => return Err(at("unit_stake").missing("the stake per line, such as 2.50")),
    };
    let amount: Units = at(field).parse(text)?;
    if !amount.is_positive() {
        return Err(at(field).bad(format!("a stake of {amount} is none: stakes are above zero")));
    }
    Ok(Stake { amount, is })
}

fn terms(raw: &raw::Ticket) -> Result<TicketTerms, FormatError> {
    let mut terms = TicketTerms {
        each_way: raw.each_way.unwrap_or(false),
        free_bet: raw.free_bet.unwrap_or(false),
        ..TicketTerms::default()
    };
    if let Some(boost) = &raw.boost_percent {
        terms.boost = At("boost_percent".into()).parse(boost)?;
    }
    if let Some(raw) = &raw.bonus {
        let at = |field: &str| At(format!("bonus.{field}"));
        let mut bonus = Bonus::default();
        if let Some(factor) = &raw.one_winner_price_factor {
            bonus.one_winner = Some(at("one_winner_price_factor").parse(factor)?);
        }
        if let Some(percent) = &raw.all_winners_percent {
            bonus.all_winners = at("all_winners_percent").parse(percent)?;
        }
        terms.bonus = Some(bonus);
    }
    Ok(terms)
}

fn kind(raw: &raw::Ticket, rules: &RuleSet) -> Result<Kind, FormatError> {
    let name = raw
        .kind
        .as_ref()
        .ok_or_else(|| At("kind".into()).missing("how the legs combine"))?;
    let name = name.0.as_str();
    belongs(name, raw)?;
    let by = || {
        raw.by
            .clone()
            .ok_or_else(|| At("by".into()).missing("the sizes of the combinations"))
    };
    Ok(match name {
        "straight" => Kind::Straight,
        "parlay" => Kind::Parlay,
        "round_robin" => Kind::RoundRobin {
            by: by()?,
            table: raw.table.as_ref().map(table).transpose()?,
        },
        "permutation" => Kind::Permutation { by: by()? },
        "up_and_down" => Kind::UpAndDown {
            double_stakes: raw.double_stakes.unwrap_or(false),
        },
        "same_game" => {
            let price = raw.ticket_price.as_ref();
            let price =
                price.ok_or_else(|| At("ticket_price".into()).missing("the one price of the ticket"))?;
            Kind::SameGame {
                price: At("ticket_price".into()).parse(price)?,
            }
        }
        "teaser" | "pleaser" | "card" => {
            let (table, push) = card(name, raw, rules)?;
            match name {
                "teaser" => Kind::Teaser { table, push },
                "pleaser" => Kind::Pleaser { table, push },
                _ => Kind::Card { table, push },
            }
        }
        _ => match name.parse::<System>() {
            Ok(system) => Kind::System { system },
            Err(_) => return Err(FormatError::UnknownKind(name.chars().take(40).collect())),
        },
    })
}

/// Refuses fields that say something about another kind.
fn belongs(kind: &str, raw: &raw::Ticket) -> Result<(), FormatError> {
    let tabled = ["teaser", "pleaser", "card"].as_slice();
    let combined = ["round_robin", "permutation"].as_slice();
    let of: [(&str, bool, &[&str]); 7] = [
        ("by", raw.by.is_some(), combined),
        ("double_stakes", raw.double_stakes.is_some(), &["up_and_down"]),
        (
            "table",
            raw.table.is_some(),
            &["teaser", "pleaser", "card", "round_robin"],
        ),
        ("push", raw.push.is_some(), tabled),
        ("points", raw.points.is_some(), tabled),
        ("sport", raw.sport.is_some(), tabled),
        ("ticket_price", raw.ticket_price.is_some(), &["same_game"]),
    ];
    match of
        .iter()
        .find(|(_, given, kinds)| *given && !kinds.contains(&kind))
    {
        Some((field, _, kinds)) => Err(At((*field).into()).contradicts(format!(
            "`{field}` belongs to {}, this is a {kind}",
            kinds.join(", ")
        ))),
        None => Ok(()),
    }
}

/// Prices and push rule of a teaser, pleaser or card: its own, or the house's.
fn card(kind: &str, raw: &raw::Ticket, rules: &RuleSet) -> Result<(PriceTable, PushRule), FormatError> {
    let at = |field: &str| At(field.into());
    let push = raw
        .push
        .as_ref()
        .map(|push| at("push").parse::<PushRule>(push))
        .transpose()?;
    if let Some(own) = &raw.table {
        if raw.points.is_some() {
            return Err(at("points").contradicts("the ticket has its own table"));
        }
        return Ok((table(own)?, push.unwrap_or(PushRule::Reduce)));
    }
    let sport = raw
        .sport
        .as_ref()
        .map(|sport| at("sport").parse(sport))
        .transpose()?;
    let points = raw
        .points
        .as_ref()
        .map(|points| at("points").parse(points))
        .transpose()?;
    match rules.table(kind, sport, points) {
        Some(house) => Ok((house.prices.clone(), push.unwrap_or(house.push))),
        None => Err(at("table").missing("prices by number of legs; the rule set has no such table")),
    }
}

fn table(raw: &BTreeMap<raw::Text, raw::Text>) -> Result<PriceTable, FormatError> {
    let mut table = PriceTable::new();
    for (legs, price) in raw {
        let at = || At(format!("table.{}", legs.0.chars().take(10).collect::<String>()));
        let row: u8 = legs
            .0
            .parse()
            .ok()
            .filter(|n| (1..=MAX_LEGS).contains(&usize::from(*n)))
            .ok_or_else(|| at().bad(format!("rows are numbers of legs, 1 to {MAX_LEGS}")))?;
        let price: Odds = at().parse(price)?;
        table.insert(row, price);
    }
    if table.is_empty() {
        return Err(At("table".into()).bad("the table has no row"));
    }
    Ok(table)
}

/// Numbers the groups of a permutation by their names.
fn group(legs: &mut [TicketLeg], raw: &[raw::Leg], kind: &Kind) -> Result<(), FormatError> {
    let grouped = matches!(kind, Kind::Permutation { .. });
    for (i, leg) in legs.iter_mut().enumerate() {
        let name = raw.get(i).and_then(|leg| leg.group.as_ref());
        match name {
            Some(_) if !grouped => {
                return Err(At::leg(i, "group").contradicts("groups belong to a permutation"));
            }
            None => {}
            Some(_) => {
                let first = raw.iter().position(|other| other.group.as_ref() == name);
                leg.group = first.and_then(|n| u8::try_from(n).ok());
            }
        }
    }
    Ok(())
}
