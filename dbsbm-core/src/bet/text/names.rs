//! The names in a segment: whose market it is, and against whom.

use super::{
    atom::{Atom, Piece},
    leg::{Around, Doubt},
    said::PickMarket,
};

/// Words in lower case that stand inside names.
const PARTICLES: [&str; 24] = [
    "de", "van", "der", "den", "von", "da", "di", "la", "le", "el", "al", "bin", "st.", "dos", "del", "do",
    "du", "ten", "ter", "la", "los", "las", "mc", "e",
];

/// Whose market it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Named {
    /// A word before a colon that is neither (`PrizePicks:`, a player's team).
    pub(super) label: Option<String>,
    /// Two names side by side (`Bears/Lions`), so that neither is backed.
    pub(super) both: bool,
    pub(super) name: Option<String>,
    pub(super) opponent: Option<String>,
}

impl Named {
    /// A market without a name belongs to the game that a header named.
    pub(super) fn take_game(&mut self, around: &Around, market: PickMarket) {
        let of_the_game = !matches!(
            market,
            PickMarket::Moneyline
                | PickMarket::Spread
                | PickMarket::DrawNoBet
                | PickMarket::TeamTotal
                | PickMarket::PlayerProp
        );
        if let Some((name, opponent)) = around.game.as_ref().filter(|_| of_the_game) {
            self.name = Some(name.clone());
            self.opponent = Some(opponent.clone());
        }
    }

    /// Takes `Genk-Gent` apart where both are known and the market is about both.
    pub(super) fn split_pair(&mut self, market: PickMarket) {
        let both = matches!(
            market,
            PickMarket::Total | PickMarket::BothToScore | PickMarket::Moneyline3
        );
        let Some(name) = self
            .name
            .clone()
            .filter(|n| both && self.opponent.is_none() && !known(n))
        else {
            return;
        };
        if let Some((a, b)) = pair(&name).filter(|(a, b)| known(a) && known(b)) {
            self.name = Some(a.to_string());
            self.opponent = Some(b.to_string());
        }
    }

    /// The other side of the game that a header named.
    pub(super) fn take_opponent(&mut self, around: &Around) {
        if let (Some(name), None, Some((a, b))) = (&self.name, &self.opponent, &around.game) {
            if same(name, a) {
                self.opponent = Some(b.clone());
            } else if same(name, b) {
                self.opponent = Some(a.clone());
            }
        }
    }
}

/// Whether any league of the tables has a team of this name.
pub(super) fn known(name: &str) -> bool {
    crate::names::teams_called(name, chrono::NaiveDate::MAX)
        .next()
        .is_some()
}

/// `Genk-Gent`: two names in capitals joined by a hyphen.
pub(super) fn pair(name: &str) -> Option<(&str, &str)> {
    let (a, b) = name.split_once('-')?;
    let capital = |s: &str| s.starts_with(char::is_uppercase) && s.chars().count() > 2 && !s.contains('-');
    (capital(a) && capital(b)).then_some((a, b))
}

/// Two ways to write one name, as far as letters alone can tell.
pub(super) fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    a == b || a.split(' ').next_back() == Some(b.as_str()) || b.split(' ').next_back() == Some(a.as_str())
}

/// A stretch of words that belong together.
#[derive(Debug, Clone, Copy)]
struct Run {
    start: usize,
    end: usize,
    /// What joins it to the run before.
    joint: Joint,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// Nothing, or pieces of the pick.
    None,
    /// `vs`, `@`, `at`, `beat`.
    Against,
    /// `/`, `-`, `&`.
    Loose,
    /// A bracket around it.
    Boxed,
    /// A colon, dash or comma.
    Label,
}

