//! One line to picks: where legs begin and end, and whether they are one ticket or several.

use super::{
    atom::{Atom, Combined, Mark, Piece, Said},
    comment::without_comments,
    leg::{Around, Doubt, Draft, is_anchor, leg},
    names::{Named, named},
    said::{Pick, PickKind, PickLeg, TypedPrice},
};
use crate::market::Line;

/// What the words of a line say about a ticket with several legs.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Heading {
    pub(super) kind: Option<Combined>,
    pub(super) by: Vec<u8>,
    pub(super) points: Option<Line>,
    pub(super) each: bool,
    /// The price next to `each` or `all` is everyone's.
    pub(super) each_price: bool,
    pub(super) stake: Option<Said>,
    pub(super) price: Option<TypedPrice>,
}

/// The legs of a line and what joins them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Group {
    pub(super) drafts: Vec<Draft>,
    /// True when the line itself joins its legs to one ticket.
    pub(super) joined: bool,
    pub(super) heading: Heading,
}

/// Takes the words that speak of the ticket out of the line.
pub(super) fn heading<'a>(pieces: &[Piece<'a>]) -> (Heading, Vec<Piece<'a>>) {
    let mut heading = Heading::default();
    let mut rest = Vec::with_capacity(pieces.len());
    let mut at = 0;
    let atom = |i: usize| pieces.get(i).map(|p| p.atom);
    while let Some(piece) = pieces.get(at) {
        let number = || piece.text.parse::<Line>().ok().filter(|l| l.quarters() > 0);
        let dash = usize::from(atom(at + 1) == Some(Atom::Dash));
        let mut taken = 1;
        match piece.atom {
            Atom::Kind(kind) => {
                heading.kind = Some(heading.kind.filter(|k| *k != Combined::Parlay).unwrap_or(kind));
                // `teaser 6:`
                let whole = pieces
                    .get(at + 1)
                    .filter(|p| p.atom == Atom::Number && !p.text.contains(['+', '-']));
                let closed = matches!(atom(at + 2), Some(Atom::Colon | Atom::Comma | Atom::Dash));
                if let Some(number) = whole.filter(|_| kind == Combined::Teaser && closed) {
                    heading.points = number.text.parse().ok();
                    at += 2;
                    continue;
                }
                // `teaser (6 pts)`
                let open = usize::from(atom(at + 1) == Some(Atom::Open));
                if kind == Combined::Teaser && is_points(pieces.get(at + 2 + open)) {
                    heading.points = pieces.get(at + 1 + open).and_then(|p| p.text.parse().ok());
                    taken = 3 + open + usize::from(atom(at + 3 + open) == Some(Atom::Close)) * open;
                }
            }
            Atom::By(size) => heading.by.push(size),
            Atom::Each => {
                heading.each = true;
                let beside = |i: Option<usize>| i.and_then(atom) == Some(Atom::Price);
                heading.each_price |= beside(at.checked_sub(1)) || beside(Some(at + 1));
            }
            Atom::Legs => {}
            // `3-leg`, `two team`
            Atom::Number | Atom::Count(_) if atom(at + 1 + dash) == Some(Atom::Legs) => taken = 2 + dash,
            Atom::Number | Atom::Count(_) if matches!(atom(at + 1 + dash), Some(Atom::Kind(_))) => {
                taken = 1 + dash
            }
            // `4 picks`
            Atom::Number
                if pieces
                    .get(at + 1)
                    .is_some_and(|p| matches!(p.text, "picks" | "plays" | "bets" | "games")) =>
            {
                taken = 2;
            }
            // `6-point teaser`
            Atom::Number if is_points(pieces.get(at + 1 + dash)) && teaser_near(pieces, at + 2 + dash) => {
                heading.points = number();
                taken = 2 + dash;
            }
            _ => rest.push(*piece),
        }
        at += taken;
    }
    (heading, rest)
}

fn is_points(piece: Option<&Piece<'_>>) -> bool {
    piece.is_some_and(|p| p.atom == Atom::Stat("points"))
}

/// A teaser within the next few words.
fn teaser_near(pieces: &[Piece<'_>], from: usize) -> bool {
    let near = pieces.get(from..).unwrap_or_default().iter().take(4);
    near.take_while(|p| !is_anchor(p.atom))
        .any(|p| p.atom == Atom::Kind(Combined::Teaser))
}

/// A stretch of pieces between two separators.
struct Chunk<'p, 'a> {
    joint: Option<Atom>,
    pieces: &'p [Piece<'a>],
}

impl Chunk<'_, '_> {
    fn has(&self, test: impl Fn(Atom) -> bool) -> bool {
        self.pieces.iter().any(|p| test(p.atom))
    }

