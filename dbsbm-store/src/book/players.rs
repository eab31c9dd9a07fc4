//! Players by name: those that files bring, for every guild, and those of the props in a guild's own books, for that guild
//! alone. What one server mistyped is nothing that another is offered.

use super::{Book, Chosen};
use crate::{BookError, convert::parse, db::Connection};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::Slip,
    id::GuildId,
    market::{Game, League},
    names::{Meant, NamedPlayer, Plays, fold, meant_player},
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The most players that are offered for a name.
const OFFERED: usize = 24;
/// The most that an answer in words names.
const NAMED: usize = 3;

/// A player.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlayerView {
    /// The name.
    pub name: String,
    /// The team; null while only one game of the player is known.
    pub team: Option<String>,
}

/// A name that is no known player's, and those it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlikePlayers {
    /// The name as typed.
    pub typed: String,
    /// Who can be meant, the likeliest first.
    pub players: Vec<PlayerView>,
}

impl std::fmt::Display for AlikePlayers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.players.iter().map(|player| player.name.as_str());
        let names: Vec<&str> = names.take(NAMED).collect();
        write!(
            f,
            "no player is known as `{}`; did you mean {}?",
            self.typed,
            names.join(" or ")
        )
    }
}

/// Whom a typed name means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlayerMeant {
    /// A player, spelt as the books know the name.
    Known(String),
    /// One of several, or somebody with nearly this name.
    Alike(AlikePlayers),
    /// Nobody whom the guild knows.
    Unknown,
}

/// The players whom a guild knows, read league by league.
struct Rosters<'a> {
    db: &'a mut Connection,
    guild: GuildId,
    now: DateTime<Utc>,
    read: HashMap<&'static str, Vec<NamedPlayer>>,
}

impl Book {
    /// Whom a name means in a prop of a game.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn player_meant(
        &self,
        guild: GuildId,
        game: &Game,
        typed: &str,
    ) -> Result<PlayerMeant, BookError> {
        let mut db = self.pools.read.acquire().await?;
        let mut rosters = Rosters::new(&mut db, guild, self.env.now());
        Ok(meant(rosters.of(game.league).await?, game, typed))
    }

    /// The players in the props of these slips whom the guild does not know, each once.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn unknown_players(&self, guild: GuildId, slips: &[Slip]) -> Result<Vec<String>, BookError> {
        let legs = slips.iter().flat_map(Slip::legs);
        let props: Vec<_> = legs
            .filter_map(|leg| Some((leg.game, leg.prop.as_ref()?)))
            .collect();
        let mut unknown: Vec<String> = Vec::new();
        if props.is_empty() {
            return Ok(unknown);
        }
        let mut db = self.pools.read.acquire().await?;
        let mut rosters = Rosters::new(&mut db, guild, self.env.now());
        for (game, prop) in props {
            let key = fold(&prop.player);
            let league: Option<String> = sqlx::query_scalar("SELECT league FROM games WHERE game_id = ?")
                .bind(game.get())
                .fetch_optional(&mut *rosters.db)
                .await?;
            let league = league.ok_or(BookError::NoGame(game.get()))?;
            let known = rosters.of(parse(&format!("games {game}"), &league)?).await?;
            if known.iter().all(|player| fold(&player.name) != key) && !unknown.contains(&prop.player) {
                unknown.push(prop.player.clone());
            }
        }
        Ok(unknown)
    }

    /// The slip with the players of its props spelt as the guild knows them. What was chosen by hand stands as chosen.
    pub(super) async fn with_known_players(
        &self,
        guild: GuildId,
        slip: Slip,
        games: &[Game],
        chosen: &Chosen,
    ) -> Result<Slip, BookError> {
        if slip.legs().iter().all(|leg| leg.prop.is_none()) {
            return Ok(slip);
        }
        let mut legs = slip.legs().to_vec();
        let mut db = self.pools.read.acquire().await?;
        let mut rosters = Rosters::new(&mut db, guild, self.env.now());
        for leg in &mut legs {
            let game = games.iter().find(|game| game.id == leg.game);
            let (Some(prop), Some(game)) = (&mut leg.prop, game) else {
                continue;
            };
            if let Some(name) = chosen.players.get(&prop.player) {
                prop.player.clone_from(name);
                continue;
            }
            match meant(rosters.of(game.league).await?, game, &prop.player) {
                PlayerMeant::Known(name) => prop.player = name,
                PlayerMeant::Alike(alike) => return Err(BookError::AlikePlayers(alike)),
                PlayerMeant::Unknown => {}
            }
        }
        let terms = slip.terms().clone();
        Ok(Slip::new(slip.kind().clone(), slip.stake(), legs, terms)?)
    }
}

