//! A person's own data: seeing it, taking it out, and staying off the boards.
//!
//! Erasing takes the person out of every table that can say who somebody is. The bets of a capper stay, under an id that
//! is nobody's: chain, ledger and sums are as they were. Sums of a member's settled tails stay with the followers'
//! record, without the member.

use super::{keep, member};
use crate::{
    BookError,
    book::{BetFilter, Book},
    db,
    page::Page,
    rows::{MemberRow, QuestionRow, Record},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    guild::{Action, Actor, permit},
    id::{GuildId, UserId},
    ledger::Fact,
};
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Row as _};

/// Ids from here on belong to nobody: Discord will not give one out for decades.
const NOBODY: i64 = 1 << 62;

/// What erasing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Erased {
    /// Bets that go on under no name.
    pub bets: i64,
    /// Tails and fades that are gone.
    pub tails: i64,
}

impl Book {
    /// Everything that is held of a person in a guild.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn personal_data(&self, guild: GuildId, user: UserId) -> Result<Value, BookError> {
        let profile = self.profile(guild, user).await?;
        let prefs = self.notify_prefs(guild, user).await?;
        let mut bets = Vec::new();
        let mut filter = BetFilter {
            capper: Some(user),
            limit: Some(1_000),
            ..BetFilter::default()
        };
        loop {
            let next = self.bets(guild, &filter).await?;
            let Some(last) = next.last() else { break };
            filter.after = last.bet.get();
            bets.extend(next);
        }
        let mut db = self.pools.read.begin().await?;
        let row = member(&mut db, guild, user).await?;
        let capper = self.rows(&mut db, CAPPER, guild, user).await?;
        let tails = self.rows(&mut db, TAILS, guild, user).await?;
        let follows = self.rows(&mut db, FOLLOWS, guild, user).await?;
        let notices = self.rows(&mut db, NOTICES, guild, user).await?;
        let drafts = self.rows(&mut db, DRAFTS, guild, user).await?;
        let audit = self.rows(&mut db, AUDIT, guild, user).await?;
        let sql = format!(
            "SELECT {} FROM questions q WHERE q.guild_id = ? AND q.user_id = ? ORDER BY q.question_no",
            QuestionRow::columns("q")
        );
        let questions = sqlx::query(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(user.get())
            .fetch_all(&mut *db)
            .await?;
        let questions: Vec<_> = questions
            .iter()
            .map(|row| QuestionRow::read(row, 0)?.view())
            .collect::<Result<_, _>>()?;
        Ok(json!({
            "guild": guild.to_string(),
            "user": user.to_string(),
            "profile": profile,
            "capper": capper,
            "bets": bets,
            "tails": tails,
            "follows": follows,
            "notify": prefs,
            "notices": notices,
            "questions": questions,
            "drafts": drafts,
            "break_until": time(row.break_until),
            "age_confirmed": (row.age > 0).then_some(row.age),
            "age_confirmed_at": time(row.age_at),
            "audit": audit,
        }))
    }

    /// Rows of a person as JSON, one object each.
    async fn rows(
        &self,
        db: &mut db::Connection,
        sql: &'static str,
        guild: GuildId,
        user: UserId,
    ) -> Result<Vec<Value>, BookError> {
        let rows: Vec<String> = sqlx::query_scalar(sql)
            .bind(guild.get())
            .bind(user.get())
            .fetch_all(db)
            .await?;
        let read = |text: String| serde_json::from_str(&text).map_err(|e| BookError::Database(Box::new(e)));
        rows.into_iter().map(read).collect()
    }

    /// Shows the actor on the boards, or not. Who is hidden is counted among the hidden ones, whose combined net is shown.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] for a job or the command line.
    pub async fn hide(&self, actor: &Actor, hidden: bool) -> Result<(), BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ForOneself, &page.guild.settings)?;
        let user = actor.person("hiding from the boards")?;
        let mut row = member(page.db(), actor.guild, user).await?;
        row.hidden = i64::from(hidden);
        keep(page.db(), row).await?;
        page.commit().await?;
        Ok(())
    }

    /// Erases the actor: name, texts, tails, follows and preferences are gone. Bets go on under no name, hidden from the
    /// boards; chain and sums stay as they are. There is no way back: who returns begins a new record, marked as one.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] for a job or the command line.
    pub async fn erase(&self, actor: &Actor) -> Result<Erased, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ForOneself, &page.guild.settings)?;
        let user = actor.person("erasing one's data")?;
        let until = page
            .break_until(user)
            .await?
            .map_or(0, |until| until.timestamp_millis());
        let nobody = i64::from_be_bytes(self.env.secret::<8>()) & (NOBODY - 1) | NOBODY;
        let bets = page.erase_capper(user, nobody).await?;
        let tails = page.erase_tails(user).await?;
        page.erase_rest(user, nobody).await?;
        let who = page.who(user);
        let erased_at = page.now.timestamp_millis();
        let sql = format!(
            "INSERT INTO erased (guild_id, who, erased_at, break_until) VALUES (?, ?, ?, ?){}",
            db::on_conflict_replace("guild_id, who", &["erased_at", "break_until"])
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(actor.guild.get())
            .bind(who)
            .bind(erased_at)
            .bind(until)
            .execute(page.db())
            .await?;
        page.commit().await?;
        Ok(Erased { bets, tails })
    }
}

