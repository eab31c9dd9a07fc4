//! Posting: is the slip in time, within the guild's limits, and within its plan?

use crate::{
    bet::Slip,
    guild::{LateSlips, Limit, PlanRefusal, Settings},
    market::{
        Game, GameStatus,
        props::{self, PropRefusal},
    },
    money::Units,
};
use chrono::{DateTime, Utc};

/// What the books say at the moment of a Post.
#[derive(Debug, Clone, Copy)]
pub struct PostFacts<'a> {
    /// When the capper posted, by Discord's stamp on the click.
    pub posted_at: DateTime<Utc>,
    /// The games of the legs.
    pub games: &'a [Game],
    /// What the capper has staked today, in amounts named; bets withdrawn for free left out.
    pub staked_today: Units,
    /// Bets open in the guild, imported ones left out.
    pub open_bets: u32,
}

/// A slip that may be posted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Posted {
    /// Posted after the first game started, and kept out of the verified record for it. A live pick is never late: it has
    /// its own record.
    pub late: bool,
}

/// Why a slip may not be posted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PostRefusal {
    /// A game started before the Post.
    #[error(
        "{game} has started (scheduled for {}) and the slip came at {}; a bet locks when its first game starts",
        stamp(.start),
        stamp(.posted_at)
    )]
    Late {
        /// The game.
        game: String,
        /// Its start.
        start: DateTime<Utc>,
        /// When the slip was posted.
        posted_at: DateTime<Utc>,
    },
    /// A game on which nothing can be bet any more, or not now.
    #[error("{game} is {status}: nothing can be bet on it")]
    NotOpen {
        /// The game.
        game: String,
        /// Where it stands.
        status: GameStatus,
    },
    /// A live pick before any of its games started.
    #[error("a live pick needs a game under way, and the first starts at {}; post it as an ordinary pick", stamp(.start))]
    NotLive {
        /// The first start.
        start: DateTime<Utc>,
    },
    /// The stake is below the guild's limit.
    #[error("{stake}u is less than the {least}u that a bet takes here (limit.min_units)", stake = .stake.short(), least = .least.short())]
    StakeTooSmall {
        /// The amount named.
        stake: Units,
        /// The smallest allowed.
        least: Units,
    },
    /// The stake is above the guild's limit.
    #[error("{stake}u is more than the {most}u that a bet takes here (limit.max_units)", stake = .stake.short(), most = .most.short())]
    StakeTooLarge {
        /// The amount named.
        stake: Units,
        /// The largest allowed.
        most: Units,
    },
    /// The stakes of the day would pass the guild's limit.
    #[error(
        "{stake}u would pass the {most}u that a capper can stake in a day here (limit.daily_units): {today}u are staked already",
        stake = .stake.short(), most = .most.short(), today = .today.short()
    )]
    DayIsFull {
        /// The amount named.
        stake: Units,
        /// What was staked today.
        today: Units,
        /// The most for a day.
        most: Units,
    },
    /// A slip for members alone where the guild has no channel for them.
    #[error(
        "there is no channel for members here, so a slip for them alone would be seen by all: an admin sets one (route.tier.members)"
    )]
    NoMembersChannel,
    /// A figure or line that no player of the sport has.
    #[error(transparent)]
    Prop(#[from] PropRefusal),
    /// A limit of the plan.
    #[error(transparent)]
    Plan(#[from] PlanRefusal),
}

impl PostRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Late { .. } => "late",
            Self::NotOpen { .. } => "game_not_open",
            Self::NotLive { .. } => "not_live",
            Self::StakeTooSmall { .. } => "stake_too_small",
            Self::StakeTooLarge { .. } => "stake_too_large",
            Self::DayIsFull { .. } => "daily_limit",
            Self::NoMembersChannel => "no_members_channel",
            Self::Prop(refusal) => refusal.code(),
            Self::Plan(refusal) => refusal.code(),
        }
    }
}

