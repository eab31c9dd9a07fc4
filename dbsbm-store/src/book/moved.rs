//! Games that start at another time than was known: what is shown of the open bets on them is brought up to date, and a
//! sealed card opens at the start that counts now.

use crate::{
    BookError,
    db::Connection,
    page::outbox::{row, write},
    rows::OutboxRow,
};
use chrono::{DateTime, TimeDelta, Utc};
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
            wake_card(db, guild, bet, now).await?;
        }
    }
    Ok(())
}

/// How long a worker may be at a card that another one is asked to look at.
const AT_WORK: TimeDelta = TimeDelta::seconds(15);

/// Has the card of a sealed bet look when it opens, also one that was open or is being worked at: as a new task, so that
/// what a worker says of the old one is of no account.
async fn wake_card(db: &mut Connection, guild: i64, bet: i64, now: DateTime<Utc>) -> Result<(), BookError> {
    let old: Option<(i64, String, String, i64)> = sqlx::query_as(
        "SELECT outbox_id, state, payload, queued_at FROM outbox \
         WHERE guild_id = ? AND task = 'card.post' AND task_key = ?",
    )
    .bind(guild)
    .bind(format!("bet:{bet}"))
    .fetch_optional(&mut *db)
    .await?;
    let Some((id, state, payload, queued_at)) = old else {
        return Ok(());
    };
    sqlx::query("DELETE FROM outbox WHERE outbox_id = ?")
        .bind(id)
        .execute(&mut *db)
        .await?;
    let due = if state == "claimed" { now + AT_WORK } else { now };
    let card = OutboxRow {
        payload,
        queued_at,
        due_at: due.timestamp_millis(),
        ..row(guild, "card.post", format!("bet:{bet}"), &json!({}), now)
    };
    write(db, &[card], now).await
}
