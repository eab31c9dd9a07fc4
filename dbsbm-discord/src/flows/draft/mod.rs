//! From slips that are understood to bets: preview, then Post. One command and one click.
//!
//! The draft lies in the Book, so that Post works after a restart and in any process. Its id is the key under which the
//! bets are posted: a second click finds them posted.

pub(crate) mod question;
pub(super) mod understand;

use super::players;
use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Component, Field, Modal, Reply, Style},
    request::Request,
    slip,
};
use dbsbm_core::{
    bet::{Slip, view::BetView},
    guild::Settings,
    id::{ChannelId, DraftId, GameId},
    market::Game,
    proof::digest128,
};
use dbsbm_store::{BookError, Draft, Place};
use question::Question;
use serde::{Deserialize, Serialize};

/// The name of the flow.
pub(crate) const NAME: &str = "draft";
/// The most picks in one post.
pub(crate) const MOST_PICKS: usize = 10;
/// The most legs that are shown with their games.
const WITH_GAMES: usize = 6;

/// What a draft of this flow holds.
#[derive(Debug, Clone, Serialize, Deserialize, Default)]
pub(crate) struct Body {
    /// What was typed, for typing it once more.
    pub(crate) text: String,
    /// What is ready to be posted.
    pub(crate) slips: Vec<Slip>,
    /// What is understood but for the game or the player.
    #[serde(default)]
    pub(crate) questions: Vec<Question>,
    /// The game that was named beside the text.
    #[serde(default)]
    pub(crate) game: Option<GameId>,
    /// What was not understood, with the reason.
    pub(crate) unread: Vec<String>,
    /// Where the command was used: the slips go there while the guild has set no channel.
    pub(crate) channel: Option<ChannelId>,
    /// For the guild's members alone until the start.
    #[serde(default)]
    pub(crate) members_only: bool,
    /// Where the slips were put together, when that was not in a text: the step to go back to.
    #[serde(default)]
    pub(crate) back: Option<String>,
}

/// Reads a text and shows what would be posted. A game that is named beside it decides where the text can be of several.
pub(crate) async fn start(
    app: &App,
    request: &Request,
    typed: &str,
    game: Option<GameId>,
) -> Result<Reply, Fault> {
    let body = read(app, request, typed, game).await?;
    let draft = app
        .book
        .start_draft(request.guild, request.person.id, NAME, &body_value(&body)?)
        .await?;
    preview(app, request, &draft, &body).await
}

/// Understands a text. One that cannot be posted as it is stays in the draft, with the reason, so that it can be edited.
async fn read(app: &App, request: &Request, typed: &str, game: Option<GameId>) -> Result<Body, Fault> {
    match understand::understand(app, request, typed, game).await {
        Err(fault @ Fault::Refused(_)) => Ok(Body {
            text: typed.into(),
            channel: Some(request.channel),
            game,
            unread: vec![said(request, fault)],
            ..Body::default()
        }),
        other => other,
    }
}

