//! What a member wants to hear: one list a question, wishes about leagues and cappers, quiet hours. Each choice is kept at
//! once, and changes nothing else.

mod hours;
mod page;
mod wishes;

use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::{Request, What},
};
use dbsbm_core::community::{Prefs, PrefsChange};
use wishes::About;

/// The name of the flow.
pub(crate) const NAME: &str = "notify";
/// What clears an answer.
const NONE: &str = "none";

/// The preferences as they are.
pub(crate) async fn page(app: &App, request: &Request) -> Result<Reply, Fault> {
    let settings = app.settings(request.guild).await?;
    Ok(page::shown(&prefs(app, request).await?, settings.timezone))
}

/// Answers a click, a choice or a form.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let unknown = || Fault::refused("This list is from an older version of me. `/notify` shows a new one.");
    let to = request.to().ok_or_else(unknown)?;
    let (step, rest) = to.step_and_rest();
    let about = to.subject.parse::<About>().ok();
    let change = match (about, step) {
        (None, "hours") => return Ok(Answer::Form(hours::form(&prefs(app, request).await?))),
        (None, "page") | (Some(_), "show") => None,
        (None, "typed") => Some(hours::typed(|field| request.field(field).unwrap_or_default())?),
        (None, _) => Some(chosen(step, values(request)).ok_or_else(unknown)?),
        (Some(about), _) => Some(wishes::chosen(about, step, values(request)).ok_or_else(unknown)?),
    };
    let prefs = match change {
        Some(change) => {
            let (_, actor) = app.acting(request).await?;
            app.book.change_notify_prefs(&actor, &change).await?
        }
        None => prefs(app, request).await?,
    };
    Ok(Answer::Replace(match about {
        Some(about) => {
            let items = wishes::items(app, request.guild, about, &prefs).await?;
            wishes::shown(about, &items, rest.parse().unwrap_or_default())
        }
        None => page::shown(&prefs, app.settings(request.guild).await?.timezone),
    }))
}

async fn prefs(app: &App, request: &Request) -> Result<Prefs, Fault> {
    Ok(app.book.notify_prefs(request.guild, request.person.id).await?)
}

/// What was chosen in a list.
fn values(request: &Request) -> &[String] {
    match &request.what {
        What::Click { values, .. } => values,
        _ => &[],
    }
}

/// What was chosen; none where the list asks nothing that this version knows.
fn chosen(step: &str, values: &[String]) -> Option<PrefsChange> {
    let value = values.first()?.as_str();
    Some(match step {
        "direct" => PrefsChange::Direct(value.parse().ok()?),
        "digest" => PrefsChange::Digest(value.parse().ok()?),
        "quiet" if value == NONE => PrefsChange::Quiet(None),
        "quiet" => PrefsChange::Quiet(Some(value.parse().ok()?)),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbsbm_core::community::Digest;

    #[test]
    fn a_list_asks_one_question() {
        let choose = |step: &str, value: &str| chosen(step, &[value.to_string()]);
        assert_eq!(choose("direct", "5"), Some(PrefsChange::Direct(5)));
        assert_eq!(
            choose("digest", "daily"),
            Some(PrefsChange::Digest(Digest::Daily))
        );
        let night = "23:00-07:00".parse().ok();
        assert_eq!(choose("quiet", "23:00-07:00"), Some(PrefsChange::Quiet(night)));
        assert_eq!(choose("quiet", "none"), Some(PrefsChange::Quiet(None)));
        // The lists of an earlier version said everything anew.
        assert!(choose("colour", "red").is_none() && choose("leagues", "NFL").is_none());
    }
}
