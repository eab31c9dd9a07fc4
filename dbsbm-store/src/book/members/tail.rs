//! Tailing and fading: one tap, one transaction.

use super::request;
use crate::{
    BookError,
    book::{Book, games::games_behind, grading::load_one, holds::Hold, slips::quote},
    convert::{moment, parse},
    db,
    insert::insert,
    page::{LoadedBet, Page},
    rows::{LegRow, QuoteRow, Record, TailLegRow, TailRow},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{FRESH, Leg},
    community::{
        Copied, CopyBasis, CopyPrice, TailChange, TailFacts, TailSide, Tap, copy_prices, copy_ticket, tap,
    },
    guild::Actor,
    id::{BetNo, GameId, GuildId, UserId},
    market::{Game, Quote, Selection},
    money::Units,
    settle::{Grade, Outcome},
};
use serde::Serialize;
use sqlx::AssertSqlSafe;

/// How many members copied a bet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct TailCounts {
    /// With the capper.
    pub tails: u32,
    /// Against.
    pub fades: u32,
}

/// A member's copy of a bet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TailView {
    /// The bet.
    pub bet: BetNo,
    /// The side taken; none when the copy was taken back.
    pub side: Option<TailSide>,
    /// What the last tap did.
    pub change: TailChange,
    /// Where its price comes from.
    pub basis: CopyBasis,
    /// The stake; a mark has none.
    pub stake: Option<Units>,
    /// The prices, leg by leg.
    pub prices: Vec<CopyPrice>,
    /// When it was tapped.
    pub tapped_at: DateTime<Utc>,
    /// How it ended.
    pub outcome: Outcome,
    /// Risked, once settled.
    pub staked: Option<Units>,
    /// Returned, once settled.
    pub returned: Option<Units>,
    /// Net, once settled.
    pub net: Option<Units>,
}

impl Book {
    /// Tails or fades a bet: the first tap adds a copy, the same tap again takes it back, another stake or the other side
    /// replaces it at the price of that moment. The same key again gives the first answer.
    ///
    /// Without a stake, it is that of the member's last copy, or one unit.
    ///
    /// # Errors
    /// [`BookError::Member`] or [`BookError::NotAllowed`] with the rule, [`BookError::NoBet`], or [`BookError::Held`] unless it
    /// takes a copy back.
    pub async fn tail(
        &self,
        actor: &Actor,
        bet: BetNo,
        side: TailSide,
        stake: Option<Units>,
        key: &str,
    ) -> Result<(TailView, TailCounts), BookError> {
        let user = actor.person("tailing or fading")?;
        let idem = request("tap", user, key)?;
        let mut page = self.page(actor.guild).await?;
        let held = page.held(bet, user).await?;
        if let Some(held) = held.as_ref().filter(|held| held.idem == idem) {
            let prices = load_prices(page.db(), held).await?;
            let counts = count(page.db(), actor.guild, bet).await?;
            return Ok((view(held, prices)?, counts));
        }
        let loaded = load_one(&mut page, bet).await?;
        let asked = Tap { side, stake };
        let (row, prices) = page
            .copy(actor, user, &loaded, asked, held.as_ref(), idem)
            .await?;
        page.put_copy(&row, &prices).await?;
        page.edited(&loaded);
        let counts = count(page.db(), actor.guild, bet).await?;
        page.commit().await?;
        Ok((view(&row, prices)?, counts))
    }

    /// How many members tailed and faded a bet.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn tail_counts(&self, guild: GuildId, bet: BetNo) -> Result<TailCounts, BookError> {
        let mut db = self.pools.read.acquire().await?;
        count(&mut db, guild, bet).await
    }
}

