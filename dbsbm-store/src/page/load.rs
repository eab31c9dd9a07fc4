//! Loading bets with their legs, a batch at a time.

use crate::{
    BookError,
    convert::{kind_and_terms, moment},
    db::{Arguments, Connection},
    insert::{marks, stays_prepared},
    rows::{BetRow, LegRow, ManualRow, Record, StateRow},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{Kind, Stake, Terms},
    id::{GuildId, UserId},
    market::{Game, GameStatus},
    money::Units,
};
use sqlx::{Arguments as _, AssertSqlSafe};
use std::collections::HashMap;

/// A bet with its legs, its state, and what was graded by hand.
#[derive(Debug, Clone)]
pub(crate) struct LoadedBet {
    pub(crate) bet: BetRow,
    pub(crate) state: StateRow,
    pub(crate) legs: Vec<LegRow>,
    /// Grades given by hand, by leg number; the newest counts.
    pub(crate) manual: HashMap<i64, ManualRow>,
}

impl LoadedBet {
    /// Where the bet stands, for messages.
    pub(crate) fn place(&self) -> String {
        format!("bets {}/{}", self.bet.guild_id, self.bet.bet_no)
    }

    /// Kind, stake and terms of the slip.
    pub(crate) fn slip(&self) -> Result<(Kind, Stake, Terms), BookError> {
        let place = self.place();
        let (kind, terms) = kind_and_terms(&place, &self.bet.kind, &self.bet.detail)?;
        let amount = Units::from_ten_thousandths(self.bet.stake)
            .ok_or_else(|| BookError::corrupt(&place, "a stake out of range"))?;
        Ok((
            kind,
            Stake {
                amount,
                is: crate::convert::parse(&place, &self.bet.stake_is)?,
            },
            terms,
        ))
    }

    /// The capper.
    pub(crate) fn capper(&self) -> Result<UserId, BookError> {
        UserId::new(self.bet.user_id).map_err(|e| BookError::corrupt(self.place(), e))
    }

    /// When the bet locks: at its first start, as it was known at the post or is known now. A game brought forward, or begun
    /// ahead of its schedule, locks it sooner; one that is put off does not open it again.
    pub(crate) fn locks_at<'a>(
        &self,
        games: impl IntoIterator<Item = &'a Game>,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, BookError> {
        let posted = moment(&self.place(), self.bet.locks_at)?;
        let began = games.into_iter().map(|game| began(game, now));
        Ok(began.fold(posted, Ord::min))
    }

    /// Start of the last leg.
    pub(crate) fn due_at(&self) -> Result<DateTime<Utc>, BookError> {
        moment(&self.place(), self.state.due_at)
    }
}

/// When a game began or will: one of which more is known than its schedule has begun, whatever that says.
pub(crate) fn began(game: &Game, now: DateTime<Utc>) -> DateTime<Utc> {
    match game.status {
        GameStatus::Live | GameStatus::Final | GameStatus::Abandoned => game.start.min(now),
        _ => game.start,
    }
}

/// The bets of these numbers, in the order given; numbers without a bet are left out.
pub(crate) async fn load_bets(
    db: &mut Connection,
    guild: GuildId,
    numbers: &[i64],
) -> Result<Vec<LoadedBet>, BookError> {
    let mut found: HashMap<i64, LoadedBet> = HashMap::with_capacity(numbers.len());
    for batch in numbers.chunks(crate::insert::BATCH) {
        let of = |alias: &str| {
            format!(
                "{alias}.guild_id = ? AND {alias}.bet_no IN ({})",
                marks(batch.len())
            )
        };
        let sql = format!(
            "SELECT {}, {} FROM bets b JOIN bet_states s ON s.guild_id = b.guild_id AND s.bet_no = b.bet_no WHERE {}",
            BetRow::columns("b"),
            StateRow::columns("s"),
            of("b")
        );
        for row in fetch(db, sql, guild, batch).await? {
            let bet = BetRow::read(&row, 0)?;
            let state = StateRow::read(&row, BetRow::COLUMNS.len())?;
            found.insert(
                bet.bet_no,
                LoadedBet {
                    bet,
                    state,
                    legs: Vec::with_capacity(1),
                    manual: HashMap::new(),
                },
            );
        }
        let sql = format!(
            "SELECT {} FROM legs l WHERE {} ORDER BY l.bet_no, l.leg_no",
            LegRow::columns("l"),
            of("l")
        );
        for row in fetch(db, sql, guild, batch).await? {
            let leg = LegRow::read(&row, 0)?;
            if let Some(loaded) = found.get_mut(&leg.bet_no) {
                loaded.legs.push(leg);
            }
        }
        let sql = format!(
            "SELECT {} FROM manual_grades m WHERE {} ORDER BY m.bet_no, m.leg_no, m.seq",
            ManualRow::columns("m"),
            of("m")
        );
        for row in fetch(db, sql, guild, batch).await? {
            let given = ManualRow::read(&row, 0)?;
            if let Some(loaded) = found.get_mut(&given.bet_no) {
                loaded.manual.insert(given.leg_no, given);
            }
        }
    }
    Ok(numbers.iter().filter_map(|n| found.remove(n)).collect())
}

async fn fetch(
    db: &mut Connection,
    sql: String,
    guild: GuildId,
    numbers: &[i64],
) -> Result<Vec<crate::db::Row>, BookError> {
    let mut arguments = Arguments::default();
    for value in std::iter::once(&guild.get()).chain(numbers) {
        arguments.add(value).map_err(BookError::Database)?;
    }
    Ok(sqlx::query_with(AssertSqlSafe(sql), arguments)
        .persistent(stays_prepared(numbers.len()))
        .fetch_all(db)
        .await?)
}
