//! The record of a capper or of the whole guild, its splits, and its curve: read from the bets, in their order.

use super::{Book, board::entry, guilds};
use crate::{
    BookError,
    convert::{moment, parse},
    db::Connection,
    insert::marks,
    page::{LIVE, MAIN, SHADOW},
};
use chrono::{DateTime, Datelike, Utc};
use chrono_tz::Tz;
use dbsbm_core::{
    id::{GuildId, UserId},
    market::{League, Sport},
    money::Units,
    record::{
        Course, CurvePoint, Figures, MIXED, SettlementDay, SlipRecord, Split, Tally, Window, odds_band,
        stake_band,
    },
};
use futures_util::TryStreamExt as _;
use serde::Serialize;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet};

/// What record is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct StatsQuery {
    /// Of this capper; of the whole guild if not said.
    pub capper: Option<UserId>,
    /// Of this sport: bets all of whose legs are. Of every sport if not said.
    pub sport: Option<Sport>,
    /// Split by this.
    pub by: Option<Split>,
    /// The stretch of time; everything if not said.
    pub window: Option<Window>,
    /// As the books stood then.
    pub as_of: Option<DateTime<Utc>>,
}

/// A record with its splits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// The whole record.
    pub record: Figures,
    /// The same by key, in the order of the keys; empty unless a split was asked for.
    pub splits: Vec<SplitRow>,
    /// The record of live picks, which stands beside the main one; nothing where there are none.
    pub live: Option<Figures>,
    /// The record of bets that were withdrawn late and settled all the same.
    pub shadow: Option<Figures>,
}

/// One part of a split.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SplitRow {
    /// The value of the property; `mixed` for bets whose legs differ in it.
    pub key: String,
    /// The record of the bets that have it.
    #[serde(flatten)]
    pub record: Figures,
}

/// A capper's cumulative units, bet by bet.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Curve {
    /// The record.
    pub record: Figures,
    /// One point per settled bet, in the order of the record.
    pub points: Vec<CurvePoint>,
    /// The same bets as pictures count them, with how their prices stood.
    #[serde(skip)]
    pub slip: SlipRecord,
}

impl Book {
    /// A record and its splits.
    ///
    /// # Errors
    /// [`BookError::NoGuild`], or a failure of the database.
    pub async fn stats(&self, guild: GuildId, query: &StatsQuery) -> Result<Stats, BookError> {
        let mut whole = Part::default();
        let mut parts: BTreeMap<String, Part> = BTreeMap::new();
        let mut db = self.pools.read.begin().await?;
        let reading = read(&mut db, guild, query, MAIN, self.env.now(), |bet, zone| {
            whole.take(bet)?;
            if let Some(by) = query.by {
                parts.entry(bet.key(by, zone)?).or_default().take(bet)?;
            }
            Ok(())
        });
        reading.await?;
        let splits = parts
            .into_iter()
            .map(|(key, part)| SplitRow {
                key,
                record: part.figures(),
            })
            .collect();
        Ok(Stats {
            record: whole.figures(),
            splits,
            live: beside(&mut db, guild, query, LIVE, self.env.now()).await?,
            shadow: beside(&mut db, guild, query, SHADOW, self.env.now()).await?,
        })
    }

    /// The curve of a capper, or of the whole guild.
    ///
    /// # Errors
    /// [`BookError::NoGuild`], or a failure of the database.
    pub async fn curve(&self, guild: GuildId, query: &StatsQuery) -> Result<Curve, BookError> {
        let (mut open, mut course) = (0, Course::default());
        let mut db = self.pools.read.begin().await?;
        let plain = StatsQuery { by: None, ..*query };
        let reading = read(&mut db, guild, &plain, MAIN, self.env.now(), |bet, _| {
            if !bet.settled {
                open += 1;
                return Ok(());
            }
            let basis = parse(&format!("bets #{}", bet.number), &bet.basis)?;
            let at = moment("bet_states", bet.settled_at)?;
            Ok(course.add((at, bet.number), &bet.entry()?, basis)?)
        });
        reading.await?;
        Ok(Curve {
            record: Figures::new(open, &course.record.tally),
            points: course.points,
            slip: course.record,
        })
    }
}

#[derive(Default)]
struct Part {
    open: i64,
    tally: Tally,
}

impl Part {
    fn take(&mut self, bet: &Bet) -> Result<(), BookError> {
        if bet.settled {
            self.tally.add(&bet.entry()?)?;
        } else {
            self.open += 1;
        }
        Ok(())
    }

    fn figures(&self) -> Figures {
        Figures::new(self.open, &self.tally)
    }
}

/// A bet as a record reads it.
struct Bet {
    number: i64,
    settled: bool,
    settled_at: i64,
    due_at: i64,
    status: String,
    staked: i64,
    returned: i64,
    odds_e8: i64,
    level_e8: i64,
    verified: i64,
    /// Leagues, markets or periods of its legs, each once, where they are asked for.
    named: String,
    /// How its price stood.
    basis: String,
}

impl Bet {
    fn entry(&self) -> Result<dbsbm_core::record::Entry, BookError> {
        let place = format!("bet_states #{}", self.number);
        entry(
            &place,
            &self.status,
            self.staked,
            self.returned,
            self.odds_e8,
            self.level_e8,
            self.verified,
        )
    }

