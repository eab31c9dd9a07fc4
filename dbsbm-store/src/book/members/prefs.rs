//! What a member wants to hear, as it is kept.

use super::{keep, member};
use crate::{
    BookError,
    book::Book,
    convert::parse,
    db::Connection,
    insert::insert,
    rows::{MemberRow, Record, WishRow},
};
use dbsbm_core::{
    community::{Prefs, PrefsChange, QuietHours, Wish},
    guild::{Action, Actor, permit},
    id::{GuildId, UserId},
};
use sqlx::AssertSqlSafe;

impl Book {
    /// What a member wants to hear.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn notify_prefs(&self, guild: GuildId, user: UserId) -> Result<Prefs, BookError> {
        let mut db = self.pools.read.begin().await?;
        Ok(said(&mut db, guild, user).await?.1)
    }

    /// Changes what a member wants to hear, from what stands at this moment and not from what a front-end saw: of two
    /// choices at once both count. Gives what the member wants to hear now.
    ///
    /// # Errors
    /// [`BookError::Member`] with the bound that is passed.
    pub async fn change_notify_prefs(&self, actor: &Actor, change: &PrefsChange) -> Result<Prefs, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ForOneself, &page.guild.settings)?;
        let user = actor.person("choosing what to hear")?;
        let (mut row, before) = said(page.db(), actor.guild, user).await?;
        let prefs = before.clone().with(change)?;
        if prefs == before {
            return Ok(prefs);
        }
        row.zone = prefs.zone.map(|zone| zone.name().to_string()).unwrap_or_default();
        row.quiet_from = prefs.quiet.map_or(-1, |quiet| i64::from(quiet.from()));
        row.quiet_to = prefs.quiet.map_or(-1, |quiet| i64::from(quiet.to()));
        row.digest = prefs.digest.code().into();
        row.direct = i64::from(prefs.direct);
        keep(page.db(), row).await?;
        sqlx::query("DELETE FROM wishes WHERE guild_id = ? AND user_id = ?")
            .bind(actor.guild.get())
            .bind(user.get())
            .execute(page.db())
            .await?;
        insert(page.db(), &wishes(actor.guild, user, &prefs), "").await?;
        page.commit().await?;
        Ok(prefs)
    }
}

/// What a member said of themselves, and what of it is about hearing.
async fn said(db: &mut Connection, guild: GuildId, user: UserId) -> Result<(MemberRow, Prefs), BookError> {
    let row = member(db, guild, user).await?;
    let mut prefs = row.prefs()?;
    let sql = format!(
        "SELECT {} FROM wishes w WHERE w.guild_id = ? AND w.user_id = ?",
        WishRow::columns("w")
    );
    for row in sqlx::query(AssertSqlSafe(sql))
        .bind(guild.get())
        .bind(user.get())
        .fetch_all(db)
        .await?
    {
        WishRow::read(&row, 0)?.put(&mut prefs)?;
    }
    Ok((row, prefs))
}

fn wishes(guild: GuildId, user: UserId, prefs: &Prefs) -> Vec<WishRow> {
    let wish = |about: &str, what: String, wish: Wish| WishRow {
        guild_id: guild.get(),
        user_id: user.get(),
        about: about.into(),
        what,
        wish: wish.code().into(),
    };
    let cappers = prefs
        .cappers
        .iter()
        .map(|(id, w)| wish("capper", id.to_string(), *w));
    let leagues = prefs
        .leagues
        .iter()
        .map(|(l, w)| wish("league", l.code().into(), *w));
    cappers.chain(leagues).collect()
}

impl MemberRow {
    /// What the member wants to hear, but for the wishes.
    pub(super) fn prefs(&self) -> Result<Prefs, BookError> {
        let place = format!("members {}/{}", self.guild_id, self.user_id);
        let minutes = |n: i64| u16::try_from(n).map_err(|e| BookError::corrupt(&place, e));
        let quiet = match (self.quiet_from, self.quiet_to) {
            (-1, _) | (_, -1) => None,
            (from, to) => Some(
                QuietHours::new(minutes(from)?, minutes(to)?).map_err(|e| BookError::corrupt(&place, e))?,
            ),
        };
        let zone = (!self.zone.is_empty())
            .then(|| parse(&place, &self.zone))
            .transpose()?;
        Ok(Prefs {
            quiet,
            zone,
            digest: parse(&place, &self.digest)?,
            direct: u8::try_from(self.direct).map_err(|e| BookError::corrupt(&place, e))?,
            ..Prefs::default()
        })
    }
}

impl WishRow {
    /// Puts the wish among the member's preferences.
    pub(super) fn put(&self, prefs: &mut Prefs) -> Result<(), BookError> {
        let place = format!("wishes {}/{}", self.guild_id, self.user_id);
        let wish = parse(&place, &self.wish)?;
        if self.about == "capper" {
            prefs.cappers.insert(parse(&place, &self.what)?, wish);
        } else {
            prefs.leagues.insert(parse(&place, &self.what)?, wish);
        }
        Ok(())
    }
}
