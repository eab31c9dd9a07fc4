//! From the facts of a page to the rows of its events: each in canonical form, with its hash in the chain.

use crate::{BookError, rows::EventRow};
use dbsbm_core::{ledger::Event, proof::Chain};

/// Events from which on another thread is worth its start.
const MANY: usize = 50;

/// Chains events, each with the number of the bet that it is about. Many of them are chained on a thread of their own.
pub(super) async fn chained(
    chain: Chain,
    guild_id: i64,
    events: Vec<(i64, Event)>,
) -> Result<(Chain, Vec<EventRow>), BookError> {
    if events.len() < MANY {
        return chain_all(chain, guild_id, &events);
    }
    tokio::task::spawn_blocking(move || chain_all(chain, guild_id, &events))
        .await
        .map_err(|e| BookError::Database(Box::new(e)))?
}

fn chain_all(
    mut chain: Chain,
    guild_id: i64,
    events: &[(i64, Event)],
) -> Result<(Chain, Vec<EventRow>), BookError> {
    let mut rows = Vec::with_capacity(events.len());
    for (bet_no, event) in events {
        let seq = event.seq.get();
        let body = event
            .canonical()
            .map_err(|e| BookError::corrupt(format!("event {seq}"), e))?;
        let hash = chain.append_canonical(body.as_bytes()).as_bytes().to_vec();
        rows.push(EventRow {
            guild_id,
            seq,
            bet_no: *bet_no,
            body,
            hash,
        });
    }
    Ok((chain, rows))
}
