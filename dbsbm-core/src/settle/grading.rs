//! Grading: what a score makes of a selection.
//!
//! ```
//! use dbsbm_core::market::{Market, Period, Score, Selection, Side, Sport};
//! use dbsbm_core::settle::{Grade, grade};
//!
//! let score = Score::new(vec![21, 7, 7, 7], vec![7, 10, 7, 10], (42, 34)).unwrap();
//! let packers = Selection::new(Market::Spread, Period::Full, Side::Home, Some("-4.5".parse().unwrap())).unwrap();
//! let graded = grade(Sport::AmericanFootball, &packers, &score);
//! assert_eq!(graded.grade, Grade::Win);
//! assert_eq!(
//!     graded.explain(&packers, "Packers", "Bears"),
//!     "Packers -4.5: 42-34, margin 8, 3.5 over the line: win"
//! );
//! ```

use super::Grade;
use crate::market::{Leader, League, Line, Market, Period, Score, Selection, Side, Sport};

/// The grade of a selection, and the figures it was read from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Graded {
    /// The grade; open when the score does not cover the period, or does not answer the market.
    pub grade: Grade,
    /// Home and away figures of the selection's period, where the score covers it.
    pub figures: Option<(u16, u16)>,
    /// The half-time figures, for a half-time/full-time selection.
    pub half_time: Option<(u16, u16)>,
}

/// Grades a selection by a score. Player props and outrights are not answered by a score: they stay open here, see
/// [`grade_figure`].
pub fn grade(sport: Sport, selection: &Selection, score: &Score) -> Graded {
    let half_time = match selection.market {
        Market::HalfTimeFullTime => figures(sport, Period::Half(1), score),
        _ => None,
    };
    let figures = match (selection.market, selection.period) {
        // The market is named after full-time, which in soccer is the end of regulation.
        (Market::HalfTimeFullTime, Period::Full) if sport == Sport::Soccer => {
            figures(sport, Period::Regulation, score)
        }
        (_, period) => figures(sport, period, score),
    };
    let grade = figures.map_or(Grade::Open, |figures| judge(selection, figures, half_time));
    Graded {
        grade,
        figures,
        half_time,
    }
}

/// Grades a selection of a league's game. Where the league knows no overtime, the final is the end of regulation, so a
/// score without periods answers both.
///
/// ```
/// use dbsbm_core::market::{Market, Period, Score, Selection, Side};
/// use dbsbm_core::settle::{Grade, grade_in};
/// let draw = Selection::new(Market::Moneyline3, Period::Regulation, Side::Draw, None).unwrap();
/// let level = Score::new(vec![], vec![], (1, 1)).unwrap();
/// assert_eq!(grade_in("EPL".parse().unwrap(), &draw, &level).grade, Grade::Win);
/// assert_eq!(grade_in("UCL".parse().unwrap(), &draw, &level).grade, Grade::Open);
/// ```
pub fn grade_in(league: League, selection: &Selection, score: &Score) -> Graded {
    let whole = Selection {
        period: Period::Full,
        ..*selection
    };
    match selection.period {
        Period::Regulation if !league.plays_overtime() => grade(league.sport(), &whole, score),
        _ => grade(league.sport(), selection, score),
    }
}

/// Grades an over/under, or a yes/no ("at least one"), by a figure that no score holds, such as a player's points.
pub fn grade_figure(selection: &Selection, figure: u16) -> Grade {
    match (selection.side, selection.line) {
        (Side::Over, Some(line)) => by_distance(distance(figure.into(), line)),
        (Side::Under, Some(line)) => by_distance(-distance(figure.into(), line)),
        (Side::Yes, None) => won_if(figure > 0),
        (Side::No, None) => won_if(figure == 0),
        _ => Grade::Open,
    }
}

