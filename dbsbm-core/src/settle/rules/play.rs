//! Which games count: minimum play, postponements, listed pitchers, retirements, and who took part.
//!
//! A pure decision over what is known of a game: the bet stands, is void, or waits.

use super::RuleSet;
use crate::{
    market::{GameStatus, League, Market, Period, Score, Selection, Side, Sport, codes},
    settle::{Grade, grade},
};
use serde::Deserialize;

codes! {
    /// Whether a selection stands.
    Verdict, "verdict", {
        /// It is graded by the score.
        Stands = "stands",
        /// It is void: the stake comes back.
        Void = "void",
        /// It waits: the game is not over, or may be resumed.
        Hold = "hold",
        /// A person decides: nobody says how far the game went.
        Review = "review",
    }
}

codes! {
    /// What becomes of a baseball bet when a listed pitcher does not start.
    ListedPitchers, "pitcher rule", {
        /// The bet stands at its price.
        Action = "action",
        /// The bet is void.
        Listed = "listed",
    }
}

codes! {
    /// How much of a tennis match must be played for a bet on its winner, when a player retires.
    Retirement, "retirement rule", {
        /// The first point.
        FirstPoint = "first_point",
        /// One set.
        OneSet = "one_set",
        /// The whole match.
        FullMatch = "full_match",
    }
}

codes! {
    /// How far a player took part; each step includes the ones before it.
    Participation, "participation", {
        /// Not there.
        Absent = "absent",
        /// On the list of active players.
        Active = "active",
        /// Took the field: a snap, a shift, a plate appearance, a pitch.
        Played = "played",
        /// In the starting line-up.
        Started = "started",
    }
}

/// How far a game went, in the sport's own measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// Completed half-innings: 9 are four and a half innings.
    HalfInnings(u16),
    /// Whole minutes played.
    Minutes(u16),
    /// Completed sets.
    Sets(u16),
    /// Rounds begun.
    Rounds(u16),
}

/// What is known of a game.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    /// Where the game stands.
    pub status: GameStatus,
    /// Whole hours since the scheduled start.
    pub hours_since_start: i64,
    /// How far it went; `None` when nobody says.
    pub progress: Option<Progress>,
    /// The score, if there is one.
    pub score: Option<&'a Score>,
    /// A baseball game scheduled for seven innings, as in some doubleheaders.
    pub seven_innings: bool,
    /// Whether the listed pitchers started; `None` when none were listed.
    pub listed_pitchers_started: Option<bool>,
    /// A player retired, or was disqualified.
    pub retired: bool,
    /// Officially without a result: a no contest.
    pub no_contest: bool,
    /// How far the player of a prop took part; `None` for other markets, or when nobody says.
    pub took_part: Option<Participation>,
}

impl Happened<'_> {
    /// A game with a status, and nothing else known.
    pub const fn new(status: GameStatus) -> Self {
        Self {
            status,
            hours_since_start: 0,
            progress: None,
            score: None,
            seven_innings: false,
            listed_pitchers_started: None,
            retired: false,
            no_contest: false,
            took_part: None,
        }
    }
}

/// How much must be played for a market to count. The first rule of a set that fits decides.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct MinimumPlay {
    /// The sport.
    pub sport: Sport,
    /// Codes of the leagues, or all of the sport.
    #[serde(default)]
    pub leagues: Vec<String>,
    /// The markets, or all of the sport.
    #[serde(default)]
    pub markets: Vec<Market>,
    /// Minutes.
    pub minutes: Option<u16>,
    /// Rounds begun.
    pub rounds: Option<u16>,
    /// Half-innings, as [away or level, home side ahead].
    pub half_innings: Option<[u16; 2]>,
    /// The same in a game scheduled for seven innings.
    pub of_seven: Option<[u16; 2]>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PlayRules {
    /// Hours after the scheduled start within which a postponed or abandoned game may still be played.
    window_hours: i64,
    #[serde(default)]
    window_by_league: Vec<Window>,
    /// Whether a market that is decided stands, though the game is not finished.
    decided_stand: bool,
    listed_pitchers: ListedPitchers,
    tennis_retirement: Retirement,
    /// Whether a no contest voids the bets on it.
    no_contest_void: bool,
    minimum: Vec<MinimumPlay>,
    participation: Vec<PropRule>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Window {
    leagues: Vec<String>,
    hours: i64,
}

/// What a player must have done for a prop to count. The first rule that fits decides.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct PropRule {
    sport: Sport,
    /// Figures, or all of the sport.
    #[serde(default)]
    stats: Vec<String>,
    needs: Participation,
}

