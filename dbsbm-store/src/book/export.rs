//! Taking the books out: bets leg by leg, events, and the proof.

use super::{BetFilter, Book};
use crate::BookError;
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::view::BetView,
    guild::Actor,
    id::GuildId,
    market::{Line, Market, Period, Side},
    proof::Hash,
    settle::Grade,
};
use futures_util::TryStreamExt as _;
use serde::Serialize;
use sqlx::Row as _;
use std::io::Write;

/// One leg with its bet: a row of an export. Amounts are decimals of four places, times RFC 3339.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[expect(missing_docs, reason = "the columns are those of BetView and LegView")]
pub struct BetLine {
    pub bet: i64,
    pub leg: usize,
    pub capper: String,
    pub name: String,
    pub kind: &'static str,
    pub stake_is: &'static str,
    pub stake: String,
    pub origin: String,
    pub late: bool,
    pub price_basis: String,
    pub verified: bool,
    pub status: &'static str,
    pub placed_at: String,
    pub settled_at: Option<String>,
    pub staked: String,
    pub returned: Option<String>,
    pub net: Option<String>,
    pub rules: Option<String>,
    pub league: &'static str,
    pub home: String,
    pub away: String,
    pub start: String,
    pub market: Market,
    pub period: Period,
    pub side: Side,
    pub line: Option<Line>,
    pub player: Option<String>,
    pub stat: Option<String>,
    pub price: String,
    pub book: Option<String>,
    pub grade: Grade,
    pub score: Option<String>,
}

/// One event of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventLine {
    /// Its place in the chain.
    pub seq: i64,
    /// The event in canonical form.
    pub event: String,
    /// Its hash, in hexadecimal digits.
    pub hash: String,
}

/// Bets read at a time.
const PER_READ: u32 = 500;

impl Book {
    /// Hands over every bet of the guild, leg by leg, by number; as the books stood at a time, where one is given.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], [`BookError::Plan`] when the plan's exports of the day are used up, or what `take` returns.
    pub async fn export_bets(
        &self,
        actor: &Actor,
        as_of: Option<DateTime<Utc>>,
        take: &mut (dyn FnMut(BetLine) -> Result<(), BookError> + Send),
    ) -> Result<(), BookError> {
        self.count_export(actor, "bets").await?;
        let mut filter = BetFilter {
            limit: Some(PER_READ),
            as_of,
            ..BetFilter::default()
        };
        loop {
            let bets = self.bets(actor.guild, &filter).await?;
            let Some(last) = bets.last() else { return Ok(()) };
            filter.after = last.bet.get();
            for bet in &bets {
                lines(bet).try_for_each(&mut *take)?;
            }
        }
    }

    /// Hands over every event of the guild's chain in order.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], [`BookError::Plan`] when the plan's exports of the day are used up, or what `take` returns.
    pub async fn export_events(
        &self,
        actor: &Actor,
        take: &mut (dyn FnMut(EventLine) -> Result<(), BookError> + Send),
    ) -> Result<(), BookError> {
        self.count_export(actor, "events").await?;
        self.every_event(actor.guild, take).await
    }

    async fn every_event(
        &self,
        guild: GuildId,
        take: &mut (dyn FnMut(EventLine) -> Result<(), BookError> + Send),
    ) -> Result<(), BookError> {
        let mut db = self.pools.read.acquire().await?;
        let mut rows = sqlx::query("SELECT seq, body, hash FROM events WHERE guild_id = ? ORDER BY seq")
            .bind(guild.get())
            .fetch(&mut *db);
        while let Some(row) = rows.try_next().await? {
            let seq: i64 = row.try_get(0)?;
            let hash = <[u8; 32]>::try_from(row.try_get::<&[u8], _>(2)?)
                .map_err(|e| BookError::corrupt(format!("events {seq}"), e))?;
            take(EventLine {
                seq,
                event: row.try_get(1)?,
                hash: Hash::from_bytes(hash).to_string(),
            })?;
        }
        Ok(())
    }

    /// Writes the proof: JSON Lines, the head first, then every event with its hash, for [`verify_proof`](crate::verify_proof).
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], [`BookError::Plan`] when the plan's exports of the day are used up, or a failure to write.
    pub async fn export_proof(&self, actor: &Actor, out: &mut (dyn Write + Send)) -> Result<(), BookError> {
        self.count_export(actor, "proof").await?;
        // The head is read first: events that come in meanwhile are not part of this proof.
        let head = self.verify(actor.guild).await?;
        let write = |out: &mut (dyn Write + Send), line: String| {
            writeln!(out, "{line}").map_err(|e| BookError::File {
                code: "unwritable",
                message: e.to_string(),
            })
        };
        let events = i64::try_from(head.events).unwrap_or(i64::MAX);
        write(
            out,
            serde_json::json!({ "v": 1, "head": head.head, "events": events, "published": [] }).to_string(),
        )?;
        self.every_event(actor.guild, &mut |line| {
            if line.seq > events {
                return Ok(());
            }
            write(
                out,
                format!("{{\"event\":{},\"hash\":\"{}\"}}", line.event, line.hash),
            )
        })
        .await
    }
}

fn lines(bet: &BetView) -> impl Iterator<Item = BetLine> + '_ {
    (1..).zip(&bet.legs).map(|(leg, of)| BetLine {
        bet: bet.bet.get(),
        leg,
        capper: bet.capper.clone(),
        name: bet.name.clone(),
        kind: bet.kind,
        stake_is: bet.stake_is,
        stake: bet.stake.to_string(),
        origin: bet.origin.clone(),
        late: bet.late,
        price_basis: bet.price_basis.clone(),
        verified: bet.verified,
        status: bet.status.code(),
        placed_at: bet.placed_at.to_rfc3339(),
        settled_at: bet.settled_at.map(|at| at.to_rfc3339()),
        staked: bet.staked.to_string(),
        returned: bet.returned.map(|units| units.to_string()),
        net: bet.net.map(|units| units.to_string()),
        rules: bet.rules.clone(),
        league: of.league,
        home: of.home.clone(),
        away: of.away.clone(),
        start: of.start.to_rfc3339(),
        market: of.selection.market,
        period: of.selection.period,
        side: of.selection.side,
        line: of.selection.line,
        player: of.player.clone(),
        stat: of.stat.clone(),
        price: of.price.to_string(),
        book: of.book.clone(),
        grade: of.grade,
        score: of.score.clone(),
    })
}
