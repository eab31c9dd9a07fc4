//! Questions about grades, and the queue of what waits for a grader.

use super::{request, reviews::ReviewView};
use crate::{
    BookError,
    book::{Book, games::games_behind, grading::load_one, guilds},
    convert::{moment, parse},
    db::{self, Connection},
    insert::insert,
    rows::{QuestionRow, Record},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    community::{AskFacts, AskRefusal, may_ask, note},
    guild::{Action, Actor, permit},
    id::{BetNo, GuildId, QuestionNo, UserId},
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

/// A question about a grade.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// Its number.
    pub question: QuestionNo,
    /// The bet.
    pub bet: BetNo,
    /// Who asked, as text.
    pub user: String,
    /// What was asked.
    pub text: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// The answer, once there is one.
    pub answer: Option<String>,
    /// When it was given.
    pub answered_at: Option<DateTime<Utc>>,
}

/// What waits for a grader, the oldest first; at most a hundred of each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Queue {
    /// Bets that arithmetic leaves to a person.
    pub reviews: Vec<ReviewView>,
    /// Questions without an answer.
    pub questions: Vec<QuestionView>,
}

/// Rows of each kind in a queue.
const SHOWN: i64 = 100;

impl Book {
    /// Questions the grade of a bet; the staff channel hears of it. The same key again gives the first question.
    ///
    /// # Errors
    /// [`BookError::Member`] with the rule, or [`BookError::NoBet`].
    pub async fn question(
        &self,
        actor: &Actor,
        bet: BetNo,
        text: &str,
        key: &str,
    ) -> Result<QuestionView, BookError> {
        let user = actor.person("asking about a grade")?;
        let idem = request("question", user, key)?;
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ForOneself, &page.guild.settings)?;
        if let Some(first) = find(page.db(), actor.guild, "q.idem = ?", idem.to_vec()).await? {
            return first.view();
        }
        let text = note(text)?;
        let loaded = load_one(&mut page, bet).await?;
        let (open, asked): (i64, i64) = sqlx::query_as(
            "SELECT COUNT(*), COALESCE(SUM(bet_no = ?), 0) FROM questions \
             WHERE guild_id = ? AND user_id = ? AND answered_at = 0",
        )
        .bind(bet.get())
        .bind(actor.guild.get())
        .bind(user.get())
        .fetch_one(page.db())
        .await?;
        let place = loaded.place();
        let games = games_behind(page.db(), [&loaded]).await?;
        may_ask(&AskFacts {
            status: parse(&place, &loaded.state.status)?,
            first_start: loaded.locks_at(games.values(), page.now)?,
            now: page.now,
            open: u32::try_from(open).unwrap_or(u32::MAX),
            asked: asked > 0,
        })?;
        let last: i64 =
            sqlx::query_scalar("SELECT COALESCE(MAX(question_no), 0) FROM questions WHERE guild_id = ?")
                .bind(actor.guild.get())
                .fetch_one(page.db())
                .await?;
        let row = QuestionRow {
            guild_id: actor.guild.get(),
            question_no: last + 1,
            bet_no: bet.get(),
            user_id: user.get(),
            text,
            asked_at: page.now.timestamp_millis(),
            answered_at: 0,
            answered_by: 0,
            answer: String::new(),
            idem: idem.to_vec(),
        };
        insert(page.db(), std::slice::from_ref(&row), "").await?;
        let payload = serde_json::json!({ "bet": bet, "question": row.question_no });
        page.outbox(
            "notify.question",
            format!("question:{}", row.question_no),
            &payload,
        );
        page.commit().await?;
        row.view()
    }

    /// Answers a question; who asked is told. Who may grade the bet may answer.
    ///
    /// # Errors
    /// [`BookError::Member`] when there is none, or it has an answer; [`BookError::NotAllowed`].
    pub async fn answer(
        &self,
        actor: &Actor,
        question: QuestionNo,
        text: &str,
    ) -> Result<QuestionView, BookError> {
        let mut page = self.page(actor.guild).await?;
        let found = find(page.db(), actor.guild, "q.question_no = ?", question.get()).await?;
        let mut row = found.ok_or(AskRefusal::NoQuestion(question))?;
        let asked = row.view()?;
        let capper = load_one(&mut page, asked.bet).await?.capper()?;
        permit(actor, Action::Answer { capper }, &page.guild.settings)?;
        if let Some(at) = asked.answered_at {
            return Err(AskRefusal::Answered { question, at }.into());
        }
        row.answer = note(text)?;
        row.answered_at = page.now.timestamp_millis();
        row.answered_by = actor.user.map_or(0, UserId::get);
        sqlx::query(
            "UPDATE questions SET answer = ?, answered_at = ?, answered_by = ? WHERE guild_id = ? AND question_no = ?",
        )
        .bind(&row.answer)
        .bind(row.answered_at)
        .bind(row.answered_by)
        .bind(row.guild_id)
        .bind(row.question_no)
        .execute(page.db())
        .await?;
        let payload = serde_json::json!({ "bet": asked.bet, "question": question, "user": asked.user });
        page.outbox("notify.answer", format!("question:{question}"), &payload);
        page.commit().await?;
        row.view()
    }

    /// A question with its answer.
    ///
    /// # Errors
    /// [`BookError::Member`] when there is none.
    pub async fn question_of(&self, guild: GuildId, question: QuestionNo) -> Result<QuestionView, BookError> {
        let mut db = self.pools.read.acquire().await?;
        let found = find(&mut db, guild, "q.question_no = ?", question.get()).await?;
        found.ok_or(AskRefusal::NoQuestion(question))?.view()
    }

    /// The newest questions of a member about a bet, with their answers; at most so many.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn questions_about(
        &self,
        guild: GuildId,
        user: UserId,
        bet: BetNo,
        most: u32,
    ) -> Result<Vec<QuestionView>, BookError> {
        let sql = format!(
            "SELECT {} FROM questions q WHERE q.guild_id = ? AND q.user_id = ? AND q.bet_no = ? \
             ORDER BY q.question_no DESC LIMIT ?",
            QuestionRow::columns("q")
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(user.get())
            .bind(bet.get())
            .bind(most)
            .fetch_all(&self.pools.read)
            .await?;
        rows.iter().map(|row| QuestionRow::read(row, 0)?.view()).collect()
    }

    /// What waits for a grader.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn queue(&self, guild: GuildId) -> Result<Queue, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let waiting: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT bet_no, since FROM reviews WHERE guild_id = ? ORDER BY since, bet_no LIMIT ?",
        )
        .bind(guild.get())
        .bind(SHOWN)
        .fetch_all(&mut *db)
        .await?;
        let sql = format!(
            "SELECT {} FROM questions q WHERE q.guild_id = ? AND q.answered_at = 0 ORDER BY q.question_no LIMIT ?",
            QuestionRow::columns("q")
        );
        let questions = sqlx::query(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(SHOWN)
            .fetch_all(&mut *db)
            .await?;
        Ok(Queue {
            reviews: self.reviews(&mut db, guild, &waiting).await?,
            questions: questions
                .iter()
                .map(|row| QuestionRow::read(row, 0)?.view())
                .collect::<Result<_, _>>()?,
        })
    }
}

