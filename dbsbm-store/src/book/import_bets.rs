//! Importing bets: history that a community brings along. Streamed, in batches of one transaction each.
//!
//! The file is read on a thread of its own while the batch before is written. A bet's key is a digest of everything the
//! file says of it, so the same file again changes nothing, and an import that was cut off goes on where it stopped.

use super::{Book, ImportSummary, Progress, Rejected, games::Slates};
use crate::{
    BookError,
    db::Arguments,
    import::{BetReader, RowError, TicketRow},
    insert::{BATCH, marks},
    page::{NewBet, Page, Subjects},
};
use dbsbm_core::{
    bet::{Leg, Slip, Terms, is_late},
    guild::{Action, Actor, LateSlips, permit},
    market::Game,
    proof::digest128,
};
use sqlx::{Arguments as _, AssertSqlSafe};
use std::{collections::HashSet, io::Read};
use tokio::sync::mpsc;

/// Bets in one transaction.
const PER_PAGE: usize = 2_000;

/// A ticket with its key, or what is wrong with it.
type Row = Result<(TicketRow, [u8; 16]), RowError>;

/// What the reading thread sends: some rows, and how many lines of the file they and all before make.
struct Batch {
    rows: Vec<Row>,
    lines: u64,
}

impl Book {
    /// Imports bets of the actor's guild. Members who are no cappers yet become cappers under their id. Limits of the
    /// guild do not apply to history; lateness does.
    ///
    /// # Errors
    /// [`BookError::File`] when no row can be read, [`BookError::NotAllowed`], [`BookError::Held`], or a failure of the
    /// database; batches that were committed stay, and the same file again goes on from there.
    pub async fn import_bets(
        &self,
        actor: &Actor,
        file: impl Read + Send + 'static,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<ImportSummary, BookError> {
        permit(actor, Action::Import, &self.settings(actor.guild).await?)?;
        let reader = BetReader::open(file)?;
        let (send, mut batches) = mpsc::channel(2);
        let reading = tokio::task::spawn_blocking(move || read(reader, &send));
        let writing = async {
            let mut summary = ImportSummary::default();
            let mut known = Known::default();
            while let Some(batch) = batches.recv().await {
                summary.read = batch.lines;
                known.subjects = self
                    .write_bets(actor, batch.rows, &mut known, &mut summary)
                    .await?;
                progress(Progress {
                    done: summary.read,
                    total: None,
                });
            }
            Ok(summary)
        };
        let summary = self.pools.with_room(writing).await?;
        reading.await.map_err(|e| BookError::Database(Box::new(e)))?;
        Ok(summary)
    }

    async fn write_bets(
        &self,
        actor: &Actor,
        rows: Vec<Row>,
        known: &mut Known,
        summary: &mut ImportSummary,
    ) -> Result<Subjects, BookError> {
        let subjects = std::mem::take(&mut known.subjects);
        let mut page = Page::open(&self.pools, &self.env, actor.guild, subjects).await?;
        let keys = rows.iter().flatten().map(|(_, key)| key);
        let mut there = keys_there(&mut page, keys).await?;
        for row in rows {
            match row {
                Err(error) => summary.reject(error.into()),
                Ok((_, key)) if there.contains(&key) => summary.unchanged += 1,
                Ok((ticket, key)) => match import_one(&mut page, &mut known.slates, ticket, key).await? {
                    Ok(()) => {
                        there.insert(key);
                        summary.inserted += 1;
                    }
                    Err(rejected) => summary.reject(rejected),
                },
            }
        }
        page.commit().await
    }
}

/// What one batch teaches the next.
#[derive(Default)]
struct Known {
    subjects: Subjects,
    slates: Slates,
}

fn read<R: Read>(mut reader: BetReader<R>, send: &mpsc::Sender<Batch>) {
    loop {
        let keyed = |row: Result<TicketRow, RowError>| {
            row.map(|ticket| {
                let key = key_of(&ticket);
                (ticket, key)
            })
        };
        let rows: Vec<Row> = reader.by_ref().take(PER_PAGE).map(keyed).collect();
        let ended = rows.len() < PER_PAGE;
        // The receiver goes away when the import fails; then there is nothing left to read for.
        if send
            .blocking_send(Batch {
                rows,
                lines: reader.rows(),
            })
            .is_err()
            || ended
        {
            return;
        }
    }
}

