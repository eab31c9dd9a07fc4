//! What a score makes of a selection: its grade as a multiplier of the stake.

use super::{Fraction, Game, decimal, whole};
use std::cmp::Ordering;

/// What became of a leg.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grade {
    Win,
    HalfWin,
    Push,
    HalfLoss,
    Loss,
    Open,
}

impl Game {
    /// Home and away figures of a period, where the score covers it. Overtime counts for the full game, and in American
    /// football for the second half.
    pub(crate) fn figures(&self, period: &str) -> Option<(i64, i64)> {
        let full = self.full?;
        let sum = |range: std::ops::Range<usize>| {
            let parts = self.parts.get(range)?;
            Some(
                parts
                    .iter()
                    .fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1)),
            )
        };
        let halves = self.parts.len() / 2;
        let known = !self.parts.is_empty();
        match period {
            "full" => Some(full),
            "regulation" if known => sum(0..self.parts.len()),
            "h1" if known => sum(0..halves),
            "h2" if known && self.league == "NFL" => {
                let first = sum(0..halves)?;
                Some((full.0 - first.0, full.1 - first.1))
            }
            "h2" if known => sum(halves..self.parts.len()),
            "q1" | "q2" | "q3" | "q4" if self.parts.len() == 4 => {
                let quarter = usize::from(period.as_bytes()[1] - b'1');
                sum(quarter..quarter + 1)
            }
            _ => None,
        }
    }
}

/// The grade of a selection in a game.
pub(super) fn grade(game: &Game, market: &str, period: &str, side: &str, line: &str) -> Grade {
    let regulation = game.league == "EPL" || matches!(market, "moneyline_3way" | "double_chance");
    let period = match period {
        "" if regulation => "regulation",
        "" => "full",
        said => said,
    };
    let Some((home, away)) = game.figures(period) else {
        return Grade::Open;
    };
    let won = |yes: bool| if yes { Grade::Win } else { Grade::Loss };
    let leader = lead(home, away);
    let line = match line {
        "" | "PK" => whole(0),
        number => decimal(number),
    };
    let over = |figure: i64| {
        let distance = whole(figure) - &line;
        beyond(if side == "over" { distance } else { -distance })
    };
    match market {
        "spread" if side == "home" => beyond(whole(home - away) + line),
        "spread" => beyond(whole(away - home) + line),
        "total" => over(home + away),
        "team_total_home" => over(home),
        "team_total_away" => over(away),
        "moneyline" | "draw_no_bet" if leader == "draw" => Grade::Push,
        "moneyline" | "draw_no_bet" | "moneyline_3way" => won(side == leader),
        "double_chance" => won(side.contains(leader)),
        "both_to_score" => won((side == "yes") == (home > 0 && away > 0)),
        "odd_even" => won((side == "odd") == ((home + away) % 2 == 1)),
        "correct_score" => won(side == format!("{home}-{away}")),
        "half_time_full_time" => match game.figures("h1") {
            Some(half) => won(side == format!("{}/{leader}", lead(half.0, half.1))),
            None => Grade::Open,
        },
        other => panic!("market {other}"),
    }
}

fn lead(home: i64, away: i64) -> &'static str {
    match home.cmp(&away) {
        Ordering::Greater => "home",
        Ordering::Equal => "draw",
        Ordering::Less => "away",
    }
}

/// The grade by how far the figure is beyond the line. A quarter line is two bets, on the lines a quarter to either side.
fn beyond(distance: Fraction) -> Grade {
    let quarter = decimal("0.25");
    let split = !(&distance * whole(2)).is_integer();
    let judge = |distance: Fraction| match distance.cmp(&whole(0)) {
        Ordering::Greater => 1,
        Ordering::Equal => 0,
        Ordering::Less => -1,
    };
    let halves = if split {
        judge(&distance - &quarter) + judge(&distance + &quarter)
    } else {
        2 * judge(distance)
    };
    match halves {
        2 => Grade::Win,
        1 => Grade::HalfWin,
        0 => Grade::Push,
        -1 => Grade::HalfLoss,
        _ => Grade::Loss,
    }
}
