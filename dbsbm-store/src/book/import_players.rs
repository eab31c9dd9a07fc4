//! Import of players' names, for every guild.

use super::{Book, ImportSummary};
use crate::{
    BookError, db,
    import::PlayerReader,
    insert::{BATCH, insert},
    rows::PlayerRow,
};
use dbsbm_core::names::fold;
use std::{collections::BTreeMap, io::Read};

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
}
