//! What members are told of posted bets: at once, or in a daily digest.

use super::keep;
use crate::{
    BookError,
    book::{Book, games::games_behind, grading::load_one, guilds},
    convert::moment,
    db::{self, Connection},
    insert::insert,
    page::Page,
    rows::{MemberRow, NoticeRow, Record, WishRow},
};
use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use dbsbm_core::{
    community::{BetFacts, Notice, Prefs, day_began, digest_day, notice},
    id::{BetNo, GuildId, UserId},
    market::League,
};
use serde::Serialize;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeSet, HashMap};

/// Bets that a digest names; older ones are left out of it.
const IN_A_DIGEST: usize = 50;
/// Members whose digest is handed out at once.
const AT_ONCE: i64 = 500;
/// How long it is kept what a member was told.
const KEPT: TimeDelta = TimeDelta::days(40);

/// Who is told of a bet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct NotifySummary {
    /// Direct messages that were asked for.
    pub pings: u32,
    /// Members whose digest names the bet.
    pub digests: u32,
}

/// A digest that is due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DigestDue {
    /// For whom.
    pub user: UserId,
    /// The day of the member that it belongs to.
    pub day: NaiveDate,
    /// The bets, by number.
    pub bets: Vec<BetNo>,
}

impl Book {
    /// Decides for every member who could want to hear of a posted bet whether they are told at once, in their digest, or
    /// not. Direct messages become rows of the outbox. Again for the same bet it tells nobody twice, and once the bet has
    /// locked it tells nobody.
    ///
    /// # Errors
    /// [`BookError::NoBet`].
    pub async fn notify(&self, guild: GuildId, bet: BetNo) -> Result<NotifySummary, BookError> {
        let mut page = self.page(guild).await?;
        let loaded = load_one(&mut page, bet).await?;
        let mut summary = NotifySummary::default();
        let games = games_behind(page.db(), [&loaded]).await?;
        if page.now >= loaded.locks_at(games.values(), page.now)? {
            return Ok(summary);
        }
        let leagues: BTreeSet<League> = games.values().map(|game| game.league).collect();
        // Whoever is told, or not told, because of a league would know the league of a sealed pick.
        let (_, _, terms) = loaded.slip()?;
        let told_of = leagues.into_iter().filter(|_| !terms.members_only);
        let leagues: Vec<League> = told_of.collect();
        let capper = loaded.capper()?;
        let listeners = page.listeners(bet, capper, &leagues).await?;
        let (now, guild_zone) = (page.now, page.guild.settings.timezone);
        let mut notices = Vec::new();
        for listener in listeners {
            let zone = listener.prefs.zone_in(guild_zone);
            let began = day_began(now, zone).timestamp_millis();
            let sent = listener.pings.iter().filter(|at| **at >= began).count();
            let facts = BetFacts {
                capper,
                leagues: &leagues,
                follows: listener.follows,
                break_until: listener.break_until,
                sent_today: u32::try_from(sent).unwrap_or(u32::MAX),
                now,
                guild_zone,
            };
            let told = notice(listener.user, &listener.prefs, &facts);
            let sent_at = match told {
                Notice::Ping => {
                    summary.pings += 1;
                    let payload = serde_json::json!({ "bet": bet, "user": listener.user.to_string() });
                    page.outbox("notify.ping", format!("{bet}:{}", listener.user), &payload);
                    now.timestamp_millis()
                }
                Notice::Digest => {
                    summary.digests += 1;
                    0
                }
                _ => continue,
            };
            notices.push(NoticeRow {
                guild_id: guild.get(),
                bet_no: bet.get(),
                user_id: listener.user.get(),
                notice: told.code().into(),
                at: now.timestamp_millis(),
                sent_at,
            });
        }
        insert(page.db(), &notices, db::ON_CONFLICT_KEEP).await?;
        page.commit().await?;
        Ok(summary)
    }

