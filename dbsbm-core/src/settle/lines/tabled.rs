//! Round robins that are paid by a card's table.

use super::{Reading, Stop};
use crate::bet::{MAX_LEGS, PriceTable};
use crate::settle::{
    Grade, SettleError,
    number::{Int, Overflow},
    ticket::choose,
};

impl Reading<'_> {
    /// What the lines pay, over one denominator, and how many pay it. A line with a lost leg pays nothing and is left
    /// out; one that pushes and voids have shrunk to a single leg pays that leg's own price.
    pub(super) fn tabled_lines<A: Int>(
        &self,
        by: &[u8],
        table: &PriceTable,
    ) -> Result<(Vec<(A, u64)>, A), Stop> {
        let won = || {
            self.ticket
                .legs
                .iter()
                .filter(|leg| self.grade(leg) == Grade::Win)
        };
        let winners = won().count() as u64;
        let idle = self
            .ticket
            .legs
            .iter()
            .filter(|leg| matches!(self.grade(leg), Grade::Push | Grade::Void));
        let idle = idle.count() as u64;
        let mut lines: Vec<((u128, u128), u64)> = Vec::new();
        for size in by.iter().copied().map(u64::from) {
            lines.push(((1, 1), choose(idle, size)));
            lines.extend(won().map(|leg| (self.multiplier(leg, None), choose(idle, size - 1))));
            for legs in 2..=size.min(winners) {
                let count = choose(winners, legs) * choose(idle, size - legs);
                let row = u8::try_from(legs).ok().and_then(|n| table.get(&n));
                match row {
                    _ if count == 0 => {}
                    None => {
                        return Err(Stop::Settle(SettleError::NoTableRow {
                            legs: legs.try_into().unwrap_or(MAX_LEGS),
                        }));
                    }
                    Some(price) => {
                        let (n, d) = (u128::from(price.num()), u128::from(price.den()));
                        lines.push(((n + d, d), count));
                    }
                }
            }
        }
        lines.retain(|(_, count)| *count > 0);
        let mut den = A::of(1);
        for ((_, d), _) in &lines {
            den = den.scaled(*d)?;
        }
        let over_den = |i: usize, n: u128| {
            let others = lines.iter().enumerate().filter(|(j, _)| *j != i);
            others
                .map(|(_, ((_, d), _))| *d)
                .try_fold(A::of(n), |product, d| product.scaled(d))
        };
        let nums = lines
            .iter()
            .enumerate()
            .map(|(i, ((n, _), count))| Ok((over_den(i, *n)?, *count)));
        Ok((nums.collect::<Result<_, Overflow>>()?, den))
    }
}
