//! Chance that falls the same way on every machine: SplitMix64 (Steele, Lea and Flood, *Fast splittable pseudorandom
//! number generators*, OOPSLA 2014). The demo's season must not change with a library's version.

use std::sync::Mutex;

/// A stream of random numbers.
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// The stream as bytes, for whoever shares it.
    pub(super) fn bytes(self) -> impl Fn(&mut [u8]) + Send + Sync + 'static {
        let stream = Mutex::new(self);
        move |wanted| {
            // A stream has no state that a panic could have left half-changed.
            let mut stream = stream.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            for part in wanted.chunks_mut(8) {
                part.copy_from_slice(&stream.next().to_le_bytes()[..part.len()]);
            }
        }
    }

    /// Evenly from 0 up to 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A whole number below `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        ((self.share() * n as f64) as usize).min(n.saturating_sub(1))
    }

    /// Normally around `mean` (Box and Muller).
    pub(super) fn around(&mut self, mean: f64, deviation: f64) -> f64 {
        let radius = (-2.0 * (1.0 - self.share()).ln()).sqrt();
        mean + deviation * radius * (std::f64::consts::TAU * self.share()).cos()
    }
}
