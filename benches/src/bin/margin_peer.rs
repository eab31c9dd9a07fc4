//! The Rust side of `benches/peers/margin.py`: reads prices, times every method, writes the probabilities.
//!
//! `margin_peer DIRECTORY OUTCOMES SECONDS` reads `DIRECTORY/prices.f64`, little-endian doubles by columns, and writes
//! one `NAME.f64` for each method. Prints one line for each: name, layout, threads, best seconds.
#![expect(clippy::print_stdout, reason = "its output is what the script reads")]
#![expect(clippy::disallowed_methods, reason = "it measures time")]

use dbsbm_core::odds::margin::{Batch, Layout, Method, Status};
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let mut next = |name: &str| arguments.next().ok_or(format!("missing argument: {name}"));
    let directory = std::path::PathBuf::from(next("directory")?);
    let outcomes: usize = next("outcomes")?.parse()?;
    let seconds: f64 = next("seconds")?.parse()?;
    let bytes = std::fs::read(directory.join("prices.f64"))?;
    let columns: Vec<f64> = bytes
        .chunks_exact(8)
        .map(|chunk| {
            chunk
                .iter()
                .rev()
                .fold(0u64, |bits, byte| bits << 8 | u64::from(*byte))
        })
        .map(f64::from_bits)
        .collect();
    let markets = columns.len() / outcomes;
    let rows: Vec<f64> = (0..columns.len())
        .map(|i| columns[i % outcomes * markets + i / outcomes])
        .collect();
    for method in Method::ALL {
        for (name, layout, prices) in [
            ("columns", Layout::Columns, &columns),
            ("rows", Layout::Rows, &rows),
        ] {
            for threads in [1, 2] {
                let batch = Batch::new(method, outcomes).layout(layout).threads(threads);
                let (mut out, mut status) = (vec![0.0; prices.len()], vec![Status::Solved; markets]);
                let mut best = Duration::MAX;
                let start = Instant::now();
                while start.elapsed().as_secs_f64() < seconds {
                    let once = Instant::now();
                    let solved = batch.run(prices, &mut out, &mut status)?;
                    best = best.min(once.elapsed());
                    std::hint::black_box(solved);
                }
                println!("{method} {name} {threads} {:.9}", best.as_secs_f64());
                if layout == Layout::Columns && threads == 1 {
                    let bytes: Vec<u8> = out.iter().flat_map(|p| p.to_le_bytes()).collect();
                    std::fs::write(directory.join(format!("{method}.f64")), bytes)?;
                }
            }
        }
    }
    Ok(())
}
