//! What the Book says, as a picture shows it: one way for every front-end, so that all of them show the same.

use crate::view::{Badge, CurvePoint, CurveView, LegView, Mark, RecordView, SlipView};
use chrono_tz::Tz;
use dbsbm_core::{
    bet::{
        PriceBasis,
        view::{BetView, LegView as BetLeg},
    },
    market::League,
    money::Units,
    record::{self, SlipRecord},
};

/// What every picture of a guild says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// The guild's name.
    pub guild: String,
    /// The guild's zone.
    pub zone: Tz,
    /// What must be said of everything in it.
    pub marks: Vec<Mark>,
}

impl RecordView {
    /// The record of a period: `all time`.
    pub fn of(period: &str, record: &SlipRecord) -> Self {
        Self {
            period: period.into(),
            tally: record.tally,
            basis: record.basis,
        }
    }
}

impl SlipView {
    /// The slip of a bet, with the whole record of its capper.
    pub fn of(bet: &BetView, record: &SlipRecord, caption: &Caption) -> Self {
        let named = match bet.stake_is {
            "to_win" => format!("to win {}u", bet.stake.short()),
            _ => format!("{}u", bet.stake.short()),
        };
        Self {
            guild: caption.guild.clone(),
            capper: bet.name.clone(),
            badge: Badge::of(&bet.name),
            number: bet.bet,
            kind: capital(&bet.kind.replace('_', " ")),
            legs: bet.legs.iter().map(|leg| leg_view(leg, caption.zone)).collect(),
            stake: named,
            price: (bet.legs.len() > 1).then(|| format!("{:.2}", bet.odds)),
            risked: bet.staked,
            returned: bet.returned.or(bet.max_returned).unwrap_or(Units::ZERO),
            status: bet.status,
            basis: bet.price_basis.parse().unwrap_or(PriceBasis::NoMarket),
            placed: bet.placed_at.with_timezone(&caption.zone),
            hash: bet.hash.clone(),
            marks: marks(bet, caption),
            record: RecordView::of("all time", record),
        }
    }
}

impl CurveView {
    /// The curve of a capper, or of the whole guild.
    pub fn of(title: &str, points: &[record::CurvePoint], record: RecordView, caption: &Caption) -> Self {
        Self {
            guild: caption.guild.clone(),
            title: title.into(),
            badge: Badge::of(title),
            points: points
                .iter()
                .map(|point| CurvePoint {
                    at: point.at,
                    total: point.net,
                })
                .collect(),
            zone: caption.zone,
            marks: caption.marks.clone(),
            record,
        }
    }
}

fn leg_view(leg: &BetLeg, guilds: Tz) -> LegView {
    // A game is on the day that its league says.
    let zone = leg.league.parse::<League>().map_or(guilds, League::zone);
    let start = leg.start.with_timezone(&zone).format("%-d %b %Y");
    let away = leg.title.starts_with(&leg.away);
    LegView {
        title: leg.title.clone(),
        subtitle: format!("{} at {} · {} · {start}", leg.away, leg.home, leg.league),
        price: leg.price.to_string(),
        grade: leg.grade,
        note: leg.score.clone(),
        badge: Badge::of(if away { &leg.away } else { &leg.home }),
    }
}

/// What must be said of a bet beside its picks.
fn marks(bet: &BetView, caption: &Caption) -> Vec<Mark> {
    let own = [
        (bet.origin == "imported", Mark::Imported),
        (bet.late, Mark::Late),
        (bet.terms.live, Mark::Live),
        (bet.terms.free_bet, Mark::FreeBet),
    ];
    let own = own.into_iter().filter_map(|(holds, mark)| holds.then_some(mark));
    own.chain(caption.marks.iter().copied()).collect()
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}
