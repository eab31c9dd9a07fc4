//! `/tools`: calculators. They read prices as a pick does, and keep nothing.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::{Fault, sentence},
    reply::{Answer, Reply},
    request::{Options, Request, What},
};
use dbsbm_core::{
    bet::MAX_LEGS,
    money::Units,
    odds::{
        Notation, Odds,
        margin::{Method, remove},
    },
    staking::{expected_value, kelly, middle, parlay_or_singles},
};
use std::fmt::Display;

/// Sides of a market for which there is a line in one message.
const SIDES: usize = 30;

pub(super) fn spec() -> Spec {
    let sub = |name, about, options| Opt::new(name, about, OptKind::Sub(options));
    let price = |name, about| Opt::needed(name, about, OptKind::Text(24));
    let chance = || Opt::needed("chance", "The chance you give it, such as 55%", OptKind::Text(12));
    let prices = |about| Opt::needed("prices", about, OptKind::Text(300));
    Spec {
        name: "tools",
        about: "Calculators: odds, parlay, Kelly, hedge, margin, value",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            sub(
                "odds",
                "One price in every notation",
                vec![price("price", "Such as -110, 1.91 or 10/11")],
            ),
            sub(
                "parlay",
                "What several legs pay together",
                vec![
                    prices("The legs, such as -110 +120; with chances: -110@55% +120@48%"),
                    Opt::new("stake", "Units risked; 1 if left out", OptKind::Text(12)),
                ],
            ),
            sub(
                "kelly",
                "The share of a bankroll that grows it fastest",
                vec![
                    price("price", "Such as +150"),
                    chance(),
                    Opt::new(
                        "part",
                        "The part of full Kelly; 1 if left out",
                        OptKind::Number(0.01, 1.0),
                    ),
                ],
            ),
            sub(
                "hedge",
                "The bet on the other side that evens both results out",
                vec![
                    Opt::needed("stake", "Units on the first bet", OptKind::Text(12)),
                    price("first", "Its price, such as +400"),
                    price("second", "The price of the other side now, such as -150"),
                ],
            ),
            sub(
                "novig",
                "A market without the bookmaker's margin",
                vec![prices("All sides, such as -110 -110")],
            ),
            sub(
                "ev",
                "What a price is worth, given a chance",
                vec![price("price", "Such as +150"), chance()],
            ),
        ],
    }
}

pub(super) async fn run(_: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Command { name, options } = &request.what else {
        return Err(Fault::refused("Type `/tools` and choose a calculator."));
    };
    Ok(answered(name, options)?.into())
}

fn answered(name: &str, options: &Options) -> Result<Reply, Fault> {
    let words = match name.split(' ').nth(1) {
        Some("odds") => odds(options),
        Some("parlay") => parlay(options),
        Some("kelly") => kelly_of(options),
        Some("hedge") => hedge(options),
        Some("novig") => novig(options),
        Some("ev") => ev(options),
        _ => Err(Fault::refused("Type `/tools` and choose a calculator.")),
    }?;
    Ok(Reply::private(words))
}

fn wrong(error: impl Display) -> Fault {
    Fault::refused(sentence(&error.to_string()))
}

fn price(text: &str) -> Result<Odds, Fault> {
    text.parse().map_err(wrong)
}

fn given<'a>(options: &'a Options, name: &str) -> &'a str {
    options.text(name).unwrap_or_default()
}

/// A share from `0.55` or `55%`.
fn chance(text: &str) -> Result<f64, Fault> {
    let refused = || Fault::refused("Type the chance as a share or in percent, such as `0.55` or `55%`.");
    let (number, whole) = match text.trim().strip_suffix('%') {
        Some(percent) => (percent.trim(), 100.0),
        None => (text.trim(), 1.0),
    };
    let value: f64 = number.replace(',', ".").parse().map_err(|_| refused())?;
    if (0.0..=whole).contains(&value) {
        Ok(value / whole)
    } else {
        Err(refused())
    }
}

fn percent(share: f64) -> String {
    format!("{:.2}%", 100.0 * share)
}

fn odds(options: &Options) -> Result<String, Fault> {
    let price = price(given(options, "price"))?;
    let mut lines: Vec<String> = Vec::new();
    for notation in Notation::ALL {
        let quoted = price.to(notation);
        let rounded = if quoted.exact { "" } else { " (rounded)" };
        lines.push(format!(
            "{}: **{}**{rounded}",
            notation.code().replace('_', " "),
            quoted.text
        ));
    }
    lines.push(format!("breaks even at {}", percent(price.break_even())));
    Ok(lines.join("\n"))
}

