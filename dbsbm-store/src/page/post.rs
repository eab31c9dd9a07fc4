//! Posting a bet: the rows and the event of one slip.

use super::{LIVE, MAIN, Page, changes::Owner};
use crate::{
    BookError, convert,
    rows::{BetRow, LegRow, SealRow, StateRow},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{Kind, Leg, Seal, Slip, Status},
    guild::webhook::WebhookEvent,
    id::{BetNo, ChannelId, UserId},
    ledger::{Fact, PostedLeg},
    market::Game,
    proof::digest,
    record::possible_odds_e8,
    settle::{Grade, Ticket, TicketLeg},
};

/// A slip that core let pass, with everything the books keep about it.
#[derive(Debug)]
pub(crate) struct NewBet<'a> {
    pub(crate) capper: UserId,
    pub(crate) subject: String,
    pub(crate) slip: &'a Slip,
    /// The game of each leg, in order, with its key.
    pub(crate) games: &'a [(&'a Game, &'a str)],
    pub(crate) placed_at: DateTime<Utc>,
    pub(crate) imported: bool,
    pub(crate) late: bool,
    pub(crate) basis: &'static str,
    /// Digest of the caller's key.
    pub(crate) key: [u8; 16],
    /// Where it was posted from.
    pub(crate) channel: Option<ChannelId>,
}

impl Page {
    /// Posts a bet; gives its number.
    pub(crate) fn post(&mut self, new: NewBet<'_>) -> Result<BetNo, BookError> {
        let slip = new.slip;
        let open = slip
            .legs()
            .iter()
            .map(|l| TicketLeg::new(l.price, Grade::Open))
            .collect();
        // A ticket checks what a slip alone cannot: the number of lines and the possible return.
        let ticket = Ticket::of_slip(slip.kind().clone(), slip.stake(), slip.terms(), open)?;
        let odds_e8 = possible_odds_e8(&ticket);
        let number = BetNo::new(self.guild.next_bet).map_err(|e| BookError::corrupt("guilds", e))?;
        self.guild.next_bet += 1;
        let legs: Vec<PostedLeg> = slip
            .legs()
            .iter()
            .zip(new.games)
            .map(|(leg, (_, key))| posted_leg(leg, key, &self.guild.salt))
            .collect();
        let sealed = slip.terms().members_only && !new.imported;
        let salt = sealed.then(|| self.seal(number, slip, new.games));
        let kind = kind_value(slip.kind())?;
        let detail = convert::detail(slip)?;
        let fact = Fact::BetPosted {
            bet: number,
            subject: new.subject,
            kind,
            stake_is: slip.stake().is,
            stake: slip.stake().amount,
            legs,
            terms: slip.terms().clone(),
            placed_at: new.placed_at,
            imported: new.imported,
            late: new.late,
            salt,
        };
        let seq = self.record(number.get(), fact)?;
        let starts = || new.games.iter().map(|(game, _)| game.start.timestamp_millis());
        let (guild_id, bet_no, user_id) = (self.guild.id.get(), number.get(), new.capper.get());
        let track = track(slip);
        for (i, leg) in (1..).zip(slip.legs()) {
            self.pending.legs.push(leg_row(guild_id, bet_no, i, leg));
        }
        self.pending.bets.push(BetRow {
            guild_id,
            bet_no,
            user_id,
            kind: slip.kind().code().into(),
            detail,
            stake_is: slip.stake().is.code().into(),
            stake: slip.stake().amount.ten_thousandths(),
            odds_e8,
            placed_at: new.placed_at.timestamp_millis(),
            locks_at: starts().min().unwrap_or_default(),
            origin: if new.imported { "imported" } else { "posted" }.into(),
            late: i64::from(new.late),
            basis: new.basis.into(),
            seq: seq.get(),
            idem: new.key.to_vec(),
        });
        self.pending.states.push(StateRow {
            guild_id,
            bet_no,
            user_id,
            track: track.into(),
            status: Status::Open.code().into(),
            due_at: starts().max().unwrap_or_default(),
            settled_at: 0,
            staked: 0,
            returned: 0,
            odds_e8,
            level_e8: 0,
            verified: 0,
            grades: String::new(),
            rules: String::new(),
            revision: 0,
            seq: seq.get(),
            basis: new.basis.into(),
        });
        let owner: Owner = (new.capper, track);
        *self.changes.open.entry(owner).or_default() += 1;
        if !new.imported {
            self.news.tell(WebhookEvent::BetPosted, bet_no, seq);
            let (key, shown) = (
                format!("bet:{number}"),
                serde_json::json!({ "bet": number, "channel": new.channel }),
            );
            if sealed {
                self.outbox("card.post", key.clone(), &shown);
            }
            self.outbox("slip.post", key, &shown);
        }
        Ok(number)
    }

    /// Keeps what a members-only slip commits to; gives the salt of it.
    fn seal(&mut self, bet: BetNo, slip: &Slip, games: &[(&Game, &str)]) -> String {
        let games: Vec<&Game> = games.iter().map(|(game, _)| *game).collect();
        let Seal { salt, text } = Seal::new(&self.env.secret::<16>(), bet, slip, &games);
        self.pending.seals.push(SealRow {
            guild_id: self.guild.id.get(),
            bet_no: bet.get(),
            salt: salt.clone(),
            text,
        });
        salt
    }
}

/// A leg as events hold it: whose figure it is and the bookmaker only as a digest, with the guild's salt.
pub(crate) fn posted_leg(leg: &Leg, game: &str, salt: &[u8]) -> PostedLeg {
    let selection = leg.selection;
    let named = match (&leg.prop, &leg.book) {
        (None, None) => None,
        (prop, book) => {
            let of = |p: &dbsbm_core::bet::Prop| format!("{}/{}", p.player, p.stat);
            Some(format!(
                "{}|{}",
                prop.as_ref().map(of).unwrap_or_default(),
                book.as_deref().unwrap_or_default()
            ))
        }
    };
    PostedLeg {
        game: game.into(),
        market: selection.market,
        period: selection.period,
        side: selection.side,
        line: selection.line,
        price: leg.price.to_string(),
        named: named.map(|text| digest(salt, &text)),
    }
}

/// Which of the capper's records a slip belongs to.
fn track(slip: &Slip) -> &'static str {
    if slip.terms().live { LIVE } else { MAIN }
}

/// How the legs combine, as events hold it.
pub(crate) fn kind_value(kind: &Kind) -> Result<serde_json::Value, BookError> {
    serde_json::to_value(kind).map_err(|e| BookError::Database(Box::new(e)))
}

fn leg_row(guild_id: i64, bet_no: i64, leg_no: i64, leg: &Leg) -> LegRow {
    let selection = leg.selection;
    let (player, stat) = leg
        .prop
        .as_ref()
        .map(|p| (p.player.clone(), p.stat.clone()))
        .unwrap_or_default();
    LegRow {
        guild_id,
        bet_no,
        leg_no,
        game_id: leg.game.get(),
        market: selection.market.code().into(),
        period: selection.period.to_string(),
        side: selection.side.to_string(),
        line: selection.line.map(|l| l.to_string()).unwrap_or_default(),
        player,
        stat,
        num: convert::signed(leg.price.num()),
        den: convert::signed(leg.price.den()),
        notation: leg.price.notation().code().into(),
        book: leg.book.clone().unwrap_or_default(),
    }
}
