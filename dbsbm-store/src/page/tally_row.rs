//! A tally between its row and its figures.

use crate::rows::TallyRow;
use dbsbm_core::record::{Grain, Run, Tally};

impl TallyRow {
    /// A row that counts nothing.
    pub(crate) fn empty(guild_id: i64, track: &str, grain: Grain, user_id: i64, start: i64) -> Self {
        let mut row = Self {
            guild_id,
            track: track.into(),
            grain: grain.code().into(),
            user_id,
            start,
            open_bets: 0,
            won: 0,
            half_won: 0,
            lost: 0,
            half_lost: 0,
            push: 0,
            void: 0,
            risked: 0,
            returned: 0,
            odds_e8: 0,
            level_e8: 0,
            verified: 0,
            verified_risked: 0,
            verified_net: 0,
            net: 0,
            low: 0,
            high: 0,
            fall: 0,
            moves: 0,
            head: 0,
            tail: 0,
            best_win: 0,
            best_loss: 0,
            last_at: 0,
            last_bet: 0,
        };
        row.put(&Tally::default(), (0, 0));
        row
    }

    /// The figures of the row.
    pub(crate) const fn tally(&self) -> Tally {
        Tally {
            won: self.won,
            half_won: self.half_won,
            lost: self.lost,
            half_lost: self.half_lost,
            push: self.push,
            void: self.void,
            risked: self.risked,
            returned: self.returned,
            odds_e8: self.odds_e8,
            level_e8: self.level_e8,
            verified: self.verified,
            verified_risked: self.verified_risked,
            verified_net: self.verified_net,
            run: Run {
                net: self.net,
                low: self.low,
                high: self.high,
                drop: self.fall,
                moves: self.moves,
                head: self.head,
                tail: self.tail,
                best_win: self.best_win,
                best_loss: self.best_loss,
            },
        }
    }

    /// Takes figures over, with the place of the latest bet among them.
    pub(crate) const fn put(&mut self, tally: &Tally, (last_at, last_bet): (i64, i64)) {
        self.won = tally.won;
        self.half_won = tally.half_won;
        self.lost = tally.lost;
        self.half_lost = tally.half_lost;
        self.push = tally.push;
        self.void = tally.void;
        self.risked = tally.risked;
        self.returned = tally.returned;
        self.odds_e8 = tally.odds_e8;
        self.level_e8 = tally.level_e8;
        self.verified = tally.verified;
        self.verified_risked = tally.verified_risked;
        self.verified_net = tally.verified_net;
        self.net = tally.run.net;
        self.low = tally.run.low;
        self.high = tally.run.high;
        self.fall = tally.run.drop;
        self.moves = tally.run.moves;
        self.head = tally.run.head;
        self.tail = tally.run.tail;
        self.best_win = tally.run.best_win;
        self.best_loss = tally.run.best_loss;
        self.last_at = last_at;
        self.last_bet = last_bet;
    }
}
