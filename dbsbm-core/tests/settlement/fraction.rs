//! Exact fractions, slow and simple.

use num_bigint::{BigInt, Sign};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fraction {
    num: BigInt,
    den: BigInt,
}

impl Fraction {
    pub(crate) fn new(num: impl Into<BigInt>, den: impl Into<BigInt>) -> Self {
        let (num, den): (BigInt, BigInt) = (num.into(), den.into());
        let divisor = match (u128::try_from(num.magnitude()), u128::try_from(&den)) {
            (Ok(mut a), Ok(mut b)) => {
                while b != 0 {
                    (a, b) = (b, a % b);
                }
                BigInt::from(a)
            }
            _ => {
                let (mut a, mut b) = (BigInt::from(num.magnitude().clone()), den.clone());
                while b != BigInt::ZERO {
                    (a, b) = (b.clone(), a % b);
                }
                a
            }
        };
        Self {
            num: num / &divisor,
            den: den / divisor,
        }
    }

    pub(crate) fn whole(n: i64) -> Self {
        Self::new(n, 1)
    }

    pub(crate) fn plus(&self, other: &Self) -> Self {
        Self::new(
            &self.num * &other.den + &other.num * &self.den,
            &self.den * &other.den,
        )
    }

    pub(crate) fn minus(&self, other: &Self) -> Self {
        Self::new(
            &self.num * &other.den - &other.num * &self.den,
            &self.den * &other.den,
        )
    }

    pub(crate) fn times(&self, other: &Self) -> Self {
        Self::new(&self.num * &other.num, &self.den * &other.den)
    }

    pub(crate) fn over(&self, other: &Self) -> Self {
        Self::new(&self.num * &other.den, &self.den * &other.num)
    }

    pub(crate) fn min(self, other: Self) -> Self {
        if self.minus(&other).num.sign() == Sign::Minus {
            self
        } else {
            other
        }
    }

    /// Itself, or zero when it is below.
    pub(crate) fn or_zero(self) -> Self {
        if self.num.sign() == Sign::Minus {
            Self::whole(0)
        } else {
            self
        }
    }

    /// Rounded to a multiple of `1 / parts`: `'e'` half-even, `'u'` half up, `'d'` down.
    pub(crate) fn rounded(&self, parts: i64, how: char) -> Self {
        let scaled = self.times(&Self::whole(parts));
        let down = &scaled.num / &scaled.den;
        let twice_rest: BigInt = (&scaled.num - &down * &scaled.den) * 2;
        let up = match (how, twice_rest.cmp(&scaled.den)) {
            ('d', _) | (_, std::cmp::Ordering::Less) => false,
            ('e', std::cmp::Ordering::Equal) => &down % 2 != BigInt::ZERO,
            _ => true,
        };
        Self::new(down + i32::from(up), parts)
    }

    /// In ten-thousandths; the fraction must be one.
    pub(crate) fn ten_thousandths(&self) -> i64 {
        let scaled = self.times(&Self::whole(10_000));
        assert_eq!(scaled.den, BigInt::from(1));
        scaled.num.try_into().unwrap()
    }
}
