//! The ticket: everything that settlement needs to know of a bet, checked once.

use super::{Bonus, Grade, Percent, SettleError, pay};
use crate::{
    bet::{Kind, MAX_LEGS, SlipError, Stake, StakeIs, Terms},
    money::Units,
    odds::Odds,
};

/// The most lines that a ticket may have, both halves of an each-way ticket counted.
pub const MAX_LINES: u64 = 4_096;
/// The most that a ticket may be able to return, in units.
pub const MAX_POSSIBLE_RETURN: i64 = 1_000_000_000_000;

/// A fraction of the odds, above 0 and at most 1: `1/4`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PlaceFraction {
    num: u16,
    den: u16,
}

impl PlaceFraction {
    /// `None` unless `0 < num <= den <= 1000`.
    pub const fn new(num: u16, den: u16) -> Option<Self> {
        if num > 0 && num <= den && den <= 1_000 {
            Some(Self { num, den })
        } else {
            None
        }
    }

    /// Above the stroke.
    pub const fn num(self) -> u16 {
        self.num
    }

    /// Below the stroke.
    pub const fn den(self) -> u16 {
        self.den
    }
}

impl std::fmt::Display for PlaceFraction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.num, self.den)
    }
}

/// So many tied for so many places left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DeadHeat {
    tied: u16,
    places: u16,
}

impl DeadHeat {
    /// `None` unless `1 <= places <= tied <= 1000`.
    pub const fn new(tied: u16, places: u16) -> Option<Self> {
        if places >= 1 && places <= tied && tied <= 1_000 {
            Some(Self { tied, places })
        } else {
            None
        }
    }

    /// How many share the places.
    pub const fn tied(self) -> u16 {
        self.tied
    }

    /// How many places they share.
    pub const fn places(self) -> u16 {
        self.places
    }
}

/// One leg as settlement sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct TicketLeg {
    /// The price taken.
    pub price: Odds,
    /// What became of it.
    pub grade: Grade,
    /// The fraction of the odds that the place part of an each-way ticket pays.
    pub place_fraction: Option<PlaceFraction>,
    /// A dead heat of the win part.
    pub dead_heat: Option<DeadHeat>,
    /// A dead heat of the place part.
    pub dead_heat_place: Option<DeadHeat>,
    /// Rule 4: the deduction from the winnings.
    pub rule4: Percent,
    /// With best odds guaranteed, the starting price: a winner is paid the better one.
    pub guaranteed_sp: Option<Odds>,
    /// The group of a permutation; legs of one group stand or fall together.
    pub group: Option<u8>,
}

impl TicketLeg {
    /// A leg with a price and a grade, and nothing else.
    pub const fn new(price: Odds, grade: Grade) -> Self {
        Self {
            price,
            grade,
            place_fraction: None,
            dead_heat: None,
            dead_heat_place: None,
            rule4: Percent::ZERO,
            guaranteed_sp: None,
            group: None,
        }
    }
}

/// What a ticket says beyond kind, stake and legs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct TicketTerms {
    /// A stake on the win and an equal one on the place.
    pub each_way: bool,
    /// The stake is not returned, and none is counted.
    pub free_bet: bool,
    /// Raises the winnings of the ticket.
    pub boost: Percent,
    /// Full-cover bonuses of this ticket; without them the rule set's apply.
    pub bonus: Option<Bonus>,
}

/// A ticket that makes no sense. Legs are numbered from 0, as in JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TicketError {
    /// Kind, number of legs and stake do not go together.
    #[error(transparent)]
    Slip(#[from] SlipError),
    /// More legs than a ticket takes.
    #[error("a ticket has at most {MAX_LEGS} legs")]
    TooManyLegs,
    /// More lines than settlement takes.
    #[error("{0} lines; a ticket has at most {MAX_LINES}")]
    TooManyLines(u64),
    /// It could return more than the books take.
    #[error("the ticket could return more than {MAX_POSSIBLE_RETURN} units")]
    ReturnTooLarge,
    /// A field of one leg that contradicts the rest.
    #[error("leg {leg}: {problem}")]
    Leg {
        /// Number of the leg, from 0.
        leg: usize,
        /// The field.
        field: &'static str,
        /// What is wrong, in words.
        problem: &'static str,
    },
    /// A field of the ticket that contradicts the rest.
    #[error("{problem}")]
    Terms {
        /// The field.
        field: &'static str,
        /// What is wrong, in words.
        problem: String,
    },
}

