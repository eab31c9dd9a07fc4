use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn figures(kind: &str) -> Vec<Value> {
    include_str!("../../../../tests/golden/figures.jsonl")
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap())
        .filter(|figure| figure["kind"] == kind)
        .collect()
}

fn number(value: &Value) -> f64 {
    value
        .as_str()
        .map_or_else(|| value.as_f64().unwrap(), |text| text.parse().unwrap())
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn close(a: &[f64], b: &[f64], tolerance: f64) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| (x - y).abs() <= tolerance)
}

#[test]
fn published_figures_of_removal() {
    let figures = figures("devig");
    assert_eq!(figures.len(), 3);
    let mut checked = 0;
    for figure in figures {
        let prices = numbers(&figure["inputs"]["odds"]);
        for (name, expect) in figure["expected"].as_object().unwrap() {
            checked += 1;
            let parameter = |method| remove(&prices, method).unwrap().parameter.unwrap();
            match name.as_str() {
                "power_k" => assert!((parameter(Method::Power) - number(expect)).abs() < 1e-11),
                "shin_z" => assert!((parameter(Method::Shin) - number(expect)).abs() < 1e-11),
                "odds_ratio_c" => assert!((parameter(Method::OddsRatio) - number(expect)).abs() < 1e-11),
                "margin" => {
                    assert!((remove(&prices, Method::Goto).unwrap().margin - number(expect)).abs() < 1e-12);
                }
                name => {
                    let fair = remove(&prices, name.parse().unwrap()).unwrap();
                    assert!(
                        close(&fair.probabilities, &numbers(expect), 1e-12),
                        "{name}: {fair:?}"
                    );
                }
            }
        }
    }
    assert!(checked >= 20);
}

#[test]
fn published_figures_of_addition() {
    for figure in figures("add_margin_inverse") {
        let probabilities = numbers(&figure["inputs"]["probs"]);
        let margin = number(&figure["inputs"]["margin"]);
        for (name, expect) in figure["expected"].as_object().unwrap() {
            let prices = add(&probabilities, margin, name.parse().unwrap()).unwrap();
            // Two of the figures were solved to no better than 1e-4 by their source.
            assert!(close(&prices, &numbers(expect), 3e-4), "{name}: {prices:?}");
        }
    }
}

#[test]
fn names_and_aliases() {
    for method in Method::ALL {
        assert_eq!(method.to_string().parse(), Ok(method));
        for alias in method.aliases() {
            assert_eq!(alias.to_uppercase().replace('_', "-").parse(), Ok(method));
        }
    }
    assert!(matches!(
        "kelly".parse::<Method>(),
        Err(MarginError::UnknownMethod { .. })
    ));
}

#[test]
fn what_is_no_market_is_refused() {
    for method in Method::ALL {
        assert_eq!(
            remove(&[2.0], method),
            Err(MarginError::TooFewOutcomes { given: 1 })
        );
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 0.99, 0.0, -2.0] {
            let error = remove(&[2.0, bad], method).unwrap_err();
            assert!(
                matches!(error, MarginError::NotAPrice { index: 1, .. }),
                "{error}"
            );
        }
        for target in [0.0, -1.0, 2.0, f64::NAN, f64::INFINITY] {
            let error = remove_to(&[2.0, 2.0], method, target).unwrap_err();
            assert!(matches!(error, MarginError::BadTarget { .. }), "{error}");
        }
    }
}

#[test]
fn what_a_method_cannot_answer_names_it() {
    let long_shots = [1.01, 30.0, 1000.0];
    for (method, index) in [(Method::Additive, 2), (Method::Balanced, 2), (Method::Goto, 2)] {
        match remove(&long_shots, method).unwrap_err() {
            MarginError::Negative {
                method: named,
                index: at,
                probability,
            } => {
                assert_eq!((named, at), (method, index));
                assert!(probability <= 0.0);
            }
            error => panic!("{error}"),
        }
    }
    for method in [
        Method::Multiplicative,
        Method::Power,
        Method::Shin,
        Method::OddsRatio,
    ] {
        assert!(remove(&long_shots, method).is_ok(), "{method}");
    }
}

