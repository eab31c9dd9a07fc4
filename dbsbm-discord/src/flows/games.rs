//! Games to choose from.

use crate::{limits, reply::Choice, text};
use dbsbm_core::{guild::Settings, market::Game};

/// Characters of each of two names in one choice.
const TWO: usize = 46;

/// The game with names of so many characters at the most, so that the words beside them are not what is cut off.
pub(super) fn short(game: &Game, most: usize) -> Game {
    Game {
        home: limits::clip(&game.home, most),
        away: limits::clip(&game.away, most),
        ..game.clone()
    }
}

/// A game as one of several: who plays, and when by the guild's clock.
pub(super) fn choice(game: &Game, settings: &Settings) -> Choice {
    let game = short(game, TWO);
    let start = game.start.with_timezone(&settings.timezone);
    Choice::new(
        format!("{} at {}", text::label(&game.away), text::label(&game.home)),
        game.id,
    )
    .about(format!("{} · {}", game.league, start.format("%a %d %b %H:%M %Z")))
}
