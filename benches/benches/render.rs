//! Pictures: the SVG text of a slip, and PNGs at both scales, with the fonts parsed once as a front-end does.

#[path = "../../dbsbm-render/tests/samples/mod.rs"]
#[expect(clippy::unwrap_used, reason = "fixed values, right by inspection")]
#[expect(dead_code, reason = "the samples serve tests and gallery too")]
mod samples;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use dbsbm_core::bet::Status;
use dbsbm_render::{Renderer, Scale, Theme};

fn pictures(c: &mut Criterion) {
    c.bench_function("render/parse the fonts", |b| b.iter(Renderer::new));
    let Ok(renderer) = Renderer::new() else { return };
    let one = samples::straight(Status::Won);
    let with_portraits = samples::with_portraits(Status::Won);
    let many = samples::many_legs();
    let season = samples::curve(20_000);
    c.bench_function("render/svg, one leg", |b| {
        b.iter(|| renderer.slip(black_box(&one), Theme::Dark))
    });
    c.bench_function("render/svg, 20,000 bets", |b| {
        b.iter(|| renderer.curve(black_box(&season), Theme::Dark))
    });
    let pictures = [
        ("one leg", renderer.slip(&one, Theme::Dark)),
        (
            "one leg, two pictures in it",
            renderer.slip(&with_portraits, Theme::Dark),
        ),
        ("25 legs", renderer.slip(&many, Theme::Dark)),
        ("20,000 bets", renderer.curve(&season, Theme::Dark)),
    ];
    for (name, picture) in &pictures {
        for (scale, width) in [(Scale::Single, 600), (Scale::Double, 1200)] {
            c.bench_function(&format!("render/png {width}, {name}"), |b| {
                b.iter(|| renderer.png(black_box(picture), scale))
            });
        }
    }
}

criterion_group!(benches, pictures);
criterion_main!(benches);
