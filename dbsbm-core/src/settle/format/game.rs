//! What a leg says of its game beside the score: whether the house counts it at all.

use super::{FormatError, leg::At, raw};
use crate::{
    market::{GameStatus, League, Market, Score, Selection},
    settle::{
        Grade, Graded, Happened, Participation, Progress, RuleSet, Verdict, grade, grade_figure, grade_in,
    },
};

/// Everything that decides a leg without a grade.
pub(super) struct Facts<'a> {
    pub(super) raw: &'a raw::Leg,
    pub(super) league: Option<League>,
    pub(super) sport: crate::market::Sport,
    pub(super) selection: Selection,
    pub(super) score: Option<&'a Score>,
}

/// The grade of leg `i`, and why.
pub(super) fn decide(i: usize, facts: &Facts<'_>, rules: &RuleSet) -> Result<(Grade, String), FormatError> {
    let what = facts.what();
    let counts = match (&facts.raw.game, facts.league) {
        (None, _) => None,
        (Some(_), None) => {
            return Err(At::leg(i, "league").missing("the league, such as MLB: minimum play depends on it"));
        }
        (Some(game), Some(league)) => {
            let happened = happened(i, game, facts.score)?;
            let stat = facts.raw.stat.as_ref().map(|stat| stat.0.as_str());
            Some(rules.verdict(league, &facts.selection, stat, &happened))
        }
    };
    match counts {
        Some((Verdict::Void, why)) => Ok((Grade::Void, format!("{what}: {why}: void"))),
        Some((Verdict::Hold, why)) => Ok((Grade::Open, format!("{what}: {why}: open"))),
        Some((Verdict::Review, why)) => Err(At::leg(i, "game").review(why)),
        Some((Verdict::Stands, why)) => {
            let (grade, words) = facts.grade(&what);
            Ok((grade, format!("{words} ({why})")))
        }
        None => Ok(facts.grade(&what)),
    }
}

impl Facts<'_> {
    fn what(&self) -> String {
        let selection = self.selection.describe("home", "away");
        match &self.raw.stat {
            Some(stat) => format!("{} {selection}", stat.0.chars().take(40).collect::<String>()),
            None => selection,
        }
    }

    fn grade(&self, what: &str) -> (Grade, String) {
        match (self.raw.figure, self.score) {
            (Some(figure), _) => {
                let grade = grade_figure(&self.selection, figure);
                (grade, format!("{what}: {figure}: {}", grade.title()))
            }
            (None, Some(score)) if self.selection.market != Market::PlayerProp => {
                let graded: Graded = match self.league {
                    Some(league) => grade_in(league, &self.selection, score),
                    None => grade(self.sport, &self.selection, score),
                };
                (graded.grade, graded.explain(&self.selection, "home", "away"))
            }
            (None, _) if self.selection.market == Market::PlayerProp => {
                (Grade::Open, format!("{what}: no figure yet: open"))
            }
            (None, _) => (Grade::Open, format!("{what}: no score yet: open")),
        }
    }
}

fn happened<'a>(i: usize, game: &raw::Game, score: Option<&'a Score>) -> Result<Happened<'a>, FormatError> {
    let at = |field: &str| At::leg(i, &format!("game.{field}"));
    let status: GameStatus = at("status").parse(&game.status)?;
    let took_part = match &game.took_part {
        Some(did) => Some(at("took_part").parse::<Participation>(did)?),
        None => None,
    };
    let measures = [
        ("half_innings", game.half_innings.map(Progress::HalfInnings)),
        ("minutes", game.minutes.map(Progress::Minutes)),
        ("sets", game.sets.map(Progress::Sets)),
        ("rounds", game.rounds.map(Progress::Rounds)),
    ];
    let mut given = measures
        .into_iter()
        .filter_map(|(name, measure)| Some((name, measure?)));
    let progress = given.next();
    if let (Some((one, _)), Some((other, _))) = (progress, given.next()) {
        return Err(at(other).contradicts(format!("how far the game went is said already, in `{one}`")));
    }
    Ok(Happened {
        hours_since_start: game.hours_since_start.unwrap_or(0),
        progress: progress.map(|(_, measure)| measure),
        score,
        seven_innings: game.seven_innings.unwrap_or(false),
        listed_pitchers_started: game.listed_pitchers_started,
        retired: game.retired.unwrap_or(false),
        no_contest: game.no_contest.unwrap_or(false),
        took_part,
        ..Happened::new(status)
    })
}
