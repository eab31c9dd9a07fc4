//! Rows as the database holds them: this crate's own types, one per table that is written in bulk.

use crate::db::{Arguments, Row};
use sqlx::{Arguments as _, Row as _, error::BoxDynError};

/// A type whose fields are the columns of a table, in order.
pub(crate) trait Record: Sized {
    /// The table.
    const TABLE: &'static str;
    /// Its columns.
    const COLUMNS: &'static [&'static str];

    /// Binds every column, in order.
    fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError>;

    /// Reads every column, the first standing at `from`.
    fn read(row: &Row, from: usize) -> Result<Self, sqlx::Error>;

    /// The columns as a list for a select, each behind the alias.
    fn columns(alias: &str) -> String {
        let named: Vec<String> = Self::COLUMNS.iter().map(|c| format!("{alias}.{c}")).collect();
        named.join(", ")
    }
}

macro_rules! records {
    ($($(#[$doc:meta])* $name:ident = $table:literal { $($field:ident: $type:ty,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub(crate) struct $name { $(pub(crate) $field: $type,)+ }

        impl Record for $name {
            const TABLE: &'static str = $table;
            const COLUMNS: &'static [&'static str] = &[$(stringify!($field)),+];

            fn bind(&self, to: &mut Arguments) -> Result<(), BoxDynError> {
                $(to.add(&self.$field)?;)+
                Ok(())
            }

            fn read(row: &Row, from: usize) -> Result<Self, sqlx::Error> {
                let mut column = from..;
                Ok(Self { $($field: row.try_get(column.next().unwrap_or(usize::MAX))?,)+ })
            }
        }
    )+};
}

records! {
    /// A game of the reference data.
    GameRow = "games" {
        game_id: i64, game_key: String, league: String, home: String, away: String, day: i64, start_at: i64,
        status: String, home_final: Option<i64>, away_final: Option<i64>, home_periods: String, away_periods: String,
        result_id: i64,
    }
    /// A status and score as it was recorded.
    ResultRow = "results" {
        result_id: i64, game_id: i64, recorded_at: i64, source: String, status: String, home_final: Option<i64>,
        away_final: Option<i64>, home_periods: String, away_periods: String,
    }
    /// A price at a moment.
    QuoteRow = "quotes" {
        game_id: i64, market: String, period: String, side: String, line: String, as_of: i64, book: String,
        source: String, moment: String, num: i64, den: i64, notation: String,
    }
    /// A capper.
    CapperRow = "cappers" { guild_id: i64, user_id: i64, name: String, subject: String, added_at: i64, }
    /// A bet as posted.
    BetRow = "bets" {
        guild_id: i64, bet_no: i64, user_id: i64, kind: String, detail: String, stake_is: String, stake: i64,
        odds_e8: i64, placed_at: i64, locks_at: i64, origin: String, late: i64, basis: String, seq: i64, idem: Vec<u8>,
    }
    /// A leg as posted.
    LegRow = "legs" {
        guild_id: i64, bet_no: i64, leg_no: i64, game_id: i64, market: String, period: String, side: String,
        line: String, player: String, stat: String, num: i64, den: i64, notation: String, book: String,
    }
    /// What a members-only bet committed to.
    SealRow = "seals" { guild_id: i64, bet_no: i64, salt: String, text: String, }
    /// Where a bet stands.
    StateRow = "bet_states" {
        guild_id: i64, bet_no: i64, user_id: i64, track: String, status: String, due_at: i64, settled_at: i64,
        staked: i64, returned: i64, odds_e8: i64, level_e8: i64, verified: i64, grades: String, rules: String, revision: i64,
        seq: i64, basis: String,
    }
    /// A grade given by hand.
    ManualRow = "manual_grades" { guild_id: i64, bet_no: i64, leg_no: i64, grade: String, given_by: String, seq: i64, }
    /// An event of the chain.
    EventRow = "events" { guild_id: i64, seq: i64, bet_no: i64, body: String, hash: Vec<u8>, }
    /// A line of the ledger.
    PostingRow = "postings" {
        guild_id: i64, seq: i64, line: i64, bet_no: i64, user_id: i64, track: String, kind: String, staked: i64,
        returned: i64, settled_at: i64,
    }
    /// Sums of a capper over a stretch of time.
    TallyRow = "tallies" {
        guild_id: i64, track: String, grain: String, user_id: i64, start: i64, open_bets: i64, won: i64,
        half_won: i64, lost: i64, half_lost: i64, push: i64, void: i64, risked: i64, returned: i64, odds_e8: i64,
        level_e8: i64, verified: i64, verified_risked: i64, verified_net: i64, net: i64, low: i64, high: i64,
        fall: i64, moves: i64, head: i64, tail: i64, best_win: i64, best_loss: i64, last_at: i64, last_bet: i64,
    }
    /// A line of frozen standings.
    StandingRow = "standings" {
        guild_id: i64, about: String, user_id: i64, place: i64, won: i64, half_won: i64, lost: i64, half_lost: i64,
        push: i64, void: i64, risked: i64, net: i64, level_e8: i64,
    }
    /// The name of a player.
    PlayerRow = "players" { league: String, name_key: String, team: String, name: String, }
    /// Something to do outside.
    OutboxRow = "outbox" {
        guild_id: i64, task: String, task_key: String, payload: String, priority: i64, queued_at: i64, due_at: i64,
    }
    /// Who did what.
    AuditRow = "audit" { guild_id: i64, seq: i64, at: i64, user_id: i64, action: String, detail: String, }
    /// What a person said about themselves.
    MemberRow = "members" {
        guild_id: i64, user_id: i64, colour: i64, picture: String, hidden: i64, break_until: i64, age: i64, age_at: i64,
        zone: String, quiet_from: i64, quiet_to: i64, digest: String, direct: i64, digest_day: i64,
    }
    /// A member's copy of a bet.
    TailRow = "tails" {
        guild_id: i64, bet_no: i64, user_id: i64, capper_id: i64, side: String, basis: String, stake: i64, tapped_at: i64,
        was_with: i64, idem: Vec<u8>, did: String, outcome: String, staked: i64, returned: i64, settled_at: i64,
    }
    /// The price of one leg of a copy.
    TailLegRow = "tail_legs" {
        guild_id: i64, bet_no: i64, user_id: i64, leg_no: i64, num: i64, den: i64, notation: String, book: String,
    }
    /// What a member wants to hear of a capper or a league.
    WishRow = "wishes" { guild_id: i64, user_id: i64, about: String, what: String, wish: String, }
    /// What a member was told of a bet, or will be.
    NoticeRow = "notices" { guild_id: i64, bet_no: i64, user_id: i64, notice: String, at: i64, sent_at: i64, }
    /// A question about a grade.
    QuestionRow = "questions" {
        guild_id: i64, question_no: i64, bet_no: i64, user_id: i64, text: String, asked_at: i64, answered_at: i64,
        answered_by: i64, answer: String, idem: Vec<u8>,
    }
    /// A bet that a person has to look at.
    ReviewRow = "reviews" { guild_id: i64, bet_no: i64, since: i64, }
}
