//! The queue of the graders: bets that arithmetic leaves to a person, and questions that members asked.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    limits,
    reply::{Answer, Choice, Field, Modal, Reply, Select, SelectOf},
    request::Request,
    text,
};
use dbsbm_core::{guild::Role, id::QuestionNo};
use dbsbm_store::{QuestionView, Queue};

/// The name of the flow.
pub(crate) const NAME: &str = "queue";
/// Lines of each kind in one message.
const LINES: usize = 8;
/// Characters of a question in a line.
const LINE: usize = 90;
/// Characters of the reasons in a line.
const WHY: usize = 110;
/// The longest answer.
const ANSWER: u16 = 500;

/// The queue, for who may grade.
pub(crate) async fn shown(app: &App, request: &Request) -> Result<Reply, Fault> {
    let (_, actor) = app.acting(request).await?;
    if !actor.role.includes(Role::Grader) {
        return Err(Fault::refused(
            "The queue is for graders and admins. An admin sets the graders' role with `/setup`.",
        ));
    }
    Ok(present(&app.book.queue(request.guild).await?))
}

fn present(queue: &Queue) -> Reply {
    if queue.reviews.is_empty() && queue.questions.is_empty() {
        return Reply::private("Nothing waits for a grader.");
    }
    let mut lines = Vec::new();
    if !queue.reviews.is_empty() {
        lines.push(format!("**Bets that need a grader: {}**", queue.reviews.len()));
        let each = queue.reviews.iter().take(LINES);
        lines.extend(each.map(|r| {
            let (bet, since) = (r.bet, text::moment(r.since, 'R'));
            let why = text::plain(&limits::clip(&r.why.join("; "), WHY));
            format!("- #{bet} · {since} · {why} · `/grade bet:{bet}`")
        }));
    }
    if !queue.questions.is_empty() {
        lines.push(format!("**Questions: {}**", queue.questions.len()));
        let each = queue.questions.iter().take(LINES);
        lines.extend(each.map(|q| {
            let asked = text::plain(&limits::clip(&q.text, LINE));
            format!("- about #{} · {} · {asked}", q.bet, text::moment(q.asked_at, 'R'))
        }));
    }
    let reply = Reply::private(lines.join("\n"));
    let choices: Vec<Choice> = queue.questions.iter().take(limits::MANY).map(choice).collect();
    if choices.is_empty() {
        return reply;
    }
    let to = CustomId::new(NAME, "-", "choose");
    reply.row(vec![Select::one(
        "Answer a question",
        to,
        SelectOf::Choices(choices),
    )])
}

fn choice(question: &QuestionView) -> Choice {
    Choice::new(
        format!("#{}: {}", question.bet, text::label(&question.text)),
        question.question,
    )
}

/// Answers a choice in the queue, and the form that follows it.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let unknown = || Fault::refused("This is from an older queue. `/queue` shows the one of now.");
    let to = request.to().ok_or_else(unknown)?;
    let number = |text: &str| text.parse::<QuestionNo>().map_err(|_| unknown());
    match to.step.as_str() {
        "choose" => {
            let question = number(request.chosen().unwrap_or_default())?;
            let asked = app.book.question_of(request.guild, question).await?;
            Ok(Answer::Form(form(&asked)))
        }
        "answer" => {
            let (_, actor) = app.acting(request).await?;
            let words = request.field("answer").unwrap_or_default();
            let answered = app.book.answer(&actor, number(&to.subject)?, words).await?;
            app.bell.notify_one();
            let rest = present(&app.book.queue(request.guild).await?);
            let said = format!(
                "Answered the question about #{}; who asked is told.",
                answered.bet
            );
            Ok(Answer::Replace(Reply {
                content: format!("{said}\n\n{}", rest.content),
                ..rest
            }))
        }
        _ => Err(unknown()),
    }
}

fn form(asked: &QuestionView) -> Modal {
    Modal {
        to: CustomId::new(NAME, asked.question, "answer"),
        title: format!("Question about #{}", asked.bet),
        fields: vec![Field {
            name: "answer",
            label: "Your answer; the result's source is added".into(),
            hint: text::label(&asked.text),
            long: true,
            most: ANSWER,
            ..Field::default()
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::id::BetNo;
    use dbsbm_store::ReviewView;

    fn question(number: i64, text: &str) -> QuestionView {
        QuestionView {
            question: QuestionNo::new(number).unwrap(),
            bet: BetNo::new(17).unwrap(),
            user: "42".into(),
            text: text.into(),
            asked_at: "2024-09-08T17:00:00Z".parse().unwrap(),
            answer: None,
            answered_at: None,
        }
    }

    #[test]
    fn an_empty_queue_says_so() {
        let empty = Queue {
            reviews: Vec::new(),
            questions: Vec::new(),
        };
        assert_eq!(present(&empty), Reply::private("Nothing waits for a grader."));
    }

    #[test]
    fn what_a_queue_looks_like() {
        let queue = Queue {
            reviews: vec![ReviewView {
                bet: BetNo::new(16).unwrap(),
                since: "2024-09-08T17:00:00Z".parse().unwrap(),
                why: vec!["LeBron James over 25.5 points: the result does not say how it ended".into()],
            }],
            questions: vec![question(3, "The league corrected it to 24-20")],
        };
        golden::shows("queue", &present(&queue));
        golden::form_shows("queue-answer", &form(&queue.questions[0]));
    }

    #[test]
    fn a_long_queue_stays_within_limits_and_calls_nobody() {
        let review = ReviewView {
            bet: BetNo::new(1_042).unwrap(),
            since: "2024-09-08T17:00:00Z".parse().unwrap(),
            why: vec![sample::NASTY.repeat(5); 25],
        };
        let questions = (1..=100).map(|n| question(n, &sample::NASTY.repeat(5)));
        golden::form_fits(&form(&question(1, &sample::NASTY.repeat(5))));
        let json = golden::fits(&present(&Queue {
            reviews: vec![review; 100],
            questions: questions.collect(),
        }));
        let content = json["content"].as_str().unwrap();
        assert!(content.starts_with("**Bets that need a grader: 100**"));
        assert_eq!(
            json["components"][0]["components"][0]["options"]
                .as_array()
                .unwrap()
                .len(),
            25
        );
    }
}