fn meant(known: &[NamedPlayer], game: &Game, typed: &str) -> PlayerMeant {
    let at = |place: usize| known.get(place).cloned();
    match meant_player(typed, known, [&game.home, &game.away]) {
        Meant::One(place) => at(place).map_or(PlayerMeant::Unknown, |player| PlayerMeant::Known(player.name)),
        Meant::Alike(places) => PlayerMeant::Alike(AlikePlayers {
            typed: typed.to_string(),
            players: places
                .into_iter()
                .filter_map(at)
                .take(OFFERED)
                .map(PlayerView::from)
                .collect(),
        }),
        Meant::Nobody => PlayerMeant::Unknown,
    }
}

impl From<NamedPlayer> for PlayerView {
    fn from(player: NamedPlayer) -> Self {
        let team = match player.plays {
            Plays::For(team) => Some(team),
            Plays::ForOneOf(_) => None,
        };
        Self {
            name: player.name,
            team,
        }
    }
}

impl<'a> Rosters<'a> {
    fn new(db: &'a mut Connection, guild: GuildId, now: DateTime<Utc>) -> Self {
        Self {
            db,
            guild,
            now,
            read: HashMap::new(),
        }
    }

    /// Everybody in a league whom the guild knows, those of teams first.
    async fn of(&mut self, league: League) -> Result<&[NamedPlayer], BookError> {
        let code = league.code();
        if !self.read.contains_key(code) {
            let mut players = of_teams(self.db, code).await?;
            let listed: HashSet<String> = players.iter().map(|player| fold(&player.name)).collect();
            players.extend(of_guild(self.db, self.guild, code, self.now, &listed).await?);
            self.read.insert(code, players);
        }
        Ok(self.read.get(code).map_or(&[], Vec::as_slice))
    }
}

/// The players that files name. Rows without a team are of an earlier version, which kept what any guild had posted there.
async fn of_teams(db: &mut Connection, league: &str) -> Result<Vec<NamedPlayer>, BookError> {
    let rows: Vec<(String, String)> = sqlx::query_as(
        "SELECT name, team FROM players WHERE league = ? AND team <> '' ORDER BY name_key, team",
    )
    .bind(league)
    .fetch_all(db)
    .await?;
    let players = rows.into_iter().map(|(name, team)| NamedPlayer {
        name,
        plays: Plays::For(team),
    });
    Ok(players.collect())
}

/// A name as the guild's props have it.
#[derive(Default)]
struct Learnt {
    /// Its spellings, with how often each was used.
    spellings: BTreeMap<String, i64>,
    /// The teams of the games in which it was used, the latest first.
    games: Vec<[String; 2]>,
}

impl Learnt {
    /// The spelling used most often, with the team that the games tell.
    fn player(self) -> Option<NamedPlayer> {
        let games = self
            .games
            .iter()
            .map(|[home, away]| [home.as_str(), away.as_str()]);
        let plays = Plays::learnt(games)?;
        let (name, _) = self.spellings.into_iter().rev().max_by_key(|(_, used)| *used)?;
        Some(NamedPlayer { name, plays })
    }
}

/// The players of the guild's own props but for those that are listed. What was withdrawn teaches nothing, and a sealed slip
/// nothing before its start.
async fn of_guild(
    db: &mut Connection,
    guild: GuildId,
    league: &str,
    now: DateTime<Utc>,
    listed: &HashSet<String>,
) -> Result<Vec<NamedPlayer>, BookError> {
    let rows: Vec<(String, String, String, i64)> = sqlx::query_as(
        "SELECT l.player, g.home, g.away, COUNT(*) FROM legs l \
         CROSS JOIN games g ON g.game_id = l.game_id AND g.league = ? \
         CROSS JOIN bet_states s ON s.guild_id = l.guild_id AND s.bet_no = l.bet_no AND s.status <> 'withdrawn' \
         WHERE l.guild_id = ? AND l.player <> '' AND NOT EXISTS ( \
             SELECT 1 FROM seals z CROSS JOIN bets b ON b.guild_id = z.guild_id AND b.bet_no = z.bet_no AND b.locks_at > ? \
             WHERE z.guild_id = l.guild_id AND z.bet_no = l.bet_no) \
         GROUP BY l.player, g.game_id ORDER BY g.start_at DESC, g.game_id DESC",
    )
    .bind(league)
    .bind(guild.get())
    .bind(now.timestamp_millis())
    .fetch_all(db)
    .await?;
    let mut learnt: BTreeMap<String, Learnt> = BTreeMap::new();
    for (name, home, away, used) in rows {
        let key = fold(&name);
        if listed.contains(&key) {
            continue;
        }
        let about = learnt.entry(key).or_default();
        about.games.push([home, away]);
        *about.spellings.entry(name).or_default() += used;
    }
    Ok(learnt.into_values().filter_map(Learnt::player).collect())
}
