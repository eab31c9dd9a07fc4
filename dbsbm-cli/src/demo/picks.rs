//! The demo's cappers and what they post: the same text that people type.

use super::chance::Chance;
use super::season::Fixture;

/// What a capper likes to bet on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taste {
    Spreads,
    Totals,
    Winners,
    Parlays,
}

/// An invented capper.
#[derive(Debug)]
pub(super) struct Capper {
    pub(super) id: i64,
    pub(super) name: &'static str,
    taste: Taste,
    /// By how many points the capper usually misjudges a game: the smaller, the sharper. Opening prices miss by 2.2.
    error: f64,
    picks_a_round: usize,
    stake: &'static str,
}

/// The error of someone who knows nothing.
const GUESSES: f64 = 60.0;

pub(super) const CAPPERS: [Capper; 8] = [
    Capper {
        id: 9001,
        name: "Ada Quill",
        taste: Taste::Spreads,
        error: 0.8,
        picks_a_round: 4,
        stake: "2u",
    },
    Capper {
        id: 9002,
        name: "Bram Tolliver",
        taste: Taste::Spreads,
        error: 2.0,
        picks_a_round: 3,
        stake: "to win 1",
    },
    Capper {
        id: 9003,
        name: "Cleo Marsh",
        taste: Taste::Totals,
        error: 1.2,
        picks_a_round: 4,
        stake: "1.5u",
    },
    Capper {
        id: 9004,
        name: "Dev Osei",
        taste: Taste::Winners,
        error: 3.0,
        picks_a_round: 3,
        stake: "1u",
    },
    Capper {
        id: 9005,
        name: "Esme Vance",
        taste: Taste::Parlays,
        error: 2.5,
        picks_a_round: 2,
        stake: "0.5u",
    },
    Capper {
        id: 9006,
        name: "Finn Castell",
        taste: Taste::Spreads,
        error: GUESSES,
        picks_a_round: 5,
        stake: "3u",
    },
    Capper {
        id: 9007,
        name: "Gia Rook",
        taste: Taste::Totals,
        error: GUESSES,
        picks_a_round: 3,
        stake: "1u",
    },
    Capper {
        id: 9008,
        name: "Hugo Penn",
        taste: Taste::Winners,
        error: 1.5,
        picks_a_round: 1,
        stake: "1u",
    },
];

/// What a capper posts on a round, one text per bet.
pub(super) fn texts(capper: &Capper, games: &[Fixture], chance: &mut Chance) -> Vec<String> {
    let mut views: Vec<(f64, String)> = games.iter().map(|g| view(capper, g, chance)).collect();
    views.sort_by(|a, b| b.0.total_cmp(&a.0));
    let legs = views.into_iter().map(|(_, text)| text);
    let stake = capper.stake;
    if capper.taste == Taste::Parlays {
        let legs: Vec<String> = legs.take(2 * capper.picks_a_round).collect();
        return legs
            .chunks(2)
            .map(|two| format!("{} {stake}", two.join(" + ")))
            .collect();
    }
    legs.take(capper.picks_a_round)
        .map(|leg| format!("{leg} {stake}"))
        .collect()
}

/// How far the capper thinks the opening price is off, and the leg that says so.
fn view(capper: &Capper, game: &Fixture, chance: &mut Chance) -> (f64, String) {
    let prices = &game.open;
    match capper.taste {
        Taste::Totals => {
            let difference = chance.around(game.points, capper.error) - prices.total;
            let side = if difference > 0.0 { "over" } else { "under" };
            (
                difference.abs(),
                format!("{}/{} {side} {} -110", game.home, game.away, prices.total),
            )
        }
        taste => {
            let difference = chance.around(game.margin, capper.error) + prices.spread;
            let home = difference > 0.0;
            let team = if home { game.home } else { game.away };
            let leg = if taste == Taste::Winners {
                let price = if home { prices.home } else { prices.away };
                format!("{team} ML {price:+}")
            } else {
                let line = if home { prices.spread } else { -prices.spread };
                format!("{team} {line:+} -110")
            };
            (difference.abs(), leg)
        }
    }
}