impl Page {
    /// How many members ever tailed a bet, those who took it back counted: the first one ends the free withdrawal.
    pub(crate) async fn tailed(&mut self, bet: BetNo) -> Result<u32, BookError> {
        let guild = self.guild.id.get();
        let count: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM tails WHERE guild_id = ? AND bet_no = ? AND was_with = 1",
        )
        .bind(guild)
        .bind(bet.get())
        .fetch_one(self.db())
        .await?;
        Ok(u32::try_from(count).unwrap_or(u32::MAX))
    }

    async fn held(&mut self, bet: BetNo, user: UserId) -> Result<Option<TailRow>, BookError> {
        let sql = format!(
            "SELECT {} FROM tails t WHERE t.guild_id = ? AND t.bet_no = ? AND t.user_id = ?",
            TailRow::columns("t")
        );
        let guild = self.guild.id.get();
        let row = sqlx::query(AssertSqlSafe(sql))
            .bind(guild)
            .bind(bet.get())
            .bind(user.get())
            .fetch_optional(self.db())
            .await?;
        Ok(row.map(|row| TailRow::read(&row, 0)).transpose()?)
    }

    /// What a tap makes of the member's copy.
    async fn copy(
        &mut self,
        actor: &Actor,
        user: UserId,
        loaded: &LoadedBet,
        asked: Tap,
        held: Option<&TailRow>,
        idem: [u8; 16],
    ) -> Result<(TailRow, Vec<CopyPrice>), BookError> {
        let place = loaded.place();
        let games: Vec<Game> = games_behind(self.db(), [loaded]).await?.into_values().collect();
        let facts = TailFacts {
            status: parse(&place, &loaded.state.status)?,
            shadow: loaded.state.track == "shadow",
            capper: loaded.capper()?,
            first_start: loaded.locks_at(&games, self.now)?,
            games: &games,
            now: self.now,
            break_until: self.break_until(user).await?,
            held: held.map(taken).transpose()?.flatten(),
            last_stake: self.last_stake(user).await?,
        };
        let step = tap(actor, asked, &facts, &self.guild.settings)?;
        // The way out stays open: the start would lock what cannot be taken back.
        if step.change != TailChange::Removed {
            self.refuse_held(Hold::Posting).await?;
        }
        let copied = match step.change {
            TailChange::Removed => Copied {
                basis: held.map_or(Ok(CopyBasis::Mark), |held| parse(&place, &held.basis))?,
                prices: Vec::new(),
            },
            _ => self.price(loaded, asked.side, step.stake).await?,
        };
        let side = match step.change {
            TailChange::Removed => OFF,
            _ => asked.side.code(),
        };
        let with = side == TailSide::With.code() || held.is_some_and(|held| held.was_with != 0);
        let row = TailRow {
            guild_id: self.guild.id.get(),
            bet_no: loaded.bet.bet_no,
            user_id: user.get(),
            capper_id: loaded.bet.user_id,
            side: side.into(),
            basis: copied.basis.code().into(),
            stake: step.stake.ten_thousandths(),
            tapped_at: self.now.timestamp_millis(),
            was_with: i64::from(with),
            idem: idem.to_vec(),
            did: step.change.code().into(),
            outcome: Outcome::Open.code().into(),
            staked: 0,
            returned: 0,
            settled_at: 0,
        };
        Ok((row, copied.prices))
    }

    /// The prices of this moment, refused when they could return more than the books take.
    async fn price(&mut self, loaded: &LoadedBet, side: TailSide, stake: Units) -> Result<Copied, BookError> {
        let (kind, _, terms) = loaded.slip()?;
        let legs: Vec<Leg> = loaded.legs.iter().map(LegRow::leg).collect::<Result<_, _>>()?;
        let mut quotes = Vec::new();
        for leg in &legs {
            if let Some(selection) = side.of(leg.selection) {
                quotes.extend(self.fresh_quotes(leg.game, &selection).await?);
            }
        }
        let books = &self.guild.settings.books;
        let copied = copy_prices(side, &kind, &legs, self.now, &quotes, books);
        if copied.basis != CopyBasis::Mark {
            let open = copied.prices.iter().map(|copy| (copy.price, Grade::Open));
            _ = copy_ticket(&kind, &terms, stake, open)?;
        }
        Ok(copied)
    }

    /// Quotes of one side of a market, at any line, that may be fresh.
    async fn fresh_quotes(&mut self, game: GameId, of: &Selection) -> Result<Vec<Quote>, BookError> {
        let (now, since) = (self.now, self.now - FRESH);
        let sql = format!(
            "SELECT {} FROM quotes q WHERE q.game_id = ? AND q.market = ? AND q.period = ? AND q.side = ? \
             AND q.as_of >= ? AND q.as_of <= ?",
            QuoteRow::columns("q")
        );
        let rows = sqlx::query(AssertSqlSafe(sql))
            .bind(game.get())
            .bind(of.market.code())
            .bind(of.period.to_string())
            .bind(of.side.to_string())
            .bind(since.timestamp_millis())
            .bind(now.timestamp_millis())
            .fetch_all(self.db())
            .await?;
        rows.iter().map(|row| quote(&QuoteRow::read(row, 0)?)).collect()
    }

    async fn last_stake(&mut self, user: UserId) -> Result<Option<Units>, BookError> {
        let guild = self.guild.id.get();
        let stake: Option<i64> = sqlx::query_scalar(
            "SELECT stake FROM tails WHERE guild_id = ? AND user_id = ? ORDER BY tapped_at DESC LIMIT 1",
        )
        .bind(guild)
        .bind(user.get())
        .fetch_optional(self.db())
        .await?;
        Ok(stake.and_then(Units::from_ten_thousandths))
    }

    async fn put_copy(&mut self, row: &TailRow, prices: &[CopyPrice]) -> Result<(), BookError> {
        sqlx::query("DELETE FROM tail_legs WHERE guild_id = ? AND bet_no = ? AND user_id = ?")
            .bind(row.guild_id)
            .bind(row.bet_no)
            .bind(row.user_id)
            .execute(self.db())
            .await?;
        let legs: Vec<TailLegRow> = (1..)
            .zip(prices)
            .map(|(leg_no, copy)| TailLegRow {
                guild_id: row.guild_id,
                bet_no: row.bet_no,
                user_id: row.user_id,
                leg_no,
                num: crate::convert::signed(copy.price.num()),
                den: crate::convert::signed(copy.price.den()),
                notation: copy.price.notation().code().into(),
                book: copy.book.clone().unwrap_or_default(),
            })
            .collect();
        insert(self.db(), &legs, "").await?;
        let replace = db::on_conflict_replace("guild_id, bet_no, user_id", TailRow::COLUMNS);
        insert(self.db(), std::slice::from_ref(row), &replace).await
    }
}

