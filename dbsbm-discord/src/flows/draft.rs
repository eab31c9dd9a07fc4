//! From slips that are understood to bets: preview, then Post. One command and one click.
//!
//! The draft lies in the Book, so that Post works after a restart and in any process. Its id is the key under which the
//! bets are posted: a second click finds them posted.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Field, Modal, Reply, Style},
    request::Request,
    slip, text,
};
use dbsbm_core::{
    bet::{Slip, text as picks, view::BetView},
    guild::Settings,
    id::{ChannelId, DraftId},
};
use dbsbm_store::{Draft, Place};
use serde::{Deserialize, Serialize};

/// The name of the flow.
pub(crate) const NAME: &str = "draft";
/// The most picks in one post.
pub(crate) const MOST_PICKS: usize = 10;

/// What a draft of this flow holds.
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
pub(crate) struct Body {
    /// What was typed, for typing it once more.
    pub(crate) text: String,
    /// What is ready to be posted.
    pub(crate) slips: Vec<Slip>,
    /// What was not understood, with the reason.
    pub(crate) unread: Vec<String>,
    /// Where the command was used: the slips go there while the guild has set no channel.
    pub(crate) channel: Option<ChannelId>,
}

/// Reads a text and shows what would be posted.
pub(crate) async fn start(app: &App, request: &Request, typed: &str) -> Result<Reply, Fault> {
    let body = understand(app, request, typed).await?;
    let draft = app
        .book
        .start_draft(request.guild, request.person.id, NAME, &body_value(&body)?)
        .await?;
    preview(app, request, &draft, &body).await
}

/// Shows what would be posted for slips that another flow put together.
pub(crate) async fn preview_of(app: &App, request: &Request, body: &Body) -> Result<Reply, Fault> {
    let draft = app
        .book
        .start_draft(request.guild, request.person.id, NAME, &body_value(body)?)
        .await?;
    preview(app, request, &draft, body).await
}

/// Answers a click on a preview.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let to = request
        .to()
        .cloned()
        .unwrap_or_else(|| CustomId::new(NAME, "-", ""));
    let id: DraftId = to.subject.parse().map_err(|_| gone())?;
    let draft = app.book.draft(request.guild, id).await?;
    if draft.user != request.person.id {
        return Err(Fault::refused(
            "This draft is somebody else's. `/bet` starts one of your own.",
        ));
    }
    let body: Body = serde_json::from_value(draft.body.clone()).map_err(|_| gone())?;
    match to.step.as_str() {
        "post" => post(app, request, &draft, &body).await,
        "edit" => Ok(Answer::Form(form(id, &body.text))),
        "text" => {
            let typed = request.field("text").unwrap_or_default();
            let body = understand(app, request, typed).await?;
            let draft = app
                .book
                .change_draft(request.guild, request.person.id, id, &body_value(&body)?)
                .await?;
            let reply = preview(app, request, &draft, &body).await?;
            Ok(Answer::Replace(reply))
        }
        "cancel" => {
            app.book.drop_draft(request.guild, request.person.id, id).await?;
            Ok(Answer::Replace(Reply::private("Dropped. Nothing was posted.")))
        }
        _ => Err(gone()),
    }
}

fn gone() -> Fault {
    Fault::refused("This draft is no longer there: drafts are kept for a day. `/bet` starts a new one.")
}

fn body_value(body: &Body) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(body).map_err(|e| Fault::Internal(e.to_string()))
}

/// The form in which the text can be typed once more.
fn form(id: DraftId, typed: &str) -> Modal {
    Modal {
        to: CustomId::new(NAME, id, "text"),
        title: "Your picks".into(),
        fields: vec![Field {
            name: "text",
            label: "One pick a line".into(),
            hint: "Packers -4.5 -110 2u".into(),
            value: typed.into(),
            long: true,
            most: 4_000,
            ..Field::default()
        }],
    }
}

/// Meets a text with the open games. What cannot be posted is kept as words, and the rest goes on.
async fn understand(app: &App, request: &Request, typed: &str) -> Result<Body, Fault> {
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
        body.unread.push(format!(
            "`{}` was not understood",
            text::label(&part).replace('`', "'")
        ));
    }
    for (i, pick) in reading.picks.iter().enumerate() {
        if i >= MOST_PICKS {
            body.unread.push(format!(
                "pick {} and what follows: at most {MOST_PICKS} picks at once",
                i + 1
            ));
            break;
        }
        match app.book.slip_of(request.guild, pick).await.map_err(Fault::from) {
            Ok(slip) => body.slips.push(slip),
            Err(Fault::Refused(why)) if reading.picks.len() > 1 => {
                body.unread.push(format!("pick {}: {why}", i + 1))
            }
            Err(other) => return Err(other),
        }
    }
    Ok(body)
}