/// Prices by blanks or plus signs that stand alone, from two to so many: what is too much is said, for figures of a part
/// of it would be wrong.
fn several<'a>(text: &'a str, most: usize, what: &str) -> Result<Vec<&'a str>, Fault> {
    let typed: Vec<&str> = text.split_whitespace().filter(|part| *part != "+").collect();
    if (2..=most).contains(&typed.len()) {
        return Ok(typed);
    }
    Err(Fault::refused(format!(
        "Type 2 to {most} {what} with blanks between, such as `-110 +120`; I read {}.",
        typed.len()
    )))
}

fn parlay(options: &Options) -> Result<String, Fault> {
    let stake: Units = options.text("stake").unwrap_or("1").parse().map_err(wrong)?;
    let typed = several(given(options, "prices"), MAX_LEGS, "legs")?;
    let (mut prices, mut chances) = (Vec::new(), Vec::new());
    for leg in &typed {
        match leg.split_once('@') {
            Some((of, at)) => {
                prices.push(price(of)?);
                chances.push(chance(at)?);
            }
            None => prices.push(price(leg)?),
        }
    }
    let decimals: Vec<f64> = prices.iter().map(|p| p.decimal_f64()).collect();
    let all: f64 = decimals.iter().product();
    let mut lines = vec![format!("{} legs pay **{all:.3}** together", prices.len())];
    let ticket = pays(&prices, stake)?;
    lines.push(format!(
        "{}u returns **{}u**",
        stake.short(),
        ticket.two_decimals()
    ));
    if chances.len() == prices.len() {
        let both = parlay_or_singles(&chances, &decimals).map_err(wrong)?;
        lines.push(format!("all win with {}", percent(both.chance)));
        lines.push(format!(
            "expected per unit: parlay {:+.4}, in equal singles {:+.4}",
            both.parlay.expected_value, both.singles.expected_value
        ));
    } else if !chances.is_empty() {
        return Err(Fault::refused("Give every leg a chance, or none."));
    }
    Ok(lines.join("\n"))
}

/// What a parlay returns when every leg wins, by the arithmetic that settles it.
fn pays(prices: &[Odds], stake: Units) -> Result<Units, Fault> {
    use dbsbm_core::{
        bet::{Kind, Terms},
        community::copy_ticket,
        settle::{Grade, RuleSet, settle},
    };
    let legs = prices.iter().map(|price| (*price, Grade::Win));
    let ticket = copy_ticket(&Kind::Parlay, &Terms::default(), stake, legs).map_err(wrong)?;
    let paid = settle(&ticket, RuleSet::default_rules()).map_err(wrong)?;
    Ok(paid.returned)
}

fn kelly_of(options: &Options) -> Result<String, Fault> {
    let (price, chance) = (price(given(options, "price"))?, chance(given(options, "chance"))?);
    let part = options.number("part").unwrap_or(1.0);
    let best = kelly(chance, price.decimal_f64(), part).map_err(wrong)?;
    let edge = format!(
        "expected per unit {:+.4}, breaks even at {}",
        best.expected_value,
        percent(price.break_even())
    );
    Ok(if best.stake > 0.0 {
        format!("Stake **{}** of the bankroll\n{edge}", percent(best.stake))
    } else {
        format!("No bet: the price is too short for that chance\n{edge}")
    })
}

fn hedge(options: &Options) -> Result<String, Fault> {
    let stake: Units = given(options, "stake").parse().map_err(wrong)?;
    let (first, second) = (price(given(options, "first"))?, price(given(options, "second"))?);
    let step = Units::from_ten_thousandths(100).unwrap_or(Units::ONE);
    let two = middle(stake, first, second, step).map_err(wrong)?;
    Ok(format!(
        "Stake **{}u** on the other side at {second}\nif the first wins {}u, if it loses {}u",
        two.stake.two_decimals(),
        two.first_only.signed(),
        two.second_only.signed()
    ))
}

fn novig(options: &Options) -> Result<String, Fault> {
    let typed = several(given(options, "prices"), SIDES, "prices")?;
    let prices: Vec<Odds> = typed.into_iter().map(price).collect::<Result<_, _>>()?;
    let decimals: Vec<f64> = prices.iter().map(|p| p.decimal_f64()).collect();
    let fair = remove(&decimals, Method::Power).map_err(wrong)?;
    let mut lines = vec![format!("margin {}", percent(fair.margin))];
    lines.extend(
        prices
            .iter()
            .zip(&fair.probabilities)
            .map(|(price, p)| format!("{price}: fair **{}**, price {:.3}", percent(*p), 1.0 / p)),
    );
    lines.push(format!("-# method: {}", Method::Power.name()));
    Ok(lines.join("\n"))
}