/// Home and away figures of one period, or `None` when the score does not cover it.
///
/// How many parts a score lists says what they are: two are halves, four quarters, three periods, nine innings. A list
/// that is shorter than the sport's regulation covers its own parts only.
fn figures(sport: Sport, period: Period, score: &Score) -> Option<(u16, u16)> {
    let (home, away) = score.periods();
    let sum = |range: std::ops::Range<usize>| {
        let add = |points: &[u16]| points.get(range.clone()).map(|p| p.iter().sum::<u16>());
        Some((add(home)?, add(away)?))
    };
    let known = home.len();
    let parts = sport.regulation_parts();
    let halves = known == 2 && matches!(parts, Some(2 | 4));
    match period {
        Period::Full => Some(score.total()),
        Period::Regulation if halves || parts == Some(known) => sum(0..known),
        Period::Half(1) if halves => sum(0..1),
        Period::Half(1) => match parts {
            Some(4) => sum(0..2),
            Some(2) if known == 1 => sum(0..1),
            _ => None,
        },
        Period::Half(2) => {
            let first = figures(sport, Period::Half(1), score)?;
            let end = if matches!(sport, Sport::AmericanFootball | Sport::Basketball) {
                score.total()
            } else {
                figures(sport, Period::Regulation, score)?
            };
            Some((end.0.checked_sub(first.0)?, end.1.checked_sub(first.1)?))
        }
        Period::Quarter(n) if parts == Some(4) && !halves => part(n, &sum),
        Period::Third(n) if parts == Some(3) => part(n, &sum),
        Period::FirstFive if parts == Some(9) => sum(0..5),
        Period::Inning(n) if parts == Some(9) => part(n, &sum),
        Period::Set(n) if matches!(sport, Sport::Tennis | Sport::Volleyball | Sport::Darts) => part(n, &sum),
        _ => None,
    }
}

fn part(n: u8, sum: &dyn Fn(std::ops::Range<usize>) -> Option<(u16, u16)>) -> Option<(u16, u16)> {
    let index = usize::from(n).checked_sub(1)?;
    sum(index..index + 1)
}

fn judge(selection: &Selection, (home, away): (u16, u16), half_time: Option<(u16, u16)>) -> Grade {
    let margin = i32::from(home) - i32::from(away);
    let total = i32::from(home) + i32::from(away);
    let line = selection.line.unwrap_or_default();
    let leader = leader((home, away));
    match (selection.market, selection.side) {
        (Market::Moneyline | Market::DrawNoBet, side) => match (side, leader) {
            (_, Leader::Draw) => Grade::Push,
            (Side::Home, Leader::Home) | (Side::Away, Leader::Away) => Grade::Win,
            _ => Grade::Loss,
        },
        (Market::Moneyline3 | Market::DoubleChance, side) => won_if(match side {
            Side::Home => leader == Leader::Home,
            Side::Draw => leader == Leader::Draw,
            Side::Away => leader == Leader::Away,
            Side::HomeDraw => leader != Leader::Away,
            Side::HomeAway => leader != Leader::Draw,
            _ => leader != Leader::Home,
        }),
        (Market::Spread, Side::Home) => by_distance(margin * 4 + line.quarters()),
        (Market::Spread, _) => by_distance(-margin * 4 + line.quarters()),
        (Market::Total, side) => over_under(side, total, line),
        (Market::TeamTotalHome, side) => over_under(side, home.into(), line),
        (Market::TeamTotalAway, side) => over_under(side, away.into(), line),
        (Market::BothToScore, side) => won_if((home > 0 && away > 0) == (side == Side::Yes)),
        (Market::OddEven, side) => won_if((total % 2 == 1) == (side == Side::Odd)),
        (Market::CorrectScore, side) => won_if(side == Side::Score(home, away)),
        (Market::HalfTimeFullTime, side) => match half_time.map(self::leader) {
            None => Grade::Open,
            Some(half) => won_if(side == Side::HalfFull(half, leader)),
        },
        _ => Grade::Open,
    }
}

