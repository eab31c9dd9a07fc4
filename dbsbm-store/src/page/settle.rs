//! Settling, regrading and withdrawing a bet: the rows and events of a decision that core made.

use super::{LoadedBet, Page, changes::Placed};
use crate::{
    BookError,
    convert::{moment, parse},
    rows::{ManualRow, PostingRow},
};
use dbsbm_core::{
    bet::{GradedBy, Status, Step},
    guild::webhook::WebhookEvent,
    id::{BetNo, EventSeq},
    ledger::{Fact, Posting, PostingKind, Settled},
    money::Units,
    record::Entry,
    settle::{Grade, Outcome, Settlement},
};

/// What a settlement says of one bet.
#[derive(Debug, Clone)]
pub(crate) struct Settling {
    pub(crate) settlement: Settlement,
    pub(crate) grades: Vec<Grade>,
    /// Won or lost for each unit staked, times 10^8; 0 while it is open.
    pub(crate) level_e8: i64,
    /// Whether the bet belongs to the verified record.
    pub(crate) verified: bool,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// Settled for the first time.
    Settled,
    /// The settlement changed.
    Regraded,
    /// Nothing changed.
    Unchanged,
}

impl Page {
    /// Writes a settlement. The same one again changes nothing; another one is a reversal and a new posting.
    pub(crate) fn settle(&mut self, loaded: &LoadedBet, new: &Settling) -> Result<Done, BookError> {
        let (state, place) = (&loaded.state, loaded.place());
        let status: Status = parse(&place, &state.status)?;
        let outcome = new.settlement.outcome;
        let grades = new.grades.iter().map(|g| g.code()).collect::<Vec<_>>().join(" ");
        let same = state.staked == new.settlement.staked.ten_thousandths()
            && state.returned == new.settlement.returned.ten_thousandths()
            && status == Status::from(outcome);
        let again = status.is_settled();
        if (again && same) || (!again && outcome == Outcome::Open) {
            return Ok(Done::Unchanged);
        }
        let step = if again {
            Step::Regrade(outcome)
        } else {
            Step::Settle(outcome)
        };
        let next = status.after(step).map_err(BookError::Step)?;
        // A correction stays on the day of the first settlement; history belongs to the day of its last game.
        let settled_at = match (again, loaded.bet.origin.as_str()) {
            (true, _) => moment(&place, state.settled_at)?,
            (false, "imported") => loaded.due_at()?,
            (false, _) => self.now,
        };
        let bet = BetNo::new(state.bet_no).map_err(|e| BookError::corrupt(&place, e))?;
        let counted = if outcome == Outcome::Open {
            (Units::ZERO, Units::ZERO)
        } else {
            (new.settlement.staked, new.settlement.returned)
        };
        let settled = Settled {
            bet,
            outcome,
            staked: counted.0,
            returned: counted.1,
            level_e8: new.level_e8,
            grades: new.grades.clone(),
            rules: new.settlement.rules.to_string(),
            settled_at,
        };
        let fact = if again {
            Fact::BetRegraded(settled)
        } else {
            Fact::BetSettled(settled)
        };
        let seq = self.record(bet.get(), fact)?;
        if again {
            let old = Posting::settlement(amount(&place, state.staked)?, amount(&place, state.returned)?);
            self.posting(loaded, seq, 1, old.reversed(), state.settled_at);
        }
        if outcome != Outcome::Open {
            let line = if again { 2 } else { 1 };
            self.posting(
                loaded,
                seq,
                line,
                Posting::settlement(counted.0, counted.1),
                settled_at.timestamp_millis(),
            );
        }
        let mut row = state.clone();
        row.status = next.code().into();
        row.settled_at = if outcome == Outcome::Open {
            0
        } else {
            settled_at.timestamp_millis()
        };
        row.staked = counted.0.ten_thousandths();
        row.returned = counted.1.ten_thousandths();
        row.level_e8 = new.level_e8;
        row.verified = i64::from(new.verified && outcome != Outcome::Open);
        row.grades = grades;
        row.rules = new.settlement.rules.to_string();
        row.revision += i64::from(again);
        row.seq = seq.get();
        self.pending.states.push(row);

        let owner = (loaded.capper()?, track(&state.track));
        if again {
            self.changes
                .disturbed
                .entry(owner)
                .or_default()
                .insert(settled_at.timestamp_millis());
            if outcome == Outcome::Open {
                *self.changes.open.entry(owner).or_default() += 1;
            }
        } else {
            let entry = Entry {
                outcome,
                staked: counted.0,
                returned: counted.1,
                odds_e8: state.odds_e8,
                level_e8: new.level_e8,
                verified: new.verified,
            };
            let placed = Placed {
                settled_at: settled_at.timestamp_millis(),
                bet_no: bet.get(),
                entry,
            };
            self.changes.settled.entry(owner).or_default().push(placed);
            *self.changes.open.entry(owner).or_default() -= 1;
        }
        if loaded.bet.origin == "posted" {
            let event = if again {
                WebhookEvent::BetRegraded
            } else {
                WebhookEvent::BetSettled
            };
            self.news.tell(event, bet.get(), seq);
        }
        self.show(loaded, "slip.settle", format!("bet:{bet}:{seq}"));
        Ok(if again { Done::Regraded } else { Done::Settled })
    }