impl RuleSet {
    /// Whether a selection stands under these rules, and why, in words. `stat` is the figure of a player prop.
    ///
    /// ```
    /// use dbsbm_core::market::{GameStatus, Market, Period, Score, Selection, Side};
    /// use dbsbm_core::settle::{Happened, Progress, RuleSet, Verdict};
    ///
    /// // Rain after five innings, the away side ahead: the winner counts, the total does not.
    /// let score = Score::new(vec![], vec![], (2, 4)).unwrap();
    /// let rained = Happened {
    ///     progress: Some(Progress::HalfInnings(10)),
    ///     hours_since_start: 72,
    ///     score: Some(&score),
    ///     ..Happened::new(GameStatus::Abandoned)
    /// };
    /// let (rules, mlb) = (RuleSet::default_rules(), "MLB".parse().unwrap());
    /// let winner = Selection::new(Market::Moneyline, Period::Full, Side::Away, None).unwrap();
    /// assert_eq!(rules.verdict(mlb, &winner, None, &rained).0, Verdict::Stands);
    /// let total = Selection::new(Market::Total, Period::Full, Side::Over, Some("8.5".parse().unwrap())).unwrap();
    /// assert_eq!(rules.verdict(mlb, &total, None, &rained).0, Verdict::Void);
    /// ```
    pub fn verdict(
        &self,
        league: League,
        selection: &Selection,
        stat: Option<&str>,
        happened: &Happened<'_>,
    ) -> (Verdict, &'static str) {
        let rules = &self.play;
        let waits = happened.hours_since_start < rules.window(league);
        match happened.status {
            GameStatus::Scheduled | GameStatus::Live => return (Verdict::Hold, "the game is not over"),
            GameStatus::Cancelled => return (Verdict::Void, "the game was cancelled"),
            GameStatus::Postponed if waits => {
                return (Verdict::Hold, "postponed, and may still be played in time");
            }
            GameStatus::Postponed => return (Verdict::Void, "not played within the house's window"),
            GameStatus::Final | GameStatus::Abandoned => {}
        }
        if let Some(void) = rules.excluded(league, selection, stat, happened) {
            return (Verdict::Void, void);
        }
        if let Some(answer) = rules.after_retirement(league, selection, happened) {
            return answer;
        }
        let over = happened.status == GameStatus::Final;
        let decided = || {
            let score = happened.score.filter(|_| rules.decided_stand);
            let unfinished = happened.progress.and_then(|p| is_finished(selection.period, p)) == Some(false);
            !unfinished && score.is_some_and(|score| is_decided(league.sport(), selection, score))
        };
        match rules.played_enough(league, selection, happened) {
            Some(true) => (Verdict::Stands, "enough was played"),
            None if over => (Verdict::Stands, "the game is over"),
            _ if decided() => (Verdict::Stands, "decided before play stopped"),
            Some(false) if over => (Verdict::Void, "too little was played"),
            _ if waits => (Verdict::Hold, "stopped, and may still be resumed in time"),
            Some(false) => (
                Verdict::Void,
                "stopped too early, and not resumed within the house's window",
            ),
            None => (Verdict::Review, "stopped, and nobody says how far it went"),
        }
    }
}

impl PlayRules {
    fn window(&self, league: League) -> i64 {
        let own = self
            .window_by_league
            .iter()
            .find(|w| w.leagues.iter().any(|code| code == league.code()));
        own.map_or(self.window_hours, |window| window.hours)
    }

