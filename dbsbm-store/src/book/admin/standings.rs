//! Standings that are frozen: written once, never changed.

use crate::{
    BookError,
    db::Connection,
    insert::insert,
    page::Page,
    rows::{Record, StandingRow},
};
use dbsbm_core::{
    guild::Actor,
    id::{GuildId, UserId},
    ledger::Fact,
    money::Units,
    proof::canonical,
    record::Standing,
};
use sqlx::AssertSqlSafe;

/// The frozen standings of a month or season; `None` while it is open.
pub(super) async fn frozen(
    db: &mut Connection,
    guild: GuildId,
    about: &str,
) -> Result<Option<Vec<Standing>>, BookError> {
    let closed: Option<i64> =
        sqlx::query_scalar("SELECT closed_at FROM closings WHERE guild_id = ? AND about = ?")
            .bind(guild.get())
            .bind(about)
            .fetch_optional(&mut *db)
            .await?;
    if closed.is_none() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT {} FROM standings s WHERE s.guild_id = ? AND s.about = ? ORDER BY s.place = 0, s.place, s.user_id",
        StandingRow::columns("s")
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(guild.get())
        .bind(about)
        .fetch_all(db)
        .await?;
    let standings: Result<Vec<Standing>, BookError> = rows
        .iter()
        .map(|row| StandingRow::read(row, 0)?.standing())
        .collect();
    standings.map(Some)
}

/// Freezes standings, with their event and their line in the audit.
pub(super) async fn freeze(
    page: &mut Page,
    actor: &Actor,
    about: &str,
    standings: &[Standing],
) -> Result<(), BookError> {
    let text = canonical(&standings).map_err(|e| BookError::corrupt(about, e))?;
    let fact = Fact::StandingsFrozen {
        about: about.into(),
        standings: page.digest(&text),
    };
    let seq = page.record(0, fact)?;
    page.audit(seq, actor, "standings.freeze", about);
    let rows: Vec<StandingRow> = standings
        .iter()
        .map(|standing| StandingRow::of(page.guild.id, about, standing))
        .collect();
    insert(page.db(), &rows, "").await?;
    let (guild, now) = (page.guild.id.get(), page.now.timestamp_millis());
    sqlx::query("INSERT INTO closings (guild_id, about, closed_at, seq) VALUES (?, ?, ?, ?)")
        .bind(guild)
        .bind(about)
        .bind(now)
        .bind(seq.get())
        .execute(page.db())
        .await?;
    Ok(())
}

impl StandingRow {
    fn of(guild: GuildId, about: &str, standing: &Standing) -> Self {
        Self {
            guild_id: guild.get(),
            about: about.into(),
            user_id: standing.capper.get(),
            place: standing.rank.map_or(0, i64::from),
            won: standing.won,
            half_won: standing.half_won,
            lost: standing.lost,
            half_lost: standing.half_lost,
            push: standing.push,
            void: standing.void,
            risked: standing.risked.ten_thousandths(),
            net: standing.net.ten_thousandths(),
            level_e8: standing.level_e8,
        }
    }

    fn standing(&self) -> Result<Standing, BookError> {
        let place = format!("standings {}/{}/{}", self.guild_id, self.about, self.user_id);
        let amount = |n| {
            Units::from_ten_thousandths(n).ok_or_else(|| BookError::corrupt(&place, "an amount out of range"))
        };
        let rank = super::small(&place, self.place)?;
        Ok(Standing {
            rank: (rank > 0).then_some(rank),
            capper: UserId::new(self.user_id).map_err(|e| BookError::corrupt(&place, e))?,
            decided: self.won + self.half_won + self.lost + self.half_lost,
            won: self.won,
            half_won: self.half_won,
            lost: self.lost,
            half_lost: self.half_lost,
            push: self.push,
            void: self.void,
            risked: amount(self.risked)?,
            net: amount(self.net)?,
            level_e8: self.level_e8,
        })
    }
}
