//! Margin removal: one market, and batches of 100,000.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use dbsbm_benches::prices::{by_columns, markets};
use dbsbm_core::odds::margin::{Batch, Layout, Method, Status, remove};
use std::hint::black_box;

const MARKETS: usize = 100_000;

fn one(c: &mut Criterion) {
    let mut group = c.benchmark_group("margin/one market of 3");
    for method in Method::ALL {
        group.bench_function(method.name(), |b| {
            b.iter(|| remove(black_box(&[2.7, 2.3, 4.4]), method).map(|fair| fair.margin));
        });
    }
    group.finish();
}

fn batch(c: &mut Criterion) {
    for (outcomes, layout) in [
        (2, Layout::Columns),
        (3, Layout::Columns),
        (3, Layout::Rows),
        (8, Layout::Columns),
    ] {
        let rows = markets(MARKETS, outcomes);
        let prices = if layout == Layout::Rows {
            rows
        } else {
            by_columns(&rows, outcomes)
        };
        let (mut out, mut status) = (vec![0.0; prices.len()], vec![Status::Solved; MARKETS]);
        let mut group = c.benchmark_group(format!("margin/100,000 markets of {outcomes}, {layout:?}"));
        group
            .throughput(Throughput::Elements(MARKETS as u64))
            .sample_size(30);
        for method in Method::ALL {
            let batch = Batch::new(method, outcomes).layout(layout);
            group.bench_function(method.name(), |b| {
                b.iter(|| batch.run(black_box(&prices), &mut out, &mut status))
            });
        }
        group.finish();
    }
}

criterion_group!(benches, one, batch);
criterion_main!(benches);