/// Finds the names among the pieces.
pub(super) fn named(line: &str, pieces: &[Piece<'_>]) -> Result<Named, Doubt> {
    let mut runs = runs(line, pieces)?;
    // talk in lower case around a name in capitals is no name
    let lower = |r: &Run| {
        !line
            .get(r.start..r.end)
            .unwrap_or_default()
            .contains(char::is_uppercase)
    };
    if runs.iter().any(|r| !lower(r)) {
        runs.retain(|r| !lower(r) || !matches!(r.joint, Joint::None | Joint::Label | Joint::Boxed));
    }
    let text = |run: &Run| {
        line.get(run.start..run.end)
            .unwrap_or_default()
            .trim()
            .to_string()
    };
    let one = |run: &Run| {
        Ok(Named {
            name: Some(text(run)),
            ..Named::default()
        })
    };
    match runs.as_slice() {
        [] => Ok(Named::default()),
        [only] => one(only),
        [first, team] if team.joint == Joint::Boxed && text(team).chars().count() <= 4 => one(first),
        [a, b] if matches!(b.joint, Joint::Against | Joint::Loose) => Ok(Named {
            both: b.joint == Joint::Loose,
            name: Some(text(a)),
            opponent: Some(text(b)),
            ..Named::default()
        }),
        // `Lakers: LeBron o25.5 pts`
        [a, b] if b.joint == Joint::Label => Ok(Named {
            name: Some(text(b)),
            label: Some(text(a)),
            ..Named::default()
        }),
        // `Packers @ Saints: Packers -4.5`
        [a, b, c] if b.joint == Joint::Against && c.joint != Joint::Boxed => {
            let opponent = match text(c) {
                n if same(&n, &text(a)) => Some(text(b)),
                n if same(&n, &text(b)) => Some(text(a)),
                _ => None,
            };
            Ok(Named {
                name: Some(text(c)),
                opponent,
                ..Named::default()
            })
        }
        // `Packers -4.5 (Packers vs Saints)`
        [c, a, b] if b.joint == Joint::Against => {
            let opponent = match text(c) {
                n if same(&n, &text(a)) => text(b),
                n if same(&n, &text(b)) => text(a),
                _ => return Err(Doubt::UnclearName),
            };
            Ok(Named {
                name: Some(text(c)),
                opponent: Some(opponent),
                ..Named::default()
            })
        }
        _ => Err(Doubt::UnclearName),
    }
}

fn runs(line: &str, pieces: &[Piece<'_>]) -> Result<Vec<Run>, Doubt> {
    let mut runs: Vec<Run> = Vec::new();
    let mut words: Vec<Piece<'_>> = Vec::new();
    let mut joint = Joint::None;
    let mut boxed = false;
    for piece in pieces {
        if piece.atom == Atom::Word {
            words.push(*piece);
            continue;
        }
        // `Miami (OH)`: letters in brackets belong to the name before them
        close(line, &mut runs, &mut words, &mut joint)?;
        joint = match piece.atom {
            Atom::Versus | Atom::At | Atom::Beat => Joint::Against,
            // `w/ Cole`
            Atom::Slash if piece.start > 0 && line.get(..piece.start).is_some_and(|l| l.ends_with(" w")) => {
                Joint::None
            }
            Atom::Slash | Atom::Dash | Atom::And | Atom::Or if joint != Joint::Against => Joint::Loose,
            Atom::Open => {
                boxed = true;
                Joint::Boxed
            }
            Atom::Close => {
                boxed = false;
                joint
            }
            Atom::Filler | Atom::Decor | Atom::Sport(_) | Atom::Clock => joint,
            Atom::Colon | Atom::Comma | Atom::Pipe | Atom::Stop | Atom::Semicolon => {
                if boxed {
                    joint
                } else {
                    Joint::Label
                }
            }
            _ => Joint::None,
        };
    }
    close(line, &mut runs, &mut words, &mut joint)?;
    Ok(runs)
}

fn close(
    line: &str,
    runs: &mut Vec<Run>,
    words: &mut Vec<Piece<'_>>,
    joint: &mut Joint,
) -> Result<(), Doubt> {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return Ok(());
    };
    let place = *joint == Joint::Boxed
        && words.len() == 1
        && first.text.chars().count() <= 3
        && first.text.chars().all(char::is_uppercase);
    let mut run = Run {
        start: first.start,
        end: last.end,
        joint: *joint,
    };
    let boxed = line.get(first.end..first.end + 1) == Some(")");
    if let Some(before) = runs
        .last_mut()
        .filter(|r| place && boxed && r.end + 2 == first.start)
    {
        before.end = first.end + 1;
        words.clear();
        *joint = Joint::None;
        return Ok(());
    }
    plausible(words)?;
    run.joint = *joint;
    runs.push(run);
    words.clear();
    *joint = Joint::None;
    Ok(())
}

/// A name is written in capitals or all in lower case, and is not long.
fn plausible(words: &[Piece<'_>]) -> Result<(), Doubt> {
    let lower = |p: &&Piece<'_>| {
        p.text.starts_with(char::is_alphabetic)
            && !p.is_capitalised()
            && !PARTICLES.contains(&p.text.to_lowercase().as_str())
    };
    let lowers = words.iter().filter(lower).count();
    let particles = words.iter().filter(|p| !p.is_capitalised()).count() - lowers;
    let capitals = words.len() - lowers - particles;
    if words.len() > 6 || (lowers > 0 && capitals > 0) || lowers > 3 {
        return Err(Doubt::UnclearName);
    }
    Ok(())
}