    fn key(&self, by: Split, zone: Tz) -> Result<String, BookError> {
        let place = format!("bets #{}", self.number);
        let one = |text: &str| {
            if text.contains(',') {
                MIXED.to_string()
            } else {
                text.to_string()
            }
        };
        // An open bet belongs to the day on which it is due.
        let day = || {
            let at = moment(
                &place,
                if self.settled {
                    self.settled_at
                } else {
                    self.due_at
                },
            )?;
            Ok::<_, BookError>(SettlementDay::of(at, zone).date())
        };
        Ok(match by {
            Split::Sport => {
                let sport = |league| Ok(parse::<League>(&place, league)?.sport().code());
                let sports: BTreeSet<&str> = self
                    .named
                    .split(',')
                    .map(sport)
                    .collect::<Result<_, BookError>>()?;
                one(&Vec::from_iter(sports).join(","))
            }
            Split::League | Split::Market | Split::Period => one(&self.named),
            Split::Odds => odds_band(self.odds_e8).to_string(),
            Split::Stake => {
                let staked = Units::from_ten_thousandths(self.staked);
                if self.settled {
                    stake_band(staked.unwrap_or_default()).to_string()
                } else {
                    "open".to_string()
                }
            }
            Split::Weekday => {
                let weekday = day()?.weekday();
                format!("{} {weekday}", weekday.number_from_monday())
            }
            // The table of splits may grow ahead of this one.
            _ => day()?.format("%Y-%m").to_string(),
        })
    }
}

/// A record that stands beside the main one; nothing where it has no bets.
async fn beside(
    db: &mut Connection,
    guild: GuildId,
    query: &StatsQuery,
    track: &'static str,
    now: DateTime<Utc>,
) -> Result<Option<Figures>, BookError> {
    // Most guilds have none, and the tallies know it without looking at a bet.
    let any: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM tallies WHERE guild_id = ? AND track = ?)")
            .bind(guild.get())
            .bind(track)
            .fetch_one(&mut *db)
            .await?;
    if !any {
        return Ok(None);
    }
    let mut part = Part::default();
    let plain = StatsQuery { by: None, ..*query };
    read(db, guild, &plain, track, now, |bet, _| part.take(bet)).await?;
    Ok((part.open + part.tally.settled() > 0).then(|| part.figures()))
}

/// Hands over every bet of a record in order, the settled ones first.
async fn read(
    db: &mut Connection,
    guild: GuildId,
    query: &StatsQuery,
    track: &'static str,
    now: DateTime<Utc>,
    mut take: impl FnMut(&Bet, Tz) -> Result<(), BookError>,
) -> Result<(), BookError> {
    guilds::require(db, guild).await?;
    let zone = guilds::load_settings(db, guild).await?.timezone;
    let as_of = query.as_of.unwrap_or(now);
    let today = SettlementDay::of(as_of, zone);
    // Of every leg, where that is asked for.
    let named = match query.by {
        Some(Split::Sport | Split::League) => Some("g.league"),
        Some(Split::Market) => Some("l.market"),
        Some(Split::Period) => Some("l.period"),
        _ => None,
    };
    let named = named.map_or_else(
        || "''".to_string(),
        |column| {
            format!(
                "(SELECT GROUP_CONCAT(DISTINCT {column}) FROM legs l JOIN games g ON g.game_id = l.game_id \
                 WHERE l.guild_id = s.guild_id AND l.bet_no = s.bet_no)"
            )
        },
    );
    let whose = if query.capper.is_some() {
        "AND s.user_id = ?"
    } else {
        ""
    };
    let leagues: Vec<&str> = match query.sport {
        Some(sport) => League::all()
            .filter(|league| league.sport() == sport)
            .map(League::code)
            .collect(),
        None => Vec::new(),
    };
    let of_sport = match query.sport {
        Some(_) => format!(
            "AND NOT EXISTS (SELECT 1 FROM legs l JOIN games g ON g.game_id = l.game_id \
             WHERE l.guild_id = s.guild_id AND l.bet_no = s.bet_no AND g.league NOT IN ({}))",
            marks(leagues.len())
        ),
        None => String::new(),
    };
    let placed = match query.as_of {
        Some(_) => {
            "AND (SELECT b.placed_at FROM bets b WHERE b.guild_id = s.guild_id AND b.bet_no = s.bet_no) <= ?"
        }
        None => "",
    };
    let sql = format!(
        "SELECT s.bet_no, s.status, s.settled_at, s.due_at, s.staked, s.returned, s.odds_e8, s.level_e8, s.verified, s.basis, {named} \
         FROM bet_states s WHERE s.guild_id = ? AND s.track = ? AND s.status <> 'withdrawn' {whose} {of_sport} {placed} \
         ORDER BY s.settled_at, s.bet_no"
    );
    let mut asked = sqlx::query(AssertSqlSafe(sql)).bind(guild.get()).bind(track);
    if let Some(capper) = query.capper {
        asked = asked.bind(capper.get());
    }
    for league in leagues {
        asked = asked.bind(league);
    }
    if let Some(at) = query.as_of {
        asked = asked.bind(at.timestamp_millis());
    }
    let mut rows = asked.fetch(db);
    while let Some(row) = rows.try_next().await? {
        let settled_at: i64 = row.try_get(2)?;
        let bet = Bet {
            number: row.try_get(0)?,
            settled: settled_at > 0 && query.as_of.is_none_or(|at| settled_at <= at.timestamp_millis()),
            settled_at,
            due_at: row.try_get(3)?,
            status: row.try_get(1)?,
            staked: row.try_get(4)?,
            returned: row.try_get(5)?,
            odds_e8: row.try_get(6)?,
            level_e8: row.try_get(7)?,
            verified: row.try_get(8)?,
            basis: row.try_get(9)?,
            named: row.try_get(10)?,
        };
        let counted = match (bet.settled, query.window) {
            (true, Some(window)) => {
                window.contains(SettlementDay::of(moment("bet_states", settled_at)?, zone), today)
            }
            _ => true,
        };
        if counted {
            take(&bet, zone)?;
        }
    }
    Ok(())
}