    /// Why a selection does not count, whatever the score.
    fn excluded(
        &self,
        league: League,
        selection: &Selection,
        stat: Option<&str>,
        happened: &Happened<'_>,
    ) -> Option<&'static str> {
        let sport = league.sport();
        if happened.no_contest && self.no_contest_void {
            return Some("a no contest");
        }
        if happened.listed_pitchers_started == Some(false) && self.listed_pitchers == ListedPitchers::Listed {
            return Some("a listed pitcher did not start");
        }
        if selection.market == Market::PlayerProp
            && let Some(did) = happened.took_part
        {
            let rule = self.participation.iter().find(|rule| {
                rule.sport == sport
                    && (rule.stats.is_empty() || rule.stats.iter().any(|s| Some(s.as_str()) == stat))
            });
            if did < rule.map_or(Participation::Played, |rule| rule.needs) {
                return Some("the player did not take part as these rules ask");
            }
        }
        None
    }

    /// What a retirement makes of a tennis bet; sets that were completed before it are judged like any part of a game.
    fn after_retirement(
        &self,
        league: League,
        selection: &Selection,
        happened: &Happened<'_>,
    ) -> Option<(Verdict, &'static str)> {
        if league.sport() != Sport::Tennis || !happened.retired || ends_early(selection.period) {
            return None;
        }
        if selection.market != Market::Moneyline {
            let score = happened.score.filter(|_| self.decided_stand);
            return Some(match score {
                Some(score) if is_decided(Sport::Tennis, selection, score) => {
                    (Verdict::Stands, "decided before a player retired")
                }
                _ => (Verdict::Void, "a player retired before the end"),
            });
        }
        Some(match (self.tennis_retirement, happened.progress) {
            (Retirement::FirstPoint, _) => (Verdict::Stands, "a player retired after the first point"),
            (Retirement::FullMatch, _) => (Verdict::Void, "a player retired before the end of the match"),
            (Retirement::OneSet, Some(Progress::Sets(0))) => {
                (Verdict::Void, "a player retired before the end of a set")
            }
            (Retirement::OneSet, Some(Progress::Sets(_))) => {
                (Verdict::Stands, "a player retired after a set")
            }
            (Retirement::OneSet, _) => (
                Verdict::Review,
                "a player retired, and nobody says after how many sets",
            ),
        })
    }

    /// Whether the minimum was reached; `None` when there is none, or nobody says how far the game went.
    fn played_enough(&self, league: League, selection: &Selection, happened: &Happened<'_>) -> Option<bool> {
        if ends_early(selection.period) {
            if let Some(finished) = happened.progress.and_then(|p| is_finished(selection.period, p)) {
                return Some(finished);
            }
            let covered = happened
                .score
                .map(|score| grade(league.sport(), selection, score).grade != Grade::Open);
            return match covered {
                // A part that the score does not cover was not finished when play stopped.
                Some(false) if happened.status != GameStatus::Final || happened.retired => Some(false),
                covered => covered.filter(|covered| *covered),
            };
        }
        let rule = self.minimum.iter().find(|rule| {
            rule.sport == league.sport()
                && (rule.leagues.is_empty() || rule.leagues.iter().any(|code| code == league.code()))
                && (rule.markets.is_empty() || rule.markets.contains(&selection.market))
        })?;
        let innings = if happened.seven_innings {
            rule.of_seven.or(rule.half_innings)
        } else {
            rule.half_innings
        };
        match happened.progress? {
            Progress::Minutes(played) => Some(played >= rule.minutes?),
            Progress::Rounds(begun) => Some(begun >= rule.rounds?),
            Progress::HalfInnings(played) => {
                let [level, home_ahead] = innings?;
                let ahead = happened
                    .score
                    .is_some_and(|score| score.total().0 > score.total().1);
                Some(played >= if ahead { home_ahead } else { level })
            }
            Progress::Sets(_) => None,
        }
    }
}

/// True for a part of the game that is over before the game is.
const fn ends_early(period: Period) -> bool {
    !matches!(period, Period::Full | Period::Regulation | Period::Half(2))
}

/// Whether a part of the game was over when the game had gone so far; `None` where the measure does not tell.
fn is_finished(part: Period, progress: Progress) -> Option<bool> {
    match (part, progress) {
        (Period::Set(n), Progress::Sets(completed)) => Some(u16::from(n) <= completed),
        (Period::Inning(n), Progress::HalfInnings(completed)) => Some(2 * u16::from(n) <= completed),
        (Period::Round(n), Progress::Rounds(begun)) => Some(u16::from(n) < begun),
        _ => None,
    }
}

/// True when no further play can change the grade.
fn is_decided(sport: Sport, selection: &Selection, score: &Score) -> bool {
    match selection.period {
        Period::Full | Period::Regulation => {}
        Period::Half(2) => return false,
        _ => return grade(sport, selection, score).grade != Grade::Open,
    }
    let (home, away) = score.total();
    let passed = |figure: u32| {
        let line = selection.line.unwrap_or_default().quarters();
        i64::from(figure) * 4 >= i64::from(line) + 2
    };
    match selection.market {
        Market::Total => passed(u32::from(home) + u32::from(away)),
        Market::TeamTotalHome => passed(home.into()),
        Market::TeamTotalAway => passed(away.into()),
        Market::BothToScore => home > 0 && away > 0,
        Market::CorrectScore => match selection.side {
            Side::Score(h, a) => home > h || away > a,
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests;
