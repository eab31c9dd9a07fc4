//! The parts of a leg, and the one market that they make.

use super::{
    atom::{Atom, Mark, Piece, Said},
    leg::{Around, Doubt},
    names::Named,
    said::PickMarket,
    stat::{self, Shared, shared},
};
use crate::market::{Line, Period, Side, Sport};

/// The parts of a leg, gathered piece by piece.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    pub(super) handicap: Option<Line>,
    pub(super) total: Option<(Side, Line)>,
    pub(super) at_least: Option<Line>,
    pub(super) marks: Vec<Mark>,
    pub(super) period: Option<Period>,
    pub(super) stat: Option<&'static str>,
    pub(super) done: Option<&'static str>,
    pub(super) draw: bool,
    pub(super) or_draw: bool,
    pub(super) bare_side: Option<Side>,
    pub(super) wins: bool,
    pub(super) beats: bool,
    pub(super) chance: Option<Side>,
    pub(super) odd_even: Option<Side>,
    pub(super) inning: Option<Side>,
    pub(super) no_goal: bool,
    pub(super) yes: Option<bool>,
    pub(super) score: Option<&'a str>,
    pub(super) prices: Vec<&'a str>,
    pub(super) stake: Option<Said>,
    pub(super) playable_to: Option<&'a str>,
    pub(super) numbers: Vec<&'a str>,
    pub(super) win_number: Option<&'a str>,
}

/// Every piece put to its place; a piece without one refuses the leg.
pub(super) fn gather<'a>(pieces: &[Piece<'a>]) -> Result<Parts<'a>, Doubt> {
    let mut parts = Parts::default();
    for piece in pieces {
        let once = match piece.atom {
            Atom::Handicap(line) => parts.handicap.replace(line).is_none(),
            Atom::Total(side, line) => parts.total.replace((side, line)).is_none(),
            Atom::AtLeast(line) => parts.at_least.replace(line).is_none(),
            Atom::Period(period) => parts.period.replace(period).is_none_or(|p| p == period),
            Atom::Stat(code) => parts.count(code),
            Atom::Done(code) => parts.done.replace(code).is_none(),
            Atom::Chance(side) => parts.chance.replace(side).is_none(),
            Atom::OddEven(side) => parts.odd_even.replace(side).is_none(),
            Atom::FirstInning(side) => parts.inning.replace(side).is_none(),
            Atom::Score => parts.score.replace(piece.text).is_none(),
            Atom::Yes => parts.yes.replace(true).is_none(),
            Atom::No => parts.yes.replace(false).is_none(),
            Atom::WinNumber => parts.win_number.replace(piece.text).is_none(),
            Atom::Stake(said) => {
                if parts.stake.replace(said).is_some() {
                    return Err(Doubt::TwoStakes);
                }
                true
            }
            // `from -110 to -120 2u` tells how the price moved
            Atom::PlayableTo if parts.stake.is_none() && starts_short(piece) => return Err(Doubt::TwoPrices),
            Atom::PlayableTo => parts.playable_to.replace(piece.text).is_none(),
            Atom::Draw => !std::mem::replace(&mut parts.draw, true),
            Atom::OrDraw => !std::mem::replace(&mut parts.or_draw, true),
            Atom::NoGoal => !std::mem::replace(&mut parts.no_goal, true),
            Atom::ToWin | Atom::Win => {
                parts.wins |= piece.atom == Atom::ToWin;
                true
            }
            Atom::Beat => !std::mem::replace(&mut parts.beats, true),
            Atom::Market(mark) => {
                parts.marks.push(mark);
                true
            }
            Atom::Price => {
                parts.prices.push(piece.text);
                true
            }
            Atom::Number => {
                parts.numbers.push(piece.text);
                true
            }
            Atom::Foreign
            | Atom::Result
            | Atom::MaybeResult
            | Atom::Profit
            | Atom::Money
            | Atom::Percent
            | Atom::Limit => {
                return Err(Doubt::Unsupported);
            }
            Atom::Over => parts.bare_side.replace(Side::Over).is_none(),
            Atom::Under => parts.bare_side.replace(Side::Under).is_none(),
            Atom::Fraction | Atom::Unit | Atom::Risk | Atom::QuarterUnit => {
                return Err(Doubt::StrayNumber);
            }
            Atom::Count(..10) | Atom::Sign(_) | Atom::Plus | Atom::Prose | Atom::Question => {
                return Err(Doubt::LooseWords);
            }
            _ => true,
        };
        if !once {
            return Err(Doubt::TwoMarkets);
        }
    }
    Ok(parts)
}

/// `to -120`, without saying that it may be played.
fn starts_short(piece: &Piece<'_>) -> bool {
    piece
        .text
        .get(..3)
        .is_some_and(|start| start.eq_ignore_ascii_case("to "))
}