/// What would be posted, and what stands against it.
async fn preview(app: &App, request: &Request, draft: &Draft, body: &Body) -> Result<Reply, Fault> {
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let mut lines = Vec::new();
    let mut ready = 0;
    for slip in &body.slips {
        let place = place(request, draft.id, lines.len(), slip, body);
        match app.book.preview(&actor, place).await.map_err(Fault::from) {
            Ok(view) => {
                ready += 1;
                lines.push(shown(&settings, &view));
            }
            // Who may not post at all is told so at once.
            Err(Fault::Refused(why)) if body.slips.len() > 1 => lines.push(format!("❌ {why}")),
            Err(other) => return Err(other),
        }
    }
    let unread = body.unread.iter().map(|why| format!("⚠️ {why}"));
    let title = if ready == 1 {
        "Ready to post:"
    } else {
        "Ready to post, all at once:"
    };
    let head = if ready == 0 { "Nothing to post yet:" } else { title };
    let content = std::iter::once(head.to_string())
        .chain(lines)
        .chain(unread)
        .collect::<Vec<_>>()
        .join("\n");
    let to = |step: &str| CustomId::new(NAME, draft.id, step);
    let label = if ready > 1 {
        format!("Post {ready} picks")
    } else {
        "Post".into()
    };
    let mut row = Vec::new();
    if ready > 0 {
        row.push(Button::of(label, Style::Good, to("post")));
    }
    row.push(Button::of("Edit text", Style::Plain, to("edit")));
    row.push(Button::of("Cancel", Style::Plain, to("cancel")));
    Ok(Reply::private(content).row(row))
}

/// A bet as it would be posted.
fn shown(settings: &Settings, bet: &BetView) -> String {
    let mut lines = vec![format!("**{}**", slip::headline_unposted(settings, bet))];
    match bet.legs.as_slice() {
        [leg] => lines.push(slip::game(leg)),
        legs => lines.extend(
            legs.iter()
                .map(|leg| format!("- {} · {}", slip::leg_line(settings, leg), slip::game(leg))),
        ),
    }
    let could = bet
        .max_returned
        .map(|most| format!(" to return {}u", most.two_decimals()))
        .unwrap_or_default();
    let late = if bet.late {
        " · **late: outside the verified record**"
    } else {
        ""
    };
    lines.push(format!(
        "-# risks {}u{could} · {}{late}",
        bet.staked.two_decimals(),
        slip::price_words(bet)
    ));
    lines.join("\n")
}

fn place(request: &Request, draft: DraftId, index: usize, slip: &Slip, body: &Body) -> Place {
    Place {
        slip: slip.clone(),
        capper: request.person.id,
        key: Some(format!("draft:{draft}:{index}")),
        // The click on Post is what counts for lateness, by the clock of Discord.
        posted_at: Some(request.at),
        channel: body.channel,
    }
}

async fn post(app: &App, request: &Request, draft: &Draft, body: &Body) -> Result<Answer, Fault> {
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let mut lines = Vec::new();
    let mut posted = 0;
    for (i, slip) in body.slips.iter().enumerate() {
        match app
            .book
            .place(&actor, place(request, draft.id, i, slip, body))
            .await
            .map_err(Fault::from)
        {
            Ok(view) => {
                posted += 1;
                lines.push(format!("✅ {}", slip::headline(&settings, &view)));
            }
            Err(Fault::Refused(why)) => lines.push(format!("❌ {why}")),
            // What is posted stays posted, and a second click finds it so.
            Err(other) => return Err(other),
        }
    }
    app.bell.notify_one();
    let head = match posted {
        0 => "Nothing was posted:",
        1 => "Posted:",
        _ => "Posted, all of these:",
    };
    let content = std::iter::once(head.to_string())
        .chain(lines)
        .collect::<Vec<_>>()
        .join("\n");
    let mut reply = Reply::private(content);
    if posted < body.slips.len() {
        let to = |step: &str| CustomId::new(NAME, draft.id, step);
        reply = reply.row(vec![Button::of("Edit text", Style::Plain, to("edit"))]);
    }
    Ok(Answer::Replace(reply))
}
