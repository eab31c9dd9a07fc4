//! Players by name: from files, and learnt from the props that are posted.

use super::{Book, ImportSummary};
use crate::{
    BookError,
    db::{self, Connection},
    import::PlayerReader,
    insert::{BATCH, insert},
    rows::PlayerRow,
};
use dbsbm_core::{
    market::League,
    names::{find_players, fold},
};
use std::{
    collections::{BTreeMap, HashSet},
    io::Read,
};

/// A player.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct PlayerView {
    /// The name.
    pub name: String,
    /// The team; null for a name learnt from a prop.
    pub team: Option<String>,
}

impl Book {
    /// Imports players from a file with the columns `league`, `team` and `player`. The same file again changes nothing.
    ///
    /// # Errors
    /// [`BookError::File`] when no row can be read, or a failure of the database; batches that were committed stay.
    pub async fn import_players(&self, file: impl Read + Send) -> Result<ImportSummary, BookError> {
        let mut summary = ImportSummary::default();
        let mut reader = PlayerReader::open(file, self.env.now().date_naive())?;
        loop {
            let mut rows: BTreeMap<(String, String, String), PlayerRow> = BTreeMap::new();
            let mut ended = true;
            for row in reader.by_ref() {
                summary.read += 1;
                match row {
                    Err(error) => summary.reject(error.into()),
                    Ok(player) => {
                        let row = PlayerRow {
                            league: player.league.code().into(),
                            name_key: fold(&player.name),
                            team: player.team.into_owned(),
                            name: player.name,
                        };
                        rows.insert((row.league.clone(), row.name_key.clone(), row.team.clone()), row);
                    }
                }
                if rows.len() >= BATCH {
                    ended = false;
                    break;
                }
            }
            self.write_players(rows.into_values().collect(), &mut summary)
                .await?;
            if ended {
                return Ok(summary);
            }
        }
    }

    async fn write_players(
        &self,
        rows: Vec<PlayerRow>,
        summary: &mut ImportSummary,
    ) -> Result<(), BookError> {
        let mut tx = self.pools.write.begin_with(db::BEGIN_WRITE).await?;
        let mut new = Vec::with_capacity(rows.len());
        for row in rows {
            let there: Option<String> =
                sqlx::query_scalar("SELECT name FROM players WHERE league = ? AND name_key = ? AND team = ?")
                    .bind(&row.league)
                    .bind(&row.name_key)
                    .bind(&row.team)
                    .fetch_optional(&mut *tx)
                    .await?;
            match there {
                Some(name) if name == row.name => summary.unchanged += 1,
                Some(_) => {
                    summary.updated += 1;
                    new.push(row);
                }
                None => {
                    summary.inserted += 1;
                    new.push(row);
                }
            }
        }
        insert(
            &mut tx,
            &new,
            &db::on_conflict_replace("league, name_key, team", &["name"]),
        )
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Players of a league whose name the text can mean, best first; typing errors are forgiven. An empty text gives the
    /// first names.
    ///
    /// # Errors
    /// A failure of the database.
    pub async fn find_players(
        &self,
        league: League,
        text: &str,
        limit: usize,
    ) -> Result<Vec<PlayerView>, BookError> {
        let mut db = self.pools.read.acquire().await?;
        let players = of_league(&mut db, league).await?;
        let names = players.iter().map(|player| player.name.as_str());
        let found = find_players(text, names, limit);
        Ok(found
            .into_iter()
            .filter_map(|place| players.get(place).cloned())
            .collect())
    }
}

/// Everybody in a league by name; a name without a team only where no team has it.
async fn of_league(db: &mut Connection, league: League) -> Result<Vec<PlayerView>, BookError> {
    let rows: Vec<(String, String, String)> =
        sqlx::query_as("SELECT name_key, team, name FROM players WHERE league = ? ORDER BY name_key, team")
            .bind(league.code())
            .fetch_all(db)
            .await?;
    let known: HashSet<&str> = rows
        .iter()
        .filter(|(_, team, _)| !team.is_empty())
        .map(|(key, _, _)| key.as_str())
        .collect();
    let listed = rows
        .iter()
        .filter(|(key, team, _)| !team.is_empty() || !known.contains(key.as_str()));
    Ok(listed
        .map(|(_, team, name)| PlayerView {
            name: name.clone(),
            team: Some(team.clone()).filter(|team| !team.is_empty()),
        })
        .collect())
}