impl Page {
    /// Gives a capper's record to nobody.
    async fn erase_capper(&mut self, user: UserId, nobody: i64) -> Result<i64, BookError> {
        let guild = self.guild.id.get();
        let Some(subject) = self.subject(user).await? else {
            return Ok(0);
        };
        _ = self.record(0, Fact::CapperErased { subject })?;
        for sql in [
            "UPDATE bet_states SET user_id = ? WHERE guild_id = ? AND user_id = ?",
            "UPDATE postings SET user_id = ? WHERE guild_id = ? AND user_id = ?",
            "UPDATE tallies SET user_id = ? WHERE guild_id = ? AND user_id = ?",
            "UPDATE standings SET user_id = ? WHERE guild_id = ? AND user_id = ?",
            "UPDATE season_entries SET user_id = ? WHERE guild_id = ? AND user_id = ?",
            "UPDATE tails SET capper_id = ? WHERE guild_id = ? AND capper_id = ?",
            "UPDATE erased_tails SET capper_id = ? WHERE guild_id = ? AND capper_id = ?",
        ] {
            self.change(sql, nobody, user).await?;
        }
        let bets = self
            .change(
                "UPDATE bets SET user_id = ? WHERE guild_id = ? AND user_id = ?",
                nobody,
                user,
            )
            .await?;
        sqlx::query("UPDATE cappers SET user_id = ?, name = ? WHERE guild_id = ? AND user_id = ?")
            .bind(nobody)
            .bind(format!("former capper {:x}", nobody & 0xff_ffff))
            .bind(guild)
            .bind(user.get())
            .execute(self.db())
            .await?;
        keep(
            self.db(),
            MemberRow {
                hidden: 1,
                ..MemberRow::silent(guild, nobody)
            },
        )
        .await?;
        Ok(bets)
    }

    /// Takes a member's copies out; what settled tails came to stays in the sums of their cappers' followers.
    async fn erase_tails(&mut self, user: UserId) -> Result<i64, BookError> {
        let guild = self.guild.id.get();
        let sums = sqlx::query(
            "SELECT capper_id, COUNT(*), SUM(staked), SUM(returned) FROM tails WHERE guild_id = ? AND user_id = ? \
             AND side = 'with' AND basis = 'market' AND outcome <> 'open' GROUP BY capper_id",
        )
        .bind(guild)
        .bind(user.get())
        .fetch_all(self.db())
        .await?;
        for sum in &sums {
            // The columns on the left of an update are those of the row that is there.
            let sql = "INSERT INTO erased_tails (guild_id, capper_id, members, tails, staked, returned) \
                       VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT (guild_id, capper_id) DO UPDATE SET \
                       members = members + 1, tails = tails + excluded.tails, staked = staked + excluded.staked, \
                       returned = returned + excluded.returned";
            sqlx::query(sql)
                .bind(guild)
                .bind(sum.try_get::<i64, _>(0)?)
                .bind(sum.try_get::<i64, _>(1)?)
                .bind(sum.try_get::<i64, _>(2)?)
                .bind(sum.try_get::<i64, _>(3)?)
                .execute(self.db())
                .await?;
        }
        self.remove("DELETE FROM tail_legs WHERE guild_id = ? AND user_id = ?", user)
            .await?;
        self.remove("DELETE FROM tails WHERE guild_id = ? AND user_id = ?", user)
            .await
    }

