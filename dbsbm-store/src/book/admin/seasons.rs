//! Seasons: opened by an admin, entered by cappers, frozen at the end.

use super::{Book, guilds, small, standings};
use crate::{
    BookError,
    book::board::entry,
    convert::{moment, parse},
    db::{Connection, Row},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    guild::{Action, Actor, permit},
    id::{GuildId, UserId},
    ledger::Fact,
    proof::digest128,
    record::{Season, SeasonPick, Stakes, Standing, TieBreak},
};
use sqlx::Row as _;
use std::collections::BTreeMap;

/// What an admin says of a new season.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeasonTerms {
    /// Its name.
    pub name: String,
    /// Picks placed from here on count.
    pub opens: DateTime<Utc>,
    /// Picks placed from here on do not.
    pub closes: DateTime<Utc>,
    /// What a pick counts.
    pub stakes: Stakes,
    /// Decided picks below which a capper is unranked.
    pub min_picks: u32,
    /// Who stands higher at the same net.
    pub tie_break: TieBreak,
}

/// A season.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SeasonView {
    /// Its number in the guild.
    pub season: u32,
    /// Its name.
    pub name: String,
    /// Picks placed from here on count.
    pub opens: DateTime<Utc>,
    /// Picks placed from here on do not.
    pub closes: DateTime<Utc>,
    /// What a pick counts.
    pub stakes: Stakes,
    /// Decided picks below which a capper is unranked.
    pub min_picks: u32,
    /// Who stands higher at the same net.
    pub tie_break: TieBreak,
    /// When its standings were frozen; null before.
    pub closed_at: Option<DateTime<Utc>>,
    /// Cappers who entered.
    pub entered: i64,
}

impl Book {
    /// Opens a season; the same key again gives the first answer.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], [`BookError::Season`], or [`BookError::Text`] for the name.
    pub async fn create_season(
        &self,
        actor: &Actor,
        terms: &SeasonTerms,
        key: &str,
    ) -> Result<SeasonView, BookError> {
        let name = guilds::checked_name("the season's name", &terms.name)?;
        let rules = Season::new(
            terms.opens,
            terms.closes,
            terms.stakes,
            terms.min_picks,
            terms.tie_break,
        )?;
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ManageSeasons, &page.guild.settings)?;
        let idem = digest128(&format!("season|{key}")).to_vec();
        let first: Option<i64> =
            sqlx::query_scalar("SELECT season_no FROM seasons WHERE guild_id = ? AND idem = ?")
                .bind(actor.guild.get())
                .bind(&idem)
                .fetch_optional(page.db())
                .await?;
        if let Some(number) = first {
            drop(page);
            return self.season(actor.guild, small("seasons", number)?).await;
        }
        let next: i64 =
            sqlx::query_scalar("SELECT COALESCE(MAX(season_no), 0) + 1 FROM seasons WHERE guild_id = ?")
                .bind(actor.guild.get())
                .fetch_one(page.db())
                .await?;
        let season = small("seasons", next)?;
        let fact = Fact::SeasonOpened {
            season,
            name: page.digest(&name),
        };
        let seq = page.record(0, fact)?;
        page.audit(seq, actor, "season.create", &format!("{season}: {name}"));
        sqlx::query(
            "INSERT INTO seasons (guild_id, season_no, name, opens_at, closes_at, stakes, min_picks, tie_break, seq, idem) \
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(actor.guild.get())
        .bind(next)
        .bind(&name)
        .bind(rules.opens.timestamp_millis())
        .bind(rules.closes.timestamp_millis())
        .bind(rules.stakes.code())
        .bind(i64::from(rules.min_picks))
        .bind(rules.tie_break.code())
        .bind(seq.get())
        .bind(&idem)
        .execute(page.db())
        .await?;
        page.commit().await?;
        self.season(actor.guild, season).await
    }

