//! From a question to its answer: finds the handler, and sees to it that the person hears something in time.

use crate::{
    app::App,
    aside, commands,
    fault::Fault,
    flows,
    reply::{Answer, Reply},
    request::{Request, What},
};
use serde_json::{Value, json};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};

/// Discord gives three seconds; at this point the person is told that it takes longer.
const PATIENCE: Duration = Duration::from_millis(1_200);

/// After this time more the person is told why: before Discord's three seconds are over.
const BUSY: Duration = Duration::from_millis(1_300);
const _: () = assert!(PATIENCE.as_millis() + BUSY.as_millis() < 2_800);
const BUSY_WORDS: &str =
    "⏳ The books are busy right now. The answer follows by itself; nothing has to be sent again.";

/// What a handler becomes.
pub(crate) type Answering<'a> = Pin<Box<dyn Future<Output = Result<Answer, Fault>> + Send + 'a>>;
/// Answers one kind of question.
pub(crate) type Handler = for<'a> fn(&'a App, &'a Request) -> Answering<'a>;

/// Turns an async function into a [`Handler`].
macro_rules! handler {
    ($run:path) => {
        |app, request| Box::pin($run(app, request))
    };
}
pub(crate) use handler;

/// How the answer will come when it takes longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Later {
    /// As a message for the person alone.
    Private,
    /// As a message for everybody.
    Public,
    /// In the place of the message that was clicked on.
    Replace,
}

impl Later {
    fn json(self) -> Value {
        match self {
            Self::Private => json!({ "type": 5, "data": { "flags": 64 } }),
            Self::Public => json!({ "type": 5 }),
            Self::Replace => json!({ "type": 6 }),
        }
    }
}

/// Answers a question. Nothing that happens in a handler leaves the person without a word.
pub(crate) async fn answer(app: Arc<App>, request: Request) {
    let Some((run, later)) = find(&request) else {
        let words = match request.what {
            What::Typing { .. } => return say(&app, &request, &Answer::Choices(Vec::new())).await,
            What::Click { .. } | What::Form { .. } => {
                "This button is from an older version of me and no longer does anything. The command it came from still works."
            }
            _ => "I do not know this command any more. Discord shows the ones that I have after typing `/`.",
        };
        return say(&app, &request, &Reply::private(words).into()).await;
    };
    let request = Arc::new(request);
    let mut work = tokio::spawn({
        let (app, request) = (Arc::clone(&app), Arc::clone(&request));
        async move {
            let answer = run(&app, &request).await?;
            Ok(aside::shown(&app, &request, answer).await)
        }
    });
    if let Ok(done) = tokio::time::timeout(PATIENCE, &mut work).await {
        let answer = settle(&request, done);
        return say(&app, &request, &answer).await;
    }
    if matches!(request.what, What::Typing { .. }) {
        work.abort();
        return say(&app, &request, &Answer::Choices(Vec::new())).await;
    }
    let later = match later {
        Later::Public if aside::is_elsewhere(&app, &request).await => Later::Private,
        other => other,
    };
    let told = app
        .rest
        .answer(request.id, request.token.reveal(), &later.json(), &[])
        .await;
    if let Err(error) = told {
        tracing::warn!(reference = request.id, %error, "cannot say that it takes longer");
    }
    let done = match tokio::time::timeout(BUSY, &mut work).await {
        Ok(done) => done,
        Err(_) => {
            say_later(&app, &request, later, Reply::private(BUSY_WORDS).into()).await;
            work.await
        }
    };
    let answer = settle(&request, done);
    say_later(&app, &request, later, answer).await;
}

/// What the handler said, or what the person hears instead.
fn settle(request: &Request, done: Result<Result<Answer, Fault>, tokio::task::JoinError>) -> Answer {
    let fault = match done {
        Ok(Ok(answer)) => return answer,
        Ok(Err(fault)) => fault,
        Err(broken) => Fault::Internal(broken.to_string()),
    };
    fault.log(request.id, request.guild.get(), &asked(request));
    match request.what {
        What::Typing { .. } => Answer::Choices(Vec::new()),
        _ => fault.reply(request.id).into(),
    }
}

async fn say(app: &App, request: &Request, answer: &Answer) {
    let files = match answer {
        Answer::New(reply) | Answer::Replace(reply) => reply.files.as_slice(),
        _ => &[],
    };
    let sent = app
        .rest
        .answer(request.id, request.token.reveal(), &answer.json(), files)
        .await;
    if let Err(error) = sent {
        tracing::warn!(reference = request.id, %error, "the answer did not arrive");
    }
}

/// Says it after the person was told to wait.
async fn say_later(app: &App, request: &Request, later: Later, answer: Answer) {
    let (id, token) = (app.identity.application, request.token.reveal());
    let sent = match answer {
        Answer::New(reply) if later == Later::Replace => {
            let mut body = reply.json();
            body["flags"] = json!(if reply.public { 0 } else { 64 });
            app.rest.follow_up(id, token, &body, &reply.files).await
        }
        Answer::New(reply) | Answer::Replace(reply) => {
            app.rest
                .edit_answer(id, token, &crate::reply::replacing(&reply), &reply.files)
                .await
        }
        Answer::Form(_) => {
            let body =
                Reply::private("That took too long for a form to open. Please click once more.").json();
            app.rest.follow_up(id, token, &body, &[]).await
        }
        Answer::Choices(_) => Ok(()),
    };
    if let Err(error) = sent {
        tracing::warn!(reference = request.id, %error, "the late answer did not arrive");
    }
}

/// The question in short, for the log: never with what a person typed.
fn asked(request: &Request) -> String {
    match &request.what {
        What::Command { name, .. } => format!("/{name}"),
        What::OnMessage { name, .. } => name.clone(),
        What::Typing { name, option, .. } => format!("/{name} {option}..."),
        What::Click { to, .. } | What::Form { to, .. } => to.as_ref().map_or_else(
            || "an unknown button".into(),
            |to| format!("{}:{}", to.flow, to.step_and_rest().0),
        ),
    }
}

fn find(request: &Request) -> Option<(Handler, Later)> {
    match &request.what {
        What::Command { name, .. } | What::OnMessage { name, .. } => {
            let command = commands::find(name)?;
            Some((command.run, command.later))
        }
        What::Typing { name, .. } => Some((commands::find(name)?.typing?, Later::Private)),
        What::Click { to, .. } | What::Form { to, .. } => {
            let flow = flows::find(&to.as_ref()?.flow)?;
            Some((flow.run, flow.later))
        }
    }
}