    fn is_anchored(&self) -> bool {
        let bare = |p: &Piece<'_>| {
            p.atom == Atom::Number && p.text.split_once(['.', ',']).is_some_and(|(_, d)| d.len() == 2)
        };
        self.has(is_anchor)
            || (self.has_words() && self.has(|a| a == Atom::WinNumber))
            || (self.has_words() && (self.has(|a| a == Atom::Price) || self.pieces.iter().any(bare)))
    }

    fn has_words(&self) -> bool {
        self.has(|a| a == Atom::Word)
    }
}

/// Reads a line as legs. `inside` is the kind of the ticket that an earlier line opened.
pub(super) fn group(
    line: &str,
    pieces: &[Piece<'_>],
    around: &Around,
    inside: Option<Combined>,
) -> Result<Group, Doubt> {
    let (mut heading, pieces) = heading(pieces);
    let talks = pieces.iter().any(|p| p.atom == Atom::Prose);
    let pieces = &*without_comments(&pieces);
    let money = |p: &Piece<'_>| {
        matches!(
            p.atom,
            Atom::Price | Atom::Stake(_) | Atom::Number | Atom::WinNumber
        )
    };
    if talks && inside.is_none() && !pieces.iter().any(money) {
        // a sentence about a game, with neither price nor stake
        return Err(Doubt::LooseWords);
    }
    if heading.kind.is_none() {
        let whole = leg(line, pieces, around);
        if let Ok(draft) = whole {
            return Ok(Group {
                drafts: vec![draft],
                joined: false,
                heading,
            });
        }
        if pieces.iter().filter(|p| is_anchor(p.atom)).count() < 2 && implied(pieces) < 2 {
            whole?;
        }
    }
    if let Some(drafts) = winners(line, pieces, &mut heading, around)? {
        return Ok(Group {
            drafts,
            joined: true,
            heading,
        });
    }
    let mut around = around.clone();
    let mut pieces = pieces;
    if heading.kind.or(inside).is_some() {
        let lead = lead(pieces);
        take_lead(
            line,
            pieces.get(..lead).unwrap_or_default(),
            &mut heading,
            &mut around,
        )?;
        pieces = pieces.get(lead..).unwrap_or_default();
    }
    let chunks = chunks(pieces);
    chunks
        .iter()
        .position(Chunk::is_anchored)
        .ok_or(Doubt::NoMarket)?;
    let segments = segments(pieces, &chunks);
    let mut drafts = Vec::with_capacity(segments.len());
    let mut joints = Vec::new();
    for (joint, segment) in segments {
        if !drafts.is_empty() {
            joints.push(joint.unwrap_or(Atom::Comma));
        }
        drafts.push(leg(line, segment, &around)?);
    }
    let plus = joints.contains(&Atom::Plus);
    if heading.kind.or(inside).is_none() {
        let uneven = plus && joints.iter().any(|j| *j != Atom::Plus);
        let unclear = joints
            .iter()
            .any(|j| matches!(j, Atom::Slash | Atom::Dash | Atom::Colon));
        if uneven || (unclear && !plus) {
            return Err(Doubt::TwoMarkets);
        }
        let stakes = drafts.iter().filter(|d| d.stake.is_some()).count();
        let whose = stakes != 0 && stakes != drafts.len() && !heading.each;
        let loose = joints.contains(&Atom::And) && stakes == 0;
        if !plus && (whose || loose) {
            return Err(Doubt::TwoMarkets);
        }
    }
    Ok(Group {
        drafts,
        joined: plus || heading.kind.is_some(),
        heading,
    })
}

