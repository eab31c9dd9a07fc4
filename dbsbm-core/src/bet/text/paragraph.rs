//! Lines to a reading: headers, games, tickets over several lines, stakes on lines of their own, recaps and talk.

use super::{
    atom::{Atom, Combined, Mark, Piece, Said, pieces},
    clean::LOST,
    leg::{Around, Doubt, Draft, is_anchor, typed},
    names::named,
    said::{Pick, Reading},
    settle::settle,
    sight::Sight,
    ticket::{Group, Heading, group, heading, ticket},
};
use crate::market::Sport;

/// A ticket whose legs stand on the following lines.
struct Block {
    heading: Heading,
    drafts: Vec<Draft>,
    lines: Vec<String>,
    failed: bool,
    /// The lines are names of winners.
    winners: bool,
    /// A leg has a result already.
    graded: bool,
}

/// What the lines so far have said.
pub(super) struct Reader {
    reading: Reading,
    /// Why the last unread part was not read.
    pub(super) doubt: Option<Doubt>,
    hint: Option<Sport>,
    around: Around,
    block: Option<Block>,
    /// Stake of a section (`2u plays:`), and whether a pick has used it.
    section: Option<(Said, bool)>,
    /// Stake of all picks.
    all: Option<Said>,
    recap: bool,
    /// Picks made by the line before, while no other line came between.
    fresh: usize,
    /// A line of words only, which may be the name for the next one.
    pending: Option<String>,
    /// Somewhere in the text a bet was lost or a profit named: signs of a win are results, no bullets.
    graded: bool,
}

impl Reader {
    pub(super) fn new(hint: Option<Sport>) -> Self {
        Self {
            reading: Reading::default(),
            doubt: None,
            hint,
            around: Around {
                sport: hint,
                game: None,
            },
            block: None,
            section: None,
            all: None,
            recap: false,
            fresh: 0,
            pending: None,
            graded: false,
        }
    }

    /// The reading of all lines.
    pub(super) fn read(mut self, text: &str) -> (Reading, Option<Doubt>) {
        self.graded = text.contains(LOST);
        for line in text.lines() {
            let line = line.trim();
            if line.chars().any(char::is_alphanumeric) {
                self.line(line);
            } else {
                self.blank();
            }
        }
        self.close();
        if let Some(said) = self.all {
            for pick in self.reading.picks.iter_mut().filter(|p| p.stake.is_none()) {
                pick.stake = Some(said.amount);
                pick.stake_is = said.is;
            }
        }
        (self.reading, self.doubt)
    }

    fn blank(&mut self) {
        if self
            .block
            .as_ref()
            .is_some_and(|b| !b.drafts.is_empty() || b.failed)
        {
            self.close();
        }
        self.around.game = None;
        self.fresh = 0;
        self.pending = None;
        self.recap = false;
        if self.section.is_some_and(|(_, used)| used) {
            self.section = None;
        }
    }

    fn line(&mut self, line: &str) {
        let pieces = settle(line, pieces(line));
        let sight = Sight::of(&pieces);
        if let Some(sport) = sight.sport {
            self.around.sport = self.hint.or(Some(sport));
        }
        if sight.looks_back && self.after_a_look_back(line, &pieces) {
            return;
        }
        if line.contains("~~") && sight.anchored {
            // struck through: taken back
            self.refuse(line, Doubt::Unsupported);
            return;
        }
        if sight.looks_back {
            if let Some(block) = &mut self.block {
                block.graded = true;
                block.lines.push(line.to_string());
            }
            if sight.won_sign_only && sight.anchored && !self.graded {
                self.doubt = Some(Doubt::Unsupported);
                self.reading.unread.push(line.to_string());
            } else if !sight.anchored {
                let told = pieces
                    .iter()
                    .any(|p| matches!(p.atom, Atom::Score | Atom::Profit));
                let heads = line.ends_with(':') || pieces.len() <= 4;
                self.recap |= heads && !told;
            } else if sight.remark_of_the_past && !self.recap {
                self.refuse(line, Doubt::LooseWords);
            }
            self.fresh = 0;
            return;
        }
        if self.opens_winners(line, &pieces, &sight) || self.names_winner(line, &pieces, &sight) {
            return;
        }
        if !sight.anchored {
            self.plain(line, &pieces, &sight);
            return;
        }
        if self.recap {
            if sight.stake {
                self.refuse(line, Doubt::Unsupported);
            }
            return;
        }
        let pending = self.pending.take();
        self.fresh = 0;
        let inside = self.block.as_ref().and_then(|b| b.heading.kind);
        match group(line, &pieces, &self.around, inside) {
            Ok(found) => self.found(found, line),
            Err(doubt) => {
                let joined = pending.map(|name| format!("{name} {line}"));
                let second = joined
                    .as_ref()
                    .filter(|_| doubt == Doubt::NoName)
                    .and_then(|text| {
                        let pieces = settle(text, super::atom::pieces(text));
                        group(text, &pieces, &self.around, inside).ok()
                    });
                match second {
                    Some(found) => self.found(found, line),
                    None => self.sentences(line, &pieces, inside, doubt),
                }
            }
        }
    }

