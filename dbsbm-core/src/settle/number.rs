//! Whole numbers that settlement multiplies: 128 bits while they suffice, big integers when they do not.

use num_bigint::BigUint;

/// How an amount is rounded where the exact fraction ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Rounding {
    /// To the nearest, a half to the even neighbour.
    HalfEven,
    /// To the nearest, a half away from zero.
    HalfUp,
    /// Towards zero.
    Down,
}

/// The number does not fit its width; a wider one may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Overflow;

/// A number that is never negative and never wraps.
pub(super) trait Int: Clone + PartialOrd {
    fn of(n: u128) -> Self;
    fn times(&self, other: &Self) -> Result<Self, Overflow>;
    fn scaled(&self, by: u128) -> Result<Self, Overflow>;
    fn plus(&self, other: &Self) -> Result<Self, Overflow>;
    /// The difference, or zero when it would be negative.
    fn less(&self, other: &Self) -> Self;
    /// `self / den`, rounded; an overflow beyond 128 bits or when `den` is zero.
    fn divided(&self, den: &Self, rounding: Rounding) -> Result<u128, Overflow>;
}

impl Int for u128 {
    #[inline]
    fn of(n: u128) -> Self {
        n
    }

    #[inline]
    fn times(&self, other: &Self) -> Result<Self, Overflow> {
        self.checked_mul(*other).ok_or(Overflow)
    }

    #[inline]
    fn scaled(&self, by: u128) -> Result<Self, Overflow> {
        self.checked_mul(by).ok_or(Overflow)
    }

    #[inline]
    fn plus(&self, other: &Self) -> Result<Self, Overflow> {
        self.checked_add(*other).ok_or(Overflow)
    }

    #[inline]
    fn less(&self, other: &Self) -> Self {
        self.saturating_sub(*other)
    }

    #[inline]
    fn divided(&self, den: &Self, rounding: Rounding) -> Result<u128, Overflow> {
        let (q, r) = match (u64::try_from(*self), u64::try_from(*den)) {
            (_, Ok(0)) => return Err(Overflow),
            // The machine divides 64 bits several times faster.
            (Ok(n), Ok(d)) => (u128::from(n / d), u128::from(n % d)),
            _ => (self / den, self % den),
        };
        let up = match rounding {
            Rounding::Down => false,
            Rounding::HalfUp => r >= den - r,
            Rounding::HalfEven => r > den - r || (r == den - r && q % 2 == 1),
        };
        Ok(q + u128::from(up))
    }
}

impl Int for BigUint {
    fn of(n: u128) -> Self {
        <Self as From<u128>>::from(n)
    }

    fn times(&self, other: &Self) -> Result<Self, Overflow> {
        Ok(self * other)
    }

    fn scaled(&self, by: u128) -> Result<Self, Overflow> {
        Ok(match u64::try_from(by) {
            Ok(small) => self * small,
            Err(_) => self * by,
        })
    }

    fn plus(&self, other: &Self) -> Result<Self, Overflow> {
        Ok(self + other)
    }

    fn less(&self, other: &Self) -> Self {
        if self > other { self - other } else { Self::ZERO }
    }

    fn divided(&self, den: &Self, rounding: Rounding) -> Result<u128, Overflow> {
        if *den == Self::ZERO {
            return Err(Overflow);
        }
        let q = self / den;
        let r = self - &q * den;
        let rest = den - &r;
        let up = match rounding {
            Rounding::Down => false,
            Rounding::HalfUp => r >= rest,
            Rounding::HalfEven => r > rest || (r == rest && q.bit(0)),
        };
        let q = u128::try_from(q).map_err(|_| Overflow)?;
        q.checked_add(u128::from(up)).ok_or(Overflow)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_widths_round_alike() {
        for n in 0..60u128 {
            for d in 1..14u128 {
                for rounding in [Rounding::HalfEven, Rounding::HalfUp, Rounding::Down] {
                    let big = |n: u128| <BigUint as Int>::of(n);
                    let narrow = Int::divided(&n, &d, rounding);
                    assert_eq!(narrow, big(n).divided(&big(d), rounding), "{n}/{d} {rounding:?}");
                    let wide = Int::divided(&(n << 70), &(d << 70), rounding);
                    assert_eq!(narrow, wide, "{n}/{d} {rounding:?}");
                }
            }
        }
        assert_eq!(Int::divided(&5u128, &2, Rounding::HalfEven), Ok(2));
        assert_eq!(Int::divided(&7u128, &2, Rounding::HalfEven), Ok(4));
        assert_eq!(Int::divided(&5u128, &2, Rounding::HalfUp), Ok(3));
        assert_eq!(Int::divided(&5u128, &2, Rounding::Down), Ok(2));
        assert_eq!(Int::divided(&5u128, &0, Rounding::Down), Err(Overflow));
    }
}