    /// Enters a capper in a season; again, it changes nothing. Only picks placed from then on count.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], [`BookError::NoCapper`], [`BookError::NoSeason`] or [`BookError::Season`].
    pub async fn join_season(
        &self,
        actor: &Actor,
        season: u32,
        capper: UserId,
    ) -> Result<SeasonView, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::EnterSeason { capper }, &page.guild.settings)?;
        let subject = page.poster(capper).await?;
        let view = load(page.db(), actor.guild, season).await?;
        let entered: Option<i64> = sqlx::query_scalar(
            "SELECT joined_at FROM season_entries WHERE guild_id = ? AND season_no = ? AND user_id = ?",
        )
        .bind(actor.guild.get())
        .bind(i64::from(season))
        .bind(capper.get())
        .fetch_optional(page.db())
        .await?;
        if entered.is_none() {
            view.rules().may_enter(page.now)?;
            let seq = page.record(0, Fact::SeasonEntered { season, subject })?;
            page.audit(seq, actor, "season.enter", &format!("{capper}: season {season}"));
            let now = page.now.timestamp_millis();
            sqlx::query(
                "INSERT INTO season_entries (guild_id, season_no, user_id, joined_at) VALUES (?, ?, ?, ?)",
            )
            .bind(actor.guild.get())
            .bind(i64::from(season))
            .bind(capper.get())
            .bind(now)
            .execute(page.db())
            .await?;
            page.commit().await?;
        }
        self.season(actor.guild, season).await
    }

    /// The standings of a season: the frozen ones when it was closed, else as they are now.
    ///
    /// # Errors
    /// [`BookError::NoSeason`].
    pub async fn season_standings(&self, guild: GuildId, season: u32) -> Result<Vec<Standing>, BookError> {
        let mut db = self.pools.read.begin().await?;
        let view = load(&mut db, guild, season).await?;
        match standings::frozen(&mut db, guild, &about(season)).await? {
            Some(frozen) => Ok(frozen),
            None => Ok(current(&mut db, guild, &view).await?.0),
        }
    }

    /// Freezes the standings of a season that is over and settled; again, it gives what was frozen.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], [`BookError::NoSeason`], or [`BookError::Season`] while it takes picks or has open ones.
    pub async fn close_season(&self, actor: &Actor, season: u32) -> Result<Vec<Standing>, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ManageSeasons, &page.guild.settings)?;
        let view = load(page.db(), actor.guild, season).await?;
        if let Some(frozen) = standings::frozen(page.db(), actor.guild, &about(season)).await? {
            return Ok(frozen);
        }
        let (rows, open) = current(page.db(), actor.guild, &view).await?;
        view.rules().may_close(page.now, open)?;
        standings::freeze(&mut page, actor, &about(season), &rows).await?;
        let now = page.now.timestamp_millis();
        sqlx::query("UPDATE seasons SET closed_at = ? WHERE guild_id = ? AND season_no = ?")
            .bind(now)
            .bind(actor.guild.get())
            .bind(i64::from(season))
            .execute(page.db())
            .await?;
        page.commit().await?;
        Ok(rows)
    }

    /// One season.
    ///
    /// # Errors
    /// [`BookError::NoSeason`].
    pub async fn season(&self, guild: GuildId, season: u32) -> Result<SeasonView, BookError> {
        let mut db = self.pools.read.acquire().await?;
        load(&mut db, guild, season).await
    }

    /// The seasons of a guild, the newest first.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn seasons(&self, guild: GuildId) -> Result<Vec<SeasonView>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        list(&mut db, guild, None).await
    }
}

impl SeasonView {
    const fn rules(&self) -> Season {
        Season {
            opens: self.opens,
            closes: self.closes,
            stakes: self.stakes,
            min_picks: self.min_picks,
            tie_break: self.tie_break,
        }
    }
}

fn about(season: u32) -> String {
    format!("season:{season}")
}

async fn load(db: &mut Connection, guild: GuildId, season: u32) -> Result<SeasonView, BookError> {
    let found = list(db, guild, Some(season)).await?;
    found.into_iter().next().ok_or(BookError::NoSeason(season))
}

