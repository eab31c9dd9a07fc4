//! The minimum age of a server: confirmed once, by whoever wants picks for themselves.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Reply, Style},
    request::Request,
};

/// The name of the flow.
pub(crate) const NAME: &str = "age";

/// The question, where the person has to answer it before anything else.
pub(crate) async fn ask(app: &App, request: &Request) -> Result<Option<Reply>, Fault> {
    // Opens the books of a guild that the bot has not met.
    app.settings(request.guild).await?;
    let least = app.book.age_to_confirm(request.guild, request.person.id).await?;
    Ok(least.map(question))
}

fn question(least: u32) -> Reply {
    let to = CustomId::new(NAME, least, "yes");
    Reply::private(format!(
        "Picks here are for people of {least} years and older. If you are, say so; you are asked once. If you are not, there is \
         nothing more to do."
    ))
    .row(vec![Button::of(format!("I am {least} or older"), Style::Good, to)])
}

/// Answers the confirmation. What was confirmed is the age that stood on the button; one that was raised since is asked
/// anew.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let (_, actor) = app.acting(request).await?;
    if let Some(shown) = request.to().and_then(|to| to.subject.parse().ok()) {
        app.book.confirm_age(&actor, shown).await?;
    }
    let again = ask(app, request).await?;
    Ok(Answer::Replace(again.unwrap_or_else(|| {
        Reply::private("Noted. Do once more what you were about to do.")
    })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn the_question_names_the_age() {
        golden::shows("age", &question(21));
    }
}
