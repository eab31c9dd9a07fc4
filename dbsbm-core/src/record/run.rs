//! What depends on the order of bets, in a form that merges: drawdown and streaks.

use crate::money::Units;

/// A stretch of settled bets in order. Amounts are in ten-thousandths of a unit; a streak is counted with its sign,
/// wins above zero and losses below; a net of zero neither extends nor breaks one.
///
/// Merging is associative and the empty run is its identity, so days make months and months make years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Run {
    /// Net over the stretch.
    pub net: i64,
    /// Lowest running net, the start (0) included.
    pub low: i64,
    /// Highest running net, the start (0) included.
    pub high: i64,
    /// Largest fall from a peak, the start counting as one.
    pub drop: i64,
    /// Bets whose net was not zero.
    pub moves: i64,
    /// The streak with which the stretch begins.
    pub head: i64,
    /// The streak with which it ends.
    pub tail: i64,
    /// The longest winning streak.
    pub best_win: i64,
    /// The longest losing streak.
    pub best_loss: i64,
}

impl Run {
    /// One bet.
    pub fn one(net: Units) -> Self {
        let net = net.ten_thousandths();
        let sign = net.signum();
        Self {
            net,
            low: net.min(0),
            high: net.max(0),
            drop: (-net).max(0),
            moves: sign.abs(),
            head: sign,
            tail: sign,
            best_win: sign.max(0),
            best_loss: (-sign).max(0),
        }
    }

    /// This stretch followed by a later one; `None` when an amount leaves the range.
    pub fn then(self, later: Self) -> Option<Self> {
        let joined = if self.tail.signum() == later.head.signum() {
            self.tail + later.head
        } else {
            0
        };
        let through = |run: Self| run.moves > 0 && run.head.abs() == run.moves;
        Some(Self {
            net: self.net.checked_add(later.net)?,
            low: self.low.min(self.net.checked_add(later.low)?),
            high: self.high.max(self.net.checked_add(later.high)?),
            drop: self
                .drop
                .max(later.drop)
                .max(self.high.checked_sub(self.net.checked_add(later.low)?)?),
            moves: self.moves.checked_add(later.moves)?,
            head: match (self.moves, joined) {
                (0, _) => later.head,
                (_, joined) if joined != 0 && through(self) => joined,
                _ => self.head,
            },
            tail: match (later.moves, joined) {
                (0, _) => self.tail,
                (_, joined) if joined != 0 && through(later) => joined,
                _ => later.tail,
            },
            best_win: self.best_win.max(later.best_win).max(joined),
            best_loss: self.best_loss.max(later.best_loss).max(-joined),
        })
    }

    /// The largest fall of the running net from a peak; the peak starts at 0.
    pub fn drawdown(self) -> Units {
        Units::from_ten_thousandths(self.drop).unwrap_or(Units::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The definitions, bet by bet.
    fn slow(nets: &[i64]) -> (i64, i64, i64, i64) {
        let (mut sum, mut peak, mut drop) = (0i64, 0i64, 0i64);
        let (mut streak, mut win, mut loss) = (0i64, 0i64, 0i64);
        for net in nets {
            sum += net;
            peak = peak.max(sum);
            drop = drop.max(peak - sum);
            match net.signum() {
                0 => {}
                s if s == streak.signum() => streak += s,
                s => streak = s,
            }
            win = win.max(streak);
            loss = loss.max(-streak);
        }
        (drop, win, loss, streak)
    }

    fn fold(nets: &[i64]) -> Run {
        let one = |n: &i64| Run::one(Units::from_ten_thousandths(*n).unwrap());
        nets.iter()
            .map(one)
            .fold(Run::default(), |a, b| a.then(b).unwrap())
    }

    proptest! {
        #[test]
        fn any_cut_merges_to_the_same_figures(nets in proptest::collection::vec(-3i64..4, 0..40), cut in 0usize..41) {
            let (first, second) = nets.split_at(cut.min(nets.len()));
            let run = fold(first).then(fold(second)).unwrap();
            let (drop, win, loss, streak) = slow(&nets);
            prop_assert_eq!(run, fold(&nets));
            prop_assert_eq!((run.drop, run.best_win, run.best_loss, run.tail), (drop, win, loss, streak));
        }
    }
}
