//! The players whom a guild knows: those that files bring, for every guild, and those of the props in a guild's own books, for
//! that guild alone. What one server mistyped is nothing that another is offered.

use crate::{
    BookError,
    convert::parse,
    db::{Arguments, Connection},
    insert::{marks, stays_prepared},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    id::GuildId,
    market::League,
    names::{NamedPlayer, Plays, Rosters, fold},
};
use sqlx::{Arguments as _, AssertSqlSafe, Row as _};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Everybody in these leagues whom the guild knows, those of files first.
pub(super) async fn read(
    db: &mut Connection,
    guild: GuildId,
    leagues: BTreeSet<League>,
    now: DateTime<Utc>,
) -> Result<Rosters, BookError> {
    let mut rosters = Rosters::new();
    for league in leagues {
        rosters.insert(league, of_teams(db, league).await?);
    }
    of_guild(db, guild, now, &mut rosters).await?;
    Ok(rosters)
}

/// The players that files name.
async fn of_teams(db: &mut Connection, league: League) -> Result<Vec<NamedPlayer>, BookError> {
    let rows: Vec<(String, String)> =
        sqlx::query_as("SELECT name, team FROM players WHERE league = ? ORDER BY name_key, team")
            .bind(league.code())
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

/// The names in a guild's props in so many leagues, with the teams of their games, the latest first.
fn used_in_props(leagues: usize) -> String {
    format!(
        "SELECT g.league, l.player, g.home, g.away, COUNT(*) FROM legs l \
         CROSS JOIN games g ON g.game_id = l.game_id AND g.league IN ({}) \
         CROSS JOIN bet_states s ON s.guild_id = l.guild_id AND s.bet_no = l.bet_no AND s.status <> 'withdrawn' \
         WHERE l.guild_id = ? AND l.player <> '' AND NOT EXISTS ( \
             SELECT 1 FROM seals z CROSS JOIN bets b ON b.guild_id = z.guild_id AND b.bet_no = z.bet_no \
             WHERE z.guild_id = l.guild_id AND z.bet_no = l.bet_no AND CASE s.status WHEN 'open' THEN NOT EXISTS ( \
                 SELECT 1 FROM legs o CROSS JOIN games p ON p.game_id = o.game_id AND p.start_at <= ? \
                 WHERE o.guild_id = l.guild_id AND o.bet_no = l.bet_no) ELSE b.locks_at > ? END) \
         GROUP BY l.game_id, l.player ORDER BY g.start_at DESC, g.game_id DESC",
        marks(leagues)
    )
}

/// Adds the players of the guild's own props, but for those whom files name with a team of theirs. What was withdrawn
/// teaches nothing, and a sealed slip nothing before its start, wherever that was moved.
async fn of_guild(
    db: &mut Connection,
    guild: GuildId,
    now: DateTime<Utc>,
    rosters: &mut Rosters,
) -> Result<(), BookError> {
    if rosters.is_empty() {
        return Ok(());
    }
    let mut arguments = Arguments::default();
    for league in rosters.keys() {
        arguments.add(league.code()).map_err(BookError::Database)?;
    }
    arguments.add(guild.get()).map_err(BookError::Database)?;
    for _ in ["the games of an open bet", "the lock of another"] {
        let now = now.timestamp_millis();
        arguments.add(now).map_err(BookError::Database)?;
    }
    let rows = sqlx::query_with(AssertSqlSafe(used_in_props(rosters.len())), arguments)
        .persistent(stays_prepared(rosters.len()))
        .fetch_all(db)
        .await?;
    let mut learnt: BTreeMap<(League, String), Learnt> = BTreeMap::new();
    for row in rows {
        let league: String = row.try_get(0)?;
        let name: String = row.try_get(1)?;
        let about = learnt.entry((parse("games", &league)?, fold(&name))).or_default();
        about.games.push([row.try_get(2)?, row.try_get(3)?]);
        *about.spellings.entry(name).or_default() += row.try_get::<i64, _>(4)?;
    }
    let mut listed: HashMap<(League, String), Vec<String>> = HashMap::new();
    for (league, roster) in rosters.iter() {
        for player in roster {
            let teams = listed.entry((*league, fold(&player.name))).or_default();
            teams.extend_from_slice(player.plays.teams());
        }
    }
    for (named, about) in learnt {
        let Some(player) = about.player() else {
            continue;
        };
        // A file can be older than a change of team: then the player is known with both.
        let teams = player.plays.teams();
        let as_listed = listed
            .get(&named)
            .is_some_and(|listed| listed.iter().any(|team| teams.contains(team)));
        if !as_listed {
            rosters.entry(named.0).or_default().push(player);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Pools;

    async fn migrated(dir: &tempfile::TempDir) -> Pools {
        let pools = Pools::open(&format!("sqlite://{}", dir.path().join("a.db").display()))
            .await
            .unwrap();
        pools.migrate_up().await.unwrap();
        pools
    }

    /// A guild has many legs and few of players, and each text with a prop asks for those.
    #[tokio::test]
    async fn props_are_found_among_all_legs_by_an_index() {
        let dir = tempfile::tempdir().unwrap();
        let pools = migrated(&dir).await;
        let sql = format!("EXPLAIN QUERY PLAN {}", used_in_props(1));
        let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(AssertSqlSafe(sql))
            .fetch_all(&pools.read)
            .await
            .unwrap();
        let steps: Vec<&str> = plan.iter().map(|(.., step)| step.as_str()).collect();
        assert!(
            steps.contains(&"SEARCH l USING COVERING INDEX legs_of_players (guild_id=?)"),
            "{steps:?}"
        );
        assert!(!steps.iter().any(|step| step.starts_with("SCAN")), "{steps:?}");
    }

    #[tokio::test]
    async fn names_that_an_earlier_version_kept_for_all_guilds_are_gone() {
        let dir = tempfile::tempdir().unwrap();
        let pools = migrated(&dir).await;
        pools.migrate_down(9).await.unwrap();
        let kept = "INSERT INTO players (league, name_key, team, name) \
                    VALUES ('NFL', 'zorro', '', 'Zorro'), ('NFL', 'jordanlove', 'Packers', 'Jordan Love')";
        sqlx::query(kept).execute(&pools.write).await.unwrap();
        pools.migrate_up().await.unwrap();
        let names: Vec<String> = sqlx::query_scalar("SELECT name FROM players")
            .fetch_all(&pools.read)
            .await
            .unwrap();
        assert_eq!(names, ["Jordan Love"]);
    }
}
