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
use dbsbm_core::community::Prefs;
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
    let mut prefs = prefs(app, request).await?;
    if let Ok(about) = to.subject.parse::<About>() {
        if step != "show" {
            wishes::change(&mut prefs, about, step, values(request)).ok_or_else(unknown)?;
            keep(app, request, &prefs).await?;
        }
        let items = wishes::items(app, request.guild, about, &prefs).await?;
        let page = rest.parse().unwrap_or_default();
        return Ok(Answer::Replace(wishes::shown(about, &items, page)));
    }
    match step {
        "page" => {}
        "hours" => return Ok(Answer::Form(hours::form(&prefs))),
        "typed" => {
            hours::read(&mut prefs, |field| request.field(field).unwrap_or_default())?;
            keep(app, request, &prefs).await?;
        }
        _ => {
            change(&mut prefs, step, values(request)).ok_or_else(unknown)?;
            keep(app, request, &prefs).await?;
        }
    }
    Ok(Answer::Replace(page(app, request).await?))
}

async fn prefs(app: &App, request: &Request) -> Result<Prefs, Fault> {
    Ok(app.book.notify_prefs(request.guild, request.person.id).await?)
}

async fn keep(app: &App, request: &Request, prefs: &Prefs) -> Result<(), Fault> {
    let (_, actor) = app.acting(request).await?;
    Ok(app.book.set_notify_prefs(&actor, prefs).await?)
}

/// What was chosen in a list.
fn values(request: &Request) -> &[String] {
    match &request.what {
        What::Click { values, .. } => values,
        _ => &[],
    }
}

/// Changes one answer; none where the list asks nothing that this version knows.
fn change(prefs: &mut Prefs, step: &str, values: &[String]) -> Option<()> {
    let chosen = values.first()?.as_str();
    match step {
        "direct" => prefs.direct = chosen.parse().ok()?,
        "digest" => prefs.digest = chosen.parse().ok()?,
        "quiet" if chosen == NONE => prefs.quiet = None,
        "quiet" => prefs.quiet = Some(chosen.parse().ok()?),
        _ => return None,
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbsbm_core::community::Digest;

    #[test]
    fn choices_change_one_answer_each() {
        let mut prefs = Prefs::default();
        let mut choose =
            |step: &str, value: &str| change(&mut prefs, step, &[value.to_string()]).map(|()| prefs.clone());
        assert_eq!(choose("direct", "5").unwrap().direct, 5);
        assert_eq!(choose("digest", "daily").unwrap().digest, Digest::Daily);
        let quiet = choose("quiet", "23:00-07:00").unwrap().quiet;
        assert_eq!(quiet.unwrap().to_string(), "23:00-07:00");
        assert!(choose("quiet", "none").unwrap().quiet.is_none());
        // The lists of an earlier version said everything anew.
        assert!(choose("colour", "red").is_none() && choose("leagues", "NFL").is_none());
    }
}
