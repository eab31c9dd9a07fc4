//! Guilds and their settings.

use super::Book;
use crate::{
    BookError,
    db::{self, Connection},
    page::{Page, Subjects, recount_guild},
    rows::{CapperRow, Record},
};
use dbsbm_core::{
    guild::{Action, Actor, SettingRow, Settings, permit},
    id::GuildId,
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
        let row = after.row(&change.key);
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
        // A default that is confirmed for the first time is kept too: it answers a step of the setup.
        let stored: Option<String> =
            sqlx::query_scalar("SELECT value FROM guild_settings WHERE guild_id = ? AND name = ?")
                .bind(actor.guild.get())
                .bind(&change.key)
                .fetch_optional(page.db())
                .await?;
        if stored.as_ref() != Some(&change.after) {
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
pub(super) fn checked_name(what: &'static str, name: &str) -> Result<String, BookError> {
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
