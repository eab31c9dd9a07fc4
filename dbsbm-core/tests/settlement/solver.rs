//! An independent solver: every line by itself, every step a reduced fraction, written from the rules and not from the
//! library. It shares with the library only the types that say what a ticket is.

use crate::fraction::Fraction;
use dbsbm_core::{
    bet::{Kind, PriceTable, PushRule, Stake, StakeIs, System},
    odds::Odds,
    settle::{Grade, Outcome, RuleSet, TicketLeg, TicketTerms},
};

#[derive(Debug, Clone)]
pub(crate) struct Described {
    pub(crate) kind: Kind,
    pub(crate) stake: Stake,
    pub(crate) legs: Vec<TicketLeg>,
    pub(crate) terms: TicketTerms,
    /// The stake is that of both halves of an each-way bet together.
    pub(crate) named_for_both_halves: bool,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct House {
    pub(crate) rules: &'static str,
    pub(crate) how: char,
    pub(crate) places: u32,
    pub(crate) per_line: bool,
    pub(crate) dead_heat: bool,
    /// Hundredths of a percent.
    pub(crate) rule4_cap: u32,
    pub(crate) rule4_waived: u32,
    /// On every system: factor on a lone winner's odds, and percent for all winners, both in hundredths.
    pub(crate) bonus: Option<(u32, u32)>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Solved {
    pub(crate) outcome: Outcome,
    pub(crate) lines: u32,
    pub(crate) staked: i64,
    pub(crate) returned: i64,
    pub(crate) max_returned: Option<i64>,
}

impl House {
    pub(crate) fn set(&self) -> RuleSet {
        let mode = match self.how {
            'e' => "half_even",
            'u' => "half_up",
            _ => "down",
        };
        let hundredths = |n: u32| format!("{}.{:02}", n / 100, n % 100);
        let bonuses: String = self.bonus.map_or(String::new(), |(one, all)| {
            let (one, all) = (hundredths(one), hundredths(all));
            let each =
                |system: &System| format!("{system} = {{ one_winner = '{one}', all_winners = '{all}' }}\n");
            System::ALL.iter().map(each).collect()
        });
        let text = format!(
            "name='{}'\ntitle='t'\nsource='s'\ndead_heat={}\n[rounding]\nmode='{mode}'\nplaces={}\nper_line={}\n\
             [rule4]\ncap='{}'\nwaived='{}'\n[bonuses]\n{bonuses}",
            self.rules,
            self.dead_heat,
            self.places,
            self.per_line,
            hundredths(self.rule4_cap),
            hundredths(self.rule4_waived),
        );
        RuleSet::from_toml(&text).unwrap()
    }

    fn round(&self, amount: &Fraction) -> Fraction {
        amount.rounded(10i64.pow(self.places), self.how)
    }
}

fn net(price: Odds) -> Fraction {
    Fraction::new(price.num(), price.den())
}

fn one() -> Fraction {
    Fraction::whole(1)
}

/// All sets of `size` of `n` things.
fn sets(n: usize, size: usize) -> Vec<Vec<usize>> {
    if size == 0 {
        return vec![vec![]];
    }
    let mut all = Vec::new();
    for last in 0..n {
        for mut smaller in sets(last, size - 1) {
            smaller.push(last);
            all.push(smaller);
        }
    }
    all
}

/// `open_wins`: open legs are taken as won, else as lost.
struct Reader<'a> {
    ticket: &'a Described,
    house: House,
    open_wins: bool,
}

impl Reader<'_> {
    fn grade(&self, leg: &TicketLeg, place: bool) -> Grade {
        match leg.grade {
            Grade::Open if self.open_wins => Grade::Win,
            Grade::Open => Grade::Loss,
            Grade::Placed if place => Grade::Win,
            Grade::Placed => Grade::Loss,
            other => other,
        }
    }

    fn multiplier(&self, leg: &TicketLeg, place: bool, factor: &Fraction) -> Fraction {
        let best = leg
            .guaranteed_sp
            .map_or(net(leg.price), |sp| net(leg.price.max(sp)));
        let announced = leg.rule4.hundredths();
        let percent = if announced <= self.house.rule4_waived {
            0
        } else {
            announced.min(self.house.rule4_cap)
        };
        let deducted = Fraction::new(10_000 - percent, 10_000);
        let mut b = best.times(&deducted).times(factor);
        if place {
            let fraction = leg.place_fraction.unwrap();
            b = b.times(&Fraction::new(fraction.num(), fraction.den()));
        }
        let d = b.plus(&one());
        match self.grade(leg, place) {
            Grade::Win => {
                let tie = if place { leg.dead_heat_place } else { leg.dead_heat };
                match tie {
                    Some(tie) if self.house.dead_heat => {
                        d.times(&Fraction::new(tie.places(), tie.tied()).min(one()))
                    }
                    _ => d,
                }
            }
            Grade::HalfWin => d.plus(&one()).over(&Fraction::whole(2)),
            Grade::Push | Grade::Void => one(),
            Grade::HalfLoss => Fraction::new(1, 2),
            _ => Fraction::whole(0),
        }
    }

