//! Bulk inserts: many rows a statement. That of a full batch is prepared once, for it comes again and again.

use crate::{
    BookError,
    db::{Arguments, Connection},
    rows::Record,
};
use sqlx::AssertSqlSafe;

/// Rows in one statement.
pub(crate) const BATCH: usize = 250;

/// Rows of everyday work: what one bet needs.
const FEW: usize = 8;

/// Inserts rows; `tail` says what happens to a row whose key is taken.
pub(crate) async fn insert<R: Record>(db: &mut Connection, rows: &[R], tail: &str) -> Result<(), BookError> {
    for batch in rows.chunks(BATCH) {
        let mut arguments = Arguments::default();
        for row in batch {
            row.bind(&mut arguments).map_err(BookError::Database)?;
        }
        // Only names from this crate and question marks: no data is in the text.
        let sql = statement::<R>(batch.len(), tail);
        sqlx::query_with(AssertSqlSafe(sql), arguments)
            .persistent(stays_prepared(batch.len()))
            .execute(&mut *db)
            .await?;
    }
    Ok(())
}

fn statement<R: Record>(rows: usize, tail: &str) -> String {
    let marks = format!("({})", vec!["?"; R::COLUMNS.len()].join(","));
    let values = vec![marks; rows].join(",");
    format!(
        "INSERT INTO {} ({}) VALUES {values}{tail}",
        R::TABLE,
        R::COLUMNS.join(",")
    )
}

/// Whether a statement for so many values or rows stays prepared: that for a few and that for a full batch are asked for
/// again. Each of the others would stay in memory, with room for all it ever carried, until 256 had come after it.
pub(crate) const fn stays_prepared(count: usize) -> bool {
    count <= FEW || count == BATCH
}

/// `?,?,?`: marks for an `IN` list of so many values.
pub(crate) fn marks(count: usize) -> String {
    vec!["?"; count].join(",")
}