    /// `Down 2u on the week. Magic -4.5 -110 1u`: a sentence of its own is read on its own if it has a stake.
    fn after_a_look_back(&mut self, line: &str, pieces: &[Piece<'_>]) -> bool {
        if self.recap || self.block.is_some() {
            return false;
        }
        let parts: Vec<&[Piece<'_>]> = pieces.split(|p| p.atom == Atom::Stop).collect();
        let fresh = parts.iter().filter(|part| {
            let sight = Sight::of(part);
            sight.anchored && sight.stake && !sight.looks_back
        });
        let groups: Vec<Group> = fresh
            .filter_map(|part| group(line, part, &self.around, None).ok())
            .collect();
        let any = !groups.is_empty();
        groups.into_iter().for_each(|g| self.found(g, line));
        any
    }

    /// `Moneyline parlay` above a list of names.
    fn opens_winners(&mut self, line: &str, pieces: &[Piece<'_>], sight: &Sight) -> bool {
        let (heading, rest) = heading(pieces);
        let winners = rest.iter().any(|p| p.atom == Atom::Market(Mark::Moneyline));
        let others = rest
            .iter()
            .any(|p| is_anchor(p.atom) && p.atom != Atom::Market(Mark::Moneyline));
        if heading.kind.is_none() || !winners || others || sight.words {
            return false;
        }
        self.close();
        self.open(heading, line);
        if let Some(block) = &mut self.block {
            block.winners = true;
        }
        true
    }

    /// A name in a list of winners.
    fn names_winner(&mut self, line: &str, pieces: &[Piece<'_>], sight: &Sight) -> bool {
        if sight.anchored && !sight.price
            || !sight.words
            || sight.prose
            || !self.block.as_ref().is_some_and(|b| b.winners)
        {
            return false;
        }
        let text = format!("{line} ML");
        let mut all = settle(&text, super::atom::pieces(&text));
        all.truncate(pieces.len() + 1);
        match group(&text, &all, &self.around, Some(Combined::Parlay)) {
            Ok(found) if found.drafts.len() == 1 => self.legs(found.drafts, line),
            _ => self.refuse(line, Doubt::UnclearName),
        }
        true
    }

    /// Reads what can be read of a line that is more than its picks: its sentences, or a pick and what is said behind it.
    fn sentences(&mut self, line: &str, pieces: &[Piece<'_>], inside: Option<Combined>, doubt: Doubt) {
        if self.block.is_some() || inside.is_some() {
            self.refuse(line, doubt);
            return;
        }
        if let Some(found) = self.with_remark(line, pieces) {
            self.found(found, line);
            return;
        }
        let parts = pieces.split(|p| matches!(p.atom, Atom::Stop | Atom::Semicolon));
        let parts: Vec<&[Piece<'_>]> = parts.filter(|p| !p.is_empty()).collect();
        let mut missed = Vec::new();
        let mut read = 0;
        for part in &parts {
            let text = match (part.first(), part.last()) {
                (Some(first), Some(last)) => line.get(first.start..last.end).unwrap_or_default(),
                _ => continue,
            };
            let matters = |p: &Piece<'_>| matches!(p.atom, Atom::Foreign | Atom::Stake(_) | Atom::Price);
            if !Sight::of(part).anchored {
                if part.iter().any(matters) {
                    missed.push(text.to_string());
                }
                continue;
            }
            let found = group(line, part, &self.around, None)
                .ok()
                .or_else(|| self.with_remark(line, part));
            match found.filter(|_| parts.len() > 1) {
                Some(found) => {
                    self.found(found, text);
                    read += 1;
                }
                None => missed.push(text.to_string()),
            }
        }
        if read == 0 {
            self.refuse(line, doubt);
        } else if !missed.is_empty() {
            self.doubt = Some(doubt);
            self.reading.unread.append(&mut missed);
        }
    }

    /// A complete pick in front of a remark that has no pick in it: `Packers -4.5 -110 2u - Saints are 2-7 ATS`.
    fn with_remark(&self, line: &str, pieces: &[Piece<'_>]) -> Option<Group> {
        let separates = |p: &Piece<'_>| {
            matches!(
                p.atom,
                Atom::Stop
                    | Atom::Dash
                    | Atom::Open
                    | Atom::Comma
                    | Atom::Semicolon
                    | Atom::Pipe
                    | Atom::Decor
            )
        };
        let places = pieces
            .iter()
            .enumerate()
            .filter(|(_, p)| separates(p))
            .map(|(i, _)| i)
            .collect::<Vec<_>>();
        // a remark is the end of a line: a few places are enough, and bound the work
        places.into_iter().rev().take(8).find_map(|at| {
            let (pick, remark) = (pieces.get(..at)?, pieces.get(at + 1..)?);
            let sight = Sight::of(remark);
            let changes = |p: &Piece<'_>| {
                matches!(
                    p.atom,
                    Atom::Foreign
                        | Atom::Stake(_)
                        | Atom::Price
                        | Atom::Period(_)
                        | Atom::Kind(_)
                        | Atom::Each
                        | Atom::Question
                )
            };
            let talk = sight.prose && !sight.anchored && !sight.looks_back && !remark.iter().any(changes);
            if !talk || !Sight::of(pick).stake {
                return None;
            }
            group(line, pick, &self.around, None).ok()
        })
    }

    fn refuse(&mut self, line: &str, doubt: Doubt) {
        self.doubt = Some(doubt);
        match &mut self.block {
            Some(block) => {
                block.failed = true;
                if block.lines.last().is_none_or(|last| last != line) {
                    block.lines.push(line.to_string());
                }
            }
            None => self.reading.unread.push(line.to_string()),
        }
    }

    fn found(&mut self, found: Group, line: &str) {
        if found.joined && found.drafts.len() > 1 || found.heading.kind.is_some() {
            self.close();
            if found.drafts.len() < 2 {
                // `Parlay: Packers ML` and the other legs below
                self.open(found.heading, line);
                self.legs(found.drafts, line);
                return;
            }
        } else if let Some(block) = &mut self.block {
            let own_stake = found.drafts.iter().any(|d| d.stake.is_some());
            let full = block.drafts.len() >= 2 || block.heading.stake.is_some();
            let has_stake = block.heading.stake.is_some() || block.drafts.iter().any(|d| d.stake.is_some());
            if !(own_stake && full && has_stake) {
                self.legs(found.drafts, line);
                return;
            }
            self.close();
        }
        let default = self.section.map(|(said, _)| said);
        match found.picks(default) {
            Ok(picks) => {
                if let Some(section) = &mut self.section {
                    section.1 = true;
                }
                self.fresh = picks.len();
                self.reading.picks.extend(picks);
            }
            Err(doubt) => self.refuse(line, doubt),
        }
    }

    fn open(&mut self, heading: Heading, line: &str) {
        self.block = Some(Block {
            heading,
            drafts: Vec::new(),
            lines: vec![line.to_string()],
            failed: false,
            winners: false,
            graded: false,
        });
    }

    fn legs(&mut self, drafts: Vec<Draft>, line: &str) {
        if let Some(block) = &mut self.block {
            block.drafts.extend(drafts);
            if block.lines.last().is_none_or(|last| last != line) {
                block.lines.push(line.to_string());
            }
        }
    }

    /// Ends the ticket that is open. A ticket with a leg that was not understood is no ticket.
    fn close(&mut self) {
        let Some(block) = self.block.take() else { return };
        if block.drafts.is_empty() && !block.failed {
            return;
        }
        let default = self.section.map(|(said, _)| said);
        let made = if block.failed || block.graded {
            Err(Doubt::NoMarket)
        } else {
            ticket(block.drafts, block.heading, default)
        };
        match made {
            Ok(pick) => {
                self.reading.picks.push(pick);
                self.fresh = 1;
            }
            Err(doubt) => {
                self.doubt.get_or_insert(doubt);
                self.reading.unread.push(block.lines.join("\n"));
            }
        }
    }

    /// A line without a market: header, game, stake, name or talk.
    fn plain(&mut self, line: &str, pieces: &[Piece<'_>], sight: &Sight) {
        let (head, rest) = heading(pieces);
        let said = rest.iter().find_map(|p| match p.atom {
            Atom::Stake(said) => Some(said),
            _ => None,
        });
        let price = rest
            .iter()
            .find(|p| p.atom == Atom::Price)
            .and_then(|p| typed(p.text).ok());
        let names = named(line, &rest).unwrap_or_default();
        self.pending = None;
        if self.recap {
            let ahead = ["today", "tonight", "card", "plays", "picks"];
            let lower = line.to_lowercase();
            self.recap = !ahead.iter().any(|w| lower.contains(w));
            return;
        }
        if head.each && said.is_some() && head.kind.is_none() {
            self.all = said;
        } else if head.kind.is_some() && !sight.prose {
            self.close();
            let heading = Heading {
                stake: said,
                price,
                ..head
            };
            self.open(heading, line);
            if let (Some(a), Some(b)) = (names.name, names.opponent) {
                self.around.game = Some((a, b));
            }
        } else if (sight.stake || sight.price || price.is_some()) && !sight.words {
            self.attach(line, said, price);
        } else if let (Some(a), Some(b)) = (&names.name, &names.opponent) {
            if !sight.prose && self.block.is_none() {
                self.around.game = Some((a.clone(), b.clone()));
            }
            self.fresh = 0;
        } else if sight.sport.is_some() && !sight.words {
            self.around.game = None;
            self.fresh = 0;
        } else if sight.words && !sight.prose && names.name.is_some() && !sight.stake {
            self.pending = Some(line.to_string());
            self.fresh = 0;
        } else {
            // a stake with words around it, that are no market
            let loose = sight.words && head.kind.is_none() && !head.each && !line.ends_with(':');
            let part = sight.stake && !sight.prose && (loose || self.fresh > 0 || self.block.is_some());
            if part {
                self.refuse(line, Doubt::LooseWords);
            }
            self.fresh = 0;
        }
    }

    /// A line with nothing but a stake or a price belongs to what stands directly above it, else to what follows.
    fn attach(&mut self, line: &str, said: Option<Said>, price: Option<super::said::TypedPrice>) {
        if let Some(block) = &mut self.block {
            let free = (said.is_none() || block.heading.stake.is_none())
                && (price.is_none() || block.heading.price.is_none());
            block.heading.stake = block.heading.stake.or(said);
            if block.heading.price.is_none() {
                block.heading.price = price;
            }
            block.failed |= !free;
            block.lines.push(line.to_string());
            return;
        }
        let heads = line.ends_with(':') || line.to_lowercase().contains("play");
        let fresh = std::mem::take(&mut self.fresh);
        let last = self.reading.picks.last_mut().filter(|_| fresh == 1 && !heads);
        let fits = last.as_ref().is_some_and(|pick| {
            (said.is_none() || pick.stake.is_none()) && (price.is_none() || own_price(pick).is_none())
        });
        match last {
            Some(pick) if fits => {
                if let Some(said) = said {
                    pick.stake = Some(said.amount);
                    pick.stake_is = said.is;
                }
                if price.is_some() {
                    match pick.legs.as_mut_slice() {
                        [leg] => leg.price = price,
                        _ => pick.price = price,
                    }
                }
                self.fresh = 1;
            }
            None if said.is_some() && price.is_none() => self.section = said.map(|s| (s, false)),
            _ => {
                self.doubt = Some(Doubt::TwoStakes);
                self.reading.unread.push(line.to_string());
            }
        }
    }
}

fn own_price(pick: &Pick) -> Option<&super::said::TypedPrice> {
    match pick.legs.as_slice() {
        [leg] => leg.price.as_ref(),
        _ => pick.price.as_ref(),
    }
}