    fn by_table(
        &self,
        legs: &[usize],
        table: &PriceTable,
        push: PushRule,
        shrunk: Option<Fraction>,
    ) -> Fraction {
        let grades = || legs.iter().map(|i| self.grade(&self.ticket.legs[*i], false));
        if grades().any(|g| g == Grade::Loss || (g == Grade::Push && push == PushRule::Lose)) {
            return Fraction::whole(0);
        }
        match grades().filter(|g| *g == Grade::Win).count() {
            0 => one(),
            1 => shrunk.unwrap_or_else(one),
            n => net(table[&u8::try_from(n).unwrap()]).plus(&one()),
        }
    }

    /// What each line of one half multiplies its stake by.
    fn lines(&self, place: bool) -> Vec<Fraction> {
        let legs = &self.ticket.legs;
        let n = legs.len();
        let factor = if place { one() } else { self.lone_winner() };
        let m = |i: usize| self.multiplier(&legs[i], place, &factor);
        let product = |set: &[usize]| set.iter().fold(one(), |so_far, i| so_far.times(&m(*i)));
        let all: Vec<usize> = (0..n).collect();
        match &self.ticket.kind {
            Kind::Straight | Kind::Parlay => vec![product(&all)],
            Kind::System { system } => {
                let least = if system.has_singles() { 1 } else { 2 };
                (least..=n)
                    .flat_map(|size| sets(n, size))
                    .map(|set| product(&set))
                    .collect()
            }
            Kind::RoundRobin { by, table: None } => by
                .iter()
                .flat_map(|size| sets(n, usize::from(*size)))
                .map(|set| product(&set))
                .collect(),
            Kind::RoundRobin {
                by,
                table: Some(table),
            } => {
                let pay = |set: Vec<usize>| {
                    let winner = set.iter().find(|i| self.grade(&legs[**i], place) == Grade::Win);
                    self.by_table(&set, table, PushRule::Reduce, winner.map(|i| m(*i)))
                };
                by.iter()
                    .flat_map(|size| sets(n, usize::from(*size)))
                    .map(pay)
                    .collect()
            }
            Kind::Permutation { by } => {
                let mut groups: Vec<Vec<usize>> = Vec::new();
                for i in 0..n {
                    let same =
                        |g: &&mut Vec<usize>| legs[g[0]].group.is_some() && legs[g[0]].group == legs[i].group;
                    match groups.iter_mut().find(same) {
                        Some(group) => group.push(i),
                        None => groups.push(vec![i]),
                    }
                }
                let pay = |set: Vec<usize>| {
                    product(&set.iter().flat_map(|g| groups[*g].clone()).collect::<Vec<_>>())
                };
                by.iter()
                    .flat_map(|size| sets(groups.len(), usize::from(*size)))
                    .map(pay)
                    .collect()
            }
            Kind::UpAndDown { double_stakes } => {
                let most = Fraction::whole(if *double_stakes { 2 } else { 1 });
                let line = |first: usize, second: usize| {
                    let back = m(first);
                    let on = back.clone().min(most.clone());
                    back.minus(&on).plus(&on.times(&m(second)))
                };
                vec![line(0, 1), line(1, 0)]
            }
            Kind::Teaser { table, push } | Kind::Pleaser { table, push } | Kind::Card { table, push } => {
                vec![self.by_table(&all, table, *push, None)]
            }
            Kind::SameGame { price } => {
                let grades = || legs.iter().map(|leg| self.grade(leg, false));
                vec![if grades().any(|g| g == Grade::Loss) {
                    Fraction::whole(0)
                } else if grades().all(|g| matches!(g, Grade::Push | Grade::Void)) {
                    one()
                } else {
                    net(*price).plus(&one())
                }]
            }
            other => panic!("{other:?}"),
        }
    }

    /// Factor and percent of the bonus: the ticket's own, else the house's.
    fn bonus(&self) -> (Option<u32>, u32) {
        if !matches!(self.ticket.kind, Kind::System { .. }) {
            return (None, 0);
        }
        match (self.ticket.terms.bonus, self.house.bonus) {
            (Some(own), _) => (
                own.one_winner.map(|f| f.hundredths()),
                own.all_winners.hundredths(),
            ),
            (None, Some((one, all))) => (Some(one), all),
            (None, None) => (None, 0),
        }
    }

