//! A pick step by step: league, game, side, then price and stake in a form, then the preview.
//!
//! How far a person has come lies in a draft of the Book. Each click says only what was chosen, so that a restart between
//! two steps loses nothing, and a click on a step passed before goes on from there.

mod form;
mod screens;

use super::{draft, parlay, players};
use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Modal, Reply},
    request::Request,
};
use dbsbm_core::{
    bet::{Kind, StakeIs},
    id::{ChannelId, DraftId, GameId},
    market::{Game, Line, Market, Period, Side},
};
use dbsbm_store::{AlikePlayers, BookError, PlayerMeant};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The name of the flow.
pub(crate) const NAME: &str = "guide";

/// How far a person has come.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Body {
    /// Where the command was used.
    channel: Option<ChannelId>,
    /// The league.
    league: Option<String>,
    /// The game.
    game: Option<GameId>,
    /// What is backed.
    backed: Option<Backed>,
    /// The ticket that the leg is for; its own stake then.
    #[serde(default)]
    ticket: Option<DraftId>,
    /// What was typed in the form, for typing it once more.
    typed: BTreeMap<String, String>,
    /// The players who were offered for a name that is not known.
    #[serde(default)]
    alike: Option<AlikePlayers>,
    /// The player who was chosen of them.
    #[serde(default)]
    player: Option<String>,
}

/// What is backed, as far as it was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Backed {
    /// A side of a market.
    Side {
        market: Market,
        period: Period,
        side: Side,
        /// The line of the newest price, where there is one.
        line: Option<Line>,
        /// The newest price.
        price: Option<String>,
    },
    /// A figure of a player.
    Figure {
        stat: String,
        /// Bet as a yes or a no, without a line.
        yes: bool,
    },
}

/// As the value of a choice: `side|spread|full|away|-4.5|-110`, `figure|points|`.
impl std::fmt::Display for Backed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Side {
                market,
                period,
                side,
                line,
                price,
            } => {
                let line = line.map(|line| line.to_string()).unwrap_or_default();
                let price = price.as_deref().unwrap_or_default();
                write!(f, "side|{market}|{period}|{side}|{line}|{price}")
            }
            Self::Figure { stat, yes } => write!(f, "figure|{stat}|{}", if *yes { "yes" } else { "" }),
        }
    }
}

impl Backed {
    /// Reads the value of a choice.
    fn parse(text: &str) -> Option<Self> {
        match text.split('|').collect::<Vec<_>>().as_slice() {
            ["side", market, period, side, line, price] => Some(Self::Side {
                market: market.parse().ok()?,
                period: period.parse().ok()?,
                side: side.parse().ok()?,
                line: line.parse().ok(),
                price: (!price.is_empty()).then(|| (*price).to_string()),
            }),
            ["figure", stat, yes] => Some(Self::Figure {
                stat: (*stat).to_string(),
                yes: *yes == "yes",
            }),
            _ => None,
        }
    }
}

/// A person's draft with what lies in it.
struct Guide {
    id: DraftId,
    body: Body,
}

/// Begins with the leagues that have open games, or with the sides of a game that is known.
pub(crate) async fn start(app: &App, request: &Request, game: Option<&Game>) -> Result<Reply, Fault> {
    app.require_capper(request).await?;
    let body = Body {
        league: game.map(|game| game.league.code().to_string()),
        game: game.map(|game| game.id),
        ..Body::default()
    };
    begin(app, request, body).await
}

/// The same for a leg of a ticket that is being put together.
pub(super) async fn leg_for(app: &App, request: &Request, ticket: DraftId) -> Result<Reply, Fault> {
    let body = Body {
        ticket: Some(ticket),
        ..Body::default()
    };
    begin(app, request, body).await
}

async fn begin(app: &App, request: &Request, body: Body) -> Result<Reply, Fault> {
    let body = Body {
        channel: Some(request.channel),
        ..body
    };
    let draft = app
        .book
        .start_draft(request.guild, request.person.id, NAME, &value(&body)?)
        .await?;
    let guide = Guide { id: draft.id, body };
    match guide.body.game {
        Some(_) => guide.sides(app, request, None).await,
        None => guide.leagues(app, 0).await,
    }
}

/// Answers a step.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let to = request.to().cloned().ok_or_else(gone)?;
    let mut guide = load(app, request, &to).await?;
    let chosen = request.chosen().unwrap_or_default().to_string();
    let reply = match to.step_and_rest() {
        ("leagues", page) => guide.leagues(app, number(page)).await?,
        ("league", _) => {
            guide.body.league = Some(chosen);
            guide.keep(app, request).await?;
            guide.games(app, request, 0).await?
        }
        ("games", page) => guide.games(app, request, number(page)).await?,
        ("game", _) => {
            guide.body.game = chosen.parse().ok();
            guide.body.typed.clear();
            guide.body.player = None;
            guide.keep(app, request).await?;
            guide.sides(app, request, None).await?
        }
        ("sides", _) => guide.sides(app, request, None).await?,
        ("side", _) => {
            guide.body.backed = Some(Backed::parse(&chosen).ok_or_else(gone)?);
            guide.body.typed.clear();
            guide.body.player = None;
            guide.keep(app, request).await?;
            return Ok(Answer::Form(guide.form(app).await?));
        }
        ("form", _) => return Ok(Answer::Form(guide.form(app).await?)),
        ("typed", _) => {
            guide.body.typed = form::fields(request);
            let named = guide.body.typed.get(form::PLAYER);
            // A name that was chosen stays so while the other fields are mended.
            guide.body.player = guide.body.player.take().filter(|player| Some(player) == named);
            guide.keep(app, request).await?;
            guide.finish(app, request).await?
        }
        ("player", _) => {
            let asked = guide.body.alike.as_ref().ok_or_else(gone)?;
            let player = players::chosen(asked, &chosen).ok_or_else(gone)?;
            guide.body.typed.insert(form::PLAYER.into(), player.clone());
            guide.body.player = Some(player);
            guide.keep(app, request).await?;
            guide.finish(app, request).await?
        }
        ("cancel", _) => {
            app.book
                .drop_draft(request.guild, request.person.id, guide.id)
                .await?;
            Reply::private("Dropped. Nothing was posted.")
        }
        _ => return Err(gone()),
    };
    Ok(Answer::Replace(reply))
}

