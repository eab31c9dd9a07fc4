//! Settling copies with their bet, by the same grades and the same rules, each at its own stake and prices.

use crate::{
    BookError,
    book::judge::{JudgedLeg, judge_legs},
    convert::parse,
    db::{self, Arguments, Connection},
    insert::{BATCH, insert, marks},
    page::{LoadedBet, Page},
    rows::{Record, TailLegRow, TailRow},
};
use dbsbm_core::{
    community::{TailSide, copy_ticket},
    market::Game,
    money::Units,
    settle::{Grade, Outcome, RuleSet, settle},
};
use sqlx::{Arguments as _, AssertSqlSafe};
use std::collections::HashMap;

/// A copy with its prices.
struct Copy {
    row: TailRow,
    legs: Vec<TailLegRow>,
}

impl Page {
    /// Settles the copies of bets that were settled, regraded or opened again. The same settlement again changes nothing.
    pub(crate) async fn settle_tails(
        &mut self,
        bets: &[&LoadedBet],
        games: &HashMap<i64, Game>,
        rules: &RuleSet,
    ) -> Result<(), BookError> {
        if bets.is_empty() || !self.has_tails().await? {
            return Ok(());
        }
        let (guild, now) = (self.guild.id.get(), self.now);
        let numbers: Vec<i64> = bets.iter().map(|bet| bet.bet.bet_no).collect();
        let mut copies = load_copies(self.db(), guild, &numbers).await?;
        let mut settled = Vec::new();
        for bet in bets {
            let Some(copies) = copies.remove(&bet.bet.bet_no) else {
                continue;
            };
            let with = judge_legs(bet, games, rules, now)?;
            let mut against: Option<Vec<JudgedLeg>> = None;
            for copy in copies {
                let place = copy.row.place();
                let legs = match parse(&place, &copy.row.side)? {
                    TailSide::Against => match &mut against {
                        Some(legs) => &*legs,
                        none => none.insert(judge_legs(&mirrored(bet)?, games, rules, now)?),
                    },
                    _ => &with,
                };
                settled.extend(copy.settled(bet, legs, rules, now.timestamp_millis())?);
            }
        }
        let replace = db::on_conflict_replace("guild_id, bet_no, user_id", TailRow::COLUMNS);
        insert(self.db(), &settled, &replace).await
    }

    async fn has_tails(&mut self) -> Result<bool, BookError> {
        let guild = self.guild.id.get();
        Ok(
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM tails WHERE guild_id = ?)")
                .bind(guild)
                .fetch_one(self.db())
                .await?,
        )
    }
}

impl Copy {
    /// The row as the grades make it; none when they change nothing, or when arithmetic cannot settle it.
    fn settled(
        self,
        bet: &LoadedBet,
        judged: &[JudgedLeg],
        rules: &RuleSet,
        now: i64,
    ) -> Result<Option<TailRow>, BookError> {
        let place = self.row.place();
        let (kind, _, terms) = bet.slip()?;
        let stake = Units::from_ten_thousandths(self.row.stake)
            .ok_or_else(|| BookError::corrupt(&place, "a stake out of range"))?;
        let mut legs = Vec::with_capacity(judged.len());
        for (leg, judged) in self.legs.into_iter().zip(judged) {
            legs.push((leg.copy()?.price, judged.grade));
        }
        let ticket = copy_ticket(&kind, &terms, stake, legs)
            .map_err(|e| BookError::corrupt(&place, format!("it makes no ticket: {e}")))?;
        let Ok(settlement) = settle(&ticket, rules) else {
            return Ok(None);
        };
        let open = settlement.outcome == Outcome::Open;
        let amount = |units: Units| if open { 0 } else { units.ten_thousandths() };
        let row = TailRow {
            outcome: settlement.outcome.code().into(),
            staked: amount(settlement.staked),
            returned: amount(settlement.returned),
            settled_at: match (open, self.row.settled_at) {
                (true, _) => 0,
                (false, 0) => now,
                (false, first) => first,
            },
            ..self.row.clone()
        };
        Ok((row != self.row).then_some(row))
    }
}

/// The bet on the other side, for grading fades.
fn mirrored(bet: &LoadedBet) -> Result<LoadedBet, BookError> {
    let mut other = bet.clone();
    for leg in &mut other.legs {
        let selection = leg
            .selection()?
            .opposite()
            .ok_or_else(|| BookError::corrupt(leg.place(), "it was faded and has no other side"))?;
        leg.side = selection.side.to_string();
        leg.line = selection.line.map(|line| line.to_string()).unwrap_or_default();
    }
    for given in other.manual.values_mut() {
        let place = format!("manual_grades {}/{}", given.guild_id, given.bet_no);
        let grade: Grade = parse(&place, &given.grade)?;
        given.grade = grade.opposite().unwrap_or(Grade::Open).code().into();
    }
    Ok(other)
}

/// The copies of bets that can be settled, by the bet's number.
async fn load_copies(
    db: &mut Connection,
    guild: i64,
    numbers: &[i64],
) -> Result<HashMap<i64, Vec<Copy>>, BookError> {
    let mut copies: HashMap<i64, Vec<Copy>> = HashMap::new();
    for batch in numbers.chunks(BATCH) {
        let arguments = || {
            let mut arguments = Arguments::default();
            for value in std::iter::once(&guild).chain(batch) {
                arguments.add(value).map_err(BookError::Database)?;
            }
            Ok::<_, BookError>(arguments)
        };
        let marks = marks(batch.len());
        let sql = format!(
            "SELECT {} FROM tail_legs l WHERE l.guild_id = ? AND l.bet_no IN ({marks}) \
             ORDER BY l.bet_no, l.user_id, l.leg_no",
            TailLegRow::columns("l")
        );
        let mut legs: HashMap<(i64, i64), Vec<TailLegRow>> = HashMap::new();
        for row in sqlx::query_with(AssertSqlSafe(sql), arguments()?)
            .fetch_all(&mut *db)
            .await?
        {
            let leg = TailLegRow::read(&row, 0)?;
            legs.entry((leg.bet_no, leg.user_id)).or_default().push(leg);
        }
        let sql = format!(
            "SELECT {} FROM tails t WHERE t.guild_id = ? AND t.bet_no IN ({marks}) \
             AND t.side <> 'off' AND t.basis <> 'mark' ORDER BY t.bet_no, t.user_id",
            TailRow::columns("t")
        );
        for row in sqlx::query_with(AssertSqlSafe(sql), arguments()?)
            .fetch_all(&mut *db)
            .await?
        {
            let row = TailRow::read(&row, 0)?;
            let legs = legs.remove(&(row.bet_no, row.user_id)).unwrap_or_default();
            copies.entry(row.bet_no).or_default().push(Copy { row, legs });
        }
    }
    Ok(copies)
}
