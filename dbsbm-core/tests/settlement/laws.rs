//! Laws that hold for every ticket.

use dbsbm_core::{
    bet::{Kind, Stake, StakeIs, System},
    market::{Line, Market, Period, Score, Selection, Side, Sport},
    money::Units,
    odds::{Notation, Odds},
    settle::{
        Grade, Outcome, Rule, RuleSet, Settlement, Ticket, TicketLeg, TicketTerms, explain, grade, settle,
    },
};
use proptest::prelude::*;

fn price() -> impl Strategy<Value = Odds> {
    (1u64..500, 25u64..200).prop_map(|(n, d)| Odds::from_net_return(n, d, Notation::Fractional).unwrap())
}

/// From worst to best.
const LADDER: [Grade; 5] = [
    Grade::Loss,
    Grade::HalfLoss,
    Grade::Push,
    Grade::HalfWin,
    Grade::Win,
];

fn legs(count: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Vec<TicketLeg>> {
    let leg = (price(), prop::sample::select(LADDER.as_slice())).prop_map(|(p, g)| TicketLeg::new(p, g));
    proptest::collection::vec(leg, count)
}

fn stake() -> impl Strategy<Value = Units> {
    (1i64..1_000_000).prop_map(|n| Units::from_ten_thousandths(n).unwrap())
}

fn paid(kind: &Kind, stake: Units, legs: &[TicketLeg]) -> Settlement {
    let stake = Stake {
        amount: stake,
        is: StakeIs::Risk,
    };
    let ticket = Ticket::new(kind.clone(), stake, legs.to_vec(), TicketTerms::default()).unwrap();
    settle(&ticket, RuleSet::default_rules()).unwrap()
}

/// A kind of six legs or fewer, by the number of legs.
fn kinds(n: usize) -> Vec<Kind> {
    let mut kinds = vec![
        Kind::Parlay,
        Kind::RoundRobin {
            by: vec![2],
            table: None,
        },
    ];
    kinds.extend(
        System::ALL
            .iter()
            .filter(|s| s.legs() == n)
            .map(|system| Kind::System { system: *system }),
    );
    kinds.push(Kind::Permutation { by: vec![1, 2] });
    kinds
}

/// Rounding moves a sum of `lines` amounts by half a ten-thousandth each, and the sum by another half.
fn close(a: Units, b: Units, lines: u32) -> bool {
    2 * a.ten_thousandths().abs_diff(b.ten_thousandths()) <= u64::from(lines) + 1
}

proptest! {
    #[test]
    fn the_order_of_legs_is_irrelevant(legs in legs(3..=6), stake in stake(), turn in 0usize..6) {
        for kind in kinds(legs.len()) {
            let mut turned = legs.clone();
            turned.rotate_left(turn % legs.len());
            turned.swap(0, legs.len() - 1);
            prop_assert_eq!(paid(&kind, stake, &legs), paid(&kind, stake, &turned));
        }
    }

    #[test]
    fn a_system_is_the_sum_of_its_lines(legs in legs(3..=6), stake in stake()) {
        for kind in kinds(legs.len()) {
            let (Kind::System { .. } | Kind::RoundRobin { .. }) = &kind else { continue };
            let least = match &kind {
                Kind::System { system } if system.has_singles() => 1,
                _ => 2,
            };
            let most = if matches!(kind, Kind::System { .. }) { legs.len() } else { 2 };
            let (mut lines, mut sum) = (0, Units::ZERO);
            for set in 1u32..1 << legs.len() {
                let size = set.count_ones() as usize;
                if size < least || size > most {
                    continue;
                }
                let line: Vec<_> = (0..legs.len()).filter(|i| set & (1 << i) != 0).map(|i| legs[i]).collect();
                let kind = if size == 1 { Kind::Straight } else { Kind::Parlay };
                sum = sum.checked_add(paid(&kind, stake, &line).returned).unwrap();
                lines += 1;
            }
            let system = paid(&kind, stake, &legs);
            prop_assert_eq!(system.lines, lines);
            prop_assert!(close(system.returned, sum, lines), "{} {}", system.returned, sum);
        }
    }

    #[test]
    fn the_lines_that_are_explained_add_up_to_the_return(legs in legs(3..=6), stake in stake()) {
        for kind in kinds(legs.len()) {
            let stake = Stake { amount: stake, is: StakeIs::Risk };
            let ticket = Ticket::new(kind.clone(), stake, legs.clone(), TicketTerms::default()).unwrap();
            let paid = settle(&ticket, RuleSet::default_rules()).unwrap();
            let steps = explain(&ticket, RuleSet::default_rules()).unwrap();
            let mut lines: Vec<_> = steps.iter().filter(|step| step.rule == Rule::Line).collect();
            // The last says how many there are.
            let Some(count) = lines.pop() else { continue };
            prop_assert_eq!(count.value.parse(), Ok(lines.len()));
            let sum = lines.iter().map(|line| line.value.parse::<Units>().unwrap().ten_thousandths()).sum();
            prop_assert!(close(paid.returned, Units::from_ten_thousandths(sum).unwrap(), ticket.lines()));
        }
    }

    #[test]
    fn all_void_returns_the_stake(mut legs in legs(3..=6), stake in stake()) {
        legs.iter_mut().for_each(|leg| leg.grade = Grade::Void);
        for kind in kinds(legs.len()) {
            let void = paid(&kind, stake, &legs);
            prop_assert_eq!((void.outcome, void.returned, void.net), (Outcome::Void, void.staked, Some(Units::ZERO)));
        }
    }

    #[test]
    fn a_better_grade_or_price_never_returns_less(legs in legs(3..=6), stake in stake(), at in 0usize..6, better in price()) {
        let at = at % legs.len();
        for kind in kinds(legs.len()) {
            let mut before = Units::ZERO;
            for grade in LADDER {
                let mut changed = legs.clone();
                changed[at].grade = grade;
                let now = paid(&kind, stake, &changed).returned;
                prop_assert!(now >= before);
                before = now;
            }
            let mut changed = legs.clone();
            changed[at].price = changed[at].price.max(better);
            prop_assert!(paid(&kind, stake, &changed).returned >= paid(&kind, stake, &legs).returned);
        }
    }

    #[test]
    fn what_is_banked_and_what_can_come_are_bounds(legs in legs(3..=6), stake in stake(), hidden in 1u32..64) {
        for kind in kinds(legs.len()) {
            let mut open = legs.clone();
            for (i, leg) in open.iter_mut().enumerate() {
                if hidden & (1 << i) != 0 {
                    leg.grade = Grade::Open;
                }
            }
            let (now, then) = (paid(&kind, stake, &open), paid(&kind, stake, &legs));
            prop_assert!(now.returned <= then.returned);
            prop_assert!(now.max_returned.unwrap_or(now.returned) >= then.returned);
            prop_assert_eq!(now.net.is_none(), now.outcome == Outcome::Open);
        }
    }

    #[test]
    fn a_quarter_line_is_its_two_half_lines(quarters in -60i32..60, home in 0u16..20, away in 0u16..20, b in price()) {
        let quarters = 2 * quarters + 1;
        let score = Score::new(vec![], vec![], (home, away)).unwrap();
        let returned = |market, side, quarters| {
            let line = Line::from_quarters(quarters);
            let selection = Selection::new(market, Period::Full, side, line).unwrap();
            let grade = grade(Sport::Soccer, &selection, &score).grade;
            paid(&Kind::Straight, Units::ONE, &[TicketLeg::new(b, grade)]).returned
        };
        for (market, side, quarters) in [
            (Market::Spread, Side::Home, quarters),
            (Market::Spread, Side::Away, quarters),
            (Market::Total, Side::Over, quarters.abs() + 2),
            (Market::TeamTotalAway, Side::Under, quarters.abs() + 2),
        ] {
            let halves = [quarters - 1, quarters + 1].map(|q| returned(market, side, q).ten_thousandths());
            let whole = returned(market, side, quarters).ten_thousandths();
            prop_assert!((2 * whole - halves[0] - halves[1]).abs() <= 2, "{whole} {halves:?}");
        }
    }

    #[test]
    fn any_bytes_are_answered(line in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = dbsbm_core::settle::answer(&line);
    }

    #[test]
    fn any_fields_are_answered(kind in "[a-z_0-9]{0,12}|straight|parlay|lucky15|teaser", stake in "\\PC{0,12}|[0-9.]{1,6}",
        price in "\\PC{0,8}|[1-9][.][0-9]{2}", grade in "win|loss|void|placed|half_win|open|x", by in 0u8..6) {
        let ticket = serde_json::json!({"kind": kind, "unit_stake": stake, "by": [by],
            "legs": [{"price": price, "grade": grade}, {"price": price, "grade": grade}]});
        let _ = dbsbm_core::settle::answer(ticket.to_string().as_bytes());
    }
}