/// A moment as refusals write it.
pub(super) fn stamp(at: &DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// Whether a slip is late: a bet locks at the very second of its first start. History that is imported is judged by this
/// alone.
pub fn is_late(posted_at: DateTime<Utc>, first_start: DateTime<Utc>) -> bool {
    posted_at >= first_start
}

/// Decides whether a slip may be posted.
///
/// # Errors
/// [`PostRefusal`] says the rule and the number: the games first, then player props, the stake, the day and the
/// plan.
pub fn may_post(slip: &Slip, facts: &PostFacts<'_>, settings: &Settings) -> Result<Posted, PostRefusal> {
    let late = in_time(slip.terms().live, facts, settings.late_slips)?;
    if slip.terms().members_only && settings.members_channel().is_none() {
        return Err(PostRefusal::NoMembersChannel);
    }
    plausible_props(slip, facts.games)?;
    within_limits(slip.stake().amount, facts.staked_today, settings)?;
    settings.plan.check(Limit::OpenBets, facts.open_bets)?;
    Ok(Posted { late })
}

fn in_time(live: bool, facts: &PostFacts<'_>, policy: LateSlips) -> Result<bool, PostRefusal> {
    let closed = |game: &&Game| !matches!(game.status, GameStatus::Scheduled | GameStatus::Live);
    if let Some(game) = facts.games.iter().find(closed) {
        return Err(PostRefusal::NotOpen {
            game: name(game),
            status: game.status,
        });
    }
    // A game can start ahead of its schedule; then its status says so.
    let started = |game: &&Game| game.status == GameStatus::Live || is_late(facts.posted_at, game.start);
    let first = facts.games.iter().filter(started).min_by_key(|game| game.start);
    match (first, live, policy) {
        (Some(_), true, _) => Ok(false),
        (None, true, _) => match facts.games.iter().map(|game| game.start).min() {
            Some(start) => Err(PostRefusal::NotLive { start }),
            None => Ok(false),
        },
        (Some(_), false, LateSlips::Mark) => Ok(true),
        (Some(game), false, LateSlips::Refuse) => Err(PostRefusal::Late {
            game: name(game),
            start: game.start,
            posted_at: facts.posted_at,
        }),
        (None, false, _) => Ok(false),
    }
}

fn plausible_props(slip: &Slip, games: &[Game]) -> Result<(), PropRefusal> {
    for leg in slip.legs() {
        let game = games.iter().find(|game| game.id == leg.game);
        if let (Some(prop), Some(game)) = (&leg.prop, game) {
            props::check(game.league.sport(), &prop.stat, leg.selection.line)?;
        }
    }
    Ok(())
}

fn within_limits(stake: Units, today: Units, settings: &Settings) -> Result<(), PostRefusal> {
    let (least, most) = (settings.limit_min_units, settings.limit_max_units);
    if stake < least {
        return Err(PostRefusal::StakeTooSmall { stake, least });
    }
    if stake > most {
        return Err(PostRefusal::StakeTooLarge { stake, most });
    }
    match settings.limit_daily_units {
        Some(most) if today.checked_add(stake).is_none_or(|sum| sum > most) => {
            Err(PostRefusal::DayIsFull { stake, today, most })
        }
        _ => Ok(()),
    }
}

fn name(game: &Game) -> String {
    format!("{} - {}", game.home, game.away)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        bet::{Kind, Leg, Stake, StakeIs, Terms},
        id::GameId,
        market::{Market, Period, Selection, Side},
    };

    const START: &str = "2024-09-08T17:00:00Z";
    const BEFORE: &str = "2024-09-08T16:59:59.999Z";

    fn game(status: GameStatus, start: &str) -> Game {
        Game {
            id: GameId::new(1).unwrap(),
            league: "NFL".parse().unwrap(),
            home: "Packers".into(),
            away: "Bears".into(),
            start: start.parse().unwrap(),
            status,
            score: None,
        }
    }

    fn slip(stake: &str, live: bool) -> Slip {
        let leg = Leg {
            game: GameId::new(1).unwrap(),
            selection: Selection::new(Market::Moneyline, Period::Full, Side::Home, None).unwrap(),
            prop: None,
            price: "-110".parse().unwrap(),
            book: None,
        };
        let terms = Terms {
            live,
            ..Terms::default()
        };
        let stake = Stake {
            amount: stake.parse().unwrap(),
            is: StakeIs::Risk,
        };
        Slip::new(Kind::Straight, stake, vec![leg], terms).unwrap()
    }

    /// `Ok` with lateness, or the code of the refusal and words that it must hold.
    fn check(
        slip: &Slip,
        (posted_at, games): (&str, &[Game]),
        (today, open_bets): (&str, u32),
        changes: &[(&str, &str)],
        expect: Result<bool, (&str, &str)>,
    ) {
        let settings = Settings::from_stored(changes.iter().copied()).unwrap();
        let facts = PostFacts {
            posted_at: posted_at.parse().unwrap(),
            games,
            staked_today: today.parse().unwrap(),
            open_bets,
        };
        match (may_post(slip, &facts, &settings), expect) {
            (Ok(posted), Ok(late)) => assert_eq!(posted.late, late),
            (Err(refusal), Err((code, says))) => {
                assert_eq!(refusal.code(), code, "{refusal}");
                assert!(refusal.to_string().contains(says), "{refusal}");
            }
            (got, expect) => panic!("{got:?}, not {expect:?}"),
        }
    }

    #[test]
    fn a_slip_locks_at_its_first_start() {
        let mark = [("late_slips", "mark")];
        let live = [game(GameStatus::Live, START)];
        let two = [
            game(GameStatus::Scheduled, "2024-09-09T17:00:00Z"),
            game(GameStatus::Scheduled, START),
        ];
        let locked = Err((
            "late",
            "Packers - Bears has started (scheduled for 2024-09-08 17:00:00 UTC)",
        ));
        for (posted_at, games, changes, expect) in [
            (BEFORE, &two[1..], &[][..], Ok(false)),
            (BEFORE, &two[..], &[], Ok(false)),
            (START, &two[1..], &[], locked),
            (START, &two[..], &[], locked),
            (START, &two[..1], &[], Ok(false)),
            (BEFORE, &live[..], &[], locked),
            (START, &two[..], &mark, Ok(true)),
            (BEFORE, &two[..], &mark, Ok(false)),
        ] {
            check(&slip("1", false), (posted_at, games), ("0", 0), changes, expect);
        }
    }

    #[test]
    fn what_is_over_or_off_takes_no_bets() {
        for (status, says) in [
            (GameStatus::Final, "is final"),
            (GameStatus::Postponed, "is postponed"),
            (GameStatus::Cancelled, "is cancelled"),
            (GameStatus::Abandoned, "is abandoned"),
        ] {
            for late_slips in ["refuse", "mark"] {
                check(
                    &slip("1", false),
                    (BEFORE, &[game(status, START)]),
                    ("0", 0),
                    &[("late_slips", late_slips)],
                    Err(("game_not_open", says)),
                );
            }
        }
    }

    #[test]
    fn a_live_pick_needs_a_game_under_way_and_is_never_late() {
        let games = [game(GameStatus::Scheduled, START)];
        let early = Err(("not_live", "the first starts at 2024-09-08 17:00:00 UTC"));
        check(&slip("1", true), (START, &games), ("0", 0), &[], Ok(false));
        check(&slip("1", true), (BEFORE, &games), ("0", 0), &[], early);
        check(&slip("1", true), (BEFORE, &[]), ("0", 0), &[], Ok(false));
    }

    #[test]
    fn limits_are_for_the_amount_named() {
        let games = [game(GameStatus::Scheduled, START)];
        let when = (BEFORE, &games[..]);
        let free_day = [("limit.daily_units", "none")];
        let tight = [("limit.max_units", "3"), ("limit.daily_units", "5")];
        for (stake, today, changes, expect) in [
            ("0.1", "0", &[][..], Ok(false)),
            ("10", "90", &[], Ok(false)),
            (
                "0.0999",
                "0",
                &[],
                Err(("stake_too_small", "0.0999u is less than the 0.1u")),
            ),
            (
                "10.0001",
                "0",
                &[],
                Err(("stake_too_large", "10.0001u is more than the 10u")),
            ),
            (
                "10",
                "90.0001",
                &[],
                Err(("daily_limit", "the 100u that a capper can stake in a day")),
            ),
            ("10", "100000", &free_day, Ok(false)),
            ("3", "2", &tight, Ok(false)),
            (
                "3",
                "2.5",
                &tight,
                Err(("daily_limit", "2.5u are staked already")),
            ),
            (
                "10",
                "100000000000000",
                &[],
                Err(("daily_limit", "limit.daily_units")),
            ),
        ] {
            check(&slip(stake, false), when, (today, 0), changes, expect);
        }
    }

    #[test]
    fn a_full_plan_names_its_limit() {
        let games = [game(GameStatus::Scheduled, START)];
        let when = (BEFORE, &games[..]);
        let full = Err(("plan_limit", "the free plan allows 250 open bets"));
        check(&slip("1", false), when, ("0", 249), &[], Ok(false));
        check(&slip("1", false), when, ("0", 250), &[], full);
        check(
            &slip("1", false),
            when,
            ("0", 250),
            &[("plan", "premium")],
            Ok(false),
        );
    }
}