async fn import_one(
    page: &mut Page,
    slates: &mut Slates,
    ticket: TicketRow,
    key: [u8; 16],
) -> Result<Result<(), Rejected>, BookError> {
    let mut games = Vec::with_capacity(ticket.legs.len());
    for leg in &ticket.legs {
        match slates.find(page.db(), leg).await? {
            Ok(game) => games.push(game),
            Err(rejected) => return Ok(Err(rejected)),
        }
    }
    let line = ticket.first_line;
    let starts: Vec<(&Game, &str)> = games.iter().map(|g| (&g.game, g.key.as_str())).collect();
    let first = starts.iter().map(|(game, _)| *game).min_by_key(|game| game.start);
    let late = first.is_some_and(|game| is_late(ticket.placed_at, game.start));
    if let (true, Some(game), LateSlips::Refuse) = (late, first, page.guild.settings.late_slips) {
        let (home, away) = (&game.home, &game.away);
        let (start, placed) = (
            game.start.format("%F %T UTC"),
            ticket.placed_at.format("%F %T UTC"),
        );
        let message = format!(
            "{home} - {away} had started ({start}) when the bet was placed ({placed}); `late_slips` refuses such bets"
        );
        return Ok(Err(Rejected::new(line, "late", message)));
    }
    let legs = ticket.legs.iter().zip(&games).map(|(leg, found)| Leg {
        game: found.game.id,
        selection: leg.selection,
        prop: None,
        price: leg.price,
        book: leg.book.clone(),
    });
    let slip = match Slip::new(
        ticket.kind.clone(),
        ticket.stake,
        legs.collect(),
        Terms::default(),
    ) {
        Ok(slip) => slip,
        Err(error) => return Ok(Err(Rejected::new(line, "bad_slip", error))),
    };
    let subject = page.capper(ticket.capper, &ticket.capper.to_string()).await?;
    let new = NewBet {
        capper: ticket.capper,
        subject,
        slip: &slip,
        games: &starts,
        placed_at: ticket.placed_at,
        imported: true,
        late,
        basis: dbsbm_core::bet::PriceBasis::NoMarket.code(),
        key,
        channel: None,
    };
    match page.post(new) {
        Ok(_) => Ok(Ok(())),
        Err(BookError::Ticket(error)) => Ok(Err(Rejected::new(line, "bad_ticket", error))),
        Err(error) => Err(error),
    }
}

/// A digest of everything that a file says of a bet.
fn key_of(ticket: &TicketRow) -> [u8; 16] {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(160);
    let kind = serde_json::to_string(&ticket.kind).unwrap_or_default();
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "import|{}|{}|{}|{kind}|{}|{}",
        ticket.ticket,
        ticket.capper,
        ticket.placed_at.timestamp_millis(),
        ticket.stake.is,
        ticket.stake.amount
    );
    for leg in &ticket.legs {
        let selection = leg.selection;
        let line = selection.line.map(|l| l.quarters());
        let _ = write!(
            text,
            "|{}/{}/{}/{}/{}/{}/{}/{line:?}/{}/{}/{}",
            leg.league,
            leg.date,
            leg.home,
            leg.away,
            selection.market,
            selection.period,
            selection.side,
            leg.price,
            leg.book.as_deref().unwrap_or_default(),
            leg.start.map(|s| s.timestamp_millis()).unwrap_or_default(),
        );
    }
    digest128(&text)
}

/// Which of these keys are in the books.
async fn keys_there<'a>(
    page: &mut Page,
    keys: impl Iterator<Item = &'a [u8; 16]>,
) -> Result<HashSet<[u8; 16]>, BookError> {
    let keys: Vec<&[u8; 16]> = keys.collect();
    let mut there = HashSet::new();
    for batch in keys.chunks(BATCH) {
        let sql = format!(
            "SELECT idem FROM bets WHERE guild_id = ? AND idem IN ({})",
            marks(batch.len())
        );
        let mut arguments = Arguments::default();
        arguments.add(page.guild.id.get()).map_err(BookError::Database)?;
        for key in batch {
            arguments.add(key.to_vec()).map_err(BookError::Database)?;
        }
        let found: Vec<Vec<u8>> = sqlx::query_scalar_with(AssertSqlSafe(sql), arguments)
            .fetch_all(page.db())
            .await?;
        there.extend(found.into_iter().filter_map(|key| <[u8; 16]>::try_from(key).ok()));
    }
    Ok(there)
}
