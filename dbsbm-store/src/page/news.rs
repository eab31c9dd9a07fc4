//! What others are told of a change: webhooks that asked for it, and the guild when a capper reached something.

use super::{Page, WEBHOOK_EVENT, changes::Placed, settle::MAIN};
use crate::{
    BookError,
    book::webhook_tasks,
    db::Connection,
    rows::{Record, TallyRow},
};
use dbsbm_core::{
    guild::webhook::WebhookEvent,
    id::{EventSeq, GuildId, UserId},
    record::{Milestone, Tally, milestones},
};
use sqlx::AssertSqlSafe;
use std::collections::BTreeMap;

/// Events of one page about bets that were posted here; history is no news.
#[derive(Debug, Default)]
pub(super) struct News(Vec<Notice>);

/// One event about one bet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Notice {
    pub(crate) event: WebhookEvent,
    pub(crate) bet: i64,
    pub(crate) seq: i64,
}

impl News {
    pub(super) fn tell(&mut self, event: WebhookEvent, bet: i64, seq: EventSeq) {
        self.0.push(Notice {
            event,
            bet,
            seq: seq.get(),
        });
    }

    fn settled(&self, bet: i64) -> bool {
        self.0
            .iter()
            .any(|n| n.bet == bet && n.event == WebhookEvent::BetSettled)
    }
}

impl Page {
    /// Asks for the deliveries that the page's news make.
    pub(super) async fn tell(&mut self) -> Result<(), BookError> {
        let news = std::mem::take(&mut self.news);
        if news.0.is_empty() {
            return Ok(());
        }
        let (guild, now) = (self.guild.id, self.now);
        for (key, payload) in webhook_tasks(self.db(), guild, &news.0, now).await? {
            self.outbox(WEBHOOK_EVENT, key, &payload);
        }
        if !self.guild.settings.announce_streaks {
            return Ok(());
        }
        let settled: BTreeMap<UserId, Vec<Placed>> = self
            .changes
            .settled
            .iter()
            .filter(|(owner, _)| owner.1 == MAIN && !self.changes.disturbed.contains_key(*owner))
            .map(|(owner, placed)| (owner.0, placed.clone()))
            .collect();
        for (capper, mut placed) in settled {
            placed.sort_by_key(|p| (p.settled_at, p.bet_no));
            for (bet, milestone) in reached(self.db(), guild, capper, &placed).await? {
                if news.settled(bet) {
                    let payload =
                        serde_json::json!({ "capper": capper.to_string(), "bet": bet, "reached": milestone });
                    self.outbox("announce.streak", format!("{bet}:{}", name(milestone)), &payload);
                }
            }
        }
        Ok(())
    }
}

/// What a capper reaches with bets that follow the record so far; nothing where they come before its end.
async fn reached(
    db: &mut Connection,
    guild: GuildId,
    capper: UserId,
    placed: &[Placed],
) -> Result<Vec<(i64, Milestone)>, BookError> {
    let sql = format!(
        "SELECT {} FROM tallies t WHERE t.guild_id = ? AND t.track = 'main' AND t.grain = 'life' AND t.user_id = ?",
        TallyRow::columns("t")
    );
    let row = sqlx::query(AssertSqlSafe(sql))
        .bind(guild.get())
        .bind(capper.get())
        .fetch_optional(db)
        .await?;
    let (mut tally, last) = match row {
        Some(row) => {
            let row = TallyRow::read(&row, 0)?;
            (row.tally(), (row.last_at, row.last_bet))
        }
        None => (Tally::default(), (0, 0)),
    };
    let mut found = Vec::new();
    if placed.first().is_some_and(|p| (p.settled_at, p.bet_no) > last) {
        for one in placed {
            found.extend(
                milestones(&tally, &one.entry)
                    .into_iter()
                    .map(|m| (one.bet_no, m)),
            );
            tally.add(&one.entry)?;
        }
    }
    Ok(found)
}

const fn name(milestone: Milestone) -> &'static str {
    match milestone {
        Milestone::WinningStreak { .. } => "streak",
        Milestone::Decided { .. } => "bets",
        Milestone::NetHigh { .. } => "net",
        _ => "other",
    }
}
