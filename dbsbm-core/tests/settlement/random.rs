//! A hundred thousand random tickets of all kinds, settled by the library and by the independent solver.

use crate::solver::{Described, House, Solved, solve};
use dbsbm_core::{
    bet::{Kind, PriceTable, PushRule, Stake, StakeIs, System, Terms},
    money::Units,
    odds::{Notation, Odds},
    settle::{
        Bonus, DeadHeat, Factor, Grade, Percent, PlaceFraction, SettleError, Ticket, TicketError, TicketLeg,
        TicketTerms, settle,
    },
};

/// Small numbers from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }

    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }

    fn of<T: Copy>(&mut self, things: &[T]) -> T {
        things[usize::try_from(self.below(things.len() as u64)).unwrap()]
    }

    fn small(&mut self, least: u64, most: u64) -> u16 {
        u16::try_from(least + self.below(most - least + 1)).unwrap()
    }

    fn price(&mut self) -> Odds {
        match self.below(4) {
            0 => format!("{}{}", self.of(&["+", "-"]), 100 + self.below(400))
                .parse()
                .unwrap(),
            1 => Odds::from_net_return(1 + self.below(900), 100, Notation::Decimal).unwrap(),
            2 => Odds::from_net_return(1 + self.below(60), 1 + self.below(30), Notation::Fractional).unwrap(),
            _ => Odds::from_net_return(1 + self.below(30_000), 10_000, Notation::Decimal).unwrap(),
        }
    }

    fn table(&mut self) -> PriceTable {
        (2..=25).map(|n| (n, self.price())).collect()
    }

    fn ticket(&mut self) -> Described {
        let push = self.of(&[PushRule::Reduce, PushRule::Lose]);
        let mut legs = usize::from(self.small(2, 7));
        let by = |dice: &mut Self, most: usize| {
            let size = dice.small(1, most as u64) as u8;
            if size > 1 && dice.one_in(3) {
                vec![size, size - 1]
            } else {
                vec![size]
            }
        };
        let kind = match self.below(12) {
            0 => Kind::Straight,
            1 => Kind::Parlay,
            2 => Kind::RoundRobin {
                by: by(self, legs),
                table: None,
            },
            3 => Kind::RoundRobin {
                by: by(self, legs),
                table: Some(self.table()),
            },
            4 | 5 => Kind::System {
                system: self.of(System::ALL),
            },
            6 => Kind::Permutation { by: by(self, 2) },
            7 => Kind::UpAndDown {
                double_stakes: self.one_in(2),
            },
            8 => Kind::Teaser {
                table: self.table(),
                push,
            },
            9 => Kind::Card {
                table: self.table(),
                push,
            },
            10 => Kind::Pleaser {
                table: self.table(),
                push,
            },
            _ => Kind::SameGame { price: self.price() },
        };
        match &kind {
            Kind::Straight => legs = 1,
            Kind::UpAndDown { .. } => legs = 2,
            Kind::System { system } => legs = system.legs(),
            Kind::Parlay if self.one_in(20) => legs = 25,
            _ => {}
        }
        let one_price = !matches!(
            kind,
            Kind::Straight
                | Kind::Parlay
                | Kind::System { .. }
                | Kind::UpAndDown { .. }
                | Kind::Permutation { .. }
        ) && !matches!(kind, Kind::RoundRobin { table: None, .. });
        let mut terms = TicketTerms::default();
        terms.each_way = !one_price && self.one_in(3);
        terms.free_bet = self.one_in(5);
        if self.one_in(5) {
            terms.boost = Percent::from_hundredths(self.below(10_000) as u32).unwrap();
        }
        if matches!(kind, Kind::System { .. }) && self.one_in(2) {
            let mut bonus = Bonus::default();
            bonus.one_winner = Factor::from_hundredths(100 + self.below(400) as u32);
            bonus.all_winners = Percent::from_hundredths(self.below(5_000) as u32).unwrap();
            terms.bonus = Some(bonus);
        }
        let to_win = !terms.each_way
            && matches!(kind, Kind::Straight | Kind::Parlay | Kind::SameGame { .. })
            && self.one_in(3);
        let amount = self.of(&[1, 3_333, 10_000, 25_000, 123_456, 1_000_000]);
        let stake = Stake {
            amount: Units::from_ten_thousandths(amount).unwrap(),
            is: if to_win { StakeIs::ToWin } else { StakeIs::Risk },
        };
        let mood = self.below(4);
        let groups = matches!(kind, Kind::Permutation { .. });
        let legs = (0..legs)
            .map(|i| self.leg(&terms, one_price, mood, groups.then_some(i)))
            .collect();
        // What a slip can say is less.
        let plain = terms.boost == Percent::ZERO && terms.bonus.is_none();
        Described {
            named_for_both_halves: terms.each_way && plain && self.one_in(2),
            kind,
            stake,
            legs,
            terms,
        }
    }

    fn leg(&mut self, terms: &TicketTerms, one_price: bool, mood: u64, group: Option<usize>) -> TicketLeg {
        let grade = match mood {
            0 if !self.one_in(8) => Grade::Win,
            1 if !self.one_in(6) => Grade::Loss,
            2 if self.one_in(3) => Grade::Open,
            _ => self.of(Grade::ALL),
        };
        let grade = match grade {
            Grade::Placed if !terms.each_way => Grade::Win,
            Grade::HalfWin | Grade::HalfLoss if terms.each_way || one_price => Grade::Push,
            other => other,
        };
        let mut leg = TicketLeg::new(self.price(), grade);
        if terms.each_way {
            leg.place_fraction = PlaceFraction::new(1, self.small(1, 6));
        }
        if !one_price {
            let tie = |dice: &mut Self| {
                let places = dice.small(1, 3);
                DeadHeat::new(places + dice.small(0, 3), places)
            };
            if grade == Grade::Win && self.one_in(4) {
                leg.dead_heat = tie(self);
            }
            if terms.each_way && matches!(grade, Grade::Win | Grade::Placed) && self.one_in(4) {
                leg.dead_heat_place = tie(self);
            }
            if self.one_in(5) {
                leg.rule4 = Percent::from_hundredths(self.below(9_001) as u32).unwrap();
            }
            if self.one_in(6) {
                leg.guaranteed_sp = Some(self.price());
            }
        }
        // The first two legs are never of one group, so that pairs can be made.
        leg.group = group.map(|i| if i < 2 { i as u8 } else { self.below(4) as u8 });
        leg
    }
}

