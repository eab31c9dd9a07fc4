//! Games that start at another time than was known: what is shown of the open bets on them is brought up to date, and a
//! sealed card opens at the start that counts now.

use crate::{
    BookError,
    db::Connection,
    page::outbox::{row, write},
};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Asks for the open bets on these games to be shown anew.
pub(super) async fn show_anew(
    db: &mut Connection,
    games: &[i64],
    now: DateTime<Utc>,
) -> Result<(), BookError> {
    for game in games {
        let bets: Vec<(i64, i64)> = sqlx::query_as(
            "SELECT DISTINCT l.guild_id, l.bet_no FROM guilds g \
             CROSS JOIN legs l ON l.guild_id = g.guild_id AND l.game_id = ? \
             JOIN bets b ON b.guild_id = l.guild_id AND b.bet_no = l.bet_no AND b.origin = 'posted' \
             JOIN bet_states s ON s.guild_id = l.guild_id AND s.bet_no = l.bet_no AND s.status = 'open'",
        )
        .bind(game)
        .fetch_all(&mut *db)
        .await?;
        let rows = bets.iter().map(|&(guild, bet)| {
            let payload = json!({ "bet": bet });
            row(guild, "slip.edit", format!("bet:{bet}"), &payload, now)
        });
        write(db, &rows.collect::<Vec<_>>(), now).await?;
        for (guild, bet) in bets {
            // A card that waits for its start looks at once when that is.
            sqlx::query(
                "UPDATE outbox SET due_at = ? WHERE guild_id = ? AND task = 'card.post' AND task_key = ? \
                 AND state = 'waiting'",
            )
            .bind(now.timestamp_millis())
            .bind(guild)
            .bind(format!("bet:{bet}"))
            .execute(&mut *db)
            .await?;
        }
    }
    Ok(())
}