    /// Hands out the digests that are due now, each once a day of its member, as rows of the outbox.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn digest_due(&self, guild: GuildId) -> Result<Vec<DigestDue>, BookError> {
        if !self.digests_wait(guild).await? {
            return Ok(Vec::new());
        }
        let mut page = self.page(guild).await?;
        let (now, zone) = (page.now, page.guild.settings.timezone);
        let mut due = Vec::new();
        for row in waiting_members(page.db(), guild).await? {
            let prefs = row.prefs()?;
            let last = day_of(row.digest_day);
            let break_until = row.on_break()?;
            let Some(day) = digest_day(&prefs, zone, break_until, last, now) else {
                continue;
            };
            due.push(page.hand_out(row, day).await?);
        }
        sqlx::query("DELETE FROM notices WHERE guild_id = ? AND notice IN ('ping', 'digest') AND at < ?")
            .bind(guild.get())
            .bind((now - KEPT).timestamp_millis())
            .execute(page.db())
            .await?;
        page.commit().await?;
        Ok(due)
    }

    async fn digests_wait(&self, guild: GuildId) -> Result<bool, BookError> {
        let mut db = self.pools.read.acquire().await?;
        guilds::require(&mut db, guild).await?;
        Ok(
            sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM notices WHERE guild_id = ? AND sent_at = 0)")
                .bind(guild.get())
                .fetch_one(&mut *db)
                .await?,
        )
    }
}

/// A member who could want to hear of a bet.
struct Listener {
    user: UserId,
    /// With the wishes about this capper and these leagues alone.
    prefs: Prefs,
    follows: bool,
    break_until: Option<DateTime<Utc>>,
    /// When they were told of other bets at once, lately.
    pings: Vec<i64>,
}