fn leader((home, away): (u16, u16)) -> Leader {
    match home.cmp(&away) {
        std::cmp::Ordering::Greater => Leader::Home,
        std::cmp::Ordering::Equal => Leader::Draw,
        std::cmp::Ordering::Less => Leader::Away,
    }
}

const fn won_if(won: bool) -> Grade {
    if won { Grade::Win } else { Grade::Loss }
}

fn over_under(side: Side, figure: i32, line: Line) -> Grade {
    let over = distance(figure, line);
    by_distance(if side == Side::Over { over } else { -over })
}

const fn distance(figure: i32, line: Line) -> i32 {
    figure * 4 - line.quarters()
}

/// The grade by the distance over the line, in quarters. A distance of one quarter is a split line whose one half is
/// level and whose other half is decided.
const fn by_distance(quarters: i32) -> Grade {
    match quarters {
        0 => Grade::Push,
        1 => Grade::HalfWin,
        -1 => Grade::HalfLoss,
        2.. => Grade::Win,
        _ => Grade::Loss,
    }
}

impl Graded {
    /// The grade in words, with the names of the two sides.
    pub fn explain(&self, selection: &Selection, home: &str, away: &str) -> String {
        let what = selection.describe(home, away);
        let grade = self.grade.title();
        let Some((h, a)) = self.figures else {
            return match selection.market {
                Market::PlayerProp | Market::Outright => format!("{what}: no figure yet: {grade}"),
                _ => format!("{what}: the score does not cover it: {grade}"),
            };
        };
        let margin = i32::from(h) - i32::from(a);
        let total = i32::from(h) + i32::from(a);
        let line = selection.line.unwrap_or_default();
        let facts = match selection.market {
            Market::Spread => {
                let margin = if selection.side == Side::Home {
                    margin
                } else {
                    -margin
                };
                format!(
                    "{h}-{a}, margin {margin}, {}",
                    apart(margin * 4 + line.quarters())
                )
            }
            Market::Total => format!("{h}-{a}, total {total}, {}", apart(distance(total, line))),
            Market::TeamTotalHome => format!("{h}-{a}, {home} {h}, {}", apart(distance(h.into(), line))),
            Market::TeamTotalAway => format!("{h}-{a}, {away} {a}, {}", apart(distance(a.into(), line))),
            Market::OddEven => format!("{h}-{a}, total {total}"),
            Market::HalfTimeFullTime => match self.half_time {
                Some((half_h, half_a)) => format!("{half_h}-{half_a} at half-time, {h}-{a} at full-time"),
                None => format!("half-time score not known, {h}-{a} at full-time"),
            },
            Market::Moneyline | Market::DrawNoBet if margin == 0 => format!("{h}-{a}, a tie pushes"),
            _ => format!("{h}-{a}"),
        };
        format!("{what}: {facts}: {grade}")
    }
}

/// A distance from the line in words.
fn apart(quarters: i32) -> String {
    let by = Line::from_quarters(quarters.abs()).unwrap_or_default();
    match quarters {
        0 => "exactly on the line".into(),
        q if q > 0 => format!("{by} over the line"),
        _ => format!("{by} under the line"),
    }
}