/// A bet as settlement sees it: kind, stake per line, and legs with their grades.
///
/// Invariants: the kind fits the legs, the stake is above zero, at most 25 legs and [`MAX_LINES`] lines, a possible
/// return of at most [`MAX_POSSIBLE_RETURN`] units, and no field contradicts another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub(super) kind: Kind,
    pub(super) stake: Stake,
    /// A slip names the total of both halves of an each-way bet, a ticket the amount of one.
    pub(super) halved: bool,
    pub(super) legs: Vec<TicketLeg>,
    pub(super) terms: TicketTerms,
    pub(super) lines: u32,
}

impl Ticket {
    /// Checks everything that can be checked without a rule set. The stake is per line, and per half of an each-way
    /// ticket.
    ///
    /// # Errors
    /// [`TicketError`] names the leg or field that does not fit.
    pub fn new(
        kind: Kind,
        stake: Stake,
        legs: Vec<TicketLeg>,
        terms: TicketTerms,
    ) -> Result<Self, TicketError> {
        Self {
            kind,
            stake,
            halved: false,
            legs,
            terms,
            lines: 0,
        }
        .checked()
    }

    /// A slip of the books as a ticket. A stake named on an each-way slip is the total of both halves.
    ///
    /// # Errors
    /// As for [`Ticket::new`]; an each-way leg has its place fraction.
    pub fn of_slip(
        kind: Kind,
        stake: Stake,
        terms: &Terms,
        legs: Vec<TicketLeg>,
    ) -> Result<Self, TicketError> {
        let own = TicketTerms {
            each_way: terms.each_way,
            free_bet: terms.free_bet,
            ..TicketTerms::default()
        };
        Self {
            kind,
            stake,
            halved: terms.each_way,
            legs,
            terms: own,
            lines: 0,
        }
        .checked()
    }

    /// How the legs combine.
    pub const fn kind(&self) -> &Kind {
        &self.kind
    }

    /// The legs.
    pub fn legs(&self) -> &[TicketLeg] {
        &self.legs
    }

    /// Everything else it says.
    pub const fn terms(&self) -> &TicketTerms {
        &self.terms
    }

    /// The same ticket with every leg graded alike.
    pub fn graded(&self, grade: Grade) -> Self {
        let legs = self.legs.iter().map(|leg| TicketLeg { grade, ..*leg }).collect();
        Self { legs, ..self.clone() }
    }

    /// The same ticket with this risk on a line.
    pub fn risking(&self, amount: Units) -> Self {
        let stake = Stake {
            amount,
            is: StakeIs::Risk,
        };
        Self {
            stake,
            ..self.clone()
        }
    }

    /// How many lines are staked.
    pub const fn lines(&self) -> u32 {
        self.lines
    }

    fn checked(mut self) -> Result<Self, TicketError> {
        if self.legs.len() > MAX_LEGS {
            return Err(TicketError::TooManyLegs);
        }
        if !self.stake.amount.is_positive() {
            return Err(SlipError::NoStake(self.stake.amount).into());
        }
        self.kind.check_leg_count(self.legs.len())?;
        self.check_terms()?;
        for (i, leg) in self.legs.iter().enumerate() {
            self.check_leg(leg).map_err(|(field, problem)| TicketError::Leg {
                leg: i,
                field,
                problem,
            })?;
        }
        let lines = self.count_lines();
        self.lines = match u32::try_from(lines) {
            Ok(n) if lines <= MAX_LINES => n,
            _ => return Err(TicketError::TooManyLines(lines)),
        };
        match pay::possible_return(&self) {
            Ok(_) => Ok(self),
            Err(SettleError::NoTableRow { .. }) => Err(TicketError::Terms {
                field: "table",
                problem: format!("the table has no price for {} legs", self.legs.len()),
            }),
            _ => Err(TicketError::ReturnTooLarge),
        }
    }

    fn check_terms(&self) -> Result<(), TicketError> {
        let wrong = |field, problem: &str| {
            Err(TicketError::Terms {
                field,
                problem: problem.into(),
            })
        };
        if self.stake.is == StakeIs::ToWin {
            if !matches!(self.kind, Kind::Straight | Kind::Parlay | Kind::SameGame { .. }) {
                return Err(SlipError::ToWinNeedsOnePrice.into());
            }
            if self.terms.each_way {
                return wrong("to_win", "an each-way bet has two prices; give its stake");
            }
        }
        if self.terms.each_way && self.paid_by_table_or_ticket() {
            return wrong("each_way", "a price for several legs together has no place part");
        }
        if self.terms.bonus.is_some() && !matches!(self.kind, Kind::System { .. }) {
            return wrong("bonus", "bonuses belong to the named full-cover systems");
        }
        if let Kind::RoundRobin { by, .. } | Kind::Permutation { by } = &self.kind {
            if by.is_empty() {
                return wrong("by", "at least one size of combination is needed");
            }
            if by
                .iter()
                .enumerate()
                .any(|(i, size)| by.iter().take(i).any(|earlier| earlier == size))
            {
                return wrong("by", "a size of combination is named twice");
            }
            let blocks = self.block_count();
            if let Some(size) = by.iter().find(|size| usize::from(**size) > blocks) {
                return Err(SlipError::CombinationSize {
                    size: *size,
                    legs: blocks,
                }
                .into());
            }
        }
        Ok(())
    }

