//! What the lines of a ticket return per unit staked, as one exact fraction.
//!
//! Systems are not expanded. With leg multipliers m, all combinations of legs together return (1 + m1)(1 + m2)... - 1,
//! and the combinations of k legs return the k-th elementary symmetric polynomial, which grows by one leg at a time:
//! `e_k' = e_k + m * e_(k-1)`. Both are computed over the common denominator of the legs. Only a house that rounds each
//! line, or a free bet with a line that returns less than its stake, needs the lines one by one.

mod tabled;

use super::{
    Bonus, Grade, Percent, RuleSet, SettleError, Ticket, TicketLeg,
    number::{Int, Overflow},
    ticket::choose,
};
use crate::bet::{Kind, MAX_LEGS};

/// How grades are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// Open legs lose: what is banked.
    Banked,
    /// Open legs win: what can still come.
    Best,
    /// Every leg wins: what the ticket may return at all.
    Possible,
}

/// The half of an each-way ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Win,
    Place,
}

/// Why a sum could not be had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// Try again with wider numbers.
    Overflow,
    /// It cannot be settled.
    Settle(SettleError),
}

impl From<Overflow> for Stop {
    fn from(_: Overflow) -> Self {
        Self::Overflow
    }
}

/// A fraction that is never reduced: reducing costs more than the width it saves.
#[derive(Debug, Clone)]
pub(super) struct Ratio<A> {
    pub(super) num: A,
    pub(super) den: A,
}

impl<A: Int> Ratio<A> {
    pub(super) fn new(num: u128, den: u128) -> Self {
        Self {
            num: A::of(num),
            den: A::of(den),
        }
    }

    fn by(&mut self, (num, den): (u128, u128)) -> Result<(), Overflow> {
        self.num = self.num.scaled(num)?;
        self.den = self.den.scaled(den)?;
        Ok(())
    }
}

/// A ticket, read one way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) ticket: &'a Ticket,
    pub(super) view: View,
    pub(super) part: Part,
    pub(super) rules: &'a RuleSet,
    /// The bonus that applies, if any.
    pub(super) bonus: Option<Bonus>,
    /// Whether a push loses the ticket, as some cards say.
    pub(super) push_loses: bool,
}

