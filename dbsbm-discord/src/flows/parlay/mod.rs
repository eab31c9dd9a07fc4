//! A ticket of several legs: they are collected by text or step by step, then staked together.

mod screen;
mod ticket;

use super::{
    draft::{
        self,
        question::{self, Question},
        understand::{Met, meet},
    },
    guide,
};
use crate::{
    app::App,
    custom_id::CustomId,
    fault::{Fault, sentence},
    reply::{Answer, Field, Modal, Reply},
    request::Request,
    text,
};
use dbsbm_core::{
    bet::{
        Leg, MAX_LEGS, StakeIs,
        text::{self as picks, Pick, PickKind},
    },
    id::{ChannelId, DraftId},
    money::Units,
};
use dbsbm_store::{BookError, Chosen, PickReader};
use serde::{Deserialize, Serialize};
use ticket::Combine;

/// The name of the flow.
pub(crate) const NAME: &str = "parlay";

/// What was put together so far.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Body {
    channel: Option<ChannelId>,
    combine: Combine,
    legs: Vec<Leg>,
    /// Legs that can be of several games or players.
    questions: Vec<Question>,
    /// What was not understood of the last text.
    unread: Vec<String>,
    stake: String,
    /// The price of the whole ticket, where it has one.
    price: String,
}

struct Ticket {
    id: DraftId,
    body: Body,
}

/// Begins a ticket, with the legs of a text where one is given.
pub(crate) async fn start(app: &App, request: &Request, typed: Option<&str>) -> Result<Reply, Fault> {
    app.require_capper(request).await?;
    let mut body = Body {
        channel: Some(request.channel),
        ..Body::default()
    };
    if let Some(typed) = typed {
        body.read(app, request, typed).await?;
    }
    let value = value(&body)?;
    let draft = app
        .book
        .start_draft(request.guild, request.person.id, NAME, &value)
        .await?;
    Ticket { id: draft.id, body }.show(app, request, None).await
}

/// Adds a leg that was put together step by step.
pub(super) async fn add(app: &App, request: &Request, ticket: DraftId, leg: Leg) -> Result<Reply, Fault> {
    let mut ticket = load(app, request, ticket).await?;
    ticket.body.push(leg);
    ticket.keep(app, request).await?;
    ticket.show(app, request, None).await
}

/// Answers a click on the ticket.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let to = request.to().cloned().ok_or_else(gone)?;
    let id = to.subject.parse().map_err(|_| gone())?;
    let mut ticket = load(app, request, id).await?;
    let chosen = request.chosen().unwrap_or_default();
    match to.step_and_rest() {
        ("show", _) => {}
        ("text", _) => return Ok(Answer::Form(ticket.legs_form())),
        ("legs", _) => {
            let typed = request.field("legs").unwrap_or_default();
            ticket.body.unread.clear();
            if let Err(fault) = ticket.body.read(app, request, typed).await {
                let Fault::Refused(why) = fault else {
                    return Err(fault);
                };
                return Ok(Answer::Replace(ticket.show(app, request, Some(&why)).await?));
            }
        }
        ("steps", _) => return Ok(Answer::Replace(guide::leg_for(app, request, id).await?)),
        (step @ (question::GAME | question::PLAYER), number) => {
            if let Some((_, asked)) = question::answered(&mut ticket.body.questions, step, number, chosen) {
                let mut reader = app.book.pick_reader(request.guild).await?;
                ticket
                    .body
                    .take(&mut reader, asked.number, asked.pick, asked.chosen)
                    .await?;
            }
        }
        ("remove", _) => {
            if let Some(place) = chosen
                .parse()
                .ok()
                .filter(|n: &usize| *n < ticket.body.legs.len())
            {
                ticket.body.legs.remove(place);
            }
        }
        ("combine", _) => ticket.body.combine = Combine::of_code(chosen).ok_or_else(gone)?,
        ("stake", _) => return Ok(Answer::Form(ticket.stake_form())),
        ("staked", _) => {
            let typed = |name: &str| request.field(name).unwrap_or_default().to_string();
            (ticket.body.stake, ticket.body.price) = (typed("stake"), typed("price"));
            ticket.keep(app, request).await?;
            return Ok(Answer::Replace(ticket.preview(app, request).await?));
        }
        ("cancel", _) => {
            app.book.drop_draft(request.guild, request.person.id, id).await?;
            return Ok(Answer::Replace(Reply::private("Dropped. Nothing was posted.")));
        }
        _ => return Err(gone()),
    }
    ticket.keep(app, request).await?;
    Ok(Answer::Replace(ticket.show(app, request, None).await?))
}

fn gone() -> Fault {
    Fault::refused("This ticket is no longer there: what was begun is kept for a day. `/parlay` starts anew.")
}

fn value(body: &Body) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(body).map_err(|e| Fault::Internal(e.to_string()))
}

