//! *Question this grade*: a form, and a question in the graders' queue.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Field, Modal, Reply},
    request::Request,
    slip::FLOW,
};
use dbsbm_core::id::BetNo;

/// The form that asks for the reason.
pub(super) fn form(bet: BetNo) -> Modal {
    Modal {
        to: CustomId::new(FLOW, bet, "asked"),
        title: format!("Question the grade of #{bet}"),
        fields: vec![Field {
            name: "reason",
            label: "What is wrong with it?".into(),
            hint: "Such as: the league corrected the score to 24-20".into(),
            long: true,
            most: 1_000,
            ..Field::default()
        }],
    }
}

/// Puts the question to the graders.
pub(super) async fn ask(app: &App, request: &Request, bet: BetNo) -> Result<Answer, Fault> {
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let reason = request.field("reason").unwrap_or_default();
    let question = app.book.question(&actor, bet, reason, &request.key()).await?;
    app.bell.notify_one();
    Ok(Reply::private(format!(
        "Question {} about #{bet} is with the graders. The answer comes to you as a direct message if you take any, and \
         stays in the books either way.",
        question.question
    ))
    .into())
}