/// The side of a copy that was taken back.
const OFF: &str = "off";

/// The side and stake of a row, unless it was taken back.
fn taken(row: &TailRow) -> Result<Option<(TailSide, Units)>, BookError> {
    if row.side == OFF {
        return Ok(None);
    }
    let place = row.place();
    let stake =
        Units::from_ten_thousandths(row.stake).ok_or_else(|| BookError::corrupt(&place, "a stake"))?;
    Ok(Some((parse(&place, &row.side)?, stake)))
}

async fn count(db: &mut db::Connection, guild: GuildId, bet: BetNo) -> Result<TailCounts, BookError> {
    let (tails, fades): (i64, i64) = sqlx::query_as(
        "SELECT COALESCE(SUM(side = 'with'), 0), COALESCE(SUM(side = 'against'), 0) FROM tails \
         WHERE guild_id = ? AND bet_no = ?",
    )
    .bind(guild.get())
    .bind(bet.get())
    .fetch_one(db)
    .await?;
    let number = |n: i64| u32::try_from(n).unwrap_or(u32::MAX);
    Ok(TailCounts {
        tails: number(tails),
        fades: number(fades),
    })
}

/// The prices of one copy.
async fn load_prices(db: &mut db::Connection, row: &TailRow) -> Result<Vec<CopyPrice>, BookError> {
    let sql = format!(
        "SELECT {} FROM tail_legs l WHERE l.guild_id = ? AND l.bet_no = ? AND l.user_id = ? ORDER BY l.leg_no",
        TailLegRow::columns("l")
    );
    let rows = sqlx::query(AssertSqlSafe(sql))
        .bind(row.guild_id)
        .bind(row.bet_no)
        .bind(row.user_id)
        .fetch_all(db)
        .await?;
    rows.iter().map(|row| TailLegRow::read(row, 0)?.copy()).collect()
}

/// A copy as its holder sees it.
pub(super) fn view(row: &TailRow, prices: Vec<CopyPrice>) -> Result<TailView, BookError> {
    let place = row.place();
    let units =
        |n: i64| Units::from_ten_thousandths(n).ok_or_else(|| BookError::corrupt(&place, "an amount"));
    let outcome: Outcome = parse(&place, &row.outcome)?;
    let basis: CopyBasis = parse(&place, &row.basis)?;
    let settled = |n: i64| (outcome != Outcome::Open).then(|| units(n)).transpose();
    Ok(TailView {
        bet: BetNo::new(row.bet_no).map_err(|e| BookError::corrupt(&place, e))?,
        side: taken(row)?.map(|(side, _)| side),
        change: parse(&place, &row.did)?,
        basis,
        stake: (basis != CopyBasis::Mark).then(|| units(row.stake)).transpose()?,
        prices,
        tapped_at: moment(&place, row.tapped_at)?,
        outcome,
        staked: settled(row.staked)?,
        returned: settled(row.returned)?,
        net: settled(row.returned - row.staked)?,
    })
}

impl TailRow {
    /// Where the copy stands, for messages.
    pub(super) fn place(&self) -> String {
        format!("tails {}/{}/{}", self.guild_id, self.bet_no, self.user_id)
    }
}

impl TailLegRow {
    /// The price of the row.
    pub(super) fn copy(self) -> Result<CopyPrice, BookError> {
        let place = format!("tail_legs {}/{}/{}", self.guild_id, self.bet_no, self.user_id);
        Ok(CopyPrice {
            price: crate::convert::odds(&place, self.num, self.den, &self.notation)?,
            book: (!self.book.is_empty()).then_some(self.book),
        })
    }
}
