//! Tails and fades: a member's private copy of a bet, or of the other side of it, at the price of that moment.
//!
//! A tap adds a copy; the same tap again takes it back; a tap that names another stake, or the other button, replaces it
//! at the price of that later moment, because nobody can raise a stake at a price that is gone. All of it ends at the
//! lock of the bet.

use crate::{
    bet::Status,
    guild::{Action, Actor, Refusal, Settings, permit},
    id::UserId,
    market::{Game, GameStatus, Selection, codes},
    money::Units,
};
use chrono::{DateTime, Utc};

use super::stamp;

codes! {
    /// Which side of a bet a member takes.
    TailSide, "side of a tail", {
        /// The capper's own: a tail.
        With = "with",
        /// The other one: a fade.
        Against = "against",
    }
}

impl TailSide {
    /// What is backed on this side of a selection; none where there is no single other side.
    pub fn of(self, selection: Selection) -> Option<Selection> {
        match self {
            Self::With => Some(selection),
            Self::Against => selection.opposite(),
        }
    }
}

codes! {
    /// What a tap did.
    TailChange, "change to a tail", {
        /// There was no copy, and now there is.
        Added = "added",
        /// The copy was taken back.
        Removed = "removed",
        /// The copy has another stake, at the price of this moment.
        Restaked = "restaked",
        /// The copy is of the other side now.
        Switched = "switched",
    }
}

/// What a member taps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tap {
    /// The side.
    pub side: TailSide,
    /// The stake, if the member named one.
    pub stake: Option<Units>,
}

/// What the books say when a member taps.
#[derive(Debug, Clone, Copy)]
pub struct TailFacts<'a> {
    /// Where the bet stands.
    pub status: Status,
    /// Whether it was withdrawn and is settled beside the record.
    pub shadow: bool,
    /// Whose bet it is.
    pub capper: UserId,
    /// The start of its first game.
    pub first_start: DateTime<Utc>,
    /// The games of its legs.
    pub games: &'a [Game],
    /// The moment of the tap.
    pub now: DateTime<Utc>,
    /// The end of the member's break, if one was taken.
    pub break_until: Option<DateTime<Utc>>,
    /// The copy that the member holds.
    pub held: Option<(TailSide, Units)>,
    /// The stake of the member's last copy of any bet.
    pub last_stake: Option<Units>,
}

/// What a tap comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TailStep {
    /// What changes.
    pub change: TailChange,
    /// The stake from now on; of a copy that was taken back, the one it had.
    pub stake: Units,
}

/// Why a bet cannot be tailed or faded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TailRefusal {
    /// The actor may not.
    #[error(transparent)]
    Permission(#[from] Refusal),
    /// It is not open.
    #[error("the bet is {0}: only an open bet can be tailed or faded")]
    NotOpen(&'static str),
    /// Its first game started.
    #[error("the first game started at {}; tails and fades end there, and stand as they are", stamp(.0))]
    Locked(DateTime<Utc>),
    /// One of its games is not on.
    #[error("{game} is {status}: tails and fades of this bet stand as they are")]
    GameNotOn {
        /// The game.
        game: String,
        /// Where it stands.
        status: GameStatus,
    },
    /// The member takes a break.
    #[error("you are on a break until {}; until then nothing can be tailed or faded", stamp(.0))]
    OnBreak(DateTime<Utc>),
    /// A stake outside the guild's limits.
    #[error("{}u is no stake here: a bet takes {}u to {}u (limit.min_units, limit.max_units)", .stake.short(), .least.short(), .most.short())]
    Stake {
        /// The amount named.
        stake: Units,
        /// The smallest allowed.
        least: Units,
        /// The largest allowed.
        most: Units,
    },
}

impl TailRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Permission(refusal) => refusal.code(),
            Self::NotOpen(_) => "not_open",
            Self::Locked(_) => "locked",
            Self::GameNotOn { .. } => "game_not_open",
            Self::OnBreak(_) => "on_break",
            Self::Stake { .. } => "bad_stake",
        }
    }
}

