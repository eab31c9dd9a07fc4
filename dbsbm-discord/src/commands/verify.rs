//! `/verify`: the chain of the record, computed anew.

use super::{Kind, Needs, Spec};
use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::Request,
};
use dbsbm_store::Verification;

pub(super) fn spec() -> Spec {
    Spec {
        name: "verify",
        about: "Check the proof of this server's record: every event, from the first to the newest",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    app.settings(request.guild).await?;
    let found = app.book.verify(request.guild).await?;
    Ok(shown(&found).into())
}

fn shown(found: &Verification) -> Reply {
    let verdict = match (found.ok, found.first_bad) {
        (true, _) => format!(
            "✅ All {} events fit: none was changed, removed or put in later.",
            found.events
        ),
        (false, Some(first)) => format!(
            "❌ The chain does not fit from event {first} on ({} events). Tell the operator of the bot: something \
             changed the books beside it.",
            found.events
        ),
        (false, None) => format!("❌ The chain does not fit ({} events).", found.events),
    };
    Reply::private(format!(
        "{verdict}\nHead: `{}`\n-# Each slip shows the beginning of its own event's hash. The head is anchored to nothing \
         outside these books; keep it, and a later check that leads to it proves that nothing before it changed.",
        found.head
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_was_found_and_what_it_hangs_on() {
        let good = Verification {
            events: 12,
            ok: true,
            first_bad: None,
            head: "ab".repeat(32),
        };
        let said = shown(&good).content;
        assert!(
            said.contains("All 12 events")
                && said.contains(&good.head)
                && said.contains("anchored to nothing")
        );
        let bad = Verification {
            ok: false,
            first_bad: Some(7),
            ..good
        };
        assert!(shown(&bad).content.contains("from event 7 on"));
    }
}