    /// Takes an open bet off the record; with `shadow` it goes on beside it.
    pub(crate) fn withdraw(&mut self, loaded: &LoadedBet, shadow: bool) -> Result<EventSeq, BookError> {
        let place = loaded.place();
        let status: Status = parse(&place, &loaded.state.status)?;
        let next = status.after(Step::Withdraw).map_err(BookError::Step)?;
        let bet = BetNo::new(loaded.state.bet_no).map_err(|e| BookError::corrupt(&place, e))?;
        let seq = self.record(bet.get(), Fact::BetWithdrawn { bet, shadow })?;
        let capper = loaded.capper()?;
        *self
            .changes
            .open
            .entry((capper, track(&loaded.state.track)))
            .or_default() -= 1;
        let mut row = loaded.state.clone();
        row.seq = seq.get();
        if shadow {
            // It stays open, in a record of its own, so that its net can be shown beside the capper's.
            row.track = SHADOW.into();
            *self.changes.open.entry((capper, SHADOW)).or_default() += 1;
        } else {
            row.status = next.code().into();
        }
        self.pending.states.push(row);
        self.news.tell(WebhookEvent::BetWithdrawn, bet.get(), seq);
        self.show(loaded, "slip.withdraw", format!("bet:{bet}"));
        Ok(seq)
    }

    /// Asks for the slip to be drawn anew, where the bet was posted here: history was never shown.
    fn show(&mut self, loaded: &LoadedBet, task: &str, key: String) {
        if loaded.bet.origin == "posted" {
            self.outbox(task, key, &serde_json::json!({ "bet": loaded.bet.bet_no }));
        }
    }

    /// Asks for an open bet to be drawn anew, after something on it changed that settled nothing.
    pub(crate) fn edited(&mut self, loaded: &LoadedBet) {
        self.show(loaded, "slip.edit", format!("bet:{}", loaded.bet.bet_no));
    }

    /// Notes a grade given by hand.
    pub(crate) fn manual(
        &mut self,
        bet_no: i64,
        leg_no: i64,
        grade: Grade,
        by: GradedBy,
        seq: EventSeq,
    ) -> ManualRow {
        let row = ManualRow {
            guild_id: self.guild.id.get(),
            bet_no,
            leg_no,
            grade: grade.code().into(),
            given_by: by.code().into(),
            seq: seq.get(),
        };
        self.pending.manual.push(row.clone());
        row
    }

    fn posting(&mut self, loaded: &LoadedBet, seq: EventSeq, line: i64, posting: Posting, settled_at: i64) {
        let kind: PostingKind = posting.kind;
        self.pending.postings.push(PostingRow {
            guild_id: self.guild.id.get(),
            seq: seq.get(),
            line,
            bet_no: loaded.state.bet_no,
            user_id: loaded.state.user_id,
            track: loaded.state.track.clone(),
            kind: kind.code().into(),
            staked: posting.staked.ten_thousandths(),
            returned: posting.returned.ten_thousandths(),
            settled_at,
        });
    }
}

/// The record that counts.
pub(crate) const MAIN: &str = "main";
/// Live picks, which have a record of their own.
pub(crate) const LIVE: &str = "live";
/// Bets that were withdrawn late and are settled beside the record.
pub(crate) const SHADOW: &str = "shadow";

/// The records that a capper has.
pub(crate) const TRACKS: [&str; 3] = [MAIN, LIVE, SHADOW];

pub(super) fn track(stored: &str) -> &'static str {
    TRACKS.into_iter().find(|t| *t == stored).unwrap_or(MAIN)
}

fn amount(place: &str, stored: i64) -> Result<Units, BookError> {
    Units::from_ten_thousandths(stored).ok_or_else(|| BookError::corrupt(place, "an amount out of range"))
}