    fn paid_by_table_or_ticket(&self) -> bool {
        self.kind.has_one_price() || matches!(self.kind, Kind::RoundRobin { table: Some(_), .. })
    }

    fn check_leg(&self, leg: &TicketLeg) -> Result<(), (&'static str, &'static str)> {
        let each_way = self.terms.each_way;
        match leg.grade {
            Grade::Placed if !each_way => return Err(("grade", "only an each-way leg can be placed")),
            Grade::HalfWin | Grade::HalfLoss if each_way => {
                return Err(("grade", "an each-way leg cannot be half won or half lost"));
            }
            Grade::HalfWin | Grade::HalfLoss if self.paid_by_table_or_ticket() => {
                return Err((
                    "grade",
                    "with one price for several legs, none can be half won or half lost",
                ));
            }
            _ => {}
        }
        match leg.place_fraction {
            None if each_way => {
                return Err((
                    "place_fraction",
                    "an each-way leg needs its place fraction, such as 1/4",
                ));
            }
            Some(_) if !each_way => return Err(("place_fraction", "the ticket is not each-way")),
            _ => {}
        }
        if self.kind.has_one_price()
            && (leg.dead_heat.is_some() || leg.rule4 != Percent::ZERO || leg.guaranteed_sp.is_some())
        {
            return Err((
                "price",
                "one price is paid for the whole ticket; a leg has no deductions of its own",
            ));
        }
        if leg.dead_heat.is_some() && leg.grade != Grade::Win {
            return Err((
                "dead_heat",
                "only a winner can share its place; the grade says otherwise",
            ));
        }
        if leg.dead_heat_place.is_some() {
            if !each_way {
                return Err(("dead_heat_place", "the ticket is not each-way"));
            }
            if !matches!(leg.grade, Grade::Win | Grade::Placed) {
                return Err((
                    "dead_heat_place",
                    "only a placed leg can share its place; the grade says otherwise",
                ));
            }
        }
        if leg.rule4.hundredths() > 9_000 {
            return Err(("rule4", "a Rule 4 deduction is at most 90 percent"));
        }
        if leg.group.is_some() && !matches!(self.kind, Kind::Permutation { .. }) {
            return Err(("group", "groups belong to permutations"));
        }
        Ok(())
    }

    /// Lines staked, both halves of an each-way ticket counted.
    fn count_lines(&self) -> u64 {
        let blocks = self.block_count() as u64;
        let one_half = match &self.kind {
            Kind::RoundRobin { by, .. } | Kind::Permutation { by } => {
                by.iter().map(|size| choose(blocks, u64::from(*size))).sum()
            }
            Kind::System { system } => {
                let singles = if system.has_singles() { 0 } else { blocks };
                (1 << blocks) - 1 - singles
            }
            Kind::UpAndDown { .. } => 2,
            _ => 1,
        };
        one_half * (1 + u64::from(self.terms.each_way))
    }

    /// What combinations are made of: legs, or the groups of a permutation.
    pub(super) fn block_count(&self) -> usize {
        if matches!(self.kind, Kind::Permutation { .. }) {
            (0..self.legs.len())
                .filter(|i| self.first_of_group(*i) == *i)
                .count()
        } else {
            self.legs.len()
        }
    }

    /// The first leg of the same group; a leg without a group is a group of its own.
    pub(super) fn first_of_group(&self, i: usize) -> usize {
        match self.legs.get(i).and_then(|leg| leg.group) {
            None => i,
            group => self
                .legs
                .iter()
                .take(i)
                .position(|leg| leg.group == group)
                .unwrap_or(i),
        }
    }
}

/// How many ways there are to choose `k` of `n`; at most 25 of them, so it fits.
pub(super) const fn choose(n: u64, k: u64) -> u64 {
    if k > n {
        return 0;
    }
    let mut ways = 1;
    let mut i = 0;
    while i < k {
        ways = ways * (n - i) / (i + 1);
        i += 1;
    }
    ways
}
