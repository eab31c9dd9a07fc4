//! From a text, and from answers to what it left open, to slips.

use super::{
    Body, MOST_PICKS,
    question::{Asked, Question},
};
use crate::{app::App, fault::Fault, request::Request, text};
use dbsbm_core::{
    bet::{
        Slip,
        text::{self as picks, Pick},
    },
    id::GameId,
};
use dbsbm_store::{BookError, Chosen, PickReader};

/// What a pick came to.
pub(in crate::flows) enum Met {
    /// A slip.
    Slip(Slip),
    /// A question.
    Asked(Asked),
    /// Nothing that can be posted.
    Refused(String),
}

/// Meets a text with the open games, and with the one that was named beside it. What cannot be posted is kept as words, what
/// can be meant twice as a question, and the rest goes on.
pub(super) async fn understand(
    app: &App,
    request: &Request,
    typed: &str,
    game: Option<GameId>,
) -> Result<Body, Fault> {
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
        game,
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
    let chosen = Chosen {
        games: game.into_iter().collect(),
        ..Chosen::default()
    };
    let mut reader = app.book.pick_reader(request.guild).await?;
    for (i, pick) in reading.picks.into_iter().take(MOST_PICKS).enumerate() {
        let number = i + 1;
        match meet(&mut reader, &pick, &chosen).await? {
            Met::Slip(slip) => body.slips.push(slip),
            Met::Asked(asked) => body.questions.push(Question {
                number,
                pick,
                chosen: chosen.clone(),
                asked,
            }),
            Met::Refused(why) if alone => return Err(Fault::Refused(why)),
            Met::Refused(why) => body.unread.push(format!("pick {number}: {why}")),
        }
    }
    let mut legs = body.slips.iter().flat_map(Slip::legs);
    if let Some(game) = game
        && body.questions.is_empty()
        && legs.all(|leg| leg.game != game)
    {
        body.unread
            .push("the game that you chose is in none of these picks: the text names others".into());
    }
    Ok(body)
}

/// Goes on with a question that was answered, and with where it stood: there may be more to ask of the same pick.
pub(super) async fn again(
    app: &App,
    request: &Request,
    body: &mut Body,
    (place, question): (usize, Question),
) -> Result<(), Fault> {
    let mut reader = app.book.pick_reader(request.guild).await?;
    match meet(&mut reader, &question.pick, &question.chosen).await? {
        Met::Slip(slip) => body.slips.push(slip),
        Met::Asked(asked) => body.questions.insert(place, Question { asked, ..question }),
        Met::Refused(why) => body.unread.push(format!("pick {}: {why}", question.number)),
    }
    Ok(())
}

/// Meets a pick with the open games and the known players, and with what was chosen for it.
pub(in crate::flows) async fn meet(
    reader: &mut PickReader<'_>,
    pick: &Pick,
    chosen: &Chosen,
) -> Result<Met, Fault> {
    match reader.slip_of(pick, chosen).await {
        Ok(slip) => Ok(Met::Slip(slip)),
        Err(BookError::Resolve(error)) if !error.choices().is_empty() => Ok(Met::Asked(Asked::Game {
            about: error.about().to_string(),
            choices: error.choices().to_vec(),
            why: crate::fault::sentence(&error.to_string()),
        })),
        Err(BookError::AlikePlayers(alike)) => Ok(Met::Asked(Asked::Player(alike))),
        Err(other) => match other.into() {
            Fault::Refused(why) => Ok(Met::Refused(why)),
            fault => Err(fault),
        },
    }
}
