//! Paying out: a bet is lines of one stake each; a line returns its stake times the multipliers of its legs.

use super::{Fraction, bets::Bet, grade::Grade, rounded, whole};
use num_traits::One as _;

/// A graded leg.
pub(super) struct Leg {
    pub(super) grade: Grade,
    pub(super) net_return: Fraction,
}

/// A bet with its outcome; amounts in ten-thousandths.
pub(super) struct Paid {
    pub(super) outcome: &'static str,
    pub(super) staked: i64,
    pub(super) returned: i64,
    /// Decimal odds of the whole bet when every leg wins.
    pub(super) odds: Fraction,
    /// What one unit on the bet won or lost, before any rounding.
    pub(super) level: Fraction,
}

impl Leg {
    fn decimal(&self) -> Fraction {
        &self.net_return + Fraction::one()
    }

    /// What the leg makes of one unit; nothing while it is open.
    fn multiplier(&self) -> Option<Fraction> {
        Some(match self.grade {
            Grade::Win => self.decimal(),
            Grade::HalfWin => (self.decimal() + whole(1)) / whole(2),
            Grade::Push => whole(1),
            Grade::HalfLoss => whole(1) / whole(2),
            Grade::Loss => whole(0),
            Grade::Open => return None,
        })
    }
}

/// Pays a bet, if nothing that is still open can change it.
pub(super) fn pay(bet: &Bet) -> Option<Paid> {
    let lines = lines(bet);
    let count = whole(i64::try_from(lines.len()).unwrap());
    let mut multipliers = whole(0);
    for line in &lines {
        multipliers += line_multiplier(line)?;
    }
    let all_win: Fraction = lines
        .iter()
        .map(|line| line.iter().map(|leg| leg.decimal()).product::<Fraction>())
        .sum();
    let risk = if bet.to_win {
        &bet.stake / (&all_win - whole(1))
    } else {
        bet.stake.clone()
    };
    let (staked, returned) = (rounded(&(&risk * &count)), rounded(&(&risk * &multipliers)));
    let straight = bet.kind == "straight";
    let outcome = match (straight, bet.legs[0].grade, returned.cmp(&staked)) {
        (true, Grade::HalfWin, _) => "half_won",
        (true, Grade::HalfLoss, _) => "half_lost",
        (_, _, std::cmp::Ordering::Greater) => "won",
        (_, _, std::cmp::Ordering::Equal) => "push",
        (_, _, std::cmp::Ordering::Less) => "lost",
    };
    Some(Paid {
        outcome,
        staked,
        returned,
        odds: all_win / &count,
        level: multipliers / count - whole(1),
    })
}

/// A lost leg loses the line at once; otherwise an open one keeps it open.
fn line_multiplier(line: &[&Leg]) -> Option<Fraction> {
    if line.iter().any(|leg| leg.grade == Grade::Loss) {
        return Some(whole(0));
    }
    line.iter().map(|leg| leg.multiplier()).product()
}

/// The lines of a bet: every combination of the sizes that its kind has.
fn lines(bet: &Bet) -> Vec<Vec<&Leg>> {
    let all = bet.legs.len();
    let sizes: Vec<usize> = match bet.kind.as_str() {
        "straight" | "parlay" => vec![all],
        "round_robin" => bet.by.split(' ').map(|size| size.parse().unwrap()).collect(),
        "patent" | "lucky15" | "lucky31" | "lucky63" => (1..=all).collect(),
        "trixie" | "yankee" | "canadian" | "heinz" | "superheinz" | "goliath" => (2..=all).collect(),
        other => panic!("kind {other}"),
    };
    let mut lines = Vec::new();
    for chosen in 1u32..1 << all {
        if sizes.contains(&usize::try_from(chosen.count_ones()).unwrap()) {
            lines.push(
                (0..all)
                    .filter(|leg| chosen >> leg & 1 == 1)
                    .map(|leg| &bet.legs[leg])
                    .collect(),
            );
        }
    }
    lines
}
