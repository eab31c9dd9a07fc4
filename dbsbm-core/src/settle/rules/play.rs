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
    /// Whether a no contest voids bets on the winner.
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
        let over = happened.status == GameStatus::Final;
        let decided = || {
            let score = happened.score.filter(|_| rules.decided_stand);
            score.is_some_and(|score| is_decided(league.sport(), selection, score))
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
        if sport == Sport::Tennis && happened.retired {
            let sets = match happened.progress {
                Some(Progress::Sets(sets)) => sets,
                _ => 0,
            };
            match self.tennis_retirement {
                _ if selection.market != Market::Moneyline => return Some("a player retired before the end"),
                Retirement::FullMatch => return Some("a player retired before the end of the match"),
                Retirement::OneSet if sets < 1 => return Some("a player retired before the end of a set"),
                _ => {}
            }
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

    /// Whether the minimum was reached; `None` when there is none, or nobody says how far the game went.
    fn played_enough(&self, league: League, selection: &Selection, happened: &Happened<'_>) -> Option<bool> {
        if ends_early(selection.period) {
            let covered = happened
                .score
                .map(|score| grade(league.sport(), selection, score).grade != Grade::Open);
            return match covered {
                // A part that the score does not cover was not finished when play stopped.
                Some(false) if happened.status != GameStatus::Final => Some(false),
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
mod tests {
    use super::*;

    fn selection(what: &str) -> Selection {
        let words: Vec<&str> = what.split(' ').collect();
        let line = words.get(3).map(|line| line.parse().unwrap());
        Selection::new(
            words[0].parse().unwrap(),
            words[1].parse().unwrap(),
            words[2].parse().unwrap(),
            line,
        )
        .unwrap()
    }

    fn verdict(rules: &str, league: &str, what: &str, happened: &Happened<'_>) -> Verdict {
        RuleSet::named(rules)
            .unwrap()
            .verdict(league.parse().unwrap(), &selection(what), None, happened)
            .0
    }

    #[test]
    fn minimum_play_by_sport_and_market() {
        use Progress::*;
        let score = Score::new(vec![], vec![], (3, 2)).unwrap();
        for (league, what, progress, expect) in [
            ("MLB", "moneyline full home", HalfInnings(9), Verdict::Stands),
            ("MLB", "moneyline full home", HalfInnings(8), Verdict::Void),
            ("MLB", "spread full home -1.5", HalfInnings(16), Verdict::Void),
            ("MLB", "spread full home -1.5", HalfInnings(17), Verdict::Stands),
            ("MLB", "total full over 4.5", HalfInnings(9), Verdict::Stands),
            ("MLB", "total full over 5", HalfInnings(9), Verdict::Void),
            ("NFL", "moneyline full home", Minutes(54), Verdict::Void),
            ("NFL", "moneyline full home", Minutes(55), Verdict::Stands),
            ("NBA", "moneyline full home", Minutes(42), Verdict::Void),
            ("NCAAB", "moneyline full home", Minutes(35), Verdict::Stands),
            ("UFC", "moneyline full home", Rounds(1), Verdict::Stands),
        ] {
            let stopped = Happened {
                progress: Some(progress),
                hours_since_start: 1_000,
                score: Some(&score),
                ..Happened::new(GameStatus::Abandoned)
            };
            assert_eq!(
                verdict("default", league, what, &stopped),
                expect,
                "{league} {what} {progress:?}"
            );
            let called = Happened {
                status: GameStatus::Final,
                ..stopped
            };
            assert_eq!(
                verdict("default", league, what, &called),
                expect,
                "{league} {what} {progress:?}"
            );
            let soon = Happened {
                hours_since_start: 5,
                ..stopped
            };
            let expect = if expect == Verdict::Void {
                Verdict::Hold
            } else {
                expect
            };
            assert_eq!(
                verdict("default", league, what, &soon),
                expect,
                "{league} {what} {progress:?}"
            );
        }
        let seven = Happened {
            seven_innings: true,
            progress: Some(HalfInnings(13)),
            score: Some(&score),
            ..Happened::new(GameStatus::Final)
        };
        assert_eq!(
            verdict("default", "MLB", "total full over 8.5", &seven),
            Verdict::Stands
        );
        let away = Score::new(vec![], vec![], (2, 3)).unwrap();
        let away = Happened {
            score: Some(&away),
            ..seven
        };
        assert_eq!(
            verdict("default", "MLB", "total full over 8.5", &away),
            Verdict::Void
        );
    }

    #[test]
    fn games_that_are_not_played_or_moved() {
        let at = |status, hours_since_start| Happened {
            hours_since_start,
            ..Happened::new(status)
        };
        for (status, hours, expect) in [
            (GameStatus::Scheduled, 0, Verdict::Hold),
            (GameStatus::Live, 1, Verdict::Hold),
            (GameStatus::Final, 3, Verdict::Stands),
            (GameStatus::Cancelled, 0, Verdict::Void),
            (GameStatus::Postponed, 47, Verdict::Hold),
            (GameStatus::Postponed, 48, Verdict::Void),
            (GameStatus::Abandoned, 3, Verdict::Hold),
            (GameStatus::Abandoned, 48, Verdict::Review),
        ] {
            assert_eq!(
                verdict("default", "NFL", "moneyline full home", &at(status, hours)),
                expect,
                "{status} {hours}"
            );
        }
        assert_eq!(
            verdict(
                "default",
                "MLB",
                "moneyline full home",
                &at(GameStatus::Postponed, 24)
            ),
            Verdict::Void
        );
    }

    #[test]
    fn pitchers_retirements_no_contests_and_players() {
        let over = Happened::new(GameStatus::Final);
        let other_pitcher = Happened {
            listed_pitchers_started: Some(false),
            ..over
        };
        assert_eq!(
            verdict("default", "MLB", "moneyline full home", &other_pitcher),
            Verdict::Stands
        );
        assert_eq!(
            verdict("pinnacle", "MLB", "moneyline full home", &other_pitcher),
            Verdict::Void
        );
        for (sets, what, expect) in [
            (0, "moneyline full home", Verdict::Void),
            (1, "moneyline full home", Verdict::Stands),
            (1, "total full over 22.5", Verdict::Void),
        ] {
            let retired = Happened {
                retired: true,
                progress: Some(Progress::Sets(sets)),
                ..over
            };
            assert_eq!(verdict("default", "ATP", what, &retired), expect, "{sets} {what}");
        }
        let no_contest = Happened {
            no_contest: true,
            ..over
        };
        assert_eq!(
            verdict("default", "UFC", "moneyline full home", &no_contest),
            Verdict::Void
        );
        for (league, did, expect) in [
            ("NBA", Participation::Active, Verdict::Void),
            ("NBA", Participation::Played, Verdict::Stands),
            ("MLB", Participation::Played, Verdict::Void),
            ("MLB", Participation::Started, Verdict::Stands),
            ("EPL", Participation::Absent, Verdict::Void),
        ] {
            let took_part = Happened {
                took_part: Some(did),
                ..over
            };
            assert_eq!(
                verdict("default", league, "player_prop full over 1.5", &took_part),
                expect,
                "{league} {did}"
            );
        }
    }

    #[test]
    fn parts_of_a_game_stand_once_they_are_over() {
        let score = Score::new(vec![7, 3], vec![0, 0], (10, 0)).unwrap();
        let stopped = Happened {
            score: Some(&score),
            hours_since_start: 1_000,
            ..Happened::new(GameStatus::Abandoned)
        };
        assert_eq!(
            verdict("default", "NFL", "moneyline h1 home", &stopped),
            Verdict::Stands
        );
        assert_eq!(
            verdict("default", "NFL", "moneyline q3 home", &stopped),
            Verdict::Void
        );
        assert_eq!(
            verdict("default", "NFL", "moneyline h2 home", &stopped),
            Verdict::Review
        );
    }
}
