//! The doctor on bets: their rows and those of their legs, beside the events that posted them.

use super::Findings;
use crate::{
    BookError,
    book::{games::load_games, judge},
    db::Connection,
    page::{LoadedBet, kind_value, load_bets, posted_leg},
    rows::GameRow,
};
use dbsbm_core::{id::GuildId, ledger::Fact, record::possible_odds_e8, settle::Grade};
use std::collections::{BTreeSet, HashMap};

/// Compares the rows of bets with the events that posted them.
pub(super) async fn check(
    db: &mut Connection,
    guild: GuildId,
    salt: &[u8],
    posted: Vec<(i64, i64, Fact)>,
    findings: &mut Findings,
) -> Result<(), BookError> {
    let numbers: Vec<i64> = posted.iter().map(|(number, ..)| *number).collect();
    let loaded = load_bets(db, guild, &numbers).await?;
    let games: BTreeSet<i64> = loaded
        .iter()
        .flat_map(|bet| &bet.legs)
        .map(|l| l.game_id)
        .collect();
    let games = load_games(db, games).await?;
    let loaded: HashMap<i64, LoadedBet> = loaded.into_iter().map(|bet| (bet.bet.bet_no, bet)).collect();
    for (number, seq, fact) in posted {
        let place = format!("bet #{number}");
        let Some(bet) = loaded.get(&number) else {
            findings.add(place, "it was posted, and its rows are not all there");
            continue;
        };
        findings.compare(&place, "event", &bet.bet.seq, &seq);
        let rows = Rows {
            bet,
            games: &games,
            salt,
        };
        match rows.compare(&fact, &place, findings) {
            // Rows that cannot be read are a finding like any other.
            Err(BookError::Corrupt { place, why }) => findings.add(place, why),
            other => other?,
        }
    }
    Ok(())
}

/// A bet as the tables have it.
struct Rows<'a> {
    bet: &'a LoadedBet,
    games: &'a HashMap<i64, GameRow>,
    salt: &'a [u8],
}

impl Rows<'_> {
    fn compare(&self, event: &Fact, place: &str, findings: &mut Findings) -> Result<(), BookError> {
        let rows = self.fact(event)?;
        if rows != *event {
            let (rows, event) = (fields(&rows)?, fields(event)?);
            let names: BTreeSet<&String> = rows.keys().chain(event.keys()).collect();
            for name in names {
                let [row, told] = [&rows, &event].map(|fields| match fields.get(name) {
                    Some(value) => value.to_string(),
                    None => "nothing".to_string(),
                });
                if row != told {
                    findings.add(place, format!("{name}: {row} is in the table, {told} should be"));
                }
            }
        }
        let (bet, state) = (&self.bet.bet, &self.bet.state);
        findings.compare(place, "odds", &bet.odds_e8, &self.odds()?);
        // Whose state it is was compared with the event.
        findings.compare(place, "capper", &bet.user_id, &state.user_id);
        Ok(())
    }

    /// The event that would post what the rows say. The capper is compared with the state, and the salt of a seal is the
    /// event's own.
    fn fact(&self, event: &Fact) -> Result<Fact, BookError> {
        let Fact::BetPosted {
            bet, subject, salt, ..
        } = event
        else {
            return Ok(event.clone());
        };
        let row = &self.bet.bet;
        let (kind, stake, terms) = self.bet.slip()?;
        let legs = self.bet.legs.iter().map(|leg| {
            let game = self.games.get(&leg.game_id);
            let key = game.ok_or_else(|| BookError::corrupt(leg.place(), "its game is not in the books"))?;
            Ok(posted_leg(&leg.leg()?, &key.game_key, self.salt))
        });
        Ok(Fact::BetPosted {
            bet: *bet,
            subject: subject.clone(),
            kind: kind_value(&kind)?,
            stake_is: stake.is,
            stake: stake.amount,
            legs: legs.collect::<Result<_, BookError>>()?,
            terms,
            placed_at: crate::convert::moment(&self.bet.place(), row.placed_at)?,
            imported: row.origin == "imported",
            late: row.late != 0,
            salt: salt.clone(),
        })
    }

    /// The odds that its prices come to.
    fn odds(&self) -> Result<i64, BookError> {
        Ok(possible_odds_e8(
            &judge::ticket(self.bet, std::iter::repeat(Grade::Open))?.0,
        ))
    }
}

fn fields(fact: &Fact) -> Result<serde_json::Map<String, serde_json::Value>, BookError> {
    match serde_json::to_value(fact) {
        Ok(serde_json::Value::Object(fields)) => Ok(fields),
        Ok(_) => Ok(serde_json::Map::new()),
        Err(error) => Err(BookError::Database(Box::new(error))),
    }
}