    /// The factor on the odds of a lone winner, one when the bonus is not due.
    fn lone_winner(&self) -> Fraction {
        let factor = self.bonus().0;
        let grades: Vec<Grade> = self
            .ticket
            .legs
            .iter()
            .map(|leg| self.grade(leg, false))
            .collect();
        let won = grades.iter().filter(|g| **g == Grade::Win).count();
        let lost = grades.iter().filter(|g| **g == Grade::Loss).count();
        let settled = self.open_wins || self.ticket.legs.iter().all(|leg| leg.grade != Grade::Open);
        match factor {
            Some(factor) if won == 1 && lost == grades.len() - 1 && settled => Fraction::new(factor, 100),
            _ => one(),
        }
    }

    fn stake(&self) -> Fraction {
        let halves = if self.ticket.named_for_both_halves { 2 } else { 1 };
        let named = Fraction::new(self.ticket.stake.amount.ten_thousandths(), 10_000 * halves);
        if self.ticket.stake.is == StakeIs::Risk {
            return named;
        }
        let decimal = match &self.ticket.kind {
            Kind::SameGame { price } => net(*price).plus(&one()),
            _ => self
                .ticket
                .legs
                .iter()
                .fold(one(), |d, leg| d.times(&net(leg.price).plus(&one()))),
        };
        named.over(&decimal.minus(&one()))
    }

    fn halves(&self) -> &'static [bool] {
        if self.ticket.terms.each_way {
            &[false, true]
        } else {
            &[false]
        }
    }

    fn staked(&self, lines: usize) -> Fraction {
        let lines = Fraction::whole(i64::try_from(lines).unwrap());
        if self.ticket.terms.free_bet {
            Fraction::whole(0)
        } else if self.house.per_line {
            self.house.round(&self.stake()).times(&lines)
        } else {
            self.stake().times(&lines)
        }
    }

    fn grown(&self, amount: Fraction, lines: usize, percent: u32) -> Fraction {
        let winnings = amount.minus(&self.staked(lines)).or_zero();
        let more = winnings.times(&Fraction::new(percent, 10_000));
        amount.plus(&if self.house.per_line {
            self.house.round(&more)
        } else {
            more
        })
    }

    fn returned(&self, halves: &[Vec<Fraction>]) -> i64 {
        let stake = self.stake();
        let mut total = Fraction::whole(0);
        let mut lines_so_far = 0;
        for (place, lines) in self.halves().iter().zip(halves) {
            lines_so_far += lines.len();
            for line in lines {
                let kept = if self.ticket.terms.free_bet {
                    line.minus(&one()).or_zero()
                } else {
                    line.clone()
                };
                let paid = kept.times(&stake);
                total = total.plus(&if self.house.per_line {
                    self.house.round(&paid)
                } else {
                    paid
                });
            }
            let all_won = self
                .ticket
                .legs
                .iter()
                .all(|leg| self.grade(leg, false) == Grade::Win);
            if !*place && all_won {
                total = self.grown(total, lines.len(), self.bonus().1);
            }
        }
        total = self.grown(total, lines_so_far, self.ticket.terms.boost.hundredths());
        self.house.round(&total).ten_thousandths()
    }

    fn both_halves(&self) -> Vec<Vec<Fraction>> {
        self.halves().iter().map(|place| self.lines(*place)).collect()
    }
}

/// Settles a ticket the long way.
pub(crate) fn solve(ticket: &Described, house: House) -> Solved {
    let at = |open_wins| Reader {
        ticket,
        house,
        open_wins,
    };
    let (banked, best) = (at(false), at(true));
    let any_open = ticket.legs.iter().any(|leg| leg.grade == Grade::Open);
    // A line is open when what it pays still depends on the open legs.
    let halves = banked.both_halves();
    let best_halves = if any_open {
        best.both_halves()
    } else {
        halves.clone()
    };
    let open = halves != best_halves;
    let lines = halves.iter().map(Vec::len).sum();
    let staked = house.round(&banked.staked(lines)).ten_thousandths();
    let returned = banked.returned(&halves);
    let grades = || ticket.legs.iter().map(|leg| leg.grade);
    let outcome = match (open, returned - staked) {
        (true, _) => Outcome::Open,
        _ if ticket.kind == Kind::Straight && grades().all(|g| g == Grade::HalfWin) => Outcome::HalfWon,
        _ if ticket.kind == Kind::Straight && grades().all(|g| g == Grade::HalfLoss) => Outcome::HalfLost,
        (_, net) if net > 0 => Outcome::Won,
        (_, net) if net < 0 => Outcome::Lost,
        _ if ticket.terms.free_bet && !grades().all(|g| matches!(g, Grade::Push | Grade::Void)) => {
            Outcome::Lost
        }
        _ if grades().all(|g| g == Grade::Void) => Outcome::Void,
        _ => Outcome::Push,
    };
    Solved {
        outcome,
        lines: u32::try_from(lines).unwrap(),
        staked,
        returned,
        max_returned: open.then(|| best.returned(&best_halves)),
    }
}
