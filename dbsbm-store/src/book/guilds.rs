//! Guilds, their settings, and their cappers.

use super::Book;
use crate::{
    BookError,
    db::{self, Connection},
    page::{Page, Subjects, recount_guild},
    rows::{CapperRow, Record},
};
use dbsbm_core::{
    guild::{Action, Actor, SettingRow, Settings, permit},
    id::{GuildId, UserId},
    ledger::Fact,
};
use sqlx::{AssertSqlSafe, Row as _};

/// The longest name of a guild or capper, in characters (Discord's own bound for a guild's name).
const MAX_NAME: usize = 100;

/// A guild as its members see it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct GuildView {
    /// Its Discord id.
    pub guild: GuildId,
    /// Its name.
    pub name: String,
    /// Bets posted or imported so far.
    pub bets: i64,
    /// Cappers.
    pub cappers: i64,
    /// Events in its chain.
    pub events: i64,
    /// The newest hash of its chain.
    pub head: String,
    /// Every setting with its value, default and meaning.
    pub settings: Vec<SettingRow>,
}

/// A capper.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct CapperView {
    /// The Discord id, as text.
    pub capper: String,
    /// The name shown.
    pub name: String,
    /// Bets that are open.
    pub open: i64,
    /// Bets that are settled.
    pub settled: i64,
}

impl Book {
    /// Opens the books of a guild; again, it changes the name only.
    ///
    /// # Errors
    /// [`BookError::Text`] for a name that is empty or too long.
    pub async fn add_guild(&self, guild: GuildId, name: &str) -> Result<GuildView, BookError> {
        let name = checked_name("the guild's name", name)?;
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        let subject = self.env.subject();
        let insert = "INSERT INTO guilds (guild_id, name, subject, salt, created_at, head_hash) VALUES (?, ?, ?, ?, ?, ?)";
        let sql = format!("{insert}{}", db::ON_CONFLICT_KEEP);
        let done = sqlx::query(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(&name)
            .bind(&subject)
            .bind(self.env.secret::<32>().to_vec())
            .bind(self.env.now().timestamp_millis())
            .bind(vec![0u8; 32])
            .execute(&mut *tx)
            .await?;
        if done.rows_affected() == 0 {
            sqlx::query("UPDATE guilds SET name = ? WHERE guild_id = ?")
                .bind(&name)
                .bind(guild.get())
                .execute(&mut *tx)
                .await?;
            tx.commit().await?;
        } else {
            let mut page = Page::within(tx, &self.env, guild, Subjects::new()).await?;
            let seq = page.record(0, Fact::GuildOpened { subject })?;
            page.audit(seq, &Actor::operator(guild), "guild.add", &name);
            page.commit().await?;
        }
        self.guild(guild).await
    }

    /// A guild with its settings.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn guild(&self, guild: GuildId) -> Result<GuildView, BookError> {
        let mut db = self.pools.read.acquire().await?;
        let row = sqlx::query(
            "SELECT name, next_bet, head_seq, head_hash, \
             (SELECT COUNT(*) FROM cappers c WHERE c.guild_id = g.guild_id) FROM guilds g WHERE guild_id = ?",
        )
        .bind(guild.get())
        .fetch_optional(&mut *db)
        .await?
        .ok_or(BookError::NoGuild(guild))?;
        let head: Vec<u8> = row.try_get(3)?;
        let settings = load_settings(&mut db, guild).await?;
        Ok(GuildView {
            guild,
            name: row.try_get(0)?,
            bets: row.try_get::<i64, _>(1)? - 1,
            cappers: row.try_get(4)?,
            events: row.try_get(2)?,
            head: head.iter().map(|b| format!("{b:02x}")).collect(),
            settings: settings.rows().collect(),
        })
    }

