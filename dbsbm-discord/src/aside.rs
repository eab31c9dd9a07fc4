//! Where a guild has a channel for commands, their answers are for everybody in that channel alone: elsewhere the one who
//! asked sees them.

use crate::{
    app::App,
    reply::{Answer, Reply},
    request::{Request, What},
};
use dbsbm_core::id::ChannelId;
use std::time::Duration;

/// How long the books may take to say where commands belong, when the person is waiting already.
const PATIENCE: Duration = Duration::from_millis(300);

/// Whether a command was used where its answer is for the one who asked.
pub(crate) async fn is_elsewhere(app: &App, request: &Request) -> bool {
    let found = tokio::time::timeout(PATIENCE, belongs(app, request)).await;
    found.is_ok_and(|channel| channel.is_some())
}

/// The answer as it is shown where the command was used.
pub(crate) async fn shown(app: &App, request: &Request, answer: Answer) -> Answer {
    let Answer::New(reply) = answer else { return answer };
    if !reply.public {
        return Answer::New(reply);
    }
    match belongs(app, request).await {
        Some(channel) => Answer::New(aside(reply, channel)),
        None => Answer::New(reply),
    }
}

/// The channel for commands, where the request is a command that was used in another one.
async fn belongs(app: &App, request: &Request) -> Option<ChannelId> {
    if !matches!(request.what, What::Command { .. }) {
        return None;
    }
    // What cannot be read now decides nothing: the answer itself says what is wrong.
    let settings = app.book.settings(request.guild).await.ok()?;
    settings
        .channel_commands
        .filter(|channel| *channel != request.channel)
}

fn aside(reply: Reply, channel: ChannelId) -> Reply {
    let line = format!("-# Shown to you alone. In <#{channel}> everybody sees it.");
    let content = match reply.content.as_str() {
        "" => line,
        words => format!("{line}\n{words}"),
    };
    Reply {
        content,
        public: false,
        ..reply
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_aside_says_where_everybody_sees_it() {
        let channel = ChannelId::new(5).unwrap();
        let said = aside(Reply::public("1. Ann"), channel);
        assert!(!said.public && said.content.starts_with("-# Shown to you alone. In <#5>"));
        assert!(said.content.ends_with("\n1. Ann"));
    }
}