/// The words of a refusal that a draft shows; the log has its line as for any other.
fn said(request: &Request, refused: Fault) -> String {
    refused.log(request.id, request.guild.get(), "a draft");
    match refused {
        Fault::Refused(why) | Fault::Away(why) | Fault::Silent(why) | Fault::Internal(why) => why,
    }
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
    if to.step == "new" {
        let typed = request.field("text").unwrap_or_default();
        return Ok(start(app, request, typed, None).await?.into());
    }
    let id: DraftId = to.subject.parse().map_err(|_| gone())?;
    let draft = app.book.draft(request.guild, id).await?;
    if draft.user != request.person.id {
        return Err(Fault::refused(
            "This draft is somebody else's. `/bet` starts one of your own.",
        ));
    }
    let body: Body = serde_json::from_value(draft.body.clone()).map_err(|_| gone())?;
    match to.step_and_rest() {
        ("post", _) => post(app, request, &draft, &body).await,
        ("edit", _) => Ok(Answer::Form(form(CustomId::new(NAME, id, "text"), &body.text))),
        (step @ (question::GAME | question::PLAYER), number) => {
            let mut body = body;
            let chosen = request.chosen().unwrap_or_default();
            if let Some(answered) = question::answered(&mut body.questions, step, number, chosen) {
                understand::again(app, request, &mut body, answered).await?;
            }
            let draft = app
                .book
                .change_draft(request.guild, request.person.id, id, &body_value(&body)?)
                .await?;
            Ok(Answer::Replace(preview(app, request, &draft, &body).await?))
        }
        ("text", _) => {
            let typed = request.field("text").unwrap_or_default();
            let body = Body {
                members_only: body.members_only,
                ..read(app, request, typed, body.game).await?
            };
            let draft = app
                .book
                .change_draft(request.guild, request.person.id, id, &body_value(&body)?)
                .await?;
            let reply = preview(app, request, &draft, &body).await?;
            Ok(Answer::Replace(reply))
        }
        ("members", _) => {
            let body = Body {
                members_only: !body.members_only,
                ..body
            };
            let draft = app
                .book
                .change_draft(request.guild, request.person.id, id, &body_value(&body)?)
                .await?;
            Ok(Answer::Replace(preview(app, request, &draft, &body).await?))
        }
        ("cancel", _) => {
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

/// The form for a text of several picks.
pub(crate) fn empty_form() -> Modal {
    form(CustomId::new(NAME, "-", "new"), "")
}

/// The form in which the text can be typed once more.
fn form(to: CustomId, typed: &str) -> Modal {
    Modal {
        to,
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

/// What would be posted, and what stands against it.
async fn preview(app: &App, request: &Request, draft: &Draft, body: &Body) -> Result<Reply, Fault> {
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let games = match body.questions.as_slice() {
        [] => Vec::new(),
        _ => app.book.open_games().await?,
    };
    let mut seen = Vec::new();
    for (slip, key) in body.slips.iter().zip(keys(draft.id, &body.slips)?) {
        let error = match app.book.preview(&actor, place(request, key, slip, body)).await {
            Ok(view) => {
                seen.push(Ok(view));
                continue;
            }
            Err(error) => error,
        };
        // Who may not post at all is told so at once; what is wrong with a pick can be put right.
        let of_the_pick = matches!(error, BookError::Post(_)) || body.slips.len() > 1;
        match Fault::from(error) {
            fault @ Fault::Refused(_) if of_the_pick => seen.push(Err(said(request, fault))),
            fault => return Err(fault),
        }
    }
    let new = app.book.unknown_players(request.guild, &body.slips).await?;
    Ok(present(draft.id, &settings, &games, body, &seen, &new))
}

/// The preview: what is ready, who in it is `new`, what is asked, what is wrong, in this order.
fn present(
    draft: DraftId,
    settings: &Settings,
    games: &[Game],
    body: &Body,
    seen: &[Result<BetView, String>],
    new: &[String],
) -> Reply {
    let ready = seen.iter().filter(|bet| bet.is_ok()).count();
    let head = match (ready, body.questions.len()) {
        (0, 0) => "Nothing to post yet:",
        (0, _) => "One more thing:",
        (1, _) => "Ready to post:",
        _ => "Ready to post, all at once:",
    };
    let bets = seen.iter().map(|bet| match bet {
        Ok(view) => shown(settings, view),
        Err(why) => format!("❌ {why}"),
    });
    let asked = body.questions.iter().map(|q| format!("❔ {}", q.why()));
    let unread = body.unread.iter().map(|why| format!("⚠️ {why}"));
    let sealed = settings
        .members_channel()
        .filter(|_| body.members_only && ready > 0);
    let sealed = sealed.map(|channel| {
        format!("🔒 For members only, in <#{channel}>; others see a sealed card until the start.")
    });
    let content: Vec<String> = std::iter::once(head.to_string())
        .chain(bets)
        .chain(sealed)
        .chain(players::new_names(new))
        .chain(asked)
        .chain(unread)
        .collect();
    let mut reply = Reply::private(content.join("\n"));
    if let Some(question) = body.questions.first() {
        let to = |step: &str| CustomId::new(NAME, draft, step);
        reply = reply.row(vec![question.choice(to, settings, games)]);
    }
    let mut row = buttons(draft, ready, body);
    if ready > 0 && settings.members_channel().is_some() {
        let label = if body.members_only {
            "For everybody"
        } else {
            "For members only"
        };
        row.push(Button::of(
            label,
            Style::Plain,
            CustomId::new(NAME, draft, "members"),
        ));
    }
    reply.row(row)
}

fn buttons(draft: DraftId, ready: usize, body: &Body) -> Vec<Component> {
    let to = |step: &str| CustomId::new(NAME, draft, step);
    let mut row = Vec::new();
    match ready {
        0 => {}
        1 => row.push(Button::of("Post", Style::Good, to("post"))),
        several => row.push(Button::of(
            format!("Post {several} picks"),
            Style::Good,
            to("post"),
        )),
    }
    match body.back.as_deref().and_then(CustomId::parse) {
        Some(back) => row.push(Button::of("Back", Style::Plain, back)),
        None => row.push(Button::of("Edit text", Style::Plain, to("edit"))),
    }
    row.push(Button::of("Cancel", Style::Plain, to("cancel")));
    row
}

/// A bet as it would be posted.
fn shown(settings: &Settings, bet: &BetView) -> String {
    let mut lines = vec![format!("**{}**", slip::headline_unposted(settings, bet))];
    match bet.legs.as_slice() {
        [leg] => lines.push(slip::game(leg)),
        legs => lines.extend(
            slip::leg_lines(settings, bet, |leg| leg.title.as_str().into())
                .zip(legs)
                .map(|(line, leg)| {
                    // The games of many legs would leave no place for what the bet risks.
                    match legs.len() {
                        0..=WITH_GAMES => format!("- {line} · {}", slip::game(leg)),
                        _ => format!("- {line}"),
                    }
                }),
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
    let worst = slip::playable_words(settings, bet)
        .map(|words| format!(" · {words}"))
        .unwrap_or_default();
    lines.push(format!(
        "-# risks {}u{could} · {}{worst}{late}",
        bet.staked.two_decimals(),
        slip::price_words(bet)
    ));
    lines.join("\n")
}

/// The key of each slip: the draft and what the slip says (but not to whom), so that neither a second click nor a text that was edited
/// after a part of it was posted posts the same pick again.
fn keys(draft: DraftId, slips: &[Slip]) -> Result<Vec<String>, Fault> {
    let mut keys: Vec<String> = Vec::with_capacity(slips.len());
    for slip in slips {
        let text = serde_json::to_string(slip).map_err(|e| Fault::Internal(e.to_string()))?;
        let said = u128::from_be_bytes(digest128(&text));
        let key = format!("draft:{draft}:{said:032x}");
        let before = keys.iter().filter(|k| k.starts_with(&key)).count();
        keys.push(format!("{key}:{before}"));
    }
    Ok(keys)
}

fn place(request: &Request, key: String, slip: &Slip, body: &Body) -> Place {
    Place {
        slip: slip.clone().for_members_only(body.members_only),
        capper: request.person.id,
        key: Some(key),
        // The click on Post is what counts for lateness, by the clock of Discord.
        posted_at: Some(request.at),
        channel: body.channel,
    }
}

async fn post(app: &App, request: &Request, draft: &Draft, body: &Body) -> Result<Answer, Fault> {
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let mut lines = Vec::new();
    let (mut posted, mut left) = (0, 0);
    for (slip, key) in body.slips.iter().zip(keys(draft.id, &body.slips)?) {
        match app.book.place(&actor, place(request, key, slip, body)).await {
            Ok(view) => {
                posted += 1;
                lines.push(format!("✅ {}", slip::headline(&settings, &view)));
            }
            Err(error) => {
                let held = matches!(error, BookError::Held(_));
                match Fault::from(error) {
                    Fault::Refused(why) if !held => lines.push(format!("❌ {why}")),
                    // What is posted stays posted, and a second click finds it so.
                    other if posted == 0 => return Err(other),
                    other => {
                        other.log(request.id, request.guild.get(), "Post");
                        left = body.slips.len() - lines.len();
                        lines.push(rest_waits(left, held));
                        break;
                    }
                }
            }
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
    if posted < body.slips.len() || !body.questions.is_empty() || !body.unread.is_empty() {
        reply = reply.row(buttons(draft.id, left, body));
    }
    Ok(Answer::Replace(reply))
}

/// What is said when the books went away, or new bets were held, between two picks of a draft.
fn rest_waits(left: usize, held: bool) -> String {
    let which = match left {
        1 => "The last one".to_string(),
        several => format!("The other {several}"),
    };
    let why = if held {
        "could not be posted: who operates the bot holds new bets. Click again when they are let go."
    } else {
        "could not be posted just now: click again in a minute."
    };
    format!("⚠️ {which} {why} What stands above is not posted twice.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::bet::text::read_one;
    use dbsbm_store::{AlikePlayers, Chosen, PlayerView};
    use question::Asked;

    fn draft() -> DraftId {
        DraftId::from_bits(u64::MAX)
    }

    fn ready(bets: &[BetView], body: &Body) -> Reply {
        let seen: Vec<_> = bets.iter().cloned().map(Ok).collect();
        present(draft(), &Settings::default(), &[], body, &seen, &[])
    }

    fn question(games: &[Game], why: &str) -> Question {
        Question {
            number: 2,
            pick: read_one("Giants ML -110 1u").unwrap(),
            chosen: Chosen::default(),
            asked: Asked::Game {
                about: "Giants".into(),
                choices: games.iter().map(|game| game.id).collect(),
                why: why.into(),
            },
        }
    }

    #[test]
    fn what_a_preview_looks_like() {
        let show = |name: &str, reply: Reply| golden::shows(name, &reply);
        show("draft-one", ready(&[sample::pick(1)], &Body::default()));
        show(
            "draft-parlay",
            ready(
                &[sample::bet(1, &["Packers -4.5", "over 47.5"])],
                &Body::default(),
            ),
        );
        let late = BetView {
            late: true,
            ..sample::pick(1)
        };
        let back = Body {
            back: Some("v1:guide:ffffffffffffffff:sides".into()),
            ..Body::default()
        };
        show("draft-late-guided", ready(&[late], &back));
        let games = [
            sample::game(1, "Giants", "Jets"),
            sample::game(2, "Giants", "Dodgers"),
        ];
        let body = Body {
            questions: vec![question(&games, "2 games have Giants: say which.")],
            unread: vec!["`Packers -4..5 banana 2u` was not understood".into()],
            ..Body::default()
        };
        let seen = [
            Ok(sample::pick(1)),
            Err("The stake is over the limit of 5u.".into()),
            Ok(sample::pick(1)),
        ];
        show(
            "picks-with-unread-lines",
            present(draft(), &Settings::default(), &games, &body, &seen, &[]),
        );
        golden::form_shows("picks-form", &empty_form());
    }

    #[test]
    fn who_is_not_known_is_asked_or_said() {
        let alike = AlikePlayers {
            typed: "Jordon Love".into(),
            players: vec![PlayerView {
                name: "Jordan Love".into(),
                team: Some("Packers".into()),
            }],
        };
        let asked = Question {
            number: 1,
            asked: Asked::Player(alike),
            ..question(&[], "")
        };
        let body = Body {
            questions: vec![asked],
            ..Body::default()
        };
        golden::shows("draft-alike-player", &ready(&[], &body));
        let new = ["Zorro Delavega".to_string()];
        let seen = [Ok(sample::pick(1))];
        let reply = present(draft(), &Settings::default(), &[], &Body::default(), &seen, &new);
        golden::shows("draft-new-player", &reply);
    }

    #[test]
    fn what_was_posted_of_a_draft_is_not_taken_back_in_words() {
        for (left, held) in [(1, false), (4, false), (1, true)] {
            let words = rest_waits(left, held);
            assert!(
                words.contains("not posted twice") && !words.contains("Nothing"),
                "{words}"
            );
        }
        assert!(rest_waits(4, false).starts_with("⚠️ The other 4 could"));
        assert!(rest_waits(1, true).contains("holds new bets"));
    }

    #[test]
    fn nasty_previews_fit() {
        let one = ready(&[sample::nasty(1)], &Body::default());
        golden::fits(&one);
        assert!(
            one.content.contains("-# risks") && one.content.matches("\n- ").count() == 25,
            "{}",
            one.content
        );
        let games: Vec<Game> = (1..60)
            .map(|id| sample::game(id, sample::NASTY, sample::NASTY))
            .collect();
        let why = crate::fault::sentence(sample::NASTY);
        let unread = crate::text::plain(sample::NASTY);
        let body = Body {
            questions: vec![question(&games, &why); 10],
            unread: vec![unread; 10],
            ..Body::default()
        };
        let seen: Vec<_> = (0..10).map(|_| Ok(sample::nasty(1))).collect();
        let new = vec![sample::NASTY.to_string(); 10];
        golden::fits(&present(
            draft(),
            &Settings::default(),
            &games,
            &body,
            &seen,
            &new,
        ));
        golden::form_fits(&form(
            CustomId::new(NAME, draft(), "text"),
            &sample::NASTY.repeat(40),
        ));
    }
}
