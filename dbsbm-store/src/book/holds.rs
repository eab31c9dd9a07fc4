//! What an operator holds, for every guild and every front-end at once. It is in the books, so that a restart lets nothing
//! go, and the Book itself refuses what is held.

use super::Book;
use crate::{
    BookError,
    convert::{moment, parse},
    db::{self, Connection},
    page::Page,
};
use chrono::{DateTime, Utc};
use dbsbm_core::id::UserId;
use serde::{Serialize, Serializer};
use std::{fmt, str::FromStr};

/// Something that can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// All deliveries: nothing is handed out to a worker.
    Deliveries,
    /// Settlement by results that came in. Grades by hand go on.
    Settlement,
    /// New bets, tails and fades. What there is can be withdrawn and taken back.
    Posting,
}

impl Hold {
    /// Everything that can be held.
    pub const ALL: [Self; 3] = [Self::Deliveries, Self::Settlement, Self::Posting];

    /// Its stable name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Deliveries => "deliveries",
            Self::Settlement => "settlement",
            Self::Posting => "posting",
        }
    }

    /// Its name for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Deliveries => "Deliveries",
            Self::Settlement => "Settlement by results",
            Self::Posting => "New bets and tails",
        }
    }
}

impl FromStr for Hold {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|hold| hold.code() == code);
        found.ok_or_else(|| "deliveries, settlement and posting can be held".into())
    }
}

impl Serialize for Hold {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.code())
    }
}

/// Something that is held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Held {
    /// What.
    pub what: Hold,
    /// The operator's account; none for the command line.
    pub by: Option<UserId>,
    /// Since when.
    pub since: DateTime<Utc>,
}

impl fmt::Display for Held {
    /// `New bets and tails: held for every guild by 42 since 2024-09-08 12:00 UTC`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: held for every guild by ", self.what.title())?;
        match self.by {
            Some(operator) => write!(f, "{operator}")?,
            None => write!(f, "the command line")?,
        }
        write!(f, " since {}", self.since.format("%Y-%m-%d %H:%M UTC"))
    }
}

impl Book {
    /// Holds something. What is held already stays as it was held first.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn hold(&self, what: Hold, by: Option<UserId>) -> Result<(), BookError> {
        let sql = format!(
            "INSERT INTO holds (what, held_by, held_at) VALUES (?, ?, ?){}",
            db::ON_CONFLICT_KEEP
        );
        sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(what.code())
            .bind(by.map_or(0, UserId::get))
            .bind(self.env.now().timestamp_millis())
            .execute(&self.pools.write)
            .await?;
        Ok(())
    }

    /// Lets something go.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn let_go(&self, what: Hold) -> Result<(), BookError> {
        sqlx::query("DELETE FROM holds WHERE what = ?")
            .bind(what.code())
            .execute(&self.pools.write)
            .await?;
        Ok(())
    }

    /// What is held, the oldest first.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn holds(&self) -> Result<Vec<Held>, BookError> {
        let mut db = self.pools.read.acquire().await?;
        let rows: Vec<(String, i64, i64)> =
            sqlx::query_as("SELECT what, held_by, held_at FROM holds ORDER BY held_at, what")
                .fetch_all(&mut *db)
                .await?;
        rows.iter().map(held).collect()
    }

    /// Whether something is held.
    pub(super) async fn is_held(&self, what: Hold) -> Result<bool, BookError> {
        let mut db = self.pools.read.acquire().await?;
        Ok(find(&mut db, what).await?.is_some())
    }
}

impl Page {
    /// Refuses to go on with what is held.
    pub(crate) async fn refuse_held(&mut self, what: Hold) -> Result<(), BookError> {
        match find(self.db(), what).await? {
            Some(held) => Err(BookError::Held(held)),
            None => Ok(()),
        }
    }
}

async fn find(db: &mut Connection, what: Hold) -> Result<Option<Held>, BookError> {
    let row: Option<(String, i64, i64)> =
        sqlx::query_as("SELECT what, held_by, held_at FROM holds WHERE what = ?")
            .bind(what.code())
            .fetch_optional(db)
            .await?;
    row.as_ref().map(held).transpose()
}

fn held((what, by, at): &(String, i64, i64)) -> Result<Held, BookError> {
    Ok(Held {
        what: parse("holds", what)?,
        by: UserId::new(*by).ok(),
        since: moment("holds", *at)?,
    })
}
