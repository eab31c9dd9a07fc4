//! Elementary functions made of additions, multiplications, divisions and moved bits only.
//!
//! The standard library's `ln` and `exp` are calls, which a compiler cannot turn into instructions for many lanes, and
//! differ by a bit between platforms. These are straight lines of code: a loop over them becomes vector instructions, and
//! the result is the same on every machine, alone or in a batch. No fused multiply-add is used, for the same reason.
//!
//! Errors are below two units in the last place on the ranges stated.

use super::Group;

/// 1.5 * 2^52: adding it to a number of moderate size leaves the rounded number in the last bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;

/// `ln x` for normal `x > 0`.
#[inline(always)]
pub(in super::super) fn ln(x: f64) -> f64 {
    // x = 2^e m with m between sqrt(1/2) and sqrt(2): the exponent of x / sqrt(1/2), rounded down.
    let bits = x.to_bits();
    let moved = bits.wrapping_sub(0x3FE6_A09E_667F_3BCD);
    let exponent_bits = moved & 0xFFF0_0000_0000_0000;
    let m = f64::from_bits(bits.wrapping_sub(exponent_bits));
    // The exponent as a float without an integer conversion: its bits become the end of 2^52 + 2^51 + e.
    let e = f64::from_bits(((exponent_bits >> 52) ^ 0x800).wrapping_add(0x4338_0000_0000_0000))
        - (ROUNDER + 2048.0);
    // ln m = 2 artanh s.
    let f = m - 1.0;
    let s = f / (m + 1.0);
    let z = s * s;
    let series = z
        * (1.0 / 3.0
            + z * (1.0 / 5.0
                + z * (1.0 / 7.0
                    + z * (1.0 / 9.0
                        + z * (1.0 / 11.0
                            + z * (1.0 / 13.0
                                + z * (1.0 / 15.0
                                    + z * (1.0 / 17.0 + z * (1.0 / 19.0 + z * (1.0 / 21.0))))))))));
    // ln 2 in two parts: e times the first is exact.
    e * 0.693_147_180_369_123_8 + (2.0 * s + (2.0 * s * series + e * 1.908_214_929_270_587_7e-10))
}

/// `e^x` for `x` up to 700; 0 below -708.
#[inline(always)]
pub(in super::super) fn exp(x: f64) -> f64 {
    let shifted = x * std::f64::consts::LOG2_E + ROUNDER;
    let n = shifted - ROUNDER;
    let r = (x - n * 0.693_147_180_369_123_8) - n * 1.908_214_929_270_587_7e-10;
    // The Taylor series to r^13: |r| is at most ln(2) / 2, the next term below 2^-57.
    let p = 1.0 / 6_227_020_800.0;
    let p = 1.0 / 479_001_600.0 + r * p;
    let p = 1.0 / 39_916_800.0 + r * p;
    let p = 1.0 / 3_628_800.0 + r * p;
    let p = 1.0 / 362_880.0 + r * p;
    let p = 1.0 / 40_320.0 + r * p;
    let p = 1.0 / 5_040.0 + r * p;
    let p = 1.0 / 720.0 + r * p;
    let p = 1.0 / 120.0 + r * p;
    let p = 1.0 / 24.0 + r * p;
    let p = 1.0 / 6.0 + r * p;
    let p = 0.5 + r * p;
    let p = 1.0 + (r + r * r * p);
    // The last bits of `shifted` are n: moved into the exponent they are 2^n.
    let power = f64::from_bits((shifted.to_bits() << 52).wrapping_add(0x3FF0_0000_0000_0000));
    if x > -708.0 { p * power } else { 0.0 }
}

/// `1 / sqrt(x)` in place for normal `x > 0`, without the divider: a first guess from the bits, then four Newton steps.
///
/// Each step is taken for all lanes before the next, because a processor looks only so far ahead for work that does not
/// wait for the last operation.
#[inline(always)]
pub(super) fn reciprocal_sqrt<const L: usize, const G: usize>(x: &mut Group<L, G>) {
    let mut half = [[0.0; L]; G];
    for g in 0..G {
        for l in 0..L {
            half[g][l] = 0.5 * x[g][l];
            x[g][l] = f64::from_bits(0x5FE6_EB50_C7B5_37A9_u64.wrapping_sub(x[g][l].to_bits() >> 1));
        }
    }
    for _ in 0..4 {
        for g in 0..G {
            for l in 0..L {
                x[g][l] *= 1.5 - half[g][l] * x[g][l] * x[g][l];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(x: f64) -> f64 {
        let mut group = [[x]];
        reciprocal_sqrt(&mut group);
        group[0][0]
    }

    fn off(a: f64, b: f64) -> f64 {
        (a - b).abs() / b.abs()
    }

    #[test]
    fn agrees_with_the_standard_library() {
        let mut x = 1.000_000_01_f64;
        while x < 1e300 {
            assert!(off(ln(x), x.ln()) < 5e-16, "ln {x}");
            assert!(off(ln(1.0 / x), (1.0 / x).ln()) < 5e-16, "ln 1/{x}");
            assert!(off(root(x), 1.0 / x.sqrt()) < 5e-16, "rsqrt {x}");
            assert!(off(root(1.0 / x), x.sqrt()) < 5e-16, "rsqrt 1/{x}");
            x *= 1.003;
        }
        let mut x = -707.9;
        while x < 700.0 {
            assert!(off(exp(x), x.exp()) < 5e-16, "exp {x}: {} {}", exp(x), x.exp());
            x += 0.0317;
        }
        assert_eq!(
            (ln(1.0), exp(0.0), exp(-1e9), exp(f64::NEG_INFINITY)),
            (0.0, 1.0, 0.0, 0.0)
        );
    }
}
