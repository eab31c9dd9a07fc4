//! Withdrawing a bet, and grading one by hand.

use super::{
    Book,
    games::games_behind,
    holds::Hold,
    judge::{JudgedLeg, judge, judge_legs},
    settle::rules_of,
};
use crate::{
    BookError,
    convert::{moment, parse},
    page::{Done, LoadedBet, Page, began, load_bets},
};
use dbsbm_core::{
    bet::{
        GradeFacts, GradedBy, Status, WithdrawFacts, Withdrawal, may_grade, may_regrade, may_withdraw,
        view::BetView,
    },
    guild::{Action, Actor, permit},
    id::BetNo,
    ledger::Fact,
    settle::Grade,
};

/// A grade given by hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManualGrade {
    /// The leg, from 1; without it every leg that has no grade yet, or all of a settled bet.
    pub leg: Option<usize>,
    /// The grade.
    pub grade: Grade,
    /// Why; a settled bet needs it.
    pub reason: String,
}

impl Book {
    /// Withdraws an open bet: free for two minutes and until the first tail, later as the guild's setting says.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] or [`BookError::Withdraw`] with the rule.
    pub async fn withdraw(&self, actor: &Actor, bet: BetNo) -> Result<BetView, BookError> {
        let mut page = self.page(actor.guild).await?;
        let loaded = load_one(&mut page, bet).await?;
        permit(
            actor,
            Action::Withdraw {
                capper: loaded.capper()?,
            },
            &page.guild.settings,
        )?;
        let place = loaded.place();
        let games = games_behind(page.db(), [&loaded]).await?;
        let facts = WithdrawFacts {
            status: parse(&place, &loaded.state.status)?,
            posted_at: moment(&place, loaded.bet.placed_at)?,
            first_start: loaded.locks_at(games.values(), page.now)?,
            now: page.now,
            tails: page.tailed(bet).await?,
        };
        let withdrawal = may_withdraw(&facts, &page.guild.settings)?;
        let seq = page.withdraw(&loaded, withdrawal == Withdrawal::Shadow)?;
        page.audit(seq, actor, "bet.withdraw", &format!("#{bet}"));
        page.commit().await?;
        self.bet(actor.guild, bet).await
    }

    /// Grades legs of a bet by hand, and settles or regrades it by that.
    ///
    /// # Errors
    /// [`BookError::Grade`] with the rule, [`BookError::NoLeg`], or [`BookError::NotAllowed`].
    pub async fn grade(&self, actor: &Actor, bet: BetNo, manual: &ManualGrade) -> Result<BetView, BookError> {
        let mut page = self.page(actor.guild).await?;
        let mut loaded = load_one(&mut page, bet).await?;
        let games = games_behind(page.db(), [&loaded]).await?;
        let rules = rules_of(&page)?;
        let status: Status = parse(&loaded.place(), &loaded.state.status)?;
        let before = judge_legs(&loaded, &games, rules, page.now)?;
        let legs = which(bet, manual.leg, status, &before)?;
        let start = legs
            .iter()
            .filter_map(|i| games.get(&loaded.legs.get(*i)?.game_id))
            .map(|game| began(game, page.now))
            .min();
        let was: Vec<Grade> = legs
            .iter()
            .filter_map(|i| before.get(*i))
            .map(|leg| leg.grade)
            .collect();
        let facts = GradeFacts {
            status,
            capper: loaded.capper()?,
            start: start.unwrap_or(page.now),
            now: page.now,
            before: &was,
            after: &vec![manual.grade; was.len()],
            reason: &manual.reason,
        };
        let decide = if status.is_settled() {
            may_regrade
        } else {
            may_grade
        };
        let by: GradedBy = decide(actor, &facts, &page.guild.settings)?;
        for leg in legs {
            page.grade_leg(actor, &mut loaded, leg, manual.grade, by, &manual.reason)?;
        }
        if has_new_results(&loaded, &judge_legs(&loaded, &games, rules, page.now)?) {
            // What a person says of one leg would settle the bet by results of the others that are held.
            page.refuse_held(Hold::Settlement).await?;
        }
        let (settling, review) = judge(&loaded, &games, rules, page.now)?.parts();
        let done = settling.map(|s| page.settle(&loaded, &s)).transpose()?;
        if matches!(done, Some(Done::Settled | Done::Regraded)) {
            page.settle_tails(&[&loaded], &games, rules).await?;
        } else {
            page.edited(&loaded);
        }
        page.mark_reviews(&[(&loaded, review)]).await?;
        page.commit().await?;
        self.bet(actor.guild, bet).await
    }
}

/// Whether a leg has a result by which the bet is not yet settled.
fn has_new_results(loaded: &LoadedBet, judged: &[JudgedLeg]) -> bool {
    let mut known = loaded.state.grades.split(' ');
    judged.iter().any(|leg| {
        let known = known.next().filter(|code| !code.is_empty());
        leg.by == GradedBy::Source && leg.grade.code() != known.unwrap_or(Grade::Open.code())
    })
}

/// The bet of a number.
pub(crate) async fn load_one(page: &mut Page, bet: BetNo) -> Result<LoadedBet, BookError> {
    let guild = page.guild.id;
    load_bets(page.db(), guild, &[bet.get()])
        .await?
        .pop()
        .ok_or(BookError::NoBet { guild, bet })
}

/// Places of the legs that a grade is meant for.
fn which(
    bet: BetNo,
    leg: Option<usize>,
    status: Status,
    before: &[JudgedLeg],
) -> Result<Vec<usize>, BookError> {
    match leg {
        Some(number) if (1..=before.len()).contains(&number) => Ok(vec![number - 1]),
        Some(number) => Err(BookError::NoLeg {
            bet,
            legs: before.len(),
            leg: number,
        }),
        None if status.is_settled() => Ok((0..before.len()).collect()),
        None => {
            let open: Vec<usize> = before
                .iter()
                .enumerate()
                .filter(|(_, leg)| leg.grade == Grade::Open)
                .map(|(i, _)| i)
                .collect();
            Ok(if open.is_empty() {
                (0..before.len()).collect()
            } else {
                open
            })
        }
    }
}

impl Page {
    fn grade_leg(
        &mut self,
        actor: &Actor,
        loaded: &mut LoadedBet,
        leg: usize,
        grade: Grade,
        by: GradedBy,
        reason: &str,
    ) -> Result<(), BookError> {
        let bet = BetNo::new(loaded.bet.bet_no).map_err(|e| BookError::corrupt(loaded.place(), e))?;
        let number = u8::try_from(leg + 1).unwrap_or(u8::MAX);
        // The operator is nobody's member: a fixed word stands for the subject.
        let subject = match actor.user {
            Some(user) => self.digest(&user.to_string()),
            None => "operator".into(),
        };
        let fact = Fact::LegGraded {
            bet,
            leg: number,
            grade,
            subject,
            reason: self.digest(reason),
        };
        let seq = self.record(bet.get(), fact)?;
        self.audit(
            seq,
            actor,
            "bet.grade",
            &format!("#{bet} leg {number}: {grade}. {reason}"),
        );
        let row = self.manual(bet.get(), i64::from(number), grade, by, seq);
        loaded.manual.insert(i64::from(number), row);
        Ok(())
    }
}
