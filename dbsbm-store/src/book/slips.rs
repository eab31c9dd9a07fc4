//! Meeting a pick with the games that are open, and with the players that are known.

use super::{Book, players::with_known_players, rosters};
use crate::{
    BookError,
    convert::{moment, odds, parse, selection},
    db::Arguments,
    insert::marks,
    rows::{QuoteRow, Record},
};
use chrono::TimeDelta;
use dbsbm_core::{
    bet::{
        Slip, StakeIs,
        resolve::{Open, game_named, resolve},
        text::{Pick, PickMarket},
    },
    guild::Settings,
    id::{GameId, GuildId},
    market::{Game, Quote},
    names::Rosters,
    odds::Odds,
    settle::RuleSet,
};
use serde::{Deserialize, Serialize};
use sqlx::{Arguments as _, AssertSqlSafe};
use std::collections::BTreeMap;

/// A game without a result this long after its start is no candidate any more.
pub(super) const OPEN_FOR: TimeDelta = TimeDelta::hours(12);

/// What a person chose where a pick can be meant in several ways.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Chosen {
    /// Games that were given beside the text: each decides wherever it fits.
    pub games: Vec<GameId>,
    /// Games of single legs, by what was [asked about](dbsbm_core::bet::resolve::ResolveError::about).
    #[serde(default)]
    pub legs: BTreeMap<String, GameId>,
    /// Names of players, by what was typed for them.
    pub players: BTreeMap<String, String>,
}

/// What the picks of a text are met with: settings, open games and players, each read once.
#[derive(Debug)]
pub struct PickReader<'a> {
    book: &'a Book,
    guild: GuildId,
    settings: Settings,
    games: Vec<Game>,
    /// Read when a prop first asks for them.
    rosters: Option<Rosters>,
}

impl PickReader<'_> {
    /// The slip that a pick makes with the open games, with what was chosen by hand after ambiguous answers. The guild's
    /// setting says what a bare stake means.
    ///
    /// # Errors
    /// [`BookError::Resolve`] says what is missing, or which game can be meant, [`BookError::AlikePlayers`] which player.
    pub async fn slip_of(&mut self, pick: &Pick, chosen: &Chosen) -> Result<Slip, BookError> {
        let quotes = self.book.totals_at_lines_of(pick).await?;
        let has_props = pick.legs.iter().any(|leg| leg.market == PickMarket::PlayerProp);
        if has_props && self.rosters.is_none() {
            let leagues = self.games.iter().map(|game| game.league).collect();
            let mut db = self.book.pools.read.acquire().await?;
            let rosters = rosters::read(&mut db, self.guild, leagues, self.book.env.now()).await?;
            self.rosters = Some(rosters);
        }
        let nobody = Rosters::new();
        let rosters = self.rosters.as_ref().unwrap_or(&nobody);
        let mut open = Open::new(&self.games)
            .quotes(&quotes)
            .zone(self.settings.timezone)
            .players(rosters)
            .chosen(&chosen.games)
            .answers(&chosen.legs);
        if let Some(rules) = RuleSet::named(self.settings.rules.as_str()) {
            open = open.rules(rules);
        }
        let slip = resolve(pick, &open, StakeIs::Risk)?;
        let prices: Vec<Odds> = slip.legs().iter().map(|leg| leg.price).collect();
        let slip = match self.settings.stake_display.bare_stake(slip.kind(), &prices) {
            StakeIs::Risk => slip,
            other => resolve(pick, &open, other)?,
        };
        with_known_players(slip, &self.games, rosters, chosen)
    }
}

impl Book {
    /// What several picks of a guild can be met with.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn pick_reader(&self, guild: GuildId) -> Result<PickReader<'_>, BookError> {
        Ok(PickReader {
            book: self,
            guild,
            settings: self.settings(guild).await?,
            games: self.open_games().await?,
            rosters: None,
        })
    }

    /// The open game of the teams that a text names, as a pick would name them.
    ///
    /// # Errors
    /// [`BookError::Resolve`] with the games where several fit.
    pub async fn game_named(&self, guild: GuildId, text: &str) -> Result<Game, BookError> {
        let reader = self.pick_reader(guild).await?;
        let open = Open::new(&reader.games).zone(reader.settings.timezone);
        Ok(game_named(text, &open)?.clone())
    }

    /// The slip that one pick makes.
    ///
    /// # Errors
    /// As for [`PickReader::slip_of`].
    pub async fn slip_of(&self, guild: GuildId, pick: &Pick) -> Result<Slip, BookError> {
        self.slip_of_chosen(guild, pick, &Chosen::default()).await
    }

    /// The same with what was chosen by hand.
    ///
    /// # Errors
    /// As for [`PickReader::slip_of`].
    pub async fn slip_of_chosen(
        &self,
        guild: GuildId,
        pick: &Pick,
        chosen: &Chosen,
    ) -> Result<Slip, BookError> {
        self.pick_reader(guild).await?.slip_of(pick, chosen).await
    }

    /// Totals of open games at the lines of legs that name no team: a bare total is of the one game that has its line.
    /// Nothing else needs prices, so nothing else reads them.
    async fn totals_at_lines_of(&self, pick: &Pick) -> Result<Vec<Quote>, BookError> {
        let bare = pick.legs.iter().filter(|leg| leg.name.is_none());
        let lines: Vec<String> = bare.filter_map(|leg| Some(leg.line?.to_string())).collect();
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        // Joined from the games, so that the cost is that of the open ones and not of all that was ever quoted.
        let sql = format!(
            "SELECT {} FROM games g CROSS JOIN quotes q ON q.game_id = g.game_id AND q.market = 'total' \
             WHERE g.status IN ('scheduled', 'live') AND g.start_at > ? AND q.line IN ({})",
            QuoteRow::columns("q"),
            marks(lines.len())
        );
        let from = (self.env.now() - OPEN_FOR).timestamp_millis();
        let mut arguments = Arguments::default();
        arguments.add(from).map_err(BookError::Database)?;
        for line in lines {
            arguments.add(line).map_err(BookError::Database)?;
        }
        let rows = sqlx::query_with(AssertSqlSafe(sql), arguments)
            .fetch_all(&self.pools.read)
            .await?;
        rows.iter().map(|row| quote(&QuoteRow::read(row, 0)?)).collect()
    }
}

/// The quote of a row.
pub(super) fn quote(row: &QuoteRow) -> Result<Quote, BookError> {
    let place = format!("quotes {}", row.game_id);
    Ok(Quote {
        game: GameId::new(row.game_id).map_err(|e| BookError::corrupt(&place, e))?,
        selection: selection(&place, &row.market, &row.period, &row.side, &row.line)?,
        price: odds(&place, row.num, row.den, &row.notation)?,
        book: row.book.clone(),
        source: row.source.clone(),
        as_of: moment(&place, row.as_of)?,
        moment: parse(&place, &row.moment)?,
    })
}
