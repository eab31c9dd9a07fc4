//! Setting a server up: a checklist, one screen for each step, and every answer saved when it is given.
//!
//! Nothing is kept between two clicks: a screen shows the settings as they are.

mod rights;
mod routes;
mod show;

use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::{Request, What},
};
use dbsbm_core::guild::{Action, Actor, Role, SettingRow, Settings, SetupState, SetupStep, permit};
use rights::Rights;

/// The name of the flow.
pub(crate) const NAME: &str = "setup";

/// The checklist, with what the bot may not do where it is to post.
pub(crate) async fn checklist(app: &App, request: &Request) -> Result<Reply, Fault> {
    let actor = admin(app, request).await?;
    let states = app.book.setup_steps(actor.guild).await?;
    let rights = Rights::of(app, actor.guild).await?;
    let settings = states.iter().flat_map(|state| &state.settings);
    Ok(show::checklist(&states, &rights.missing(settings)))
}

/// Answers a click, a choice or a form of the setup.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let unknown = || Fault::refused("This is from an older setup. `/setup` shows the one of now.");
    let to = request.to().ok_or_else(unknown)?;
    let (what, key) = to.step_and_rest();
    if what == "menu" {
        return Ok(Answer::Replace(checklist(app, request).await?));
    }
    let code = if what == "step" {
        request.chosen().unwrap_or_default()
    } else {
        &to.subject
    };
    let step: SetupStep = code.parse().map_err(|_| unknown())?;
    let actor = admin(app, request).await?;
    let mut refused = Vec::new();
    match what {
        "form" => return Ok(Answer::Form(show::form(step, &state(app, &actor, step).await?))),
        "typed" => refused = save_typed(app, request, &actor, step).await?,
        "route" => {
            let value = request.chosen().unwrap_or_default();
            return Ok(match routes::chosen(app, actor.guild, value).await? {
                routes::Next::Form(form) => Answer::Form(form),
                routes::Next::Screen(screen) => Answer::Replace(screen),
            });
        }
        "what" => return Ok(Answer::Replace(routes::named(app, request, key).await?)),
        "set" => {
            if !step.asks_for(key) {
                return Err(unknown());
            }
            let value = request.chosen().unwrap_or("none");
            app.book.set(&actor, key, value).await?;
        }
        "keep" => keep(app, &actor, step).await?,
        "step" | "more" => {}
        _ => return Err(unknown()),
    }
    app.bell.notify_one();
    let state = state(app, &actor, step).await?;
    let mut notes = Rights::of(app, actor.guild)
        .await?
        .missing(&about(app, &actor, &state).await?);
    notes.extend(refused);
    Ok(Answer::Replace(match step {
        SetupStep::Routes => routes::list(&state, &notes),
        _ => show::screen(&state, what == "more" || show::is_further(&state, what), &notes),
    }))
}

/// Who asks, if an admin.
async fn admin(app: &App, request: &Request) -> Result<Actor, Fault> {
    let (_, actor) = app.acting(request).await?;
    if actor.role.includes(Role::Admin) {
        return Ok(actor);
    }
    Err(Fault::refused(
        "Setting the server up is for admins: Discord's Manage Server permission makes one.",
    ))
}

async fn state(app: &App, actor: &Actor, step: SetupStep) -> Result<SetupState, Fault> {
    let states = app.book.setup_steps(actor.guild).await?;
    let found = states.into_iter().find(|state| state.step == step);
    found.ok_or_else(|| Fault::Internal(format!("no step {step}")))
}

/// The settings whose places matter to a step: whom picks are for is about the channels that they go to.
async fn about(app: &App, actor: &Actor, state: &SetupState) -> Result<Vec<SettingRow>, Fault> {
    if state.step != SetupStep::Age {
        return Ok(state.settings.clone());
    }
    let mut channels = self::state(app, actor, SetupStep::Channels).await?.settings;
    channels.extend(self::state(app, actor, SetupStep::Routes).await?.settings);
    Ok(channels)
}

/// The setting that does nothing until it was said once, also where its default is what is said.
const SAID_ONCE: &str = "age.minimum";

/// Saves what was typed where it differs; gives what was refused. One bound may have to be moved before the other, so
/// what is refused first is tried once more.
async fn save_typed(
    app: &App,
    request: &Request,
    actor: &Actor,
    step: SetupStep,
) -> Result<Vec<String>, Fault> {
    let What::Form { fields, .. } = &request.what else {
        return Ok(Vec::new());
    };
    let now = state(app, actor, step).await?;
    let says = |key: &str, typed: &str| {
        let mut rows = now.settings.iter();
        key == SAID_ONCE || rows.any(|row| row.key == key && row.value != typed)
    };
    let mut left: Vec<(&String, &str)> = fields
        .iter()
        .map(|(key, typed)| {
            (
                key,
                if typed.trim().is_empty() {
                    "none"
                } else {
                    typed.trim()
                },
            )
        })
        .filter(|(key, typed)| step.keys().contains(&key.as_str()) && says(key, typed))
        .collect();
    let mut refused = Vec::new();
    for _ in 0..2 {
        let mut again = Vec::new();
        refused.clear();
        for (key, typed) in left {
            match app.book.set(actor, key, typed).await.map_err(Fault::from) {
                Ok(_) => {}
                Err(Fault::Refused(why)) => {
                    refused.push(why);
                    again.push((key, typed));
                }
                Err(other) => return Err(other),
            }
        }
        left = again;
    }
    Ok(refused)
}

/// Says that a step is right as it is: each of its settings that the person may change is stored with the value that it
/// has, and the others are left to who may. A minimum age counts once it is stored, also where it is the default.
async fn keep(app: &App, actor: &Actor, step: SetupStep) -> Result<(), Fault> {
    let settings = app.settings(actor.guild).await?;
    let may = |key: &str| {
        Settings::find(key).is_ok_and(|setting| permit(actor, Action::Set(setting), &settings).is_ok())
    };
    for row in state(app, actor, step).await?.settings {
        if may(&row.key) {
            app.book.set(actor, &row.key, &row.value).await?;
        }
    }
    Ok(())
}
