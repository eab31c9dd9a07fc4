//! One line to picks: where legs begin and end, and whether they are one ticket or several.

use super::{
    atom::{Atom, Combined, Piece, Said},
    comment::without_comments,
    leg::{Around, Doubt, Draft, is_anchor, leg},
    names::named,
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
                // `teaser (6 pts)`
                let open = usize::from(atom(at + 1) == Some(Atom::Open));
                if kind == Combined::Teaser && is_points(pieces.get(at + 2 + open)) {
                    heading.points = pieces.get(at + 1 + open).and_then(|p| p.text.parse().ok());
                    taken = 3 + open + usize::from(atom(at + 3 + open) == Some(Atom::Close)) * open;
                }
            }
            Atom::By(size) => heading.by.push(size),
            Atom::Each => heading.each = true,
            Atom::Legs => {}
            // `3-leg`, `two team`
            Atom::Number | Atom::Count(_) if atom(at + 1 + dash) == Some(Atom::Legs) => taken = 2 + dash,
            Atom::Number | Atom::Count(_) if matches!(atom(at + 1 + dash), Some(Atom::Kind(_))) => {
                taken = 1 + dash
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
    let pieces = without_comments(&pieces);
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
    let chunks = chunks(pieces);
    let first = chunks
        .iter()
        .position(Chunk::is_anchored)
        .ok_or(Doubt::NoMarket)?;
    let mut around = around.clone();
    let mut lead = 0;
    if heading.kind.or(inside).is_some() {
        while lead < first {
            let Some(chunk) = chunks.get(lead) else { break };
            let ends = chunks.get(lead + 1).and_then(|c| c.joint);
            if !take_lead(line, chunk, ends, &mut heading, &mut around)? {
                break;
            }
            lead += 1;
        }
    }
    let segments = segments(pieces, chunks.get(lead..).unwrap_or_default());
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

/// How many names with a price of their own stand without any other market.
fn implied(pieces: &[Piece<'_>]) -> usize {
    chunks(pieces).iter().filter(|c| c.is_anchored()).count()
}

/// What stands between the word for the ticket and its first leg: price and stake of the ticket, or its game.
fn take_lead(
    line: &str,
    chunk: &Chunk<'_, '_>,
    ends: Option<Atom>,
    heading: &mut Heading,
    around: &mut Around,
) -> Result<bool, Doubt> {
    if chunk.has_words() {
        if ends != Some(Atom::Colon) && ends != Some(Atom::Dash) && ends != Some(Atom::Stop) {
            return Ok(false);
        }
        let names = named(line, chunk.pieces)?;
        if let (Some(a), Some(b)) = (names.name, names.opponent) {
            around.game = Some((a, b));
        }
    }
    for piece in chunk.pieces {
        match piece.atom {
            Atom::Stake(said) => heading.stake = Some(said),
            Atom::Price => heading.price = Some(super::leg::typed(piece.text)?),
            _ => {}
        }
    }
    Ok(true)
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
        if separates && depth == 0 {
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
        let shared = if self.heading.each {
            self.drafts.iter().find_map(|d| d.stake)
        } else {
            None
        };
        self.drafts
            .into_iter()
            .map(|draft| {
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
    stakes.dedup();
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
