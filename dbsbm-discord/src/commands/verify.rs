//! `/verify`: the chain of the record, computed anew, and what it was when a report named it.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::Request,
    text,
};
use dbsbm_store::{ChainMark, Verification};

pub(super) fn spec() -> Spec {
    Spec {
        name: "verify",
        about: "Check the proof of this server's record: every event, from the first to the newest",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![Opt::new(
            "events",
            "Also the head after so many events: the number at the foot of a report",
            OptKind::Whole(1, i64::from(i32::MAX)),
        )],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    app.settings(request.guild).await?;
    let mark = match request.options().whole("events") {
        None => None,
        Some(events) => Some(mark(app, request, events).await?),
    };
    let found = app.book.verify(request.guild).await?;
    Ok(shown(&found, mark.as_ref()).into())
}

async fn mark(app: &App, request: &Request, events: i64) -> Result<ChainMark, Fault> {
    let found = app.book.head_after(request.guild, events).await?;
    let there = app.book.head(request.guild).await?.events;
    found.ok_or_else(|| {
        Fault::refused(format!(
            "The chain has {} and never had {events}. If a report of this server says {events}, events were taken \
             out since: tell everybody who reads it.",
            text::counted(there, "event")
        ))
    })
}

fn shown(found: &Verification, mark: Option<&ChainMark>) -> Reply {
    let all = text::counted(found.events, "event");
    let verdict = match (found.ok, found.first_bad) {
        (true, _) => {
            format!("✅ The chain fits, {all} in all: nothing was changed, removed or put in later.")
        }
        (false, Some(first)) => format!(
            "❌ The chain does not fit from event {first} on ({all}). Tell the operator of the bot: something changed \
             the books beside it."
        ),
        (false, None) => format!("❌ The chain does not fit ({all})."),
    };
    let after = mark.map_or_else(String::new, |mark| {
        let events = text::counted(mark.events, "event");
        format!(
            "\nAfter {events} the head was `{}`. A report that said {events} must show its beginning.",
            mark.hash
        )
    });
    Reply::private(format!(
        "{verdict}\nHead: `{}`{after}\n-# Each slip shows the beginning of its own event's hash. Each report shows at its foot \
         how many events there were, and the beginning of the head: `/verify events:` and that number must lead to the same. \
         The head is anchored to nothing else outside these books.",
        found.head
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn says_what_was_found_and_what_it_hangs_on() {
        let good = Verification {
            events: 12,
            ok: true,
            first_bad: None,
            head: "ab".repeat(32),
        };
        let said = shown(&good, None).content;
        assert!(
            said.contains("fits, 12 events in all")
                && said.contains(&good.head)
                && said.contains("anchored to nothing else")
                && !said.contains("After")
        );
        let mark = ChainMark {
            events: 7,
            hash: "cd".repeat(32),
        };
        assert!(
            shown(&good, Some(&mark))
                .content
                .contains(&format!("After 7 events the head was `{}`", mark.hash))
        );
        golden::shows("verify", &shown(&good, Some(&mark)));
        let bad = Verification {
            ok: false,
            first_bad: Some(7),
            ..good
        };
        assert!(shown(&bad, None).content.contains("from event 7 on"));
    }
}