impl Reading<'_> {
    /// The grade as this view reads it.
    #[inline]
    pub(super) fn grade(&self, leg: &TicketLeg) -> Grade {
        match (self.view, leg.grade) {
            (View::Possible, _) | (View::Best, Grade::Open) => Grade::Win,
            (View::Banked, Grade::Open) => Grade::Loss,
            (_, Grade::Push) if self.push_loses => Grade::Loss,
            (_, Grade::Placed) if self.part == Part::Win => Grade::Loss,
            (_, Grade::Placed) => Grade::Win,
            (_, grade) => grade,
        }
    }

    /// What one leg multiplies its line by. Order of deductions: Rule 4, place fraction, dead heat. Every factor is
    /// bounded where it is read, so 128 bits always hold the result.
    #[inline]
    pub(super) fn multiplier(&self, leg: &TicketLeg, one_winner: Option<u32>) -> (u128, u128) {
        let grade = self.grade(leg);
        match grade {
            Grade::Push | Grade::Void => return (1, 1),
            Grade::HalfLoss => return (1, 2),
            Grade::Loss | Grade::Open => return (0, 1),
            Grade::Win | Grade::HalfWin | Grade::Placed => {}
        }
        let price = match leg.guaranteed_sp {
            Some(sp) => leg.price.max(sp),
            None => leg.price,
        };
        let (mut num, mut den) = (u128::from(price.num()), u128::from(price.den()));
        if leg.rule4 != Percent::ZERO && self.view != View::Possible {
            num *= u128::from(10_000 - self.rules.rule4.due(leg.rule4).hundredths());
            den *= 10_000;
        }
        if let Some(factor) = one_winner {
            num *= u128::from(factor);
            den *= 100;
        }
        if let (Part::Place, Some(fraction)) = (self.part, leg.place_fraction) {
            num *= u128::from(fraction.num());
            den *= u128::from(fraction.den());
        }
        if grade == Grade::HalfWin {
            return (num + 2 * den, 2 * den);
        }
        let tie = match self.part {
            Part::Win => leg.dead_heat,
            Part::Place => leg.dead_heat_place,
        };
        match tie {
            Some(tie) if self.rules.dead_heat && self.view != View::Possible => (
                (num + den) * u128::from(tie.places()),
                den * u128::from(tie.tied()),
            ),
            _ => (num + den, den),
        }
    }

    /// What all lines of this half return together, per unit staked on each.
    pub(super) fn sum<A: Int>(&self) -> Result<Ratio<A>, Stop> {
        if self.ticket.terms.free_bet && !self.lines_pay_whole_or_nothing() {
            return self.free_line_by_line();
        }
        let mut sum = self.full_sum::<A>()?;
        if self.ticket.terms.free_bet {
            let stakes = sum.den.scaled(self.paying_lines().into())?;
            sum.num = sum.num.less(&stakes);
        }
        Ok(sum)
    }

    fn full_sum<A: Int>(&self) -> Result<Ratio<A>, Stop> {
        match &self.ticket.kind {
            Kind::Straight | Kind::Parlay => Ok(self.product()?),
            Kind::System { system } => Ok(self.full_cover(system.has_singles())?),
            Kind::RoundRobin {
                by,
                table: Some(table),
            } => {
                let (lines, den) = self.tabled_lines::<A>(by, table)?;
                let mut num = A::of(0);
                for (line, count) in lines {
                    num = num.plus(&line.scaled(count.into())?)?;
                }
                Ok(Ratio { num, den })
            }
            Kind::RoundRobin { by, .. } | Kind::Permutation { by } => Ok(self.combinations(by)?),
            Kind::UpAndDown { double_stakes } => {
                let [first, second] = self.up_and_down::<A>(*double_stakes)?;
                Ok(Ratio {
                    num: first.num.plus(&second.num)?,
                    den: first.den,
                })
            }
            Kind::Teaser { .. } | Kind::Pleaser { .. } | Kind::Card { .. } | Kind::SameGame { .. } => {
                let (num, den) = self.one_price()?;
                Ok(Ratio::new(num, den))
            }
        }
    }

    fn product<A: Int>(&self) -> Result<Ratio<A>, Overflow> {
        let mut product = Ratio::new(1, 1);
        for leg in &self.ticket.legs {
            let multiplier = self.multiplier(leg, None);
            if multiplier.0 == 0 {
                return Ok(Ratio::new(0, 1));
            }
            product.by(multiplier)?;
        }
        Ok(product)
    }

    fn full_cover<A: Int>(&self, singles: bool) -> Result<Ratio<A>, Overflow> {
        let one_winner = self.one_winner();
        let mut all = A::of(1);
        let mut single = A::of(0);
        let mut den = A::of(1);
        for leg in &self.ticket.legs {
            let (n, d) = self.multiplier(leg, one_winner);
            all = all.scaled(n + d)?;
            if !singles {
                single = single.scaled(d)?.plus(&den.scaled(n)?)?;
            }
            den = den.scaled(d)?;
        }
        Ok(Ratio {
            num: all.less(&den).less(&single),
            den,
        })
    }

    fn combinations<A: Int>(&self, by: &[u8]) -> Result<Ratio<A>, Overflow> {
        let largest = by.iter().copied().max().map_or(0, usize::from).min(MAX_LEGS);
        let mut e: [A; MAX_LEGS + 1] = std::array::from_fn(|k| A::of(u128::from(k == 0)));
        let mut seen = 0;
        self.each_block(|block: &Ratio<A>| {
            seen += 1;
            for k in (1..=largest.min(seen)).rev() {
                if let [shorter, same] = e.get_mut(k - 1..=k).unwrap_or_default() {
                    *same = same.times(&block.den)?.plus(&shorter.times(&block.num)?)?;
                }
            }
            if let Some(den) = e.first_mut() {
                *den = den.times(&block.den)?;
            }
            Ok(())
        })?;
        let mut num = A::of(0);
        for size in by {
            if let Some(term) = e.get(usize::from(*size)) {
                num = num.plus(term)?;
            }
        }
        let [den, ..] = e;
        Ok(Ratio { num, den })
    }

    /// Legs, or the groups of a permutation as the product of their legs.
    fn each_block<A: Int>(
        &self,
        mut f: impl FnMut(&Ratio<A>) -> Result<(), Overflow>,
    ) -> Result<(), Overflow> {
        let one_winner = self.one_winner();
        let legs = &self.ticket.legs;
        for (i, leg) in legs.iter().enumerate() {
            let (num, den) = self.multiplier(leg, one_winner);
            let mut block = Ratio::new(num, den);
            if leg.group.is_some() {
                if self.ticket.first_of_group(i) != i {
                    continue;
                }
                for other in legs.iter().skip(i + 1).filter(|other| other.group == leg.group) {
                    block.by(self.multiplier(other, None))?;
                }
            }
            f(&block)?;
        }
        Ok(())
    }

    /// Both orders of an up-and-down over one denominator: the return of the first leg, of which up to the stake (or
    /// twice the stake) goes on the second.
    pub(super) fn up_and_down<A: Int>(&self, double_stakes: bool) -> Result<[Ratio<A>; 2], Stop> {
        let [first, second] = self.ticket.legs.as_slice() else {
            return Ok([Ratio::new(0, 1), Ratio::new(0, 1)]);
        };
        let most = if double_stakes { 2 } else { 1 };
        let (a, b) = (self.multiplier(first, None), self.multiplier(second, None));
        let den = A::of(a.1).scaled(b.1)?;
        let order = |(n1, d1): (u128, u128), (n2, d2): (u128, u128)| -> Result<Ratio<A>, Overflow> {
            let kept = n1.saturating_sub(most * d1);
            let on = A::of(n1 - kept).scaled(n2)?;
            Ok(Ratio {
                num: A::of(kept).scaled(d2)?.plus(&on)?,
                den: den.clone(),
            })
        };
        Ok([order(a, b)?, order(b, a)?])
    }

    /// True while an open leg of an up-and-down matters: something may go on it, or be kept of it.
    pub(super) fn either_order_undecided(&self, double_stakes: bool) -> bool {
        let [first, second] = self.ticket.legs.as_slice() else {
            return false;
        };
        let most = if double_stakes { 2 } else { 1 };
        let matters = |open: &TicketLeg, other: &TicketLeg| {
            let (n, d) = self.multiplier(open, None);
            open.grade == Grade::Open && (self.grade(other) != Grade::Loss || n > most * d)
        };
        matters(first, second) || matters(second, first)
    }

    /// The multiplier of a ticket with one price for all legs.
    pub(super) fn one_price(&self) -> Result<(u128, u128), Stop> {
        let legs = &self.ticket.legs;
        let grades = || legs.iter().map(|leg| self.grade(leg));
        if grades().any(|g| g == Grade::Loss) {
            return Ok((0, 1));
        }
        let standing = grades().filter(|g| *g == Grade::Win).count();
        let price = match (&self.ticket.kind, self.ticket.kind.table()) {
            (Kind::SameGame { price }, _) => {
                let no_decision = legs.iter().position(|leg| self.grade(leg) != Grade::Win);
                match no_decision {
                    // Only an open leg can make it standing again, and then by its price at most.
                    Some(leg) if standing > 0 && legs.iter().all(|leg| leg.grade != Grade::Open) => {
                        return Err(Stop::Settle(SettleError::NeedsReview { leg }));
                    }
                    Some(_) if standing == 0 => return Ok((1, 1)),
                    _ => *price,
                }
            }
            (_, Some(_)) if standing < 2 => return Ok((1, 1)),
            (_, table) => {
                let row = u8::try_from(standing).ok().and_then(|n| table?.0.get(&n));
                *row.ok_or(Stop::Settle(SettleError::NoTableRow { legs: standing }))?
            }
        };
        let (n, d) = (u128::from(price.num()), u128::from(price.den()));
        Ok((n + d, d))
    }

    /// The factor on a lone winner's odds, in hundredths, where the bonus gives one.
    pub(super) fn one_winner(&self) -> Option<u32> {
        let factor = self.bonus?.one_winner?.hundredths();
        let (mut won, mut lost) = (0, 0);
        for leg in &self.ticket.legs {
            match self.grade(leg) {
                Grade::Win => won += 1,
                Grade::Loss if leg.grade != Grade::Open => lost += 1,
                _ => {}
            }
        }
        (won == 1 && won + lost == self.ticket.legs.len()).then_some(factor)
    }

    /// True when every leg has won.
    pub(super) fn all_won(&self) -> bool {
        self.ticket.legs.iter().all(|leg| self.grade(leg) == Grade::Win)
    }
}

