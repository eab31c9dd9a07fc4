//! The form of price and stake, and what is made of it.

use super::Backed;
use crate::{
    custom_id::CustomId,
    fault::{Fault, sentence},
    flows::games,
    limits,
    reply::{Field, Modal},
    request::{Request, What},
};
use dbsbm_core::{
    bet::{Kind, Leg, Prop, Slip, Stake, StakeIs, Terms},
    market::{Game, Line, Market, Offer, Period, Selection, Side, props},
    odds::{Odds, OddsError},
};
use std::collections::BTreeMap;

/// The field of the player.
pub(super) const PLAYER: &str = "player";
/// The field of the stake.
const STAKE: &str = "stake";
/// The field of the worst price.
const WORST: &str = "worst";
const LINE: &str = "line";
/// The field of yes or no.
const SIDE: &str = "side";
const PRICE: &str = "price";
/// Characters of a team's name in the title.
const TEAM: usize = 24;
/// The longest name of a player.
const MOST_NAME: u16 = 60;

/// What was typed, by field.
pub(super) fn fields(request: &Request) -> BTreeMap<String, String> {
    match &request.what {
        What::Form { fields, .. } => fields
            .iter()
            .map(|(name, text)| (name.clone(), text.trim().to_string()))
            .collect(),
        _ => BTreeMap::new(),
    }
}

/// The form for what is backed, filled with the newest price or with what was typed before.
/// A leg of a ticket has no stake of its own.
pub(super) fn form(
    to: CustomId,
    game: &Game,
    backed: &Backed,
    typed: &BTreeMap<String, String>,
    of_a_ticket: bool,
) -> Modal {
    let mut fields = Vec::new();
    let mut ask = |name: &'static str, label: &str, hint: &str, most: u16, known: Option<String>| {
        fields.push(Field {
            name,
            label: label.into(),
            hint: hint.into(),
            value: typed.get(name).cloned().or(known).unwrap_or_default(),
            most,
            ..Field::default()
        });
    };
    let (title, known) = match backed {
        Backed::Side {
            market,
            period,
            side,
            line,
            price,
        } => {
            let offer = Offer {
                market: *market,
                period: *period,
                side: *side,
            };
            if offer.has_line() {
                let hint = if *market == Market::Spread { "-4.5" } else { "47.5" };
                ask(LINE, "Line", hint, 10, line.map(|line| shown(*market, line)));
            }
            let named = games::short(game, TEAM);
            (super::screens::offer_name(&named, &offer), price.clone())
        }
        Backed::Figure { stat, yes } => {
            ask(
                PLAYER,
                "Player",
                "First and last name, or a part of it",
                MOST_NAME,
                None,
            );
            if *yes {
                ask(SIDE, "Does it happen: yes or no", "yes", 10, Some("yes".into()));
            } else {
                ask(LINE, "Over or under which line", "over 25.5", 20, None);
            }
            (figure_name(game, stat, *yes), None)
        }
    };
    ask(PRICE, "Price", "-110, 1.91 or 10/11", 20, known);
    if !of_a_ticket {
        ask(STAKE, "Stake in units", "2, or: to win 1", 20, None);
        ask(WORST, "Playable to (the worst price, optional)", "-120", 20, None);
    }
    for field in &mut fields {
        field.optional = field.name == WORST;
    }
    Modal {
        to,
        title: limits::clip(&title, limits::MODAL),
        fields,
    }
}

/// The slip of one leg that was typed; `bare` is what a stake means that says neither risk nor to-win.
pub(super) fn slip(leg: Leg, typed: &BTreeMap<String, String>, bare: StakeIs) -> Result<Slip, Fault> {
    let text = |name: &str| typed.get(name).map_or("", String::as_str);
    let stake = Stake::read(text(STAKE), bare).map_err(refused)?;
    let worst = Some(text(WORST)).filter(|worst| !worst.is_empty());
    let terms = Terms {
        playable_to: worst
            .map(str::parse)
            .transpose()
            .map_err(|e: OddsError| refused(e))?,
        ..Terms::default()
    };
    Slip::new(Kind::Straight, stake, vec![leg], terms).map_err(refused)
}

fn shown(market: Market, line: Line) -> String {
    if market == Market::Spread {
        line.handicap()
    } else {
        line.to_string()
    }
}

/// What people call a figure.
pub(super) fn figure_name(game: &Game, stat: &str, yes: bool) -> String {
    let form = if yes {
        props::PropForm::YesNo
    } else {
        props::PropForm::OverUnder
    };
    props::of(game.league.sport())
        .iter()
        .find(|row| row.stat == stat && row.form == form)
        .map_or_else(|| stat.replace('_', " "), |row| row.name.to_string())
}