/// `and` belongs between names; elsewhere it joins what is not one market.
pub(super) fn joins_no_names(pieces: &[Piece<'_>]) -> bool {
    let says = |p: &&Piece<'_>| !matches!(p.atom, Atom::Filler | Atom::Decor);
    pieces.iter().enumerate().any(|(i, p)| {
        let before = pieces.get(..i).and_then(|b| b.iter().rfind(says));
        let after = pieces.get(i + 1..).and_then(|a| a.iter().find(says));
        let word = |p: Option<&Piece<'_>>| p.is_some_and(|p| p.atom == Atom::Word);
        let money = |p: Option<&Piece<'_>>| p.is_none_or(|p| matches!(p.atom, Atom::Price | Atom::Stake(_)));
        let joins = word(before) && word(after) || money(before) || money(after);
        p.atom == Atom::And && !joins
    })
}

impl<'a> Parts<'a> {
    /// A figure; `yards` behind another one only repeats what it counts.
    fn count(&mut self, code: &'static str) -> bool {
        match self.stat {
            None => self.stat = Some(code),
            Some(known) if code == "yards" && known.starts_with("longest") => {}
            Some(known) if known == code => {}
            Some("yards") if code.starts_with("longest") => self.stat = Some(code),
            Some(_) => return false,
        }
        true
    }

    fn has(&self, mark: Mark) -> bool {
        self.marks.contains(&mark)
    }

    /// True when a market was named, by word or line.
    fn is_anchored(&self) -> bool {
        let marks = self
            .marks
            .iter()
            .any(|m| !matches!(m, Mark::Spread | Mark::Total | Mark::TeamTotal));
        self.handicap.is_some()
            || self.total.is_some()
            || self.at_least.is_some()
            || self.done.is_some()
            || self.chance.is_some()
            || self.odd_even.is_some()
            || self.inning.is_some()
            || self.draw
            || self.or_draw
            || self.no_goal
            || self.wins
            || self.beats
            || marks
    }

    /// Bare numbers: a decimal behind a complete market is its price, as is a whole number of 100 or more.
    pub(super) fn settle_numbers(&mut self) -> Result<(), Doubt> {
        if let Some(text) = self.win_number.take() {
            let number = text.rsplit(' ').next().unwrap_or_default();
            if self.is_anchored() || !self.prices.is_empty() {
                let amount = number.replace(',', ".").parse().map_err(|_| Doubt::StrayNumber)?;
                let said = Said {
                    amount,
                    is: Some(crate::bet::StakeIs::ToWin),
                };
                if self.stake.replace(said).is_some() {
                    return Err(Doubt::TwoStakes);
                }
            } else if self.stake.is_some() {
                self.wins = true;
                self.numbers.insert(0, number);
            } else {
                // `Arsenal to win 2.10`: a price, or two units and a bit to be won
                return Err(Doubt::StrayNumber);
            }
        }
        let repeated = self.total.is_some_and(|(side, _)| Some(side) == self.bare_side);
        if let Some(side) = self.bare_side.filter(|_| !repeated) {
            // `over 1H 24.5`: the line is the first number behind the side
            let line = self.numbers.first().and_then(|n| n.parse::<Line>().ok());
            let line = line.filter(|_| self.total.is_none()).ok_or(Doubt::StrayNumber)?;
            self.total = Some((side, line));
            self.numbers.remove(0);
        }
        for text in std::mem::take(&mut self.numbers) {
            let number = text.replace(',', ".");
            if number.starts_with(['+', '-']) {
                return Err(Doubt::StrayNumber);
            }
            let places = number.split_once('.').map_or(0, |(_, p)| p.len());
            let whole: u32 = number.split('.').next().and_then(|w| w.parse().ok()).unwrap_or(0);
            let decimal = places > 0 && (self.is_anchored() || places >= 2) && (1..=1000).contains(&whole);
            let american = places == 0 && (100..10_000).contains(&whole) && self.is_anchored();
            if !decimal && !american {
                return Err(Doubt::StrayNumber);
            }
            self.prices.push(text);
        }
        Ok(())
    }

    /// The one market that the parts make.
    pub(super) fn market(
        &self,
        named: &Named,
        around: &Around,
    ) -> Result<(PickMarket, Option<Side>, Option<Line>), Doubt> {
        use PickMarket as M;
        let mut found = Vec::new();
        if let Some(line) = self.handicap {
            found.push((M::Spread, None, Some(line)));
        }
        if let Some((side, line)) = self.total {
            found.push((self.whose_total(line, named, around)?, Some(side), Some(line)));
        }
        if let Some(line) = self.at_least {
            self.stat.ok_or(Doubt::NoMarket)?;
            found.push((M::PlayerProp, Some(Side::Over), Some(line)));
        }
        if self.done.is_some() {
            let side = if self.yes == Some(false) {
                Side::No
            } else {
                Side::Yes
            };
            found.push((M::PlayerProp, Some(side), None));
        }
        if self.or_draw {
            found.push((M::DoubleChance, None, None));
        } else if let Some(side) = self.chance {
            found.push((M::DoubleChance, Some(side), None));
        } else if self.has(Mark::DoubleChance) {
            return Err(Doubt::NoMarket);
        }
        if self.draw {
            found.push((M::Moneyline3, Some(Side::Draw), None));
        }
        if self.has(Mark::BothToScore) || self.no_goal {
            let side = if self.yes == Some(false) || self.no_goal {
                Side::No
            } else {
                Side::Yes
            };
            found.push((M::BothToScore, Some(side), None));
        }
        if let Some(side) = self.odd_even {
            found.push((M::OddEven, Some(side), None));
        }
        if let Some(side) = self.inning {
            let half = Line::from_quarters(2);
            found.push((M::Total, Some(side), half));
        }
        if self.has(Mark::CorrectScore) {
            let score = self.score.and_then(|s| s.parse().ok()).ok_or(Doubt::NoMarket)?;
            found.push((M::CorrectScore, Some(score), None));
        } else if self.score.is_some() {
            return Err(Doubt::StrayNumber);
        }
        if self.has(Mark::DrawNoBet) {
            found.push((M::DrawNoBet, None, None));
        } else if self.has(Mark::Moneyline) || self.has(Mark::ThreeWay) || self.wins || self.beats {
            if found.is_empty() {
                found.push((self.winner(around), None, None));
            } else if self.has(Mark::Moneyline) || self.wins || self.beats {
                // `Draw (3-way)` names the market and its side; a winner beside another market is a second one
                return Err(Doubt::TwoMarkets);
            }
        }
        match found.as_slice() {
            [] if named.name.is_some()
                && !self.prices.is_empty()
                && self.stat.is_none()
                && self.marks.is_empty() =>
            {
                Ok((self.winner(around), None, None))
            }
            // `Harper HR +320`: done at all
            [] if named.name.is_some() && !self.prices.is_empty() && self.marks.is_empty() => {
                stat::at_all(self.stat.unwrap_or_default()).ok_or(Doubt::NoMarket)?;
                Ok((M::PlayerProp, Some(Side::Yes), None))
            }
            [] => Err(Doubt::NoMarket),
            [(M::Spread, ..)] if self.stat.is_some() => Err(Doubt::Contradiction),
            [one] => self.fits(one.0).then_some(*one).ok_or(Doubt::Contradiction),
            _ => Err(Doubt::TwoMarkets),
        }
    }

    /// Whether the words around a market belong to it.
    fn fits(&self, market: PickMarket) -> bool {
        let stat = self.stat.is_none()
            || matches!(
                market,
                PickMarket::PlayerProp | PickMarket::Total | PickMarket::TeamTotal
            );
        let yes = self.yes.is_none() || market == PickMarket::BothToScore || self.done.is_some();
        let marks = self.marks.iter().all(|mark| match mark {
            Mark::Spread => market == PickMarket::Spread,
            Mark::Total => matches!(
                market,
                PickMarket::Total | PickMarket::TeamTotal | PickMarket::PlayerProp | PickMarket::OddEven
            ),
            Mark::TeamTotal => market == PickMarket::TeamTotal,
            Mark::DoubleChance => market == PickMarket::DoubleChance,
            Mark::DrawNoBet => market == PickMarket::DrawNoBet,
            Mark::BothToScore => market == PickMarket::BothToScore,
            Mark::CorrectScore => market == PickMarket::CorrectScore,
            Mark::ThreeWay => market == PickMarket::Moneyline3,
            Mark::Moneyline => matches!(
                market,
                PickMarket::Moneyline | PickMarket::Moneyline3 | PickMarket::DrawNoBet
            ),
        });
        let negative = self.total.is_some_and(|(_, line)| line.quarters() < 0);
        stat && yes && marks && !negative
    }

    /// Two-way unless three ways were named: a tie after regulation is a third outcome.
    fn winner(&self, around: &Around) -> PickMarket {
        let drawn = self.period == Some(Period::Regulation) && around.sport != Some(Sport::Soccer);
        if self.has(Mark::ThreeWay) || drawn {
            PickMarket::Moneyline3
        } else {
            PickMarket::Moneyline
        }
    }

    /// Whose total it is: the game's, a team's, or a player's.
    fn whose_total(&self, line: Line, named: &Named, around: &Around) -> Result<PickMarket, Doubt> {
        if self.has(Mark::TeamTotal) {
            return Ok(PickMarket::TeamTotal);
        }
        let Some(stat) = self.stat else {
            return Ok(PickMarket::Total);
        };
        let single = named.name.is_some() && named.opponent.is_none();
        match shared(stat, around.sport) {
            Shared::UpTo(_) if !single => Ok(PickMarket::Total),
            Shared::UpTo(most) if most > 0 && line.quarters() <= most * 4 => Ok(PickMarket::PlayerProp),
            // one goal or run in a half of a line: only a player has such a line
            Shared::UpTo(0) if line.quarters() <= 2 => Ok(PickMarket::PlayerProp),
            Shared::UpTo(_) => Err(Doubt::Contradiction),
            Shared::PlayerOnly if named.name.is_some() => Ok(PickMarket::PlayerProp),
            Shared::PlayerOnly => Err(Doubt::NoName),
        }
    }
}
