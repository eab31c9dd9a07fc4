use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::money::Units;
use crate::odds::Odds;

fn figures(kind: &str) -> Vec<Value> {
    let figures: Vec<Value> = include_str!("../../../tests/golden/figures.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|figure| figure["kind"] == kind)
        .collect();
    assert!(!figures.is_empty(), "no figures of kind {kind}");
    figures
}

fn number(value: &Value) -> f64 {
    value.as_str().unwrap().parse().unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn units(value: &Value) -> Units {
    value.as_str().unwrap().parse().unwrap()
}

fn odds(value: &Value) -> Odds {
    value.as_str().unwrap().parse().unwrap()
}

fn cent() -> Units {
    "0.01".parse().unwrap()
}

#[test]
fn published_figures_of_kelly() {
    for figure in figures("kelly") {
        let (d, p) = (number(&figure["inputs"]["odds"]), number(&figure["inputs"]["p"]));
        let full = kelly(p, d, 1.0).unwrap();
        assert!((full.stake - number(&figure["expected"]["full"])).abs() < 1e-12);
        if let Some(half) = figure["expected"].get("half") {
            assert!((kelly(p, d, 0.5).unwrap().stake - number(half)).abs() < 1e-12);
        }
    }
    for figure in figures("kelly_mutually_exclusive") {
        let (d, p) = (
            numbers(&figure["inputs"]["odds"]),
            numbers(&figure["inputs"]["p"]),
        );
        let best = kelly_exclusive(&p, &d, 1.0).unwrap();
        for (stake, expect) in best.stakes.iter().zip(numbers(&figure["expected"]["stakes"])) {
            assert!((stake - expect).abs() < 1e-12);
        }
        assert!((best.log_growth - number(&figure["expected"]["log_growth"])).abs() < 1e-12);
    }
}

#[test]
fn published_figures_of_arbitrage() {
    for figure in figures("arbitrage") {
        let prices: Vec<Odds> = figure["inputs"]["odds"]
            .as_array()
            .unwrap()
            .iter()
            .map(odds)
            .collect();
        let total = units(&figure["inputs"]["total"]);
        let cover = arbitrage(&prices, total, cent()).unwrap();
        let expected: Vec<Units> = figure["expected"]["stakes"]
            .as_array()
            .unwrap()
            .iter()
            .map(units)
            .collect();
        assert_eq!(cover.stakes, expected);
        assert_eq!(cover.staked, total);
        let exact: f64 = total.to_string().parse::<f64>().unwrap() * cover.exact_return;
        assert!((exact - number(&figure["expected"]["return"])).abs() < 0.005);
        assert!(
            (100.0 * (cover.exact_return - 1.0) - number(&figure["expected"]["profit_pct"])).abs() < 0.005
        );
        // Rounding to cents costs less than a cent times the price.
        assert!(exact - cover.guaranteed_return.to_string().parse::<f64>().unwrap() < 0.02);
    }
}

#[test]
fn published_figures_of_hedging() {
    let smallest = "0.0001".parse().unwrap();
    for figure in figures("hedge_lay") {
        let (inputs, expected) = (&figure["inputs"], &figure["expected"]);
        let (stake, back, lay) = (
            units(&inputs["back_stake"]),
            odds(&inputs["back_odds"]),
            odds(&inputs["lay_odds"]),
        );
        let hedge = lay_off(stake, back, lay, Commission::NONE, smallest).unwrap();
        assert_eq!(
            hedge.stake.two_decimals(),
            expected["lay_stake"].as_str().unwrap()
        );
        // A liability of 59 for each unit magnifies the rounding of the lay stake.
        let spread = hedge.if_loses.checked_sub(hedge.if_wins).unwrap().abs();
        assert!(spread < cent(), "{hedge:?}");
        assert_eq!(
            hedge.if_loses.two_decimals(),
            expected["profit"].as_str().unwrap()
        );
    }
    for figure in figures("hedge_back") {
        let (inputs, expected) = (&figure["inputs"], &figure["expected"]);
        let (stake, lay, back) = (
            units(&inputs["lay_stake"]),
            odds(&inputs["lay_odds"]),
            odds(&inputs["back_odds"]),
        );
        let hedge = back_off(stake, lay, back, Commission::NONE, smallest).unwrap();
        assert_eq!(hedge.stake.short(), expected["back_stake"].as_str().unwrap());
        assert_eq!(hedge.guaranteed().short(), expected["profit"].as_str().unwrap());
    }
}

#[test]
fn commission_is_taken_from_what_the_exchange_pays() {
    let two_percent = Commission::basis_points(200).unwrap();
    // Back 100 at 3.0, lay at 2.9 with 2%: 300 / 2.88.
    let hedge = lay_off(
        "100".parse().unwrap(),
        "3.0".parse().unwrap(),
        "2.9".parse().unwrap(),
        two_percent,
        cent(),
    )
    .unwrap();
    assert_eq!(hedge.stake.short(), "104.17");
    assert_eq!(hedge.liability.short(), "197.923");
    assert_eq!(hedge.if_wins.short(), "2.077");
    assert_eq!(hedge.if_loses.short(), "2.0866");
    let back = back_off(
        hedge.stake,
        "2.9".parse().unwrap(),
        "3.0".parse().unwrap(),
        two_percent,
        cent(),
    )
    .unwrap();
    assert_eq!(back.stake.short(), "100");
}

#[test]
fn every_question_that_makes_no_sense_is_refused() {
    use StakingError as E;
    let price: Odds = "2.0".parse().unwrap();
    let one: Units = "1".parse().unwrap();
    assert!(matches!(kelly(1.1, 2.0, 1.0), Err(E::NotAProbability { .. })));
    assert!(matches!(
        kelly(f64::NAN, 2.0, 1.0),
        Err(E::NotAProbability { .. })
    ));
    assert!(matches!(kelly(0.5, 1.0, 1.0), Err(E::NotAPrice { .. })));
    assert!(matches!(kelly(0.5, f64::INFINITY, 1.0), Err(E::NotAPrice { .. })));
    assert!(matches!(
        expected_value(-0.1, 2.0),
        Err(E::NotAProbability { .. })
    ));
    assert!(matches!(break_even(0.5), Err(E::NotAPrice { .. })));
    assert!(matches!(
        kelly_exclusive(&[0.5], &[2.0, 3.0], 1.0),
        Err(E::Length { .. })
    ));
    assert!(matches!(kelly_exclusive(&[], &[], 1.0), Err(E::Count { .. })));
    assert!(matches!(
        kelly_exclusive(&[0.6, 0.6], &[2.0, 2.0], 1.0),
        Err(E::TooLikely { .. })
    ));
    assert!(matches!(
        kelly_exclusive(&[0.6], &[2.0], 0.0),
        Err(E::BadFraction { .. })
    ));
    assert!(matches!(
        kelly_simultaneous(&[0.6], &[2.0], 1.5),
        Err(E::BadFraction { .. })
    ));
    assert!(matches!(
        kelly_simultaneous(&[1.0], &[2.0], 1.0),
        Err(E::Certain { index: 0 })
    ));
    assert!(matches!(
        kelly_simultaneous(&[0.5; 17], &[2.0; 17], 1.0),
        Err(E::Count { .. })
    ));
    let named = kelly_simultaneous(&[0.5, 7.0], &[2.0, 2.0], 1.0)
        .unwrap_err()
        .to_string();
    assert!(named.starts_with("probabilities[2]: 7"), "{named}");
    assert!(matches!(parlay_or_singles(&[0.5], &[2.0]), Err(E::Count { .. })));
    assert!(matches!(dutch(&[], one, one), Err(E::Count { .. })));
    assert!(matches!(
        dutch(&[price], Units::ZERO, one),
        Err(E::NotPositive { field: "total", .. })
    ));
    assert!(matches!(
        dutch(&[price], one, -one),
        Err(E::NotPositive { field: "step", .. })
    ));
    assert!(matches!(
        dutch(&[price, price], one, one),
        Err(E::TooLittle { .. })
    ));
    assert!(matches!(
        arbitrage(&[price, price], one, cent()),
        Err(E::NoArbitrage { .. })
    ));
    assert!(matches!(
        middle(Units::ZERO, price, price, cent()),
        Err(E::NotPositive { .. })
    ));
    assert!(matches!(
        Commission::basis_points(10_000),
        Err(E::BadCommission { .. })
    ));
    let huge: Odds = "1000000".parse().unwrap();
    assert!(matches!(dutch(&[huge], Units::MAX, one), Err(E::TooLarge { .. })));
}

#[test]
fn a_certain_winner_takes_the_bankroll_and_no_more() {
    assert!((kelly(1.0, 1.5, 1.0).unwrap().stake - 1.0).abs() < 1e-15);
    let sure = kelly_exclusive(&[0.5, 0.5], &[2.1, 2.1], 1.0).unwrap();
    assert!((sure.stakes.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    assert!((sure.log_growth - 1.05f64.ln()).abs() < 1e-12);
}

fn growth_of(p: &[f64], d: &[f64], stakes: &[f64]) -> f64 {
    let staked: f64 = stakes.iter().sum();
    let nothing = (1.0 - p.iter().sum::<f64>()).max(0.0);
    let happens: f64 = (0..p.len())
        .map(|i| p[i] * (1.0 + stakes[i] * d[i] - staked).ln())
        .sum();
    happens
        + if nothing > 1e-12 {
            nothing * (1.0 - staked).ln()
        } else {
            0.0
        }
}

fn simultaneous_growth(p: &[f64], d: &[f64], stakes: &[f64]) -> f64 {
    (0..1usize << p.len())
        .map(|result| {
            let (mut chance, mut wealth) = (1.0, 1.0);
            for i in 0..p.len() {
                let won = result >> i & 1 == 1;
                chance *= if won { p[i] } else { 1.0 - p[i] };
                wealth += stakes[i] * if won { d[i] - 1.0 } else { -1.0 };
            }
            chance * wealth.max(1e-300).ln()
        })
        .sum()
}

/// Climbs by trying one stake, or a shift between two, up and down with ever smaller steps. Slow, simple, independent.
fn climb(n: usize, growth: impl Fn(&[f64]) -> f64) -> f64 {
    let mut stakes = vec![0.0; n];
    let mut best = growth(&stakes);
    let mut step = 0.25;
    while step > 1e-7 {
        let mut improved = false;
        for i in 0..n {
            for j in 0..=n {
                for sign in [step, -step] {
                    let mut tried = stakes.clone();
                    tried[i] += sign;
                    if j < n && j != i {
                        tried[j] -= sign;
                    }
                    if tried.iter().any(|s| *s < 0.0) || tried.iter().sum::<f64>() >= 1.0 {
                        continue;
                    }
                    let reached = growth(&tried);
                    if reached > best {
                        (best, stakes, improved) = (reached, tried, true);
                    }
                }
            }
        }
        if !improved {
            step *= 0.5;
        }
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn exclusive_kelly_is_the_best_there_is(
        weights in prop::collection::vec(0.05f64..1.0, 2..5),
        noise in prop::collection::vec(0.7f64..1.5, 5),
        rest in 0.0f64..0.3,
    ) {
        let sum: f64 = weights.iter().sum::<f64>() / (1.0 - rest);
        let p: Vec<f64> = weights.iter().map(|w| w / sum).collect();
        let d: Vec<f64> = p.iter().zip(&noise).map(|(p, x)| (x / p).max(1.02)).collect();
        let best = kelly_exclusive(&p, &d, 1.0).unwrap();
        prop_assert!(best.stakes.iter().all(|s| *s >= 0.0));
        prop_assert!(best.stakes.iter().sum::<f64>() <= 1.0 + 1e-12);
        prop_assert!((best.log_growth - growth_of(&p, &d, &best.stakes)).abs() < 1e-9 || best.reserve < 1e-9);
        let found = climb(p.len(), |stakes| growth_of(&p, &d, stakes));
        prop_assert!(best.log_growth >= found - 1e-9, "{best:?} {found}");
    }

    #[test]
    fn simultaneous_kelly_is_the_best_there_is(
        p in prop::collection::vec(0.05f64..0.95, 1..5),
        edges in prop::collection::vec(0.8f64..1.6, 5),
    ) {
        let d: Vec<f64> = p.iter().zip(&edges).map(|(p, x)| (x / p).max(1.02)).collect();
        let best = kelly_simultaneous(&p, &d, 1.0).unwrap();
        prop_assert!(best.stakes.iter().all(|s| *s >= 0.0));
        prop_assert!(best.stakes.iter().sum::<f64>() < 1.0);
        prop_assert!((best.log_growth - simultaneous_growth(&p, &d, &best.stakes)).abs() < 1e-12);
        let found = climb(p.len(), |stakes| simultaneous_growth(&p, &d, stakes));
        prop_assert!(best.log_growth >= found - 1e-9, "{best:?} {found}");
    }

    #[test]
    fn one_bet_is_the_same_in_all_three_forms(p in 0.01f64..0.99, d in 1.01f64..50.0) {
        let single = kelly(p, d, 1.0).unwrap();
        let exclusive = kelly_exclusive(&[p], &[d], 1.0).unwrap();
        let together = kelly_simultaneous(&[p], &[d], 1.0).unwrap();
        prop_assert!((single.stake - exclusive.stakes[0]).abs() < 1e-9);
        prop_assert!((single.stake - together.stakes[0]).abs() < 1e-7, "{single:?} {together:?}");
        prop_assert!((single.log_growth - together.log_growth).abs() < 1e-12);
    }

    #[test]
    fn many_bets_settle(p in prop::collection::vec(0.05f64..0.95, 8..=10)) {
        let d: Vec<f64> = p.iter().map(|p| 1.3 / p).map(|d| d.max(1.05)).collect();
        let best = kelly_simultaneous(&p, &d, 1.0).unwrap();
        prop_assert!(best.stakes.iter().sum::<f64>() < 1.0);
    }

    #[test]
    fn dutching_never_stakes_more_and_no_step_could_be_placed_better(
        prices in prop::collection::vec(1.05f64..30.0, 1..7),
        total in 100i64..100_000,
        step in 1i64..5,
    ) {
        let prices: Vec<Odds> = prices.iter().map(|d| format!("{d:.2}").parse().unwrap()).collect();
        let (total, step) = (Units::whole(total).unwrap(), Units::whole(step).unwrap());
        let Ok(cover) = dutch(&prices, total, step) else { return Ok(()) };
        prop_assert!(cover.staked <= total);
        prop_assert!(total.checked_sub(cover.staked).unwrap() < step);
        // Taking a step from any other outcome makes that one the smallest return.
        let least = cover.guaranteed_return;
        for (stake, price) in cover.stakes.iter().zip(&prices) {
            let less = stake.checked_sub(step).unwrap().ten_thousandths() as f64 * price.decimal_f64();
            prop_assert!(less <= least.ten_thousandths() as f64 + 1.0);
        }
    }

    #[test]
    fn no_panic_on_any_numbers(
        p in prop::collection::vec(any::<f64>(), 0..4),
        d in prop::collection::vec(any::<f64>(), 0..4),
        fraction in any::<f64>(),
    ) {
        let _ = kelly_exclusive(&p, &d, fraction);
        let _ = kelly_simultaneous(&p, &d, fraction);
        let _ = parlay_or_singles(&p, &d);
    }
}