fn gone() -> Fault {
    Fault::refused("This step is no longer there: what was begun is kept for a day. `/bet` starts anew.")
}

fn number(page: &str) -> usize {
    page.parse().unwrap_or(0)
}

fn value(body: &Body) -> Result<serde_json::Value, Fault> {
    serde_json::to_value(body).map_err(|e| Fault::Internal(e.to_string()))
}

async fn load(app: &App, request: &Request, to: &CustomId) -> Result<Guide, Fault> {
    let id: DraftId = to.subject.parse().map_err(|_| gone())?;
    let draft = match app.book.draft(request.guild, id).await {
        Err(BookError::NoDraft) => return Err(gone()),
        other => other?,
    };
    if draft.user != request.person.id {
        return Err(BookError::NotYourDraft.into());
    }
    let body = serde_json::from_value(draft.body).map_err(|_| gone())?;
    Ok(Guide { id, body })
}

impl Guide {
    fn to(&self, step: &str) -> CustomId {
        CustomId::new(NAME, self.id, step)
    }

    async fn keep(&self, app: &App, request: &Request) -> Result<(), Fault> {
        app.book
            .change_draft(request.guild, request.person.id, self.id, &value(&self.body)?)
            .await?;
        Ok(())
    }

    /// The game that was chosen, if it can still be bet on.
    async fn game(&self, app: &App) -> Result<Game, Fault> {
        let open = app.book.open_games().await?;
        let chosen = open.into_iter().find(|game| Some(game.id) == self.body.game);
        chosen.ok_or_else(|| {
            Fault::refused("This game is over, or no longer in the books. `/bet` shows the open ones.")
        })
    }

    async fn leagues(&self, app: &App, page: usize) -> Result<Reply, Fault> {
        let games = app.book.open_games().await?;
        Ok(screens::leagues(self, &games, page))
    }

    async fn games(&self, app: &App, request: &Request, page: usize) -> Result<Reply, Fault> {
        let settings = app.settings(request.guild).await?;
        let mut games = app.book.open_games().await?;
        games.retain(|game| self.body.league.as_deref() == Some(game.league.code()));
        Ok(screens::games(self, &settings, &games, page))
    }

    /// The sides of the game; `wrong` says what stood against what was typed.
    async fn sides(&self, app: &App, request: &Request, wrong: Option<&str>) -> Result<Reply, Fault> {
        let settings = app.settings(request.guild).await?;
        let game = self.game(app).await?;
        let quotes = app.book.quotes(game.id).await?;
        Ok(screens::sides(self, &settings, &game, &quotes, wrong))
    }

    async fn form(&self, app: &App) -> Result<Modal, Fault> {
        let game = self.game(app).await?;
        let backed = self.body.backed.as_ref().ok_or_else(gone)?;
        let of_a_ticket = self.body.ticket.is_some();
        Ok(form::form(
            self.to("typed"),
            &game,
            backed,
            &self.body.typed,
            of_a_ticket,
        ))
    }

    /// From what was typed to the preview; what is wrong is said above the sides, with a button to try again.
    async fn finish(&mut self, app: &App, request: &Request) -> Result<Reply, Fault> {
        let game = self.game(app).await?;
        match self.preview(app, request, &game).await {
            Err(Fault::Refused(why)) => self.sides(app, request, Some(&why)).await,
            other => other,
        }
    }

    async fn preview(&mut self, app: &App, request: &Request, game: &Game) -> Result<Reply, Fault> {
        let player = match (&self.body.backed, &self.body.player) {
            (Some(Backed::Figure { .. }), None) => {
                let typed = self.body.typed.get(form::PLAYER).cloned().unwrap_or_default();
                match app.book.player_meant(request.guild, game, &typed).await? {
                    PlayerMeant::Known(player) => Some(player),
                    PlayerMeant::Unknown => Some(typed),
                    PlayerMeant::Alike(alike) => {
                        let reply = screens::players(self, &alike);
                        self.body.alike = Some(alike);
                        self.keep(app, request).await?;
                        return Ok(reply);
                    }
                }
            }
            (Some(Backed::Figure { .. }), chosen) => chosen.clone(),
            _ => None,
        };
        let backed = self.body.backed.as_ref().ok_or_else(gone)?;
        let leg = form::leg(game, backed, player, &self.body.typed)?;
        if let Some(ticket) = self.body.ticket {
            return parlay::add(app, request, ticket, leg).await;
        }
        let settings = app.settings(request.guild).await?;
        let bare: StakeIs = settings.stake_display.bare_stake(&Kind::Straight, &[leg.price]);
        let slip = form::slip(leg, &self.body.typed, bare)?;
        let body = draft::Body {
            slips: vec![slip],
            channel: self.body.channel,
            back: Some(self.to("sides").to_string()),
            ..draft::Body::default()
        };
        draft::preview_of(app, request, &body).await
    }
}
