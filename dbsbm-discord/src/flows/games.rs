//! Games to choose from.

use crate::{reply::Choice, text};
use dbsbm_core::{guild::Settings, market::Game};

/// A game as one of several: who plays, and when by the guild's clock.
pub(super) fn choice(game: &Game, settings: &Settings) -> Choice {
    let start = game.start.with_timezone(&settings.timezone);
    Choice::new(
        format!("{} at {}", text::label(&game.away), text::label(&game.home)),
        game.id,
    )
    .about(format!("{} · {}", game.league, start.format("%a %d %b %H:%M %Z")))
}