impl Selection {
    /// The selection in words, with the names of the two sides: `Packers -4.5`, `over 47.5, first half`.
    pub fn describe(&self, home: &str, away: &str) -> String {
        let line = self.line.unwrap_or_default();
        let side = match self.side {
            Side::Home => home.to_string(),
            Side::Away => away.to_string(),
            Side::HomeDraw => format!("{home} or draw"),
            Side::HomeAway => format!("{home} or {away}"),
            Side::DrawAway => format!("{away} or draw"),
            Side::HalfFull(half, full) => {
                let name = |leader| match leader {
                    Leader::Home => home,
                    Leader::Draw => "draw",
                    Leader::Away => away,
                };
                format!("{} at half-time, {} at full-time", name(half), name(full))
            }
            plain => plain.to_string(),
        };
        let what = match self.market {
            Market::Spread => format!("{side} {}", line.handicap()),
            Market::Total => format!("{side} {line}"),
            Market::TeamTotalHome => format!("{home} {side} {line}"),
            Market::TeamTotalAway => format!("{away} {side} {line}"),
            Market::Moneyline | Market::Moneyline3 => format!("{side} to win").replace("draw to win", "draw"),
            Market::DrawNoBet => format!("{side}, draw no bet"),
            Market::BothToScore => format!("both to score: {side}"),
            Market::OddEven => format!("{side} total"),
            Market::CorrectScore => format!("score {side}"),
            Market::PlayerProp => match self.line {
                Some(line) => format!("{side} {line}"),
                None => side,
            },
            Market::DoubleChance | Market::HalfTimeFullTime | Market::Outright => side,
        };
        match self.period {
            Period::Full => what,
            Period::Regulation if matches!(self.market, Market::Moneyline3 | Market::DoubleChance) => what,
            period => format!("{what}, {}", period.title()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graded(sport: Sport, what: &str, score: &Score) -> Grade {
        let words: Vec<&str> = what.split(' ').collect();
        let [market, period, side, ..] = words.as_slice() else {
            panic!("{what}")
        };
        let line = words.get(3).map(|line| line.parse().unwrap());
        let selection = Selection::new(
            market.parse().unwrap(),
            period.parse().unwrap(),
            side.parse().unwrap(),
            line,
        )
        .unwrap();
        let graded = grade(sport, &selection, score);
        assert!(!graded.explain(&selection, "Home", "Away").is_empty());
        graded.grade
    }

    fn score(home: &[u16], away: &[u16], total: (u16, u16)) -> Score {
        Score::new(home.to_vec(), away.to_vec(), total).unwrap()
    }

    fn check(sport: Sport, score: &Score, rows: &[(&str, Grade)]) {
        for (what, expect) in rows {
            assert_eq!(graded(sport, what, score), *expect, "{sport} {score}: {what}");
        }
    }

    #[test]
    fn overtime_counts_in_the_full_game_and_the_second_half_of_football() {
        use Grade::*;
        // 20-20 after four quarters, 26-20 after overtime.
        let game = score(&[7, 3, 0, 10], &[0, 10, 7, 3], (26, 20));
        check(
            Sport::AmericanFootball,
            &game,
            &[
                ("moneyline full home", Win),
                ("moneyline regulation home", Push),
                ("moneyline_3way regulation draw", Win),
                ("draw_no_bet regulation away", Push),
                ("spread full home -6", Push),
                ("spread full home -5.75", HalfWin),
                ("spread full home -6.25", HalfLoss),
                ("spread full away +6.5", Win),
                ("total full over 46", Push),
                ("total regulation under 40.5", Win),
                ("moneyline h1 home", Push),
                ("total h1 over 20", Push),
                // 26 - 10 against 20 - 10.
                ("spread h2 home -5.5", Win),
                ("total h2 over 25.5", Win),
                ("moneyline q4 home", Win),
                ("total q4 over 13", Push),
                ("team_total_home q2 under 3.5", Win),
                ("team_total_away full over 20.25", HalfLoss),
                ("total p1 over 1", Open),
                ("total f5 over 1", Open),
            ],
        );
    }

    #[test]
    fn soccer_is_ninety_minutes_and_its_second_half_too() {
        use Grade::*;
        let cup = score(&[1, 0], &[0, 1], (2, 1));
        check(
            Sport::Soccer,
            &cup,
            &[
                ("moneyline_3way regulation draw", Win),
                ("moneyline_3way full home", Win),
                ("moneyline h2 away", Win),
                ("total h2 over 1.5", Loss),
                ("double_chance regulation home_away", Loss),
                ("double_chance regulation draw_away", Win),
                ("both_to_score regulation yes", Win),
                ("both_to_score h1 no", Win),
                ("correct_score regulation 1-1", Win),
                ("correct_score full 1-1", Loss),
                ("odd_even regulation even", Win),
                ("half_time_full_time regulation home/draw", Win),
                ("half_time_full_time full home/draw", Win),
                ("half_time_full_time full home/home", Loss),
                ("total q1 over 1", Open),
            ],
        );
        let unknown = score(&[], &[], (2, 1));
        check(
            Sport::Soccer,
            &unknown,
            &[
                ("moneyline_3way regulation home", Open),
                ("moneyline full home", Win),
            ],
        );
    }

    #[test]
    fn periods_innings_sets_and_halves_given_as_two_parts() {
        use Grade::*;
        let hockey = score(&[1, 0, 2], &[0, 2, 1], (4, 3));
        let rows = [
            ("moneyline p2 away", Win),
            ("total p3 under 3", Push),
            ("moneyline_3way regulation draw", Win),
        ];
        check(Sport::IceHockey, &hockey, &rows);
        check(
            Sport::IceHockey,
            &hockey,
            &[("spread full home -1.5", Loss), ("moneyline h1 home", Open)],
        );
        let baseball = score(&[0, 1, 0, 0, 2, 0], &[1, 0, 0, 0, 0, 0], (3, 1));
        check(
            Sport::Baseball,
            &baseball,
            &[("moneyline f5 home", Win), ("total i1 over 0.5", Win)],
        );
        check(
            Sport::Baseball,
            &baseball,
            &[("total i7 over 0.5", Open), ("moneyline regulation home", Open)],
        );
        let college = score(&[30, 35], &[28, 37], (75, 70));
        check(
            Sport::Basketball,
            &college,
            &[("spread h2 home -1.5", Win), ("moneyline regulation home", Push)],
        );
        check(
            Sport::Basketball,
            &college,
            &[("total q1 over 1", Open), ("moneyline h1 home", Win)],
        );
        let started = score(&[10], &[7], (10, 7));
        check(
            Sport::Basketball,
            &started,
            &[("moneyline q1 home", Win), ("moneyline h1 home", Open)],
        );
    }

    #[test]
    fn figures_of_players() {
        let prop = |side, line: Option<&str>| {
            let line = line.map(|l| l.parse().unwrap());
            Selection::new(Market::PlayerProp, Period::Full, side, line).unwrap()
        };
        assert_eq!(grade_figure(&prop(Side::Over, Some("25.5")), 26), Grade::Win);
        assert_eq!(grade_figure(&prop(Side::Under, Some("25")), 25), Grade::Push);
        assert_eq!(grade_figure(&prop(Side::Yes, None), 0), Grade::Loss);
        assert_eq!(
            graded(
                Sport::Basketball,
                "player_prop full over 25.5",
                &score(&[], &[], (1, 0))
            ),
            Grade::Open
        );
    }

    #[test]
    fn explanations_are_in_words() {
        let game = score(&[21, 7, 7, 7], &[7, 10, 7, 10], (42, 34));
        for (what, expect) in [
            (
                "spread full away +7.5",
                "Bears +7.5: 42-34, margin -8, 0.5 under the line: loss",
            ),
            (
                "total h1 over 45",
                "over 45, first half: 28-17, total 45, exactly on the line: push",
            ),
            ("moneyline full home", "Packers to win: 42-34: win"),
            (
                "team_total_away q4 over 9.5",
                "Bears over 9.5, quarter 4: 7-10, Bears 10, 0.5 over the line: win",
            ),
            (
                "total p1 over 1",
                "over 1, period 1: the score does not cover it: open",
            ),
        ] {
            let words: Vec<&str> = what.split(' ').collect();
            let line = words.get(3).map(|line| line.parse().unwrap());
            let selection = Selection::new(
                words[0].parse().unwrap(),
                words[1].parse().unwrap(),
                words[2].parse().unwrap(),
                line,
            )
            .unwrap();
            let graded = grade(Sport::AmericanFootball, &selection, &game);
            assert_eq!(graded.explain(&selection, "Packers", "Bears"), expect);
        }
    }
}