impl Page {
    /// Those who follow the capper or wish something of the capper or a league, want to be written to at all, and were not
    /// told of the bet yet.
    async fn listeners(
        &mut self,
        bet: BetNo,
        capper: UserId,
        leagues: &[League],
    ) -> Result<Vec<Listener>, BookError> {
        let guild = self.guild.id.get();
        let about = "((w.about = 'capper' AND w.what = ?) OR (w.about = 'league' AND w.what IN \
                     (SELECT value FROM json_each(?))))";
        let codes: Vec<&str> = leagues.iter().map(|league| league.code()).collect();
        let codes = serde_json::json!(codes).to_string();
        let sql = format!(
            "SELECT {}, EXISTS (SELECT 1 FROM follows f WHERE f.guild_id = m.guild_id AND f.user_id = m.user_id \
             AND f.capper_id = ?) FROM members m WHERE m.guild_id = ? AND (m.digest <> 'off' OR m.direct > 0) \
             AND m.user_id IN (SELECT f.user_id FROM follows f WHERE f.guild_id = ? AND f.capper_id = ? \
             UNION SELECT w.user_id FROM wishes w WHERE w.guild_id = ? AND {about}) \
             AND NOT EXISTS (SELECT 1 FROM notices n WHERE n.guild_id = m.guild_id AND n.bet_no = ? \
             AND n.user_id = m.user_id)",
            MemberRow::columns("m")
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(capper.get())
            .bind(guild)
            .bind(guild)
            .bind(capper.get())
            .bind(guild)
            .bind(capper.to_string())
            .bind(&codes)
            .bind(bet.get())
            .fetch_all(self.db())
            .await?;
        let mut listeners: HashMap<i64, Listener> = HashMap::with_capacity(rows.len());
        for row in &rows {
            let follows: bool = row.try_get(MemberRow::COLUMNS.len())?;
            let row = MemberRow::read(row, 0)?;
            let listener = Listener {
                user: UserId::new(row.user_id).map_err(|e| BookError::corrupt("members", e))?,
                prefs: row.prefs()?,
                follows,
                break_until: row.on_break()?,
                pings: Vec::new(),
            };
            listeners.insert(row.user_id, listener);
        }
        if listeners.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT {} FROM wishes w WHERE w.guild_id = ? AND {about}",
            WishRow::columns("w")
        );
        for row in sqlx::query(AssertSqlSafe(sql))
            .bind(guild)
            .bind(capper.to_string())
            .bind(&codes)
            .fetch_all(self.db())
            .await?
        {
            let wish = WishRow::read(&row, 0)?;
            if let Some(listener) = listeners.get_mut(&wish.user_id) {
                wish.put(&mut listener.prefs)?;
            }
        }
        // A day is at most twenty-five hours long.
        let since = (self.now - TimeDelta::hours(25)).timestamp_millis();
        let pings: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT user_id, at FROM notices WHERE guild_id = ? AND notice = 'ping' AND at >= ?",
        )
        .bind(guild)
        .bind(since)
        .fetch_all(self.db())
        .await?;
        for (user, at) in pings {
            if let Some(listener) = listeners.get_mut(&user) {
                listener.pings.push(at);
            }
        }
        let mut listeners: Vec<Listener> = listeners.into_values().collect();
        listeners.sort_by_key(|listener| listener.user);
        Ok(listeners)
    }

    /// Takes what waits for a member into one digest.
    async fn hand_out(&mut self, mut row: MemberRow, day: NaiveDate) -> Result<DigestDue, BookError> {
        let (guild, user, now) = (row.guild_id, row.user_id, self.now.timestamp_millis());
        let bets: Vec<i64> = sqlx::query_scalar(
            "SELECT bet_no FROM notices WHERE guild_id = ? AND user_id = ? AND sent_at = 0 ORDER BY bet_no DESC LIMIT ?",
        )
        .bind(guild)
        .bind(user)
        .bind(i64::try_from(IN_A_DIGEST).unwrap_or(i64::MAX))
        .fetch_all(self.db())
        .await?;
        sqlx::query("UPDATE notices SET sent_at = ? WHERE guild_id = ? AND user_id = ? AND sent_at = 0")
            .bind(now)
            .bind(guild)
            .bind(user)
            .execute(self.db())
            .await?;
        row.digest_day = i64::from(day.year()) * 10_000 + i64::from(day.month() * 100 + day.day());
        let stamp = row.digest_day;
        keep(self.db(), row).await?;
        let bets: Result<Vec<BetNo>, _> = bets.into_iter().rev().map(BetNo::new).collect();
        let bets = bets.map_err(|e| BookError::corrupt("notices", e))?;
        let payload = serde_json::json!({ "user": user.to_string(), "day": day, "bets": bets });
        self.outbox("notify.digest", format!("{stamp}:{user}"), &payload);
        Ok(DigestDue {
            user: UserId::new(user).map_err(|e| BookError::corrupt("members", e))?,
            day,
            bets,
        })
    }
}

/// Members for whom something waits.
async fn waiting_members(db: &mut Connection, guild: GuildId) -> Result<Vec<MemberRow>, BookError> {
    let sql = format!(
        "SELECT {} FROM members m WHERE m.guild_id = ? AND m.digest <> 'off' AND m.user_id IN \
         (SELECT n.user_id FROM notices n WHERE n.guild_id = ? AND n.sent_at = 0) ORDER BY m.digest_day, m.user_id LIMIT ?",
        MemberRow::columns("m")
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(guild.get())
        .bind(guild.get())
        .bind(AT_ONCE)
        .fetch_all(db)
        .await?;
    Ok(rows
        .iter()
        .map(|row| MemberRow::read(row, 0))
        .collect::<Result<_, _>>()?)
}

/// A day from its number; none for 0.
fn day_of(stamp: i64) -> Option<NaiveDate> {
    let [year, month, day] = [stamp / 10_000, stamp / 100 % 100, stamp % 100];
    NaiveDate::from_ymd_opt(
        i32::try_from(year).ok()?,
        u32::try_from(month).ok()?,
        u32::try_from(day).ok()?,
    )
}

impl MemberRow {
    /// The end of the last break, if there was one.
    fn on_break(&self) -> Result<Option<DateTime<Utc>>, BookError> {
        let until = (self.break_until > 0).then(|| moment("members", self.break_until));
        until.transpose()
    }
}