#[test]
fn a_price_of_one_is_answered_where_it_can_be() {
    let market = [1.0, 21.0];
    for method in [Method::Multiplicative, Method::Additive, Method::Shin] {
        let fair = remove(&market, method).unwrap();
        assert!(
            (fair.probabilities.iter().sum::<f64>() - 1.0).abs() < 1e-12,
            "{method}"
        );
    }
    for method in [Method::Power, Method::OddsRatio, Method::Balanced, Method::Goto] {
        let error = remove(&market, method).unwrap_err();
        assert!(
            matches!(error, MarginError::NoSolution { method: m, .. } | MarginError::Negative { method: m, .. } if m == method),
            "{error}"
        );
    }
    // With two winners there is room beside a certain one.
    for method in Method::ALL {
        let fair = remove_to(&[1.0, 1.5, 2.0], method, 2.0).unwrap();
        assert!(
            (fair.probabilities.iter().sum::<f64>() - 2.0).abs() < 1e-12,
            "{method}"
        );
    }
    let all_ones = [1.0, 1.0, 1.0];
    for (method, answered) in [
        (Method::Shin, true),
        (Method::Multiplicative, true),
        (Method::Balanced, false),
        (Method::Goto, false),
    ] {
        assert_eq!(remove(&all_ones, method).is_ok(), answered, "{method}");
    }
}

#[test]
fn shin_and_additive_agree_on_two_outcomes() {
    for prices in [[1.5, 2.74], [1.01, 15.0], [1.9, 1.9], [2.1, 2.1]] {
        let shin = remove(&prices, Method::Shin).unwrap();
        let additive = remove(&prices, Method::Additive).unwrap();
        assert!(
            close(&shin.probabilities, &additive.probabilities, 1e-12),
            "{prices:?}"
        );
    }
}

#[test]
fn what_cannot_carry_a_margin_is_refused() {
    for method in Method::ALL {
        assert!(matches!(
            add(&[1.0], 0.05, method),
            Err(MarginError::TooFewOutcomes { .. })
        ));
        assert!(matches!(
            add(&[0.0, 1.0], 0.05, method),
            Err(MarginError::NotAProbability { index: 0, .. })
        ));
        assert!(matches!(
            add(&[0.5, 0.6], 0.05, method),
            Err(MarginError::NotAMarket { .. })
        ));
        assert!(matches!(
            add(&[0.5, f64::NAN], 0.05, method),
            Err(MarginError::NotAProbability { .. })
        ));
        for margin in [f64::NAN, f64::INFINITY, -1.0, -2.0] {
            assert!(matches!(
                add(&[0.5, 0.5], margin, method),
                Err(MarginError::BadMargin { .. })
            ));
        }
        // A book of 210% on two outcomes would need a price below 1.
        let error = add(&[0.5, 0.5], 1.1, method).unwrap_err();
        assert!(
            matches!(
                error,
                MarginError::NoSolution { .. } | MarginError::AboveOne { .. }
            ),
            "{method}: {error}"
        );
        assert!(matches!(
            add_to(&[0.5, 0.5], 0.1, method, 2.5),
            Err(MarginError::BadTarget { .. })
        ));
    }
}

/// Prices of a market with a book of up to a quarter over or a tenth under.
fn market() -> impl Strategy<Value = Vec<f64>> {
    (prop::collection::vec(0.02f64..1.0, 2..9), 0.9f64..1.25).prop_map(|(weights, book)| {
        let sum: f64 = weights.iter().sum();
        weights
            .iter()
            .map(|w| (1000.0 * sum / (w * book)).round().max(1001.0) / 1000.0)
            .collect()
    })
}