/// Decides what a tap on a bet comes to.
///
/// # Errors
/// [`TailRefusal`] says which rule stands against it. A copy can be taken back during a break, but not after the lock.
pub fn tap(
    actor: &Actor,
    tap: Tap,
    facts: &TailFacts<'_>,
    settings: &Settings,
) -> Result<TailStep, TailRefusal> {
    permit(actor, Action::Tail { capper: facts.capper }, settings)?;
    if facts.shadow {
        return Err(TailRefusal::NotOpen(Status::Withdrawn.code()));
    }
    if facts.status != Status::Open {
        return Err(TailRefusal::NotOpen(facts.status.code()));
    }
    if facts.now >= facts.first_start {
        return Err(TailRefusal::Locked(facts.first_start));
    }
    if let Some(game) = facts.games.iter().find(|g| g.status != GameStatus::Scheduled) {
        return Err(TailRefusal::GameNotOn {
            game: format!("{} - {}", game.home, game.away),
            status: game.status,
        });
    }
    let (least, most) = (settings.limit_min_units, settings.limit_max_units);
    let usual = || facts.last_stake.unwrap_or(Units::ONE).clamp(least, most);
    let (change, stake) = match facts.held {
        Some((side, held)) if side == tap.side => match tap.stake {
            Some(stake) if stake != held => (TailChange::Restaked, stake),
            _ => (TailChange::Removed, held),
        },
        Some((_, held)) => (TailChange::Switched, tap.stake.unwrap_or(held)),
        None => (TailChange::Added, tap.stake.unwrap_or_else(usual)),
    };
    if change == TailChange::Removed {
        return Ok(TailStep { change, stake });
    }
    if let Some(until) = facts.break_until.filter(|until| *until > facts.now) {
        return Err(TailRefusal::OnBreak(until));
    }
    if stake < least || stake > most {
        return Err(TailRefusal::Stake { stake, least, most });
    }
    Ok(TailStep { change, stake })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        guild::Role,
        id::{GameId, GuildId},
    };

    const START: &str = "2024-09-08T17:00:00Z";
    const BEFORE: &str = "2024-09-08T16:59:59.999Z";

    fn units(text: &str) -> Units {
        text.parse().unwrap()
    }

    fn member(user: i64) -> Actor {
        Actor {
            guild: GuildId::new(1).unwrap(),
            user: Some(UserId::new(user).unwrap()),
            role: Role::Member,
        }
    }

    fn facts() -> TailFacts<'static> {
        TailFacts {
            status: Status::Open,
            shadow: false,
            capper: UserId::new(7).unwrap(),
            first_start: START.parse().unwrap(),
            games: &[],
            now: BEFORE.parse().unwrap(),
            break_until: None,
            held: None,
            last_stake: None,
        }
    }

    fn check(side: TailSide, stake: Option<&str>, facts: &TailFacts<'_>, expect: Result<(&str, &str), &str>) {
        let asked = Tap {
            side,
            stake: stake.map(units),
        };
        let got = tap(&member(1), asked, facts, &Settings::default());
        match expect {
            Ok((change, stake)) => {
                let step = got.unwrap();
                assert_eq!((step.change.code(), step.stake.short().as_str()), (change, stake));
            }
            Err(code) => assert_eq!(got.unwrap_err().code(), code, "{facts:?}"),
        }
    }

    #[test]
    fn a_tap_adds_takes_back_or_replaces() {
        use TailSide::{Against, With};
        let held = |side, stake| TailFacts {
            held: Some((side, units(stake))),
            ..facts()
        };
        let last = |stake| TailFacts {
            last_stake: Some(units(stake)),
            ..facts()
        };
        check(With, None, &facts(), Ok(("added", "1")));
        check(Against, None, &facts(), Ok(("added", "1")));
        check(With, None, &last("2.5"), Ok(("added", "2.5")));
        check(With, None, &last("50"), Ok(("added", "10")));
        check(With, Some("3"), &last("2.5"), Ok(("added", "3")));
        check(With, None, &held(With, "2"), Ok(("removed", "2")));
        check(With, Some("2"), &held(With, "2"), Ok(("removed", "2")));
        check(With, Some("3"), &held(With, "2"), Ok(("restaked", "3")));
        check(Against, None, &held(With, "2"), Ok(("switched", "2")));
        check(With, Some("1.5"), &held(Against, "2"), Ok(("switched", "1.5")));
        check(With, Some("11"), &facts(), Err("bad_stake"));
        check(With, Some("0.05"), &facts(), Err("bad_stake"));
    }

    #[test]
    fn the_lock_ends_it_and_a_break_stops_new_ones() {
        use TailSide::With;
        let base = facts();
        let start = base.first_start;
        let held = Some((With, Units::ONE));
        let on_break = Some(start);
        for (facts, expect) in [
            (TailFacts { now: start, ..base }, Err("locked")),
            (
                TailFacts {
                    now: start,
                    held,
                    ..base
                },
                Err("locked"),
            ),
            (
                TailFacts {
                    status: Status::Won,
                    ..base
                },
                Err("not_open"),
            ),
            (TailFacts { shadow: true, ..base }, Err("not_open")),
            (
                TailFacts {
                    capper: UserId::new(1).unwrap(),
                    ..base
                },
                Err("own_tail"),
            ),
            (
                TailFacts {
                    break_until: on_break,
                    ..base
                },
                Err("on_break"),
            ),
            (
                TailFacts {
                    break_until: Some(base.now),
                    ..base
                },
                Ok(("added", "1")),
            ),
            (
                TailFacts {
                    break_until: on_break,
                    held,
                    ..base
                },
                Ok(("removed", "1")),
            ),
        ] {
            check(With, None, &facts, expect);
        }
    }

    #[test]
    fn a_game_that_is_not_on_stops_it() {
        let game = Game {
            id: GameId::new(1).unwrap(),
            league: "NFL".parse().unwrap(),
            home: "Packers".into(),
            away: "Bears".into(),
            start: START.parse().unwrap(),
            status: GameStatus::Live,
            score: None,
        };
        let games = [game];
        let facts = TailFacts {
            games: &games,
            ..facts()
        };
        check(TailSide::With, None, &facts, Err("game_not_open"));
    }

    #[test]
    fn nobody_has_no_copies() {
        let asked = Tap {
            side: TailSide::With,
            stake: None,
        };
        let job = Actor::operator(GuildId::new(1).unwrap());
        let refusal = tap(&job, asked, &facts(), &Settings::default()).unwrap_err();
        assert_eq!(refusal.code(), "needs_a_person");
    }
}