async fn find<'q, T>(
    db: &mut Connection,
    guild: GuildId,
    condition: &str,
    value: T,
) -> Result<Option<QuestionRow>, BookError>
where
    T: sqlx::Encode<'q, db::Db> + sqlx::Type<db::Db> + Send + 'q,
{
    let sql = format!(
        "SELECT {} FROM questions q WHERE q.guild_id = ? AND {condition}",
        QuestionRow::columns("q")
    );
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(guild.get())
        .bind(value)
        .fetch_optional(db)
        .await?;
    Ok(row.map(|row| QuestionRow::read(&row, 0)).transpose()?)
}

impl QuestionRow {
    /// The question as people see it.
    pub(super) fn view(&self) -> Result<QuestionView, BookError> {
        let place = format!("questions {}/{}", self.guild_id, self.question_no);
        let answered = self.answered_at > 0;
        Ok(QuestionView {
            question: QuestionNo::new(self.question_no).map_err(|e| BookError::corrupt(&place, e))?,
            bet: BetNo::new(self.bet_no).map_err(|e| BookError::corrupt(&place, e))?,
            user: self.user_id.to_string(),
            text: self.text.clone(),
            asked_at: moment(&place, self.asked_at)?,
            answer: answered.then(|| self.answer.clone()),
            answered_at: answered.then(|| moment(&place, self.answered_at)).transpose()?,
        })
    }
}