/// `4-leg ML parlay +390: Bucks, Celtics, Nuggets`: the winner's market is said once for all names.
fn winners(
    line: &str,
    pieces: &[Piece<'_>],
    heading: &mut Heading,
    around: &Around,
) -> Result<Option<Vec<Draft>>, Doubt> {
    let winner = Atom::Market(Mark::Moneyline);
    let colon = pieces.iter().position(|p| p.atom == Atom::Colon).unwrap_or(0);
    let (lead, names) = (
        pieces.get(..colon).unwrap_or_default(),
        pieces.get(colon..).unwrap_or_default(),
    );
    let Some(mark) = lead.iter().find(|p| p.atom == winner) else {
        return Ok(None);
    };
    let wordless = !lead.iter().any(|p| p.atom == Atom::Word) && !names.iter().any(|p| is_anchor(p.atom));
    if heading.kind.is_none() || !wordless {
        return Ok(None);
    }
    take_lead(line, lead, heading, &mut Around::default())?;
    let named = chunks(names).into_iter().filter(Chunk::has_words);
    let legs = named.map(|chunk| leg(line, &[chunk.pieces, &[*mark]].concat(), around));
    legs.collect::<Result<Vec<_>, _>>().map(Some)
}

/// How many names with a price of their own stand without any other market.
fn implied(pieces: &[Piece<'_>]) -> usize {
    chunks(pieces).iter().filter(|c| c.is_anchored()).count()
}

/// How many pieces in front of the first leg speak of the ticket: up to a colon or dash, or price and stake alone.
fn lead(pieces: &[Piece<'_>]) -> usize {
    let first = pieces.iter().position(|p| is_anchor(p.atom)).unwrap_or(0);
    let head = pieces.get(..first).unwrap_or_default();
    let label = head
        .iter()
        .rposition(|p| matches!(p.atom, Atom::Colon | Atom::Dash | Atom::Stop | Atom::Pipe));
    let label = label.map_or(0, |at| at + 1);
    let wordless = head.iter().position(|p| p.atom == Atom::Word).unwrap_or(first);
    let money = head.get(..wordless).unwrap_or_default();
    let last = money
        .iter()
        .rposition(|p| matches!(p.atom, Atom::Price | Atom::Stake(_)));
    label.max(last.map_or(0, |at| {
        at + 1 + usize::from(money.get(at + 1).is_some_and(|p| p.atom == Atom::Close))
    }))
}

/// Price and stake of the ticket, or the game it is about.
fn take_lead(
    line: &str,
    lead: &[Piece<'_>],
    heading: &mut Heading,
    around: &mut Around,
) -> Result<(), Doubt> {
    match named(line, lead)? {
        Named {
            name: Some(a),
            opponent: Some(b),
            ..
        } => around.game = Some((a, b)),
        // a team's name before the legs of one game adds nothing that they do not say
        Named { name: Some(_), .. } if heading.kind != Some(Combined::SameGame) => {
            return Err(Doubt::UnclearName);
        }
        _ => {}
    }
    for piece in lead {
        match piece.atom {
            Atom::Stake(said) => heading.stake = Some(said),
            Atom::Price => heading.price = Some(super::leg::typed(piece.text)?),
            Atom::Foreign | Atom::Number | Atom::Period(_) | Atom::Stat(_) => return Err(Doubt::LooseWords),
            _ => {}
        }
    }
    Ok(())
}

fn chunks<'p, 'a>(pieces: &'p [Piece<'a>]) -> Vec<Chunk<'p, 'a>> {
    let mut chunks = Vec::new();
    let (mut from, mut joint) = (0, None);
    let mut depth = 0usize;
    for (i, piece) in pieces.iter().enumerate() {
        depth = match piece.atom {
            Atom::Open => depth + 1,
            Atom::Close => depth.saturating_sub(1),
            _ => depth,
        };
        let separates = matches!(
            piece.atom,
            Atom::Plus
                | Atom::Comma
                | Atom::Semicolon
                | Atom::Pipe
                | Atom::Stop
                | Atom::Bullet
                | Atom::And
                | Atom::Slash
                | Atom::Colon
                | Atom::Dash
        );
        // `Bears/Vikings`
        let word = |p: Option<&Piece<'_>>| p.is_some_and(|p| p.atom == Atom::Word);
        let (before, after) = (i.checked_sub(1).and_then(|b| pieces.get(b)), pieces.get(i + 1));
        let tight = before.is_some_and(|b| b.touches(piece)) && after.is_some_and(|a| piece.touches(a));
        let pair = matches!(piece.atom, Atom::Slash | Atom::And | Atom::Dash)
            && tight
            && word(before)
            && word(after);
        // `Bills ML x Chiefs ML`
        let times = piece.text == "x" && !word(before);
        if (separates || times) && depth == 0 && !pair {
            chunks.push(Chunk {
                joint,
                pieces: pieces.get(from..i).unwrap_or_default(),
            });
            (from, joint) = (i + 1, Some(piece.atom));
        }
    }
    chunks.push(Chunk {
        joint,
        pieces: pieces.get(from..).unwrap_or_default(),
    });
    chunks
}

/// Chunks put together so that each segment has one market: words go to the market behind them, prices and stakes to
/// the one before.
fn segments<'p, 'a>(
    pieces: &'p [Piece<'a>],
    chunks: &[Chunk<'p, 'a>],
) -> Vec<(Option<Atom>, &'p [Piece<'a>])> {
    let offset = |chunk: &Chunk<'p, 'a>| {
        (chunk.pieces.as_ptr() as usize - pieces.as_ptr() as usize) / size_of::<Piece<'a>>()
    };
    let mut bounds: Vec<(Option<Atom>, usize, usize)> = Vec::new();
    let mut pending: Option<(Option<Atom>, usize)> = None;
    for (i, chunk) in chunks.iter().enumerate() {
        let (start, end) = (offset(chunk), offset(chunk) + chunk.pieces.len());
        let more = chunks
            .get(i + 1..)
            .is_some_and(|rest| rest.iter().any(Chunk::is_anchored));
        if chunk.is_anchored() {
            let (joint, from) = pending.take().unwrap_or((chunk.joint, start));
            bounds.push((joint, from, end));
        } else if let Some(last) = bounds.last_mut().filter(|_| !more || !chunk.has_words()) {
            if pending.is_none() {
                last.2 = end;
            }
        } else if pending.is_none() && !chunk.pieces.is_empty() {
            pending = Some((chunk.joint, start));
        }
    }
    bounds
        .into_iter()
        .map(|(joint, from, to)| (joint, pieces.get(from..to).unwrap_or_default()))
        .collect()
}

impl Group {
    /// The picks of a line that stands by itself.
    pub(super) fn picks(self, default: Option<Said>) -> Result<Vec<Pick>, Doubt> {
        if self.joined {
            return Ok(vec![ticket(self.drafts, self.heading, default)?]);
        }
        let common = self
            .drafts
            .last()
            .and_then(|d| d.leg.price.clone())
            .filter(|_| self.heading.each_price);
        let shared = if self.heading.each {
            self.drafts.iter().find_map(|d| d.stake)
        } else {
            None
        };
        self.drafts
            .into_iter()
            .map(|mut draft| {
                if draft.leg.price.is_none() {
                    draft.leg.price.clone_from(&common);
                }
                if draft.second_price.is_some() {
                    return Err(Doubt::TwoPrices);
                }
                let said = draft.stake.or(shared).or(self.heading.stake).or(default);
                Ok(Pick {
                    kind: PickKind::Straight,
                    by: Vec::new(),
                    points: None,
                    stake: said.map(|s| s.amount),
                    stake_is: said.and_then(|s| s.is),
                    price: None,
                    playable_to: draft.playable_to,
                    legs: vec![draft.leg],
                })
            })
            .collect()
    }
}

/// One ticket of several legs.
pub(super) fn ticket(drafts: Vec<Draft>, heading: Heading, default: Option<Said>) -> Result<Pick, Doubt> {
    let kind = match heading.kind {
        None | Some(Combined::Parlay) => PickKind::Parlay,
        Some(Combined::SameGame) => PickKind::SameGame,
        Some(Combined::RoundRobin) => PickKind::RoundRobin,
        Some(Combined::Teaser) => PickKind::Teaser,
    };
    let mut stakes: Vec<Said> = drafts
        .iter()
        .filter_map(|d| d.stake)
        .chain(heading.stake)
        .collect();
    if stakes.len() > 1 {
        return Err(Doubt::TwoStakes);
    }
    let stake = stakes.pop().or(default);
    let mut legs: Vec<PickLeg> = Vec::with_capacity(drafts.len());
    let mut seconds = Vec::new();
    for draft in drafts {
        seconds.push(draft.second_price);
        legs.push(draft.leg);
    }
    if legs.len() < 2 {
        return Err(Doubt::NoMarket);
    }
    let price = ticket_price(&mut legs, seconds, heading.price, kind)?;
    Ok(Pick {
        kind,
        by: heading.by,
        points: heading.points,
        stake: stake.map(|s| s.amount),
        stake_is: stake.and_then(|s| s.is),
        price,
        playable_to: None,
        legs,
    })
}

/// The price behind the last leg is the ticket's where the other legs have none, or where the last has two.
fn ticket_price(
    legs: &mut [PickLeg],
    seconds: Vec<Option<TypedPrice>>,
    said: Option<TypedPrice>,
    kind: PickKind,
) -> Result<Option<TypedPrice>, Doubt> {
    let last = legs.len() - 1;
    let mut price = said;
    for (i, second) in seconds.into_iter().enumerate() {
        let Some(second) = second else { continue };
        if i != last || price.replace(second).is_some() {
            return Err(Doubt::TwoPrices);
        }
    }
    if price.is_some() || kind == PickKind::RoundRobin {
        return Ok(price);
    }
    let priced = legs.iter().filter(|l| l.price.is_some()).count();
    match legs.last_mut() {
        Some(leg) if priced == 1 && leg.price.is_some() => Ok(leg.price.take()),
        _ => Ok(None),
    }
}