async fn list(db: &mut Connection, guild: GuildId, only: Option<u32>) -> Result<Vec<SeasonView>, BookError> {
    let rows = sqlx::query(
        "SELECT season_no, name, opens_at, closes_at, stakes, min_picks, tie_break, closed_at, \
         (SELECT COUNT(*) FROM season_entries e WHERE e.guild_id = s.guild_id AND e.season_no = s.season_no) \
         FROM seasons s WHERE guild_id = ? AND (? = 0 OR season_no = ?) ORDER BY season_no DESC",
    )
    .bind(guild.get())
    .bind(i64::from(only.unwrap_or_default()))
    .bind(i64::from(only.unwrap_or_default()))
    .fetch_all(db)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<SeasonView, BookError> {
    let number: i64 = row.try_get(0)?;
    let place = format!("seasons {number}");
    let closed_at: i64 = row.try_get(7)?;
    Ok(SeasonView {
        season: small(&place, number)?,
        name: row.try_get(1)?,
        opens: moment(&place, row.try_get(2)?)?,
        closes: moment(&place, row.try_get(3)?)?,
        stakes: parse(&place, row.try_get(4)?)?,
        min_picks: small(&place, row.try_get(5)?)?,
        tie_break: parse(&place, row.try_get(6)?)?,
        closed_at: if closed_at == 0 {
            None
        } else {
            Some(moment(&place, closed_at)?)
        },
        entered: row.try_get(8)?,
    })
}

/// Standings as they are now, and how many picks of the season are open.
async fn current(
    db: &mut Connection,
    guild: GuildId,
    season: &SeasonView,
) -> Result<(Vec<Standing>, i64), BookError> {
    let rows: Vec<(i64, i64)> =
        sqlx::query_as("SELECT user_id, joined_at FROM season_entries WHERE guild_id = ? AND season_no = ?")
            .bind(guild.get())
            .bind(i64::from(season.season))
            .fetch_all(&mut *db)
            .await?;
    let mut entered: BTreeMap<UserId, DateTime<Utc>> = BTreeMap::new();
    for (user, joined_at) in rows {
        let user = UserId::new(user).map_err(|e| BookError::corrupt("season_entries", e))?;
        entered.insert(user, moment("season_entries", joined_at)?);
    }
    // History that was imported afterwards is no pick of a season.
    let rows = sqlx::query(
        "SELECT s.user_id, b.placed_at, s.status, s.staked, s.returned, s.odds_e8, s.level_e8, s.verified, s.settled_at, \
         s.bet_no FROM season_entries e JOIN bet_states s ON s.guild_id = e.guild_id AND s.user_id = e.user_id \
         JOIN bets b ON b.guild_id = s.guild_id AND b.bet_no = s.bet_no \
         WHERE e.guild_id = ? AND e.season_no = ? AND s.track = 'main' AND s.status <> 'withdrawn' AND b.late = 0 \
         AND b.origin = 'posted' AND b.placed_at >= ? AND b.placed_at < ? AND b.placed_at >= e.joined_at \
         ORDER BY s.settled_at, s.bet_no",
    )
    .bind(guild.get())
    .bind(i64::from(season.season))
    .bind(season.opens.timestamp_millis())
    .bind(season.closes.timestamp_millis())
    .fetch_all(db)
    .await?;
    let (mut picks, mut open) = (Vec::with_capacity(rows.len()), 0);
    for row in &rows {
        let place = format!("bet_states {guild}/{}", row.try_get::<i64, _>(9)?);
        if row.try_get::<i64, _>(8)? == 0 {
            open += 1;
            continue;
        }
        picks.push(SeasonPick {
            capper: UserId::new(row.try_get(0)?).map_err(|e| BookError::corrupt(&place, e))?,
            placed_at: moment(&place, row.try_get(1)?)?,
            entry: entry(
                &place,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?,
                row.try_get(6)?,
                row.try_get(7)?,
            )?,
        });
    }
    Ok((season.rules().standings(&entered, &picks)?, open))
}