fn ev(options: &Options) -> Result<String, Fault> {
    let (price, chance) = (price(given(options, "price"))?, chance(given(options, "chance"))?);
    let value = expected_value(chance, price.decimal_f64()).map_err(wrong)?;
    Ok(format!(
        "Expected per unit **{value:+.4}**\nbreaks even at {}, you give it {}",
        percent(price.break_even()),
        percent(chance)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, request::Given};

    fn options(given: &[(&str, &str)]) -> Options {
        Options(
            given
                .iter()
                .map(|(name, text)| ((*name).into(), Given::Text((*text).into())))
                .collect(),
        )
    }

    #[test]
    fn the_calculators_of_the_books() {
        let said = odds(&options(&[("price", "-110")])).unwrap();
        assert!(
            said.contains("american: **-110**") && said.contains("52.38%"),
            "{said}"
        );
        let said = parlay(&options(&[("prices", "2.0 + 3.0"), ("stake", "2")])).unwrap();
        assert!(
            said.contains("**6.000**") && said.contains("2u returns **12.00u**"),
            "{said}"
        );
        let said = parlay(&options(&[("prices", "2.0@50% 2.0@50%")])).unwrap();
        assert!(said.contains("25.00%"), "{said}");
        let said = kelly_of(&options(&[("price", "2.0"), ("chance", "55%")])).unwrap();
        assert!(said.contains("**10.00%**"), "{said}");
        assert!(
            kelly_of(&options(&[("price", "2.0"), ("chance", "0.4")]))
                .unwrap()
                .contains("No bet")
        );
        let said = hedge(&options(&[
            ("stake", "10"),
            ("first", "+400"),
            ("second", "-150"),
        ]))
        .unwrap();
        assert!(said.contains("**30.00u**"), "{said}");
        let said = novig(&options(&[("prices", "-110 -110")])).unwrap();
        assert!(said.contains("fair **50.00%**"), "{said}");
        let said = ev(&options(&[("price", "+150"), ("chance", "45%")])).unwrap();
        assert!(said.contains("**+0.1250**"), "{said}");
    }

    #[test]
    fn what_each_calculator_shows() {
        for (tool, given) in [
            ("odds", vec![("price", "-110")]),
            ("parlay", vec![("prices", "-110@55% + +120@48%"), ("stake", "2")]),
            ("kelly", vec![("price", "+150"), ("chance", "45%")]),
            (
                "hedge",
                vec![("stake", "10"), ("first", "+400"), ("second", "-150")],
            ),
            ("novig", vec![("prices", "2.7 2.3 4.4")]),
            ("ev", vec![("price", "+150"), ("chance", "45%")]),
        ] {
            let reply = answered(&format!("tools {tool}"), &options(&given)).unwrap();
            golden::shows(&format!("tools-{tool}"), &reply);
        }
    }

    fn many(price: &str, count: usize) -> String {
        vec![price; count].join(" ")
    }

    #[test]
    fn every_leg_and_every_side_counts() {
        let said = parlay(&options(&[("prices", &many("2.0", 25))])).unwrap();
        assert!(
            said.starts_with("25 legs pay **33554432.000** together"),
            "{said}"
        );
        let said = novig(&options(&[("prices", &many("20.0", 25))])).unwrap();
        assert_eq!(said.matches("fair **4.00%**, price 25.000").count(), 25, "{said}");
        let widest = many("9.99999", SIDES);
        golden::fits(&Reply::private(novig(&options(&[("prices", &widest)])).unwrap()));
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (ran, part) in [
            (odds(&options(&[("price", "fifty")])), "fifty"),
            (parlay(&options(&[("prices", "-110")])), "2 to 25"),
            (
                parlay(&options(&[("prices", &many("2.0", 26))])),
                "2 to 25 legs with blanks between, such as `-110 +120`; I read 26",
            ),
            (
                parlay(&options(&[("prices", &many("2.0@50%", 17))])),
                "17 given, use 2 to 16",
            ),
            (
                novig(&options(&[("prices", &many("31.0", 31))])),
                "2 to 30 prices with blanks between, such as `-110 +120`; I read 31",
            ),
            (novig(&options(&[("prices", "-110")])), "I read 1."),
            (parlay(&options(&[("prices", "-110@50% -110")])), "every leg"),
            (ev(&options(&[("price", "-110"), ("chance", "150%")])), "55%"),
        ] {
            let Err(Fault::Refused(said)) = ran else {
                panic!("{ran:?}")
            };
            assert!(said.contains(part), "{said}");
        }
    }
}
