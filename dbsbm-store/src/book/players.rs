//! Whom a name means among the players whom a guild knows.

use super::{Book, Chosen, games::load_games, judge::games_of, rosters};
use crate::BookError;
use dbsbm_core::{
    bet::Slip,
    id::GuildId,
    market::Game,
    names::{Meant, NamedPlayer, Plays, Rosters, fold, meant_player},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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
        let rosters = rosters::read(&mut db, guild, [game.league].into(), self.env.now()).await?;
        Ok(meant(&rosters, game, typed))
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
        let ids: BTreeSet<i64> = props.iter().map(|(game, _)| game.get()).collect();
        let games = games_of(&load_games(&mut db, ids).await?)?;
        let leagues = games.values().map(|game| game.league).collect();
        let rosters = rosters::read(&mut db, guild, leagues, self.env.now()).await?;
        for (game, prop) in props {
            let game = games.get(&game.get()).ok_or(BookError::NoGame(game.get()))?;
            let key = fold(&prop.player);
            let mut known = rosters.get(&game.league).into_iter().flatten();
            if known.all(|player| fold(&player.name) != key) && !unknown.contains(&prop.player) {
                unknown.push(prop.player.clone());
            }
        }
        Ok(unknown)
    }
}

/// The slip with the players of its props spelt as the guild knows them. What was chosen by hand stands as chosen.
pub(super) fn with_known_players(
    slip: Slip,
    games: &[Game],
    rosters: &Rosters,
    chosen: &Chosen,
) -> Result<Slip, BookError> {
    if slip.legs().iter().all(|leg| leg.prop.is_none()) {
        return Ok(slip);
    }
    let mut legs = slip.legs().to_vec();
    for leg in &mut legs {
        let game = games.iter().find(|game| game.id == leg.game);
        let (Some(prop), Some(game)) = (&mut leg.prop, game) else {
            continue;
        };
        if let Some(name) = chosen.players.get(&prop.player) {
            prop.player.clone_from(name);
            continue;
        }
        match meant(rosters, game, &prop.player) {
            PlayerMeant::Known(name) => prop.player = name,
            PlayerMeant::Alike(alike) => return Err(BookError::AlikePlayers(alike)),
            PlayerMeant::Unknown => {}
        }
    }
    let terms = slip.terms().clone();
    Ok(Slip::new(slip.kind().clone(), slip.stake(), legs, terms)?)
}

fn meant(rosters: &Rosters, game: &Game, typed: &str) -> PlayerMeant {
    let known = rosters.get(&game.league).map_or(&[][..], Vec::as_slice);
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