/// The leg that was typed.
pub(super) fn leg(
    game: &Game,
    backed: &Backed,
    player: Option<String>,
    typed: &BTreeMap<String, String>,
) -> Result<Leg, Fault> {
    let text = |name: &str| typed.get(name).map_or("", String::as_str);
    let price: Odds = text(PRICE).parse().map_err(refused)?;
    let (selection, prop) = match backed {
        Backed::Side {
            market, period, side, ..
        } => {
            let offer = Offer {
                market: *market,
                period: *period,
                side: *side,
            };
            let line = match offer.has_line() {
                true => Some(text(LINE).parse::<Line>().map_err(refused)?),
                false => None,
            };
            (Selection::new(*market, *period, *side, line), None)
        }
        Backed::Figure { stat, yes } => {
            let (side, line) = if *yes {
                (yes_or_no(text(SIDE))?, None)
            } else {
                over_under(text(LINE))?
            };
            props::check(game.league.sport(), stat, line).map_err(refused)?;
            let period = Period::default_for(game.league.sport(), Market::PlayerProp);
            let prop = Prop {
                player: player.unwrap_or_default(),
                stat: stat.clone(),
            };
            (Selection::new(Market::PlayerProp, period, side, line), Some(prop))
        }
    };
    Ok(Leg {
        game: game.id,
        selection: selection.map_err(refused)?,
        prop,
        price,
        book: None,
    })
}

/// `over 25.5`, `u 25.5`, `o25.5`.
fn over_under(typed: &str) -> Result<(Side, Option<Line>), Fault> {
    let lower = typed.trim().to_lowercase();
    let words = [
        ("over", Side::Over),
        ("under", Side::Under),
        ("o", Side::Over),
        ("u", Side::Under),
    ];
    let said = words
        .iter()
        .find_map(|(word, side)| Some((*side, lower.strip_prefix(word)?)));
    let Some((side, line)) = said else {
        return Err(Fault::refused(
            "Say over or under and the line, such as `over 25.5`.",
        ));
    };
    Ok((side, Some(line.trim().parse().map_err(refused)?)))
}

/// `yes`, `n`.
fn yes_or_no(typed: &str) -> Result<Side, Fault> {
    match typed.trim().to_lowercase().as_str() {
        "yes" | "y" => Ok(Side::Yes),
        "no" | "n" => Ok(Side::No),
        _ => Err(Fault::refused(
            "Say yes or no: whether you back that it happens, or that it does not.",
        )),
    }
}

fn refused(error: impl std::fmt::Display) -> Fault {
    Fault::refused(sentence(&error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;
    use dbsbm_core::{id::GameId, market::GameStatus};

    fn game() -> Game {
        Game {
            id: GameId::new(1).unwrap(),
            league: "NBA".parse().unwrap(),
            home: "Lakers".into(),
            away: "Suns".into(),
            start: "2098-10-07T17:00:00Z".parse().unwrap(),
            status: GameStatus::Scheduled,
            score: None,
        }
    }

    fn typed(line: &str, price: &str) -> BTreeMap<String, String> {
        [(LINE, line), (PRICE, price)]
            .map(|(name, text)| (name.to_string(), text.to_string()))
            .into()
    }

    #[test]
    fn bounds_of_a_figure_are_named() {
        let points = Backed::Figure {
            stat: "points".into(),
            yes: false,
        };
        let leg =
            |line: &str, price: &str| leg(&game(), &points, Some("LeBron James".into()), &typed(line, price));
        let made = leg("o25.5", "−115").unwrap();
        assert_eq!(
            (made.selection.side, made.prop.unwrap().player),
            (Side::Over, "LeBron James".into())
        );
        for (line, price, expect) in [
            ("over 255", "-110", "from 0.5 to 75.5"),
            ("25.5", "-110", "over or under"),
            ("over 25.5", "cheap", "cheap"),
        ] {
            let Err(Fault::Refused(why)) = leg(line, price) else {
                panic!("{line} {price}")
            };
            assert!(why.contains(expect), "{why}");
        }
    }

    #[test]
    fn a_yes_or_no_takes_both_sides() {
        let double = Backed::Figure {
            stat: "double_double".into(),
            yes: true,
        };
        let to = CustomId::new("guide", "-", "typed");
        let form = form(to, &game(), &double, &BTreeMap::new(), false);
        golden::form_shows("guide-form-yes-no", &form);
        let leg = |side: &str| {
            let mut typed = typed("", "+240");
            typed.insert(SIDE.into(), side.into());
            leg(&game(), &double, Some("LeBron James".into()), &typed)
        };
        for (side, expect) in [("yes", Side::Yes), ("No", Side::No), (" n ", Side::No)] {
            let selection = leg(side).unwrap().selection;
            assert_eq!((selection.side, selection.line), (expect, None), "{side}");
        }
        for side in ["", "maybe", "over 0.5"] {
            let Err(Fault::Refused(why)) = leg(side) else {
                panic!("{side}")
            };
            assert!(why.contains("yes or no"), "{why}");
        }
    }
}