async fn load(app: &App, request: &Request, id: DraftId) -> Result<Ticket, Fault> {
    let draft = match app.book.draft(request.guild, id).await {
        Err(BookError::NoDraft) => return Err(gone()),
        other => other?,
    };
    if draft.user != request.person.id {
        return Err(BookError::NotYourDraft.into());
    }
    let body = serde_json::from_value(draft.body).map_err(|_| gone())?;
    Ok(Ticket { id, body })
}

impl Body {
    fn push(&mut self, leg: Leg) {
        if self.legs.len() < MAX_LEGS {
            self.legs.push(leg);
        } else {
            self.unread = vec![format!(
                "A ticket has at most {MAX_LEGS} legs: the last one was left out."
            )];
        }
    }

    /// Adds the legs of a text; a stake in it is passed over, since the ticket has its own.
    async fn read(&mut self, app: &App, request: &Request, typed: &str) -> Result<(), Fault> {
        let reading = picks::read(typed, None)?;
        if reading.picks.is_empty() && reading.unread.is_empty() {
            return Err(picks::TextError::Nothing.into());
        }
        for part in reading.unread {
            self.unread
                .push(format!("{} was not understood", text::quoted(&part)));
        }
        let mut reader = app.book.pick_reader(request.guild).await?;
        let legs = reading.picks.into_iter().flat_map(|pick| pick.legs);
        for leg in legs.take(MAX_LEGS + 1) {
            let pick = Pick {
                kind: PickKind::Straight,
                by: Vec::new(),
                points: None,
                stake: Units::whole(1),
                stake_is: Some(StakeIs::Risk),
                price: None,
                playable_to: None,
                legs: vec![leg],
            };
            let number = self.questions.iter().map(|q| q.number).max().map_or(1, |n| n + 1);
            self.take(&mut reader, number, pick, Chosen::default()).await?;
        }
        Ok(())
    }

    async fn take(
        &mut self,
        reader: &mut PickReader<'_>,
        number: usize,
        pick: Pick,
        chosen: Chosen,
    ) -> Result<(), Fault> {
        match meet(reader, &pick, &chosen).await? {
            Met::Slip(slip) => slip.legs().iter().cloned().for_each(|leg| self.push(leg)),
            Met::Asked(asked) => self.questions.push(Question {
                number,
                pick,
                chosen,
                asked,
            }),
            Met::Refused(why) => self.unread.push(why),
        }
        Ok(())
    }
}

impl Ticket {
    fn to(&self, step: &str) -> CustomId {
        CustomId::new(NAME, self.id, step)
    }

    async fn keep(&self, app: &App, request: &Request) -> Result<(), Fault> {
        let value = value(&self.body)?;
        app.book
            .change_draft(request.guild, request.person.id, self.id, &value)
            .await?;
        Ok(())
    }

    async fn show(&self, app: &App, request: &Request, wrong: Option<&str>) -> Result<Reply, Fault> {
        let settings = app.settings(request.guild).await?;
        let games = app.book.open_games().await?;
        Ok(screen::ticket(self, &settings, &games, wrong))
    }

    fn legs_form(&self) -> Modal {
        Modal {
            to: self.to("legs"),
            title: "Add legs".into(),
            fields: vec![Field {
                name: "legs",
                label: "One leg a line, with its price".into(),
                hint: "Packers -4.5 -110".into(),
                long: true,
                most: 4_000,
                ..Field::default()
            }],
        }
    }

    fn stake_form(&self) -> Modal {
        let lines = self.body.combine.stakes_lines();
        let mut fields = vec![Field {
            name: "stake",
            label: if lines {
                "Stake of each line, in units"
            } else {
                "Stake in units"
            }
            .into(),
            hint: if lines { "0.5" } else { "2, or: to win 1" }.into(),
            value: self.body.stake.clone(),
            most: 20,
            ..Field::default()
        }];
        if self.body.combine.has_one_price() {
            fields.push(Field {
                name: "price",
                label: "Price of the whole ticket".into(),
                hint: "+260, 3.6 or 13/5".into(),
                value: self.body.price.clone(),
                most: 20,
                ..Field::default()
            });
        }
        Modal {
            to: self.to("staked"),
            title: "Stake".into(),
            fields,
        }
    }

    /// The preview of the ticket; what stands against it is said on the ticket.
    async fn preview(&self, app: &App, request: &Request) -> Result<Reply, Fault> {
        let settings = app.settings(request.guild).await?;
        let made = ticket::slip(&settings, &self.body).map_err(|why| Fault::refused(sentence(&why)));
        let shown = match made {
            Ok(slip) => {
                let body = draft::Body {
                    slips: vec![slip],
                    channel: self.body.channel,
                    back: Some(self.to("show").to_string()),
                    ..draft::Body::default()
                };
                draft::preview_of(app, request, &body).await
            }
            Err(fault) => Err(fault),
        };
        match shown {
            Err(Fault::Refused(why)) => self.show(app, request, Some(&why)).await,
            other => other,
        }
    }
}
