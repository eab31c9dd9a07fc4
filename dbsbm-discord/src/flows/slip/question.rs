//! *Question this grade*: a form, a question in the graders' queue, and what was asked and answered so far.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Embed, Field, Modal, Reply},
    request::Request,
    slip::FLOW,
    text,
};
use dbsbm_core::id::BetNo;
use dbsbm_store::QuestionView;

/// Questions of one member about one bet that are shown, the newest ones.
const SHOWN: u32 = 2;

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
        "Question {} about #{bet} is with the graders. The answer comes to you as a direct message if you take any; \
         *Details* on the slip shows it to you either way.",
        question.question
    ))
    .into())
}

/// What the person asked about a bet, the newest first.
pub(super) async fn own(app: &App, request: &Request, bet: BetNo) -> Result<Vec<QuestionView>, Fault> {
    let (guild, person) = (request.guild, request.person.id);
    Ok(app.book.questions_about(guild, person, bet, SHOWN).await?)
}

/// A question with its answer, for who asked it.
pub(super) fn shown(question: &QuestionView) -> Embed {
    let answer = match (&question.answer, question.answered_at) {
        (Some(answer), Some(at)) => {
            format!("**Answered {}**: {}", text::moment(at, 'f'), text::plain(answer))
        }
        _ => "No grader has answered yet.".into(),
    };
    Embed {
        title: format!("Your question {}", question.question),
        text: format!("{}\n{answer}", text::plain(&question.text)),
        ..Embed::default()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::id::QuestionNo;

    /// A question that has an answer.
    pub(crate) fn answered() -> QuestionView {
        QuestionView {
            question: QuestionNo::new(3).unwrap(),
            bet: BetNo::new(7).unwrap(),
            user: "42".into(),
            text: "It was 24-20".into(),
            asked_at: "2098-10-08T12:00:00Z".parse().unwrap(),
            answer: Some("The box score says 30-13".into()),
            answered_at: "2098-10-08T13:00:00Z".parse().ok(),
        }
    }

    #[test]
    fn the_longest_questions_fit_beside_the_reasons() {
        let long = sample::NASTY.repeat(10);
        let mut question = answered();
        (question.text, question.answer) = (long.clone(), Some(long));
        let mut reply = Reply::private("**#7**");
        reply.embeds = vec![shown(&question); SHOWN as usize];
        golden::fits(&reply);
        question.answer = None;
        assert!(shown(&question).text.ends_with("No grader has answered yet."));
    }
}