fn in_order(prices: &[f64], probabilities: &[f64]) -> bool {
    let pair = |i: usize, j: usize| prices[i] > prices[j] || probabilities[i] >= probabilities[j];
    (0..prices.len()).all(|i| (0..prices.len()).all(|j| pair(i, j)))
}

proptest! {
    #[test]
    fn sums_to_the_target_and_keeps_the_order(prices in market()) {
        for method in Method::ALL {
            let Ok(fair) = remove(&prices, method) else { continue };
            let sum: f64 = fair.probabilities.iter().sum();
            prop_assert!((sum - 1.0).abs() < 1e-12, "{method} {sum}");
            prop_assert!(in_order(&prices, &fair.probabilities), "{method} {fair:?}");
        }
    }

    #[test]
    fn some_methods_answer_every_ordinary_market(prices in market()) {
        for method in [Method::Multiplicative, Method::Power, Method::Shin, Method::OddsRatio] {
            prop_assert!(remove(&prices, method).is_ok(), "{method}");
        }
    }

    #[test]
    fn fair_books_are_left_alone(weights in prop::collection::vec(0.001f64..1.0, 2..9)) {
        let sum: f64 = weights.iter().sum();
        let prices: Vec<f64> = weights.iter().map(|w| sum / w).collect();
        let implied: Vec<f64> = prices.iter().map(|d| 1.0 / d).collect();
        for method in Method::ALL {
            let fair = remove(&prices, method).unwrap();
            prop_assert!(close(&fair.probabilities, &implied, 1e-12), "{method}");
        }
    }

    #[test]
    fn several_winners(prices in prop::collection::vec(1.05f64..8.0, 4..12)) {
        let book: f64 = prices.iter().map(|d| 1.0 / d).sum();
        let target = (0.95 * book).min(prices.len() as f64 - 0.5);
        for method in Method::ALL {
            let Ok(fair) = remove_to(&prices, method, target) else { continue };
            let sum: f64 = fair.probabilities.iter().sum();
            prop_assert!((sum - target).abs() < 1e-12 * target.max(1.0), "{method} {sum}");
            prop_assert!(in_order(&prices, &fair.probabilities), "{method} {fair:?}");
        }
        for method in Method::ALL {
            let fair = remove_to(&prices, method, book).unwrap();
            let implied: Vec<f64> = prices.iter().map(|d| 1.0 / d).collect();
            prop_assert!(close(&fair.probabilities, &implied, 1e-12), "{method}");
        }
    }

    #[test]
    fn adding_undoes_removing(prices in market()) {
        for method in Method::ALL {
            let Ok(fair) = remove(&prices, method) else { continue };
            let Ok(back) = add(&fair.probabilities, fair.margin, method) else {
                prop_assert!(false, "{method} {prices:?}");
                continue;
            };
            for (a, b) in prices.iter().zip(&back) {
                prop_assert!((a / b - 1.0).abs() < 1e-9, "{method} {a} {b}");
            }
        }
    }

    #[test]
    fn no_panic_on_any_numbers(prices in prop::collection::vec(any::<f64>(), 0..6), target in any::<f64>(), margin in any::<f64>()) {
        for method in Method::ALL {
            let _ = remove_to(&prices, method, target);
            let _ = add_to(&prices, margin, method, target);
        }
    }

    #[test]
    fn wild_prices_still_sum_up(exponents in prop::collection::vec(0.0f64..14.0, 2..30)) {
        let prices: Vec<f64> = exponents.iter().map(|x| 1.0 + x.exp2() * 0.01).collect();
        for method in Method::ALL {
            let Ok(fair) = remove(&prices, method) else { continue };
            let sum: f64 = fair.probabilities.iter().sum();
            prop_assert!((sum - 1.0).abs() < 1e-12, "{method} {sum}");
        }
    }
}

