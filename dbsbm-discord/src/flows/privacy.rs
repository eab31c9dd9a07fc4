//! Erasing one's data, asked once more.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Reply, Style},
    request::Request,
};
use dbsbm_core::id::UserId;
use dbsbm_store::Erased;

/// The name of the flow.
pub(crate) const NAME: &str = "privacy";

/// Says what erasing does, and asks whether it is meant.
pub(crate) fn ask(user: UserId) -> Reply {
    let to = |step: &str| CustomId::new(NAME, user, step);
    Reply::private(
        "**Erasing cannot be undone.** Your name, texts, tails, follows and preferences in this server are removed. Bets \
         you posted stay in the record under no name, hidden from the boards; a break stays in force. \
         `/privacy export` takes your data out first.",
    )
    .row(vec![
        Button::of("Erase my data", Style::Danger, to("erase")),
        Button::of("Keep it", Style::Plain, to("keep")),
    ])
}

/// Answers the confirmation.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let to = request.to();
    if to.is_none_or(|to| to.subject != request.person.id.to_string()) {
        return Err(Fault::refused(
            "This is about somebody else's data. `/privacy` is for your own.",
        ));
    }
    if to.is_none_or(|to| to.step != "erase") {
        return Ok(Answer::Replace(Reply::private("Nothing was erased.")));
    }
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let erased = app.book.erase(&actor).await?;
    Ok(Answer::Replace(done(erased)))
}

fn done(erased: Erased) -> Reply {
    Reply::private(format!(
        "Erased. Bets that go on under no name: {}. Tails and fades that are gone: {}.",
        erased.bets, erased.tails
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn asks_once_more_and_counts() {
        let json = ask(UserId::new(42).unwrap()).json();
        assert_eq!(
            json["components"][0]["components"][0]["custom_id"],
            "v1:privacy:42:erase"
        );
        assert!(
            done(Erased { bets: 3, tails: 4 })
                .content
                .contains("under no name: 3.")
        );
        golden::shows("privacy-ask", &ask(UserId::new(42).unwrap()));
        golden::shows("privacy-done", &done(Erased { bets: 3, tails: 4 }));
    }
}