const EXACT: House = House {
    rules: "exact",
    how: 'e',
    places: 4,
    per_line: false,
    dead_heat: true,
    rule4_cap: 9_000,
    rule4_waived: 0,
    bonus: None,
};

const HOUSES: [House; 5] = [
    EXACT,
    House {
        rules: "pennies up",
        how: 'u',
        places: 2,
        rule4_waived: 500,
        ..EXACT
    },
    House {
        rules: "pennies down",
        how: 'd',
        places: 2,
        per_line: true,
        bonus: Some((300, 1_000)),
        ..EXACT
    },
    House {
        rules: "ties in full",
        places: 3,
        per_line: true,
        dead_heat: false,
        rule4_cap: 4_000,
        ..EXACT
    },
    House {
        rules: "whole units",
        places: 0,
        dead_heat: false,
        bonus: Some((200, 0)),
        ..EXACT
    },
];

fn agree(seed: u64, tickets: usize) {
    let mut dice = Dice(seed);
    let houses = HOUSES.map(|house| (house, house.set()));
    let (mut settled, mut open, mut reviewed) = (0, 0, 0);
    while settled < tickets {
        let described = dice.ticket();
        let (house, rules) = &houses[if dice.one_in(2) {
            0
        } else {
            usize::from(dice.small(1, 4))
        }];
        let (kind, legs) = (described.kind.clone(), described.legs.clone());
        let ticket = if described.named_for_both_halves {
            let terms = Terms {
                each_way: true,
                free_bet: described.terms.free_bet,
                ..Terms::default()
            };
            Ticket::of_slip(kind, described.stake, &terms, legs)
        } else {
            Ticket::new(kind, described.stake, legs, described.terms)
        };
        let ticket = match ticket {
            Ok(ticket) => ticket,
            Err(TicketError::ReturnTooLarge) => continue,
            Err(error) => panic!("{error}: {described:?}"),
        };
        let ours = match settle(&ticket, rules) {
            Ok(ours) => ours,
            Err(SettleError::NeedsReview { .. }) => {
                assert!(matches!(described.kind, Kind::SameGame { .. }));
                reviewed += 1;
                continue;
            }
            Err(error) => panic!("{error}: {described:?}"),
        };
        let theirs = solve(&described, *house);
        let ours = Solved {
            outcome: ours.outcome,
            lines: ours.lines,
            staked: ours.staked.ten_thousandths(),
            returned: ours.returned.ten_thousandths(),
            max_returned: ours.max_returned.map(Units::ten_thousandths),
        };
        assert_eq!(ours, theirs, "{house:?} {described:?}");
        settled += 1;
        open += usize::from(theirs.max_returned.is_some());
    }
    assert!(open > tickets / 20 && reviewed > 0);
}

// Four parts, so that they run side by side.
#[test]
fn the_first_25_000_agree() {
    agree(1, 25_000);
}

#[test]
fn the_second_25_000_agree() {
    agree(2, 25_000);
}

#[test]
fn the_third_25_000_agree() {
    agree(3, 25_000);
}

#[test]
fn the_last_25_000_agree() {
    agree(4, 25_000);
}