    /// Every guild that has books here.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn guilds(&self) -> Result<Vec<GuildId>, BookError> {
        let ids: Vec<i64> = sqlx::query_scalar("SELECT guild_id FROM guilds ORDER BY guild_id")
            .fetch_all(&self.pools.read)
            .await?;
        ids.into_iter()
            .map(|id| GuildId::new(id).map_err(|e| BookError::corrupt("guilds", e)))
            .collect()
    }

    /// The settings of a guild.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn settings(&self, guild: GuildId) -> Result<Settings, BookError> {
        let mut db = self.pools.read.acquire().await?;
        require(&mut db, guild).await?;
        load_settings(&mut db, guild).await
    }

    /// Gives a setting a value. A new time zone counts every day of the record anew.
    ///
    /// # Errors
    /// [`BookError::Setting`] names the nearest keys or what the value must be; [`BookError::NotAllowed`].
    pub async fn set(&self, actor: &Actor, key: &str, value: &str) -> Result<SettingRow, BookError> {
        let mut page = self.page(actor.guild).await?;
        let before = page.guild.settings.clone();
        permit(actor, Action::Set(Settings::find(key)?), &before)?;
        let mut after = before.clone();
        let change = after.set(key, value)?;
        let row = after.rows().find(|row| row.key == change.key);
        if change.key == "rules" && dbsbm_core::settle::RuleSet::named(after.rules.as_str()).is_none() {
            let known: Vec<&str> = dbsbm_core::settle::RuleSet::all()
                .iter()
                .map(|r| r.name.as_str())
                .collect();
            let why = format!("there is no such rule set; there are {}", known.join(", "));
            return Err(BookError::Text {
                what: "the rule set",
                why,
            });
        }
        if change.before != change.after {
            let digest = page.digest(&change.after);
            let seq = page.record(
                0,
                Fact::SettingChanged {
                    key: change.key.clone(),
                    value: digest,
                },
            )?;
            page.audit(
                seq,
                actor,
                "guild.set",
                &format!("{}: {} -> {}", change.key, change.before, change.after),
            );
            let sql = format!(
                "INSERT INTO guild_settings (guild_id, name, value) VALUES (?, ?, ?){}",
                db::on_conflict_replace("guild_id, name", &["value"])
            );
            sqlx::query(AssertSqlSafe(sql))
                .bind(actor.guild.get())
                .bind(&change.key)
                .bind(&change.after)
                .execute(page.db())
                .await?;
            if before.timezone != after.timezone {
                recount_guild(page.db(), actor.guild, after.timezone).await?;
            }
            page.guild.settings = after;
            page.commit().await?;
        }
        row.ok_or_else(|| BookError::corrupt("guild_settings", "a setting that is not in the table"))
    }

    /// Makes a member a capper, or gives a capper another name.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], or [`BookError::Text`] for the name.
    pub async fn add_capper(&self, actor: &Actor, user: UserId, name: &str) -> Result<CapperView, BookError> {
        let name = checked_name("the capper's name", name)?;
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ManageCappers, &page.guild.settings)?;
        page.name_is_free(user, &name).await?;
        if page.subject(user).await?.is_some() {
            sqlx::query("UPDATE cappers SET name = ? WHERE guild_id = ? AND user_id = ?")
                .bind(&name)
                .bind(actor.guild.get())
                .bind(user.get())
                .execute(page.db())
                .await?;
        } else {
            page.capper(user, &name).await?;
        }
        page.commit().await?;
        let found = self
            .cappers(actor.guild)
            .await?
            .into_iter()
            .find(|c| c.capper == user.to_string());
        found.ok_or_else(|| BookError::corrupt("cappers", "a capper that was just added is not there"))
    }

    /// The cappers of a guild, by name.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn cappers(&self, guild: GuildId) -> Result<Vec<CapperView>, BookError> {
        let mut db = self.pools.read.acquire().await?;
        require(&mut db, guild).await?;
        let rows = sqlx::query(
            "SELECT c.user_id, c.name, COALESCE(t.open_bets, 0), \
             COALESCE(t.won + t.half_won + t.lost + t.half_lost + t.push + t.void, 0) \
             FROM cappers c LEFT JOIN tallies t ON t.guild_id = c.guild_id AND t.track = 'main' \
             AND t.grain = 'life' AND t.user_id = c.user_id WHERE c.guild_id = ? ORDER BY c.name, c.user_id",
        )
        .bind(guild.get())
        .fetch_all(&mut *db)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(CapperView {
                    capper: row.try_get::<i64, _>(0)?.to_string(),
                    name: row.try_get(1)?,
                    open: row.try_get(2)?,
                    settled: row.try_get(3)?,
                })
            })
            .collect()
    }
}

/// Refuses a guild without books.
pub(crate) async fn require(db: &mut Connection, guild: GuildId) -> Result<(), BookError> {
    let found: Option<i64> = sqlx::query_scalar("SELECT guild_id FROM guilds WHERE guild_id = ?")
        .bind(guild.get())
        .fetch_optional(db)
        .await?;
    found.map(|_| ()).ok_or(BookError::NoGuild(guild))
}

/// The settings as they are stored.
pub(crate) async fn load_settings(db: &mut Connection, guild: GuildId) -> Result<Settings, BookError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT name, value FROM guild_settings WHERE guild_id = ?")
            .bind(guild.get())
            .fetch_all(db)
            .await?;
    Settings::from_stored(rows.iter().map(|(k, v)| (k.as_str(), v.as_str())))
        .map_err(|e| BookError::corrupt(format!("guild_settings {guild}"), e))
}

/// Names of the guild's cappers by id.
pub(crate) async fn capper_names(
    db: &mut Connection,
    guild: GuildId,
) -> Result<std::collections::HashMap<i64, String>, BookError> {
    let sql = format!(
        "SELECT {} FROM cappers c WHERE c.guild_id = ?",
        CapperRow::columns("c")
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(guild.get())
        .fetch_all(db)
        .await?;
    rows.iter()
        .map(|row| {
            CapperRow::read(row, 0)
                .map(|c| (c.user_id, c.name))
                .map_err(BookError::from)
        })
        .collect()
}

/// A name that a person typed: one line, bounded, not empty.
fn checked_name(what: &'static str, name: &str) -> Result<String, BookError> {
    let name = name.trim();
    let refuse = |why: String| Err(BookError::Text { what, why });
    if name.is_empty() {
        return refuse("it is empty".into());
    }
    let length = name.chars().count();
    if length > MAX_NAME {
        return refuse(format!("it has {length} characters, at most {MAX_NAME} fit"));
    }
    if name.chars().any(char::is_control) {
        return refuse("it holds control characters or line breaks".into());
    }
    Ok(name.to_string())
}
