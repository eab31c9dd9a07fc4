//! Settlement through the public API, without explanations: built tickets in, settlements out.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dbsbm_core::bet::{Kind, Stake, StakeIs, System};
use dbsbm_core::money::Units;
use dbsbm_core::settle::{Grade, RuleSet, Ticket, TicketError, TicketLeg, TicketTerms, settle};

/// A ticket of winners at these prices, one of them replaced by another grade.
#[expect(clippy::unwrap_used, reason = "fixed prices, right by inspection")]
fn ticket(kind: Kind, prices: &[&str], grade: Grade) -> Result<Ticket, TicketError> {
    let mut legs: Vec<_> = prices
        .iter()
        .map(|p| TicketLeg::new(p.parse().unwrap(), Grade::Win))
        .collect();
    if let Some(last) = legs.last_mut() {
        last.grade = grade;
    }
    let stake = Stake {
        amount: Units::ONE,
        is: StakeIs::Risk,
    };
    Ticket::new(kind, stake, legs, TicketTerms::default())
}

const DECIMAL: [&str; 8] = ["2.10", "1.85", "3.40", "1.91", "2.75", "1.66", "2.05", "4.33"];
const FINE: [&str; 8] = [
    "2.1234", "1.8571", "3.4137", "1.9091", "2.7519", "1.6667", "2.0513", "4.3339",
];

fn settlement(c: &mut Criterion) {
    let rules = RuleSet::default_rules();
    let goliath = || Kind::System {
        system: System::Goliath,
    };
    let round_robin = || Kind::RoundRobin {
        by: vec![2, 3],
        table: None,
    };
    for (name, ticket) in [
        (
            "straight, American",
            ticket(Kind::Straight, &["-110"], Grade::Win),
        ),
        (
            "straight, decimal, half win",
            ticket(Kind::Straight, &["1.91"], Grade::HalfWin),
        ),
        ("double", ticket(Kind::Parlay, &DECIMAL[..2], Grade::Win)),
        ("parlay of 3", ticket(Kind::Parlay, &DECIMAL[..3], Grade::Win)),
        (
            "parlay of 3, one pushed",
            ticket(Kind::Parlay, &["-110", "-110", "+150"], Grade::Push),
        ),
        ("goliath in 128 bits", ticket(goliath(), &DECIMAL, Grade::Win)),
        ("goliath in big integers", ticket(goliath(), &FINE, Grade::Win)),
        ("goliath, one lost", ticket(goliath(), &DECIMAL, Grade::Loss)),
        (
            "round robin of 8 by 2s and 3s",
            ticket(round_robin(), &DECIMAL, Grade::Win),
        ),
    ] {
        let Ok(ticket) = ticket else { continue };
        c.bench_function(&format!("settle/{name}"), |b| {
            b.iter(|| settle(black_box(&ticket), rules))
        });
    }
}

/// From prices as text to the settlement, as `benches/peers/settle.mjs` puts it beside another program.
fn from_text(c: &mut Criterion) {
    let rules = RuleSet::default_rules();
    let goliath = Kind::System {
        system: System::Goliath,
    };
    for (name, kind, prices) in [
        ("double", Kind::Parlay, &DECIMAL[..2]),
        ("goliath", goliath, &DECIMAL),
    ] {
        c.bench_function(&format!("settle/{name} from text"), |b| {
            b.iter(|| {
                let built = ticket(kind.clone(), black_box(prices), Grade::Win);
                built.ok().and_then(|ticket| settle(&ticket, rules).ok())
            })
        });
    }
}

/// A season of straight bets, as the books settle them: how many in a second.
#[expect(clippy::unwrap_used, reason = "fixed prices, right by inspection")]
fn season(c: &mut Criterion) {
    let rules = RuleSet::default_rules();
    let grades = [
        Grade::Win,
        Grade::Loss,
        Grade::Win,
        Grade::Loss,
        Grade::Push,
        Grade::HalfWin,
        Grade::HalfLoss,
    ];
    let bet = |i: usize| {
        let price = match i % 3 {
            0 => format!("-{}", 100 + i % 90),
            1 => format!("{}.{:02}", 1 + i % 4, 5 + i % 90),
            _ => format!("+{}", 100 + i % 400),
        };
        ticket(Kind::Straight, &[&price], grades[i % grades.len()]).unwrap()
    };
    let bets: Vec<Ticket> = (0..10_000).map(bet).collect();
    let mut group = c.benchmark_group("settle");
    group.throughput(Throughput::Elements(bets.len() as u64));
    group.bench_function("10,000 straight bets", |b| {
        b.iter(|| {
            let returned = bets
                .iter()
                .filter_map(|bet| settle(bet, rules).ok())
                .map(|paid| paid.returned);
            returned.sum::<Option<Units>>()
        })
    });
    group.finish();
}

criterion_group!(benches, settlement, from_text, season);
criterion_main!(benches);