/// Lines one by one.
impl Reading<'_> {
    /// True when no line returns more than nothing and less than its stake.
    fn lines_pay_whole_or_nothing(&self) -> bool {
        let reduced = |leg: &TicketLeg| {
            let (n, d) = self.multiplier(leg, None);
            0 < n && n < d
        };
        !matches!(self.ticket.kind, Kind::UpAndDown { .. }) && !self.ticket.legs.iter().any(reduced)
    }

    /// How many lines return anything.
    pub(super) fn paying_lines(&self) -> u64 {
        let standing = self.standing();
        match &self.ticket.kind {
            Kind::RoundRobin { by, .. } | Kind::Permutation { by } => {
                by.iter().map(|size| choose(standing, u64::from(*size))).sum()
            }
            Kind::System { system } => (1 << standing) - 1 - if system.has_singles() { 0 } else { standing },
            _ => u64::from(standing == self.ticket.legs.len() as u64),
        }
    }

    /// How many legs, or groups of a permutation, have not lost.
    pub(super) fn standing(&self) -> u64 {
        let heads = (0..self.ticket.legs.len()).filter(|i| self.ticket.first_of_group(*i) == *i);
        heads.filter(|i| self.stands(*i)).count() as u64
    }

    /// True when no leg of leg `i`'s block has lost.
    pub(super) fn stands(&self, i: usize) -> bool {
        let group = self.ticket.legs.get(i).and_then(|leg| leg.group);
        let mut legs = self.ticket.legs.iter().enumerate();
        legs.all(|(j, leg)| {
            let same_block = j == i || (group.is_some() && leg.group == group);
            !same_block || self.grade(leg) != Grade::Loss
        })
    }

    fn free_line_by_line<A: Int>(&self) -> Result<Ratio<A>, Stop> {
        let mut sum = Ratio::<A>::new(0, 1);
        self.each_line(|num: &A, den: &A| {
            sum.num = sum.num.plus(&num.less(den))?;
            sum.den = den.clone();
            Ok(())
        })?;
        Ok(sum)
    }

    /// Calls `f` with the multiplier of every line, all over one denominator.
    pub(super) fn each_line<A: Int>(
        &self,
        mut f: impl FnMut(&A, &A) -> Result<(), Overflow>,
    ) -> Result<(), Stop> {
        let mut blocks: Vec<Ratio<A>> = Vec::with_capacity(self.ticket.legs.len());
        let sizes: Vec<usize> = match &self.ticket.kind {
            Kind::RoundRobin {
                by,
                table: Some(table),
            } => {
                let (lines, den) = self.tabled_lines::<A>(by, table)?;
                for (line, count) in lines {
                    for _ in 0..count {
                        f(&line, &den)?;
                    }
                }
                return Ok(());
            }
            Kind::RoundRobin { by, .. } | Kind::Permutation { by } => {
                by.iter().map(|k| usize::from(*k)).collect()
            }
            Kind::System { system } => (if system.has_singles() { 1 } else { 2 }..=system.legs()).collect(),
            Kind::UpAndDown { double_stakes } => {
                for line in self.up_and_down::<A>(*double_stakes)? {
                    f(&line.num, &line.den)?;
                }
                return Ok(());
            }
            _ => {
                let line = self.full_sum::<A>()?;
                return Ok(f(&line.num, &line.den)?);
            }
        };
        let mut den = A::of(1);
        self.each_block(|block: &Ratio<A>| {
            den = den.times(&block.den)?;
            blocks.push(block.clone());
            Ok(())
        })?;
        for size in sizes {
            choose_lines(&blocks, size, A::of(1), &mut |num| f(num, &den))?;
        }
        Ok(())
    }
}

/// Every way to take `size` of the blocks; a block that is not taken puts its denominator in, so that all lines share
/// one.
fn choose_lines<A: Int>(
    blocks: &[Ratio<A>],
    size: usize,
    so_far: A,
    f: &mut dyn FnMut(&A) -> Result<(), Overflow>,
) -> Result<(), Overflow> {
    let Some((block, rest)) = blocks.split_first() else {
        return if size == 0 { f(&so_far) } else { Ok(()) };
    };
    if size > blocks.len() {
        return Ok(());
    }
    if size > 0 {
        choose_lines(rest, size - 1, so_far.times(&block.num)?, f)?;
    }
    choose_lines(rest, size, so_far.times(&block.den)?, f)
}
