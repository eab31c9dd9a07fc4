//! The member side of the books: what members keep for themselves, and what they are told. All of it can be erased.

mod doctor;
mod follows;
mod notify;
mod pause;
mod prefs;
mod privacy;
mod profile;
mod questions;
mod reviews;
mod roles;
mod settle_tails;
mod tail;
mod tails;

pub use follows::FollowersRecord;
pub use notify::{DigestDue, NotifySummary};
pub use privacy::Erased;
pub use profile::{ProfileChange, ProfileView};
pub use questions::{QuestionView, Queue};
pub use reviews::ReviewView;
pub use roles::FollowRole;
pub use tail::{TailCounts, TailView};
pub use tails::{HeldTail, MySide, TailFilter, TailSummary};

pub(super) use doctor::REFERENCES;

use crate::{
    BookError,
    convert::moment,
    db::{self, Connection},
    insert::insert,
    page::Page,
    rows::{MemberRow, Record},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    community::Digest,
    id::{GuildId, UserId},
    proof::{digest, digest128},
};
use sqlx::AssertSqlSafe;

/// The longest key of a request.
const MAX_KEY: usize = 200;

/// The digest of a caller's key, so that the same request again finds its answer.
fn request(what: &str, user: UserId, key: &str) -> Result<[u8; 16], BookError> {
    if key.is_empty() || key.len() > MAX_KEY {
        let why = format!("it must have 1 to {MAX_KEY} bytes");
        return Err(BookError::Text { what: "the key", why });
    }
    Ok(digest128(&format!("{what}|{user}|{key}")))
}

/// What a person said about themselves, or what holds for who said nothing.
async fn member(db: &mut Connection, guild: GuildId, user: UserId) -> Result<MemberRow, BookError> {
    let sql = format!(
        "SELECT {} FROM members m WHERE m.guild_id = ? AND m.user_id = ?",
        MemberRow::columns("m")
    );
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(guild.get())
        .bind(user.get())
        .fetch_optional(db)
        .await?;
    Ok(match row {
        Some(row) => MemberRow::read(&row, 0)?,
        None => MemberRow::silent(guild.get(), user.get()),
    })
}

/// Puts a person's row in place of the one before.
async fn keep(db: &mut Connection, row: MemberRow) -> Result<(), BookError> {
    let replace = db::on_conflict_replace("guild_id, user_id", MemberRow::COLUMNS);
    insert(db, &[row], &replace).await
}

impl MemberRow {
    /// The row of a person who said nothing.
    fn silent(guild_id: i64, user_id: i64) -> Self {
        Self {
            guild_id,
            user_id,
            colour: -1,
            picture: String::new(),
            hidden: 0,
            break_until: 0,
            age: 0,
            age_at: 0,
            zone: String::new(),
            quiet_from: -1,
            quiet_to: -1,
            digest: Digest::Off.code().into(),
            direct: 0,
            digest_day: 0,
        }
    }
}

/// What is digested of a person, so that they can be known again after their data is gone.
fn remembered(user: UserId) -> String {
    format!("member|{user}")
}

/// The digest under which a person who was erased is remembered.
fn who(salt: &[u8], user: UserId) -> String {
    digest(salt, &remembered(user))
}

/// The same, with the salt read from the books.
async fn who_in(db: &mut Connection, guild: GuildId, user: UserId) -> Result<String, BookError> {
    let salt: Option<Vec<u8>> = sqlx::query_scalar("SELECT salt FROM guilds WHERE guild_id = ?")
        .bind(guild.get())
        .fetch_optional(db)
        .await?;
    Ok(who(&salt.ok_or(BookError::NoGuild(guild))?, user))
}

/// The end of a person's last break. It outlasts their data, so it is looked for under their digest too.
async fn break_until(
    db: &mut Connection,
    guild: GuildId,
    user: UserId,
    who: &str,
) -> Result<Option<DateTime<Utc>>, BookError> {
    let until: i64 = sqlx::query_scalar(
        "SELECT COALESCE(MAX(u), 0) FROM (SELECT break_until AS u FROM members WHERE guild_id = ? AND user_id = ? \
         UNION ALL SELECT break_until FROM erased WHERE guild_id = ? AND who = ?) ends",
    )
    .bind(guild.get())
    .bind(user.get())
    .bind(guild.get())
    .bind(who)
    .fetch_one(db)
    .await?;
    (until > 0).then(|| moment("members", until)).transpose()
}

impl Page {
    async fn break_until(&mut self, user: UserId) -> Result<Option<DateTime<Utc>>, BookError> {
        let (guild, who) = (self.guild.id, self.who(user));
        break_until(self.db(), guild, user, &who).await
    }

    fn who(&self, user: UserId) -> String {
        self.digest(&remembered(user))
    }
}