    /// Everything else that says who somebody is, or what they wrote.
    async fn erase_rest(&mut self, user: UserId, nobody: i64) -> Result<(), BookError> {
        self.dress_all(user).await?;
        self.forget_followers_role(user).await?;
        for sql in [
            "DELETE FROM members WHERE guild_id = ? AND user_id = ?",
            "DELETE FROM follows WHERE guild_id = ? AND user_id = ?",
            "DELETE FROM follows WHERE guild_id = ? AND capper_id = ?",
            "DELETE FROM wishes WHERE guild_id = ? AND user_id = ?",
            "DELETE FROM wishes WHERE guild_id = ? AND about = 'capper' AND what = CAST(? AS TEXT)",
            "DELETE FROM notices WHERE guild_id = ? AND user_id = ?",
            "DELETE FROM images WHERE guild_id = ? AND about = 'capper:' || CAST(? AS TEXT)",
            // What others did to the capper names the capper first.
            "UPDATE audit SET detail = '' WHERE guild_id = ? AND detail || ':' LIKE CAST(? AS TEXT) || ':%'",
            "DELETE FROM drafts WHERE guild_id = ? AND user_id = ?",
            "DELETE FROM outbox WHERE guild_id = ? AND task IN ('notify.ping', 'notify.digest') \
             AND task_key LIKE '%:' || ?",
        ] {
            self.remove(sql, user).await?;
        }
        // The number of a question stays taken, and who answered it had the last word.
        let now = self.now.timestamp_millis();
        let blank = "UPDATE questions SET user_id = ?, text = '' WHERE guild_id = ? AND user_id = ?";
        sqlx::query(
            "UPDATE questions SET answered_at = ? WHERE guild_id = ? AND user_id = ? AND answered_at = 0",
        )
        .bind(now)
        .bind(self.guild.id.get())
        .bind(user.get())
        .execute(self.db())
        .await?;
        self.change(blank, nobody, user).await?;
        self.change(
            "UPDATE questions SET answered_by = ? WHERE guild_id = ? AND answered_by = ?",
            nobody,
            user,
        )
        .await?;
        self.change(
            "UPDATE audit SET user_id = ?, detail = '' WHERE guild_id = ? AND user_id = ?",
            nobody,
            user,
        )
        .await?;
        Ok(())
    }

    /// Changes rows of a person in this guild; how many.
    async fn change(&mut self, sql: &'static str, to: i64, user: UserId) -> Result<i64, BookError> {
        let guild = self.guild.id.get();
        let done = sqlx::query(sql)
            .bind(to)
            .bind(guild)
            .bind(user.get())
            .execute(self.db())
            .await?;
        Ok(i64::try_from(done.rows_affected()).unwrap_or(i64::MAX))
    }

    /// Removes rows of a person in this guild; how many.
    async fn remove(&mut self, sql: &'static str, user: UserId) -> Result<i64, BookError> {
        let guild = self.guild.id.get();
        let done = sqlx::query(sql)
            .bind(guild)
            .bind(user.get())
            .execute(self.db())
            .await?;
        Ok(i64::try_from(done.rows_affected()).unwrap_or(i64::MAX))
    }
}

const CAPPER: &str = "SELECT json_object('name', name, 'subject', subject, 'added_at', \
    strftime('%Y-%m-%dT%H:%M:%SZ', added_at / 1000, 'unixepoch')) FROM cappers WHERE guild_id = ? AND user_id = ?";
const TAILS: &str = "SELECT json_object('bet', t.bet_no, 'side', t.side, 'basis', t.basis, 'stake', t.stake / 10000.0, \
    'tapped_at', strftime('%Y-%m-%dT%H:%M:%SZ', t.tapped_at / 1000, 'unixepoch'), 'outcome', t.outcome, \
    'staked', t.staked / 10000.0, 'returned', t.returned / 10000.0, 'prices', (SELECT json_group_array(json_object(\
    'leg', l.leg_no, 'decimal', 1.0 + l.num * 1.0 / l.den, 'book', l.book)) FROM tail_legs l WHERE l.guild_id = t.guild_id \
    AND l.bet_no = t.bet_no AND l.user_id = t.user_id)) FROM tails t WHERE t.guild_id = ? AND t.user_id = ? ORDER BY t.bet_no";
const FOLLOWS: &str = "SELECT json_object('capper', CAST(capper_id AS TEXT), 'since', \
    strftime('%Y-%m-%dT%H:%M:%SZ', since / 1000, 'unixepoch')) FROM follows WHERE guild_id = ? AND user_id = ?";
const NOTICES: &str = "SELECT json_object('bet', bet_no, 'notice', notice, 'at', \
    strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000, 'unixepoch')) FROM notices WHERE guild_id = ? AND user_id = ? ORDER BY bet_no";
const DRAFTS: &str = "SELECT json_object('flow', flow, 'body', json(body), 'expires_at', \
    strftime('%Y-%m-%dT%H:%M:%SZ', expires_at / 1000, 'unixepoch')) FROM drafts WHERE guild_id = ? AND user_id = ?";
const AUDIT: &str = "SELECT json_object('event', seq, 'action', action, 'detail', detail, 'at', \
    strftime('%Y-%m-%dT%H:%M:%SZ', at / 1000, 'unixepoch')) FROM audit WHERE guild_id = ? AND user_id = ? ORDER BY seq";

fn time(millis: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(millis).filter(|_| millis > 0)
}