/// Markets of up to `outcomes` outcomes, ordinary and not, in rows.
fn batch(outcomes: usize) -> impl Strategy<Value = (Vec<f64>, usize)> {
    let price = prop_oneof![
        8 => 1.2f64..12.0,
        1 => Just(f64::NAN),
        1 => prop_oneof![Just(1.0), Just(0.5), Just(f64::INFINITY), 1.0f64..1.01, 50.0f64..5000.0],
    ];
    (1usize..200).prop_flat_map(move |n| (prop::collection::vec(price.clone(), n * outcomes), Just(n)))
}

fn in_columns(rows: &[f64], n: usize, k: usize) -> Vec<f64> {
    (0..rows.len()).map(|i| rows[i % n * k + i / n]).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_batch_gives_the_bits_of_single_markets((k, (rows, n)) in (2usize..7).prop_flat_map(|k| (Just(k), batch(k)))) {
        for method in Method::ALL {
            let mut out = vec![0.0; k * n];
            let mut status = vec![Status::Solved; n];
            let solved = Batch::new(method, k).run(&rows, &mut out, &mut status).unwrap();
            prop_assert_eq!(solved, status.iter().filter(|s| **s == Status::Solved).count());
            for i in 0..n {
                let market: Vec<f64> = rows[k * i..k * i + k].iter().copied().filter(|p| !p.is_nan()).collect();
                let fair: Vec<u64> =
                    out[k * i..k * i + k].iter().filter(|p| !p.is_nan()).map(|p| p.to_bits()).collect();
                match remove(&market, method) {
                    Ok(alone) => {
                        prop_assert_eq!(status[i], Status::Solved);
                        let alone: Vec<u64> = alone.probabilities.iter().map(|p| p.to_bits()).collect();
                        prop_assert_eq!(&fair, &alone, "{} {:?}", method, market);
                    }
                    Err(error) => {
                        prop_assert_eq!(status[i], Status::from(&error), "{}", error);
                        prop_assert!(fair.is_empty());
                    }
                }
            }
            let mut columns = vec![0.0; k * n];
            let by_columns = Batch::new(method, k).layout(Layout::Columns);
            by_columns.run(&in_columns(&rows, n, k), &mut columns, &mut status).unwrap();
            let bits = |v: &[f64]| v.iter().map(|p| p.to_bits()).collect::<Vec<_>>();
            prop_assert_eq!(bits(&in_columns(&out, n, k)), bits(&columns));
        }
    }
}

#[test]
fn threads_change_nothing() {
    let n = 20_000;
    let rows: Vec<f64> = (0..3 * n)
        .map(|i| 1.5 + f64::from(i % 97) * 0.07 + f64::from(i % 3) * 0.4)
        .collect();
    for layout in [Layout::Rows, Layout::Columns] {
        let mut answers = Vec::new();
        for threads in [0, 1, 2, 5] {
            let (mut out, mut status) = (vec![0.0; rows.len()], vec![Status::Solved; rows.len() / 3]);
            let solved =
                Batch::new(Method::Shin, 3)
                    .layout(layout)
                    .threads(threads)
                    .run(&rows, &mut out, &mut status);
            answers.push((
                solved,
                out.iter().map(|p| p.to_bits()).collect::<Vec<_>>(),
                status,
            ));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]));
    }
}

#[test]
fn slices_that_do_not_belong_together_are_refused() {
    let mut status = [Status::Solved; 2];
    for (outcomes, prices, room) in [(3, 5, 6), (3, 6, 5), (0, 0, 0), (usize::MAX, 6, 6)] {
        let error =
            Batch::new(Method::Shin, outcomes).run(&vec![2.0; prices], &mut vec![0.0; room], &mut status);
        assert!(matches!(error, Err(MarginError::BadShape { .. })));
    }
    assert_eq!(Batch::new(Method::Shin, 3).run(&[], &mut [], &mut []), Ok(0));
}
