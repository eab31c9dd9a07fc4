//! From a text, and from answers to what it left open, to slips.

use super::{Body, MOST_PICKS, Question};
use crate::{app::App, fault::Fault, request::Request, text};
use dbsbm_core::{
    bet::{
        Slip,
        text::{self as picks, Pick},
    },
    id::GameId,
};
use dbsbm_store::BookError;

/// What a pick came to.
pub(in crate::flows) enum Met {
    /// A slip.
    Slip(Slip),
    /// A question of games.
    Asked { choices: Vec<GameId>, why: String },
    /// Nothing that can be posted.
    Refused(String),
}

/// Meets a text with the open games. What cannot be posted is kept as words, what can be meant twice as a question, and
/// the rest goes on.
pub(super) async fn understand(app: &App, request: &Request, typed: &str) -> Result<Body, Fault> {
    let reading = picks::read(typed, None)?;
    if reading.picks.is_empty() && reading.unread.is_empty() {
        return Err(picks::TextError::Nothing.into());
    }
    // One line that is not understood gets its reason, not only the line.
    if reading.picks.is_empty()
        && let Err(error) = picks::read_one(typed)
    {
        return Err(error.into());
    }
    let mut body = Body {
        text: typed.into(),
        channel: Some(request.channel),
        ..Body::default()
    };
    for part in reading.unread {
        body.unread
            .push(format!("{} was not understood", text::quoted(&part)));
    }
    let alone = reading.picks.len() == 1;
    if reading.picks.len() > MOST_PICKS {
        body.unread.push(format!(
            "pick {} and what follows: at most {MOST_PICKS} picks at once",
            MOST_PICKS + 1
        ));
    }
    for (i, pick) in reading.picks.into_iter().take(MOST_PICKS).enumerate() {
        let number = i + 1;
        match meet(app, request, &pick, &[]).await? {
            Met::Slip(slip) => body.slips.push(slip),
            Met::Asked { choices, why } => body.questions.push(Question {
                number,
                pick,
                chosen: Vec::new(),
                choices,
                why,
            }),
            Met::Refused(why) if alone => return Err(Fault::Refused(why)),
            Met::Refused(why) => body.unread.push(format!("pick {number}: {why}")),
        }
    }
    Ok(body)
}

/// Takes the game that was chosen for a pick. An answer to a question that is no longer there changes nothing.
pub(super) async fn answer(
    app: &App,
    request: &Request,
    body: &mut Body,
    number: &str,
    game: &str,
) -> Result<(), Fault> {
    let asked = body.questions.iter().position(|q| q.number.to_string() == number);
    let game = game.parse().ok().and_then(|id| GameId::new(id).ok());
    let (Some(place), Some(game)) = (asked, game) else {
        return Ok(());
    };
    let mut question = body.questions.remove(place);
    question.chosen.push(game);
    match meet(app, request, &question.pick, &question.chosen).await? {
        Met::Slip(slip) => body.slips.push(slip),
        Met::Asked { choices, why } => {
            (question.choices, question.why) = (choices, why);
            body.questions.insert(place, question);
        }
        Met::Refused(why) => body.unread.push(format!("pick {number}: {why}")),
    }
    Ok(())
}

/// Meets a pick with the open games, and with those that were chosen for it.
pub(in crate::flows) async fn meet(
    app: &App,
    request: &Request,
    pick: &Pick,
    chosen: &[GameId],
) -> Result<Met, Fault> {
    match app.book.slip_of_games(request.guild, pick, chosen).await {
        Ok(slip) => Ok(Met::Slip(slip)),
        Err(BookError::Resolve(error)) if !error.choices().is_empty() => Ok(Met::Asked {
            choices: error.choices().to_vec(),
            why: crate::fault::sentence(&error.to_string()),
        }),
        Err(other) => match other.into() {
            Fault::Refused(why) => Ok(Met::Refused(why)),
            fault => Err(fault),
        },
    }
}
