//! Posting a bet.

use super::{
    Book,
    games::{KeyedGame, load_games, load_quotes},
};
use crate::{
    BookError,
    page::{NewBet, Page},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{PostFacts, PriceBasis, Slip, may_post, price_basis, view::BetView},
    guild::{Action, Actor, permit},
    id::{BetNo, ChannelId, UserId},
    market::{Game, Quote},
    money::Units,
    proof::digest128,
    record::SettlementDay,
};

/// A slip to be posted.
#[derive(Debug, Clone)]
pub struct Place {
    /// The slip.
    pub slip: Slip,
    /// Whose bet it is.
    pub capper: UserId,
    /// The caller's key: the same key again gives the first answer and posts nothing.
    pub key: Option<String>,
    /// When the capper posted it; now, if not said.
    pub posted_at: Option<DateTime<Utc>>,
    /// Where it was posted from: its message goes there while the guild has set no channel for it.
    pub channel: Option<ChannelId>,
}

/// The longest key.
const MAX_KEY: usize = 200;

impl Book {
    /// Posts a bet.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] and [`BookError::Post`] say which rule stands against it, with its number;
    /// [`BookError::Held`] that none is taken now.
    pub async fn place(&self, actor: &Actor, place: Place) -> Result<BetView, BookError> {
        let number = match self.written(actor, place).await? {
            Written::Before(number) => number,
            Written::New(page, number) => {
                page.commit().await?;
                number
            }
        };
        self.bet(actor.guild, number).await
    }

    /// The bet that [`Book::place`] would post, or the refusal that it would give: the same steps, taken back. A hold is no
    /// refusal of the bet: it can be looked at meanwhile.
    ///
    /// # Errors
    /// As for [`Book::place`], but for [`BookError::Held`].
    pub async fn preview(&self, actor: &Actor, place: Place) -> Result<BetView, BookError> {
        match self.written(actor, place).await? {
            Written::Before(number) => self.bet(actor.guild, number).await,
            Written::New(mut page, number) => {
                page.write().await?;
                let seen = self
                    .views_in(page.db(), actor.guild, &[number.get()], None)
                    .await?;
                seen.into_iter().next().ok_or(BookError::NoBet {
                    guild: actor.guild,
                    bet: number,
                })
            }
        }
    }

    /// Writes a bet on a page, if it stands up to the rules.
    async fn written(&self, actor: &Actor, place: Place) -> Result<Written, BookError> {
        if place
            .key
            .as_ref()
            .is_some_and(|key| key.is_empty() || key.len() > MAX_KEY)
        {
            return Err(BookError::Text {
                what: "the key",
                why: format!("it must have 1 to {MAX_KEY} bytes"),
            });
        }
        let mut page = self.page(actor.guild).await?;
        let capper = place.capper;
        permit(actor, Action::Post { capper }, &page.guild.settings)?;
        let key = match &place.key {
            Some(key) => digest128(&format!("key|{capper}|{key}")),
            None => self.env.secret::<16>(),
        };
        let first: Option<i64> =
            sqlx::query_scalar("SELECT bet_no FROM bets WHERE guild_id = ? AND idem = ?")
                .bind(actor.guild.get())
                .bind(key.to_vec())
                .fetch_optional(page.db())
                .await?;
        if let Some(number) = first {
            let number = BetNo::new(number).map_err(|e| BookError::corrupt("bets", e))?;
            return Ok(Written::Before(number));
        }
        let subject = page.poster(capper).await?;
        let posted_at = place.posted_at.unwrap_or(page.now);
        let rows = load_games(page.db(), place.slip.legs().iter().map(|leg| leg.game.get())).await?;
        let mut games = Vec::with_capacity(place.slip.legs().len());
        let mut quotes: Vec<Quote> = Vec::new();
        for leg in place.slip.legs() {
            let row = rows
                .get(&leg.game.get())
                .ok_or(BookError::NoGame(leg.game.get()))?;
            games.push(KeyedGame {
                game: row.game()?,
                key: row.game_key.clone(),
            });
            quotes.extend(load_quotes(page.db(), leg.game).await?);
        }
        let plain: Vec<Game> = games.iter().map(|g| g.game.clone()).collect();
        let (open_bets, staked_today) = today(&mut page, capper, posted_at).await?;
        let facts = PostFacts {
            posted_at,
            games: &plain,
            staked_today,
            open_bets,
        };
        let posted = may_post(&place.slip, &facts, &page.guild.settings)?;
        let basis: PriceBasis = price_basis(&place.slip, posted_at, &quotes, &page.guild.settings.books);
        let keyed: Vec<(&Game, &str)> = games.iter().map(|g| (&g.game, g.key.as_str())).collect();
        let number = page.post(NewBet {
            capper,
            subject,
            slip: &place.slip,
            games: &keyed,
            placed_at: posted_at,
            imported: false,
            late: posted.late,
            basis: basis.code(),
            key,
            channel: place.channel,
        })?;
        Ok(Written::New(Box::new(page), number))
    }
}

/// A bet on its way into the books.
enum Written {
    /// The key was used before, for this bet.
    Before(BetNo),
    /// It is on a page that nobody else sees before the commit.
    New(Box<Page>, BetNo),
}

/// Open bets of the guild, and what the capper has staked on the guild's day, as named.
async fn today(page: &mut Page, capper: UserId, posted_at: DateTime<Utc>) -> Result<(u32, Units), BookError> {
    let guild = page.guild.id.get();
    let zone = page.guild.settings.timezone;
    let (begin, end) = SettlementDay::of(posted_at, zone).bounds(zone);
    let open: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM bet_states WHERE guild_id = ? AND status = 'open'")
            .bind(guild)
            .fetch_one(page.db())
            .await?;
    let staked: i64 = sqlx::query_scalar(
        "SELECT COALESCE(SUM(b.stake), 0) FROM bets b JOIN bet_states s \
         ON s.guild_id = b.guild_id AND s.bet_no = b.bet_no AND s.status <> 'withdrawn' \
         WHERE b.guild_id = ? AND b.user_id = ? AND b.origin = 'posted' AND b.placed_at >= ? AND b.placed_at < ?",
    )
    .bind(guild)
    .bind(capper.get())
    .bind(begin.timestamp_millis())
    .bind(end.timestamp_millis())
    .fetch_one(page.db())
    .await?;
    let staked = Units::from_ten_thousandths(staked).unwrap_or(Units::MAX);
    Ok((u32::try_from(open).unwrap_or(u32::MAX), staked))
}
